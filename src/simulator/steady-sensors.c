/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What the transducers, probes and detectors show of the truth: with lag, damping,
 * offset and noise (physiology notes 1.3 p and r).
 */

/* A fluid-filled pressure line: 20 Hz, a third of critical damping. [GK] */
#define LINE_HZ      20.0
#define LINE_DAMPING 0.33

/* Highest oxygen tension that an in-line cuvette shows, mmHg. [GK] */
#define CUVETTE_MOST 700.0

enum
{
  WAVE_MS = 4 /* waves are looked at this often */
};

/* Close to a normal deviate, from one draw: the sum of four even ones (Irwin and Hall).
 */
static double
noise (SteadySimulator *self, double deviation)
{
  const uint64_t bits = steady_random_bits (&self->random);
  const double   sum = (double) (bits & 0xffff) + (double) ((bits >> 16) & 0xffff) +
                     (double) ((bits >> 32) & 0xffff) + (double) (bits >> 48);
  return deviation * 1.7320508 * (sum / 65536.0 - 2.0);
}

static void
follow (SteadyTransducer *transducer, double truth)
{
  const double speed = 2.0 * M_PI * LINE_HZ;

  transducer->slope += STEADY_STEP_S * (speed * speed * (truth - transducer->value) -
                                        2.0 * LINE_DAMPING * speed * transducer->slope);
  transducer->value += STEADY_STEP_S * transducer->slope;
}

static double
bump (double phase, double centre, double width, double height)
{
  const double off = (phase - centre) / width;
  return height * exp (-0.5 * off * off);
}

/* Millivolts: P, Q, R, S, T on the phase of the beat (McSharry 2003), or the coarse
 * waves of fibrillation, or nearly nothing. The ventricles contract from phase 0. */
static double
electrocardiogram (const SteadySimulator *self)
{
  const SteadyHeart *heart = &self->heart;
  const double cold = steady_clamp (1.0 + 0.02 * (self->tissue.core - 37.0), 0.4, 1.0);

  if (heart->rhythm == STEADY_RHYTHM_FIBRILLATION)
    {
      const double angle = 2.0 * M_PI * heart->flutter;
      return cold * (0.25 * sin (angle) + 0.12 * sin (1.31 * angle + 1.0) +
                     0.08 * sin (0.73 * angle + 2.0) * sin (0.11 * angle));
    }
  if (heart->rhythm == STEADY_RHYTHM_ASYSTOLE)
    return 0.0;
  /* One beat is drawn around its R wave, just before the contraction. */
  double phase = heart->phase + 0.35;
  if (phase >= 1.0)
    phase -= 1.0;
  return cold * (bump (phase, 0.13, 0.030, 0.13) + bump (phase, 0.285, 0.010, -0.12) +
                 bump (phase, 0.315, 0.012, 1.05) + bump (phase, 0.345, 0.012, -0.28) +
                 bump (phase, 0.62, 0.055, 0.24));
}

static double
arterial_reading (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;
  const double   shown = s->arterial.value + s->arterial.offset +
                       self->mechanism[STEADY_MECHANISM_ARTERIAL_PRESSURE_DRIFT] +
                       noise (self, 0.25);

  if (self->mechanism[STEADY_MECHANISM_ARTERIAL_PRESSURE_FROZEN] < 0.5)
    {
      s->frozen = false;
      return shown;
    }
  if (!s->frozen)
    s->frozen_at = shown;
  s->frozen = true;
  return s->frozen_at;
}

