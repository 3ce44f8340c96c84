/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What stands where before the first step: the child's blood, the prime, or both mixed;
 * and the water between the cells.
 */

/* Where the blood stands that does not stretch anything. [GK] */
static const double unstressed_share[STEADY_POOL_COUNT] = {
  [STEADY_POOL_ARTERIES] = 0.04,
  [STEADY_POOL_DESCENDING] = 0.06,
  [STEADY_POOL_UPPER] = 0.27,
  [STEADY_POOL_LOWER] = 0.50,
  [STEADY_POOL_RIGHT] = 0.02,
  [STEADY_POOL_RIGHT_VENTRICLE] = 0.01,
  [STEADY_POOL_PULMONARY_ARTERIES] = 0.03,
  [STEADY_POOL_PULMONARY_VEINS] = 0.04,
  [STEADY_POOL_LEFT] = 0.02,
  [STEADY_POOL_LEFT_VENTRICLE] = 0.01,
};

/* See parts. */
const SteadyPool steady_pool_of[STEADY_CHAMBER_COUNT] = {
  [STEADY_CHAMBER_LEFT_ATRIUM] = STEADY_POOL_LEFT,
  [STEADY_CHAMBER_LEFT_VENTRICLE] = STEADY_POOL_LEFT_VENTRICLE,
  [STEADY_CHAMBER_RIGHT_ATRIUM] = STEADY_POOL_RIGHT,
  [STEADY_CHAMBER_RIGHT_VENTRICLE] = STEADY_POOL_RIGHT_VENTRICLE,
  [STEADY_CHAMBER_AORTA] = STEADY_POOL_ARTERIES,
  [STEADY_CHAMBER_ARTERIES] = STEADY_POOL_DESCENDING,
  [STEADY_CHAMBER_PULMONARY_ARTERIES] = STEADY_POOL_PULMONARY_ARTERIES,
  [STEADY_CHAMBER_PULMONARY_VEINS] = STEADY_POOL_PULMONARY_VEINS,
  [STEADY_CHAMBER_UPPER_VEINS] = STEADY_POOL_UPPER,
  [STEADY_CHAMBER_LOWER_VEINS] = STEADY_POOL_LOWER,
  [STEADY_CHAMBER_RESERVOIR] = STEADY_POOL_RESERVOIR,
  [STEADY_CHAMBER_PRE_OXYGENATOR] = STEADY_POOL_OXYGENATOR,
  [STEADY_CHAMBER_POST_OXYGENATOR] = STEADY_POOL_OXYGENATOR,
};

static double
line_volume (double cm, double mm)
{
  return M_PI * mm * mm / 4.0 * cm * 0.01;
}

static double
rigid_volume (const SteadySimulatorSetup *setup, int pool)
{
  const SteadyBody    *body = &setup->body;
  const SteadyCircuit *circuit = &setup->circuit;
  const double         slack = body->unstressed_volume_ml - body->left_ventricle_v0_ml -
                       body->right_ventricle_v0_ml;

  if (pool == STEADY_POOL_RESERVOIR)
    return line_volume (circuit->venous_line_cm, circuit->venous_line_mm);
  if (pool == STEADY_POOL_OXYGENATOR)
    return circuit->oxygenator_prime_ml +
           line_volume (circuit->arterial_line_cm, circuit->arterial_line_mm);
  return unstressed_share[pool] * slack;
}

/* g/dL of plasma: newborns have less. [GK] */
static double
protein_of_child (double weight_kg)
{
  return steady_clamp (5.2 + 0.11 * (weight_kg - 3.0), 5.0, 6.5);
}

/* Mixed into @child parts of child and @prime parts of prime. */
static double
mixture (double of_child, double child, double of_prime, double prime)
{
  return child + prime > 0.0 ? (of_child * child + of_prime * prime) / (child + prime)
                             : of_child;
}

/* Plasma of the child, of the prime, or of both together. */
typedef struct Plasma
{
  double protein;
  double potassium;
  double base;
  double calcium;
} Plasma;

static void
fill_plasma (SteadySimulator *self, int pool, const Plasma *plasma)
{
  SteadyTissue *tissue = &self->tissue;
  const double  volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
  const double  litres = 0.001 * steady_transport_plasma (self, (SteadyPool) pool);

  tissue->amount[STEADY_SPECIES_BASE][pool] = 0.001 * plasma->base * volume;
  tissue->amount[STEADY_SPECIES_PROTEIN][pool] = 10.0 * plasma->protein * litres;
  tissue->amount[STEADY_SPECIES_SODIUM][pool] = 140.0 * litres;
  tissue->amount[STEADY_SPECIES_POTASSIUM][pool] = plasma->potassium * litres;
  tissue->amount[STEADY_SPECIES_CALCIUM][pool] = plasma->calcium * litres;
  tissue->amount[STEADY_SPECIES_GLUCOSE][pool] = 6.0 * litres;
  tissue->amount[STEADY_SPECIES_LACTATE][pool] = 1.4 * litres;
}

