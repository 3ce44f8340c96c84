/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <time.h>

#include "alarm-bench.h"
#include "measure/steady-command.h"

/* The state machine: latching, interventions, arming, lost sources, cascades. */

static void
start (AlarmBench *bench)
{
  bench_start (bench, "neonate", BENCH_PLAN, NULL);
  bench_run (bench, 1.5);
  g_assert_cmpuint (bench_present (bench), ==, 0);
}

static void
test_air_latches_and_holds_the_pump (void)
{
  AlarmBench bench;
  start (&bench);
  g_assert_false (steady_alarm_system_holds_pump (bench.system));

  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  g_assert_cmpuint (bench.n_wires, ==, 3);
  g_assert_cmpint (bench.wires[0].control, ==, STEADY_CONTROL_PUMP_STOP);
  g_assert_cmpint (bench.wires[1].control, ==, STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpfloat (bench.wires[1].value, >, 0.5);
  g_assert_cmpint (bench.wires[2].control, ==, STEADY_CONTROL_CARDIOPLEGIA_STOP);
  for (unsigned i = 0; i < 3; i++)
    {
      g_assert_cmpint (bench.wires[i].order, ==, i);
      g_assert_cmpstr (bench.wires[i].alarm, ==, "arterial-air");
    }

  /* once per onset, however long it lasts; no reset while it lasts */
  bench_run (&bench, 10);
  g_assert_cmpuint (bench.n_wires, ==, 3);
  g_assert_false (steady_alarm_system_reset (bench.system, bench.now, "arterial-air"));

  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_HIGH);

  /* air again while latched: a new onset, and the wires once more */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (bench.n_wires, ==, 6);

  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  bench_tick (&bench);
  g_assert_true (steady_alarm_system_reset (bench.system, bench.now, "arterial-air"));
  g_assert_false (steady_alarm_system_reset (bench.system, bench.now, "arterial-air"));
  g_assert_false (steady_alarm_system_reset (bench.system, bench.now, "no-such-rule"));
  bench_tick (&bench);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_false (steady_alarm_system_holds_pump (bench.system));
  const SteadyAlarmRecord *last =
      bench_change (&bench, "arterial-air", STEADY_ALARM_INACTIVE);
  g_assert_nonnull (last);
  g_assert_cmpint (last->before, ==, STEADY_ALARM_LATCHED);
  bench_stop (&bench);
}

/* A detector that is lost after it saw air must not free the pump. */
static void
test_latched_air_is_not_reset_without_its_detector (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_tick (&bench);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 5);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  g_assert_cmpint (bench_state (&bench, "sensor-lost-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_false (steady_alarm_system_reset (bench.system, bench.now, "arterial-air"));
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  bench_run (&bench, 2);
  g_assert_true (steady_alarm_system_reset (bench.system, bench.now, "arterial-air"));
  bench_stop (&bench);
}

/* Two trips in one tick: both stops before the clamp. */
static void
test_stops_go_before_clamps (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_set (&bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 400);
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 3);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 7);
  for (unsigned i = 0; i < 3; i++)
    g_assert_cmpint (bench.wires[i].control, ==, STEADY_CONTROL_PUMP_STOP);
  g_assert_cmpstr (bench.wires[0].alarm, ==, "arterial-air");
  g_assert_cmpstr (bench.wires[1].alarm, ==, "line-pressure-stop");
  g_assert_cmpstr (bench.wires[2].alarm, ==, "reservoir-stop");
  g_assert_cmpint (bench.wires[3].control, ==, STEADY_CONTROL_ARTERIAL_CLAMP);
  bench_stop (&bench);
}

static void
test_interventions_wait_until_they_are_taken (void)
{
  AlarmBench         bench;
  SteadyIntervention one;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  for (unsigned i = 0; i < 50; i++)
    {
      /* on and off without anybody taking: each wire stands there once */
      bench.now += BENCH_TICK;
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, i % 2);
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
    }
  unsigned taken = 0;
  while (steady_alarm_system_take_interventions (bench.system, &one, 1) == 1)
    g_assert_cmpint (one.order, ==, taken++);
  g_assert_cmpuint (taken, ==, 3);
  bench_stop (&bench);
}

