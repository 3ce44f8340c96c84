/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-c/json.h>

#include "alarm-bench.h"
#include "measure/steady-command.h"

/* Rule files, right and wrong; the description; the saved state. */

typedef struct Folder
{
  char *path;
  char *base;    /* a file in it */
  char *profile; /* another */
} Folder;

static void
folder_start (Folder *self)
{
  self->path = g_dir_make_tmp ("steady-alarm-XXXXXX", NULL);
  g_assert_nonnull (self->path);
  self->base = g_build_filename (self->path, "base.json", NULL);
  self->profile = g_build_filename (self->path, "profile.json", NULL);
}

static void
folder_stop (Folder *self)
{
  g_unlink (self->base);
  g_unlink (self->profile);
  g_rmdir (self->path);
  g_free (self->base);
  g_free (self->profile);
  g_free (self->path);
}

static char *
shipped (const char *name, gsize *ret_length)
{
  g_autofree char *file = bench_data (name);
  char            *text;
  g_assert_true (g_file_get_contents (file, &text, ret_length, NULL));
  return text;
}

static void
write_text (const char *file, const char *text, gssize length)
{
  /* not g_file_set_contents (), which waits for the disk each time */
  FILE        *to = g_fopen (file, "w");
  const size_t bytes = length < 0 ? strlen (text) : (size_t) length;
  g_assert_nonnull (to);
  g_assert_cmpuint (fwrite (text, 1, bytes, to), ==, bytes);
  g_assert_cmpint (fclose (to), ==, 0);
}

static SteadyAlarmSystem *
load (const char *base, const char *profile, GError **error)
{
  const SteadyAlarmSetup setup = { .base_file = base,
                                   .profile_file = profile,
                                   .plan_flow_l_min = BENCH_PLAN };
  return steady_alarm_system_new (&setup, error);
}

/* One wrong edit of a shipped file, and the words that the sentence must have. */
typedef struct Edit
{
  const char *find;
  const char *replace;
  const char *words;
} Edit;

