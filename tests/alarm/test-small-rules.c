/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <json-c/json.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-playback.h"
#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-command.h"
#include "small-rules.h"

/* Behaviour that no shipped rule needs today, on rules made for it: advisories, latches
 * with a delay, plan limits at their floors, and as many rules as there may be. */

#define ADVISORY                                                 \
  "'armed': {'modes': ['full-bypass'], 'advisory': ['weaning']," \
  " 'not_flags': ['cooling'], 'source': 's'}"

/* In an advisory mode the same condition is low and never escalates; a mode that takes
 * it seriously makes it what it is, at once and to be heard anew. */
static void
test_advisory_mode (void)
{
  AlarmBench bench;
  small_start (
      &bench,
      HEAD RULE ("low",
                 "medium",
                 ADVISORY ", " DELAY (
                     0, 0) ", 'escalates': {'to': 'high', 'after_s': 5, 'source':"
                           " 's'}, " BELOW (30)) TAIL);
  small_mode (&bench, STEADY_SUPPORT_WEANING);
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "low"),
                   ==,
                   STEADY_PROTECTION_ADVISORY);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_LOW);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_LOW);
  bench_run (&bench, 20);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_LOW);
  /* the phase takes it seriously: urgent, and by now overdue */
  steady_alarm_system_acknowledge (bench.system, bench.now, "low");
  const uint32_t episode = bench_sound (&bench).episode;
  small_mode (&bench, STEADY_SUPPORT_FULL_BYPASS);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpint (small_present (&bench, "low")->state, ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (bench_sound (&bench).episode, >, episode);
  /* back again: what is present keeps its priority until it clears */
  small_mode (&bench, STEADY_SUPPORT_WEANING);
  bench_run (&bench, 1);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_HIGH);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 50);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "low"));
  /* full bypass from the beginning: medium at once, high after 5 s, not before */
  small_mode (&bench, STEADY_SUPPORT_FULL_BYPASS);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_MEDIUM);
  bench_run (&bench, 4.98);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_MEDIUM);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "low")->priority, ==, STEADY_PRIORITY_HIGH);
  bench_stop (&bench);
}

/* A flag that disarms it disarms the advisory, too; so does a mode nobody knows. */
static void
test_advisory_is_disarmed (void)
{
  AlarmBench bench;
  small_start (&bench,
               HEAD RULE ("low", "medium", ADVISORY ", " DELAY (0, 0) ", " BELOW (30))
                   TAIL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  small_mode (&bench, STEADY_SUPPORT_WEANING);
  bench.support.flags = STEADY_FLAG_COOLING;
  bench_run (&bench, 1);
  g_assert_null (small_present (&bench, "low"));
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "low"),
                   ==,
                   STEADY_PROTECTION_DISARMED);
  bench.support.flags = 0;
  small_mode (&bench, 32);
  bench_run (&bench, 1);
  g_assert_null (small_present (&bench, "low"));
  small_mode (&bench, STEADY_SUPPORT_WEANING);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "low"));
  bench_stop (&bench);
}

/* A paused medium that becomes high is heard; one that stays medium stays paused. */
static void
test_raised_during_a_pause (void)
{
  AlarmBench bench;
  small_start (
      &bench,
      HEAD RULE (
          "one",
          "low",
          "'armed': 'always', " DELAY (
              0, 0) ", 'escalates':"
                    " {'to': 'medium', 'after_s': 5, 'source': 's'}, " BELOW (30))
          RULE ("two",
                "medium",
                "'armed': 'always', " DELAY (
                    0, 0) ", 'escalates':"
                          " {'to': 'high', 'after_s': 10, 'source': 's'}, " BELOW (30))
              TAIL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_tick (&bench);
  steady_alarm_system_pause (bench.system, bench.now, bench.now);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  bench_run (&bench, 5.1);
  g_assert_cmpint (small_present (&bench, "one")->priority, ==, STEADY_PRIORITY_MEDIUM);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_NONE);
  bench_run (&bench, 5.1);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_false (small_present (&bench, "one")->sounding);
  g_assert_true (small_present (&bench, "two")->sounding);
  bench_stop (&bench);
}

#define RESUME(wires)                                                           \
  HEAD RULE ("one",                                                             \
             "high",                                                            \
             "'armed': 'always', 'may_resume': {'after_s': 5, 'source': 's'}, " \
             "'did': 'd', " wires DELAY (0, 0) ", " BELOW (30)) TAIL

