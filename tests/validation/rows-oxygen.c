/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-validation.h"

/* Rows A19 to A28: oxygen use of the whole body, the circulation and the brain. */

/* A still heart on bypass at @flow_index L/min/m² and @temperature. */
static void
begin (SteadySimulator *model, unsigned column, double flow_index, double temperature)
{
  SteadySimulatorSetup setup;

  steady_model_setup (&setup, &steady_model_columns[column], true);
  setup.setting[STEADY_SETTING_PUMP_FLOW] = flow_index * setup.body.bsa_m2;
  setup.setting[STEADY_SETTING_WATER_TEMPERATURE] = temperature;
  setup.body_temperature = temperature;
  steady_simulator_init (model, &setup);
}

static double
oxygen_use (const SteadySimulator *model)
{
  return model->tissue.oxygen_use / model->setup.body.bsa_m2;
}

static void
run_cold_adults (SteadyValidation *self)
{
  static const double known[3][3] = { { 2.0, 33, 8.2 },
                                      { 1.0, 25, 5.7 },
                                      { 0.25, 14, 5.4 } };
  double              extraction = 0;

  steady_validation_row (
      self, 19, STEADY_VALIDATION_OXYGEN, "adult, 20 deg C, full bypass (Fox 1982)");
  for (unsigned i = 0; i < 3; i++)
    {
      SteadySimulator  model;
      g_autofree char *what =
          g_strdup_printf ("VO2 at %.2f L/min/m2, mL/min/m2", known[i][0]);
      begin (&model, 4, known[i][0], 20);
      steady_model_run (&model, 30);
      steady_validation_near (
          self, what, oxygen_use (&model), known[i][1], known[i][2]);
      if (i > 0)
        continue;
      const double arterial = steady_transport_content (
          &model, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN);
      const double venous =
          steady_transport_content (&model, STEADY_POOL_RIGHT, STEADY_SPECIES_OXYGEN);
      extraction = 100 * (arterial - venous) / arterial;
    }
  steady_validation_row (
      self, 20, STEADY_VALIDATION_OXYGEN, "adult, 20 deg C, 2.0 L/min/m2 (Fox 1982)");
  steady_validation_near (self, "extraction, %", extraction, 11, 3.3);
}

static void
run_own_circulation (SteadyValidation *self)
{
  static const double known[2][2] = { { 49.8, 35.2 }, { 94.8, 78.4 } };

  steady_validation_row (self,
                         21,
                         STEADY_VALIDATION_OXYGEN,
                         "anaesthetised, own circulation, 6 and 15 kg (Lindahl 1989)");
  for (unsigned i = 0; i < 2; i++)
    {
      SteadySimulatorSetup setup;
      SteadySimulator      model;
      steady_model_setup (&setup, &steady_model_columns[1 + i], false);
      steady_simulator_init (&model, &setup);
      steady_model_run (&model, 10);
      const double use = model.tissue.oxygen_use;
      steady_validation_near (
          self, "VO2, mL/min", use, known[i][0], 0.15 * known[i][0]);
      steady_validation_near (
          self, "VCO2, mL/min", 0.8 * use, known[i][1], 0.15 * known[i][1]);
    }
}

/* The delivery, mL/min/m², at which a normal lactate begins to rise by what an analyser
 * can show (0.3 mmol/L in half an hour), found by turning the pump down. */
static double
critical_delivery (unsigned column, double temperature)
{
  SteadySimulator model;

  begin (&model, column, steady_model_columns[column].flow_index, temperature);
  const double full = model.setting[STEADY_SETTING_PUMP_FLOW];
  for (double share = 1.2; share > 0.3; share -= 0.02)
    {
      steady_simulator_set (&model, STEADY_SETTING_PUMP_FLOW, share * full);
      steady_model_run (&model, 60);
      steady_transport_set_solute (&model, STEADY_SPECIES_LACTATE, 1.0);
      /* What tissue makes takes some minutes to be the same everywhere. */
      steady_model_run (&model, 240);
      const double before = model.tissue.lactate;
      steady_model_run (&model, 60);
      if (model.tissue.lactate - before < 0.01)
        continue;
      return 60 * model.tissue.flow / model.setup.body.bsa_m2 *
             steady_transport_content (
                 &model, STEADY_POOL_ARTERIES, STEADY_SPECIES_OXYGEN);
    }
  return NAN;
}

static void
run_critical_delivery (SteadyValidation *self)
{
  steady_validation_row (
      self, 22, STEADY_VALIDATION_OXYGEN, "adult, 37 deg C, lactate rises (Ranucci)");
  steady_validation_near (
      self, "delivery, mL/min/m2", critical_delivery (4, 37), 272, 27.2);
  steady_validation_row (self,
                         23,
                         STEADY_VALIDATION_OXYGEN,
                         "infant, rewarming, 34 deg C taken (Gao 2022)");
  steady_validation_near (
      self, "delivery, mL/min/m2", critical_delivery (1, 34), 281, 42.15);
}

