/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-flush-guard.h"

/* [GK]: no systole stays above the limit for so long, no flush for longer than LONGEST;
 * the line rings after it. */
#define LIMIT_MMHG 230.0
#define SYSTOLE    (250 * STEADY_NSEC_PER_MSEC)
#define LONGEST    (10 * STEADY_NSEC_PER_SEC)
#define RINGING    (300 * STEADY_NSEC_PER_MSEC)

static SteadyFlush
above (SteadyFlushGuard *self, SteadyInstant t, double mmhg)
{
  if (!self->high)
    {
      self->high = true;
      self->since = t;
      self->held = 0;
      self->held_sum = 0;
    }
  if (t - self->since > LONGEST)
    return STEADY_FLUSH_NONE;
  if (t - self->since > SYSTOLE)
    return STEADY_FLUSH_YES;
  self->held++;
  self->held_sum += mmhg;
  self->held_t = self->since;
  return STEADY_FLUSH_PENDING;
}

static SteadyFlush
below (SteadyFlushGuard *self, SteadyInstant t)
{
  const bool was_high = self->high;

  self->high = false;
  if (was_high && t - self->since > SYSTOLE && t - self->since <= LONGEST)
    {
      self->flushed = true;
      self->ended = t;
      self->held = 0;
    }
  if (self->flushed && t - self->ended < RINGING)
    return STEADY_FLUSH_YES;
  return was_high && self->held > 0 ? STEADY_FLUSH_WAS_NONE : STEADY_FLUSH_NONE;
}

/*
 * Judges the next sample. Zeroed memory is ready.
 *
 * Thread: the owner's. Does not allocate.
 */
SteadyFlush
steady_flush_guard_add (SteadyFlushGuard *self, SteadyInstant t, double mmhg)
{
  return mmhg > LIMIT_MMHG ? above (self, t, mmhg) : below (self, t);
}

/*
 * The mean of what was held back and has turned out to be blood pressure, after
 * STEADY_FLUSH_WAS_NONE; once.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_flush_guard_take_held (SteadyFlushGuard *self,
                              SteadyInstant    *ret_t,
                              double           *ret_mean,
                              uint32_t         *ret_count)
{
  if (self->held == 0)
    return false;
  *ret_t = self->held_t;
  *ret_mean = self->held_sum / self->held;
  *ret_count = self->held;
  self->held = 0;
  return true;
}