static const Edit base_edits[] = {
  { "\"id\": \"arterial-pump-stopped\"", "\"id\": \"arterial-air\"", "twice" },
  { "\"id\": \"arterial-air\"", "\"id\": \"\"", "bytes" },
  { "\"channel\": \"arterial_air\"",
    "\"channel\": \"arterial_hair\"",
    "\"arterial_hair\" is no channel" },
  { "\"on_s\": 0,", "\"on_s\": -1,", "delay.on_s" },
  { "\"on_s\": 0,", "\"on_s\": \"soon\",", "must be a number" },
  { "\"on_s\": 0,", "\"onn_s\": 0,", "\"onn_s\" is not known" },
  { "\"priority\": \"high\"",
    "\"priority\": \"urgent\"",
    "\"urgent\" must be low, medium or high" },
  { "\"priority\": \"high\"", "\"priority\": \"none\"", "must be low, medium or high" },
  { "\"category\": \"perfusion\"", "\"category\": \"weather\"", "\"weather\"" },
  { "\"is\": \"one-of\"", "\"is\": \"about\"", "\"about\"" },
  { "\"value\": 250", "\"value\": 900", "limit.value" },
  { "\"value\": 350",
    "\"value\": 351",
    "limit.value: is 351, must be from 100 to 350" },
  { "\"ceiling\": 350", "\"ceiling\": 50", "limit.ceiling" },
  { "\"floor\": 100", "\"floor\": -5000", "limit.floor" },
  { "\"armed\": \"always\"", "\"armed\": \"never\"", "\"always\"" },
  { "\"armed\": \"always\"", "\"armed\": 3", "object" },
  { "\"partial-bypass\"", "\"lunch\"", "\"lunch\" is no support mode" },
  { "\"circulatory-arrest\"", "\"coffee\"", "\"coffee\" is no support flag" },
  { "\"control\": \"pump-stop\"", "\"control\": \"pump-start\"", "only stop a pump" },
  { "\"control\": \"pump-stop\"",
    "\"control\": \"arterial-clamp\", \"value\": 1",
    "only stop a pump" },
  { "\"control\": \"arterial-clamp\",\n          \"value\": 1",
    "\"control\": \"arterial-clamp\",\n          \"value\": 0",
    "never opens" },
  { "\"step\": 0.1", "\"step\": 0.5", "step: is 0.5" },
  { "\"every_s\": 2", "\"every_s\": 0", "every_s: is 0" },
  { "\"value\": 0.5,\n          \"step\"",
    "\"value\": 0,\n          \"step\"",
    "value: is 0" },
  { "\"value\": 0.5,\n          \"step\"",
    "\"value\": 2,\n          \"step\"",
    "value: is 2" },
  { "\"source\": \"safety rule 3: servo down",
    "\"source\": \"\", \"s\": \"",
    "interventions[0]" },
  { "\"control\": \"pump-stop\"",
    "\"control\": \"pump-stop\", \"step\": 0.1",
    "\"step\" is not known" },
  { "\"did\": ", "\"undid\": ", "\"undid\" is not known" },
  { "\"title\": \"Air in the arterial line\"", "\"title\": \"\"", "needs texts" },
  { "\"title\": \"Air in the arterial line\",", "", "title: is missing" },
  { "\"A part of Steady has stopped\"", "5", "causes[0]" },
  { "\"watches\": [\n        \"arterial_air\"\n      ]",
    "\"watches\": [\"sweep\"]",
    "no rule above watches" },
  { "\"watches\": [\n        \"arterial_air\"\n      ]",
    "\"watches\": []",
    "watches 1 to" },
  { "\"watches\": [\n        \"arterial_air\"\n      ]",
    "\"watches\": [\"no\"]",
    "\"no\" is no channel" },
  { "\"suppressed_by\": [\n        \"device-link-lost\"",
    "\"suppressed_by\": [\n        \"map-low\"",
    "above this one" },
  { "\"technical\": true,", "\"technical\": 1,", "true or false" },
  { "\"latching\": true,",
    "\"latching\": true, \"suppressed_by\": [\"device-link-lost\"],",
    "may not latch" },
  { "\"states\": [\n              3\n            ]", "\"states\": []", "is empty" },
  { "\"states\": [\n              3\n            ]", "\"states\": [99]", "states[0]" },
  { "\"all\": [", "\"some\": [", "\"some\" is not known" },
  { "\"any\": [", "\"any\": [], \"all\": [", "all" },
  { "\"of\": \"set_pump_flow\"",
    "\"of\": \"gut_feeling\"",
    "\"gut_feeling\" is no channel" },
  { "\"of\": \"set_pump_flow\"", "\"of\": \"lactate\"", "no rule above watches" },
  { "\"value\": 120", "\"value\": 600", "audio_pause_s" },
  { "\"source\": \"safety rule 13\"", "\"source\": \"\"", "empty source" },
  { "\"source\": \"safety rule 13\"",
    "\"from\": \"hearsay\"",
    "\"from\" is not known" },
  { "\"format\": \"steady-alarms\"",
    "\"format\": \"steady-scenario\"",
    "steady-alarms" },
  { "\"version\": 1", "\"version\": 2", "newer" },
  { "\"rules\": [", "\"rules\": [], \"rest\": [", "\"rest\" is not known" },
  { "\"cascade_s\"", "\"cascade\"", "\"cascade\" is not known" },
  { "\"interventions\": [", "\"interventions\": [1, 2, 3, 4, ", "at most 4" },
  { "\"interventions\": [", "\"interventions\": [1, ", "must be an object" },
  { "\"technical\": true,\n      \"armed\": \"always\"",
    "\"technical\": true, \"armed\": {\"modes\": [], \"source\": \"x\"}",
    "must be \"always\"" },
  { "\"id\": \"arterial-air\"", "\"id\": 5", "must be text" },
  { "\"at_least\": 0.05", "\"at_least\": \"some\"", "at_least" },
  { "\"delay_s\": {\n      \"value\": 10",
    "\"delay_s\": {\n      \"value\": \"x\"",
    "delay_s" },
  { "\"delay_s\": {", "\"delay_s\": 4, \"modes\": {", "stands twice" },
  { "\"every_s\": 60", "\"every_s\": 1", "again.every_s" },
  { "\"every_s\": 60", "\"each_s\": 60", "\"each_s\" is not known" },
  { "\"again\": {", "\"again\": 5, \"technical\": {", "stands twice" },
  { "\"source\": \"practice sheet 2.2 row 48: repeats every 60 s\"",
    "\"source\": \"\"",
    "empty source" },
  { "\"to\": \"high\"", "\"to\": \"medium\"", "no more urgent" },
  { "\"to\": \"high\"", "\"to\": 3", "must be text" },
  { "\"to\": \"high\"", "\"too\": \"high\"", "\"too\" is not known" },
  { "\"after_s\": 300", "\"after_s\": 0", "after_s" },
  { "\"after_s\": 5,", "\"after_s\": 0.5,", "may_resume.after_s" },
  { "\"after_s\": 5,", "\"after_s\": 61,", "may_resume.after_s" },
  { "\"after_s\": 5,", "\"within_s\": 5,", "\"within_s\" is not known" },
  { "\"source\": \"practice sheet 2.2 row 5 and 2.3 rule 7",
    "\"source\": \"\", \"title\": \"",
    "\"title\" is not known" },
  { "\"holds_pump\": true,\n      \"armed\": \"always\",\n      \"delay\": {\n        "
    "\"on_s\": 0,\n        \"off_s\": 0",
    "\"may_resume\": {\"after_s\": 5, \"source\": \"x\"}, \"armed\": \"always\",\n "
    " \"delay\": {\n \"on_s\": 0,\n \"off_s\": 0",
    "does not latch" },
  { "\"floor\": 60,", "\"floor\": 501,", "percent.floor" },
  { "\"floor\": 60,", "", "percent.floor: is missing" },
  { "\"floor\": 60,", "\"floor\": 96,", "percent.ceiling" },
  { "\"floor\": 60,", "\"floor\": 81,", "percent.value" },
  { "\"ceiling\": 95,", "", "percent.ceiling: is missing" },
  { "\"escalates\": {", "\"escalates\": 5, \"armed\": {", "stands twice" },
  { "\"modes\": [\n          \"partial-bypass\"",
    "\"advisory\": [\"lunch\"], \"modes\": [\n          \"partial-bypass\"",
    "\"lunch\" is no support mode" },
  { "\"signal_arms\": {", "\"signal_arms\": 4, \"x\": {", "\"x\" is not known" },
};

