/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What crosses the border of the blood in 20 ms: fluids given, blood lost, water
 * filtered, cardioplegia, urine, and water and salts between blood and tissue. All of
 * it is booked (physiology notes 1.3 m).
 */

/* mL/min that a kilogram lets through for each mmHg. [GK] */
#define FILTRATION 0.02

/* How well vessels hold protein back. */
#define REFLECTION 0.8

/* mL/kg that the tissue takes up before its pressure has risen by 1 mmHg. [GK] */
#define TISSUE_YIELD 5.0

/* A fluid out of a bag: haematocrit; mL/mL of gases; then of its plasma g/dL and
 * mmol/L; base excess of the whole; °C. Stored blood by general knowledge. [GK] */
typedef struct Fluid
{
  double haematocrit;
  double oxygen;
  double carbon_dioxide;
  double protein;
  double sodium;
  double potassium;
  double calcium;
  double glucose;
  double lactate;
  double base;
  double temperature;
} Fluid;

static const Fluid fluids[STEADY_FLUID_COUNT] = {
  [STEADY_FLUID_BLOOD] = { 0.40, 0.11, 0.40, 4.0, 140, 4.5, 0.9, 8, 2, -3, 22 },
  [STEADY_FLUID_RED_CELLS] = { 0.60, 0.16, 0.45, 1.5, 140, 15, 0.4, 12, 9, -12, 22 },
  [STEADY_FLUID_PLASMA] = { 0, 0.003, 0.40, 5.5, 155, 4, 0.3, 15, 3, -3, 30 },
  [STEADY_FLUID_ALBUMIN] = { 0, 0.003, 0.05, 5.0, 145, 2, 0.2, 0, 0, -18, 22 },
  [STEADY_FLUID_CRYSTALLOID] = { 0, 0.003, 0.05, 0, 140, 5, 0.0, 0, 0, 0, 22 },
  [STEADY_FLUID_WATER] = { 0, 0.003, 0.0, 0, 0, 0, 0, 0, 0, -24, 37 },
};

/* Cardioplegia's crystalloid: 26 mmol/L of potassium at 8 °C. */
static const Fluid cardioplegia = { 0, 0.003, 0.02, 0, 140, 26, 0.2, 0, 0, -12, 8 };

static void
bring (SteadySimulator *self, SteadyPool pool, const Fluid *fluid, double ml)
{
  SteadyTissue *tissue = &self->tissue;
  const double  litres = 0.001 * ml * (1.0 - fluid->haematocrit);
  const double  gram = ml * fluid->haematocrit / 3.0;

  tissue->amount[STEADY_SPECIES_VOLUME][pool] += ml;
  tissue->amount[STEADY_SPECIES_OXYGEN][pool] += ml * fluid->oxygen;
  tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool] += ml * fluid->carbon_dioxide;
  tissue->amount[STEADY_SPECIES_HAEMOGLOBIN][pool] += gram;
  tissue->amount[STEADY_SPECIES_HEAT][pool] += ml * fluid->temperature;
  tissue->oxygen_in += ml * fluid->oxygen;
  tissue->carbon_dioxide_in += ml * fluid->carbon_dioxide;
  tissue->haemoglobin_in += gram;
  tissue->heat_in += STEADY_BLOOD_HEAT * ml * fluid->temperature;
  steady_transport_add (self, pool, STEADY_SPECIES_BASE, 0.001 * ml * fluid->base);
  steady_transport_add (
      self, pool, STEADY_SPECIES_PROTEIN, 10.0 * litres * fluid->protein);
  steady_transport_add (self, pool, STEADY_SPECIES_SODIUM, litres * fluid->sodium);
  steady_transport_add (
      self, pool, STEADY_SPECIES_POTASSIUM, litres * fluid->potassium);
  steady_transport_add (self, pool, STEADY_SPECIES_CALCIUM, litres * fluid->calcium);
  steady_transport_add (self, pool, STEADY_SPECIES_GLUCOSE, litres * fluid->glucose);
  steady_transport_add (self, pool, STEADY_SPECIES_LACTATE, litres * fluid->lactate);
}

/* Plasma water that is filtered takes warmth and what is dissolved along, carbon
 * dioxide too; cells, protein and oxygen stay. */
