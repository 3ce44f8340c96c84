/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-volume-balance.h"

/* @blood_volume_ml 0: unknown, nothing will be told. Thread: before the tick starts. */
void
steady_volume_balance_init (SteadyVolumeBalance *self, double blood_volume_ml)
{
  *self = (SteadyVolumeBalance){ .blood_volume_ml = blood_volume_ml };
}

/* What was before says nothing of what comes: bypass begins or ends. Thread: tick. */
void
steady_volume_balance_begin (SteadyVolumeBalance *self, SteadyInstant now)
{
  self->sum = 0;
  self->readings = 0;
  self->minutes = 0;
  self->minute_began = now;
}

/* A person says that @ml came into the circuit, or left it when negative. Thread:
 * tick. */
void
steady_volume_balance_enter (SteadyVolumeBalance *self, double ml)
{
  self->entered_ml += ml;
}

/* Takes a reading of the reservoir. Thread: tick. Does not allocate. */
void
steady_volume_balance_add (SteadyVolumeBalance *self, SteadyInstant now, double ml)
{
  self->sum += ml - self->entered_ml;
  self->readings++;
  if (now - self->minute_began < STEADY_NSEC_PER_MIN)
    return;
  self->unexplained_ml[self->minutes % STEADY_VOLUME_MINUTES] =
      self->sum / self->readings;
  self->minutes++;
  self->minute_began = now;
  self->sum = 0;
  self->readings = 0;
}

/*
 * The change in ten minutes that nobody has explained, in percent of the child's blood
 * volume; false while fewer than ten minutes are known.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_volume_balance_drift (const SteadyVolumeBalance *self, double *ret_pct)
{
  if (self->minutes < STEADY_VOLUME_MINUTES || self->blood_volume_ml <= 0)
    return false;
  const double last = self->unexplained_ml[(self->minutes - 1) % STEADY_VOLUME_MINUTES];
  const double first = self->unexplained_ml[self->minutes % STEADY_VOLUME_MINUTES];
  *ret_pct = 100.0 * (last - first) / self->blood_volume_ml;
  return true;
}
