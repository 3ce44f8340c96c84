/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Nonin 7600 and SenSmart X-100, regional oximetry; see README.md beside this. */
extern const SteadyDriverClass steady_nonin_class;
