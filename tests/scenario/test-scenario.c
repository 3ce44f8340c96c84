/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "scenario/steady-scenario.h"

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
  assert_refused ("\"timeline\"", "\"time\"", "timeline");
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

static unsigned
effects_at (SteadyScenario         *scenario,
            double                  seconds,
            const SteadyValueTable *values,
            SteadyScenarioEffect   *ret_effects)
{
  const SteadySupport support = steady_scenario_start (scenario);
  return steady_scenario_update (
      scenario, steady_span_from_seconds (seconds), values, &support, ret_effects, 8);
}

static void
test_each_step_is_given_once_and_survives_a_resume (void)
{
  g_autofree char             *path = steady_paths_data ("scenarios/stuffy.json");
  SteadyScenario              *scenario = steady_scenario_load (path, NULL);
  SteadyScenarioEffect         effects[8];
  g_autofree SteadyValueTable *values = g_new0 (SteadyValueTable, 1);

  g_assert_cmpuint (effects_at (scenario, 239, values, effects), ==, 0);
  g_assert_cmpuint (effects_at (scenario, 240, values, effects), ==, 1);
  g_assert_cmpstr (effects[0].mechanism, ==, "cross_clamp");
  g_assert_cmpint (effects[0].ramp, ==, STEADY_NSEC_PER_SEC / 2);
  g_assert_cmpuint (effects_at (scenario, 241, values, effects), ==, 0);
  const uint64_t position = steady_scenario_position (scenario);
  steady_scenario_free (scenario);

  scenario = steady_scenario_load (path, NULL);
  steady_scenario_set_position (scenario, position);
  g_assert_cmpuint (effects_at (scenario, 271, values, effects), ==, 1);
  g_assert_cmpstr (effects[0].mechanism, ==, "cardioplegia_ml");
  steady_scenario_free (scenario);
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
  SteadyScenario              *scenario = load_text (with, -1, NULL);
  SteadyScenarioEffect         effects[8];
  g_autofree SteadyValueTable *values = g_new0 (SteadyValueTable, 1);
  SteadySample                 sample = { .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                          .quality = STEADY_QUALITY_VALID,
                                          .value = 25 };

  g_assert_nonnull (scenario);
  g_assert_cmpuint (effects_at (scenario, 20, values, effects), ==, 0);
  steady_value_table_set (values, &sample);
  g_assert_cmpuint (effects_at (scenario, 5, values, effects), ==, 0);
  g_assert_cmpuint (effects_at (scenario, 20, values, effects), ==, 1);
  g_assert_cmpstr (effects[0].mechanism, ==, "cross_clamp");
  steady_scenario_free (scenario);
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
