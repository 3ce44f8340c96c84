/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-command.h"
#include "small-rules.h"

/* What a file may say and what not, at the last number that is allowed and the first
 * that is not. */

#define ONE(more) HEAD RULE ("x", "low", ALWAYS DELAY (0, 0) ", " more) TAIL

static void
accepted (const char *rules)
{
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system = small_make (rules, (SteadyAlarmSetup){ 0 }, &error);
  g_assert_no_error (error);
  g_assert_nonnull (system);
  steady_alarm_system_free (system);
}

/* The head with one of its numbers changed. */
static char *
with (const char *what, const char *value)
{
  const char *text = HEAD TAIL;
  const char             *at = strstr (text, what);
  g_assert_nonnull (at);
  at += strlen (what);
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  return g_strconcat (before, value, at + strspn (at, "0123456789."), NULL);
}

static void
test_numbers_of_the_head (void)
{
  static const struct
  {
    const char *what;
    const char *most;
    const char *more;
  } rows[] = {
    { "'audio_pause_s': {'value': ", "120", "120.5" },
    { "'audio_pause_high_s': {'value': ", "120", "120.5" },
    { "'cascade_s': {'value': ", "120", "120.5" },
    { "'override_s': {'value': ", "300", "300.5" },
    { "'delay_s': {'value': ", "60", "60.5" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *most = with (rows[i].what, rows[i].most);
      g_autofree char *little = with (rows[i].what, "0.5");
      g_autofree char *more = with (rows[i].what, rows[i].more);
      accepted (most);
      accepted (little);
      small_refused (more, "must be from 0 to");
    }
}

/* A heater-cooler that is called sound must follow, and no faster than any can. */
static void
test_rate_of_the_water (void)
{
  static const char what[] = "'water_follows_per_min': {'value': ";
  g_autofree char  *least = with (what, "0.1"), *most = with (what, "5");
  g_autofree char  *less = with (what, "0.09"), *more = with (what, "5.1");

  accepted (least);
  accepted (most);
  small_refused (less, "must be from 0.1 to 5");
  small_refused (more, "must be from 0.1 to 5");
}

#define SHARE(members)                                                                 \
  RULE ("share",                                                                       \
        "low",                                                                         \
        ALWAYS DELAY (0,                                                               \
                      0) ", 'condition': {'all': [{'channel': 'measured_flow', "       \
                         "'is': 'below', 'percent': {'value': 50, 'of': 'plan', "      \
                         "'at_least': 0.01, 'hysteresis': 0.01, 'source': 's'" members \
                         "}}]}")
#define RESUMES(after)                                            \
  HEAD RULE ("x",                                                 \
             "low",                                               \
             ALWAYS "'may_resume': {'after_s': " after            \
                    ", 'source': 's'}, 'did': 'd', "              \
                    "'interventions': [{'control': 'pump-stop'}]" \
                    ", " DELAY (0, 0) ", " BELOW (30)) TAIL
#define WIRES(wires) ONE ("'did': 'd', 'interventions': [" wires "], " BELOW (30))
#define SLOWER(every)                                                     \
  "{'control': 'pump-flow', 'value': 0.5, 'step': 0.1, 'every_s': " every \
  ", 'source': 's'}"

static void
test_numbers_of_a_rule (void)
{
  accepted (RESUMES ("1"));
  small_refused (RESUMES ("0.9"), "must be from 1 to 60");
  accepted (RESUMES ("60"));
  small_refused (RESUMES ("60.1"), "must be from 1 to 60");
  accepted (WIRES (SLOWER ("30")));
  small_refused (WIRES (SLOWER ("30.1")), "to 30");
  accepted (WIRES ("{'control': 'pump-stop'}, {'control': 'arterial-clamp', 'value': "
                   "1}, {'control': 'cardioplegia-stop'}, " SLOWER ("2")));
  small_refused (
      WIRES ("{'control': 'pump-stop'}, {'control': 'arterial-clamp', 'value': "
             "1}, {'control': 'cardioplegia-stop'}, {'control': 'pump-stop'}, " SLOWER (
                 "2")),
      "at most 4 are allowed");
  small_refused (
      WIRES ("{'control': 'pump-stop'}, {'control': 'arterial-clamp', 'value': 0.5}"),
      "may only stop a pump");
  small_refused (
      WIRES ("{'control': 'pump-stop'}, {'control': 'arterial-clamp', 'value': 1.5}"),
      "must be from 0 to 1");
  small_refused (WIRES ("{'control': 'pump-start'}"), "may only stop a pump");
}

static void
test_who_a_rule_is (void)
{
  small_refused (HEAD RULE ("x", "urgent", ALWAYS DELAY (0, 0) ", " BELOW (30)) TAIL,
                 "must be low, medium or high");
  small_refused (HEAD ", {'id': 'x', 'priority': 'low', 'category': 'weather', "
                      "'source': 's', " ALWAYS DELAY (0, 0) ", " BELOW (30) ", " TEXTS
                                                                            "}" TAIL,
                 "one of the eight");
  small_refused (HEAD RULE ("x",
                            "low",
                            "'armed': {'modes': ['weaning'], 'source': 's'}, "
                            "'technical': true, " DELAY (0, 0) ", 'watches': ['sweep']")
                     TAIL,
                 "must be \"always\"");
  small_refused (
      HEAD RULE ("x",
                 "low",
                 "'armed': {'modes': ['weaning'], 'source': 's'}, 'did': 'd',"
                 " 'interventions': [{'control': 'pump-stop'}], " DELAY (
                     0, 0) ", " BELOW (30)) TAIL,
      "must be \"always\"");
  small_refused (ONE ("'interventions': [{'control': 'pump-stop'}], " BELOW (30)),
                 "did");
  small_refused (
      HEAD RULE ("x",
                 "low",
                 "'armed': {'modes': ['weaning'], 'not_flags': ['cooling', 'raining'],"
                 " 'source': 's'}, " DELAY (0, 0) ", " BELOW (30)) TAIL,
      "\"raining\" is no support flag");
}

#define CLAUSE(channel)                                                            \
  "{'channel': '" channel "', 'is': 'below', 'limit': {'value': 20, 'floor': 10, " \
  "'ceiling': 60, 'hysteresis': 2, 'source': 's'}}"
#define STATE "{'channel': 'recorder', 'is': 'one-of', 'states': [3]}"

/* Whatever a rule judges is watched: its first, its last and what one is a share of. */
static void
test_all_is_watched (void)
{
  small_refused (ONE ("'condition': {'all': [" CLAUSE ("fio2") "]}"),
                 "judges fio2, which no rule above watches");
  small_refused (
      ONE ("'condition': {'all': [" CLAUSE ("arterial_mean") "," CLAUSE ("fio2") "]}"),
      "judges fio2, which no rule above watches");
  small_refused (ONE ("'condition': {'all': [{'channel': 'measured_flow', 'is': "
                      "'below', 'percent': {'value': 50, 'of': 'set_pump_flow', "
                      "'at_least': 0.01, 'hysteresis': 0.01, 'source': 's'}}]}"),
                 "judges set_pump_flow, which no rule above watches");
}

/* A rule may be as full as there is room. */
static void
test_a_full_rule (void)
{
  SteadyAlarmLimit limit;
  AlarmBench       bench;

  small_start (
      &bench,
      HEAD RULE ("full-sensor",
                 "low",
                 "'technical': true, " ALWAYS DELAY (
                     1, 1) ", 'watches': ['sweep', 'fio2', 'lactate', 'glucose', "
                           "'potassium', 'haematocrit', 'act', 'set_fio2']")
          RULE ("states",
                "low",
                ALWAYS DELAY (0, 0) ", 'condition': {'any': [" STATE "," STATE "," STATE
                                    "," STATE "]}")
              RULE ("second",
                    "low",
                    ALWAYS DELAY (0, 0) ", 'condition': {'all': [" STATE
                                        "," CLAUSE ("arterial_mean") "]}") TAIL);
  g_assert_false (steady_alarm_system_limit (bench.system, "states", &limit));
  g_assert_true (steady_alarm_system_limit (bench.system, "second", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 20, 1e-12);
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (bench.system, 0);
  bench_tick (&bench);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), >, 0);
  bench_set (&bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_FAILED);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "states"));
  bench_quality (&bench, STEADY_CHANNEL_SET_FIO2, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_cmpint (
      small_present (&bench, "full-sensor")->channel, ==, STEADY_CHANNEL_SET_FIO2);
  g_autofree char *text = steady_alarm_system_describe (bench.system);
  g_assert_nonnull (strstr (text, "full-sensor"));
  /* nobody tells the state: what judges it four times keeps still for a dropout */
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "states"));
  bench_stop (&bench);
}

