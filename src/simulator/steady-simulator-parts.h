/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "simulator/steady-blood.h"
#include "simulator/steady-simulator.h"

/* The parts of one step, for the files of this module only. */

#define STEADY_STEP_S  0.001
#define STEADY_SLICE_S (STEADY_SLICE_MS * STEADY_STEP_S)

enum
{
  STEADY_SLICE_MS = STEADY_SIMULATOR_SLICE_MS
};

static inline double
steady_clamp (double value, double low, double high)
{
  return value < low ? low : value > high ? high : value;
}

/* Moves @value towards @target with a time constant; for slow first-order lags. */
static inline double
steady_approach (double value, double target, double dt, double tau)
{
  return value + (target - value) * (dt < tau ? dt / tau : 1.0);
}

double
steady_line_resistance (double viscosity_cp, double cm, double mm, double flow_ml_s);
double steady_line_inertance (double cm, double mm);
double steady_cannula_coefficient (double m, double viscosity_cp);

void steady_hydraulics_init (SteadySimulator *self);
void steady_hydraulics_step (SteadySimulator *self);
void steady_hydraulics_renew (SteadySimulator *self);
void steady_hydraulics_set_occluder (SteadySimulator *self);

void steady_heart_step (SteadySimulator *self);
void steady_heart_slice (SteadySimulator *self);

void        steady_transport_init (SteadySimulator *self);
void        steady_transport_slice (SteadySimulator *self);
SteadyBlood steady_transport_blood (const SteadySimulator *self, SteadyPool pool);
double      steady_transport_content (const SteadySimulator *self,
                                      SteadyPool             pool,
                                      SteadySpecies          species);

void   steady_oxygenator_slice (SteadySimulator *self,
                                double           moved,
                                double          *ret_oxygen,
                                double          *ret_carbon_dioxide);
void   steady_tissue_slice (SteadySimulator *self);
double steady_oxygen_use (double demand, double supply);

void steady_drugs_init (SteadySimulator *self);
void steady_drugs_slice (SteadySimulator *self);
bool
steady_drugs_inject (SteadySimulator *self, SteadyMechanism mechanism, double value);
double steady_drugs_heparin_concentration (const SteadySimulator *self);
double steady_drugs_clotting_time (const SteadySimulator *self);
double steady_drugs_tone (const SteadySimulator *self);

void steady_sensors_init (SteadySimulator *self);
void steady_sensors_step (SteadySimulator *self);
void steady_sensors_slice (SteadySimulator *self);
void steady_sensors_second (SteadySimulator *self);
