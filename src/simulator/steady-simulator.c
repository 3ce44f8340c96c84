/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-simulator.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/steady-require.h"
#include "simulator/steady-simulator-parts.h"

enum
{
  SETTLE_MS = 240 * 1000, /* until gases and pressures stand */
  SECOND_MS = 1000
};

static_assert (STEADY_MECHANISM_COUNT <= 128, "a bit for each in ramping");

static bool
is_ramping (const SteadySimulator *self, int i)
{
  return (self->ramping[i / 64] & UINT64_C (1) << (i % 64)) != 0;
}

static void
set_ramping (SteadySimulator *self, int i, bool ramps)
{
  const uint64_t bit = UINT64_C (1) << (i % 64);

  if (ramps)
    self->ramping[i / 64] |= bit;
  else
    self->ramping[i / 64] &= ~bit;
}

/* Where a mechanism is going, or stands. Thread: the owner's. */
double
steady_simulator_target (const SteadySimulator *self, SteadyMechanism mechanism)
{
  return is_ramping (self, (int) mechanism) ? self->ramp[mechanism].target
                                            : self->mechanism[mechanism];
}

static void
step_slice (SteadySimulator *self)
{
  const bool any = (self->ramping[0] | self->ramping[1]) != 0;

  for (int i = 0; any && i < STEADY_MECHANISM_COUNT; i++)
    {
      if (!is_ramping (self, i))
        continue;
      const SteadyRamp *ramp = &self->ramp[i];
      double           *value = &self->mechanism[i];
      const double      most = fabs (ramp->per_slice);
      *value += steady_clamp (ramp->target - *value, -most, most);
      if (fabs (ramp->target - *value) <= 1e-9 * (1.0 + fabs (ramp->target)))
        {
          *value = ramp->target;
          set_ramping (self, i, false);
        }
    }
  steady_transport_slice (self);
  steady_drugs_slice (self);
  steady_heart_slice (self);
  steady_hydraulics_renew (self);
  steady_sensors_slice (self);
  if (self->step % SECOND_MS == 0)
    steady_sensors_second (self);
}

/*
 * One millisecond; afterwards the readings are those at its end.
 *
 * Thread: the owner's; reads no clock, does not allocate.
 */
void
steady_simulator_step (SteadySimulator *self)
{
  steady_heart_step (self);
  steady_hydraulics_step (self);
  if (self->step % STEADY_SLICE_MS == 0)
    step_slice (self);
  steady_sensors_step (self);
  self->step++;
}

static void
init_tissue (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;

  tissue->core = self->setup.body_temperature;
  tissue->viscera = self->setup.body_temperature;
  tissue->shell = self->setup.body_temperature - 0.7;
  tissue->water = self->setting[STEADY_SETTING_WATER_TEMPERATURE];
  tissue->cerebral = 70.0;
  tissue->cerebral_right = 70.0;
  tissue->brain_store = 10.0;
  tissue->brain_store_right = 10.0;
  tissue->gas_oxygen = 200.0;
  tissue->gas_carbon_dioxide = 38.0;
  tissue->sweep = self->setting[STEADY_SETTING_SWEEP];
  tissue->fio2 = self->setting[STEADY_SETTING_FIO2] / 100.0;
  tissue->co2 = self->setting[STEADY_SETTING_CO2];
  tissue->mean_pressure = self->setup.body.mean_arterial_mmhg;
  tissue->flow = self->setup.body.cardiac_output_l_min * 1000.0 / 60.0;
}

/* Temperatures stay where the setup wants them until gases and pressures have come to
 * rest; then the reservoir is filled to what the setup says, and the books begin. */
static void
settle (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const double  water = tissue->water;
  const double  wanted = self->setting[STEADY_SETTING_WATER_TEMPERATURE];
  double        plasma[STEADY_SPECIES_COUNT];

  for (int species = STEADY_SPECIES_BASE; species < STEADY_SPECIES_COUNT; species++)
    plasma[species] =
        steady_transport_solute (self, STEADY_POOL_ARTERIES, (SteadySpecies) species);
  self->setting[STEADY_SETTING_WATER_TEMPERATURE] = self->setup.body_temperature;
  for (int i = 0; i < SETTLE_MS; i++)
    {
      self->step = 1 + (uint64_t) i;
      steady_simulator_step (self);
      tissue->water = self->setup.body_temperature;
      tissue->core = self->setup.body_temperature;
      tissue->viscera = self->setup.body_temperature;
      tissue->shell = self->setup.body_temperature - 0.7;
    }
  if (self->setup.on_bypass)
    for (int species = STEADY_SPECIES_BASE; species < STEADY_SPECIES_COUNT; species++)
      if (species != STEADY_SPECIES_PROTEIN)
        steady_transport_set_solute (self, (SteadySpecies) species, plasma[species]);
  self->setting[STEADY_SETTING_WATER_TEMPERATURE] = wanted;
  tissue->water = water;
}

