/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"

/*
 * Every shipped rule, raised by the value that its limit names and cleared again, to
 * the tick. The limits stand here a second time, written from the practice sheet for
 * the neonate, so that a changed file is seen.
 */
typedef struct Case
{
  const char    *id;
  SteadyPriority priority;
  SteadyCategory category;
  SteadyChannel  channel;
  double         fine; /* just on the good side */
  double         bad;  /* just on the bad side */
  double         back; /* beyond the hysteresis */
  double         on_s;
  double         off_s;
} Case;

#define HIGH      STEADY_PRIORITY_HIGH
#define MEDIUM    STEADY_PRIORITY_MEDIUM
#define LOW       STEADY_PRIORITY_LOW
#define PERFUSION STEADY_CATEGORY_PERFUSION
#define EQUIPMENT STEADY_CATEGORY_EQUIPMENT

static const Case cases[] = {
  /* clang-format off */
  { "device-link-lost", HIGH, EQUIPMENT, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1 },
  { "device-not-connected", MEDIUM, EQUIPMENT, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP, STEADY_LINK_CONNECTING, STEADY_LINK_UP, 5, 0 },
  { "intervention-failed", HIGH, EQUIPMENT, STEADY_CHANNEL_INTERVENTION_FAILED, 0, 1, 0, 0, 1 },
  { "command-failed", MEDIUM, EQUIPMENT, STEADY_CHANNEL_COMMAND_FAILED, 0, 1, 0, 0, 1 },
  { "protection-overridden", MEDIUM, EQUIPMENT, STEADY_CHANNEL_OVERRIDE, 0, 2, 0, 0, 0 },
  { "start-overridden", STEADY_PRIORITY_LOW, EQUIPMENT, STEADY_CHANNEL_OVERRIDE, 0, 1, 0, 0, 0 },
  { "engine-late", MEDIUM, EQUIPMENT, STEADY_CHANNEL_ENGINE_LATENESS, 100, 100.1, 80, 0, 2 },
  { "sounder-lost", HIGH, EQUIPMENT, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1 },
  { "sounder-not-connected", HIGH, EQUIPMENT, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_UP, STEADY_LINK_CONNECTING, STEADY_LINK_UP, 10, 0 },
  { "not-supervised", MEDIUM, EQUIPMENT, STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1 },
  { "recorder-failed", MEDIUM, EQUIPMENT, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING, STEADY_RECORDER_FAILED, STEADY_RECORDER_WRITING, 0, 2 },
  { "recorder-behind", LOW, EQUIPMENT, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING, STEADY_RECORDER_BEHIND, STEADY_RECORDER_WRITING, 5, 2 },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_LOCAL, STEADY_PUMP_STOPPED, STEADY_PUMP_RUNNING, 0, 1 },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING, STEADY_PUMP_STOPPED_BY_INTERVENTION, STEADY_PUMP_RUNNING, 0, 1 },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 0.5, 0.4, 1.1, 0, 1 },
  { "no-forward-flow", HIGH, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 0.048, 0.047, 0.058, 3, 1 },
  { "sweep-zero", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_SWEEP, 0.05, 0.049, 0.07, 5, 2 },
  { "line-pressure-stop", HIGH, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 349.9, 350, 329.9, 0, 1 },
  { "line-pressure-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 249.9, 250, 239.9, 1, 1 },
  { "reservoir-stop", HIGH, PERFUSION, STEADY_CHANNEL_RESERVOIR_VOLUME, 25.1, 25, 30.1, 0, 1 },
  { "reservoir-stop", HIGH, PERFUSION, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE, STEADY_LEVEL_STOP, STEADY_LEVEL_FINE, 0, 1 },
  { "reservoir-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_RESERVOIR_VOLUME, 60.1, 60, 70.1, 2, 2 },
  { "reservoir-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE, STEADY_LEVEL_WARN, STEADY_LEVEL_FINE, 2, 2 },
  { "flow-low", MEDIUM, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.3841, 0.3839, 0.395, 15, 3 },
  { "flow-very-low", HIGH, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.2401, 0.2399, 0.251, 15, 3 },
  { "map-low", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 25, 24.9, 27, 60, 5 },
  { "map-very-low", HIGH, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 15, 14.9, 17, 10, 3 },
  { "clamp-unknown", HIGH, EQUIPMENT, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSED, STEADY_CLAMP_UNKNOWN, STEADY_CLAMP_OPEN, 0.5, 1 },
  { "clamp-unknown", HIGH, EQUIPMENT, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_OPENING, STEADY_CLAMP_DEFECTIVE, STEADY_CLAMP_OPEN, 0.5, 1 },
  { "mains-lost", MEDIUM, EQUIPMENT, STEADY_CHANNEL_MAINS, 1, 0, 1, 0, 1 },
  { "gas-supply-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 3, 2.99, 3.2, 5, 2 },
  { "fio2-wrong", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_FIO2, 57, 56.9, 57.6, 10, 2 },
  { "fio2-wrong", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_FIO2, 63, 63.1, 62.4, 10, 2 },
  { "pump-runaway", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_FLOW, 0.503, 0.505, 0.49, 1, 1 },
  { "backflow", HIGH, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 0.1, -0.021, 0.1, 1, 1 },
  { "cardioplegia-pressure-high", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, 150, 150.1, 129, 0, 1 },
  { "cardioplegia-pressure-low", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, -10, -10.1, -6, 0, 1 },
  { "line-pressure-low", MEDIUM, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 20, 19.9, 24, 3, 1 },
  { "transmembrane-high", MEDIUM, PERFUSION, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, 100, 100.1, 89, 30, 5 },
  { "flow-high", MEDIUM, PERFUSION, STEADY_CHANNEL_FLOW_PER_KG, 250, 250.1, 244, 5, 3 },
  { "sweep-ratio", STEADY_PRIORITY_LOW, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_SWEEP, 0.93, 0.95, 0.9, 60, 5 },
  { "map-high", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 60, 60.1, 56, 60, 5 },
  { "cvp-high", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 10, 10.1, 8.9, 30, 5 },
  { "svo2-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_VENOUS_SATURATION, 65, 64.9, 67.1, 60, 5 },
  { "svo2-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_VENOUS_SATURATION, 50, 49.9, 52.1, 60, 5 },
  { "arterial-oxygen-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_SATURATION, 95, 94.9, 95.6, 15, 3 },
  { "arterial-oxygen-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_PO2, 80, 79.9, 83.1, 15, 3 },
  { "po2-high", STEADY_PRIORITY_LOW, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_PO2, 250, 250.1, 239, 300, 10 },
  { "pco2-outside", MEDIUM, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_ARTERIAL_PCO2, 60, 60.1, 57.9, 60, 5 },
  { "pco2-outside", MEDIUM, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_ARTERIAL_PCO2, 30, 29.9, 31.1, 60, 5 },
  { "potassium-outside", MEDIUM, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 6, 6.1, 5.7, 60, 5 },
  { "potassium-outside", MEDIUM, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 3, 2.9, 3.2, 60, 5 },
  { "potassium-very-high", HIGH, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 7, 7.1, 6.7, 60, 5 },
  { "haematocrit-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_HAEMATOCRIT, 24, 23.9, 24.6, 60, 5 },
  { "do2i-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 340, 339, 351, 180, 10 },
  { "do2i-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 250, 249, 261, 60, 5 },
  { "cerebral-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 50, 49.9, 52.1, 20, 5 },
  { "cerebral-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 40, 39.9, 42.1, 20, 5 },
  { "water-hot", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_WATER_TEMPERATURE, 41, 41.1, 40.6, 10, 5 },
  { "temperature-gradient-wide", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_TEMPERATURE_GRADIENT, -10, -10.1, -9.4, 30, 5 },
  { "rewarming-gradient", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_TEMPERATURE_GRADIENT, 4, 4.1, 3.4, 30, 5 },
  { "arterial-outlet-hot", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 36.99, 37, 36.7, 10, 5 },
  { "arterial-outlet-too-hot", HIGH, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 37.49, 37.5, 37.2, 10, 5 },
  /* clang-format on */
};

static void
test_raises_and_clears_to_the_tick (gconstpointer data)
{
  const Case *c = data;
  AlarmBench  bench;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 2);
  g_assert_cmpuint (bench_present (&bench), ==, 0);

  bench_set (&bench, c->channel, c->fine);
  bench_run (&bench, c->on_s + 2);
  g_assert_cmpint (bench_state (&bench, c->id), ==, STEADY_ALARM_INACTIVE);

  bench_set (&bench, c->channel, c->bad);
  const SteadyInstant began = bench.now + BENCH_TICK;
  bench_run (&bench, c->on_s + 0.5);
  const SteadyAlarmRecord *on = bench_change (&bench, c->id, STEADY_ALARM_ACTIVE);
  g_assert_nonnull (on);
  g_assert_cmpint (on->t, ==, began + steady_span_from_seconds (c->on_s));
  g_assert_cmpint (on->since, ==, began);
  g_assert_cmpint (on->priority, ==, c->priority);
  g_assert_cmpint (on->category, ==, c->category);
  g_assert_true (on->sounding);
  g_assert_true (on->condition);

  if (c->back > c->bad || c->back < c->bad)
    bench_set (&bench, c->channel, c->back);
  const SteadyInstant better = bench.now + BENCH_TICK;
  bench_run (&bench, c->off_s + 0.5);
  const SteadyAlarmRecord *off = bench_change (&bench, c->id, STEADY_ALARM_INACTIVE);
  g_assert_nonnull (off);
  g_assert_cmpint (off->t, ==, better + steady_span_from_seconds (c->off_s));
  bench_stop (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/alarm/rules/raises-and-clears/%zu/%s", i, cases[i].id);
      g_test_add_data_func (path, &cases[i], test_raises_and_clears_to_the_tick);
    }
  return g_test_run ();
}
