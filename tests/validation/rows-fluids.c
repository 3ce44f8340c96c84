/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-validation.h"

/* Rows A45 to A54: drugs and fluids. */

static void
run_heparin (SteadyValidation *self)
{
  static const char *input[4] = {
    "heparin 25 and 400 U/kg, half-life",
    "heparin 400 U/kg, 91 children below 7 years, ACT",
    "infants, concentration for an ACT of 480 s (D'Errico 1996)",
    "protamine 250 mg, adult, half-life",
  };

  for (unsigned i = 0; i < 4; i++)
    {
      steady_validation_row (self, 45 + i, STEADY_VALIDATION_FLUIDS, input[i]);
      steady_validation_missing (self, "no heparin and protamine yet");
    }
}

static void
run_prime_potassium (SteadyValidation *self)
{
  for (unsigned i = 0; i < 2; i++)
    {
      SteadySimulatorSetup setup;
      SteadySimulator      model;
      steady_model_setup (&setup, &steady_model_columns[i == 0 ? 2 : 0], true);
      setup.prime_potassium = 8.12;
      steady_simulator_init (&model, &setup);
      steady_validation_row (self,
                             49 + i,
                             STEADY_VALIDATION_FLUIDS,
                             i == 0 ? "prime of 8.12 mmol/L potassium, 15 kg"
                                    : "prime of 8.12 mmol/L potassium, 3 kg");
      steady_validation_near (self,
                              "potassium on bypass, mmol/L",
                              model.reading[STEADY_READING_POTASSIUM],
                              i == 0 ? 4.55 : 5.60,
                              i == 0 ? 1.01 : 0.90);
    }
}

/* Goes on bypass as an operator does, with a clear prime, and comes to rest. */
static void
go_on_bypass (SteadySimulator *model, double flow)
{
  steady_simulator_set (model, STEADY_SETTING_PUMP_FLOW, flow);
  steady_simulator_set (model, STEADY_SETTING_ARTERIAL_CLAMP, 0);
  steady_simulator_set (model, STEADY_SETTING_PUMP_RUNS, 1);
  steady_simulator_set (model, STEADY_SETTING_VENOUS_CLAMP, 0);
  steady_model_run (model, 60);
  steady_simulator_inject (model, STEADY_MECHANISM_CAVAL_SNARES, 1, 5);
  steady_simulator_inject (model, STEADY_MECHANISM_VENTILATION, 0, 0);
  steady_model_run (model, 300);
}

static double
total (const SteadySimulator *model, SteadySpecies species, int first, int last)
{
  double sum = 0;
  for (int pool = first; pool <= last; pool++)
    sum += model->tissue.amount[species][pool];
  return sum;
}

static void
run_dilution (SteadyValidation *self)
{
  static const char *name[2] = { "predicted less found, 3 kg, g/dL",
                                 "predicted less found, 6 kg, g/dL" };

  steady_validation_row (self,
                         52,
                         STEADY_VALIDATION_FLUIDS,
                         "80 mL/kg rule against the model, clear prime (HB522)");
  for (unsigned i = 0; i < 2; i++)
    {
      SteadySimulatorSetup setup;
      SteadySimulator      model;
      steady_model_setup (&setup, &steady_model_columns[i], false);
      setup.prime_haematocrit = 0;
      steady_simulator_init (&model, &setup);
      const double before = model.setup.haematocrit * 100 / 3;
      const double prime = total (
          &model, STEADY_SPECIES_VOLUME, STEADY_POOL_RESERVOIR, STEADY_POOL_OXYGENATOR);
      const double child = 80 * setup.body.weight_kg;
      go_on_bypass (&model, setup.plan_flow);
      steady_validation_inside (self,
                                name[i],
                                before * child / (child + prime) -
                                    model.reading[STEADY_READING_HAEMOGLOBIN],
                                -1.35,
                                1.48);
    }
}

static void
run_small_prime (SteadyValidation *self)
{
  SteadyModelColumn    column = steady_model_columns[0];
  SteadySimulatorSetup setup;
  SteadySimulator      model;

  column.weight_kg = 4.7;
  column.haematocrit = 0.33;
  steady_model_setup (&setup, &column, false);
  setup.prime_haematocrit = 0;
  /* The lines and the oxygenator hold the rest of 190 mL. */
  setup.reservoir_ml = 69;
  setup.level_warn_ml = setup.level_stop_ml = 0;
  steady_simulator_init (&model, &setup);
  const double prime = total (
      &model, STEADY_SPECIES_VOLUME, STEADY_POOL_RESERVOIR, STEADY_POOL_OXYGENATOR);
  go_on_bypass (&model, setup.plan_flow);
  steady_validation_row (
      self,
      53,
      STEADY_VALIDATION_FLUIDS,
      "4.7 kg, prime of 190 mL without blood, Hct 33 taken (Berlin)");
  steady_validation_near (self, "prime, mL", prime, 190, 10);
  steady_validation_inside (
      self, "haematocrit on bypass", model.reading[STEADY_READING_HAEMATOCRIT], 17, 29);
}

static void
run_oncotic (SteadyValidation *self)
{
  steady_validation_row (
      self, 51, STEADY_VALIDATION_FLUIDS, "plasma prime and colloid prime, 5 g/dL");
  steady_validation_missing (self, "no protein in the blood yet, so no plasma prime");
}

void
steady_validation_fluids (SteadyValidation *self)
{
  run_heparin (self);
  run_prime_potassium (self);
  run_oncotic (self);
  run_dilution (self);
  run_small_prime (self);
  steady_validation_row (self,
                         54,
                         STEADY_VALIDATION_FLUIDS,
                         "modified ultrafiltration, 10 min (Naik 1991)");
  steady_validation_missing (self, "no ultrafiltration yet");
}