static void
filter (SteadySimulator *self, SteadyPool pool, double water)
{
  SteadyTissue *tissue = &self->tissue;
  const double  volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
  const double  plasma = steady_transport_plasma (self, pool);

  if (water <= 0.0)
    return;
  const double of_all = volume > water ? water / volume : 1.0;
  const double of_plasma = plasma > water ? water / plasma : 1.0;
  for (int s = STEADY_SPECIES_SODIUM; s < STEADY_SPECIES_COUNT; s++)
    steady_transport_add (
        self, pool, (SteadySpecies) s, -of_plasma * tissue->amount[s][pool]);
  steady_transport_add (self,
                        pool,
                        STEADY_SPECIES_BASE,
                        -of_all * tissue->amount[STEADY_SPECIES_BASE][pool]);
  const double gas = of_all * tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool];
  const double heat = of_all * tissue->amount[STEADY_SPECIES_HEAT][pool];
  tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool] -= gas;
  tissue->amount[STEADY_SPECIES_HEAT][pool] -= heat;
  tissue->amount[STEADY_SPECIES_VOLUME][pool] -= water;
  tissue->carbon_dioxide_in -= gas;
  tissue->heat_in -= STEADY_BLOOD_HEAT * heat;
}

static void
bleed (SteadySimulator *self, SteadyPool pool, double ml)
{
  SteadyTissue *tissue = &self->tissue;
  const double  volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
  const double  share = volume > ml ? ml / volume : 1.0;

  if (ml <= 0.0)
    return;
  tissue->oxygen_lost += share * tissue->amount[STEADY_SPECIES_OXYGEN][pool];
  tissue->carbon_dioxide_in -=
      share * tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool];
  tissue->haemoglobin_lost += share * tissue->amount[STEADY_SPECIES_HAEMOGLOBIN][pool];
  tissue->heat_in -=
      STEADY_BLOOD_HEAT * share * tissue->amount[STEADY_SPECIES_HEAT][pool];
  for (int s = STEADY_SPECIES_BASE; s < STEADY_SPECIES_COUNT; s++)
    tissue->carried_in[s] -= share * tissue->amount[s][pool];
  for (int s = STEADY_SPECIES_OXYGEN; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][pool] -= share * tissue->amount[s][pool];
  tissue->amount[STEADY_SPECIES_VOLUME][pool] -= ml;
}

/* Water that has left a vein for the tissue, or come back, with its salts and a little
 * protein. What it carries of gas and heat is the tissue's from then on, and is booked
 * as gone. */
static void
leak (SteadySimulator *self, SteadyPool pool, double water, double node)
{
  SteadyTissue    *tissue = &self->tissue;
  const SteadyPool tissue_pool = STEADY_POOL_INTERSTITIUM;

  if (water > -1e-15 && water < 1e-15)
    return;
  const SteadyPool from = water > 0.0 ? pool : tissue_pool;
  const SteadyPool to = water > 0.0 ? tissue_pool : pool;
  const double     ml = fabs (water);
  const double     share = fmin (ml / steady_transport_plasma (self, from), 1.0);
  const double     of_all =
      fmin (ml / fmax (tissue->amount[STEADY_SPECIES_VOLUME][from], 0.01), 1.0);
  for (int s = STEADY_SPECIES_BASE; s < STEADY_SPECIES_COUNT; s++)
    {
      double part = s == STEADY_SPECIES_BASE ? of_all : share;
      if (s == STEADY_SPECIES_PROTEIN)
        part *= water > 0.0 ? 1.0 - REFLECTION : 1.0;
      const double moved = part * tissue->amount[s][from];
      tissue->amount[s][from] -= moved;
      tissue->amount[s][to] += moved;
    }
  const double heat =
      water > 0.0 ? of_all * tissue->amount[STEADY_SPECIES_HEAT][pool] : -ml * node;
  tissue->amount[STEADY_SPECIES_HEAT][pool] -= heat;
  tissue->heat_in -= STEADY_BLOOD_HEAT * heat;
  tissue->amount[STEADY_SPECIES_VOLUME][from] -= ml;
  tissue->amount[STEADY_SPECIES_VOLUME][to] += ml;
}