/* A flag each of the two disarms. */
static void
test_two_flags (void)
{
  AlarmBench bench;

  small_start (
      &bench,
      HEAD RULE ("x",
                 "low",
                 "'armed': {'modes': ['full-bypass'], 'not_flags': ['cooling', "
                 "'rewarming'], 'source': 's'}, " DELAY (0, 0) ", " BELOW (30)) TAIL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench.support.flags = STEADY_FLAG_COOLING;
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "x"));
  bench.support.flags = STEADY_FLAG_REWARMING;
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "x"));
  bench.support.flags = 0;
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "x"));
  bench_stop (&bench);
}

/* Shares have bounds where the file gives both. */
static void
test_bounds_of_a_share (void)
{
  g_autoptr (GError) error = NULL;
  SteadyAlarmLimit   limit;
  SteadyAlarmSystem *system = small_make (
      HEAD SHARE (", 'floor': 0, 'ceiling': 80") TAIL, (SteadyAlarmSetup){ 0 }, &error);
  g_assert_no_error (error);
  g_assert_true (steady_alarm_system_limit (system, "share", &limit));
  g_assert_cmpfloat_with_epsilon (limit.floor, 0, 1e-12);
  g_assert_true (steady_alarm_system_set_limit (system, "share", 0));
  steady_alarm_system_free (system);
  small_refused (HEAD SHARE (", 'floor': 10") TAIL, "ceiling");
  small_refused (HEAD SHARE (", 'ceiling': 80") TAIL, "floor");
  accepted (HEAD SHARE ("") TAIL);
}

