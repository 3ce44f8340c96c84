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

/* Short names of the chambers, for what moves blood between them. */
enum
{
  LA = STEADY_CHAMBER_LEFT_ATRIUM,
  LV = STEADY_CHAMBER_LEFT_VENTRICLE,
  RA = STEADY_CHAMBER_RIGHT_ATRIUM,
  RV = STEADY_CHAMBER_RIGHT_VENTRICLE,
  AO = STEADY_CHAMBER_AORTA,
  AD = STEADY_CHAMBER_ARTERIES,
  PA = STEADY_CHAMBER_PULMONARY_ARTERIES,
  PV = STEADY_CHAMBER_PULMONARY_VEINS,
  SV = STEADY_CHAMBER_UPPER_VEINS,
  IV = STEADY_CHAMBER_LOWER_VEINS,
  RES = STEADY_CHAMBER_RESERVOIR,
  PRE = STEADY_CHAMBER_PRE_OXYGENATOR,
  POST = STEADY_CHAMBER_POST_OXYGENATOR
};

/* Heat: J/(g K), J/(mL K), J/mL of oxygen; parts of the mass of the body's nodes. */
#define STEADY_TISSUE_HEAT  3.47
#define STEADY_BLOOD_HEAT   3.6
#define STEADY_OXYGEN_HEAT  20.1
#define STEADY_CORE_MASS    0.16
#define STEADY_VISCERA_MASS 0.20
#define STEADY_SHELL_MASS   0.64

/* What a circuit yields under pressure, mL/mmHg: each side of a neonate's oxygenator,
 * and the bladder of a neonate's closed circuit. [GK] */
#define STEADY_CIRCUIT_COMPLIANCE 0.02
#define STEADY_BLADDER_COMPLIANCE 0.15

static inline double
steady_size_factor (const SteadySimulator *self)
{
  return self->setup.body.weight_kg / 3.0;
}

static inline bool
steady_is_on (const SteadySimulator *self, SteadyMechanism mechanism)
{
  return self->mechanism[mechanism] > 0.5;
}

static inline bool
steady_is_closed (const SteadySimulator *self)
{
  return self->setup.circuit.closed > 0.5;
}

static inline bool
steady_is_centrifugal (const SteadySimulator *self)
{
  return self->setup.circuit.head_square > 0.0;
}

/*
 * Moves what flows from @from to @to in this step through @resistance (mmHg s/mL); what
 * it returns is in mL. It looks half a step ahead (it divides by what the step itself
 * would change), so that no stiffness of a large heart can make it swing. @backward is
 * the part of a backward flow that the way lets through.
 */
static inline double
steady_pass (SteadyHydraulics *h,
             const double     *elastance,
             int               from,
             int               to,
             double            resistance,
             double            backward)
{
  const double difference = h->pressure[from] - h->pressure[to];
  const double share = difference < 0.0 ? backward : 1.0;
  const double moved = share * difference * STEADY_STEP_S /
                       (resistance + STEADY_STEP_S * (elastance[from] + elastance[to]));

  h->volume[from] -= moved;
  h->volume[to] += moved;
  return moved;
}

double
steady_line_resistance (double viscosity_cp, double cm, double mm, double flow_ml_s);
double steady_line_inertance (double cm, double mm);
double steady_cannula_coefficient (double m, double viscosity_cp);
double
steady_tube_cannula_flow (double cm, double mm, double viscosity_cp, double drop);
double steady_cannula_m (double french);

void steady_hydraulics_init (SteadySimulator *self);
void steady_hydraulics_step (SteadySimulator *self);
void steady_hydraulics_renew (SteadySimulator *self);
void steady_hydraulics_set_occluder (SteadySimulator *self);

double steady_clamp_resistance (double open);
double steady_power_three_quarters (double flow);

void steady_circuit_step (SteadySimulator *self, const double *elastance);
void steady_pump_step (SteadySimulator *self);
void steady_sides_step (SteadySimulator *self);
void steady_water_slice (SteadySimulator *self);

void steady_heart_step (SteadySimulator *self);
void steady_heart_slice (SteadySimulator *self);
void steady_heart_shock (SteadySimulator *self, double joules);

extern const SteadyPool steady_pool_of[STEADY_CHAMBER_COUNT];

SteadyPool  steady_pool_drained (const SteadySimulator *self);
SteadyPool  steady_pool_returned (const SteadySimulator *self);
void        steady_transport_init (SteadySimulator *self);
void        steady_transport_slice (SteadySimulator *self);
double      steady_transport_plasma (const SteadySimulator *self, SteadyPool pool);
double      steady_transport_solute (const SteadySimulator *self,
                                     SteadyPool             pool,
                                     SteadySpecies          species);
void        steady_transport_set_solute (SteadySimulator *self,
                                         SteadySpecies    species,
                                         double           concentration);
void        steady_transport_add (SteadySimulator *self,
                                  SteadyPool       pool,
                                  SteadySpecies    species,
                                  double           amount);
void        steady_borders_slice (SteadySimulator *self);
SteadyBlood steady_transport_blood (const SteadySimulator *self, SteadyPool pool);
double      steady_transport_content (const SteadySimulator *self,
                                      SteadyPool             pool,
                                      SteadySpecies          species);

void   steady_oxygenator_slice (SteadySimulator *self,
                                double           moved,
                                double          *ret_oxygen,
                                double          *ret_carbon_dioxide);
void   steady_tissue_slice (SteadySimulator *self);
void   steady_warm_slice (SteadySimulator *self);
void   steady_brain_slice (SteadySimulator *self);
double steady_oxygen_use (double demand, double supply);

void steady_drugs_init (SteadySimulator *self);
void steady_drugs_slice (SteadySimulator *self);
bool
steady_drugs_inject (SteadySimulator *self, SteadyMechanism mechanism, double value);
double steady_drugs_heparin_concentration (const SteadySimulator *self);
double steady_drugs_clotting_time (const SteadySimulator *self);
double steady_drugs_tone (const SteadySimulator *self);
double steady_drugs_lungs (const SteadySimulator *self);
double steady_drugs_strength (const SteadySimulator *self);
double steady_drugs_rate (const SteadySimulator *self);
double steady_drugs_circuit_clotting_time (const SteadySimulator *self);

double steady_electrocardiogram (const SteadySimulator *self);

void steady_sensors_init (SteadySimulator *self);
void steady_sensors_step (SteadySimulator *self);
void steady_sensors_slice (SteadySimulator *self);
bool
steady_sensors_inject (SteadySimulator *self, SteadyMechanism mechanism, double value);
void steady_sensors_second (SteadySimulator *self);
