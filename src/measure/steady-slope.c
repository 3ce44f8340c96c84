/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-slope.h"

/* [GK]: one point in five seconds, over two minutes, and nothing said before one. */
#define SPACING (5 * STEADY_NSEC_PER_SEC)
#define WINDOW  (120 * STEADY_NSEC_PER_SEC)
#define LEAST   (60 * STEADY_NSEC_PER_SEC)

/*
 * Adds a reading; those closer than five seconds to the last one are passed over.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_slope_add (SteadySlope *self, SteadyInstant t, double value)
{
  const unsigned last = (self->count + STEADY_SLOPE_POINTS - 1) % STEADY_SLOPE_POINTS;
  const unsigned place = self->count % STEADY_SLOPE_POINTS;

  if (self->count > 0 && t - self->points[last].t < SPACING)
    return;
  self->points[place].t = t;
  self->points[place].value = value;
  self->count++;
}

/*
 * The slope of the best straight line through the last two minutes, per minute; false
 * while fewer than one minute is known.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_slope_per_minute (const SteadySlope *self, SteadyInstant now, double *ret_rate)
{
  const unsigned kept =
      self->count < STEADY_SLOPE_POINTS ? self->count : STEADY_SLOPE_POINTS;
  SteadySpan oldest = 0, youngest = WINDOW;
  double     n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;

  for (unsigned i = 0; i < kept; i++)
    {
      const SteadySpan age = now - self->points[i].t;
      if (age < 0 || age > WINDOW)
        continue;
      const double x = -steady_span_seconds (age) / 60.0, y = self->points[i].value;
      oldest = age > oldest ? age : oldest;
      youngest = age < youngest ? age : youngest;
      n += 1;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
  if (oldest - youngest < LEAST)
    return false;
  *ret_rate = (sxy - sx * sy / n) / (sxx - sx * sx / n);
  return true;
}