static void
test_changes_that_nobody_takes (void)
{
  AlarmBench        bench;
  SteadyAlarmRecord record, last = { 0 };
  unsigned          taken = 0;
  start (&bench);
  for (unsigned i = 0; i < 5000; i++)
    {
      bench.now += BENCH_TICK;
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, i % 2);
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
    }
  while (steady_alarm_system_take_changes (bench.system, &record, 1) == 1)
    {
      g_assert_cmpint (record.t, >=, last.t);
      last = record;
      taken++;
    }
  g_assert_cmpuint (taken, >, 100);
  g_assert_cmpint (last.t, ==, bench.now);
  bench_stop (&bench);
}

static void
test_level_stop_holds_only_while_it_lasts (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_STOP);
  bench_tick (&bench);
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  g_assert_cmpuint (bench.n_wires, ==, 2);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE);
  bench_run (&bench, 1.1);
  g_assert_false (steady_alarm_system_holds_pump (bench.system));
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* A blip shorter than the delay raises nothing; one longer than the off-delay splits.
 */
static void
test_delays_both_ways (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 59);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 40);
  bench_run (&bench, 0.1);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 59);
  g_assert_cmpuint (bench.n_changes, ==, 0);
  bench_run (&bench, 2);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  /* above the limit, inside the hysteresis: still there */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 26);
  bench_run (&bench, 20);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  /* beyond it, but too short */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 40);
  bench_run (&bench, 4);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 4);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 40);
  bench_run (&bench, 4.9);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_run (&bench, 0.2);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpuint (bench.n_changes, ==, 2);
  bench_stop (&bench);
}

/* The severe stage takes the place of the mild one, and gives it back at once. */
static void
test_severe_stage_suppresses_the_mild_one (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 61);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 10);
  bench_run (&bench, 11);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_INACTIVE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 3.1);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

