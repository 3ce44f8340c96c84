/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "scenario/steady-course.h"

static char *
stuffy_text (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  char            *text;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
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
test_garbled_files_never_crash (void)
{
  g_autofree char *text = stuffy_text ();
  const size_t     length = strlen (text);
  SteadyRandom     random;

  steady_random_init (&random, 1);
  for (int i = 0; i < 1500; i++)
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

int
main (int argc, char **argv)
{
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
  return g_test_run ();
}
