/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-playback.h"

/*
 * The edges of silence: what a pause reports, records and leaves behind, and that a
 * case which is played again falls silent and sounds as it did. Real time runs with the
 * bench.
 */

static void
start (AlarmBench *bench)
{
  bench_start (bench, "neonate", BENCH_PLAN, NULL);
  bench_run (bench, 1.5);
  g_assert_cmpuint (bench_present (bench), ==, 0);
  bench_forget (bench);
}

static void
recorder (AlarmBench *bench, SteadyRecorderState state, double seconds)
{
  bench_set (bench, STEADY_CHANNEL_RECORDER, state);
  bench_run (bench, seconds);
}

static void
level (AlarmBench *bench, SteadyLevelState state, double seconds)
{
  bench_set (bench, STEADY_CHANNEL_LEVEL_DETECTOR, state);
  bench_run (bench, seconds);
}

static void
press_pause (AlarmBench *bench)
{
  steady_alarm_system_pause (bench->system, bench->now, bench->now);
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

/* Whichever stands first in the file. */
static void
test_the_latest_of_equals_is_heard (void)
{
  static const char *const order[] = { "reservoir-stop", "sounder-lost" };

  for (unsigned first = 0; first < 2; first++)
    {
      AlarmBench bench;
      start (&bench);
      for (unsigned i = 0; i < 2; i++)
        {
          if ((i + first) % 2 == 0)
            level (&bench, STEADY_LEVEL_STOP, 0.02);
          else
            {
              bench_set (&bench, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_LOST);
              bench_tick (&bench);
            }
          g_assert_cmpint (
              bench_state (&bench, order[(i + first) % 2]), ==, STEADY_ALARM_ACTIVE);
          g_assert_cmpint (bench_sound (&bench).category,
                           ==,
                           (i + first) % 2 == 0 ? STEADY_CATEGORY_PERFUSION
                                                : STEADY_CATEGORY_EQUIPMENT);
        }
      bench_stop (&bench);
    }
}

static void
test_a_low_alarm_has_its_category (void)
{
  AlarmBench bench;
  start (&bench);
  recorder (&bench, STEADY_RECORDER_BEHIND, 5.1);
  const SteadySound sound = bench_sound (&bench);
  g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_LOW);
  g_assert_cmpint (sound.category, ==, STEADY_CATEGORY_EQUIPMENT);
  bench_stop (&bench);
}

/* The instants in the records are those of the hands and of the end, not of the onset.
 */
static void
test_records_of_silence_tell_when (void)
{
  AlarmBench bench;
  start (&bench);
  recorder (&bench, STEADY_RECORDER_FAILED, 1);
  bench_forget (&bench);

  const SteadyInstant pressed = bench.now + 3;
  steady_alarm_system_pause (bench.system, pressed, pressed);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 1);
  g_assert_cmpint (bench.changes[0].t, ==, pressed);
  g_assert_false (bench.changes[0].sounding);

  bench_run (&bench, 1);
  const SteadyInstant ended = bench.now + 5;
  steady_alarm_system_end_pause (bench.system, ended);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 2);
  g_assert_cmpint (bench.changes[1].t, ==, ended);
  g_assert_true (bench.changes[1].sounding);

  press_pause (&bench);
  bench_forget (&bench);
  run (&bench, 121);
  g_assert_cmpuint (bench.n_changes, ==, 2);
  g_assert_cmpint (
      bench.changes[1].t - bench.changes[0].t, ==, 120 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

/* What is pressed for a low alarm alone covers low ones alone, whatever was before. */
static void
test_the_last_pause_decides (void)
{
  AlarmBench bench;
  start (&bench);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  press_pause (&bench);
  level (&bench, STEADY_LEVEL_FINE, 1.1);
  recorder (&bench, STEADY_RECORDER_BEHIND, 5.1);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  press_pause (&bench);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

/* Pressed with nothing present it changes nothing: what runs goes on. */
static void
test_pause_of_nothing_leaves_the_one_that_runs (void)
{
  AlarmBench bench;
  start (&bench);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  press_pause (&bench);
  level (&bench, STEADY_LEVEL_FINE, 1.1);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  press_pause (&bench);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  g_assert_cmpuint (bench_sound (&bench).present, ==, 1);
  bench_stop (&bench);
}

/* After a pause a lower onset sounds with its very record, once. */
static void
test_after_a_pause_a_lower_onset_is_recorded_as_heard (void)
{
  AlarmBench bench;
  start (&bench);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  press_pause (&bench);
  level (&bench, STEADY_LEVEL_FINE, 1.1);
  run (&bench, 30);
  bench_forget (&bench);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  bench_sound (&bench);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 1);
  g_assert_true (bench.changes[0].sounding);
  bench_stop (&bench);
}

/* The countdown is of what is paused: an alarm that sounds, or that somebody has seen,
 * has none. */
static void
test_countdown_is_of_the_paused (void)
{
  AlarmBench bench;
  start (&bench);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  press_pause (&bench);
  const SteadyInstant end = bench_sound (&bench).pause_end;
  g_assert_cmpint (end, >, bench.now);
  /* one before it in the file and one behind it */
  bench_set (&bench, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_LOST);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpint (bench_sound (&bench).pause_end, ==, end);
  g_assert_true (
      steady_alarm_system_acknowledge (bench.system, bench.now, "recorder-failed"));
  g_assert_cmpint (bench_sound (&bench).pause_end, ==, 0);
  bench_stop (&bench);
}

/* The same again from the journal of @bench, tick by tick up to now: the last sound. */
static SteadySound
play_again (AlarmBench *bench, SteadyAlarmJournal *journal)
{
  SteadyAlarmPlayback playback;
  AlarmBench          other;
  size_t              size;
  bool                begins;
  const void         *bytes = steady_alarm_journal_take (journal, &size, &begins);

  g_assert_true (begins);
  bench_start (&other, "neonate", BENCH_PLAN, NULL);
  steady_alarm_playback_init (&playback, other.system, 0, bytes, size);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    steady_alarm_system_take_changes (
        other.system, other.changes, G_N_ELEMENTS (other.changes));
  g_assert_true (steady_alarm_playback_at_end (&playback));
  g_assert_cmpuint (bench_present (&other), ==, bench_present (bench));
  const SteadySound sound =
      steady_alarm_system_sound (other.system, steady_alarm_playback_real (&playback));
  bench_stop (&other);
  return sound;
}

static void
expect_same_sound (AlarmBench *bench, SteadyAlarmJournal *journal)
{
  const SteadySound then = bench_sound (bench);
  const SteadySound again = play_again (bench, journal);
  g_assert_cmpint (then.priority, ==, again.priority);
  g_assert_cmpint (then.category, ==, again.category);
  g_assert_cmpuint (then.episode, ==, again.episode);
  g_assert_cmpuint (then.present, ==, again.present);
}

/* A high and a medium are paused; the medium's longer time ends when no high is left.
 */
static void
test_replay_ends_each_pause_in_its_time (void)
{
  AlarmBench bench;
  start (&bench);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  press_pause (&bench);
  level (&bench, STEADY_LEVEL_FINE, 2);
  run (&bench, 130);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_MEDIUM);
  /* it comes again after the end of its pause, and then once more */
  recorder (&bench, STEADY_RECORDER_WRITING, 3);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  expect_same_sound (&bench, journal);
  bench_stop (&bench);
}