static const Edit profile_edits[] = {
  { "\"map-low\"", "\"map-love\"", "no rule \"map-love\"" },
  { "\"limit\": {",
    "\"priority\": \"low\", \"limit\": {",
    "\"priority\" is not known" },
  { "\"value\": 25,", "\"value\": 5,", "limit.value" },
  { "\"value\": 25,", "\"value\": true,", "must be a number" },
  { "\"rules\": {", "\"rules\": 3, \"x\": {", "\"x\" is not known" },
  { "\"reservoir-warn\"", "\"arterial-air\"", "\"arterial-air\" has no limit to set" },
  { "\"profile\": \"neonate\"", "\"profile\": 4", "must be text" },
  { "\"format\": \"steady-alarm-profile\"",
    "\"format\": \"steady-alarms\"",
    "steady-alarm-profile" },
  { "\"source\": \"practice sheet 2.2 row 4 [GK]\"",
    "\"source\": \"\"",
    "empty source" },
};

/* @text with the first @find replaced; every edit must find its place. */
static char *
edited (const char *text, const Edit *edit)
{
  const char *at = strstr (text, edit->find);
  if (at == NULL)
    g_error ("the shipped file has no %s any more", edit->find);
  g_autofree char *before = g_strndup (text, (gsize) (at - text));
  return g_strconcat (before, edit->replace, at + strlen (edit->find), NULL);
}

static void
expect_refused (const char *base,
                const char *profile,
                const char *file,
                const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (load (base, profile, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, words) == NULL || strstr (error->message, file) == NULL ||
      strchr (error->message, '\n') != NULL)
    g_error ("not one sentence with \"%s\" and %s: %s", words, file, error->message);
}

static void
test_wrong_base_files (void)
{
  Folder           folder;
  gsize            length;
  g_autofree char *text = shipped ("base", &length);
  folder_start (&folder);
  for (size_t i = 0; i < G_N_ELEMENTS (base_edits); i++)
    {
      g_autofree char *wrong = edited (text, &base_edits[i]);
      write_text (folder.base, wrong, -1);
      expect_refused (folder.base, NULL, "base.json", base_edits[i].words);
    }
  folder_stop (&folder);
}

static void
test_wrong_profiles (void)
{
  Folder           folder;
  gsize            length;
  g_autofree char *base = bench_data ("base");
  g_autofree char *text = shipped ("neonate", &length);
  folder_start (&folder);
  for (size_t i = 0; i < G_N_ELEMENTS (profile_edits); i++)
    {
      g_autofree char *wrong = edited (text, &profile_edits[i]);
      write_text (folder.profile, wrong, -1);
      expect_refused (base, folder.profile, "profile.json", profile_edits[i].words);
    }
  expect_refused (base, "/nowhere/x.json", "/nowhere/x.json", "cannot be read");
  expect_refused ("/nowhere/b.json", NULL, "/nowhere/b.json", "cannot be read");
  folder_stop (&folder);
}

