/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

bool steady_full_flow_by_weight (SteadyWeight weight, SteadyFlow *ret_flow);
bool steady_full_flow_smooth (SteadyWeight weight, SteadyFlow *ret_flow);
