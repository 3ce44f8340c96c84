/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm-bench.h"
#include "alarm/steady-alarm-condition.h"

/* What an alarm says about its cause, and values that do not apply just now. */

static void
start (AlarmBench *bench)
{
  bench_start (bench, "neonate", BENCH_PLAN, NULL);
  bench_run (bench, 1.5);
  g_assert_cmpuint (bench_present (bench), ==, 0);
  bench_forget (bench);
}

/* The value that tripped, not one that came later, and the limit that it passed. */
static void
test_the_record_shows_value_and_limit (void)
{
  AlarmBench bench;
  start (&bench);
  bench_set (&bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 401.5);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 399);
  bench_run (&bench, 1);
  const SteadyAlarmRecord *record =
      bench_change (&bench, "line-pressure-stop", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (record);
  g_assert_true (record->has_value);
  g_assert_true (record->condition);
  g_assert_cmpint (record->channel, ==, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN);
  g_assert_cmpfloat_with_epsilon (record->value, 401.5, 1e-9);
  g_assert_cmpfloat (record->limit, >, 100);
  g_assert_cmpfloat (record->limit, <, 399);
  bench_stop (&bench);
}

/* What does not apply is neither lost nor wrong, and ends what it had raised. */
static void
test_not_applicable_is_judged_as_fine (void)
{
  AlarmBench bench;
  start (&bench);
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_NOT_APPLICABLE);
  bench_run (&bench, 10);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "sweep-zero"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_set (&bench, STEADY_CHANNEL_SWEEP, 0);
  bench_run (&bench, 5.1);
  g_assert_cmpint (bench_state (&bench, "sweep-zero"), ==, STEADY_ALARM_ACTIVE);
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_NOT_APPLICABLE);
  bench_run (&bench, 5.1);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* Where there is nothing to compare, "any" holds for none and "all" for every one. */
static void
test_nothing_to_compare (void)
{
  static const bool        fitted[STEADY_CHANNEL_MAX] = { false };
  const SteadyAlarmContext context = { .fitted = fitted };
  const SteadyAlarmRule    any = { .any = true, .n_clauses = 2 };
  const SteadyAlarmRule    all = { .any = false };
  uint32_t                 clauses_true = 0;

  SteadyAlarmFinding finding = steady_alarm_judge_rule (&any, &context, &clauses_true);
  g_assert_cmpint (finding.truth, ==, STEADY_ALARM_FALSE);
  g_assert_false (finding.blind);
  finding = steady_alarm_judge_rule (&all, &context, &clauses_true);
  g_assert_cmpint (finding.truth, ==, STEADY_ALARM_TRUE);
  g_assert_false (finding.blind);
  g_assert_cmpuint (clauses_true, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/findings/the-record-shows-value-and-limit",
                   test_the_record_shows_value_and_limit);
  g_test_add_func ("/alarm/findings/not-applicable-is-judged-as-fine",
                   test_not_applicable_is_judged_as_fine);
  g_test_add_func ("/alarm/findings/nothing-to-compare", test_nothing_to_compare);
  return g_test_run ();
}