/* A severe stage that is over but latched explains nothing any more. */
static void
test_latched_alarm_suppresses_nothing (void)
{
  Folder     folder;
  AlarmBench bench;
  gsize      length;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = shipped ("base", &length);
  const Edit       latching = { "\"id\": \"map-very-low\",",
                                "\"id\": \"map-very-low\", \"latching\": true,",
                                NULL };
  g_autofree char *changed = edited (text, &latching);
  folder_start (&folder);
  write_text (folder.base, changed, -1);
  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench.system);
  bench.system = load (folder.base, NULL, &error);
  g_assert_no_error (error);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&bench, 61);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_INACTIVE);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 40);
  bench_run (&bench, 4);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_LATCHED);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
  folder_stop (&folder);
}

/* Files that are right up to the list of rules. */
static void
test_files_without_rules (void)
{
  Folder           folder;
  gsize            length;
  g_autofree char *base = bench_data ("base");
  g_autofree char *text = shipped ("base", &length);
  char            *rules = strstr (text, "\"rules\": [");
  folder_start (&folder);
  *rules = '\0';
  g_autofree char *empty = g_strconcat (text, "\"rules\": []}", NULL);
  g_autofree char *none = g_strconcat (text, "\"rules\": 4}", NULL);
  write_text (folder.base, empty, -1);
  expect_refused (folder.base, NULL, "base.json", "must have 1 to");
  write_text (folder.base, none, -1);
  expect_refused (folder.base, NULL, "base.json", "rules: must be a list");
  write_text (folder.profile,
              "{\"format\":\"steady-alarm-profile\",\"version\":1,\"profile\":\"x\","
              "\"title\":\"X\",\"rules\":[]}",
              -1);
  expect_refused (base, folder.profile, "profile.json", "must be an object of rules");
  folder_stop (&folder);
}

/* A profile may change a delay as well. */
static void
test_profile_changes_a_delay (void)
{
  Folder           folder;
  AlarmBench       bench;
  g_autofree char *base = bench_data ("base");
  g_autoptr (GError) error = NULL;
  folder_start (&folder);
  write_text (folder.profile,
              "{\"format\":\"steady-alarm-profile\",\"version\":1,\"profile\":\"site\","
              "\"title\":\"Site\",\"rules\":{\"map-very-low\":{\"limit\":{\"value\":22,"
              "\"source\":\"site\"},\"delay\":{\"on_s\":2,\"off_s\":1,\"source\":"
              "\"site\"}}}}",
              -1);
  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench.system);
  bench.system = load (base, folder.profile, &error);
  g_assert_no_error (error);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 21);
  bench_run (&bench, 2.1);
  g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
  folder_stop (&folder);
}

/* Whatever is cut off or flipped: a sentence, or rules that are rules; never a crash.
 */
static void
test_truncated_and_flipped (void)
{
  Folder           folder;
  gsize            length;
  g_autofree char *text = shipped ("base", &length);
  g_autofree char *copy = g_malloc (length);
  folder_start (&folder);
  for (gsize cut = 0; cut < length - 1; cut += 1 + cut / 61)
    {
      g_autoptr (GError) error = NULL;
      write_text (folder.base, text, (gssize) cut);
      g_assert_null (load (folder.base, NULL, &error));
      g_assert_nonnull (error);
    }
  for (unsigned i = 0; i < 600; i++)
    {
      g_autoptr (GError) error = NULL;
      memcpy (copy, text, length);
      copy[g_test_rand_int_range (0, (gint32) length)] ^=
          (char) (1 << g_test_rand_int_range (0, 8));
      write_text (folder.base, copy, (gssize) length);
      SteadyAlarmSystem *system = load (folder.base, NULL, &error);
      g_assert_true ((system == NULL) == (error != NULL));
      steady_alarm_system_free (system);
    }
  folder_stop (&folder);
}

static struct json_object *
member (struct json_object *object, const char *key)
{
  struct json_object *value = NULL;
  if (!json_object_object_get_ex (object, key, &value))
    g_error ("no member %s", key);
  return value;
}

