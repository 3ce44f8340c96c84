/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-clotting.h"

#include <math.h>
#include <stdlib.h>

/* Less flow than this says nothing about an oxygenator [GK]. */
#define LEAST_FLOW_L_MIN 0.05

enum
{
  PAIRS = STEADY_ECMO_CLOTTING_HOURS * (STEADY_ECMO_CLOTTING_HOURS - 1) / 2,
  DAY = 24
};

static int
by_value (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
median (double *values, unsigned n)
{
  qsort (values, n, sizeof values[0], by_value);
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

/*
 * The slope of Theil and Sen: the median of the slopes between all pairs of points. An
 * hour with a clamp on the line, or a change of flow, does not bend it as it would bend
 * a line of least squares. False: fewer than STEADY_ECMO_CLOTTING_LEAST points, or no
 * two apart. No more than STEADY_ECMO_CLOTTING_HOURS points are looked at, the last.
 *
 * Thread: any. Allocates.
 */
bool
steady_ecmo_slope (const double *x, const double *y, unsigned n, double *ret_slope)
{
  g_autofree double *slopes = g_new (double, PAIRS);
  const unsigned     first =
      n > STEADY_ECMO_CLOTTING_HOURS ? n - STEADY_ECMO_CLOTTING_HOURS : 0;
  unsigned count = 0;

  if (n < STEADY_ECMO_CLOTTING_LEAST)
    return false;
  for (unsigned i = first; i < n; i++)
    for (unsigned k = i + 1; k < n; k++)
      if (fabs (x[k] - x[i]) > 0)
        slopes[count++] = (y[k] - y[i]) / (x[k] - x[i]);
  if (count == 0)
    return false;
  *ret_slope = median (slopes, count);
  return true;
}

/*
 * Reads the hours, oldest first, one after another; those in which drop or flow is not
 * known, or too little flowed, count for nothing.
 *
 * Thread: any. Allocates.
 */
void
steady_ecmo_clotting_read (SteadyEcmoClotting       *ret_clotting,
                           const SteadyEcmoPressure *hours,
                           unsigned                  n)
{
  g_autofree double *at = g_new (double, MAX (n, 1));
  g_autofree double *drops = g_new (double, MAX (n, 1));
  g_autofree double *resistances = g_new (double, MAX (n, 1));
  SteadyEcmoClotting clotting = { .drop_mmhg = NAN,
                                  .drop_per_day = NAN,
                                  .resistance = NAN,
                                  .resistance_per_day = NAN,
                                  .resistance_day_ago = NAN };
  double             slope;

  for (unsigned i = 0; i < n; i++)
    {
      if (!isfinite (hours[i].drop_mmhg) || !(hours[i].flow_l_min >= LEAST_FLOW_L_MIN))
        continue;
      at[clotting.hours] = i;
      drops[clotting.hours] = hours[i].drop_mmhg;
      resistances[clotting.hours] = hours[i].drop_mmhg / hours[i].flow_l_min;
      clotting.hours++;
    }
  if (clotting.hours > 0)
    {
      const unsigned last = clotting.hours - 1;
      clotting.drop_mmhg = drops[last];
      clotting.resistance = resistances[last];
      for (unsigned i = 0; i < last; i++)
        if (fabs (at[last] - at[i] - DAY) < 0.5)
          clotting.resistance_day_ago = resistances[i];
    }
  if (steady_ecmo_slope (at, drops, clotting.hours, &slope))
    clotting.drop_per_day = slope * DAY;
  if (steady_ecmo_slope (at, resistances, clotting.hours, &slope))
    clotting.resistance_per_day = slope * DAY;
  *ret_clotting = clotting;
}
