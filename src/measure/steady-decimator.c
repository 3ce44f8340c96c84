/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-decimator.h"

#include <string.h>

#include "base/steady-require.h"

/* A pause longer than this many sample periods is a gap. */
#define GAP_PERIODS 5

/*
 * Makes ready for a wave of @rate_hz. The output has at least @wanted_hz and less than
 * twice as much, or the rate of the input where that is slower.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_decimator_init (SteadyDecimator *self, double rate_hz, double wanted_hz)
{
  steady_require (rate_hz > 0 && wanted_hz > 0);
  memset (self, 0, sizeof *self);
  self->factor = rate_hz > wanted_hz ? (unsigned) (rate_hz / wanted_hz) : 1;
  self->rate_hz = rate_hz / self->factor;
  self->period = steady_span_from_seconds (1.0 / rate_hz);
}

static bool
is_gap (const SteadyDecimator *self, SteadyInstant t)
{
  return self->running &&
         (t < self->last || t - self->last > GAP_PERIODS * self->period);
}

/*
 * Adds a sample. True when an output is ready: its instant is the middle of what it is
 * the mean of. @ret_gap is set, and otherwise untouched, when samples were missing
 * before this one, whether an output is ready or not.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_decimator_add (SteadyDecimator *self,
                      SteadyInstant    t,
                      double           value,
                      SteadyInstant   *ret_t,
                      double          *ret_value,
                      bool            *ret_gap)
{
  if (is_gap (self, t))
    {
      self->count = 0;
      self->sum = 0;
      *ret_gap = true;
    }
  self->running = true;
  self->last = t;
  if (self->count == 0)
    self->first = t;
  self->sum += value;
  if (++self->count < self->factor)
    return false;
  *ret_t = self->first + (t - self->first) / 2;
  *ret_value = self->sum / self->factor;
  self->count = 0;
  self->sum = 0;
  return true;
}