static struct json_object *
rule_in (struct json_object *root, const char *id)
{
  struct json_object *rules = member (root, "rules");
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *rule = json_object_array_get_idx (rules, i);
      if (strcmp (json_object_get_string (member (rule, "id")), id) == 0)
        return rule;
    }
  g_error ("no rule %s", id);
}

static double
limit_in (struct json_object *root, const char *id)
{
  return json_object_get_double (member (rule_in (root, id), "limit"));
}

static struct json_object *
described (const char *profile)
{
  const bool ecmo = g_str_has_prefix (profile, "ecmo-");
  AlarmBench bench;
  bench_start_on (&bench, ecmo ? "ecmo" : "base", profile, BENCH_PLAN, NULL);
  g_autofree char    *text = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (text);
  g_assert_nonnull (root);
  bench_stop (&bench);
  return root;
}

/* The numbers of the practice sheet, profile by profile. */
static void
test_profiles_have_the_numbers_of_the_sheet (void)
{
  static const struct
  {
    const char *profile;
    double      warn_ml, stop_ml, stop_mmhg, map, map_severe, sweep;
  } sheet[] = {
    { "neonate", 60, 25, 350, 25, 15, 0.05 },
    { "infant", 100, 40, 350, 30, 20, 0.1 },
    { "child", 200, 80, 350, 35, 25, 0.1 },
    { "adolescent", 300, 150, 300, 40, 30, 0.1 },
    { "adult", 400, 200, 300, 50, 30, 0.1 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (sheet); i++)
    {
      struct json_object *root = described (sheet[i].profile);
      g_assert_cmpstr (
          json_object_get_string (member (root, "profile")), ==, sheet[i].profile);
      g_assert_cmpfloat_with_epsilon (
          limit_in (root, "reservoir-warn"), sheet[i].warn_ml, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          limit_in (root, "reservoir-stop"), sheet[i].stop_ml, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          limit_in (root, "line-pressure-stop"), sheet[i].stop_mmhg, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit_in (root, "line-pressure-warn"), 250, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit_in (root, "map-low"), sheet[i].map, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          limit_in (root, "map-very-low"), sheet[i].map_severe, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          limit_in (root, "sweep-zero"), sheet[i].sweep, 1e-9);
      json_object_put (root);
    }
}

/* Everything that a screen explains is there, for every rule. */
static void
check_rule_is_whole (struct json_object *rule)
{
  static const char *const texts[] = { "title", "what", "first" };
  for (size_t k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      const char *words = json_object_get_string (member (rule, texts[k]));
      g_assert_cmpuint (strlen (words), >, 5);
      /* what and first are sentences */
      if (k > 0)
        g_assert_true (strchr (".?", words[strlen (words) - 1]) != NULL);
    }
  g_assert_cmpint (
      steady_priority_from_name (json_object_get_string (member (rule, "priority"))),
      >=,
      STEADY_PRIORITY_LOW);
  g_assert_cmpint (
      steady_category_from_name (json_object_get_string (member (rule, "category"))),
      >=,
      STEADY_CATEGORY_GENERAL);
  g_assert_cmpuint (json_object_array_length (member (rule, "causes")), >=, 1);
  const bool wired = json_object_array_length (member (rule, "interventions")) > 0;
  g_assert_true (wired == (member (rule, "did") != NULL));
  member (rule, "channel");
  member (rule, "latching");
  member (rule, "armed");
  member (rule, "fitted");
}

/* The first thing to look for comes first; a list of one is no list. */
static void
check_causes (struct json_object *root, const char *id, const char *first)
{
  struct json_object *causes = member (rule_in (root, id), "causes");
  g_assert_cmpuint (json_object_array_length (causes), >=, 3);
  const char *words = json_object_get_string (json_object_array_get_idx (causes, 0));
  g_assert_nonnull (strstr (words, first));
}

static void
test_description_is_whole (void)
{
  static const char *const profiles[] = {
    "neonate",      "infant",      "child",      "adolescent",      "adult",
    "ecmo-neonate", "ecmo-infant", "ecmo-child", "ecmo-adolescent", "ecmo-adult"
  };
  for (size_t k = 0; k < G_N_ELEMENTS (profiles); k++)
    {
      struct json_object *root = described (profiles[k]);
      struct json_object *rules = member (root, "rules");
      g_assert_cmpuint (json_object_array_length (rules), >, 100);
      for (size_t i = 0; i < json_object_array_length (rules); i++)
        check_rule_is_whole (json_object_array_get_idx (rules, i));
      check_causes (root, "line-pressure-stop", "line clamped or kinked");
      check_causes (root, "line-pressure-warn", "");
      check_causes (root, "no-forward-flow", "Arterial clamp closed");
      check_causes (root, "arterial-oxygen-low", "Gas line off");
      json_object_put (root);
    }
}

static void
test_air_and_pump_say_what_is_first (void)
{
  struct json_object *root = described ("neonate");
  struct json_object *air = rule_in (root, "arterial-air");
  g_assert_true (json_object_get_boolean (member (air, "latching")));
  g_assert_cmpuint (json_object_array_length (member (air, "interventions")), ==, 3);
  struct json_object *sensor = rule_in (root, "sensor-lost-air");
  struct json_object *protects = member (sensor, "protects");
  g_assert_cmpuint (json_object_array_length (protects), ==, 1);
  g_assert_cmpstr (json_object_get_string (json_object_array_get_idx (protects, 0)),
                   ==,
                   "arterial-air");
  const char *pump = json_object_get_string (
      member (rule_in (root, "arterial-pump-stopped"), "first"));
  g_assert_true (g_str_has_prefix (pump, "Clamp the venous line"));
  json_object_put (root);
}

static void
test_saved_states_of_others_are_refused (void)
{
  AlarmBench bench;
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_tick (&bench);
  const size_t       size = steady_alarm_system_state_size (bench.system);
  g_autofree guint8 *state = g_malloc (size);
  g_autofree guint8 *before = g_malloc (size);
  steady_alarm_system_save (bench.system, state);
  steady_alarm_system_save (bench.system, before);

  g_assert_false (steady_alarm_system_restore (bench.system, state, size - 1));
  for (gsize at = 0; at < 24; at++)
    {
      state[at] ^= 0x10;
      g_assert_false (steady_alarm_system_restore (bench.system, state, size));
      state[at] ^= 0x10;
    }
  /* flipped bits further on: taken whole or refused whole, and it runs on */
  for (unsigned i = 0; i < 3000; i++)
    {
      const gsize at = (gsize) g_test_rand_int_range (24, (gint32) size);
      state[at] ^= (guint8) (1 << (i % 8));
      steady_alarm_system_restore (bench.system, state, size);
      bench_tick (&bench);
      bench_sound (&bench);
      state[at] = before[at];
    }
  g_assert_true (steady_alarm_system_restore (bench.system, state, size));
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* After a reboot the clock begins again; delays and latches go on all the same. */
static void
test_restore_after_a_reboot (void)
{
  AlarmBench bench, next;
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_run (&bench, 30);
  const size_t     size = steady_alarm_system_state_size (bench.system);
  g_autofree void *state = g_malloc (size);
  steady_alarm_system_save (bench.system, state);

  bench_start (&next, "neonate", BENCH_PLAN, NULL);
  g_assert_true (steady_alarm_system_restore (next.system, state, size));
  next.now = 0;
  next.values = bench.values;
  next.support = bench.support;
  bench_tick (&next);
  g_assert_cmpint (bench_state (&next, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (next.n_wires, ==, 0);
  g_assert_cmpint (bench_sound (&next).priority, ==, STEADY_PRIORITY_HIGH);
  bench_run (&next, 29);
  g_assert_cmpint (bench_state (&next, "map-low"), ==, STEADY_ALARM_INACTIVE);
  bench_run (&next, 2);
  g_assert_cmpint (bench_state (&next, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
  bench_stop (&next);
}

#define ADD(path, test) g_test_add_func ("/alarm/files/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("wrong-base-files", test_wrong_base_files);
  ADD ("wrong-profiles", test_wrong_profiles);
  ADD ("latched-alarm-suppresses-nothing", test_latched_alarm_suppresses_nothing);
  ADD ("files-without-rules", test_files_without_rules);
  ADD ("profile-changes-a-delay", test_profile_changes_a_delay);
  ADD ("truncated-and-flipped", test_truncated_and_flipped);
  ADD ("profiles-have-the-numbers-of-the-sheet",
       test_profiles_have_the_numbers_of_the_sheet);
  ADD ("description-is-whole", test_description_is_whole);
  ADD ("air-and-pump-say-what-is-first", test_air_and_pump_say_what_is_first);
  ADD ("saved-states-of-others-are-refused", test_saved_states_of_others_are_refused);
  ADD ("restore-after-a-reboot", test_restore_after_a_reboot);
  return g_test_run ();
}
