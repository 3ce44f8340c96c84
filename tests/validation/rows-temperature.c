/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-validation.h"

/* Rows A29 to A32 and A55: heat. */

/* What a heat exchanger of @rated L/min reaches at 3 L/min of blood. */
static double
heat_factor (double rated)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;

  steady_model_setup (&setup, &steady_model_columns[4], true);
  setup.circuit.oxygenator_max_l_min = rated;
  setup.body_temperature = 30;
  setup.setting[STEADY_SETTING_PUMP_FLOW] = 3;
  setup.setting[STEADY_SETTING_WATER_TEMPERATURE] = 30;
  steady_simulator_init (&model, &setup);
  for (int i = 0; i < 60000; i++)
    {
      model.tissue.water = 40;
      steady_simulator_step (&model);
    }
  const double in =
      steady_transport_content (&model, STEADY_POOL_RESERVOIR, STEADY_SPECIES_HEAT);
  const double out =
      steady_transport_content (&model, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);
  return (out - in) / (40 - in);
}

static void
run_heat_exchangers (SteadyValidation *self)
{
  steady_validation_row (
      self, 29, STEADY_VALIDATION_TEMPERATURE, "FX25, 3 L/min (manufacturer)");
  steady_validation_near (self, "heat exchange factor", heat_factor (7), 0.74, 0.04);
  steady_validation_row (
      self, 30, STEADY_VALIDATION_TEMPERATURE, "NX19, 3 L/min (manufacturer)");
  steady_validation_near (self, "heat exchange factor", heat_factor (8), 0.80, 0.04);
}

static void
begin_cold_infant (SteadySimulator *model)
{
  SteadySimulatorSetup setup;

  steady_model_setup (&setup, &steady_model_columns[1], true);
  setup.body_temperature = 25;
  setup.setting[STEADY_SETTING_WATER_TEMPERATURE] = 25;
  steady_simulator_init (model, &setup);
}

static void
run_rewarming (SteadyValidation *self)
{
  SteadySimulator model;
  double          lag = NAN, highest = 0;
  int             left = 600;

  begin_cold_infant (&model);
  steady_simulator_set (&model, STEADY_SETTING_WATER_TEMPERATURE, 40);
  /* Somebody notices ten minutes after 37 °C. */
  for (int i = 0; i < 60 * 60 && left > 0; i++)
    {
      steady_model_run (&model, 1);
      const double nose = model.reading[STEADY_READING_NASOPHARYNX];
      if (isnan (lag) && nose >= 31)
        lag = nose - model.reading[STEADY_READING_RECTUM];
      highest = fmax (highest, nose);
      left -= nose >= 37;
    }
  steady_validation_row (self,
                         31,
                         STEADY_VALIDATION_TEMPERATURE,
                         "infant rewarmed from 25 with water of 40 deg C (Sandstrom)");
  steady_validation_inside (self, "rectum behind at 31, deg C", lag, 1.5, 10);
  steady_validation_inside (self, "highest nasopharynx, deg C", highest, 38, 40);
}

static void
run_probes (SteadyValidation *self)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;

  steady_model_setup (&setup, &steady_model_columns[4], false);
  steady_simulator_init (&model, &setup);
  steady_model_run (&model, 900);
  const double blood =
      steady_transport_content (&model, STEADY_POOL_RIGHT, STEADY_SPECIES_HEAT);
  const double rectum = 0.4 * model.tissue.viscera + 0.6 * model.tissue.shell;
  steady_validation_row (
      self, 32, STEADY_VALIDATION_TEMPERATURE, "own circulation, 15 min");
  steady_validation_near (
      self, "rectum less pulmonary artery", rectum - blood, -0.4, 1.0);
}

/* Water as a careful perfusionist sets it: the outlet between 10 below and, from 30 °C
 * on, 2.5 above the venous blood, so that no probe warms by more than half a degree a
 * minute. */
static void
steer (SteadySimulator *model, double wanted)
{
  const double venous = model->reading[STEADY_READING_VENOUS_TEMPERATURE];
  const double nose = model->reading[STEADY_READING_NASOPHARYNX];
  const double outlet = model->reading[STEADY_READING_ARTERIAL_TEMPERATURE];
  const double above = nose >= 25.5 ? 2.5 : 8.0;
  const double aim = CLAMP (wanted, venous - 8.0, venous + above);
  const double most = nose >= 25.5 ? 0.006 : 0.03; /* °C a second of water */
  const double now = model->setting[STEADY_SETTING_WATER_TEMPERATURE];
  const double next = now + CLAMP (aim - outlet, -most, most);

  steady_simulator_set (
      model, STEADY_SETTING_WATER_TEMPERATURE, CLAMP (next, 4.0, 38.0));
}

static void
run_policies (SteadyValidation *self)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;
  double               hottest = 0, cold_gap = 0, warm_gap = 0, fastest = 0, last = 0;

  steady_model_setup (&setup, &steady_model_columns[1], true);
  steady_simulator_init (&model, &setup);
  for (int i = 0; i < 150 * 60; i++)
    {
      steer (&model, i < 50 * 60 ? 25.0 : 36.8);
      steady_model_run (&model, 1);
      const double *r = model.reading;
      const double  outlet = r[STEADY_READING_ARTERIAL_TEMPERATURE];
      const double  gap = outlet - r[STEADY_READING_VENOUS_TEMPERATURE];
      const double  nose = r[STEADY_READING_NASOPHARYNX];
      const bool    warms = i >= 50 * 60;
      if (warms)
        hottest = fmax (hottest, outlet);
      if (warms && nose >= 30)
        warm_gap = fmax (warm_gap, gap);
      else
        cold_gap = fmax (cold_gap, fabs (gap));
      if (i % 60 != 0)
        continue;
      if (warms && nose >= 30)
        fastest = fmax (fastest, nose - last);
      last = nose;
    }
  steady_validation_row (self,
                         55,
                         STEADY_VALIDATION_TEMPERATURE,
                         "infant steered to 25 and back by the temperature policy");
  steady_validation_inside (self, "hottest outlet, deg C", hottest, 30, 37);
  steady_validation_inside (self, "gradient cooling, or below 30", cold_gap, 0, 10);
  steady_validation_inside (self, "gradient from 30 on", warm_gap, 0, 4);
  steady_validation_inside (self, "fastest from 30 on, deg C/min", fastest, 0, 0.5);
  steady_validation_inside (self,
                            "nasopharynx at the end",
                            model.reading[STEADY_READING_NASOPHARYNX],
                            36,
                            37.5);
}

void
steady_validation_temperature (SteadyValidation *self)
{
  run_heat_exchangers (self);
  run_rewarming (self);
  run_probes (self);
  run_policies (self);
}