static void
test_first_out (void)
{
  AlarmBench bench;
  start (&bench);
  /* the pump stops; flow, then pressure follow */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, 0);
  bench_set (&bench, STEADY_CHANNEL_MEASURED_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 12);
  bench_run (&bench, 9.9);
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 50);
  bench_run (&bench, 10);
  const SteadyAlarmRecord *pump =
      bench_change (&bench, "arterial-pump-stopped", STEADY_ALARM_ACTIVE);
  const SteadyAlarmRecord *map =
      bench_change (&bench, "map-very-low", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (pump);
  g_assert_nonnull (map);
  g_assert_true (pump->first_out);
  g_assert_false (map->first_out);
  /* what explains them stands alone: no flow alarms beside it */
  g_assert_cmpint (bench_state (&bench, "flow-very-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (bench_state (&bench, "no-forward-flow"), ==, STEADY_ALARM_INACTIVE);
  /* much later another cascade begins */
  bench_run (&bench, 20);
  bench_set (&bench, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_LOST);
  bench_tick (&bench);
  g_assert_true (bench_change (&bench, "sounder-lost", STEADY_ALARM_ACTIVE)->first_out);
  bench_stop (&bench);
}

static void
test_phase_arms_and_disarms (void)
{
  AlarmBench bench;
  start (&bench);
  bench.support.mode = STEADY_SUPPORT_POST_BYPASS;
  bench.support.mode_since = bench.now;
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_MEASURED_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, 0);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  bench_set (&bench, STEADY_CHANNEL_SWEEP, 0);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 5);
  bench_run (&bench, 100);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "map-low"),
                   ==,
                   STEADY_PROTECTION_DISARMED);
  /* what no phase disarms */
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "arterial-air"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  /* going on bypass arms at once, an alarm that is present clears when disarmed */
  bench.support.mode = STEADY_SUPPORT_FULL_BYPASS;
  bench.support.mode_since = bench.now;
  bench_run (&bench, 15);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  bench.support.flags = STEADY_FLAG_CIRCULATORY_ARREST;
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (
      bench_state (&bench, "arterial-pump-stopped"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

static void
set_flow (AlarmBench *bench, double l_min)
{
  bench_set (bench, STEADY_CHANNEL_PATIENT_FLOW, l_min);
  bench_set (bench, STEADY_CHANNEL_MEASURED_FLOW, l_min);
}

/* Five minutes below the limit make a medium alarm a high one, with a sound of its own,
 * even where a person had seen it. */
static void
test_escalates_with_time (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 22);
  bench_run (&bench, 60.1);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  const SteadyAlarmRecord *on = bench_change (&bench, "map-low", STEADY_ALARM_ACTIVE);
  g_assert_cmpint (on->priority, ==, STEADY_PRIORITY_MEDIUM);
  const SteadyInstant since = on->since;
  steady_alarm_system_acknowledge (bench.system, bench.now, "map-low");
  bench_run (&bench, 230);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  const uint32_t episode = bench_sound (&bench).episode;
  bench_run (&bench, 10);
  on = bench_change (&bench, "map-low", STEADY_ALARM_ACTIVE);
  g_assert_cmpint (on->priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpint (on->since, ==, since);
  g_assert_cmpint (on->t, ==, since + 300 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpuint (bench_sound (&bench).episode, ==, episode + 1);
  /* once: seen again, it stays silent, and the next onset begins as medium */
  steady_alarm_system_acknowledge (bench.system, bench.now, "map-low");
  bench_run (&bench, 400);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 50);
  bench_run (&bench, 6);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 22);
  bench_run (&bench, 61);
  g_assert_cmpint (bench_change (&bench, "map-low", STEADY_ALARM_ACTIVE)->priority,
                   ==,
                   STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

/* An override is heard again each minute, however often a person has seen it. */
static void
test_is_heard_again (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_OVERRIDE, STEADY_OVERRIDE_GLOBAL);
  bench_run (&bench, 0.1);
  for (unsigned i = 0; i < 3; i++)
    {
      g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_MEDIUM);
      steady_alarm_system_acknowledge (
          bench.system, bench.now, "protection-overridden");
      bench_run (&bench, 59.9);
      g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
      bench_run (&bench, 0.2);
    }
  bench_set (&bench, STEADY_CHANNEL_OVERRIDE, STEADY_OVERRIDE_NONE);
  bench_run (&bench, 0.1);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* A prime that stands is quiet; one that goes round is blood that flows: without sweep
 * gas it alarms, and after ten seconds it arms everything, as any forgotten phase. */
static void
test_priming_is_armed_by_flow (void)
{
  AlarmBench bench;
  start (&bench);
  bench.support.mode = STEADY_SUPPORT_PRIMING;
  bench.support.mode_since = bench.now;
  bench_set (&bench, STEADY_CHANNEL_SWEEP, 0);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 10);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, 0);
  bench_run (&bench, 120);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, 70);
  bench_run (&bench, 6);
  g_assert_cmpint (bench_state (&bench, "sweep-zero"), ==, STEADY_ALARM_ACTIVE);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0.4);
  bench_run (&bench, 10.5);
  g_assert_cmpint (
      bench_state (&bench, "flow-outside-bypass"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
  bench_run (&bench, 10);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* Cold blood needs less oxygen: the alarm of its delivery waits for warmth. */
static void
test_oxygen_delivery_counts_when_warm (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 200);
  bench_set (&bench, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 28);
  bench_run (&bench, 200);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_set (&bench, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 34);
  bench_run (&bench, 60.1);
  g_assert_cmpint (bench_state (&bench, "do2i-very-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* What was held back by an override is asked for again, where it still holds. */
static void
test_interventions_are_renewed (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 20);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 5);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  bench_tick (&bench);
  bench_forget (&bench);
  g_assert_false (steady_alarm_system_holds (bench.system, "no-such-rule"));
  steady_alarm_system_renew_interventions (bench.system);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 2);
  g_assert_cmpstr (bench.wires[0].alarm, ==, "reservoir-stop");
  g_assert_cmpint (
      steady_alarm_system_override_span (bench.system), ==, 120 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

/* Somebody forgot to press "on bypass": flow arms by itself and never disarms. */
static void
test_flow_arms_a_forgotten_phase (void)
{
  AlarmBench bench;
  start (&bench);
  bench.support.mode = STEADY_SUPPORT_PRE_BYPASS;
  bench.support.mode_since = bench.now;
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 10);
  set_flow (&bench, 0.039);
  bench_run (&bench, 30);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  set_flow (&bench, 0.4);
  bench_tick (&bench);
  bench_run (&bench, 10 - 0.02);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "map-very-low"),
                   ==,
                   STEADY_PROTECTION_DISARMED);
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "map-very-low"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_run (&bench, 10.1);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  /* no flow any more: still armed */
  set_flow (&bench, 0);
  bench_run (&bench, 20);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (
      steady_alarm_system_protection (bench.system, "arterial-pump-stopped"),
      ==,
      STEADY_PROTECTION_ARMED);
  bench.support.flags = STEADY_FLAG_CEREBRAL_PERFUSION;
  bench_tick (&bench);
  g_assert_cmpint (
      steady_alarm_system_protection (bench.system, "arterial-pump-stopped"),
      ==,
      STEADY_PROTECTION_DISARMED);
  /* declared arrest disarms; so does the operator's next word on the phase */
  bench.support.flags = STEADY_FLAG_CIRCULATORY_ARREST;
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
  bench.support.flags = 0;
  bench.support.mode = STEADY_SUPPORT_POST_BYPASS;
  bench.support.mode_since = bench.now;
  bench_run (&bench, 30);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
  bench_stop (&bench);
}

