/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_SLOPE_POINTS = 32
};

/*
 * How fast something slow changes, such as the temperature of a body: a straight line
 * through the last minutes. Zeroed memory is a slope without points.
 */
typedef struct SteadySlope
{
  unsigned count; /* ever kept */
  struct
  {
    SteadyInstant t;
    double        value;
  } points[STEADY_SLOPE_POINTS];
} SteadySlope;

void steady_slope_add (SteadySlope *self, SteadyInstant t, double value);
bool
steady_slope_per_minute (const SteadySlope *self, SteadyInstant now, double *ret_rate);
