/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-wave-clock.h"

/* The clock may be so much ahead of or behind the arrivals before it is set anew. */
#define FARTHEST (2 * STEADY_NSEC_PER_SEC)

/* A crystal departs by 100 ppm at most; so much of the difference is taken a packet. */
#define SHARE 64

/* Thread: the driver's. */
void
steady_wave_clock_init (SteadyWaveClock *self, double rate_hz)
{
  *self = (SteadyWaveClock){ .period = (SteadySpan) ((double) STEADY_NSEC_PER_SEC /
                                                     rate_hz) };
}

/* Samples are missing: the next packet begins anew. Thread: the driver's. */
void
steady_wave_clock_gap (SteadyWaveClock *self)
{
  self->running = false;
}

/*
 * A packet of @n samples, at least one, was there at @arrived; gives the instant of its
 * first sample and the time from one to the next. That is the clock's period, or less
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
  const SteadySpan    length = (SteadySpan) (n - 1) * self->period;
  const SteadyInstant latest = arrived - length; /* of its first sample */
  const SteadySpan    late = latest - self->next;
  SteadyInstant       first = self->next + late / SHARE;

  *ret_spacing = self->period;
  if (!self->running || late > FARTHEST || late < -FARTHEST)
    first = latest;
  if (first > latest || first <= self->last)
    {
      *ret_spacing = arrived > self->last ? (arrived - self->last) / (SteadySpan) n : 0;
      first = self->last + *ret_spacing;
    }
  self->running = true;
  self->last = first + (SteadySpan) (n - 1) * *ret_spacing;
  self->next = self->last + self->period;
  return first;
}