/* Profile and plan may change the first rule and several more. */
static void
test_what_lies_over_the_file (void)
{
  static const SteadyAlarmPlanLimit limits[] = {
    { .rule = "one", .value = 21, .source = "the plan" },
    { .rule = "two", .value = 22, .source = "the plan" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *profile =
      g_strdup ("{'format': 'steady-alarm-profile', 'version': 1, 'profile': 'p', "
                "'title': 'P', 'source': 's', 'rules': {"
                "'lost': {'delay': {'on_s': 3, 'off_s': 1, 'source': 's'}}, "
                "'one': {'limit': {'value': 25, 'source': 's'}}}}");
  SteadyAlarmLimit limit;
  AlarmBench       bench;

  g_strdelimit (profile, "'", '"');
  small_start (&bench, HEAD TAIL);
  steady_alarm_system_free (bench.system);
  bench.system = small_make (
      HEAD RULE ("one", "low", ALWAYS DELAY (0, 0) ", " BELOW (30))
          RULE ("two", "low", ALWAYS DELAY (0, 0) ", " BELOW (30)) TAIL,
      (SteadyAlarmSetup){
          .profile_text = profile, .plan_limits = limits, .n_plan_limits = 2 },
      &error);
  g_assert_no_error (error);
  g_assert_true (steady_alarm_system_limit (bench.system, "one", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 21, 1e-12);
  g_assert_true (steady_alarm_system_limit (bench.system, "two", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 22, 1e-12);
  bench_tick (&bench);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 2.9);
  g_assert_null (small_present (&bench, "lost"));
  bench_run (&bench, 0.3);
  g_assert_nonnull (small_present (&bench, "lost"));
  bench_stop (&bench);
}

/* Without a plan a share of it protects nobody; the least plan is one. */
static void
test_the_plan_flow (void)
{
  AlarmBench bench;

  small_start (&bench, HEAD SHARE ("") TAIL);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0));
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "share"),
                   ==,
                   STEADY_PROTECTION_NONE);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0.5));
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "share"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 20));
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, 20.001));
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, -0.001));
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, NAN));
  g_assert_cmpfloat_with_epsilon (bench.system->plan_flow_l_min, 20, 1e-12);
  bench_stop (&bench);
}