static void
fill_reservoir (SteadySimulator *self)
{
  double       *volume = &self->hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
  SteadyTissue *tissue = &self->tissue;
  const double  more = self->setup.reservoir_ml - *volume;
  const double  before = tissue->amount[STEADY_SPECIES_VOLUME][STEADY_POOL_RESERVOIR];
  const double  factor = (before + more) / before;

  *volume = self->setup.reservoir_ml;
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][STEADY_POOL_RESERVOIR] *= factor;
}

/* What happened while everything came to rest is not the case's. */
static void
close_books (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;

  self->hydraulics.balance = 0.0;
  self->hydraulics.filtrate = 0.0;
  self->hydraulics.bled_ever = 0.0;
  self->hydraulics.clot = 0.0;
  self->hydraulics.pump_air = self->hydraulics.bubble_left = 0.0;
  self->hydraulics.air_to_child = self->hydraulics.heart_air = 0.0;
  self->hydraulics.interstitium =
      tissue->amount[STEADY_SPECIES_VOLUME][STEADY_POOL_INTERSTITIUM];
  self->heart.injury = self->heart.stunned = self->heart.lost = 0.0;
  tissue->debt = tissue->brain_injury = 0.0;
  tissue->oxygen_in = tissue->oxygen_used = tissue->oxygen_lost = 0.0;
  tissue->haemoglobin_in = tissue->haemoglobin_lost = 0.0;
  tissue->carbon_dioxide_in = tissue->heat_in = 0.0;
  memset (tissue->carried_in, 0, sizeof tissue->carried_in);
}

/*
 * Begins a simulation: the child before bypass, or some minutes on bypass, everything
 * at rest at the setup's temperature. Takes a fraction of a second, since it really
 * runs the model until it stands.
 *
 * Thread: main.
 */
void
steady_simulator_init (SteadySimulator *self, const SteadySimulatorSetup *setup)
{
  memset (self, 0, sizeof *self);
  self->version = STEADY_SIMULATOR_VERSION;
  self->size = sizeof *self;
  self->setup = *setup;
  memcpy (self->setting, setup->setting, sizeof self->setting);
  steady_random_init (&self->random, setup->seed);
  for (int i = 0; i < STEADY_MECHANISM_COUNT; i++)
    self->mechanism[i] = steady_mechanism_info ((SteadyMechanism) i)->normal;
  self->mechanism[STEADY_MECHANISM_VASCULAR_TONE] = setup->vascular_tone;
  self->mechanism[STEADY_MECHANISM_CROSS_CLAMP] = setup->cross_clamped ? 1.0 : 0.0;
  const bool bypass = setup->on_bypass && setup->circuit.closed < 0.5;
  self->mechanism[STEADY_MECHANISM_VENTILATION] = bypass ? 0.0 : 1.0;
  self->mechanism[STEADY_MECHANISM_CAVAL_SNARES] = bypass ? 1.0 : 0.0;
  self->mechanism[STEADY_MECHANISM_VENT_RPM] = bypass ? 20.0 : 0.0;
  self->mechanism[STEADY_MECHANISM_SUCKER_1_RPM] = bypass ? 30.0 : 0.0;
  self->heart.contractility = 1.0;
  self->heart.stiffness = 1.0;
  self->coefficients.lesion = setup->lesion;
  init_tissue (self);
  steady_drugs_init (self);
  steady_hydraulics_init (self);
  steady_transport_init (self);
  self->heart.temperature = setup->body_temperature;
  self->heart.potassium = setup->cross_clamped ? 24.0 : 4.0;
  if (setup->cross_clamped)
    {
      self->heart.temperature = 12.0;
      self->heart.rhythm = STEADY_RHYTHM_ASYSTOLE;
    }
  if (!setup->on_bypass)
    self->setting[STEADY_SETTING_ARTERIAL_CLAMP] =
        self->setting[STEADY_SETTING_VENOUS_CLAMP] = 1.0;
  steady_hydraulics_renew (self);
  steady_hydraulics_set_occluder (self);
  steady_heart_slice (self);
  self->heart.beat_s = self->coefficients.beat_s;
  steady_sensors_init (self);
  settle (self);
  fill_reservoir (self);
  close_books (self);
  self->step = 0;
  steady_sensors_second (self);
}

