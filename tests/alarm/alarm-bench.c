/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm-bench.h"

#include <string.h>

#include "alarm/steady-alarm-system-private.h"
#include "base/steady-paths.h"

/* A shipped rule file, such as "base". */
char *
bench_data (const char *name)
{
  g_autofree char *file = g_strdup_printf ("alarms/%s.json", name);
  return steady_paths_data (file);
}

void
bench_set (AlarmBench *self, SteadyChannel channel, double value)
{
  SteadySample sample = { .t = self->now,
                          .value = value,
                          .channel = (uint16_t) channel,
                          .quality = STEADY_QUALITY_VALID };
  self->values.latest[channel] = sample;
}

void
bench_quality (AlarmBench *self, SteadyChannel channel, SteadyQuality quality)
{
  self->values.latest[channel].quality = (uint8_t) quality;
}

/* A 3.2 kg child on full bypass with nothing wrong. */
void
bench_normal (AlarmBench *self)
{
  static const struct
  {
    SteadyChannel channel;
    double        value;
  } normal[] = {
    { STEADY_CHANNEL_ENGINE_LATENESS, 1 },
    { STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP },
    { STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_UP },
    { STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_LINK_UP },
    { STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING },
    { STEADY_CHANNEL_INTERVENTION_FAILED, 0 },
    { STEADY_CHANNEL_COMMAND_FAILED, 0 },
    { STEADY_CHANNEL_STEERING_LOST, 0 },
    { STEADY_CHANNEL_OVERRIDE, 0 },
    { STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR },
    { STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE },
    { STEADY_CHANNEL_RESERVOIR_VOLUME, 700 },
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 150 },
    { STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING },
    { STEADY_CHANNEL_PUMP_SPEED, 70 },
    { STEADY_CHANNEL_SET_PUMP_FLOW, 0.48 },
    { STEADY_CHANNEL_MEASURED_FLOW, 0.48 },
    { STEADY_CHANNEL_PATIENT_FLOW, 0.47 },
    { STEADY_CHANNEL_SWEEP, 0.5 },
    { STEADY_CHANNEL_ARTERIAL_MEAN, 52 },
    { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 34 },
    { STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_OPEN },
    { STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, 0 },
    { STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 110 },
    { STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, 40 },
    { STEADY_CHANNEL_POST_FILTER_MEAN, 95 },
    { STEADY_CHANNEL_FILTER_PRESSURE_DROP, 15 },
    { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 4 },
    { STEADY_CHANNEL_VENOUS_SATURATION, 75 },
    { STEADY_CHANNEL_ARTERIAL_SATURATION, 99 },
    { STEADY_CHANNEL_ARTERIAL_PO2, 180 },
    { STEADY_CHANNEL_ARTERIAL_PCO2, 40 },
    { STEADY_CHANNEL_POTASSIUM, 4.2 },
    { STEADY_CHANNEL_HAEMATOCRIT, 30 },
    { STEADY_CHANNEL_VENOUS_TEMPERATURE, 33 },
    { STEADY_CHANNEL_TEMPERATURE_GRADIENT, 1 },
    { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 35 },
    { STEADY_CHANNEL_WATER_TEMPERATURE, 34 },
    { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 70 },
    { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 70 },
    { STEADY_CHANNEL_MAINS, 1 },
    { STEADY_CHANNEL_BATTERY_MINUTES, 120 },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 400 },
    { STEADY_CHANNEL_FIO2, 60 },
    { STEADY_CHANNEL_SET_FIO2, 60 },
    { STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 4.5 },
    { STEADY_CHANNEL_PUMP_FLOW, 0.48 },
    { STEADY_CHANNEL_FLOW_PER_KG, 150 },
    { STEADY_CHANNEL_ARTERIAL_PUMP_KIND, STEADY_PUMP_KIND_ROLLER },
    { STEADY_CHANNEL_CARDIOPLEGIA_AIR, STEADY_DETECTOR_CLEAR },
    { STEADY_CHANNEL_VENOUS_AIR, STEADY_DETECTOR_CLEAR },
    { STEADY_CHANNEL_CARDIOPLEGIA_PUMP, STEADY_PUMP_STOPPED },
    { STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 0 },
    { STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE, 5 },
    { STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_OPEN },
    { STEADY_CHANNEL_VENOUS_VACUUM, 20 },
    { STEADY_CHANNEL_SET_VENOUS_VACUUM, 20 },
    { STEADY_CHANNEL_VENOUS_LINE_PRESSURE, -30 },
    { STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 100 },
    { STEADY_CHANNEL_WATER_BLOOD_GRADIENT, 1 },
    { STEADY_CHANNEL_REWARMING_RATE, 0 },
    { STEADY_CHANNEL_SET_WATER_TEMPERATURE, 34 },
    { STEADY_CHANNEL_WATER_LAG, 0 },
    { STEADY_CHANNEL_OXYGEN_EXTRACTION, 24 },
    { STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, 100 },
    { STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, 100 },
    { STEADY_CHANNEL_CEREBRAL_DIFFERENCE, 0 },
    { STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_TAKEN_YES },
    { STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_TAKEN_YES },
    { STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 0 },
    { STEADY_CHANNEL_VOLUME_DRIFT, 0 },
    { STEADY_CHANNEL_ACT, 600 },
    { STEADY_CHANNEL_GLUCOSE, 6 },
    { STEADY_CHANNEL_LACTATE, 1.2 },
    { STEADY_CHANNEL_ACT_AGE, 5 },
    { STEADY_CHANNEL_GAS_AGE, 5 },
    { STEADY_CHANNEL_CARDIOPLEGIA_AGE, 5 },
    { STEADY_CHANNEL_ARREST_TIME, 0 },
    { STEADY_CHANNEL_CLAMP_TIME, 6 },
    { STEADY_CHANNEL_BYPASS_TIME, 20 },
    { STEADY_CHANNEL_CONSOLE_LINK, STEADY_LINK_UP },
    { STEADY_CHANNEL_WAL_SIZE, 1 },
    { STEADY_CHANNEL_DISK_HOURS, 100 },
    { STEADY_CHANNEL_CLOCK_STEPPED, 0 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (normal); i++)
    bench_set (self, normal[i].channel, normal[i].value);
  /* this pump is set by its flow */
  bench_quality (self, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_NOT_APPLICABLE);
}