/* Each source that is lost in each way: one technical alarm, its dependents inhibited
 * and not protected. */
static void
check_lost (SteadyQuality quality,
            SteadyChannel channel,
            const char   *technical,
            const char   *dependent)
{
  AlarmBench bench;
  start (&bench);
  bench_quality (&bench, channel, quality);
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, dependent),
                   ==,
                   STEADY_PROTECTION_NONE);
  bench_run (&bench, 30);
  g_assert_cmpuint (bench_present (&bench), ==, 1);
  g_assert_cmpint (bench_state (&bench, technical), ==, STEADY_ALARM_ACTIVE);
  const SteadyAlarmRecord *record =
      bench_change (&bench, technical, STEADY_ALARM_ACTIVE);
  g_assert_true (record->technical);
  g_assert_false (record->has_value);
  g_assert_cmpint (record->channel, ==, channel);
  bench_normal (&bench);
  bench_run (&bench, 2);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, dependent),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_stop (&bench);
}

static void
test_lost_sources (void)
{
  static const SteadyQuality qualities[] = {
    STEADY_QUALITY_MISSING, STEADY_QUALITY_IMPLAUSIBLE, STEADY_QUALITY_FROZEN,
    STEADY_QUALITY_STALE,   STEADY_QUALITY_SENSOR_OFF,  STEADY_QUALITY_LINK_LOST,
  };
  static const struct
  {
    SteadyChannel channel;
    const char   *technical;
    const char   *dependent;
  } sources[] = {
    { STEADY_CHANNEL_ARTERIAL_AIR, "sensor-lost-air", "arterial-air" },
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
      "sensor-lost-line-pressure",
      "line-pressure-stop" },
    { STEADY_CHANNEL_RESERVOIR_VOLUME, "sensor-lost-level", "reservoir-stop" },
    { STEADY_CHANNEL_LEVEL_DETECTOR, "sensor-lost-level", "reservoir-warn" },
    { STEADY_CHANNEL_SET_PUMP_FLOW, "sensor-lost-pump", "no-forward-flow" },
    { STEADY_CHANNEL_PUMP_SPEED, "sensor-lost-pump", "sweep-zero" },
    { STEADY_CHANNEL_ARTERIAL_PUMP, "sensor-lost-pump", "arterial-pump-stopped" },
    { STEADY_CHANNEL_MEASURED_FLOW, "sensor-lost-flow", "no-forward-flow" },
    { STEADY_CHANNEL_PATIENT_FLOW, "sensor-lost-flow", "flow-low" },
    { STEADY_CHANNEL_SWEEP, "sensor-lost-sweep", "sweep-zero" },
    { STEADY_CHANNEL_ARTERIAL_MEAN, "sensor-lost-arterial-pressure", "map-very-low" },
    { STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
      "sensor-lost-arterial-temperature",
      "arterial-outlet-hot" },
    { STEADY_CHANNEL_DEVICE_LINK, "system-state-unknown", "device-link-lost" },
    { STEADY_CHANNEL_RECORDER, "system-state-unknown", "recorder-failed" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (sources); i++)
    for (size_t k = 0; k < G_N_ELEMENTS (qualities); k++)
      check_lost (
          qualities[k], sources[i].channel, sources[i].technical, sources[i].dependent);
}

