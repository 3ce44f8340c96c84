/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-water-course.h"

#include <math.h>

/* Not known for longer than this, the water may be another one: begins anew. [GK] */
#define BEGINS_ANEW (60 * STEADY_NSEC_PER_SEC)

/*
 * Takes a reading of @water and its @set point, °C, and returns how far the water is
 * from its course, °C: below 0 it is colder than it ought to be. A set point that was
 * just changed gives no lag: the course follows it at @per_min °C/min. Changing it
 * again and again gives none away either: the course goes on from where it is, unless
 * the water is nearer to the new set point.
 *
 * Thread: the owner's. Does not allocate.
 */
double
steady_water_course_lag (SteadyWaterCourse *self,
                         SteadyInstant      now,
                         double             per_min,
                         double             set,
                         double             water)
{
  if (!self->begun || now < self->t || now - self->t > BEGINS_ANEW)
    self->place = water;
  else
    {
      const double most = per_min * steady_span_seconds (now - self->t) / 60.0;
      const double way = set - self->place;
      self->place = fabs (way) <= most ? set : self->place + copysign (most, way);
    }
  if (fabs (set - water) < fabs (set - self->place))
    self->place = water;
  self->begun = true;
  self->t = now;
  return water - self->place;
}
