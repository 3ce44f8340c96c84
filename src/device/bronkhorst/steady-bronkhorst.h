/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Bronkhorst mass flow controllers; see README.md beside this. */
extern const SteadyDriverClass steady_bronkhorst_class;