/* A pump may go on only after what stopped it, first of all. */
static void
test_who_may_resume (void)
{
  AlarmBench bench;
  small_refused (RESUME (""), "stops the pump first");
  small_refused (RESUME ("'interventions': [{'control': 'cardioplegia-stop'}], "),
                 "stops the pump first");
  small_refused (RESUME ("'interventions': [{'control': 'cardioplegia-stop'}, "
                         "{'control': 'pump-stop'}], "),
                 "stops the pump first");
  small_refused (
      RESUME ("'latching': true, 'interventions': [{'control': 'pump-stop'}], "),
      "does not latch");
  small_refused (
      HEAD RULE ("one",
                 "high",
                 "'armed': 'always', 'may_resume': {'after_s': 5, 'source': ''}, "
                 "'did': 'd', 'interventions': [{'control': 'pump-stop'}], " DELAY (
                     0, 0) ", " BELOW (30)) TAIL,
      "empty source");
  small_refused (
      HEAD RULE ("one",
                 "high",
                 "'armed': 'always', 'did': 'd', 'interventions': [{'control': "
                 "'pump-flow', 'value': 0.5, 'step': 0.1, 'every_s': 2, "
                 "'source': ''}], " DELAY (0, 0) ", " BELOW (30)) TAIL,
      "empty source");
  small_start (&bench, RESUME ("'interventions': [{'control': 'pump-stop'}], "));
  g_assert_cmpint (steady_alarm_system_resume_span (bench.system, "one"),
                   ==,
                   5 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (steady_alarm_system_resume_span (bench.system, "lost"), ==, 0);
  bench_stop (&bench);
}

/* The first rule of a file is a rule like any other. */
static void
test_the_first_rule (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup (HEAD TAIL);
  const char      *at = strstr (text, "'title': 't', 'what'");
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  g_autofree char *rules =
      g_strconcat (before,
                   "'did': 'd', 'interventions': [{'control': 'pump-stop'}], "
                   "'may_resume': {'after_s': 7, 'source': 's'}, ",
                   at,
                   NULL);
  SteadyAlarmLimit   limit;
  SteadyAlarmSystem *system = small_make (rules, (SteadyAlarmSetup){ 0 }, &error);

  g_assert_no_error (error);
  g_assert_true (
      steady_alarm_system_has_wire (system, "lost", STEADY_CONTROL_PUMP_STOP));
  g_assert_false (
      steady_alarm_system_has_wire (system, "lost", STEADY_CONTROL_CARDIOPLEGIA_STOP));
  g_assert_cmpint (
      steady_alarm_system_resume_span (system, "lost"), ==, 7 * STEADY_NSEC_PER_SEC);
  g_assert_false (steady_alarm_system_limit (system, "lost", &limit));
  g_assert_false (steady_alarm_system_holds (system, "lost"));
  steady_alarm_system_free (system);
}

/* What never was present has nothing to latch. */
static void
test_pending_does_not_latch (void)
{
  AlarmBench bench;
  small_start (&bench,
               HEAD RULE ("slow",
                          "high",
                          "'latching': true, 'armed': 'always', " DELAY (
                              3, 0) ", " BELOW (30)) TAIL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 2);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 50);
  bench_run (&bench, 1);
  g_assert_null (small_present (&bench, "slow"));
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 3.1);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 50);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "slow")->state, ==, STEADY_ALARM_LATCHED);
  bench_stop (&bench);
}

/* While the loss of a device is still in its delay, it explains its sensors already. */
static void
test_a_loss_in_its_delay_explains (void)
{
  AlarmBench bench;
  small_start (
      &bench,
      HEAD RULE ("lost-link",
                 "low",
                 "'technical': true, 'armed': 'always', " DELAY (
                     1, 1) ", 'watches': ['device_link']")
          RULE ("link",
                "high",
                "'technical': true, 'armed': 'always', " DELAY (
                    2, 1) ", 'condition': {'all': [{'channel': 'device_link', 'is': "
                          "'one-of', 'states': [3]}]}")
              RULE ("lost-sweep",
                    "high",
                    "'technical': true, 'armed': 'always', " DELAY (
                        1, 1) ", 'watches': ['sweep'], 'suppressed_by': ['link']")
                  TAIL);
  bench_set (&bench, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_LOST);
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_STALE);
  for (unsigned i = 0; i < 200; i++)
    {
      bench_tick (&bench);
      g_assert_null (small_present (&bench, "lost-sweep"));
    }
  g_assert_nonnull (small_present (&bench, "link"));
  /* what the device cannot explain is said beside it */
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_nonnull (small_present (&bench, "lost-sweep"));
  /* the link is back and the value still old: now it is the sensor */
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_STALE);
  bench_set (&bench, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP);
  bench_run (&bench, 2.5);
  g_assert_null (small_present (&bench, "link"));
  g_assert_nonnull (small_present (&bench, "lost-sweep"));
  bench_stop (&bench);
}

