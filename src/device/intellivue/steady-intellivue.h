/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Philips IntelliVue monitors, numbers and curves; see README.md beside this. */
extern const SteadyDriverClass steady_intellivue_class;
