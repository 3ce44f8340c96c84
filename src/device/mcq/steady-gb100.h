/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* MCQ Gas Blender GB100 and 3000; see README.md beside this. */
extern const SteadyDriverClass steady_gb100_class;
