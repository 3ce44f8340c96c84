/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-clock.h"

/*
 * What case time it should be: it goes on with the real clock at a speed that may
 * change, 0 meaning that it stands.
 */
typedef struct SteadyPace
{
  SteadyInstant from; /* case time at … */
  SteadyInstant from_real;
  double        speed;
} SteadyPace;

void          steady_pace_init (SteadyPace   *self,
                                SteadyInstant now,
                                SteadyInstant real_now,
                                double        speed);
SteadyInstant steady_pace_due (SteadyPace   *self,
                               SteadyInstant now,
                               SteadyInstant real_now,
                               double        speed);
