/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-rig.h"

#include <math.h>

#include <glib.h>

#define TICK (20 * STEADY_NSEC_PER_MSEC)
#define TURN (2 * G_PI)

Rig *
rig_new (const SteadyDeriverSetup *setup)
{
  Rig *self = g_new0 (Rig, 1);
  steady_deriver_init (&self->deriver, setup);
  steady_quality_judge_init (&self->judge);
  return self;
}

void
rig_free (Rig *self)
{
  g_free (self);
}

void
rig_forget (Rig *self)
{
  memset (self->tallies, 0, sizeof self->tallies);
}

static void
count (RigTally *tally, const SteadySample *sample)
{
  tally->last_quality = sample->quality;
  if (!steady_sample_usable (sample))
    {
      tally->unusable++;
      return;
    }
  tally->low = tally->usable == 0 ? sample->value : MIN (tally->low, sample->value);
  tally->high = tally->usable == 0 ? sample->value : MAX (tally->high, sample->value);
  tally->sum += sample->value;
  tally->usable++;
}

static void
tick (Rig *self, SteadyInstant now)
{
  SteadySample samples[STEADY_DERIVER_MAX];

  steady_value_table_judge (&self->values, now);
  const unsigned n = steady_deriver_tick (
      &self->deriver, now, &self->values, samples, STEADY_DERIVER_MAX);
  for (unsigned i = 0; i < n; i++)
    {
      g_assert_cmpint (samples[i].t, ==, now);
      g_assert_true (samples[i].flags & STEADY_SAMPLE_DERIVED);
      g_assert_cmpuint (samples[i].quality, !=, STEADY_QUALITY_MISSING);
      steady_value_table_set (&self->values, &samples[i]);
      count (&self->tallies[samples[i].channel], &samples[i]);
    }
}

void
rig_run_to (Rig *self, SteadyInstant t)
{
  for (; self->next_tick <= t; self->next_tick += TICK)
    tick (self, self->next_tick);
}

void
rig_give (Rig *self, SteadySample sample)
{
  rig_run_to (self, sample.t - 1);
  steady_quality_judge_sample (&self->judge, &sample);
  steady_deriver_feed (&self->deriver, &sample);
  if (!steady_deriver_owns (&self->deriver, sample.channel))
    steady_value_table_set (&self->values, &sample);
}

void
rig_sample (Rig *self, SteadyChannel channel, SteadyInstant t, double value)
{
  rig_give (self,
            (SteadySample){ .t = t,
                            .t_device = STEADY_NO_DEVICE_TIME,
                            .value = value,
                            .channel = channel,
                            .quality = STEADY_QUALITY_VALID,
                            .source = 1 });
}

double
rig_mean (const Rig *self, SteadyChannel channel)
{
  const RigTally *tally = &self->tallies[channel];
  return tally->usable > 0 ? tally->sum / tally->usable : NAN;
}

SteadyQuality
rig_quality (const Rig *self, SteadyChannel channel)
{
  return steady_value_table_get (&self->values, channel)->quality;
}

double
rig_value (const Rig *self, SteadyChannel channel)
{
  return steady_value_table_get (&self->values, channel)->value;
}

/* A pressure pulse from 0 to 1: a fast rise, a notch, a slow run-off. */
static double
pulse_at (double phase)
{
  const double rise = 0.16, notch = 0.42;
  if (phase < rise)
    return sin (TURN / 4 * phase / rise);
  double value = exp (-2.6 * (phase - rise));
  if (phase > notch)
    value += 0.06 * sin (TURN / 2 * fmin (1, (phase - notch) / 0.15));
  return (value - exp (-2.6 * 0.84) * (phase - rise) / 0.84);
}

static double
roller_at (const Artery *self)
{
  const double once = sin (TURN * self->turn);
  const double twice = cos (2 * TURN * self->turn) + 0.2 * cos (4 * TURN * self->turn);
  return self->ripple * ((1 - self->uneven) * twice + self->uneven * once);
}

double
artery_next (Artery *self)
{
  if (!self->running)
    self->interval = self->beats > 0 ? 60 / self->beats : 0;
  self->beat_began = !self->running;
  double value = self->diastolic;
  if (self->beats > 0)
    {
      value += self->pulse * pulse_at (self->phase);
      self->phase += 1 / (self->rate_hz * self->interval);
      if (self->phase >= 1)
        {
          self->phase -= 1;
          self->beat_began = true;
          self->interval =
              60 / self->beats *
              (1 + self->wander * (2 * steady_random_uniform (&self->random) - 1));
        }
    }
  value += roller_at (self);
  self->turn = fmod (self->turn + self->rpm / 60 / self->rate_hz, 1);
  if (!self->running || self->damping_s <= 0)
    self->damped = value;
  else
    self->damped += (value - self->damped) / (1 + self->damping_s * self->rate_hz);
  self->running = true;
  return self->damped + self->noise * steady_random_normal (&self->random);
}

static double
bump (double t, double middle, double width)
{
  return exp (-0.5 * (t - middle) * (t - middle) / (width * width));
}

double
ecg_at (double phase_s, double interval_s)
{
  const double t_wave = fmin (0.25, 0.55 * interval_s);
  return 1.0 * bump (phase_s, 0.05, 0.010) - 0.25 * bump (phase_s, 0.075, 0.010) +
         0.25 * bump (phase_s, t_wave, 0.035);
}
