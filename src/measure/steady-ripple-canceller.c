/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-ripple-canceller.h"

#include <math.h>
#include <string.h>

/* Multiples of the revolution that ripple is made of; the second is the main one. */
static const double multiples[STEADY_RIPPLE_HARMONICS] = { 1, 2, 4, 6 };

/* Rollers turn slower than this, centrifugal pumps faster. [GK] */
#define FASTEST_ROLLER_RPM 300.0
#define SLOWEST_ROLLER_RPM 2.0

/* Half-life of what was learnt is about a second: notches of 0.2 Hz. */
#define LEARNING_PER_SECOND 0.7

/* Above this no beat is looked for, so that no ripple needs to be taken out. */
#define HIGHEST_HZ 14.0

#define TURN (2.0 * 3.14159265358979323846)

/* Whether a pump at @rpm is a turning roller pump. Thread: any. */
bool
steady_ripple_is_roller (double rpm)
{
  return fabs (rpm) >= SLOWEST_ROLLER_RPM && fabs (rpm) <= FASTEST_ROLLER_RPM;
}

/* Thread: the owner's. Does not allocate. */
void
steady_ripple_canceller_init (SteadyRippleCanceller *self, double rate_hz)
{
  memset (self, 0, sizeof *self);
  self->rate_hz = rate_hz;
}

static void
set_tone (SteadyRippleTone *tone, double frequency, double rate_hz)
{
  const double step = TURN * frequency / rate_hz;

  if (frequency <= 0 || frequency > HIGHEST_HZ || frequency > rate_hz / 3)
    {
      memset (tone, 0, sizeof *tone);
      return;
    }
  if (!tone->active)
    {
      tone->active = true;
      tone->cosine = 1;
      tone->sine = 0;
    }
  tone->step_cosine = cos (step);
  tone->step_sine = sin (step);
}

/*
 * The pump turns at @rpm from now on; 0 when it stands, is centrifugal or unknown. What
 * was learnt of the size of the ripple is kept while the speed changes.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_ripple_canceller_set_speed (SteadyRippleCanceller *self, double rpm)
{
  const double speed = steady_ripple_is_roller (rpm) ? fabs (rpm) : 0;

  if (fabs (speed - self->speed_rpm) < 1e-9)
    return;
  self->speed_rpm = speed;
  for (unsigned i = 0; i < STEADY_RIPPLE_HARMONICS; i++)
    set_tone (&self->tones[i], multiples[i] * speed / 60.0, self->rate_hz);
}

static double
tone_value (SteadyRippleTone *tone)
{
  const double cosine = tone->cosine * tone->step_cosine - tone->sine * tone->step_sine;
  const double sine = tone->sine * tone->step_cosine + tone->cosine * tone->step_sine;
  /* Keeps the pointer at length 1 over days: one step of Newton's towards 1/√x. */
  const double keep = 1.5 - 0.5 * (cosine * cosine + sine * sine);

  tone->cosine = cosine * keep;
  tone->sine = sine * keep;
  return tone->weight_cosine * tone->cosine + tone->weight_sine * tone->sine;
}

/*
 * Gives @value without the ripple as it is known by now.
 *
 * Thread: the owner's. Does not allocate.
 */
double
steady_ripple_canceller_add (SteadyRippleCanceller *self, double value)
{
  const double learning = LEARNING_PER_SECOND / self->rate_hz;
  double       ripple = 0;

  if (!self->running)
    self->slow = value;
  self->running = true;
  self->slow += (value - self->slow) / self->rate_hz;
  if (self->speed_rpm <= 0)
    return value;
  for (unsigned i = 0; i < STEADY_RIPPLE_HARMONICS; i++)
    if (self->tones[i].active)
      ripple += tone_value (&self->tones[i]);
  const double rest = value - self->slow - ripple;
  for (unsigned i = 0; i < STEADY_RIPPLE_HARMONICS; i++)
    {
      SteadyRippleTone *tone = &self->tones[i];
      tone->weight_cosine += 2 * learning * rest * tone->cosine;
      tone->weight_sine += 2 * learning * rest * tone->sine;
    }
  return value - ripple;
}
