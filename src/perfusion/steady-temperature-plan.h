/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* How fast a body may be warmed: one pace in the cold, a slower one from @slow_from. */
typedef struct SteadyRewarmingPace
{
  double     cold_c_min;
  double     warm_c_min;
  SteadyTemp slow_from;
} SteadyRewarmingPace;

bool
steady_cooling_time (SteadyTemp from, SteadyTemp to, double c_min, double *ret_min);
bool steady_rewarming_time (SteadyTemp                 from,
                            SteadyTemp                 to,
                            const SteadyRewarmingPace *pace,
                            double                    *ret_min);
