/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-system-private.h"
#include "small-rules.h"

/* States that are saved and gone on from, and a clock that goes back. */

#define MAP(value)   bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, value)
#define LOW_RULE(id) RULE (id, "low", ALWAYS DELAY (0, 0) ", " BELOW (30))

/* A state belongs to its rules, whichever of their names differs. */
static void
test_whose_state_it_is (void)
{
#define LONG_1 "a-name-as-long-as-a-name-of-a-rule-may-be-aaaaa"
#define LONG_2 "b-name-as-long-as-a-name-of-a-rule-may-be-bbbbb"
  g_autofree char *renamed = g_strdup (HEAD LOW_RULE (LONG_1) LOW_RULE (LONG_2) TAIL);
  const char      *others[] = { HEAD LOW_RULE (LONG_1) LOW_RULE ("c") TAIL,
                                HEAD LOW_RULE (LONG_2) LOW_RULE (LONG_1) TAIL,
                                renamed };
  AlarmBench       bench;

  memcpy (strstr (renamed, "'lost'"), "'last'", 6);
  small_start (&bench, HEAD LOW_RULE (LONG_1) LOW_RULE (LONG_2) TAIL);
  const size_t     size = steady_alarm_system_state_size (bench.system);
  g_autofree void *state = g_malloc (size);
  steady_alarm_system_save (bench.system, state);
  g_assert_true (steady_alarm_system_fits (bench.system, state, size));
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      SteadyAlarmSystem *other =
          small_make (others[i], (SteadyAlarmSetup){ 0 }, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (steady_alarm_system_state_size (other), ==, size);
      g_assert_false (steady_alarm_system_fits (other, state, size));
      steady_alarm_system_free (other);
    }
  bench_stop (&bench);
}

/* What the first alarm's state may hold, and what not. */
static void
test_what_a_state_may_hold (void)
{
  AlarmBench bench;

  small_start (&bench, HEAD TAIL);
  const size_t       size = steady_alarm_system_state_size (bench.system);
  g_autofree void   *state = g_malloc (size);
  SteadyAlarmStatus *status = &bench.system->statuses[0];
#define TRY(member, most)                                                  \
  G_STMT_START                                                             \
  {                                                                        \
    status->member = most;                                                 \
    steady_alarm_system_save (bench.system, state);                        \
    g_assert_true (steady_alarm_system_fits (bench.system, state, size));  \
    status->member = most + 1;                                             \
    steady_alarm_system_save (bench.system, state);                        \
    g_assert_false (steady_alarm_system_fits (bench.system, state, size)); \
    status->member = 0;                                                    \
  }                                                                        \
  G_STMT_END
  TRY (state, STEADY_ALARM_LATCHED);
  TRY (truth, STEADY_ALARM_TRUE);
  TRY (protection, STEADY_PROTECTION_ADVISORY);
  TRY (priority, STEADY_PRIORITY_HIGH);
  TRY (channel, STEADY_CHANNEL_MAX - 1);
  bench_stop (&bench);
}

/* Who goes on from a state begins with it: what was not taken before is of another
 * day, what is present is heard anew, and a journal holds the state. */
static void
test_going_on (void)
{
  g_autofree char *rules = small_with_first (
      "'did': 'd', 'interventions': [{'control': 'pump-stop'}]", HEAD TAIL);
  AlarmBench         bench, fresh;
  SteadyAlarmRecord  changes[4];
  SteadyIntervention wires[4];

  small_start (&bench, rules);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  for (unsigned i = 0; i < 60; i++)
    {
      bench.now += BENCH_TICK;
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
    }
  const size_t     size = steady_alarm_system_state_size (bench.system);
  g_autofree void *state = g_malloc (size);
  steady_alarm_system_save (bench.system, state);
  const uint32_t episode = bench_sound (&bench).episode;
  g_assert_true (steady_alarm_system_restore (bench.system, state, size));
  g_assert_cmpuint (bench_sound (&bench).episode, ==, episode + 1);
  g_assert_cmpuint (steady_alarm_system_take_changes (bench.system, changes, 4), ==, 0);
  g_assert_cmpuint (
      steady_alarm_system_take_interventions (bench.system, wires, 4), ==, 0);

  g_autoptr (GError) error = NULL;
  fresh = bench;
  fresh.system = small_make (rules, (SteadyAlarmSetup){ 0 }, &error);
  g_assert_no_error (error);
  g_assert_true (steady_alarm_system_restore (fresh.system, state, size));
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (fresh.system, 0);
  bench_tick (&fresh);
  size_t written;
  bool   begins;
  steady_alarm_journal_take (journal, &written, &begins);
  g_assert_true (begins);
  g_assert_cmpuint (written, >, size);
  bench_stop (&fresh);
  bench_stop (&bench);
}

/* A clock that goes back takes along all that delays count from. */
static void
test_a_clock_that_goes_back (void)
{
  AlarmBench bench;

  small_start (&bench, HEAD LOW_RULE ("one") TAIL);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  MAP (20);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 2);
  const SteadyAlarmStatus before[] = { bench.system->statuses[0],
                                       bench.system->statuses[1] };
  const SteadyAlarmCommon common = bench.system->common;
  const SteadySpan        back = 50 * STEADY_NSEC_PER_SEC;
  g_assert_cmpint (common.signal_since, !=, STEADY_INSTANT_NEVER);
  g_assert_cmpint (common.last_onset, !=, STEADY_INSTANT_NEVER);
  steady_alarm_shift_statuses (bench.system, -back);
  for (unsigned i = 0; i < 2; i++)
    {
      const SteadyAlarmStatus *status = &bench.system->statuses[i];
      g_assert_cmpint (status->true_since, ==, before[i].true_since - back);
      g_assert_cmpint (status->since, ==, before[i].since - back);
      g_assert_cmpint (status->changed, ==, before[i].changed - back);
    }
  g_assert_cmpint (bench.system->common.last_onset, ==, common.last_onset - back);
  g_assert_cmpint (bench.system->common.signal_since, ==, common.signal_since - back);
  MAP (50);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_VALID);
  bench_run (&bench, 0.5);
  const SteadyInstant fine = bench.system->statuses[0].false_since;
  const SteadyInstant now = bench.system->common.now;
  const SteadyInstant mode = bench.system->common.mode_since;
  g_assert_cmpint (fine, !=, STEADY_INSTANT_NEVER);
  steady_alarm_system_shift (bench.system, back);
  g_assert_cmpint (bench.system->statuses[0].false_since, ==, fine + back);
  g_assert_cmpint (bench.system->common.now, ==, now + back);
  g_assert_cmpint (bench.system->common.mode_since, ==, mode + back);
  g_assert_cmpint (bench.system->common.pause_end, ==, common.pause_end);
  bench_stop (&bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/state-edges/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whose-state-it-is", test_whose_state_it_is);
  ADD ("what-a-state-may-hold", test_what_a_state_may_hold);
  ADD ("going-on", test_going_on);
  ADD ("a-clock-that-goes-back", test_a_clock_that_goes_back);
  return g_test_run ();
}
