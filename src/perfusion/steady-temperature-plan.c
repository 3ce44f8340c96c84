/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-temperature-plan.h"

static bool
is_body (SteadyTemp temperature)
{
  return temperature.c >= 10 && temperature.c <= 42;
}

static bool
is_pace (double c_min)
{
  return c_min >= 0.05 && c_min <= 3;
}

/*
 * Minutes to cool: (from − to) / pace; 0 where nothing is cooled.
 *
 * False outside 10 … 42 °C and 0.05 … 3 °C/min.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cooling_time (SteadyTemp from, SteadyTemp to, double c_min, double *ret_min)
{
  if (!is_body (from) || !is_body (to) || !is_pace (c_min))
    return false;
  *ret_min = from.c > to.c ? (from.c - to.c) / c_min : 0;
  return true;
}

static double
span (double low, double high)
{
  return high > low ? high - low : 0;
}

/*
 * Minutes to warm: what lies below @pace->slow_from at the one pace, what lies above it
 * at the other (STS/SCA/AmSECT 2015: from 30 °C at most 0.5 °C/min); 0 where nothing is
 * warmed.
 *
 * False outside 10 … 42 °C and 0.05 … 3 °C/min.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_rewarming_time (SteadyTemp                 from,
                       SteadyTemp                 to,
                       const SteadyRewarmingPace *pace,
                       double                    *ret_min)
{
  const double edge = pace->slow_from.c;

  if (!is_body (from) || !is_body (to) || !is_pace (pace->cold_c_min) ||
      !is_pace (pace->warm_c_min))
    return false;
  *ret_min = span (from.c, to.c < edge ? to.c : edge) / pace->cold_c_min +
             span (from.c > edge ? from.c : edge, to.c) / pace->warm_c_min;
  return true;
}