/* Salts and sugar spread between a bed's blood and the tissue. */
static void
diffuse (SteadySimulator *self, SteadyPool pool, double share, double blood_ml)
{
  SteadyTissue *tissue = &self->tissue;
  const double  plasma = steady_transport_plasma (self, pool);
  const double  whole = fmax (tissue->amount[STEADY_SPECIES_VOLUME][pool], 0.01);
  const double  water =
      fmax (tissue->amount[STEADY_SPECIES_VOLUME][STEADY_POOL_INTERSTITIUM], 1.0);
  const double least = share * 0.002 * self->setup.body.weight_kg * STEADY_SLICE_S;
  const double cleared =
      fmin (fmax (fmax (blood_ml, 0.0), least), 0.3 * fmin (plasma, water));

  for (int s = STEADY_SPECIES_BASE; s < STEADY_SPECIES_COUNT; s++)
    {
      if (s == STEADY_SPECIES_PROTEIN)
        continue;
      const double volume = s == STEADY_SPECIES_BASE ? whole : plasma;
      const double moved =
          cleared * (tissue->amount[s][pool] / volume -
                     tissue->amount[s][STEADY_POOL_INTERSTITIUM] / water);
      tissue->amount[s][pool] -= moved;
      tissue->amount[s][STEADY_POOL_INTERSTITIUM] += moved;
    }
}

/* Starling's balance, against that of the healthy child whose lymph keeps up: dilution
 * and a full vein push water out, a swollen tissue pushes back. */
static double
starling (const SteadySimulator *self, int vein)
{
  const SteadyTissue *tissue = &self->tissue;
  const SteadyBody   *body = &self->setup.body;
  const double        veins =
      0.85 * (self->hydraulics.pressure[vein] - body->central_venous_mmhg);
  const double thin = REFLECTION * (tissue->oncotic_rest - tissue->oncotic);
  const double swollen = (self->hydraulics.interstitium - tissue->interstitium_rest) /
                         (TISSUE_YIELD * body->weight_kg);
  const double rate = FILTRATION * body->weight_kg / 60.0 *
                      self->mechanism[STEADY_MECHANISM_CAPILLARY_LEAK];
  /* On bypass the veins stand nearly empty; half of that counts. [GK] */
  const double push = (veins < 0.0 ? 0.3 * veins : veins) + thin - swollen;
  const double stock = self->hydraulics.volume[vein] / (0.3 * body->weight_kg);

  return rate * push * (push > 0.0 ? steady_clamp (stock, 0.0, 1.0) : 1.0);
}

/*
 * Finds how fast water leaves the capillaries until the next slice.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_water_slice (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;

  tissue->protein =
      steady_transport_solute (self, STEADY_POOL_ARTERIES, STEADY_SPECIES_PROTEIN);
  tissue->oncotic = steady_blood_oncotic (steady_clamp (tissue->protein, 0.0, 15.0));
  self->coefficients.upper_leak = 0.4 * starling (self, SV);
  self->coefficients.lower_leak = 0.6 * starling (self, IV);
}

/* Twenty milliseconds. Thread: the owner's; does not allocate. */
void
steady_borders_slice (SteadySimulator *self)
{
  SteadyTissue     *tissue = &self->tissue;
  SteadyHydraulics *h = &self->hydraulics;

  filter (self, STEADY_POOL_OXYGENATOR, h->filtered);
  filter (self, STEADY_POOL_RIGHT, h->filtered_child);
  filter (self, STEADY_POOL_LOWER, h->urine);
  bleed (self, STEADY_POOL_DESCENDING, h->bled);
  for (int fluid = 0; fluid < STEADY_FLUID_COUNT; fluid++)
    if (h->given[fluid] > 0.0)
      bring (self,
             fluid == STEADY_FLUID_WATER ? STEADY_POOL_OXYGENATOR
                                         : STEADY_POOL_RESERVOIR,
             &fluids[fluid],
             h->given[fluid]);
  if (h->crystalloid > 0.0)
    bring (self, STEADY_POOL_RIGHT, &cardioplegia, h->crystalloid);
  leak (self, STEADY_POOL_UPPER, h->leaked_upper, tissue->core);
  leak (self, STEADY_POOL_LOWER, h->leaked_lower, tissue->viscera);
  diffuse (self, STEADY_POOL_UPPER, 0.4, h->moved[STEADY_EDGE_UPPER_BEDS]);
  diffuse (self, STEADY_POOL_LOWER, 0.6, h->moved[STEADY_EDGE_LOWER_BEDS]);
}
