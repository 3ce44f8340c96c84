/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Julabo and Lauda water baths, the water side of a rig; see README.md beside this. */
extern const SteadyDriverClass steady_julabo_class;