/* NaN and infinity are no values, whatever quality they claim. */
static void
test_numbers_that_are_none (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, (double) NAN);
  bench_run (&bench, 70);
  g_assert_cmpuint (bench_present (&bench), ==, 1);
  g_assert_cmpint (
      bench_state (&bench, "sensor-lost-arterial-pressure"), ==, STEADY_ALARM_ACTIVE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, -(double) INFINITY);
  bench_run (&bench, 70);
  g_assert_cmpuint (bench_present (&bench), ==, 1);
  /* a state that nobody knows is taken for the bad one */
  bench_normal (&bench);
  bench_run (&bench, 5);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 77);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* A device that goes takes its channels along: one alarm, not ten. */
static void
test_lost_device_is_one_alarm (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 61);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_set (&bench, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_LOST);
  /* what the engine itself counts begins at the baseline, and does not go */
  for (unsigned i = STEADY_CHANNEL_ARTERIAL_MEAN; i < STEADY_CHANNEL_CEREBRAL_BASELINE;
       i++)
    bench_quality (&bench,
                   (SteadyChannel) i,
                   i % 2 == 0 ? STEADY_QUALITY_LINK_LOST : STEADY_QUALITY_STALE);
  bench_run (&bench, 60);
  g_assert_cmpuint (bench_present (&bench), ==, 1);
  g_assert_cmpint (bench_state (&bench, "device-link-lost"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "arterial-air"),
                   ==,
                   STEADY_PROTECTION_NONE);
  /* a probe that fails besides has its own alarm */
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 2);
  g_assert_cmpint (bench_state (&bench, "sensor-lost-sweep"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* A dropout shorter than the sensor's delay restarts no delay and clears no alarm. */
static void
test_short_dropout_changes_nothing (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  for (unsigned i = 0; i < 59; i++)
    {
      bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
      bench_run (&bench, 0.5);
      bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_VALID);
      bench_run (&bench, 0.5);
    }
  /* it came on with the first usable value, half a second later */
  g_assert_cmpuint (bench.n_changes, ==, 0);
  bench_run (&bench, 2);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 0.9);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_run (&bench, 0.3);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (
      bench_state (&bench, "sensor-lost-arterial-pressure"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* Level by volume goes on when the level detector is lost, and the other way round. */
static void
test_one_of_two_sources_still_trips (void)
{
  AlarmBench bench;
  start (&bench);
  bench_quality (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 3);
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 10);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "reservoir-stop"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (bench.n_wires, ==, 2);
  bench_stop (&bench);
}

static void
test_not_fitted_is_not_lost (void)
{
  AlarmBench bench;
  bool       fitted[STEADY_CHANNEL_MAX];
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    fitted[i] =
        i == STEADY_CHANNEL_ARTERIAL_MEAN || i == STEADY_CHANNEL_RESERVOIR_VOLUME;
  bench_start (&bench, "neonate", BENCH_PLAN, fitted);
  memset (&bench.values, 0, sizeof bench.values);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 300);
  bench_run (&bench, 61);
  g_assert_cmpuint (bench_present (&bench), ==, 1);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "arterial-air"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  /* one of two is enough where either trips */
  bench_set (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, 20);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "reservoir-stop"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "no-such-rule"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  bench_stop (&bench);
}

static void
test_no_plan_no_percentage (void)
{
  AlarmBench bench;
  bench_start (&bench, "neonate", 0, NULL);
  set_flow (&bench, 0.1);
  bench_run (&bench, 60);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "flow-low"),
                   ==,
                   STEADY_PROTECTION_NONE);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* Without beats some values cannot exist, and that is no fault. */
static void
test_not_applicable_is_no_fault (void)
{
  AlarmBench bench;
  start (&bench);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_NOT_APPLICABLE);
  bench_run (&bench, 70);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* The set flow is nought while the pump turns: 20 mL/min are asked for all the same. */