/* Sets what an operator sets; the machine follows with its own lag. Values are held
 * inside what the setting can be. Thread: the owner's; does not allocate. */
void
steady_simulator_set (SteadySimulator *self, SteadySetting setting, double value)
{
  static const double most[STEADY_SETTING_COUNT] = {
    [STEADY_SETTING_PUMP_FLOW] = 8.0,
    [STEADY_SETTING_SWEEP] = 12.0,
    [STEADY_SETTING_FIO2] = 100.0,
    [STEADY_SETTING_CO2] = 2000.0,
    [STEADY_SETTING_WATER_TEMPERATURE] = 42.0,
    [STEADY_SETTING_PUMP_RUNS] = 1.0,
    [STEADY_SETTING_ARTERIAL_CLAMP] = 1.0,
    [STEADY_SETTING_VENOUS_CLAMP] = 1.0,
    [STEADY_SETTING_CARDIOPLEGIA] = 2000.0,
  };

  steady_require ((unsigned) setting < STEADY_SETTING_COUNT);
  self->setting[setting] = steady_clamp (value, 0.0, most[setting]);
  if (setting == STEADY_SETTING_CARDIOPLEGIA)
    self->hydraulics.dose_left = self->setting[setting];
}

/* A scripted operator turns a knob; there is no ramp but the machine's own. */
static bool
turn_knob (SteadySimulator *self, SteadyMechanism mechanism, double value)
{
  switch ((int) mechanism)
    {
    case STEADY_MECHANISM_PUMP_FLOW:
      steady_simulator_set (self, STEADY_SETTING_PUMP_FLOW, value);
      return true;
    case STEADY_MECHANISM_SWEEP:
      steady_simulator_set (self, STEADY_SETTING_SWEEP, value);
      return true;
    case STEADY_MECHANISM_FIO2:
      steady_simulator_set (self, STEADY_SETTING_FIO2, value);
      return true;
    case STEADY_MECHANISM_WATER_TEMPERATURE:
      steady_simulator_set (self, STEADY_SETTING_WATER_TEMPERATURE, value);
      return true;
    case STEADY_MECHANISM_CARDIOPLEGIA_ML:
      steady_simulator_set (self, STEADY_SETTING_CARDIOPLEGIA, value);
      return true;
    default:
      return false;
    }
}

/* Fluid into the reservoir: as fast as a syringe, unless told how long. [GK] */
static void
pour (SteadySimulator *self, SteadyFluid fluid, double ml, double seconds)
{
  SteadyHydraulics *h = &self->hydraulics;

  h->waiting[fluid] = fmin (h->waiting[fluid] + ml, 5000.0);
  h->pour_rate[fluid] = h->waiting[fluid] / (seconds > 0.0 ? seconds : 10.0);
}

/* What comes as an amount: air, fluids, a shock. */
static bool
give_bolus (SteadySimulator *self,
            SteadyMechanism  mechanism,
            double           value,
            double           ramp_s)
{
  SteadyHydraulics *h = &self->hydraulics;

  switch ((int) mechanism)
    {
    case STEADY_MECHANISM_ARTERIAL_AIR_ML:
      h->bubble_left += value;
      h->bubble_seen = value;
      return true;
    case STEADY_MECHANISM_VENOUS_AIR_ML:
      h->line_air = steady_clamp (h->line_air + value, 0.0, 200.0);
      return true;
    case STEADY_MECHANISM_HEART_AIR_ML:
      h->heart_air = steady_clamp (h->heart_air + value, 0.0, 200.0);
      return true;
    case STEADY_MECHANISM_VOLUME_ML:
      pour (self, STEADY_FLUID_BLOOD, value, ramp_s);
      return true;
    case STEADY_MECHANISM_RED_CELLS_ML:
      pour (self, STEADY_FLUID_RED_CELLS, value, ramp_s);
      return true;
    case STEADY_MECHANISM_PLASMA_ML:
      pour (self, STEADY_FLUID_PLASMA, value, ramp_s);
      return true;
    case STEADY_MECHANISM_ALBUMIN_ML:
      pour (self, STEADY_FLUID_ALBUMIN, value, ramp_s);
      return true;
    case STEADY_MECHANISM_CRYSTALLOID_ML:
      pour (self, STEADY_FLUID_CRYSTALLOID, value, ramp_s);
      return true;
    case STEADY_MECHANISM_DEFIBRILLATION_J:
      steady_heart_shock (self, value);
      return true;
    default:
      return false;
    }
}