static void
show_waves (SteadySimulator *self)
{
  SteadySensors          *s = &self->sensors;
  const SteadyHydraulics *h = &self->hydraulics;
  double                 *r = self->reading;

  s->wander += 0.002 * noise (self, 1.0) - 0.004 * s->wander;
  r[STEADY_READING_ECG] = electrocardiogram (self) + s->wander + noise (self, 0.008);
  r[STEADY_READING_ARTERIAL_PRESSURE] = arterial_reading (self);
  r[STEADY_READING_VENOUS_PRESSURE] =
      s->venous.value + s->venous.offset + noise (self, 0.12);
  r[STEADY_READING_PRE_OXYGENATOR] =
      s->pre_oxygenator.value + s->pre_oxygenator.offset + noise (self, 0.4);
  r[STEADY_READING_POST_OXYGENATOR] =
      s->post_oxygenator.value + s->post_oxygenator.offset + noise (self, 0.4);
  r[STEADY_READING_CARDIOPLEGIA_PRESSURE] =
      s->cardioplegia.value + s->cardioplegia.offset + noise (self, 0.3);
  r[STEADY_READING_CARDIOPLEGIA_FLOW] = h->cardioplegia_flow * 60.0;
}

static SteadyClampPosition
clamp_position (double closed, bool closing)
{
  if (closed >= 0.98)
    return STEADY_CLAMP_POSITION_CLOSED;
  if (closed <= 0.02 && !closing)
    return STEADY_CLAMP_POSITION_OPEN;
  return closing ? STEADY_CLAMP_POSITION_CLOSING : STEADY_CLAMP_POSITION_OPENING;
}

