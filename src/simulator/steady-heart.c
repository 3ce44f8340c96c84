/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * The heart's rhythm and strength: beat, arrest, fibrillation, block, pacing,
 * cardioplegia in the muscle, and what a time without blood leaves behind
 * (physiology notes 1.3 o and p).
 */

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

/* Minutes that a warm working heart stands without blood before its muscle dies; how
 * much longer a still one does; how fast a stunned one recovers. [GK] */
#define SAFE_MIN     20.0
#define STILL_LONGER 4.0
#define RECOVERY_MIN 30.0

/* Water in the muscle: what thin plasma lets in, and what it costs the contraction:
 * filtering infants took 2.4 % off the muscle's section (Davies 1998) and raised its
 * greatest elastance by 58 % (Chaturvedi 1999). */
#define WATER_MOST    0.06
#define WATER_WEAKENS 19.0
#define WATER_TAU_S   300.0

static double
natural_rate (const SteadySimulator *self)
{
  /* Baroreceptors, blunted by the anaesthetic: 0.4 % a mmHg. [GK] */
  const double missing =
      self->setup.body.mean_arterial_mmhg - self->tissue.mean_pressure;
  const double reflex = steady_clamp (1.0 + 0.004 * missing, 0.80, 1.25);
  const double told = self->mechanism[STEADY_MECHANISM_HEART];
  const double own = self->setup.body.heart_rate_min * reflex *
                     exp (0.05 * (self->tissue.core - 37.0)) * steady_drugs_rate (self);

  if (told > 2.5 && told < 3.5)
    return 0.45 * own; /* a slow escape below the block */
  if (told > 5.5)
    return 1.6 * own;
  return own;
}

/* A pacemaker leads when it is faster. */
static bool
is_paced (const SteadySimulator *self, double rate)
{
  return self->mechanism[STEADY_MECHANISM_PACING_RATE] > rate;
}

