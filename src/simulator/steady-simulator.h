/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-random.h"
#include "simulator/steady-mechanism.h"
#include "simulator/steady-reading.h"

typedef struct SteadySimulatorSetup
{
  double   weight_kg;
  uint64_t seed;
  double   setting[STEADY_SETTING_COUNT];
  double   level_warn_ml;
  double   level_stop_ml;
} SteadySimulatorSetup;

typedef struct SteadySimulator
{
  SteadySimulatorSetup setup;
  SteadyRandom         random;
  uint64_t             step; /* milliseconds since the start */
  double               setting[STEADY_SETTING_COUNT];
  double               mechanism[STEADY_MECHANISM_COUNT];
  double               reading[STEADY_READING_COUNT];
  bool                 held_by_intervention;      /* the pump, by its last stop */
  bool                 off[STEADY_READING_COUNT]; /* the sensor says that it is off */
} SteadySimulator;

void steady_simulator_init (SteadySimulator *self, const SteadySimulatorSetup *setup);
void steady_simulator_step (SteadySimulator *self);
void steady_simulator_set (SteadySimulator *self, SteadySetting setting, double value);
bool steady_simulator_inject (SteadySimulator *self,
                              SteadyMechanism  mechanism,
                              double           value,
                              double           ramp_s);