#define FLOWS(test)                                                                    \
  RULE ("flow",                                                                        \
        "low",                                                                         \
        ALWAYS DELAY (0, 0) ", 'condition': {'all': [{'channel': 'arterial_mean'"      \
                            ", 'is': '" test "', 'limit': {'value': 30, 'floor': 10, " \
                            "'ceiling': 60, 'hysteresis': 2, 'source': 's'}}]}")

/* Each comparison at its limit and at the end of its hysteresis. */
static void
test_comparisons (void)
{
  static const struct
  {
    const char *rules;
    double      at;     /* the limit itself */
    double      beyond; /* just beyond */
    double      end;    /* where the hysteresis ends */
    double      back;   /* just behind that */
    bool        at_is;
    bool        end_is;
  } rows[] = {
    { HEAD FLOWS ("above") TAIL, 30, 30.5, 28, 28.5, false, false },
    { HEAD FLOWS ("at-least") TAIL, 30, 30.5, 28, 28.5, true, true },
    { HEAD FLOWS ("below") TAIL, 30, 29.5, 32, 31.5, false, false },
    { HEAD FLOWS ("at-most") TAIL, 30, 29.5, 32, 31.5, true, true },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const bool high = rows[i].beyond > 30;
      AlarmBench bench;
      bench_start (&bench, NULL, BENCH_PLAN, NULL);
      steady_alarm_system_free (bench.system);
      bench.system = small_make (rows[i].rules, (SteadyAlarmSetup){ 0 }, NULL);
      g_assert_nonnull (bench.system);
#define JUDGE(value, wanted)                               \
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, value); \
  bench_tick (&bench);                                     \
  g_assert_cmpint (small_present (&bench, "flow") != NULL, ==, wanted)
      JUDGE (high ? 20 : 40, false);
      JUDGE (rows[i].back, false); /* no hysteresis before it was there */
      JUDGE (rows[i].at, rows[i].at_is);
      JUDGE (rows[i].beyond, true);
      JUDGE (rows[i].back, true);
      JUDGE (rows[i].end, rows[i].end_is);
      JUDGE (high ? 20 : 40, false);
      JUDGE (rows[i].back, false);
      bench_stop (&bench);
    }
}

/* Each of several comparisons has a hysteresis of its own, and a dropout keeps it. */
static void
test_each_has_its_hysteresis (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("lost-cvp",
                          "low",
                          "'technical': true, " ALWAYS DELAY (
                              1, 1) ", 'watches': ['post_oxygenator_mean']")
                   RULE ("two",
                         "low",
                         ALWAYS DELAY (0, 0) ", 'condition': {'any': [" CLAUSE (
                             "arterial_mean") "," CLAUSE ("post_oxygenator_mean") "]}")
                       TAIL);
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 30);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "two"));
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 19);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "two"));
  g_assert_cmpint (
      small_present (&bench, "two")->channel, ==, STEADY_CHANNEL_POST_OXYGENATOR_MEAN);
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 21); /* in its hysteresis */
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "two"));
  bench_quality (
      &bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, STEADY_QUALITY_SENSOR_OFF);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 21);
  bench_tick (&bench);
  g_assert_true (small_present (&bench, "two")->condition);
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 23);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "two"));
  bench_set (&bench, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 21);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 21);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "two"));
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 19);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 21);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "two"));
  bench_stop (&bench);
}

/* A state that this build does not know is a bad one. */
static void
test_states_that_nobody_knows (void)
{
  static const double states[] = { -1, 0.5, 4, 33, 1e9 };
  AlarmBench          bench;

  small_start (
      &bench,
      HEAD RULE ("x", "low", ALWAYS DELAY (0, 0) ", 'condition': {'all': [" STATE "]}")
          TAIL);
  for (size_t i = 0; i < G_N_ELEMENTS (states); i++)
    {
      bench_set (&bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING);
      bench_tick (&bench);
      g_assert_null (small_present (&bench, "x"));
      bench_set (&bench, STEADY_CHANNEL_RECORDER, states[i]);
      bench_tick (&bench);
      g_assert_nonnull (small_present (&bench, "x"));
    }
  bench_stop (&bench);
}