static bool
beats (const SteadyHeart *heart)
{
  return heart->rhythm != STEADY_RHYTHM_FIBRILLATION &&
         heart->rhythm != STEADY_RHYTHM_ASYSTOLE;
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

/* The atria contract in a tenth of a second or so before the ventricles, or, when they
 * beat apart, whenever they like; fibrillating ones do not. */
static double
atrial_contraction (const SteadyHeart *heart)
{
  const double length = 0.12 * sqrt (heart->beat_s);
  double       until; /* s to the end of it */

  switch (heart->rhythm)
    {
    case STEADY_RHYTHM_SINUS:
      until = (1.0 - heart->phase) * heart->beat_s + 0.02;
      break;
    case STEADY_RHYTHM_BLOCK:
      until = (1.0 - heart->atrial_phase) * 0.42 * heart->beat_s;
      break;
    case STEADY_RHYTHM_FIBRILLATION:
    case STEADY_RHYTHM_ASYSTOLE:
    case STEADY_RHYTHM_PACED:
    case STEADY_RHYTHM_ATRIAL_FIBRILLATION:
    case STEADY_RHYTHM_TACHYCARDIA:
    default:
      return 0.0;
    }
  return until < length ? 0.5 * (1.0 - cos (2.0 * M_PI * until / length)) : 0.0;
}

/* One millisecond of rhythm. Thread: the owner's; does not allocate. */
void
steady_heart_step (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;

  if (!beats (heart))
    {
      heart->activation = 0.0;
      heart->atrial = 0.0;
      heart->flutter += 5.2 * STEADY_STEP_S;
      heart->flutter -= floor (heart->flutter);
      return;
    }
  heart->phase += STEADY_STEP_S / heart->beat_s;
  heart->atrial_phase += STEADY_STEP_S / (0.42 * heart->beat_s);
  heart->atrial_phase -= floor (heart->atrial_phase);
  if (heart->phase >= 1.0)
    {
      /* Fibrillating atria let beats through at random. */
      const double spread =
          heart->rhythm == STEADY_RHYTHM_ATRIAL_FIBRILLATION ? 0.5 : 0.02;
      heart->phase -= 1.0;
      heart->beat_s =
          self->coefficients.beat_s *
          (1.0 - 0.5 * spread + spread * steady_random_uniform (&self->random));
    }
  heart->activation = activation (heart, self->coefficients.systole_s);
  heart->atrial = atrial_contraction (heart);
}

static bool
is_fed (const SteadySimulator *self)
{
  return !steady_is_on (self, STEADY_MECHANISM_CROSS_CLAMP) &&
         self->tissue.mean_pressure > 12.0;
}

static void
renew_muscle (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const bool   clamped = steady_is_on (self, STEADY_MECHANISM_CROSS_CLAMP);
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

/* Time without blood stuns, and beyond what the muscle can bear some of it is lost.
 * Cold and stillness buy time. */
static void
renew_injury (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const double dt = STEADY_SLICE_S / 60.0;

  if (is_fed (self))
    {
      heart->stunned -= heart->stunned * log (2.0) / RECOVERY_MIN * dt;
      return;
    }
  const bool   still = heart->potassium >= RETURN_POTASSIUM;
  const double pace = exp (log (2.27) * (heart->temperature - 37.0) / 10.0) /
                      (still ? STILL_LONGER : 1.0);
  const double before = heart->injury;
  heart->injury = fmin (heart->injury + pace * dt / SAFE_MIN, 50.0);
  heart->stunned = fmin (heart->stunned + (heart->injury - before) * 0.6, 0.7);
  if (heart->injury > 1.0)
    heart->lost = fmin (heart->lost + 0.3 * (heart->injury - fmax (before, 1.0)), 0.9);
}

/* Salts outside their range weaken the beat: little calcium, much potassium. [GK] */
static double
salts_weaken (const SteadyTissue *tissue)
{
  const double calcium = steady_clamp (tissue->calcium / 1.1, 0.3, 1.15);
  const double potassium =
      1.0 - steady_clamp ((tissue->potassium - 6.5) / 6.0, 0.0, 0.8);

  return sqrt (calcium) * potassium;
}

static void
renew_strength (SteadySimulator *self)
{
  SteadyHeart        *heart = &self->heart;
  const SteadyTissue *tissue = &self->tissue;
  const double        thin = 1.0 - tissue->oncotic / fmax (tissue->oncotic_rest, 1.0);
  const double        water = WATER_MOST * steady_clamp (thin, 0.0, 1.0);
  const double        air = self->hydraulics.heart_air / self->setup.body.weight_kg;

  heart->water = steady_approach (heart->water, water, STEADY_SLICE_S, WATER_TAU_S);
  heart->contractility = steady_clamp (
      self->mechanism[STEADY_MECHANISM_HEART_STRENGTH] * (1.0 - heart->stunned) *
          (1.0 - heart->lost) * exp (-WATER_WEAKENS * heart->water) *
          salts_weaken (tissue) * steady_drugs_strength (self) / (1.0 + air),
      0.02,
      4.0);
  heart->stiffness = 1.0 + 8.0 * heart->water + 0.5 * heart->lost;
}

/* A warm heart that beats without coronary flow fibrillates. [GK] Air in its arteries,
 * and much potassium, do the same. */
static bool
is_starved (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const double air = self->hydraulics.air_to_child / self->setup.body.weight_kg;

  heart->starved = is_fed (self) ? 0.0 : heart->starved + STEADY_SLICE_S;
  return heart->starved > STARVED_S || air > 1.5 || self->tissue.potassium > 9.0;
}

static void
start_beating (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;

  heart->rhythm = STEADY_RHYTHM_SINUS;
  heart->phase = 0.0;
  heart->beat_s = self->coefficients.beat_s;
}

/* What leads a heart that beats. */
static SteadyRhythm
leading_rhythm (const SteadySimulator *self)
{
  const double told = self->mechanism[STEADY_MECHANISM_HEART];

  if (is_paced (self, natural_rate (self)))
    return STEADY_RHYTHM_PACED;
  if (told > 5.5)
    return STEADY_RHYTHM_TACHYCARDIA;
  if (told > 4.5)
    return STEADY_RHYTHM_ATRIAL_FIBRILLATION;
  if (told > 2.5 && told < 3.5)
    return STEADY_RHYTHM_BLOCK;
  return STEADY_RHYTHM_SINUS;
}

static void
renew_rhythm (SteadySimulator *self)
{
  SteadyHeart *heart = &self->heart;
  const double told = self->mechanism[STEADY_MECHANISM_HEART];
  const bool   starved = is_starved (self);
  const double core = self->tissue.core;

  if (told > 0.5 && told < 2.5)
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
    case STEADY_RHYTHM_SINUS:
    case STEADY_RHYTHM_BLOCK:
    case STEADY_RHYTHM_PACED:
    case STEADY_RHYTHM_ATRIAL_FIBRILLATION:
    case STEADY_RHYTHM_TACHYCARDIA:
    default:
      heart->rhythm = leading_rhythm (self);
      if (still)
        heart->rhythm = STEADY_RHYTHM_ASYSTOLE;
      else if (core < FIBRILLATES_BELOW || starved)
        heart->rhythm = STEADY_RHYTHM_FIBRILLATION;
      break;
    }
}

/*
 * A shock of @joules: enough of them (1 J/kg) end a fibrillation that nothing keeps up.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_heart_shock (SteadySimulator *self, double joules)
{
  SteadyHeart *heart = &self->heart;

  if (heart->rhythm == STEADY_RHYTHM_FIBRILLATION &&
      joules >= self->setup.body.weight_kg && heart->potassium < RETURN_POTASSIUM &&
      heart->temperature > RETURN_WARM)
    {
      self->mechanism[STEADY_MECHANISM_HEART] = 0.0;
      start_beating (self);
    }
}

/* Twenty milliseconds of what is slow about the heart. Thread: the owner's; does not
 * allocate. */
void
steady_heart_slice (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;
  const double        natural = natural_rate (self);
  const double        rate = is_paced (self, natural)
                                 ? self->mechanism[STEADY_MECHANISM_PACING_RATE]
                                 : natural;

  c->beat_s = 60.0 / rate;
  c->systole_s = 0.3 * sqrt (c->beat_s);
  renew_muscle (self);
  renew_injury (self);
  renew_strength (self);
  renew_rhythm (self);
}
