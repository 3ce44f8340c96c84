/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * Millivolts of the electrocardiogram: P, Q, R, S, T as bells in time around the R wave
 * (after McSharry 2003), with what cold, potassium, a lack of blood and a pacemaker do
 * to them. [GK] shapes.
 */

/* The muscle contracts this long after the R wave, s. [GK] */
#define DELAY 0.035

static double
bell (double t, double centre, double width, double height)
{
  const double off = (t - centre) / width;

  return off < -4.0 || off > 4.0 ? 0.0 : height * exp (-0.5 * off * off);
}

/* How the salts and the cold bend the waves. */
typedef struct Shape
{
  double wide;   /* factor on the QRS complex */
  double peaked; /* factor on the T wave */
  double p;      /* factor on the P wave */
  double osborn; /* mV of the cold's wave */
  double raised; /* mV of the ST segment */
} Shape;

static Shape
shape_of (const SteadySimulator *self)
{
  const SteadyHeart *heart = &self->heart;
  const double       potassium = self->tissue.potassium;
  const double       high = steady_clamp (potassium - 5.5, 0.0, 4.0);
  const double       hungry =
      steady_clamp ((heart->starved - 20.0) / 60.0, 0.0, 1.0) +
      steady_clamp (
          self->hydraulics.air_to_child / self->setup.body.weight_kg, 0.0, 1.0);

  return (Shape){
    .wide = 1.0 + 0.6 * steady_clamp (potassium - 7.0, 0.0, 3.0),
    .peaked = (1.0 + 0.7 * high) * (1.0 - 0.12 * steady_clamp (3.5 - potassium, 0, 3)),
    .p = 1.0 - steady_clamp ((potassium - 6.5) / 1.5, 0.0, 1.0),
    .osborn = 0.03 * steady_clamp (32.0 - self->tissue.core, 0.0, 10.0),
    .raised = 0.25 * steady_clamp (hungry, 0.0, 1.0),
  };
}

/* One beat, drawn at @t seconds from its R wave. */
static double
beat (const Shape *shape, double t, double beat_s, bool paced)
{
  const double root = sqrt (beat_s), wide = shape->wide * (paced ? 2.2 : 1.0);
  const double t_at = 0.26 * root + 0.012 * (wide - 1.0);
  const double sign = paced ? -1.0 : 1.0;

  return bell (t, -0.018 * wide, 0.0065 * wide, -0.12) +
         bell (t, 0.0, 0.0075 * wide, 1.05) +
         bell (t, 0.02 * wide, 0.008 * wide, -0.30) +
         bell (t, 0.045, 0.012, shape->osborn) +
         bell (t, 0.5 * t_at + 0.01, 0.22 * t_at, shape->raised) +
         bell (t,
               t_at,
               0.045 * root / sqrt (shape->peaked),
               sign * 0.22 * shape->peaked) +
         (paced ? bell (t, -0.045, 0.0015, 1.6) : 0.0);
}

/* The P wave: in front of the beat, or wherever atria that beat apart are. */
static double
atria (const SteadySimulator *self, const Shape *shape, double t)
{
  const SteadyHeart *heart = &self->heart;
  const double       lead = 0.09 + 0.05 * sqrt (heart->beat_s);

  switch (heart->rhythm)
    {
    case STEADY_RHYTHM_SINUS:
      return bell (t, -lead, 0.018, 0.13 * shape->p);
    case STEADY_RHYTHM_BLOCK:
      return bell (
          (heart->atrial_phase - 0.5) * 0.42 * heart->beat_s, 0.0, 0.018, 0.13);
    case STEADY_RHYTHM_ATRIAL_FIBRILLATION:
      return 0.035 * sin (40.0 * heart->phase * heart->beat_s) +
             0.02 * sin (2.0 * M_PI * 3.0 * heart->atrial_phase);
    case STEADY_RHYTHM_PACED:
    case STEADY_RHYTHM_TACHYCARDIA:
    case STEADY_RHYTHM_FIBRILLATION:
    case STEADY_RHYTHM_ASYSTOLE:
    default:
      return 0.0;
    }
}

/*
 * Millivolts now.
 *
 * Thread: the owner's; does not allocate.
 */
double
steady_electrocardiogram (const SteadySimulator *self)
{
  const SteadyHeart *heart = &self->heart;
  const double cold = steady_clamp (1.0 + 0.02 * (self->tissue.core - 37.0), 0.4, 1.0);

  if (heart->rhythm == STEADY_RHYTHM_FIBRILLATION)
    {
      const double angle = 2.0 * M_PI * heart->flutter;
      const double slow = 2.0 * M_PI * 0.13 * self->step * STEADY_STEP_S;
      return cold * ((0.26 + 0.10 * sin (slow)) * sin (angle) +
                     0.13 * sin (2.0 * angle + 1.0 + sin (1.7 * slow)) +
                     0.09 * sin (angle + 3.0 * sin (2.3 * slow)));
    }
  if (heart->rhythm == STEADY_RHYTHM_ASYSTOLE)
    return 0.0;
  const Shape  shape = shape_of (self);
  const double since = heart->phase * heart->beat_s + DELAY;
  const double until = since - heart->beat_s; /* the next one's R wave is ahead */
  const bool   paced = heart->rhythm == STEADY_RHYTHM_PACED;

  return cold *
         (beat (&shape, since, heart->beat_s, paced) +
          beat (&shape, until, heart->beat_s, paced) + atria (self, &shape, since) +
          (heart->rhythm == STEADY_RHYTHM_BLOCK ? 0.0 : atria (self, &shape, until)));
}
