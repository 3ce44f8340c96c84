/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"

/* What is heard: pause, acknowledgement, episodes. Real time runs with the bench. */

static void
start (AlarmBench *bench)
{
  bench_start (bench, "neonate", BENCH_PLAN, NULL);
  bench_run (bench, 1.5);
  g_assert_cmpint (bench_sound (bench).priority, ==, STEADY_PRIORITY_NONE);
  g_assert_cmpuint (bench_sound (bench).present, ==, 0);
}

static void
raise_medium (AlarmBench *bench)
{
  bench_set (bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_FAILED);
  bench_tick (bench);
}

static void
raise_second_medium (AlarmBench *bench)
{
  bench_set (bench, STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_LINK_LOST);
  bench_tick (bench);
}

static void
raise_low (AlarmBench *bench)
{
  bench_set (bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_BEHIND);
  bench_run (bench, 5.1);
}

static void
raise_high (AlarmBench *bench)
{
  bench_set (bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_STOP);
  bench_tick (bench);
}

static void
clear_high (AlarmBench *bench)
{
  bench_set (bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE);
  bench_run (bench, 1.1);
}

static void
press_pause (AlarmBench *bench)
{
  steady_alarm_system_pause (bench->system, bench->now, bench->now);
}

static void
expect (AlarmBench *bench, SteadyPriority priority)
{
  g_assert_cmpint (bench_sound (bench).priority, ==, priority);
}

/* Runs and lets pauses end, as the engine does. */
static void
run (AlarmBench *bench, double seconds)
{
  const SteadyInstant end = bench->now + steady_span_from_seconds (seconds);
  while (bench->now < end)
    {
      bench_tick (bench);
      bench_sound (bench);
    }
}

static void
test_loudest_and_its_category (void)
{
  AlarmBench bench;
  start (&bench);
  raise_medium (&bench);
  SteadySound sound = bench_sound (&bench);
  g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_MEDIUM);
  g_assert_cmpint (sound.category, ==, STEADY_CATEGORY_EQUIPMENT);
  raise_high (&bench);
  const uint32_t episode = sound.episode;
  sound = bench_sound (&bench);
  g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpint (sound.category, ==, STEADY_CATEGORY_PERFUSION);
  g_assert_cmpuint (sound.episode, >, episode);
  g_assert_cmpuint (sound.present, ==, 2);
  /* a medium onset under a high one starts no burst */
  raise_second_medium (&bench);
  g_assert_cmpuint (bench_sound (&bench).episode, ==, sound.episode);
  clear_high (&bench);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

static void
test_category_of_the_latest_of_equals (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  bench_set (&bench, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_LOST);
  bench_tick (&bench);
  g_assert_cmpint (bench_sound (&bench).category, ==, STEADY_CATEGORY_EQUIPMENT);
  bench_stop (&bench);
}

static void
test_pause_of_a_medium_ends_after_120_s (void)
{
  AlarmBench bench;
  start (&bench);
  raise_medium (&bench);
  const uint32_t episode = bench_sound (&bench).episode;
  bench_forget (&bench);
  press_pause (&bench);
  const SteadyInstant pressed = bench.now;
  expect (&bench, STEADY_PRIORITY_NONE);
  g_assert_cmpint (
      bench_sound (&bench).pause_end, ==, pressed + 120 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench_sound (&bench).present, ==, 1);
  bench_tick (&bench);
  /* the record tells that it fell silent, and is otherwise the same */
  g_assert_cmpuint (bench.n_changes, ==, 1);
  g_assert_cmpint (bench.changes[0].state, ==, bench.changes[0].before);
  g_assert_false (bench.changes[0].sounding);
  run (&bench, 120 - 0.02 - 0.02);
  expect (&bench, STEADY_PRIORITY_NONE);
  run (&bench, 0.02);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  g_assert_cmpuint (bench_sound (&bench).episode, >, episode);
  g_assert_cmpint (bench_sound (&bench).pause_end, ==, 0);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 2);
  g_assert_true (bench.changes[1].sounding);
  bench_stop (&bench);
}