/* @profile NULL: the base file alone. */
void
bench_start (AlarmBench *self, const char *profile, double plan, const bool *fitted)
{
  bench_start_on (self, "base", profile, plan, fitted);
}

/* The same on another base file. */
void
bench_start_on (AlarmBench *self,
                const char *base_name,
                const char *profile,
                double      plan,
                const bool *fitted)
{
  g_autofree char       *base = bench_data (base_name);
  g_autofree char       *over = profile != NULL ? bench_data (profile) : NULL;
  const SteadyAlarmSetup setup = {
    .base_file = base, .profile_file = over, .plan_flow_l_min = plan, .fitted = fitted
  };
  g_autoptr (GError) error = NULL;

  memset (self, 0, sizeof *self);
  self->system = steady_alarm_system_new (&setup, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->system);
  self->now = 100 * STEADY_NSEC_PER_SEC;
  self->support.mode = STEADY_SUPPORT_FULL_BYPASS;
  self->support.mode_since = self->now;
  bench_normal (self);
}

void
bench_stop (AlarmBench *self)
{
  steady_alarm_system_free (self->system);
}

/* One tick of the engine. */
void
bench_tick (AlarmBench *self)
{
  SteadyAlarmRecord  changes[64];
  SteadyIntervention wires[16];

  self->now += BENCH_TICK;
  steady_alarm_system_update (self->system, self->now, &self->values, &self->support);
  const unsigned n = steady_alarm_system_take_changes (self->system, changes, 64);
  for (unsigned i = 0; i < n && self->n_changes < G_N_ELEMENTS (self->changes); i++)
    self->changes[self->n_changes++] = changes[i];
  const unsigned w = steady_alarm_system_take_interventions (self->system, wires, 16);
  for (unsigned i = 0; i < w && self->n_wires < G_N_ELEMENTS (self->wires); i++)
    self->wires[self->n_wires++] = wires[i];
}

/* Runs whole ticks for at least @seconds. */
void
bench_run (AlarmBench *self, double seconds)
{
  const SteadyInstant end = self->now + steady_span_from_seconds (seconds);
  while (self->now < end)
    bench_tick (self);
}

/* Forgets what was taken so far. */
void
bench_forget (AlarmBench *self)
{
  self->n_changes = 0;
  self->n_wires = 0;
}

SteadyAlarmState
bench_state (const AlarmBench *self, const char *id)
{
  SteadyAlarmRecord present[64];
  const unsigned    n = steady_alarm_system_present (self->system, present, 64);
  for (unsigned i = 0; i < n; i++)
    if (strcmp (present[i].id, id) == 0)
      return (SteadyAlarmState) present[i].state;
  return STEADY_ALARM_INACTIVE;
}

unsigned
bench_present (const AlarmBench *self)
{
  return steady_alarm_system_present (self->system, NULL, 0);
}

/* The last change of @id to @state, or NULL. */
const SteadyAlarmRecord *
bench_change (const AlarmBench *self, const char *id, SteadyAlarmState state)
{
  for (unsigned i = self->n_changes; i > 0; i--)
    if (strcmp (self->changes[i - 1].id, id) == 0 &&
        self->changes[i - 1].state == state)
      return &self->changes[i - 1];
  return NULL;
}

/* What is to be heard; real time runs with the bench. */
SteadySound
bench_sound (AlarmBench *self)
{
  return steady_alarm_system_sound (self->system, self->now);
}

/* How many interventions the rule @id asks for. */
unsigned
bench_rule_wires (const AlarmBench *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->system->rules, id);
  g_assert_cmpint (index, >=, 0);
  return self->system->rules.rules[index].n_wires;
}
