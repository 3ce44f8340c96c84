/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/* Critical extraction and bend of the law of oxygen use (physiology notes 1.3 j). */
#define EXTRACTION 0.40
#define BEND       0.95

#define DEAD_SPACE 0.09 /* of the oxygenator */
#define ROOM       21.0 /* °C */

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
  tissue->fio2 = steady_approach (
      tissue->fio2, self->setting[STEADY_SETTING_FIO2] / 100.0, dt, 2.0);
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
                        self->mechanism[STEADY_MECHANISM_OXYGEN_DEMAND];
  const double content =
      steady_transport_content (self, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN);
  const double supply = tissue->flow * 60.0 * content / body->bsa_m2;
  const double use = steady_oxygen_use (demand, supply > 0.0 ? supply : 0.0);

  tissue->oxygen_demand = demand * body->bsa_m2;
  tissue->oxygen_asked = use * body->bsa_m2;
}

/* Lactate from unmet oxygen, cleared with a half-life of 30 min; potassium into the
 * cells with one of 20 min. [GK] A bend in the law of oxygen use leaves some demand
 * unmet at any supply; only what is beyond 15 % counts as debt. */
static void
renew_acids (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const double  dt = STEADY_SLICE_S / 60.0; /* min */
  const double  weight = self->setup.body.weight_kg;
  const double  unmet = 0.85 * tissue->oxygen_demand - tissue->oxygen_use;
  const double  made = unmet > 0.0 ? 0.33 * unmet / 22.4 / (0.3 * weight) : 0.0;
  const double  cleared = 0.0231 * (tissue->lactate - 1.0);
  const double  change = (made - cleared) * dt;

  tissue->lactate += change;
  tissue->base_excess -= change;
  tissue->potassium += 0.0347 * (4.0 - tissue->potassium) * dt;
}

/* What an arrest takes from the brain's saturation at 13 °C, percent of it a minute:
 * a store that is used up first, then a steady loss (Br J Anaesth 2010;104:59, fitted
 * there to adults at 12 to 15 °C). */
#define STORE       10.2
#define STORE_RATE  0.17
#define STEADY_LOSS 0.37

/* Below this part of its flow at rest for its metabolism a brain lives on its store. */
#define ENOUGH 0.15

/* Brain flow by pressure: held between two limits in the warm (30 and 66 mmHg in the
 * neonate, 50 and 110 in the adult), following the pressure below 20 °C, in between at
 * 20 to 28. [GK] limits; Schwartz for the cold. */
static double
autoregulate (const SteadySimulator *self)
{
  const double pressure = fmax (self->tissue.mean_pressure, 0.0);
  const double low = self->setup.body.weight_kg < 10.0 ? 30.0 : 50.0;
  const double held = pressure < low         ? pressure / low
                      : pressure > 2.2 * low ? pressure / (2.2 * low)
                                             : 1.0;
  const double passive = pressure / low;
  const double warm = steady_clamp ((self->tissue.core - 20.0) / 8.0, 0.0, 1.0);

  return passive + warm * (held - passive);
}

/* Saturation of a brain that is not perfused: it burns what it has. */
static void
starve_brain (SteadyTissue *tissue, double share)
{
  const double pace = exp (log (2.8) * (tissue->core - 13.0) / 10.0);
  const double dt = pace * share * STEADY_SLICE_S / 60.0;
  const double used = STORE_RATE * tissue->brain_store * dt;

  tissue->brain_store -= used < tissue->brain_store ? used : tissue->brain_store;
  /* The last of it is not given up. [GK] */
  const double left = steady_clamp ((tissue->cerebral - 10.0) / 10.0, 0.0, 1.0);
  tissue->cerebral -= left * (used + STEADY_LOSS * dt);
}

/*
 * Near-infrared saturation: a quarter arterial, three quarters jugular. Brain flow
 * follows its metabolism and carbon dioxide, and pressure where it cannot hold it.
 */
static void
renew_brain (SteadySimulator *self)
{
  SteadyTissue     *tissue = &self->tissue;
  const double      metabolism = exp (log (2.8) * (tissue->core - 37.0) / 10.0);
  const SteadyBlood blood = steady_transport_blood (self, STEADY_POOL_ARTERIES);
  const double      content =
      steady_transport_content (self, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN);
  const double saturation =
      steady_clamp (content / (0.0134 * blood.haemoglobin + 1e-9), 0.0, 1.0);
  const double normal = 0.0134 * 100.0 * self->setup.haematocrit / 3.0;
  /* 3 % a mmHg. [GK] */
  const double carbon = steady_clamp (
      1.0 + 0.03 * (self->reading[STEADY_READING_ARTERIAL_PCO2] - 40.0), 0.4, 2.0);
  const double flow = pow (metabolism, 0.7) * autoregulate (self) * carbon *
                      (1.0 + 0.5 * (1.0 - steady_clamp (content / normal, 0.3, 1.0)));
  const double extraction = steady_clamp (
      0.36 * metabolism / (flow + 0.01) * normal / (content + 1e-4), 0.0, 0.97);
  const double target = 100.0 * saturation * (0.25 + 0.75 * (1.0 - extraction));
  const double tau = 10.0 / steady_clamp (flow, 0.1, 1.5);
  const double fed = steady_clamp (flow / (ENOUGH * metabolism), 0.0, 1.0);

  tissue->brain_flow = flow;
  tissue->brain_metabolism = metabolism;
  tissue->cerebral +=
      fed * (steady_approach (tissue->cerebral, target, STEADY_SLICE_S, tau) -
             tissue->cerebral);
  tissue->brain_store +=
      fed * (steady_approach (tissue->brain_store, STORE, STEADY_SLICE_S, 120.0) -
             tissue->brain_store);
  if (fed < 1.0)
    starve_brain (tissue, 1.0 - fed);
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
                       self->hydraulics.pressure[STEADY_CHAMBER_ARTERIES],
                       STEADY_SLICE_S,
                       2.0);
  use_oxygen (self);
  renew_acids (self);
  renew_brain (self);
}
