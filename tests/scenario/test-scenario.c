/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "measure/steady-vocabulary.h"
#include "scenario/steady-attempts.h"
#include "scenario/steady-course.h"
#include "scenario/steady-debrief.h"
#include "scenario/steady-scenario-shelf.h"

static char *
text_of (const char *name)
{
  g_autofree char *path = steady_paths_data (name);
  char            *text;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static char *
stuffy_text (void)
{
  return text_of ("scenarios/stuffy.json");
}

/* Loads @text as if it were the file; the caller frees the scenario. */
static SteadyScenario *
load_text (const char *text, gssize length, GError **error)
{
  g_autofree char *path = NULL;
  const int        file = g_file_open_tmp ("steady-scenario-XXXXXX", &path, NULL);
  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  SteadyScenario *scenario = steady_scenario_load (path, error);
  g_unlink (path);
  return scenario;
}

static void
assert_refused (const char *from, const char *to, const char *place)
{
  g_autofree char *text = stuffy_text ();
  g_autoptr (GError) error = NULL;
  char *at = strstr (text, from);

  g_assert_nonnull (at);
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  g_autofree char *bad = g_strconcat (before, to, at + strlen (from), NULL);
  g_assert_null (load_text (bad, -1, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "steady-scenario-"));
  g_assert_nonnull (strstr (error->message, place));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_every_shipped_scenario_loads (void)
{
  g_autofree char *folder = steady_paths_data ("scenarios");
  GDir            *dir = g_dir_open (folder, 0, NULL);
  const char      *name;
  unsigned         count = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      SteadyScenario *scenario = steady_scenario_load (path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (strlen (steady_scenario_title (scenario)), >, 0);
      steady_scenario_free (scenario);
      count++;
    }
  g_dir_close (dir);
  g_assert_cmpuint (count, >=, 1);
}

static void
test_stuffy_starts_on_bypass (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  SteadyScenario  *scenario = steady_scenario_load (path, NULL);

  g_assert_nonnull (scenario);
  const SteadySupport start = steady_scenario_start (scenario);
  g_assert_cmpuint (start.mode, ==, STEADY_SUPPORT_FULL_BYPASS);
  g_assert_cmpuint (start.flags, ==, STEADY_FLAG_COOLING);
  g_assert_cmpuint (steady_scenario_seed (scenario), ==, 3200);
  steady_scenario_free (scenario);
}

static void
test_bad_files_are_refused_with_their_place (void)
{
  assert_refused ("\"steady-scenario\"", "\"steady-plan\"", "format");
  assert_refused ("\"version\": 1", "\"version\": 2", "version");
  assert_refused ("\"weight_kg\": 3.2", "\"weight_kg\": 0", "patient.weight_kg");
  assert_refused ("\"weight_kg\": 3.2", "\"weight_kg\": \"3.2\"", "patient.weight_kg");
  assert_refused ("\"profile\": \"neonate\"", "\"profile\": \"bear\"", "patient");
  assert_refused ("\"full-bypass\"", "\"half-bypass\"", "start");
  assert_refused ("[\"cooling\"]", "[\"cooling\", \"icing\"]", "start.flags[1]");
  assert_refused ("\"at_s\": 270", "\"at_s\": -1", "timeline[1].at_s");
  assert_refused (
      "\"at_s\": 270", "\"when\": {\"channel\": \"x\"}", "timeline[1].when");
  assert_refused (
      "\"bsa_m2\": \"Mosteller", "\"other\": \"Mosteller", "patient.sources");
  assert_refused ("\"timeline\"", "\"time\"", "\"time\" means nothing");
}

static void
assert_refused_in (const char *name,
                   const char *from,
                   const char *to,
                   const char *place)
{
  g_autofree char *text = text_of (name);
  g_autoptr (GError) error = NULL;
  char *at = strstr (text, from);

  g_assert_nonnull (at);
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  g_autofree char *bad = g_strconcat (before, to, at + strlen (from), NULL);
  g_assert_null (load_text (bad, -1, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, place));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_bad_courses_are_refused_with_their_place (void)
{
  static const struct
  {
    const char *from, *to, *place;
  } faults[] = {
    { "\"within_s\"", "\"within\"", "means nothing here" },
    { "\"milestone\": \"detected\"", "\"milestone\": \"seen\"", "expected[0]" },
    { "\"did\": \"free-venous-line\"", "\"did\": \"pray\"", "no action" },
    { "\"did\": \"tell-surgeon\"",
      "\"step\": \"tell-surgeon\"",
      "no step of the timeline" },
    { "\"difficulty\": 1", "\"difficulty\": 9", "difficulty" },
    { "\"category\": \"incident\"", "\"category\": \"joke\"", "category" },
    { "\"never\"", "\"always\"", "means nothing here" },
    { "\"control\": \"pump-flow\"", "\"control\": \"pump\"", "is none" },
    { "\"alarm\": \"reservoir-warn\"",
      "\"alarm\": \"reservoir-warn\", \"mode\": \"muf\"",
      "has both" },
    { "\"id\": \"tell\"", "\"id\": \"notice\"", "stands twice" },
    { "\"id\": \"tell\"", "\"id\": \"Tell\"", "small letters" },
    { "\"hints\": [", "\"hints\": [ 7, ", "hints" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    assert_refused_in ("scenarios/venous-return-lost.json",
                       faults[i].from,
                       faults[i].to,
                       faults[i].place);
  assert_refused_in ("scenarios/low-act.json", "\"right\": 0", "\"right\": 2", "right");
  assert_refused_in (
      "scenarios/low-act.json", "\"neonate-before\"", "\"nobody\"", "nobody.json");
  assert_refused_in (
      "scenarios/low-act.json", "\"neonate-before\"", "\"../x\"", "small letters");
}

static void
test_truncated_files_are_refused (void)
{
  g_autofree char *text = stuffy_text ();
  const size_t     length = strlen (g_strchomp (text));

  for (size_t i = 0; i < length; i += 7)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (load_text (text, (gssize) i, &error));
      g_assert_nonnull (error);
    }
}

static void
garble (const char *name, unsigned times)
{
  g_autofree char *text = text_of (name);
  const size_t     length = strlen (text);
  SteadyRandom     random;

  steady_random_init (&random, 1);
  for (unsigned i = 0; i < times; i++)
    {
      g_autofree char *bad = g_strdup (text);
      g_autoptr (GError) error = NULL;
      for (uint64_t n = 1 + steady_random_bits (&random) % 4; n > 0; n--)
        bad[steady_random_bits (&random) % length] ^=
            (char) (1 << steady_random_bits (&random) % 8);
      SteadyScenario *scenario = load_text (bad, (gssize) length, &error);
      g_assert_true ((scenario == NULL) == (error != NULL));
      steady_scenario_free (scenario);
    }
}

static void
test_garbled_files_never_crash (void)
{
  garble ("scenarios/stuffy.json", 800);
  garble ("scenarios/venous-return-lost.json", 800);
  garble ("scenarios/tutorial-clamp.json", 800);
  garble ("scenarios/ecmo-transport.json", 800);
}

/* A course that is looked at now and then. */
typedef struct Run
{
  SteadyScenario    *scenario;
  SteadyCourse      *course;
  SteadyValueTable  *values;
  SteadySupport      support;
  SteadyAlarmRecord  alarm; /* present where its id is not empty */
  SteadyCourseEffect effects[8];
} Run;

static void
begin (Run *run, SteadyScenario *scenario)
{
  g_assert_nonnull (scenario);
  *run = (Run){ .scenario = scenario,
                .course = g_new0 (SteadyCourse, 1),
                .values = g_new0 (SteadyValueTable, 1),
                .support = steady_scenario_start (scenario) };
  steady_course_init (run->course);
}

static void
finish (Run *run)
{
  steady_scenario_free (run->scenario);
  g_free (run->course);
  g_free (run->values);
}

static unsigned
look (Run *run, double seconds)
{
  const SteadyConditionView view = { .now = steady_span_from_seconds (seconds),
                                     .values = run->values,
                                     .support = &run->support,
                                     .alarms = &run->alarm,
                                     .n_alarms = run->alarm.id[0] != '\0' };
  return steady_course_update (run->course, run->scenario, &view, run->effects, 8);
}

static void
show (Run *run, SteadyChannel channel, double value)
{
  const SteadySample sample = { .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID,
                                .value = value };
  steady_value_table_set (run->values, &sample);
}

static void
test_each_step_is_given_once_and_survives_a_resume (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  Run              run;

  begin (&run, steady_scenario_load (path, NULL));
  g_assert_cmpuint (look (&run, 239), ==, 0);
  g_assert_cmpuint (look (&run, 240), ==, 1);
  g_assert_cmpstr (run.effects[0].effect.mechanism, ==, "cross_clamp");
  g_assert_cmpint (run.effects[0].effect.ramp, ==, STEADY_NSEC_PER_SEC / 2);
  g_assert_cmpuint (look (&run, 241), ==, 0);
  g_assert_false (steady_course_give_step (run.course, run.scenario, 0));
  g_assert_false (
      steady_course_give_step (run.course, run.scenario, run.scenario->n_steps));
  g_assert_cmpuint (look (&run, 242), ==, 0);
  SteadyCourse *kept = g_memdup2 (run.course, sizeof *run.course);
  finish (&run);

  g_assert_true (steady_course_is_sane (kept));
  begin (&run, steady_scenario_load (path, NULL));
  memcpy (run.course, kept, sizeof *kept);
  g_free (kept);
  g_assert_cmpuint (look (&run, 271), ==, 1);
  g_assert_cmpstr (run.effects[0].effect.mechanism, ==, "cardioplegia_ml");
  finish (&run);
}

static void
test_a_value_triggers_and_a_missing_one_does_not (void)
{
  g_autofree char *text = stuffy_text ();
  char            *at = strstr (text, "\"at_s\": 240,");
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  g_autofree char *with = g_strconcat (
      before,
      "\"at_s\": 10, \"when\": {\"channel\": \"arterial_mean\", \"below\": 30},",
      at + strlen ("\"at_s\": 240,"),
      NULL);
  Run run;

  begin (&run, load_text (with, -1, NULL));
  g_assert_cmpuint (look (&run, 5), ==, 0);
  g_assert_cmpuint (look (&run, 20), ==, 0);
  show (&run, STEADY_CHANNEL_ARTERIAL_MEAN, 25);
  g_assert_cmpuint (look (&run, 21), ==, 1);
  g_assert_cmpstr (run.effects[0].effect.mechanism, ==, "cross_clamp");
  finish (&run);
}

static Run
begin_named (const char *name)
{
  g_autofree char *file = g_strdup_printf ("scenarios/%s.json", name);
  g_autofree char *path = steady_paths_data (file);
  Run              run;
  begin (&run, steady_scenario_load (path, NULL));
  return run;
}

static SteadyItemVerdict
verdict_of (const Run *run, const char *id)
{
  for (unsigned i = 0; i < run->scenario->n_expected; i++)
    if (strcmp (run->scenario->expected[i].id, id) == 0)
      return (SteadyItemVerdict) run->course->items[i].verdict;
  g_error ("nothing expected is called %s", id);
}

static void
happen (
    Run *run, SteadyConditionKind kind, unsigned number, double value, const char *id)
{
  const SteadyHappening happening = {
    .kind = (uint16_t) kind, .number = (uint16_t) number, .value = value, .id = id
  };
  steady_course_happen (run->course, run->scenario, &happening);
}

static void
test_time_counts_from_the_fault_or_from_an_alarm (void)
{
  Run run = begin_named ("venous-return-lost");

  look (&run, 1);
  g_assert_cmpint (verdict_of (&run, "notice"), ==, STEADY_ITEM_WAITING);
  look (&run, 60);
  g_assert_true (run.course->fault_given);
  look (&run, 61);
  g_assert_cmpint (verdict_of (&run, "notice"), ==, STEADY_ITEM_OPEN);
  g_assert_cmpint (verdict_of (&run, "flow-down"), ==, STEADY_ITEM_WAITING);
  g_strlcpy (run.alarm.id, "reservoir-warn", sizeof run.alarm.id);
  look (&run, 66);
  g_assert_cmpint (verdict_of (&run, "flow-down"), ==, STEADY_ITEM_OPEN);
  happen (&run, STEADY_CONDITION_COMMAND, STEADY_CONTROL_PUMP_FLOW, 0.35, "");
  look (&run, 67);
  g_assert_cmpint (verdict_of (&run, "notice"), ==, STEADY_ITEM_MET);
  g_assert_cmpint (verdict_of (&run, "flow-down"), ==, STEADY_ITEM_OPEN);
  look (&run, 72);
  g_assert_cmpint (verdict_of (&run, "flow-down"), ==, STEADY_ITEM_MISSED);
  g_assert_cmpuint (run.course->outcome, ==, STEADY_OUTCOME_FAILED);
  happen (&run, STEADY_CONDITION_COMMAND, STEADY_CONTROL_PUMP_FLOW, 0.1, "");
  look (&run, 73);
  g_assert_cmpint (verdict_of (&run, "flow-down"), ==, STEADY_ITEM_LATE);
  finish (&run);
}

static void
test_what_must_never_happen_fails_at_once (void)
{
  Run run = begin_named ("venous-return-lost");

  show (&run, STEADY_CHANNEL_RESERVOIR_VOLUME, 170);
  look (&run, 60);
  look (&run, 61);
  g_assert_cmpint (verdict_of (&run, "level"), ==, STEADY_ITEM_OPEN);
  show (&run, STEADY_CHANNEL_RESERVOIR_VOLUME, 9);
  look (&run, 62);
  g_assert_cmpint (verdict_of (&run, "level"), ==, STEADY_ITEM_BROKEN);
  g_assert_cmpuint (run.course->outcome, ==, STEADY_OUTCOME_FAILED);
  finish (&run);
}

static void
test_an_action_takes_its_time (void)
{
  Run run = begin_named ("venous-return-lost");

  look (&run, 60);
  g_assert_true (steady_course_do (run.course, run.scenario, "free-venous-line"));
  g_assert_false (steady_course_do (run.course, run.scenario, "free-venous-line"));
  g_assert_false (steady_course_do (run.course, run.scenario, "fly"));
  g_assert_cmpuint (look (&run, 64), ==, 0);
  look (&run, 66);
  g_assert_cmpint (verdict_of (&run, "line"), ==, STEADY_ITEM_MET);
  g_assert_cmpuint (look (&run, 66.1), ==, 1);
  g_assert_cmpstr (run.effects[0].effect.mechanism, ==, "venous_clamp");
  g_assert_true (steady_course_do (run.course, run.scenario, "give-red-cells"));
  g_assert_cmpuint (look (&run, 80), ==, 1);
  g_assert_cmpstr (run.effects[0].effect.mechanism, ==, "red_cells_ml");
  g_assert_cmpfloat_with_epsilon (
      run.effects[0].effect.value, 10 * run.scenario->weight_kg, 1e-9);
  finish (&run);
}

static void
test_who_speaks_must_be_answered (void)
{
  Run run = begin_named ("low-act");

  look (&run, 1);
  g_assert_false (steady_course_reply (run.course, run.scenario, "go", 0));
  look (&run, 40);
  g_assert_cmpuint (run.course->callouts[0].state, ==, STEADY_CALLOUT_OPEN);
  g_assert_false (steady_course_reply (run.course, run.scenario, "go", 7));
  look (&run, 60);
  g_assert_cmpuint (run.course->callouts[0].state, ==, STEADY_CALLOUT_UNANSWERED);
  g_assert_true (steady_course_reply (run.course, run.scenario, "go", 0));
  g_assert_cmpuint (run.course->callouts[0].state, ==, STEADY_CALLOUT_ANSWERED);
  look (&run, 61);
  g_assert_cmpint (verdict_of (&run, "answer"), ==, STEADY_ITEM_MET);
  finish (&run);
}

static void
test_a_lesson_waits_for_each_page (void)
{
  Run run = begin_named ("tutorial-console");

  look (&run, 1);
  look (&run, 100);
  g_assert_cmpuint (run.course->lesson, ==, 0);
  steady_course_do (run.course, run.scenario, "continue");
  look (&run, 101);
  look (&run, 102);
  g_assert_cmpuint (run.course->lesson, ==, 1);
  happen (&run, STEADY_CONDITION_COMMAND, STEADY_CONTROL_PUMP_FLOW, 0.95, "");
  look (&run, 103);
  g_assert_cmpuint (run.course->lesson, ==, 1);
  happen (&run, STEADY_CONDITION_COMMAND, STEADY_CONTROL_PUMP_FLOW, 0.85, "");
  look (&run, 104);
  g_assert_cmpuint (run.course->lesson, ==, 2);
  finish (&run);
}

static void
test_hints_come_one_by_one (void)
{
  Run run = begin_named ("venous-return-lost");

  look (&run, 1);
  for (unsigned i = 0; i < run.scenario->n_hints; i++)
    g_assert_true (steady_course_hint (run.course, run.scenario));
  g_assert_false (steady_course_hint (run.course, run.scenario));
  finish (&run);
}

static void
test_a_full_log_counts_what_it_loses (void)
{
  Run run = begin_named ("stuffy");

  for (unsigned i = 0; i < STEADY_COURSE_LOG + 5; i++)
    steady_course_log (run.course, STEADY_COURSE_LOG_MARK, 1, 0, "x");
  g_assert_cmpuint (run.course->n_log_lost, ==, 5);
  g_assert_true (steady_course_is_sane (run.course));
  run.course->n_log = STEADY_COURSE_LOG + 1;
  g_assert_false (steady_course_is_sane (run.course));
  finish (&run);
}

static void
test_cost_is_counted_where_it_can_be_measured (void)
{
  const SteadyCostLimits       limits = steady_cost_limits ("infant", 32, 0.96);
  const SteadySupport          full = { .mode = STEADY_SUPPORT_FULL_BYPASS };
  const SteadySupport          own = { .mode = STEADY_SUPPORT_PRE_BYPASS };
  SteadyCost                   cost = { 0 };
  Run                          run = begin_named ("stuffy");
  g_autofree SteadyValueTable *none = g_new0 (SteadyValueTable, 1);

  steady_cost_add (&cost, &limits, 60 * STEADY_NSEC_PER_SEC, none, &full);
  g_assert_cmpfloat_with_epsilon (cost.deficit_ml_m2, 0, 1e-12);
  g_assert_cmpuint (cost.seen, ==, 0);
  show (&run, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 181);
  show (&run, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 37);
  show (&run, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  show (&run, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 35);
  steady_cost_add (&cost, &limits, 60 * STEADY_NSEC_PER_SEC, run.values, &full);
  g_assert_cmpfloat_with_epsilon (cost.deficit_ml_m2, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (cost.map_under_s, 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (cost.cerebral_area_pct_min, 10, 1e-9);
  steady_cost_add (&cost, &limits, 60 * STEADY_NSEC_PER_SEC, run.values, &own);
  g_assert_cmpfloat_with_epsilon (cost.deficit_ml_m2, 100, 1e-9);
  /* Ten degrees colder the child needs 2.27 times less. */
  g_assert_cmpfloat_with_epsilon (steady_cost_critical (281, 27), 281 / 2.27, 1e-9);
  finish (&run);
}

static void
test_the_debrief_depends_on_nothing_else (void)
{
  Run run = begin_named ("venous-return-lost");

  look (&run, 60);
  look (&run, 90);
  steady_course_end (run.course, run.scenario);
  g_autofree char *once = steady_debrief_text (run.course, run.scenario);
  g_autofree char *again = steady_debrief_text (run.course, run.scenario);
  g_assert_cmpstr (once, ==, again);
  g_assert_nonnull (strstr (once, "\"outcome\":\"failed\""));
  g_assert_nonnull (strstr (once, "\"detected_s\":null"));
  g_assert_nonnull (strstr (once, "\"map_lowest_mmhg\":null"));
  finish (&run);
}

static void
test_attempts_are_kept_side_by_side (void)
{
  Run run = begin_named ("venous-return-lost");
  g_autoptr (GError) error = NULL;

  look (&run, 1);
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (steady_attempts_add (
          "/x/venous-return-lost.json", NULL, i, run.course, run.scenario, &error));
      g_assert_no_error (error);
    }
  g_autoptr (GPtrArray) mine = steady_attempts_load ("venous-return-lost");
  g_autoptr (GPtrArray) others = steady_attempts_load ("stuffy");
  g_assert_cmpuint (mine->len, ==, 2);
  g_assert_cmpuint (others->len, ==, 0);
  const SteadyAttempt *last = mine->pdata[1];
  g_assert_cmpint (last->utc_ns, ==, 1);
  g_assert_cmpstr (last->outcome, ==, "running");
  g_assert_true (isnan (last->detected_s));
  finish (&run);
}

static void
test_the_shelf_holds_all (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) shelf = steady_shelf_load (problems);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (shelf->len, >=, 40);
  g_assert_cmpstr (((SteadyShelfEntry *) shelf->pdata[0])->category, ==, "tutorial");
}

int
main (int argc, char **argv)
{
  g_autofree char *data = g_dir_make_tmp ("steady-scenario-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenario/every-shipped-scenario-loads",
                   test_every_shipped_scenario_loads);
  g_test_add_func ("/scenario/stuffy-starts-on-bypass", test_stuffy_starts_on_bypass);
  g_test_add_func ("/scenario/bad-files-are-refused-with-their-place",
                   test_bad_files_are_refused_with_their_place);
  g_test_add_func ("/scenario/truncated-files-are-refused",
                   test_truncated_files_are_refused);
  g_test_add_func ("/scenario/garbled-files-never-crash",
                   test_garbled_files_never_crash);
  g_test_add_func ("/scenario/each-step-is-given-once-and-survives-a-resume",
                   test_each_step_is_given_once_and_survives_a_resume);
  g_test_add_func ("/scenario/a-value-triggers-and-a-missing-one-does-not",
                   test_a_value_triggers_and_a_missing_one_does_not);
  g_test_add_func ("/scenario/bad-courses-are-refused-with-their-place",
                   test_bad_courses_are_refused_with_their_place);
  g_test_add_func ("/scenario/time-counts-from-the-fault-or-from-an-alarm",
                   test_time_counts_from_the_fault_or_from_an_alarm);
  g_test_add_func ("/scenario/what-must-never-happen-fails-at-once",
                   test_what_must_never_happen_fails_at_once);
  g_test_add_func ("/scenario/an-action-takes-its-time", test_an_action_takes_its_time);
  g_test_add_func ("/scenario/who-speaks-must-be-answered",
                   test_who_speaks_must_be_answered);
  g_test_add_func ("/scenario/a-lesson-waits-for-each-page",
                   test_a_lesson_waits_for_each_page);
  g_test_add_func ("/scenario/hints-come-one-by-one", test_hints_come_one_by_one);
  g_test_add_func ("/scenario/a-full-log-counts-what-it-loses",
                   test_a_full_log_counts_what_it_loses);
  g_test_add_func ("/scenario/cost-is-counted-where-it-can-be-measured",
                   test_cost_is_counted_where_it_can_be_measured);
  g_test_add_func ("/scenario/the-debrief-depends-on-nothing-else",
                   test_the_debrief_depends_on_nothing_else);
  g_test_add_func ("/scenario/attempts-are-kept-side-by-side",
                   test_attempts_are_kept_side_by_side);
  g_test_add_func ("/scenario/the-shelf-holds-all", test_the_shelf_holds_all);
  const int        status = g_test_run ();
  g_autofree char *folder = g_build_filename (data, "steady", "training", NULL);
  g_autofree char *file = g_build_filename (folder, "attempts.jsonl", NULL);
  g_autofree char *above = g_path_get_dirname (folder);
  g_unlink (file);
  g_rmdir (folder);
  g_rmdir (above);
  g_rmdir (data);
  return status;
}