/* The pause of a high that sounds again already ends, too, with nothing left to
 * unpause. */
static void
test_replay_ends_a_pause_of_nothing (void)
{
  AlarmBench bench;
  start (&bench);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  press_pause (&bench);
  level (&bench, STEADY_LEVEL_FINE, 1.1);
  level (&bench, STEADY_LEVEL_STOP, 0.02);
  level (&bench, STEADY_LEVEL_FINE, 1.1);
  run (&bench, 31);
  recorder (&bench, STEADY_RECORDER_FAILED, 0.02);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_MEDIUM);
  expect_same_sound (&bench, journal);
  bench_stop (&bench);
}

/* The first rule of the file is one like the others. */
static void
test_replay_acknowledges_the_first_rule (void)
{
  AlarmBench bench;
  start (&bench);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  bench_quality (&bench, STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_QUALITY_LINK_LOST);
  bench_run (&bench, 2.1);
  g_assert_cmpint (
      bench_state (&bench, "system-state-unknown"), ==, STEADY_ALARM_ACTIVE);
  g_assert_true (steady_alarm_system_acknowledge (
      bench.system, bench.now, "system-state-unknown"));
  bench_tick (&bench);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  expect_same_sound (&bench, journal);
  bench_stop (&bench);
}

/* What a quiet minute adds to the journal: a pause that is over leaves nothing behind.
 */
static void
check_quiet (AlarmBench *bench, SteadyAlarmJournal *journal)
{
  size_t size;
  bool   begins;

  run (bench, 1);
  steady_alarm_journal_take (journal, &size, &begins);
  run (bench, 60);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, <, 16);
}

static void
test_no_pause_no_journal (void)
{
  AlarmBench bench;
  start (&bench);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  check_quiet (&bench, journal);
  for (unsigned ended = 0; ended < 2; ended++)
    {
      level (&bench, STEADY_LEVEL_STOP, 0.02);
      press_pause (&bench);
      level (&bench, STEADY_LEVEL_FINE, 1.1);
      if (ended)
        steady_alarm_system_end_pause (bench.system, bench.now);
      else
        run (&bench, 31);
      check_quiet (&bench, journal);
    }
  bench_stop (&bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/silence/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-latest-of-equals-is-heard", test_the_latest_of_equals_is_heard);
  ADD ("a-low-alarm-has-its-category", test_a_low_alarm_has_its_category);
  ADD ("records-of-silence-tell-when", test_records_of_silence_tell_when);
  ADD ("the-last-pause-decides", test_the_last_pause_decides);
  ADD ("pause-of-nothing-leaves-the-one-that-runs",
       test_pause_of_nothing_leaves_the_one_that_runs);
  ADD ("after-a-pause-a-lower-onset-is-recorded-as-heard",
       test_after_a_pause_a_lower_onset_is_recorded_as_heard);
  ADD ("countdown-is-of-the-paused", test_countdown_is_of_the_paused);
  ADD ("replay-ends-each-pause-in-its-time", test_replay_ends_each_pause_in_its_time);
  ADD ("replay-ends-a-pause-of-nothing", test_replay_ends_a_pause_of_nothing);
  ADD ("no-pause-no-journal", test_no_pause_no_journal);
  ADD ("replay-acknowledges-the-first-rule", test_replay_acknowledges_the_first_rule);
  return g_test_run ();
}
