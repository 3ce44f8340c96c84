/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sound/steady-sound-tick.h"

#include <math.h>

#include "sound/steady-sound-set.h"

enum
{
  LENGTH = 3 * STEADY_SOUND_RATE / 250, /* 12 ms */
  RISE = STEADY_SOUND_RATE / 1000,      /* 1 ms */
  FADE = STEADY_SOUND_RATE / 500,       /* 2 ms: cut without a click of its own */
  SLOWEST = 5,                          /* a minute, as the fastest; [GK] */
  FASTEST = 250
};

/* Above the fifth harmonic of every alarm, so that it sounds of wood and not of an
 * alarm, and 12 dB below the softest of them; [GK]. */
#define PITCH 4200.0 /* Hz */
#define DECAY 0.0025 /* s */
#define LEVEL 0.1

/* Samples from tick to tick at @per_minute; 0 where no hand turns like that, or it is
 * no number. Thread: any. Does not allocate. */
uint32_t
steady_sound_tick_period (double per_minute)
{
  if (!(per_minute >= SLOWEST && per_minute <= FASTEST))
    return 0;
  return (uint32_t) lrint (60.0 * STEADY_SOUND_RATE / per_minute);
}

/*
 * From now on one tick each @period samples; 0: none. The first comes at once; another
 * period holds from the last tick on, so that the beat does not stumble.
 *
 * Thread: the one that renders. Does not allocate.
 */
void
steady_sound_tick_set (SteadySoundTick *self, uint32_t period)
{
  if (period == self->period)
    return;
  if (self->period == 0)
    self->position = period; /* due */
  self->period = period;
  if (period == 0 && self->sounding && self->fade == 0)
    self->fade = FADE;
}

static double
sample (uint32_t at)
{
  const double t = (double) at / STEADY_SOUND_RATE;
  const double rise = at < RISE ? (double) at / RISE : 1.0;
  return LEVEL * rise * exp (-t / DECAY) * sin (2.0 * M_PI * PITCH * t);
}

/* Where the next sample stands: begins a tick when one is due and @may. */
static void
step (SteadySoundTick *self, bool may)
{
  self->position++;
  if (self->sounding && self->position >= LENGTH)
    self->sounding = false;
  if (self->period == 0 || self->position < self->period)
    return;
  /* the beat goes on counting where it may not be heard, and comes back in step */
  self->position = 0;
  self->sounding = may;
  self->fade = 0;
  self->ticks += may;
}

/*
 * Adds the ticks to @count @samples. Where it not @may, since an alarm sounds or is to
 * sound, none begins and one that sounds is over within 2 ms. @gain: the volume that
 * alarms have.
 *
 * Thread: one, the audio callback. Does not allocate.
 */
void
steady_sound_tick_mix (
    SteadySoundTick *self, bool may, double gain, float *samples, unsigned count)
{
  if (self->period == 0 && !self->sounding)
    return;
  if (!may && self->sounding && self->fade == 0)
    self->fade = FADE;
  for (unsigned i = 0; i < count; i++)
    {
      step (self, may);
      if (!self->sounding)
        continue;
      double value = sample (self->position) * gain;
      if (self->fade > 0)
        {
          value *= (double) self->fade / FADE;
          if (--self->fade == 0)
            self->sounding = false;
        }
      /* a recorded alarm may begin at its loudest while a tick fades */
      samples[i] = (float) fmin (fmax (samples[i] + value, -1.0), 1.0);
    }
}
