/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-falling-trend.h"

#include <math.h>

/* [GK]: window, least number of points, and how clear of its noise a fall must stand.
 */
#define WINDOW         (10 * STEADY_NSEC_PER_SEC)
#define POINTS_LEAST   4
#define CLEAR_OF_NOISE 3.5

/* A reading is never surer than this, however still it stands. */
#define LEAST_NOISE 0.5

/* Adds a reading. Zeroed memory is an empty trend. Thread: the owner's. Does not
 * allocate. */
void
steady_falling_trend_add (SteadyFallingTrend *self, SteadyInstant t, double value)
{
  const unsigned place = self->count % STEADY_FALLING_TREND_POINTS;
  self->points[place].t = t;
  self->points[place].value = value;
  self->count++;
}

/*
 * How much the level falls each second. False when it does not, or nobody can tell.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_falling_trend_per_second (const SteadyFallingTrend *self,
                                 SteadyInstant             now,
                                 double                   *ret_fall)
{
  const unsigned kept = self->count < STEADY_FALLING_TREND_POINTS
                            ? self->count
                            : STEADY_FALLING_TREND_POINTS;
  double         n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;

  for (unsigned i = 0; i < kept; i++)
    {
      const SteadySpan age = now - self->points[i].t;
      if (age < 0 || age > WINDOW)
        continue;
      const double x = -steady_span_seconds (age), y = self->points[i].value;
      n += 1;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
    }
  const double wide = sxx - sx * sx / fmax (n, 1);
  if (n < POINTS_LEAST || wide <= 0)
    return false;
  const double both = sxy - sx * sy / n;
  const double slope = both / wide;
  const double rest = fmax (0, syy - sy * sy / n - slope * both) / (n - 2);
  const double error = sqrt (fmax (rest, LEAST_NOISE * LEAST_NOISE) / wide);
  if (slope >= -CLEAR_OF_NOISE * error)
    return false;
  *ret_fall = -slope;
  return true;
}
