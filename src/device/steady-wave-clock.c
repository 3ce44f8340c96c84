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
  const SteadySpan length = (SteadySpan) n * self->period;
  const SteadySpan late = arrived - length + self->period - self->next;
  SteadyInstant    first = self->next;

  *ret_spacing = self->period;
  if (!self->running || late > FARTHEST || late < -FARTHEST)
    first = arrived - length + self->period;
  else if (late < 0)
    {
      const SteadyInstant before = self->next - self->period;
      *ret_spacing = arrived > before ? (arrived - before) / (SteadySpan) n : 0;
      first = before + *ret_spacing;
    }
  else
    first += late / SHARE;
  self->running = true;
  self->next = first + (SteadySpan) (n - 1) * *ret_spacing + self->period;
  return first;
}
