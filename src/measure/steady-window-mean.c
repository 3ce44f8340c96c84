/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-window-mean.h"

#include <string.h>

#include "base/steady-require.h"

/*
 * Empties @self. @window must be a whole number, at most STEADY_WINDOW_MEAN_BINS - 1,
 * of @bin.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_window_mean_init (SteadyWindowMean *self, SteadySpan window, SteadySpan bin)
{
  steady_require (bin > 0 && window >= bin && window % bin == 0);
  steady_require (window / bin < STEADY_WINDOW_MEAN_BINS);
  memset (self, 0, sizeof *self);
  self->bin = bin;
  self->count = (unsigned) (window / bin);
  for (unsigned i = 0; i < STEADY_WINDOW_MEAN_BINS; i++)
    self->bins[i].number = INT64_MIN;
}

static int64_t
number_of (const SteadyWindowMean *self, SteadyInstant t)
{
  return t >= 0 ? t / self->bin : -((-t + self->bin - 1) / self->bin);
}

static unsigned
place_of (int64_t number)
{
  return (unsigned) ((uint64_t) number % (uint64_t) STEADY_WINDOW_MEAN_BINS);
}

/* Adds @value, the mean of @count samples measured about @t. Thread: the owner's. Does
 * not allocate. */
void
steady_window_mean_add (SteadyWindowMean *self,
                        SteadyInstant     t,
                        double            value,
                        uint32_t          count)
{
  const int64_t  number = number_of (self, t);
  const unsigned place = place_of (number);

  if (self->bins[place].number != number)
    {
      self->bins[place].number = number;
      self->bins[place].sum = 0;
      self->bins[place].samples = 0;
    }
  self->bins[place].sum += value * count;
  self->bins[place].samples += count;
}

/* Weight of bin @age (0: the newest) in a window of @count: a triangle. */
static double
weight_of (unsigned age, unsigned count)
{
  return age + 1 < count - age ? age + 1 : count - age;
}

/*
 * The mean of the window that ends with the bin of @now, weighted by a triangle: it
 * suppresses what remains of a beat that does not fit the window far better than equal
 * weights do, at the same delay. @ret_coverage is the share of the weight that fell on
 * bins which hold anything, from 0 to 1. False when none does.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_window_mean_value (const SteadyWindowMean *self,
                          SteadyInstant           now,
                          double                 *ret_mean,
                          double                 *ret_coverage)
{
  const int64_t last = number_of (self, now);
  double        sum = 0;
  double        weight = 0;
  double        whole = 0;

  for (unsigned age = 0; age < self->count; age++)
    {
      const int64_t  number = last - age;
      const unsigned place = place_of (number);
      whole += weight_of (age, self->count);
      if (self->bins[place].number != number || self->bins[place].samples == 0)
        continue;
      sum += weight_of (age, self->count) * self->bins[place].sum /
             self->bins[place].samples;
      weight += weight_of (age, self->count);
    }
  if (weight <= 0)
    return false;
  *ret_mean = sum / weight;
  *ret_coverage = weight / whole;
  return true;
}
