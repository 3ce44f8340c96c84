/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/* Critical extraction and bend of the law of oxygen use (physiology notes 1.3 j). */
#define EXTRACTION 0.40
#define BEND       0.95

#define DEAD_SPACE 0.09 /* of the oxygenator */
#define ROOM       21.0 /* °C */

#define AMBIENT      29.0 /* °C under the drapes on a warming mattress [GK] */
#define AMBIENT_LOSS 5.0  /* W/(m² K) [GK] */

/*
 * Oxygen use at @demand when @supply is delivered, both in mL/min/m²: demand while
 * supply is ample, a fixed part of the supply when it is not, with a bend between.
 *
 * Thread: any.
 */
double
steady_oxygen_use (double demand, double supply)
{
  const double most = EXTRACTION * supply;
  const double sum = demand + most;

  return (sum - sqrt (sum * sum - 4.0 * BEND * demand * most)) / (2.0 * BEND);
}

/*
 * The oxygenator as a lung of Riley's: a shunt, and gas that is in balance with the
 * rest of the blood. @moved mL of blood pass with the amounts in the two pointers,
 * which become what leaves.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_oxygenator_slice (SteadySimulator *self,
                         double           moved,
                         double          *ret_oxygen,
                         double          *ret_carbon_dioxide)
{
  SteadyTissue        *tissue = &self->tissue;
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         temperature =
      steady_transport_content (self, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);
  const double dry = 760.0 - steady_blood_water_pressure (temperature);
  const double gas_ml = 0.8 * circuit->oxygenator_prime_ml;
  const double gas_flow =
      (tissue->sweep * 1000.0 + tissue->co2) * (1.0 - DEAD_SPACE) / 60.0; /* mL/s */
  const double total = tissue->sweep * 1000.0 + tissue->co2;
  const double inlet_co2 = total > 1e-6 ? tissue->co2 / total * dry : 0.0;
  const double inlet_oxygen =
      total > 1e-6 ? tissue->fio2 * (1.0 - tissue->co2 / total) * dry : 0.0;
  double oxygen_taken = 0.0, co2_given = 0.0; /* mL */

  if (moved > 0.0)
    {
      const SteadyBlood blood = steady_transport_blood (self, STEADY_POOL_RESERVOIR);
      const double      flow = moved / STEADY_SLICE_S * 0.06;
      const double      shunt =
          steady_clamp (0.05 + 0.22 * flow / circuit->oxygenator_max_l_min +
                            self->mechanism[STEADY_MECHANISM_OXYGENATOR_SHUNT],
                        0.0,
                        0.98);
      const double pco2 =
          steady_blood_pco2_to_37 (tissue->gas_carbon_dioxide, temperature);
      const double po2 = steady_blood_po2_to_37 (tissue->gas_oxygen, temperature);
      const double ph = steady_blood_ph (&blood, pco2, 0.98);
      const double saturation = steady_blood_saturation (po2, ph, blood.p50);
      const double oxygen = steady_blood_oxygen (&blood, po2, ph);
      const double co2 = steady_blood_carbon_dioxide (&blood, pco2, ph, saturation);

      oxygen_taken = (1.0 - shunt) * (moved * oxygen - *ret_oxygen);
      co2_given = (1.0 - 0.5 * shunt) * (*ret_carbon_dioxide - moved * co2);
      *ret_oxygen += oxygen_taken;
      *ret_carbon_dioxide -= co2_given;
    }
  tissue->gas_oxygen +=
      (gas_flow * (inlet_oxygen - tissue->gas_oxygen) * STEADY_SLICE_S -
       863.0 * oxygen_taken) /
      gas_ml;
  tissue->gas_carbon_dioxide +=
      (gas_flow * (inlet_co2 - tissue->gas_carbon_dioxide) * STEADY_SLICE_S +
       863.0 * co2_given) /
      gas_ml;
  tissue->gas_oxygen = steady_clamp (tissue->gas_oxygen, 0.0, dry);
  tissue->gas_carbon_dioxide = steady_clamp (tissue->gas_carbon_dioxide, 0.0, dry);
}

/* The blender and the heater-cooler follow what was set, or fail. */
static void
follow_settings (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const bool    off = self->mechanism[STEADY_MECHANISM_GAS_LINE_OFF] > 0.5;
  const bool    cold = self->mechanism[STEADY_MECHANISM_HEATER_FAILURE] > 0.5;
  const double  dt = STEADY_SLICE_S;
  const double  wanted = self->setting[STEADY_SETTING_WATER_TEMPERATURE];

  tissue->sweep = steady_approach (
      tissue->sweep, off ? 0.0 : self->setting[STEADY_SETTING_SWEEP], dt, 0.5);
  tissue->co2 = steady_approach (
      tissue->co2, off ? 0.0 : self->setting[STEADY_SETTING_CO2], dt, 0.5);
  const double fraction = steady_is_on (self, STEADY_MECHANISM_BLENDER_FAILURE)
                              ? 0.21
                              : self->setting[STEADY_SETTING_FIO2] / 100.0;
  tissue->fio2 = steady_approach (tissue->fio2, fraction, dt, 2.0);
  if (cold)
    tissue->water += (ROOM - tissue->water) * dt / 600.0;
  else
    tissue->water +=
        steady_clamp (wanted - tissue->water, -4.0 / 60.0 * dt, 4.0 / 60.0 * dt);
}