/* Sensors of which a part is fitted watch that part. */
static void
test_a_sensor_that_is_partly_fitted (void)
{
  bool       fitted[STEADY_CHANNEL_MAX] = { false };
  AlarmBench bench;

  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench.system);
  fitted[STEADY_CHANNEL_RECORDER] = true; /* the last that "lost" watches */
  bench.system = small_make (HEAD TAIL, (SteadyAlarmSetup){ .fitted = fitted }, NULL);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.5);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "lost"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.5);
  g_assert_cmpint (
      small_present (&bench, "lost")->channel, ==, STEADY_CHANNEL_RECORDER);
  steady_alarm_system_free (bench.system);
  fitted[STEADY_CHANNEL_RECORDER] = false;
  bench.system = small_make (HEAD TAIL, (SteadyAlarmSetup){ .fitted = fitted }, NULL);
  bench_run (&bench, 1.5);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "lost"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  bench_stop (&bench);
}

/* "any" of several is fitted with one of them, and without all not. */
static void
test_any_that_is_partly_fitted (void)
{
  static const char rules[] =
      HEAD          RULE ("any",
                 "low",
                 ALWAYS DELAY (0, 0) ", 'condition': {'any': [" CLAUSE (
                     "arterial_mean") "," STATE "]}") TAIL;
  bool              fitted[STEADY_CHANNEL_MAX] = { false };
  AlarmBench        bench;

  for (unsigned i = 0; i < 2; i++)
    {
      bench_start (&bench, NULL, BENCH_PLAN, NULL);
      steady_alarm_system_free (bench.system);
      fitted[STEADY_CHANNEL_RECORDER] = i == 1;
      bench.system = small_make (rules, (SteadyAlarmSetup){ .fitted = fitted }, NULL);
      bench_tick (&bench);
      g_assert_cmpint (steady_alarm_system_protection (bench.system, "any"),
                       ==,
                       i == 1 ? STEADY_PROTECTION_ARMED : STEADY_PROTECTION_NOT_FITTED);
      bench_stop (&bench);
    }
}

/* Rules that are done with are empty, and may be done with once more. */
static void
test_finished_rules (void)
{
  g_autofree char *base = bench_data ("base");
  g_autoptr (GError) error = NULL;
  SteadyAlarmRules rules = { 0 };

  g_assert_true (steady_alarm_rules_load (
      &rules, &(SteadyAlarmSetup){ .base_file = base }, &error));
  g_assert_no_error (error);
  steady_alarm_rules_finish (&rules);
  g_assert_null (rules.rules);
  g_assert_cmpuint (rules.count, ==, 0);
  g_assert_null (rules.profile);
  steady_alarm_rules_finish (&rules);
}

/* Where the devices are not known nothing is said of them. */
static void
test_devices_that_are_not_known (void)
{
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system =
      small_make (WIRES ("{'control': 'pump-stop'}"), (SteadyAlarmSetup){ 0 }, &error);
  g_assert_no_error (error);
  g_autofree char *text = steady_alarm_system_describe (system);
  g_assert_nonnull (strstr (text, "interventions"));
  g_assert_null (strstr (text, "alarm_only"));
  steady_alarm_system_free (system);
}

#define ADD(path, test) g_test_add_func ("/alarm/rule-edges/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("numbers-of-the-head", test_numbers_of_the_head);
  ADD ("rate-of-the-water", test_rate_of_the_water);
  ADD ("numbers-of-a-rule", test_numbers_of_a_rule);
  ADD ("who-a-rule-is", test_who_a_rule_is);
  ADD ("all-is-watched", test_all_is_watched);
  ADD ("a-full-rule", test_a_full_rule);
  ADD ("two-flags", test_two_flags);
  ADD ("bounds-of-a-share", test_bounds_of_a_share);
  ADD ("what-lies-over-the-file", test_what_lies_over_the_file);
  ADD ("the-plan-flow", test_the_plan_flow);
  ADD ("comparisons", test_comparisons);
  ADD ("each-has-its-hysteresis", test_each_has_its_hysteresis);
  ADD ("states-that-nobody-knows", test_states_that_nobody_knows);
  ADD ("a-sensor-that-is-partly-fitted", test_a_sensor_that_is_partly_fitted);
  ADD ("any-that-is-partly-fitted", test_any_that_is_partly_fitted);
  ADD ("finished-rules", test_finished_rules);
  ADD ("devices-that-are-not-known", test_devices_that_are_not_known);
  return g_test_run ();
}