static void
test_pause_of_a_high_is_30_s_while_a_pump_runs (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  raise_medium (&bench);
  press_pause (&bench);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 30 * STEADY_NSEC_PER_SEC);
  run (&bench, 30.1);
  expect (&bench, STEADY_PRIORITY_HIGH);
  /* the medium stays paused for its own time */
  clear_high (&bench);
  expect (&bench, STEADY_PRIORITY_NONE);
  g_assert_cmpint (bench_sound (&bench).pause_end, >, bench.now);
  run (&bench, 90);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

static void
test_pause_of_a_high_while_nothing_runs (void)
{
  AlarmBench bench;
  start (&bench);
  bench.support.mode = STEADY_SUPPORT_SET_UP;
  bench.support.mode_since = bench.now;
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, 0);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0);
  raise_high (&bench);
  press_pause (&bench);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 120 * STEADY_NSEC_PER_SEC);
  /* a pump whose state nobody knows may be running */
  steady_alarm_system_end_pause (bench.system, bench.now);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_QUALITY_LINK_LOST);
  bench_tick (&bench);
  press_pause (&bench);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 30 * STEADY_NSEC_PER_SEC);
  /* a speed speaks for itself */
  steady_alarm_system_end_pause (bench.system, bench.now);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, -40);
  bench_tick (&bench);
  press_pause (&bench);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 30 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

static void
test_new_onset_breaks_the_pause (void)
{
  AlarmBench bench;
  start (&bench);
  raise_medium (&bench);
  press_pause (&bench);
  raise_second_medium (&bench);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  press_pause (&bench);
  expect (&bench, STEADY_PRIORITY_NONE);
  const uint32_t episode = bench_sound (&bench).episode;
  raise_high (&bench);
  expect (&bench, STEADY_PRIORITY_HIGH);
  g_assert_cmpuint (bench_sound (&bench).episode, >, episode);
  bench_stop (&bench);
}

/* Lower than what was paused: silent until that pause is over, but not for longer. */
static void
test_lower_onset_waits_for_the_pause (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  press_pause (&bench);
  raise_medium (&bench);
  expect (&bench, STEADY_PRIORITY_NONE);
  g_assert_cmpuint (bench_sound (&bench).present, ==, 2);
  clear_high (&bench);
  run (&bench, 30);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  /* after that pause any onset sounds */
  bench_set (&bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING);
  bench_run (&bench, 2.1);
  raise_low (&bench);
  expect (&bench, STEADY_PRIORITY_LOW);
  bench_stop (&bench);
}

static void
test_high_that_comes_again_sounds (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  press_pause (&bench);
  clear_high (&bench);
  raise_high (&bench);
  expect (&bench, STEADY_PRIORITY_HIGH);
  bench_stop (&bench);
}

/* A medium that flickers during its own pause stays silent. */
static void
test_medium_that_comes_again_waits (void)
{
  AlarmBench bench;
  start (&bench);
  raise_medium (&bench);
  press_pause (&bench);
  bench_set (&bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING);
  bench_run (&bench, 2.1);
  raise_medium (&bench);
  expect (&bench, STEADY_PRIORITY_NONE);
  g_assert_cmpint (bench_sound (&bench).pause_end, >, bench.now);
  run (&bench, 120);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

static void
test_pause_without_alarms_does_nothing (void)
{
  AlarmBench bench;
  start (&bench);
  press_pause (&bench);
  g_assert_cmpint (bench_sound (&bench).pause_end, ==, 0);
  raise_low (&bench);
  expect (&bench, STEADY_PRIORITY_LOW);
  bench_stop (&bench);
}

static void
test_end_pause (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  raise_medium (&bench);
  press_pause (&bench);
  const uint32_t episode = bench_sound (&bench).episode;
  steady_alarm_system_end_pause (bench.system, bench.now);
  expect (&bench, STEADY_PRIORITY_HIGH);
  g_assert_cmpuint (bench_sound (&bench).episode, >, episode);
  g_assert_cmpint (bench_sound (&bench).pause_end, ==, 0);
  bench_stop (&bench);
}

/* Real time that went back, by a reboot, must not make a pause longer. */
static void
test_clock_that_went_back_ends_the_pause (void)
{
  AlarmBench bench;
  start (&bench);
  raise_medium (&bench);
  press_pause (&bench);
  expect (&bench, STEADY_PRIORITY_NONE);
  const SteadySound sound = steady_alarm_system_sound (bench.system, 0);
  g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_MEDIUM);
  g_assert_cmpint (sound.pause_end, ==, 0);
  bench_stop (&bench);
}

