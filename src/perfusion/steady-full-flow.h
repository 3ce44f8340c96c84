/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"
#include "perfusion/steady-bands.h"

bool steady_full_flow_by_weight (const SteadyBands *ml_kg_min,
                                 SteadyWeight       weight,
                                 SteadyFlow        *ret_flow);
bool steady_full_flow_smooth (const SteadyBands *ml_kg_min,
                              SteadyWeight       most,
                              SteadyWeight       weight,
                              SteadyFlow        *ret_flow);
bool steady_full_flow_by_index (double      index_l_min_m2,
                                SteadyArea  area,
                                SteadyFlow *ret_flow);
