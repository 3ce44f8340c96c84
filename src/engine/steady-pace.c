/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-pace.h"

/* A case that is made to run faster than this machine can gives up what it lags behind
 * beyond so much of the clock, instead of running after it without a breath. */
#define LAG (250 * STEADY_NSEC_PER_MSEC)

/* Case time is @now when the clock shows @real_now. Thread: the owner's. */
void
steady_pace_init (SteadyPace   *self,
                  SteadyInstant now,
                  SteadyInstant real_now,
                  double        speed)
{
  *self = (SteadyPace){ .from = now, .from_real = real_now, .speed = speed };
}

/*
 * The case time that is due at @real_now; @now is where the case stands. A @speed other
 * than before counts from here on. Never before @now. At the speed of life or slower no
 * time is ever given up.
 *
 * Thread: the owner's. Does not allocate.
 */
SteadyInstant
steady_pace_due (SteadyPace   *self,
                 SteadyInstant now,
                 SteadyInstant real_now,
                 double        speed)
{
  if (speed < self->speed || speed > self->speed)
    steady_pace_init (self, now, real_now, speed);
  const SteadySpan passed =
      (SteadySpan) ((double) (real_now - self->from_real) * speed);
  const SteadySpan    most = (SteadySpan) ((double) LAG * speed);
  const SteadyInstant due = self->from + passed;
  if (speed > 1 && due - now > most)
    {
      steady_pace_init (self, now + most, real_now, speed);
      return now + most;
    }
  return due > now ? due : now;
}