static void
test_turning_pump_without_a_set_flow (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_SET_PUMP_FLOW, 0);
  bench_set (&bench, STEADY_CHANNEL_MEASURED_FLOW, 0.01);
  bench_run (&bench, 3.1);
  g_assert_cmpint (bench_state (&bench, "no-forward-flow"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpfloat_with_epsilon (
      bench_change (&bench, "no-forward-flow", STEADY_ALARM_ACTIVE)->limit, 0.02, 1e-9);
  bench_stop (&bench);
}

static void
test_present_counts_beyond_its_room (void)
{
  AlarmBench        bench;
  SteadyAlarmRecord one;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_set (&bench, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_LOST);
  bench_tick (&bench);
  g_assert_cmpuint (steady_alarm_system_present (bench.system, &one, 1), ==, 2);
  g_assert_cmpstr (one.id, ==, "sounder-lost");
  g_assert_cmpuint (steady_alarm_system_rules (bench.system), >, 30);
  steady_alarm_system_free (NULL);
  bench_stop (&bench);
}

/* Cheap enough for a tick of 20 ms, with room: all rules, everything wrong. */
static void
test_update_is_cheap (void)
{
  AlarmBench bench;
  start (&bench);
  memset (&bench.values, 0, sizeof bench.values);
  double each = G_MAXDOUBLE;
  /* the best of some turns: what else the machine does is no cost of these */
  for (unsigned turn = 0; turn < 20; turn++)
    {
      const clock_t from = clock (); /* of the processor: others may be busy */
      for (unsigned i = 0; i < 1000; i++)
        {
          bench.now += BENCH_TICK;
          steady_alarm_system_update (
              bench.system, bench.now, &bench.values, &bench.support);
        }
      each = MIN (each, (double) (clock () - from) / CLOCKS_PER_SEC * 1e6 / 1000);
    }
  g_test_message ("%.2f us for %u rules with every source lost",
                  each,
                  steady_alarm_system_rules (bench.system));
  /* generous: a sanitizer must not fail it */
  g_assert_cmpfloat (each, <, 500);
  bench_stop (&bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/machine/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("air-latches-and-holds-the-pump", test_air_latches_and_holds_the_pump);
  ADD ("latched-air-is-not-reset-without-its-detector",
       test_latched_air_is_not_reset_without_its_detector);
  ADD ("stops-go-before-clamps", test_stops_go_before_clamps);
  ADD ("interventions-wait-until-they-are-taken",
       test_interventions_wait_until_they_are_taken);
  ADD ("changes-that-nobody-takes", test_changes_that_nobody_takes);
  ADD ("level-stop-holds-only-while-it-lasts",
       test_level_stop_holds_only_while_it_lasts);
  ADD ("delays-both-ways", test_delays_both_ways);
  ADD ("severe-stage-suppresses-the-mild-one",
       test_severe_stage_suppresses_the_mild_one);
  ADD ("first-out", test_first_out);
  ADD ("phase-arms-and-disarms", test_phase_arms_and_disarms);
  ADD ("flow-arms-a-forgotten-phase", test_flow_arms_a_forgotten_phase);
  ADD ("lost-sources", test_lost_sources);
  ADD ("numbers-that-are-none", test_numbers_that_are_none);
  ADD ("lost-device-is-one-alarm", test_lost_device_is_one_alarm);
  ADD ("short-dropout-changes-nothing", test_short_dropout_changes_nothing);
  ADD ("one-of-two-sources-still-trips", test_one_of_two_sources_still_trips);
  ADD ("not-fitted-is-not-lost", test_not_fitted_is_not_lost);
  ADD ("no-plan-no-percentage", test_no_plan_no_percentage);
  ADD ("not-applicable-is-no-fault", test_not_applicable_is_no_fault);
  ADD ("turning-pump-without-a-set-flow", test_turning_pump_without_a_set_flow);
  ADD ("present-counts-beyond-its-room", test_present_counts_beyond_its_room);
  ADD ("update-is-cheap", test_update_is_cheap);
  g_test_add_func ("/alarm/machine/escalates-with-time", test_escalates_with_time);
  g_test_add_func ("/alarm/machine/is-heard-again", test_is_heard_again);
  ADD ("priming-is-armed-by-flow", test_priming_is_armed_by_flow);
  g_test_add_func ("/alarm/machine/oxygen-delivery-counts-when-warm",
                   test_oxygen_delivery_counts_when_warm);
  g_test_add_func ("/alarm/machine/interventions-are-renewed",
                   test_interventions_are_renewed);
  return g_test_run ();
}
