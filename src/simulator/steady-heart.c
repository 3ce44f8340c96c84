/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/* Arrest and return of the heartbeat (physiology notes 1.3 o), mmol/L and °C. [GK] */
#define ARREST_POTASSIUM  12.0
#define RETURN_POTASSIUM  8.0
#define ARREST_COLD       10.0
#define RETURN_WARM       25.0
#define FIBRILLATES_BELOW 26.0
#define CONVERTS_ABOVE    30.0
#define STARVED_S         150.0

/* Cardioplegia as it reaches the muscle (del Nido, at 4 °C from the heat exchanger). */
#define CARDIOPLEGIA_POTASSIUM   24.0
#define CARDIOPLEGIA_TEMPERATURE 6.0

static double
natural_rate (const SteadySimulator *self)
{
  /* Baroreceptors, blunted by the anaesthetic: 0.4 % a mmHg. [GK] */
  const double missing =
      self->setup.body.mean_arterial_mmhg - self->tissue.mean_pressure;
  const double reflex = steady_clamp (1.0 + 0.004 * missing, 0.80, 1.25);

  return self->setup.body.heart_rate_min * reflex *
         exp (0.05 * (self->tissue.core - 37.0));
}

/* How far the ventricles are contracted: half a cosine up, half a faster one down. */
static double
activation (const SteadyHeart *heart, double systole_s)
{
  const double t = heart->phase * heart->beat_s;

  if (t < systole_s)
    return 0.5 * (1.0 - cos (M_PI * t / systole_s));
  if (t < 1.5 * systole_s)
    return 0.5 * (1.0 + cos (2.0 * M_PI * (t - systole_s) / systole_s));
  return 0.0;
}

/* One millisecond of rhythm. Thread: the owner's; does not allocate. */
void
steady_heart_step (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;

  if (heart->rhythm != STEADY_RHYTHM_SINUS)
    {
      heart->activation = 0.0;
      heart->flutter += 5.2 * STEADY_STEP_S;
      heart->flutter -= floor (heart->flutter);
      return;
    }
  heart->phase += STEADY_STEP_S / heart->beat_s;
  if (heart->phase >= 1.0)
    {
      heart->phase -= 1.0;
      heart->beat_s = self->coefficients.beat_s *
                      (0.99 + 0.02 * steady_random_uniform (&self->random));
    }
  heart->activation = activation (heart, self->coefficients.systole_s);
}

static void
renew_muscle (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const bool   clamped = self->mechanism[STEADY_MECHANISM_CROSS_CLAMP] > 0.5;
  const bool   flooded = self->hydraulics.cardioplegia_flow > 0.0;

  if (flooded && clamped)
    {
      heart->potassium = steady_approach (
          heart->potassium, CARDIOPLEGIA_POTASSIUM, STEADY_SLICE_S, 15.0);
      heart->temperature = steady_approach (
          heart->temperature, CARDIOPLEGIA_TEMPERATURE, STEADY_SLICE_S, 45.0);
      return;
    }
  /* Coronary flow washes out about a third a minute (three minutes to the first beats),
   * a clamped cold heart about 1 %. [GK] */
  const double washout = clamped ? 0.01 / 60.0 : 0.35 / 60.0;
  const double warming = clamped ? 1.0 / 1500.0 : 1.0 / 60.0;
  heart->potassium +=
      (self->tissue.potassium - heart->potassium) * washout * STEADY_SLICE_S;
  heart->temperature +=
      (self->tissue.core - heart->temperature) * warming * STEADY_SLICE_S;
}

/* A warm heart that beats without coronary flow fibrillates. [GK] */
static bool
is_starved (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const bool   clamped = self->mechanism[STEADY_MECHANISM_CROSS_CLAMP] > 0.5;
  const bool   fed = !clamped && self->tissue.mean_pressure > 12.0;

  heart->starved = fed ? 0.0 : heart->starved + STEADY_SLICE_S;
  return heart->starved > STARVED_S;
}

static void
start_beating (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;

  heart->rhythm = STEADY_RHYTHM_SINUS;
  heart->phase = 0.0;
  heart->beat_s = self->coefficients.beat_s;
}

static void
renew_rhythm (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const double told = self->mechanism[STEADY_MECHANISM_HEART];
  const bool   starved = is_starved (self);
  const double core = self->tissue.core;

  if (told > 0.5)
    {
      heart->rhythm = told > 1.5 ? STEADY_RHYTHM_ASYSTOLE : STEADY_RHYTHM_FIBRILLATION;
      return;
    }
  const bool still =
      heart->potassium >= ARREST_POTASSIUM || heart->temperature < ARREST_COLD;
  const bool able =
      heart->potassium < RETURN_POTASSIUM && heart->temperature > RETURN_WARM;
  switch (heart->rhythm)
    {
    case STEADY_RHYTHM_SINUS:
      if (still)
        heart->rhythm = STEADY_RHYTHM_ASYSTOLE;
      else if (core < FIBRILLATES_BELOW || starved)
        heart->rhythm = STEADY_RHYTHM_FIBRILLATION;
      break;
    case STEADY_RHYTHM_FIBRILLATION:
      if (still)
        heart->rhythm = STEADY_RHYTHM_ASYSTOLE;
      else if (able && core > CONVERTS_ABOVE && !starved)
        start_beating (self);
      break;
    case STEADY_RHYTHM_ASYSTOLE:
      if (able && core < FIBRILLATES_BELOW)
        heart->rhythm = STEADY_RHYTHM_FIBRILLATION;
      else if (able)
        start_beating (self);
      break;
    default:
      break;
    }
}

/* Twenty milliseconds of what is slow about the heart. Thread: the owner's; does not
 * allocate. */
void
steady_heart_slice (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;

  c->beat_s = 60.0 / natural_rate (self);
  c->systole_s = 0.3 * sqrt (c->beat_s);
  renew_muscle (self);
  renew_rhythm (self);
}