/* The signal that arms may be a share of another channel: the journal must hold it. */
static void
test_the_journal_holds_the_arming_signal (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  size_t              size;
  bool                begins;
  const char         *rules =
      HEAD            RULE ("low",
                 "medium",
                 "'armed': {'modes': ['full-bypass'], 'source': 's'}, " DELAY (
                     0, 0) ", " BELOW (30)) TAIL;

  small_start (&bench, rules);
  /* a limit that is set before there is a tick stands where the journal begins */
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (bench.system, 0);
  g_assert_true (steady_alarm_system_set_limit (bench.system, "low", 40));
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 35);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0.1);
  bench_set (&bench, STEADY_CHANNEL_SET_PUMP_FLOW, 2);
  bench_run (&bench, 11);
  g_assert_null (small_present (&bench, "low"));
  bench_set (&bench, STEADY_CHANNEL_SET_PUMP_FLOW, 0.9);
  bench_run (&bench, 10.1);
  g_assert_nonnull (small_present (&bench, "low"));
  const void         *bytes = steady_alarm_journal_take (journal, &size, &begins);
  g_autofree void    *whole = g_memdup2 (bytes, size);
  const SteadyInstant since = small_present (&bench, "low")->t;
  bench_stop (&bench);

  small_start (&bench, rules);
  steady_alarm_playback_init (&playback, bench.system, 0, whole, size);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    continue;
  g_assert_false (playback.damaged);
  g_assert_cmpint (small_present (&bench, "low")->t, ==, since);
  bench_stop (&bench);
}

/* A resumed system with a journal begins it anew. */
static void
test_restore_begins_the_journal_anew (void)
{
  AlarmBench bench;
  size_t     size;
  bool       begins;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  const size_t     bytes = steady_alarm_system_state_size (bench.system);
  g_autofree void *state = g_malloc (bytes);
  steady_alarm_system_save (bench.system, state);
  g_assert_true (steady_alarm_system_restore (bench.system, state, bytes));
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_true (begins);
  g_assert_cmpuint (size, >, bytes);
  bench_stop (&bench);
}

/* A saved state whose instants no clock can show is no state. */
static void
test_state_with_impossible_instants (void)
{
  AlarmBench bench;
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 1);
  SteadyAlarmSystem   *system = bench.system;
  const size_t         size = steady_alarm_system_state_size (system);
  g_autofree uint8_t  *state = g_malloc (size);
  SteadyInstant *const instants[] = {
    &system->common.now,
    &system->common.last_onset,
    &system->common.signal_since,
    &system->common.pause_end,
    &system->common.mode_since,
    &system->statuses[3].true_since,
    &system->statuses[3].false_since,
    &system->statuses[3].since,
    &system->statuses[3].changed,
    &system->statuses[3].silent_until,
  };
  static const struct
  {
    SteadyInstant instant;
    bool          fine;
  } tries[] = {
    { STEADY_INSTANT_NEVER, true },        { STEADY_ALARM_SPAN_MAX, true },
    { STEADY_ALARM_SPAN_MAX + 1, false },  { -STEADY_ALARM_SPAN_MAX, true },
    { -STEADY_ALARM_SPAN_MAX - 1, false }, { INT64_MIN, false },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (instants); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (tries); k++)
      {
        const SteadyInstant kept = *instants[i];
        *instants[i] = tries[k].instant;
        steady_alarm_system_save (system, state);
        *instants[i] = kept;
        g_assert_cmpint (
            steady_alarm_system_fits (system, state, size), ==, tries[k].fine);
        *instants[i] = kept;
      }
  bench_stop (&bench);
}

/* The plan takes the place of the profile's limit, at floor and ceiling and between,
 * and is refused beyond; so is one for a rule without a number. */
