/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Radiometer blood gas analysers over ASTM; see README.md beside this. */
extern const SteadyDriverClass steady_radiometer_class;