static void
run_upper_share (SteadyValidation *self)
{
  SteadySimulator model;
  double          upper = 0, lower = 0;

  begin (&model, 1, 3.0, 37);
  for (int i = 0; i < 20000; i++)
    {
      steady_simulator_step (&model);
      upper += fmax (model.hydraulics.moved[STEADY_EDGE_UPPER_RETURN], 0);
      lower += fmax (model.hydraulics.moved[STEADY_EDGE_LOWER_RETURN], 0);
    }
  steady_validation_row (
      self, 26, STEADY_VALIDATION_CIRCULATION, "infant on bypass (White 2009)");
  steady_validation_near (
      self, "part through the upper vein", upper / (upper + lower), 0.451, 0.08);
}

/* Brain flow in a cold body at two arterial pressures, made by tone at one flow. */
static void
run_brain_pressure (SteadyValidation *self)
{
  double flow[2], pressure[2];

  for (int i = 0; i < 2; i++)
    {
      SteadySimulator model;
      begin (&model, 4, 0.5, 20);
      double tone = 1.0;
      for (int turn = 0; turn < 12; turn++)
        {
          const double map = steady_model_run (&model, 10).map;
          tone = CLAMP (tone * (i == 0 ? 23 : 46) / map, 0.25, 3.9);
          steady_simulator_inject (&model, STEADY_MECHANISM_VASCULAR_TONE, tone, 0);
        }
      pressure[i] = steady_model_run (&model, 20).map;
      flow[i] = model.tissue.brain_flow;
    }
  steady_validation_row (self,
                         24,
                         STEADY_VALIDATION_CIRCULATION,
                         "20 deg C, 0.5 L/min/m2, MAP 23 and 46 (Schwartz, baboons)");
  steady_validation_near (self, "MAP, low", pressure[0], 23, 2);
  steady_validation_near (self, "MAP, high", pressure[1], 46, 4);
  steady_validation_inside (self, "brain flow, ratio", flow[1] / flow[0], 1.6, 2.9);
}

static void
run_brain_metabolism (SteadyValidation *self)
{
  double use[2];

  for (int i = 0; i < 2; i++)
    {
      SteadySimulator model;
      begin (&model, 4, 2.4, i == 0 ? 37 : 27);
      use[i] = model.tissue.brain_metabolism;
    }
  steady_validation_row (self,
                         25,
                         STEADY_VALIDATION_CIRCULATION,
                         "adult brain, 37 to 27 deg C (Croughwell)");
  steady_validation_near (
      self, "change of its oxygen use, %", 100 * (use[1] / use[0] - 1), -64, 5);
}

/* Circulatory arrest of the cold neonate: pump off, arterial line clamped. */
static void
run_arrest (SteadyValidation *self)
{
  SteadySimulator model;

  begin (&model, 0, 3.0, 13.5);
  steady_simulator_set (&model, STEADY_SETTING_PUMP_RUNS, 0);
  steady_simulator_set (&model, STEADY_SETTING_ARTERIAL_CLAMP, 1);
  /* The study's formula begins at what its patients had. */
  model.tissue.cerebral = 80;
  steady_model_run (&model, 600);
  const double ten = model.tissue.cerebral;
  steady_model_run (&model, 1200);
  steady_validation_row (self,
                         27,
                         STEADY_VALIDATION_CIRCULATION,
                         "arrest at 12 to 15 deg C, from 80 % (BJA 2010;104:59)");
  steady_validation_near (self, "cerebral saturation after 10 min", ten, 68.6, 4);
  steady_validation_near (self, "after 30 min", model.tissue.cerebral, 58.9, 4);
}

/* A vasoconstrictor at one pump flow: tone until the pressure is what was published. */
static void
run_constriction (SteadyValidation *self)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;
  double               saturation[2];

  steady_model_setup (&setup, &steady_model_columns[4], true);
  /* Adults on bypass: a haematocrit of 28 and normal gases. */
  setup.circuit.prime_ml = 2100;
  setup.prime_haematocrit = 0;
  steady_simulator_init (&model, &setup);
  double fio2, sweep, tone = 1.0;
  steady_validation_find_gas (&model, 150, 40, &fio2, &sweep);
  for (int i = 0; i < 2; i++)
    {
      for (int turn = 0; turn < 10; turn++)
        {
          const double map = steady_model_run (&model, 15).map;
          tone = CLAMP (tone * (i == 0 ? 69 : 79) / map, 0.25, 3.9);
          steady_simulator_inject (&model, STEADY_MECHANISM_VASCULAR_TONE, tone, 0);
        }
      saturation[i] = model.tissue.cerebral;
    }
  steady_validation_row (self,
                         28,
                         STEADY_VALIDATION_CIRCULATION,
                         "constant flow, constriction, MAP 69 to 79 (phenylephrine)");
  steady_validation_near (self, "cerebral saturation at 79", saturation[1], 60, 2);
  steady_validation_near (self, "its change", saturation[1] - saturation[0], -1, 2);
  steady_validation_note ("haematocrit 28 and PaCO2 40 taken, not stated");
}

void
steady_validation_oxygen (SteadyValidation *self)
{
  run_cold_adults (self);
  run_own_circulation (self);
  run_critical_delivery (self);
  run_brain_pressure (self);
  run_brain_metabolism (self);
  run_upper_share (self);
  run_arrest (self);
  run_constriction (self);
}
