/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-simulator.h"

#include <math.h>
#include <string.h>

/* First signals: plausible, coupled only by flow, until the model stands. */
void
steady_simulator_init (SteadySimulator *self, const SteadySimulatorSetup *setup)
{
  memset (self, 0, sizeof *self);
  self->setup = *setup;
  memcpy (self->setting, setup->setting, sizeof self->setting);
  steady_random_init (&self->random, setup->seed);
  for (int i = 0; i < STEADY_MECHANISM_COUNT; i++)
    self->mechanism[i] = steady_mechanism_info ((SteadyMechanism) i)->normal;
  self->reading[STEADY_READING_RESERVOIR_VOLUME] = 150;
}

void
steady_simulator_step (SteadySimulator *self)
{
  double      *r = self->reading;
  const double t = (double) self->step++ * 1e-3;
  const bool   runs = self->setting[STEADY_SETTING_PUMP_RUNS] > 0.5 &&
                    self->mechanism[STEADY_MECHANISM_PUMP_FAILURE] < 0.5;
  const double flow = (runs ? self->setting[STEADY_SETTING_PUMP_FLOW] : 0) *
                      (self->setting[STEADY_SETTING_ARTERIAL_CLAMP] > 0.5 ? 0 : 1);
  const double beat = fmod (t, 0.45);
  const double noise = steady_random_uniform (&self->random) - 0.5;
  const double ripple = 0.12 * cos (2 * M_PI * 2 * flow / 0.007 / 60 * t);

  r[STEADY_READING_ECG] = exp (-pow ((beat - 0.2) / 0.01, 2)) + 0.02 * noise;
  r[STEADY_READING_ARTERIAL_PRESSURE] =
      flow * 85 * (1 + 0.05 * ripple) + 5 * exp (-beat / 0.2) + noise;
  r[STEADY_READING_VENOUS_PRESSURE] = 5 + 0.5 * noise;
  r[STEADY_READING_PRE_OXYGENATOR] = flow * 290 * (1 + ripple);
  r[STEADY_READING_POST_OXYGENATOR] = flow * 250 * (1 + ripple);
  r[STEADY_READING_PUMP_SPEED] = flow / 0.007;
  r[STEADY_READING_PUMP_FLOW] = flow;
  r[STEADY_READING_MEASURED_FLOW] = flow + 0.002 * noise;
  r[STEADY_READING_HEART_RATE] = 133;
  r[STEADY_READING_SWEEP] = self->setting[STEADY_SETTING_SWEEP] *
                            (1 - self->mechanism[STEADY_MECHANISM_GAS_LINE_OFF]);
  r[STEADY_READING_FIO2] = self->setting[STEADY_SETTING_FIO2];
  r[STEADY_READING_CO2_FLOW] = self->setting[STEADY_SETTING_CO2];
  r[STEADY_READING_GAS_SUPPLY_PRESSURE] = 4.1;
  r[STEADY_READING_VENOUS_SATURATION] = 76 + noise;
  r[STEADY_READING_ARTERIAL_SATURATION] = 99.5;
  r[STEADY_READING_ARTERIAL_PO2] = 180 + noise;
  r[STEADY_READING_ARTERIAL_PCO2] = 40;
  r[STEADY_READING_ARTERIAL_PH] = 7.4;
  r[STEADY_READING_HAEMATOCRIT] = 28;
  r[STEADY_READING_HAEMOGLOBIN] = 9.4;
  r[STEADY_READING_LACTATE] = 1.5;
  r[STEADY_READING_POTASSIUM] = 4.1;
  r[STEADY_READING_CEREBRAL_LEFT] = 68;
  r[STEADY_READING_CEREBRAL_RIGHT] = 69;
  r[STEADY_READING_ARTERIAL_TEMPERATURE] = 35;
  r[STEADY_READING_VENOUS_TEMPERATURE] = 34.6;
  r[STEADY_READING_NASOPHARYNX] = 35;
  r[STEADY_READING_RECTUM] = 35.3;
  r[STEADY_READING_WATER_TEMPERATURE] = 35;
  r[STEADY_READING_ARTERIAL_CLAMP] =
      self->setting[STEADY_SETTING_ARTERIAL_CLAMP] > 0.5 ? 2 : 0;
  r[STEADY_READING_VENOUS_CLAMP] =
      self->setting[STEADY_SETTING_VENOUS_CLAMP] > 0.5 ? 2 : 0;
  r[STEADY_READING_ARTERIAL_PUMP] = runs;
}

void
steady_simulator_set (SteadySimulator *self, SteadySetting setting, double value)
{
  self->setting[setting] = value;
}

bool
steady_simulator_inject (SteadySimulator *self,
                         SteadyMechanism  mechanism,
                         double           value,
                         double           ramp_s)
{
  (void) ramp_s;
  self->mechanism[mechanism] = value;
  return true;
}
