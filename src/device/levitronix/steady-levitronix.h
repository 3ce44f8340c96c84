/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Levitronix PuraLev i30 pump and LeviFlow flow sensor; see README.md beside this. */
extern const SteadyDriverClass steady_puralev_class;
extern const SteadyDriverClass steady_leviflow_class;
