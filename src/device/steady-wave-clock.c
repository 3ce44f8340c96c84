/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-wave-clock.h"

#include <math.h>

/* The clock may be so much ahead of or behind the arrivals before it is set anew. */
#define FARTHEST (2 * STEADY_NSEC_PER_SEC)

/* The earliest packet of so long a time was not late. */
#define WINDOW (4 * STEADY_NSEC_PER_SEC)

/* No crystal that measures pressures is further off; more is a loaded machine. */
#define DRIFT_MOST 0.0005

/* What windows show is averaged over so many, so that a machine that was late once
 * moves the period by a few millionths only. */
#define WINDOWS 32

/*
 * Begins anew; all samples are later than @after, which is that of the last sample
 * before the line was lost, or 0. A monitor that was back at once sends pieces that
 * begin before the line was cut.
 *
 * Thread: the driver's.
 */
void
steady_wave_clock_init (SteadyWaveClock *self, double rate_hz, SteadyInstant after)
{
  *self = (SteadyWaveClock){ .period =
                                 (SteadySpan) ((double) STEADY_NSEC_PER_SEC / rate_hz),
                             .last = after };
}

/* Samples are missing: the next packet begins anew. Thread: the driver's. */
void
steady_wave_clock_gap (SteadyWaveClock *self)
{
  self->running = false;
}

static void
begin_window (SteadyWaveClock *self, SteadyInstant arrived)
{
  self->window = arrived;
  self->early = INT64_MAX;
  self->set_by = 0;
  self->pulled = 0;
}

/* A window is over: what it shows of the crystal and of the place is taken. */
static void
end_window (SteadyWaveClock *self, SteadyInstant arrived)
{
  const SteadySpan still = self->early == INT64_MAX ? 0 : self->early;
  const double     share =
      (double) (self->set_by + still) / (double) (arrived - self->window);

  if (fabs (share) < DRIFT_MOST)
    {
      self->windows += self->windows < WINDOWS;
      self->drift = fmin (fmax (self->drift + share / (self->windows + 1), -DRIFT_MOST),
                          DRIFT_MOST);
    }
  self->pull = still;
  begin_window (self, arrived);
}

/* How far the clock is moved on now, of what the window before has shown. */
static SteadySpan
pull (SteadyWaveClock *self, SteadyInstant arrived)
{
  const double     share = (double) (arrived - self->window) / (double) WINDOW;
  const SteadySpan due = (SteadySpan) (fmin (share, 1) * (double) self->pull);
  const SteadySpan by = due - self->pulled;

  self->pulled = due;
  return by;
}

/*
 * A packet of @n samples, at least one, was there at @arrived; gives the instant of its
 * first sample and the time from one to the next. That is the device's period, or less
 * where the packets before were late: no sample was measured after it came, and none
 * before the last one.
 *
 * Thread: the driver's.
 */
SteadyInstant
steady_wave_clock_packet (SteadyWaveClock *self,
                          SteadyInstant    arrived,
                          unsigned         n,
                          SteadySpan      *ret_spacing)
{
  const SteadySpan period =
      self->period + (SteadySpan) llround ((double) self->period * self->drift);
  const SteadyInstant latest = arrived - (SteadySpan) (n - 1) * period;
  const SteadySpan    late = latest - self->next;
  SteadyInstant       first = self->next;

  *ret_spacing = period;
  if (!self->running || late > FARTHEST || late < -FARTHEST)
    {
      first = latest;
      self->pull = 0;
      begin_window (self, arrived);
    }
  else
    {
      first += pull (self, arrived);
      if (first > latest)
        {
          self->set_by += latest - first;
          self->early = 0;
          self->pull = self->pulled; /* no further */
        }
      else if (latest - first < self->early)
        self->early = latest - first;
      if (arrived - self->window >= WINDOW)
        end_window (self, arrived);
    }
  if (first > latest || first <= self->last)
    {
      *ret_spacing = arrived > self->last ? (arrived - self->last) / (SteadySpan) n : 0;
      first = self->last + *ret_spacing;
    }
  self->running = true;
  self->last = first + (SteadySpan) (n - 1) * *ret_spacing;
  self->next = self->last + period;
  return first;
}