static void
use_oxygen (SteadySimulator *self)
{
  SteadyTissue     *tissue = &self->tissue;
  const SteadyBody *body = &self->setup.body;
  const double      mean = 0.4 * tissue->core + 0.6 * tissue->viscera;
  const double      demand = body->oxygen_demand_ml_min_m2 *
                        exp (log (2.27) * (mean - 37.0) / 10.0) *
                        self->mechanism[STEADY_MECHANISM_OXYGEN_DEMAND] *
                        (1.0 - 0.08 * fmin (self->drugs.vapour, 2.0));
  const double content =
      0.45 *
          steady_transport_content (self, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN) +
      0.55 * steady_transport_content (
                 self, STEADY_POOL_DESCENDING, STEADY_SPECIES_OXYGEN);
  const double supply = tissue->flow * 60.0 * content / body->bsa_m2;
  const double use = steady_oxygen_use (demand, supply > 0.0 ? supply : 0.0);

  tissue->oxygen_demand = demand * body->bsa_m2;
  tissue->oxygen_asked = use * body->bsa_m2;
}

/* Lactate from unmet oxygen, cleared with a half-life of 30 min; potassium into the
 * cells with one of 20 min, faster with insulin. [GK] A bend in the law of oxygen use
 * leaves some demand unmet at any supply; only what is beyond 15 % counts as debt. What
 * is cleared is counted on all water outside the cells and taken from the tissue's,
 * since salts spread within a minute. */
static void
renew_salts (SteadySimulator *self)
{
  SteadyTissue    *tissue = &self->tissue;
  const SteadyPool pool = STEADY_POOL_INTERSTITIUM;
  const double     dt = STEADY_SLICE_S / 60.0; /* min */
  const double     litres = 0.001 * 300.0 * self->setup.body.weight_kg;
  const double     insulin = self->mechanism[STEADY_MECHANISM_INSULIN_U_KG_H];
  const double     unmet = 0.85 * tissue->oxygen_demand - tissue->oxygen_use;
  const double     made = unmet > 0.0 ? 0.33 * unmet / 22.4 * dt : 0.0; /* mmol */
  const double lactate = steady_transport_solute (self, pool, STEADY_SPECIES_LACTATE);
  const double potassium =
      steady_transport_solute (self, pool, STEADY_SPECIES_POTASSIUM);
  const double calcium = steady_transport_solute (self, pool, STEADY_SPECIES_CALCIUM);
  const double glucose = steady_transport_solute (self, pool, STEADY_SPECIES_GLUCOSE);
  const double cleared = 0.0231 * (lactate - 1.0) * litres * dt;

  tissue->debt += unmet > 0.0 ? unmet * dt : 0.0;
  steady_transport_add (self, pool, STEADY_SPECIES_LACTATE, made - cleared);
  steady_transport_add (self, pool, STEADY_SPECIES_BASE, cleared - made);
  steady_transport_add (self,
                        pool,
                        STEADY_SPECIES_POTASSIUM,
                        0.0347 * (1.0 + 2.0 * insulin) * (4.0 - potassium) * litres *
                            dt);
  steady_transport_add (
      self, pool, STEADY_SPECIES_CALCIUM, 0.02 * (1.2 - calcium) * litres * dt);
  /* The stress of surgery keeps sugar near 7 mmol/L. [GK] */
  steady_transport_add (
      self,
      pool,
      STEADY_SPECIES_GLUCOSE,
      (0.01 * (7.0 - glucose) - 0.05 * insulin * fmax (glucose - 3.0, 0.0)) * litres *
          dt);
}

/* What an analyser would find in arterial plasma. */
static void
report_plasma (SteadySimulator *self)
{
  SteadyTissue    *tissue = &self->tissue;
  const SteadyPool pool = STEADY_POOL_ARTERIES;

  tissue->base_excess = steady_transport_solute (self, pool, STEADY_SPECIES_BASE);
  tissue->potassium = steady_transport_solute (self, pool, STEADY_SPECIES_POTASSIUM);
  tissue->lactate = steady_transport_solute (self, pool, STEADY_SPECIES_LACTATE);
  tissue->sodium = steady_transport_solute (self, pool, STEADY_SPECIES_SODIUM);
  tissue->calcium = steady_transport_solute (self, pool, STEADY_SPECIES_CALCIUM);
  tissue->glucose = steady_transport_solute (self, pool, STEADY_SPECIES_GLUCOSE);
}

/*
 * Warmth that the body makes and loses, in 20 ms.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_warm_slice (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const double  mass = self->setup.body.weight_kg * 1000.0 * STEADY_TISSUE_HEAT;
  const double  heat = tissue->oxygen_use / 60.0 * STEADY_OXYGEN_HEAT * STEADY_SLICE_S;
  const double  loss = AMBIENT_LOSS * self->setup.body.bsa_m2 *
                      (tissue->shell - AMBIENT) * STEADY_SLICE_S;

  /* Most heat is made inside: brain, heart, liver. [GK] */
  tissue->core += 0.35 * heat / (mass * STEADY_CORE_MASS);
  tissue->viscera += 0.40 * heat / (mass * STEADY_VISCERA_MASS);
  tissue->shell += (0.25 * heat - loss) / (mass * STEADY_SHELL_MASS);
  tissue->heat_in += heat - loss;
}

/* Twenty milliseconds of organs and machines. Thread: the owner's; does not allocate.
 */
void
steady_tissue_slice (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;

  follow_settings (self);
  tissue->mean_pressure =
      steady_approach (tissue->mean_pressure,
                       self->hydraulics.pressure[STEADY_CHAMBER_AORTA],
                       STEADY_SLICE_S,
                       2.0);
  use_oxygen (self);
  renew_salts (self);
  report_plasma (self);
  steady_brain_slice (self);
}