static void
test_plan_limits_and_their_floors (void)
{
  static const struct
  {
    const char *rule;
    double      value;
    bool        fine;
  } tries[] = {
    { "low", 10, true },    { "low", 60, true },
    { "low", 9.99, false }, { "low", 60.01, false },
    { "low", NAN, false },  { "states", 20, false },
    { "lost", 20, false },  { "of-another-day", 20, true },
  };
  const char *rules =
      HEAD    RULE ("low", "medium", "'armed': 'always', " DELAY (0, 0) ", " BELOW (30))
          RULE ("states",
                "low",
                "'armed': 'always', " DELAY (
                    0, 0) ", 'condition': {'all': [{'channel': 'recorder', 'is': "
                          "'one-of', 'states': [3]}]}") TAIL;
  for (unsigned i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      const SteadyAlarmPlanLimit limit = { .rule = tries[i].rule,
                                           .value = tries[i].value,
                                           .source = "the plan of the test" };
      g_autoptr (GError) error = NULL;
      SteadyAlarmSystem *system =
          small_make (rules,
                      (SteadyAlarmSetup){ .plan_limits = &limit, .n_plan_limits = 1 },
                      &error);
      g_assert_cmpint (system != NULL, ==, tries[i].fine);
      SteadyAlarmLimit in_force;
      if (system != NULL && strcmp (tries[i].rule, "low") == 0)
        {
          g_assert_true (steady_alarm_system_limit (system, "low", &in_force));
          g_assert_cmpfloat_with_epsilon (in_force.value, tries[i].value, 1e-12);
        }
      if (system == NULL)
        g_assert_nonnull (strstr (error->message, "change the plan"));
      steady_alarm_system_free (system);
    }
}

/* What the wire number @i of the rule of air says where @devices are attached. */
static void
check_air_wire (const char *const *devices,
                size_t             i,
                const char        *device,
                bool               alarm_only)
{
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system = small_make (
      HEAD RULE (
          "air",
          "high",
          "'armed': 'always', " DELAY (
              0, 0) ", 'did': 'd', 'interventions':"
                    " [{'control': 'pump-stop'}, {'control': 'arterial-clamp', 'value':"
                    " 1}], " BELOW (30)) TAIL,
      (SteadyAlarmSetup){ .devices = devices },
      &error);
  g_assert_no_error (error);
  g_autofree char    *text = steady_alarm_system_describe (system);
  struct json_object *about = json_tokener_parse (text);
  struct json_object *wires = json_object_object_get (
      json_object_array_get_idx (json_object_object_get (about, "rules"), 1),
      "interventions");
  struct json_object *wire = json_object_array_get_idx (wires, i);
  g_assert_cmpstr (
      json_object_get_string (json_object_object_get (wire, "device")), ==, device);
  g_assert_cmpint (
      json_object_get_boolean (json_object_object_get (wire, "alarm_only")),
      ==,
      alarm_only);
  json_object_put (about);
  steady_alarm_system_free (system);
}

/* Where the devices are known, each wire says which one carries it out, or none. A
 * clamp is left to hands where nothing stops the pump that it would close on. */
static void
test_wires_name_their_devices (void)
{
  const char *devices[STEADY_CONTROL_MAX] = { [STEADY_CONTROL_PUMP_STOP] = "pump A" };

  check_air_wire (devices, 0, "pump A", false);
  check_air_wire (devices, 1, NULL, true);
  devices[STEADY_CONTROL_ARTERIAL_CLAMP] = "clamp B";
  check_air_wire (devices, 1, "clamp B", false);
  devices[STEADY_CONTROL_PUMP_STOP] = NULL;
  check_air_wire (devices, 0, NULL, true);
  check_air_wire (devices, 1, "clamp B", true);
}

static char *
many_rules (unsigned count)
{
  GString *text = g_string_new (HEAD);
  for (unsigned i = 1; i < count; i++)
    g_string_append_printf (
        text,
        RULE ("rule-%u", "low", "'armed': 'always', " DELAY (0, 0) ", " BELOW (30)),
        i);
  g_string_append (text, TAIL);
  return g_string_free (text, FALSE);
}

/* As many rules as there may be, all present at once. */
static void
test_as_many_rules_as_there_may_be (void)
{
  AlarmBench       bench;
  g_autofree char *fine = many_rules (256);
  g_autofree char *more = many_rules (257);
  small_refused (more, "has 257 rules, must have 1 to 256");
  small_start (&bench, fine);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_cmpuint (bench_present (&bench), ==, 256);
  g_assert_cmpuint (bench_sound (&bench).present, ==, 255);
  bench_stop (&bench);
}

