/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_FALLING_TREND_POINTS = 16
};

/*
 * Tells whether a level falls, and how fast, by a straight line through the last ten
 * seconds: only a fall that stands clear of its own noise is one.
 */
typedef struct SteadyFallingTrend
{
  unsigned count; /* ever added */
  struct
  {
    SteadyInstant t;
    double        value;
  } points[STEADY_FALLING_TREND_POINTS];
} SteadyFallingTrend;

void steady_falling_trend_add (SteadyFallingTrend *self, SteadyInstant t, double value);
bool steady_falling_trend_per_second (const SteadyFallingTrend *self,
                                      SteadyInstant             now,
                                      double                   *ret_fall);
