/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/* The brain: its flow, its saturation as near-infrared light shows it, and what it does
 * not forget (physiology notes 1.3 k). */

/* What an arrest takes from the brain's saturation at 13 °C, percent of it a minute:
 * a store that is used up first, then a steady loss (Br J Anaesth 2010;104:59, fitted
 * there to adults at 12 to 15 °C). */
#define STORE       10.2
#define STORE_RATE  0.17
#define STEADY_LOSS 0.37

/* Below this part of its flow at rest for its metabolism a brain lives on its store. */
#define ENOUGH 0.15

/* Minutes that a warm brain stands without blood before harm stays. [GK] */
#define SAFE_MIN 5.0

/* What a resting brain takes of its oxygen: a child shows about 72 % to near-infrared
 * light, an adult before heart surgery about 66 %. [GK] */
#define EXTRACTION_CHILD 0.36
#define EXTRACTION_ADULT 0.43

/* Brain flow by its perfusion pressure: held between two limits in the warm (30 and 66
 * mmHg in the neonate, 50 and 110 in the adult), following the pressure below 20 °C, in
 * between at 20 to 28. [GK] limits; Schwartz for the cold. A full upper vein takes from
 * the pressure. */
static double
autoregulate (const SteadySimulator *self)
{
  const double full = fmax (self->hydraulics.pressure[STEADY_CHAMBER_UPPER_VEINS] -
                                self->setup.body.central_venous_mmhg,
                            0.0);
  const double lost = 0.4 * self->mechanism[STEADY_MECHANISM_AORTIC_DISSECTION];
  const double pressure = fmax (self->tissue.mean_pressure * (1.0 - lost) - full, 0.0);
  const double low = self->setup.body.weight_kg < 10.0 ? 30.0 : 50.0;
  const double held = pressure < low         ? pressure / low
                      : pressure > 2.2 * low ? pressure / (2.2 * low)
                                             : 1.0;
  const double passive = pressure / low;
  const double warm = steady_clamp ((self->tissue.core - 20.0) / 8.0, 0.0, 1.0);

  return passive + warm * (held - passive);
}

/* One side of the brain, with what feeds it. */
typedef struct Side
{
  double flow; /* of that of a warm waking child */
  double metabolism;
  double content;    /* mL/mL of oxygen that comes */
  double normal;     /* the same, in the healthy child */
  double saturation; /* arterial, fraction */
} Side;

/* Saturation of a brain that is not perfused: it burns what it has. */
static void
starve (const SteadySimulator *self, double share, double *cerebral, double *store)
{
  const double pace = exp (log (2.8) * (self->tissue.core - 13.0) / 10.0);
  const double dt = pace * share * STEADY_SLICE_S / 60.0;
  const double used = STORE_RATE * *store * dt;

  *store -= used < *store ? used : *store;
  /* The last of it is not given up. [GK] */
  const double left = steady_clamp ((*cerebral - 10.0) / 10.0, 0.0, 1.0);
  *cerebral -= left * (used + STEADY_LOSS * dt);
}

/* Near-infrared saturation: a quarter arterial, three quarters jugular. */
static void
renew_side (const SteadySimulator *self,
            const Side            *side,
            double                *cerebral,
            double                *store)
{
  const double grown =
      steady_clamp ((self->setup.body.weight_kg - 15.0) / 30.0, 0.0, 1.0);
  const double rest = EXTRACTION_CHILD + (EXTRACTION_ADULT - EXTRACTION_CHILD) * grown;
  const double extraction =
      steady_clamp (rest * side->metabolism / (side->flow + 0.01) * side->normal /
                        (side->content + 1e-4),
                    0.0,
                    0.97);
  const double target = 100.0 * side->saturation * (0.25 + 0.75 * (1.0 - extraction));
  const double tau = 10.0 / steady_clamp (side->flow, 0.1, 1.5);
  const double fed = steady_clamp (side->flow / (ENOUGH * side->metabolism), 0.0, 1.0);

  *cerebral +=
      fed * (steady_approach (*cerebral, target, STEADY_SLICE_S, tau) - *cerebral);
  *store += fed * (steady_approach (*store, STORE, STEADY_SLICE_S, 120.0) - *store);
  if (fed < 1.0)
    starve (self, 1.0 - fed, cerebral, store);
}

/* Air in the brain's arteries is as good as no blood in part of it: a tenth of a
 * millilitre for each kilogram is taken as all of a warm brain's reserve. [GK] */
static void
renew_injury (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const double  low = fmin (tissue->cerebral, tissue->cerebral_right);
  const double  want = steady_clamp ((40.0 - low) / 25.0, 0.0, 1.0);
  const double  pace = exp (log (2.8) * (tissue->core - 37.0) / 10.0);

  tissue->brain_injury += want * pace * STEADY_SLICE_S / (60.0 * SAFE_MIN);
  tissue->brain_injury = fmin (tissue->brain_injury, 100.0);
}

/*
 * Twenty milliseconds. Brain flow follows its metabolism and carbon dioxide, thin blood
 * opens its vessels, and pressure rules where it cannot hold its own.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_brain_slice (SteadySimulator *self)
{
  SteadyTissue     *tissue = &self->tissue;
  const double      metabolism = exp (log (2.8) * (tissue->core - 37.0) / 10.0);
  const SteadyBlood blood = steady_transport_blood (self, STEADY_POOL_ARTERIES);
  const double      content =
      steady_transport_content (self, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN);
  const double normal = 0.0134 * 100.0 * self->setup.haematocrit / 3.0;
  /* 3 % a mmHg. [GK] */
  const double carbon = steady_clamp (
      1.0 + 0.03 * (self->reading[STEADY_READING_ARTERIAL_PCO2] - 40.0), 0.4, 2.0);
  const double air = self->hydraulics.air_to_child / self->setup.body.weight_kg;
  const double open = 1.0 / (1.0 + 2.0 * air);
  const double flow = pow (metabolism, 0.7) * autoregulate (self) * carbon * open *
                      (1.0 + 0.5 * (1.0 - steady_clamp (content / normal, 0.3, 1.0)));
  Side side = {
    .flow = flow,
    .metabolism = metabolism * (1.0 - 0.1 * fmin (self->drugs.vapour, 3.0)),
    .content = content,
    .normal = normal,
    .saturation =
        steady_clamp (content / (0.0134 * blood.haemoglobin + 1e-9), 0.0, 1.0),
  };

  tissue->brain_flow = flow;
  tissue->brain_metabolism = metabolism;
  renew_side (self, &side, &tissue->cerebral_right, &tissue->brain_store_right);
  side.flow /= self->mechanism[STEADY_MECHANISM_LEFT_BRAIN_RESISTANCE];
  renew_side (self, &side, &tissue->cerebral, &tissue->brain_store);
  renew_injury (self);
}
