/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* A device of a rig that a file describes, without C; see README.md beside this. */
extern const SteadyDriverClass steady_mapped_class;