/*
 * Moves a mechanism to @value over @ramp_s seconds, from wherever it stands. Returns
 * false for a value that it cannot have.
 *
 * Thread: the owner's; does not allocate.
 */
bool
steady_simulator_inject (SteadySimulator *self,
                         SteadyMechanism  mechanism,
                         double           value,
                         double           ramp_s)
{
  const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);

  if (!(value >= info->low && value <= info->high) || !(ramp_s >= 0.0))
    return false;
  if (turn_knob (self, mechanism, value))
    return true;
  if (give_bolus (self, mechanism, value, ramp_s) ||
      steady_drugs_inject (self, mechanism, value) ||
      steady_sensors_inject (self, mechanism, value))
    return true;
  SteadyRamp *ramp = &self->ramp[mechanism];
  if (ramp_s < STEADY_SLICE_S)
    {
      self->mechanism[mechanism] = value;
      set_ramping (self, (int) mechanism, false);
      return true;
    }
  ramp->target = value;
  ramp->per_slice = (value - self->mechanism[mechanism]) * STEADY_SLICE_S / ramp_s;
  set_ramping (self, (int) mechanism, true);
  return true;
}

/* All blood in the child's and the circuit's chambers and in the field, and the water
 * between the cells, mL; it only changes by what crosses the border. Thread: the
 * owner's. */
double
steady_simulator_volume (const SteadySimulator *self)
{
  double sum = self->hydraulics.interstitium + self->hydraulics.field;

  for (int i = 0; i < STEADY_CHAMBER_COUNT; i++)
    sum += self->hydraulics.volume[i];
  return sum;
}

static bool
all_between (const double *values, size_t count, double low, double high)
{
  for (size_t i = 0; i < count; i++)
    if (!(values[i] >= low && values[i] <= high))
      return false;
  return true;
}

/* Whether bytes that were kept can be a state of this build's: the right version, and
 * nothing in it that no run could have reached. Thread: any. */
bool
steady_simulator_is_sane (const SteadySimulator *self)
{
  const SteadyTissue *tissue = &self->tissue;
  const double        temperatures[] = {
           tissue->core, tissue->viscera, tissue->shell, tissue->water
  };

  return self->version == STEADY_SIMULATOR_VERSION && self->size == sizeof *self &&
         (unsigned) self->heart.rhythm <= STEADY_RHYTHM_TACHYCARDIA &&
         self->step < UINT64_C (1) << 42 &&
         self->ramping[1] < UINT64_C (1) << (STEADY_MECHANISM_COUNT - 64) &&
         all_between (self->hydraulics.volume, STEADY_CHAMBER_COUNT, -1.0, 1e5) &&
         all_between (self->hydraulics.pressure, STEADY_CHAMBER_COUNT, -1e4, 1e4) &&
         all_between (&tissue->amount[0][0],
                      (size_t) STEADY_SPECIES_COUNT * STEADY_POOL_COUNT,
                      -1e5,
                      1e8) &&
         all_between (self->setting, STEADY_SETTING_COUNT, 0.0, 2000.0) &&
         all_between (self->mechanism, STEADY_MECHANISM_COUNT, -100.0, 8000.0) &&
         all_between (temperatures, 4, 0.0, 60.0) &&
         all_between (&self->drugs.heparin, 1, 0.0, 1e4) &&
         all_between (&self->drugs.protamine, 1, 0.0, 1e3) &&
         all_between (&self->drugs.response, 1, 0.2, 5.0) &&
         all_between (&self->hydraulics.line_air, 1, 0.0, 1e3) &&
         self->setup.body.weight_kg >= 1.0 && self->setup.body.weight_kg <= 200.0;
}
