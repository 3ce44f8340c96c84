/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Medtronic INVOS PM7100, regional oximetry; see README.md beside this. */
extern const SteadyDriverClass steady_invos_class;
