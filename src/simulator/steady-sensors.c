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

/* A fluid-filled line with @damping times the usual damping. */
static void
follow (SteadyTransducer *transducer, double truth, double damping)
{
  const double speed = 2.0 * M_PI * LINE_HZ;
  const double friction = 2.0 * LINE_DAMPING * damping * speed;

  /* Friction is looked at a step ahead, so that a clogged line cannot swing. */
  transducer->slope = (transducer->slope +
                       STEADY_STEP_S * speed * speed * (truth - transducer->value)) /
                      (1.0 + STEADY_STEP_S * friction);
  transducer->value += STEADY_STEP_S * transducer->slope;
}

static double
arterial_reading (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;
  /* A centimetre of water is 0.776 mmHg of blood: a transducer that hangs too high
   * reads too low. */
  const double shown = s->arterial.value + s->arterial.offset +
                       self->mechanism[STEADY_MECHANISM_ARTERIAL_PRESSURE_DRIFT] -
                       0.776 * self->mechanism[STEADY_MECHANISM_TRANSDUCER_HEIGHT_CM] +
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

/* Light through a finger follows the pulse of its arteries: of 1, about a half. */
static double
plethysmogram (const SteadySimulator *self)
{
  const double mean = fmax (self->tissue.mean_pressure, 1.0);
  const double pulse = (self->sensors.peripheral.value - mean) / mean;

  return steady_clamp (0.5 + pulse * steady_clamp (mean / 30.0, 0.0, 1.0), 0.0, 1.0);
}

static void
show_waves (SteadySimulator *self)
{
  SteadySensors          *s = &self->sensors;
  const SteadyHydraulics *h = &self->hydraulics;
  double                 *r = self->reading;

  s->wander += 0.002 * noise (self, 1.0) - 0.004 * s->wander;
  r[STEADY_READING_ECG] =
      steady_electrocardiogram (self) + s->wander + noise (self, 0.008);
  r[STEADY_READING_ARTERIAL_PRESSURE] = arterial_reading (self);
  r[STEADY_READING_VENOUS_PRESSURE] =
      s->venous.value + s->venous.offset +
      self->mechanism[STEADY_MECHANISM_VENOUS_PRESSURE_DRIFT] + noise (self, 0.12);
  r[STEADY_READING_PRE_OXYGENATOR] =
      s->pre_oxygenator.value + s->pre_oxygenator.offset +
      self->mechanism[STEADY_MECHANISM_LINE_PRESSURE_DRIFT] + noise (self, 0.4);
  r[STEADY_READING_POST_OXYGENATOR] =
      s->post_oxygenator.value + s->post_oxygenator.offset + noise (self, 0.4);
  r[STEADY_READING_CARDIOPLEGIA_PRESSURE] =
      s->cardioplegia.value + s->cardioplegia.offset + noise (self, 0.3);
  r[STEADY_READING_CARDIOPLEGIA_FLOW] = h->cardioplegia_flow * 60.0;
  r[STEADY_READING_PULMONARY_PRESSURE] = s->pulmonary.value;
  r[STEADY_READING_PERIPHERAL_PRESSURE] = s->peripheral.value;
  r[STEADY_READING_VENOUS_LINE_PRESSURE] = s->venous_line.value;
  r[STEADY_READING_PLETHYSMOGRAM] = plethysmogram (self);
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

/* What the arterial transducer's line is open to: a flush bag at 300 mmHg, a syringe
 * behind a turned tap, or the artery; behind a dissection little of the pulse. */
static double
at_the_tap (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;
  const double   torn = self->mechanism[STEADY_MECHANISM_AORTIC_DISSECTION];

  if (s->flush_left > 0.0)
    {
      s->flush_left -= STEADY_STEP_S;
      return 300.0;
    }
  if (s->sample_left > 0.0)
    {
      s->sample_left -= STEADY_STEP_S;
      return -5.0;
    }
  return self->hydraulics.pressure[STEADY_CHAMBER_AORTA] * (1.0 - 0.5 * torn);
}

/* The tip of the central venous catheter lies where the vein meets the atrium: the
 * waves of the atrium reach it, unless a snare is tied between. */
static double
at_the_vein (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;
  const double  *p = self->hydraulics.pressure;
  const double   wave = p[STEADY_CHAMBER_RIGHT_ATRIUM] - s->atrial_mean;
  const bool     tied = steady_is_on (self, STEADY_MECHANISM_CAVAL_SNARES);

  s->atrial_mean += wave * STEADY_STEP_S / 1.0;
  return p[STEADY_CHAMBER_UPPER_VEINS] + (tied ? 0.0 : 0.8 * wave);
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_sensors_step (SteadySimulator *self)
{
  SteadySensors          *s = &self->sensors;
  const SteadyHydraulics *h = &self->hydraulics;
  const double            pleg = h->cardioplegia_flow / self->coefficients.pleg_flow;

  follow (&s->arterial,
          at_the_tap (self),
          self->mechanism[STEADY_MECHANISM_ARTERIAL_LINE_DAMPING]);
  follow (&s->venous, at_the_vein (self), 1.0);
  follow (&s->pre_oxygenator, h->pressure[STEADY_CHAMBER_PRE_OXYGENATOR], 1.0);
  follow (&s->post_oxygenator, h->pressure[STEADY_CHAMBER_POST_OXYGENATOR], 1.0);
  follow (&s->pulmonary, h->pressure[STEADY_CHAMBER_PULMONARY_ARTERIES], 1.0);
  follow (&s->peripheral, h->pressure[STEADY_CHAMBER_ARTERIES], 1.0);
  follow (&s->venous_line, h->pressure[STEADY_CHAMBER_RESERVOIR], 1.0);
  /* Line pressure of a dose: the root at 50 mmHg and a cannula. [GK] */
  const double stiff = self->mechanism[STEADY_MECHANISM_CARDIOPLEGIA_LINE_RESISTANCE];
  follow (&s->cardioplegia, 2.0 + pleg * (50.0 + 60.0 * stiff * pleg), 1.0);
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
  r[STEADY_READING_PUMP_FLOW] =
      steady_is_centrifugal (self) ? h->pump_flow * 0.06 : h->speed * boot * 0.06;
  r[STEADY_READING_MEASURED_FLOW] =
      s->flow * 0.06 * s->flow_gain *
          self->mechanism[STEADY_MECHANISM_FLOW_PROBE_FACTOR] +
      noise (self, 0.0004 * weight / 3.0);
  r[STEADY_READING_SHUNT_FLOW] = h->purge_flow * 0.06;
  r[STEADY_READING_RESERVOIR_VOLUME] =
      h->volume[STEADY_CHAMBER_RESERVOIR] + noise (self, 0.3 * weight / 3.0);
  r[STEADY_READING_HEART_RATE] = self->heart.rhythm == STEADY_RHYTHM_FIBRILLATION ||
                                         self->heart.rhythm == STEADY_RHYTHM_ASYSTOLE
                                     ? 0.0
                                     : 60.0 / self->heart.beat_s;
  r[STEADY_READING_SWEEP] = self->tissue.sweep;
  r[STEADY_READING_FIO2] = 100.0 * self->tissue.fio2;
  r[STEADY_READING_CO2_FLOW] = self->tissue.co2;
  self->off[STEADY_READING_ARTERIAL_PRESSURE] =
      self->mechanism[STEADY_MECHANISM_ARTERIAL_PRESSURE_OFF] > 0.5;
  self->off[STEADY_READING_MEASURED_FLOW] =
      self->mechanism[STEADY_MECHANISM_FLOW_PROBE_OFF] > 0.5;
  self->off[STEADY_READING_VENOUS_SATURATION] =
      steady_is_on (self, STEADY_MECHANISM_VENOUS_SATURATION_OFF);
  self->off[STEADY_READING_ACT] = s->act <= 0.0;
  r[STEADY_READING_VENT_SPEED] = self->mechanism[STEADY_MECHANISM_VENT_RPM];
  r[STEADY_READING_SUCKER_1_SPEED] = self->mechanism[STEADY_MECHANISM_SUCKER_1_RPM];
  r[STEADY_READING_SUCKER_2_SPEED] = self->mechanism[STEADY_MECHANISM_SUCKER_2_RPM];
  r[STEADY_READING_VENOUS_VACUUM] = self->mechanism[STEADY_MECHANISM_VENOUS_VACUUM];
  r[STEADY_READING_VENOUS_AIR] = h->line_air > 0.5 ? 1.0 : 0.0;
}

static void
show_more_temperatures (SteadySimulator *self)
{
  const SteadyTissue *tissue = &self->tissue;
  double             *r = self->reading;
  const double        dt = STEADY_SLICE_S;
  const double        blood =
      steady_transport_content (self, STEADY_POOL_DESCENDING, STEADY_SPECIES_HEAT);
  double *bladder = &r[STEADY_READING_BLADDER];
  double *oesophagus = &r[STEADY_READING_OESOPHAGUS];
  double *pleg = &r[STEADY_READING_CARDIOPLEGIA_TEMPERATURE];
  /* A bladder without urine lags more. [GK] */
  const double made = self->coefficients.urine * 3600.0 / self->setup.body.weight_kg;
  const double slow = 300.0 - 180.0 * steady_clamp (made, 0.0, 1.0);
  const bool   doses = self->hydraulics.cardioplegia_flow > 0.0;

  *bladder =
      steady_approach (*bladder, 0.7 * tissue->viscera + 0.3 * tissue->shell, dt, slow);
  *oesophagus =
      steady_approach (*oesophagus, 0.8 * tissue->core + 0.2 * blood, dt, 15.0);
  *pleg = steady_approach (*pleg, doses ? 6.0 : 20.0, dt, doses ? 10.0 : 300.0);
}

/* Mains, or a battery that runs out. */
static void
show_power (SteadySimulator *self)
{
  double    *r = self->reading;
  const bool dark = steady_is_on (self, STEADY_MECHANISM_MAINS_FAILURE);

  r[STEADY_READING_MAINS] = dark ? 0.0 : 1.0;
  if (dark)
    r[STEADY_READING_BATTERY] =
        fmax (r[STEADY_READING_BATTERY] - STEADY_SLICE_S / 60.0, 0.0);
  else
    r[STEADY_READING_BATTERY] =
        fmin (r[STEADY_READING_BATTERY] + 0.5 * STEADY_SLICE_S / 60.0, 90.0);
}

/* A tube shows its time when it has clotted, and no sooner. */
static void
show_act (SteadySimulator *self)
{
  SteadySensors *s = &self->sensors;

  if (s->act_waits <= 0.0)
    return;
  s->act_waits -= STEADY_SLICE_S;
  if (s->act_waits > 0.0)
    return;
  s->act = s->act_pending;
  s->act_step = self->step;
  self->reading[STEADY_READING_ACT] = s->act;
}

/*
 * Draws a clotting time, flushes a line, turns a tap; false when @mechanism is none of
 * these.
 *
 * Thread: the owner's; does not allocate.
 */
bool
steady_sensors_inject (SteadySimulator *self, SteadyMechanism mechanism, double value)
{
  SteadySensors *s = &self->sensors;

  switch ((int) mechanism)
    {
    case STEADY_MECHANISM_ACT_MEASURE:
      if (value < 0.5)
        return true;
      /* A tube agrees with another to some 4 %. [GK] */
      s->act_pending = steady_clamp (
          steady_drugs_clotting_time (self) * (1.0 + noise (self, 0.04)), 40.0, 1000.0);
      s->act_waits = s->act_pending;
      return true;
    case STEADY_MECHANISM_ARTERIAL_FLUSH_S:
      s->flush_left = value;
      return true;
    case STEADY_MECHANISM_ARTERIAL_SAMPLE_S:
      s->sample_left = value;
      return true;
    default:
      return false;
    }
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
  *nasopharynx = steady_approach (*nasopharynx,
                                  steady_is_on (self, STEADY_MECHANISM_NASOPHARYNX_OUT)
                                      ? 0.4 * tissue->core + 0.6 * 22.0
                                      : tissue->core,
                                  dt,
                                  20.0);
  *rectum =
      steady_approach (*rectum, 0.4 * tissue->viscera + 0.6 * tissue->shell, dt, 120.0);
  r[STEADY_READING_WATER_TEMPERATURE] = tissue->water;
  show_more_temperatures (self);
  show_power (self);
  show_act (self);
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

/* What a clip shows of a pool's haemoglobin: its bound oxygen. */
static void
show_saturation (SteadySimulator *self, SteadyPool pool, double *shown)
{
  const SteadyBlood blood = steady_transport_blood (self, pool);
  const double oxygen = steady_transport_content (self, pool, STEADY_SPECIES_OXYGEN);
  const double po2 = steady_blood_po2_of (&blood, oxygen, 7.38);
  const double truth = 100.0 * steady_blood_saturation (po2, 7.38, blood.p50);

  *shown = steady_approach (*shown, truth, 1.0, self->step == 0 ? 0.0 : 8.0);
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
  r[STEADY_READING_CEREBRAL_RIGHT] =
      self->tissue.cerebral_right + 1.0 + noise (self, 0.25);
  r[STEADY_READING_GLUCOSE] = self->tissue.glucose;
  r[STEADY_READING_SODIUM] = self->tissue.sodium;
  r[STEADY_READING_CALCIUM] = self->tissue.calcium;
  r[STEADY_READING_BASE_EXCESS] = self->tissue.base_excess;
  show_saturation (self, STEADY_POOL_ARTERIES, &r[STEADY_READING_PATIENT_SATURATION]);
  show_saturation (self, STEADY_POOL_DESCENDING, &r[STEADY_READING_FOOT_SATURATION]);
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
  r[STEADY_READING_BLADDER] = self->setup.body_temperature;
  r[STEADY_READING_OESOPHAGUS] = self->setup.body_temperature;
  r[STEADY_READING_CARDIOPLEGIA_TEMPERATURE] = 20.0;
}