/* What a rule may not be. */
static void
test_rules_that_are_refused (void)
{
#define ONE(more) \
  HEAD RULE ("x", "low", "'armed': 'always', " DELAY (0, 0) ", " more) TAIL
#define CLAUSE                                                         \
  "{'channel': 'arterial_mean', 'is': 'below', 'limit': {'value': 20," \
  " 'floor': 10, 'ceiling': 60, 'hysteresis': 2, 'source': 's'}}"
  small_refused (
      ONE ("'condition': {'all': [{'channel': 'arterial_mean', 'is': 'one-of',"
           " 'states': [1]}]}"),
      "arterial_mean has no states");
  small_refused (
      ONE ("'condition': {'all': [{'channel': 'arterial_air', 'is': 'one-of',"
           " 'states': [2]}]}"),
      "must be from 0 to 1");
  small_refused (ONE ("'condition': {'all': [" CLAUSE "], 'any': [" CLAUSE "]}"),
                 "either");
  small_refused (ONE ("'condition': {'all': [" CLAUSE "," CLAUSE "," CLAUSE "," CLAUSE
                      "," CLAUSE "]}"),
                 "1 to 4 comparisons");
  small_refused (ONE ("'condition': {'all': [" CLAUSE "]}, 'watches': ['recorder']"),
                 "a sensor is technical");
  small_refused (ONE ("'technical': true, 'condition': {'all': [" CLAUSE
                      "]}, 'watches': ['recorder']"),
                 "has no condition");
  small_refused (ONE ("'watches': ['recorder']"), "a sensor is technical");
  small_refused (ONE ("'did': 'd', 'interventions': [{'control': 'cardioplegia-stop'},"
                      " {'control': 'arterial-clamp', 'value': 1}], " BELOW (30)),
                 "may only stop a pump");
  small_refused (
      ONE ("'suppressed_by': ['lost', 'lost', 'lost', 'lost', 'lost'], " BELOW (30)),
      "at most 4 rules");
  small_refused (ONE ("'latching': true, 'suppressed_by': ['lost'], " BELOW (30)),
                 "may not latch");
  small_refused (
      HEAD RULE ("a-name-that-is-much-too-long-to-be-the-id-of-a-rule-anywhere",
                 "low",
                 "'armed': 'always', " DELAY (0, 0) ", " BELOW (30)) TAIL,
      "must have 1 to");
  small_refused (
      ONE ("'technical': true, 'watches': ['recorder', 'recorder', 'recorder',"
           " 'recorder', 'recorder', 'recorder', 'recorder', 'recorder', 'recorder']"),
      "watches 1 to 8");
#undef TEXTS
#define TEXTS "'title': 't', 'what': '', 'first': 'f', 'causes': ['c']"
  small_refused (ONE (BELOW (30)), "needs texts");
#undef TEXTS
#define TEXTS "'title': 't', 'what': 'w', 'first': '', 'causes': ['c']"
  small_refused (ONE (BELOW (30)), "needs texts");
#undef TEXTS
#define TEXTS                                                                        \
  "'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c','c','c','c','c','c','c'," \
  "'c','c','c','c','c','c']"
  small_refused (ONE (BELOW (30)), "causes");
}

#define ADD(path, test) g_test_add_func ("/alarm/small-rules/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("advisory-mode", test_advisory_mode);
  ADD ("advisory-is-disarmed", test_advisory_is_disarmed);
  ADD ("raised-during-a-pause", test_raised_during_a_pause);
  ADD ("pending-does-not-latch", test_pending_does_not_latch);
  ADD ("who-may-resume", test_who_may_resume);
  ADD ("first-rule", test_the_first_rule);
  ADD ("a-loss-in-its-delay-explains", test_a_loss_in_its_delay_explains);
  ADD ("the-journal-holds-the-arming-signal", test_the_journal_holds_the_arming_signal);
  ADD ("restore-begins-the-journal-anew", test_restore_begins_the_journal_anew);
  ADD ("state-with-impossible-instants", test_state_with_impossible_instants);
  ADD ("plan-limits-and-their-floors", test_plan_limits_and_their_floors);
  ADD ("wires-name-their-devices", test_wires_name_their_devices);
  ADD ("as-many-rules-as-there-may-be", test_as_many_rules_as_there_may_be);
  ADD ("rules-that-are-refused", test_rules_that_are_refused);
  return g_test_run ();
}
