/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/*
 * Where the water of a heater-cooler ought to be by now. It needs time to follow its
 * set point, so that its distance alone says nothing: the course goes from where the
 * water was towards the set point at the least rate that is expected of it, and water
 * that is nearer takes the course along. Zeroed memory is a course that has not begun.
 */
typedef struct SteadyWaterCourse
{
  bool          begun;
  SteadyInstant t;     /* when water and set point were last known */
  double        place; /* °C */
} SteadyWaterCourse;

double steady_water_course_lag (SteadyWaterCourse *self,
                                SteadyInstant      now,
                                double             per_min,
                                double             set,
                                double             water);