static void
fill_gases (SteadySimulator *self, int pool)
{
  SteadyTissue *tissue = &self->tissue;
  const bool    rich = pool == STEADY_POOL_ARTERIES || pool == STEADY_POOL_DESCENDING ||
                    pool == STEADY_POOL_LEFT || pool == STEADY_POOL_LEFT_VENTRICLE ||
                    pool == STEADY_POOL_PULMONARY_VEINS ||
                    pool == STEADY_POOL_OXYGENATOR;
  const double      volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
  const SteadyBlood blood = steady_transport_blood (self, (SteadyPool) pool);

  tissue->amount[STEADY_SPECIES_OXYGEN][pool] =
      volume * steady_blood_oxygen (&blood, rich ? 150.0 : 38.0, 7.4);
  tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool] =
      volume * steady_blood_carbon_dioxide (
                   &blood, rich ? 40.0 : 45.0, rich ? 7.4 : 7.37, rich ? 1.0 : 0.72);
}

static void
fill_blood (SteadySimulator *self, int pool, double red, double fetal)
{
  SteadyTissue *tissue = &self->tissue;
  const double  volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];

  tissue->amount[STEADY_SPECIES_HAEMOGLOBIN][pool] = volume * red / 3.0;
  tissue->amount[STEADY_SPECIES_FETAL][pool] = volume * red / 3.0 * fetal;
  tissue->amount[STEADY_SPECIES_HEAT][pool] = volume * self->setup.body_temperature;
}

static void
fill_interstitium (SteadySimulator *self, const Plasma *plasma)
{
  SteadyTissue *tissue = &self->tissue;
  const double  weight = self->setup.body.weight_kg;
  const double own = self->setup.body.blood_volume_ml * (1.0 - self->setup.haematocrit);
  /* Extracellular water is 250 mL/kg. [GK] */
  const double volume = fmax (250.0 * weight - own, 50.0 * weight);

  tissue->amount[STEADY_SPECIES_VOLUME][STEADY_POOL_INTERSTITIUM] = volume;
  fill_plasma (self, STEADY_POOL_INTERSTITIUM, plasma);
  tissue->amount[STEADY_SPECIES_PROTEIN][STEADY_POOL_INTERSTITIUM] = 0.02 * volume;
  tissue->interstitium_rest = volume;
  self->hydraulics.interstitium = volume;
}

/*
 * Child and prime mixed, or each for itself; arterial blood in arteries, venous blood
 * elsewhere.
 *
 * Thread: the owner's.
 */
void
steady_transport_init (SteadySimulator *self)
{
  const SteadySimulatorSetup *setup = &self->setup;
  SteadyTissue               *tissue = &self->tissue;
  double                     *volume = tissue->amount[STEADY_SPECIES_VOLUME];
  const double                child = setup->body.blood_volume_ml;
  const double                prime = setup->on_bypass ? setup->circuit.prime_ml : 0.0;
  const double                ecf = 250.0 * setup->body.weight_kg;
  const double                red =
      mixture (setup->haematocrit, child, setup->prime_haematocrit, prime);
  const double fetal = red > 0.0 ? setup->fetal_fraction * child * setup->haematocrit /
                                       ((child + prime) * red)
                                 : 0.0;
  const double protein = protein_of_child (setup->body.weight_kg);
  const Plasma mixed = {
    .protein = mixture (protein,
                        child * (1.0 - setup->haematocrit),
                        setup->prime_protein,
                        prime * (1.0 - setup->prime_haematocrit)),
    .potassium = mixture (4.0, ecf, setup->prime_potassium, prime),
    .base = setup->on_bypass ? -2.0 : -1.0,
    .calcium = mixture (1.2, ecf, 0.9, prime),
  };
  const Plasma alone = { .protein = setup->prime_protein,
                         .potassium = setup->prime_potassium,
                         .base = -4.0,
                         .calcium = 0.9 };

  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    volume[pool] = rigid_volume (setup, pool);
  for (int chamber = 0; chamber < STEADY_CHAMBER_COUNT; chamber++)
    volume[steady_pool_of[chamber]] += self->hydraulics.volume[chamber];
  tissue->oncotic_rest = steady_blood_oncotic (protein);
  for (int pool = 0; pool < STEADY_POOL_INTERSTITIUM; pool++)
    {
      const bool circuit =
          pool == STEADY_POOL_RESERVOIR || pool == STEADY_POOL_OXYGENATOR;
      const bool apart = circuit && !setup->on_bypass;
      fill_blood (
          self, pool, apart ? setup->prime_haematocrit : red, apart ? 0.0 : fetal);
      fill_plasma (self, pool, apart ? &alone : &mixed);
      fill_gases (self, pool);
    }
  fill_interstitium (self, &mixed);
}