static void
test_acknowledge_is_for_one_alarm (void)
{
  AlarmBench bench;
  start (&bench);
  raise_high (&bench);
  raise_medium (&bench);
  g_assert_false (steady_alarm_system_acknowledge (bench.system, bench.now, "map-low"));
  g_assert_false (steady_alarm_system_acknowledge (bench.system, bench.now, ""));
  g_assert_true (
      steady_alarm_system_acknowledge (bench.system, bench.now, "reservoir-stop"));
  g_assert_false (
      steady_alarm_system_acknowledge (bench.system, bench.now, "reservoir-stop"));
  g_assert_cmpint (
      bench_state (&bench, "reservoir-stop"), ==, STEADY_ALARM_ACKNOWLEDGED);
  expect (&bench, STEADY_PRIORITY_MEDIUM);
  bench_tick (&bench);
  g_assert_cmpint (
      bench_change (&bench, "reservoir-stop", STEADY_ALARM_ACKNOWLEDGED)->before,
      ==,
      STEADY_ALARM_ACTIVE);
  /* acknowledged is not gone: it still holds the pump; pausing does not touch it */
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  press_pause (&bench);
  run (&bench, 200);
  g_assert_cmpint (
      bench_state (&bench, "reservoir-stop"), ==, STEADY_ALARM_ACKNOWLEDGED);
  /* gone and back: heard again */
  clear_high (&bench);
  raise_high (&bench);
  expect (&bench, STEADY_PRIORITY_HIGH);
  bench_stop (&bench);
}

static void
test_acknowledged_latch_stays_silent_until_it_comes_again (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 0);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  expect (&bench, STEADY_PRIORITY_HIGH);
  g_assert_true (
      steady_alarm_system_acknowledge (bench.system, bench.now, "arterial-air"));
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  expect (&bench, STEADY_PRIORITY_NONE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_tick (&bench);
  expect (&bench, STEADY_PRIORITY_HIGH);
  /* acknowledged while active, then latched: still silent */
  steady_alarm_system_acknowledge (bench.system, bench.now, "arterial-air");
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 0);
  bench_tick (&bench);
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  expect (&bench, STEADY_PRIORITY_NONE);
  bench_stop (&bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/audio/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("loudest-and-its-category", test_loudest_and_its_category);
  ADD ("category-of-the-latest-of-equals", test_category_of_the_latest_of_equals);
  ADD ("pause-of-a-medium-ends-after-120-s", test_pause_of_a_medium_ends_after_120_s);
  ADD ("pause-of-a-high-is-30-s-while-a-pump-runs",
       test_pause_of_a_high_is_30_s_while_a_pump_runs);
  ADD ("pause-of-a-high-while-nothing-runs", test_pause_of_a_high_while_nothing_runs);
  ADD ("new-onset-breaks-the-pause", test_new_onset_breaks_the_pause);
  ADD ("lower-onset-waits-for-the-pause", test_lower_onset_waits_for_the_pause);
  ADD ("high-that-comes-again-sounds", test_high_that_comes_again_sounds);
  ADD ("medium-that-comes-again-waits", test_medium_that_comes_again_waits);
  ADD ("pause-without-alarms-does-nothing", test_pause_without_alarms_does_nothing);
  ADD ("end-pause", test_end_pause);
  ADD ("clock-that-went-back-ends-the-pause", test_clock_that_went_back_ends_the_pause);
  ADD ("acknowledge-is-for-one-alarm", test_acknowledge_is_for_one_alarm);
  ADD ("acknowledged-latch-stays-silent-until-it-comes-again",
       test_acknowledged_latch_stays_silent_until_it_comes_again);
  return g_test_run ();
}