static void
show_states (SteadySimulator *self)
{
  const SteadyHydraulics *h = &self->hydraulics;
  double                 *r = self->reading;
  const bool   broken = self->mechanism[STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT] > 0.5;
  const bool   arterial = self->setting[STEADY_SETTING_ARTERIAL_CLAMP] > 0.5;
  const bool   venous = self->setting[STEADY_SETTING_VENOUS_CLAMP] > 0.5;
  const bool   failed = self->mechanism[STEADY_MECHANISM_PUMP_FAILURE] > 0.5;
  const double level = h->volume[STEADY_CHAMBER_RESERVOIR];

  r[STEADY_READING_ARTERIAL_CLAMP] = broken
                                         ? STEADY_CLAMP_POSITION_DEFECTIVE
                                         : clamp_position (h->arterial_clamp, arterial);
  r[STEADY_READING_VENOUS_CLAMP] = clamp_position (h->venous_clamp, venous);
  r[STEADY_READING_ARTERIAL_PUMP] =
      self->setting[STEADY_SETTING_PUMP_RUNS] > 0.5 && !failed ? 1.0 : 0.0;
  r[STEADY_READING_CARDIOPLEGIA_PUMP] = h->dose_left > 0.0 ? 1.0 : 0.0;
  r[STEADY_READING_LEVEL] = level < self->setup.level_stop_ml   ? 2.0
                            : level < self->setup.level_warn_ml ? 1.0
                                                                : 0.0;
  r[STEADY_READING_ARTERIAL_AIR] = self->sensors.detector_hold > 0.0 ? 1.0 : 0.0;
  r[STEADY_READING_BUBBLE_VOLUME] = h->bubble_seen;
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_sensors_step (SteadySimulator *self)
{
  SteadySensors          *s = &self->sensors;
  const SteadyHydraulics *h = &self->hydraulics;
  const double            pleg = h->cardioplegia_flow / self->coefficients.pleg_flow;

  follow (&s->arterial, h->pressure[STEADY_CHAMBER_AORTA]);
  follow (&s->venous, h->pressure[STEADY_CHAMBER_UPPER_VEINS]);
  follow (&s->pre_oxygenator, h->pressure[STEADY_CHAMBER_PRE_OXYGENATOR]);
  follow (&s->post_oxygenator, h->pressure[STEADY_CHAMBER_POST_OXYGENATOR]);
  /* Line pressure of a dose: the root at 50 mmHg and a cannula. [GK] */
  follow (&s->cardioplegia, 2.0 + pleg * (50.0 + 60.0 * pleg));
  /* The probe sits before the purge line leaves. */
  s->flow += (h->arterial_flow + h->purge_flow - s->flow) * STEADY_STEP_S / 0.3;
  if (h->bubble_left > 0.2)
    s->detector_hold = 0.5;
  else if (s->detector_hold > 0.0)
    s->detector_hold -= STEADY_STEP_S;
  if (self->step % WAVE_MS == 0)
    {
      show_waves (self);
      show_states (self);
    }
}

static void
show_flows (SteadySimulator *self)
{
  SteadySensors          *s = &self->sensors;
  const SteadyHydraulics *h = &self->hydraulics;
  double                 *r = self->reading;
  const double            boot = self->setup.circuit.boot_ml_per_revolution;
  const double            weight = self->setup.body.weight_kg;

  r[STEADY_READING_PUMP_SPEED] = h->speed * 60.0;
  r[STEADY_READING_PUMP_FLOW] = h->speed * boot * 0.06;
  r[STEADY_READING_MEASURED_FLOW] =
      s->flow * 0.06 * s->flow_gain + noise (self, 0.0004 * weight / 3.0);
  r[STEADY_READING_SHUNT_FLOW] = h->purge_flow * 0.06;
  r[STEADY_READING_RESERVOIR_VOLUME] =
      h->volume[STEADY_CHAMBER_RESERVOIR] + noise (self, 0.3 * weight / 3.0);
  r[STEADY_READING_HEART_RATE] =
      self->heart.rhythm == STEADY_RHYTHM_SINUS ? 60.0 / self->heart.beat_s : 0.0;
  r[STEADY_READING_SWEEP] = self->tissue.sweep;
  r[STEADY_READING_FIO2] = 100.0 * self->tissue.fio2;
  r[STEADY_READING_CO2_FLOW] = self->tissue.co2;
  self->off[STEADY_READING_ARTERIAL_PRESSURE] =
      self->mechanism[STEADY_MECHANISM_ARTERIAL_PRESSURE_OFF] > 0.5;
  self->off[STEADY_READING_MEASURED_FLOW] =
      self->mechanism[STEADY_MECHANISM_FLOW_PROBE_OFF] > 0.5;
}

/* Twenty milliseconds: what follows slowly. Thread: the owner's; does not allocate. */
void
steady_sensors_slice (SteadySimulator *self)
{
  const SteadyTissue *tissue = &self->tissue;
  double             *r = self->reading;
  const double        dt = STEADY_SLICE_S;
  const double        outlet =
      steady_transport_content (self, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);
  const double venous =
      steady_transport_content (self, STEADY_POOL_RIGHT, STEADY_SPECIES_HEAT);
  double *arterial_temperature = &r[STEADY_READING_ARTERIAL_TEMPERATURE];
  double *venous_temperature = &r[STEADY_READING_VENOUS_TEMPERATURE];
  double *nasopharynx = &r[STEADY_READING_NASOPHARYNX];
  double *rectum = &r[STEADY_READING_RECTUM];

  *arterial_temperature = steady_approach (*arterial_temperature, outlet, dt, 8.0);
  *venous_temperature = steady_approach (*venous_temperature, venous, dt, 8.0);
  *nasopharynx = steady_approach (*nasopharynx, tissue->core, dt, 20.0);
  *rectum =
      steady_approach (*rectum, 0.4 * tissue->viscera + 0.6 * tissue->shell, dt, 120.0);
  r[STEADY_READING_WATER_TEMPERATURE] = tissue->water;
  if (self->step % 200 == 0)
    show_flows (self);
}

/* The blood of a pool as an analyser finds it. */
static void
analyse (const SteadySimulator *self,
         SteadyPool             pool,
         double                *ret_saturation,
         double                *ret_po2,
         double                *ret_pco2,
         double                *ret_ph)
{
  const SteadyBlood blood = steady_transport_blood (self, pool);
  const double oxygen = steady_transport_content (self, pool, STEADY_SPECIES_OXYGEN);
  const double co2 =
      steady_transport_content (self, pool, STEADY_SPECIES_CARBON_DIOXIDE);

  *ret_po2 = steady_blood_po2_of (&blood, oxygen, *ret_ph);
  *ret_saturation = steady_blood_saturation (*ret_po2, *ret_ph, blood.p50);
  *ret_pco2 = steady_blood_pco2_of (&blood, co2, *ret_saturation, ret_ph);
}

/* Once a second: in-line blood gases and the laboratory. The first call shows without
 * lag. Thread: the owner's; does not allocate. */
void
steady_sensors_second (SteadySimulator *self)
{
  double      *r = self->reading;
  const double tau = self->step == 0 ? 0.0 : 20.0; /* of in-line cuvettes */
  double       saturation, po2, pco2, ph;

  ph = self->step == 0 ? 7.4 : r[STEADY_READING_ARTERIAL_PH];
  analyse (self, STEADY_POOL_OXYGENATOR, &saturation, &po2, &pco2, &ph);
  /* Cold blood full of gas holds more than 760 mmHg once warmed to 37 °C; the cuvette's
   * scale ends before. */
  po2 = steady_clamp (po2, 0.0, CUVETTE_MOST);
  r[STEADY_READING_ARTERIAL_SATURATION] = steady_approach (
      r[STEADY_READING_ARTERIAL_SATURATION], 100.0 * saturation, 1.0, tau);
  r[STEADY_READING_ARTERIAL_PO2] =
      steady_approach (r[STEADY_READING_ARTERIAL_PO2], po2, 1.0, tau);
  r[STEADY_READING_ARTERIAL_PCO2] =
      steady_approach (r[STEADY_READING_ARTERIAL_PCO2], pco2, 1.0, tau);
  r[STEADY_READING_ARTERIAL_PH] =
      steady_approach (r[STEADY_READING_ARTERIAL_PH], ph, 1.0, tau);
  ph = 7.36;
  analyse (self, STEADY_POOL_RIGHT, &saturation, &po2, &pco2, &ph);
  r[STEADY_READING_VENOUS_SATURATION] = steady_approach (
      r[STEADY_READING_VENOUS_SATURATION], 100.0 * saturation, 1.0, tau);
  const double haemoglobin =
      steady_transport_blood (self, STEADY_POOL_OXYGENATOR).haemoglobin;
  r[STEADY_READING_HAEMOGLOBIN] =
      steady_approach (r[STEADY_READING_HAEMOGLOBIN], haemoglobin, 1.0, tau);
  r[STEADY_READING_HAEMATOCRIT] = 3.0 * r[STEADY_READING_HAEMOGLOBIN];
  r[STEADY_READING_LACTATE] = self->tissue.lactate;
  r[STEADY_READING_POTASSIUM] = self->tissue.potassium;
  r[STEADY_READING_CEREBRAL_LEFT] = self->tissue.cerebral + noise (self, 0.25);
  r[STEADY_READING_CEREBRAL_RIGHT] = self->tissue.cerebral + 1.0 + noise (self, 0.25);
}

/* The offsets of this machine's transducers, and what does not change by itself.
 * Thread: the owner's. */
void
steady_sensors_init (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;
  double        *r = self->reading;

  s->arterial.offset = noise (self, 0.3);
  s->venous.offset = noise (self, 0.2);
  s->pre_oxygenator.offset = noise (self, 0.5);
  s->post_oxygenator.offset = noise (self, 0.5);
  s->flow_gain = 1.0 + noise (self, 0.005);
  r[STEADY_READING_ARTERIAL_TEMPERATURE] = self->setup.body_temperature;
  r[STEADY_READING_VENOUS_TEMPERATURE] = self->setup.body_temperature;
  r[STEADY_READING_NASOPHARYNX] = self->setup.body_temperature;
  r[STEADY_READING_RECTUM] = self->setup.body_temperature;
  r[STEADY_READING_GAS_SUPPLY_PRESSURE] = 4.1;
  r[STEADY_READING_MAINS] = 1.0;
  r[STEADY_READING_BATTERY] = 90.0;
  r[STEADY_READING_VENT_SPEED] = self->setup.on_bypass ? 20.0 : 0.0;
  r[STEADY_READING_SUCKER_1_SPEED] = self->setup.on_bypass ? 30.0 : 0.0;
}
