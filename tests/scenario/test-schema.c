/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <json-c/json.h>

#include "base/steady-paths.h"
#include "device/sim/steady-simulated-device.h"
#include "scenario/steady-scenario-shelf.h"
#include "simulator/steady-mechanism.h"

/* The schema is for people and their editors; what refuses a file is the program. Here
 * the two are held together. */

static struct json_object *
load (const char *name)
{
  g_autofree char    *path = steady_paths_data (name);
  struct json_object *root = json_object_from_file (path);
  g_assert_nonnull (root);
  return root;
}

static struct json_object *
get (struct json_object *object, const char *key)
{
  struct json_object *found = NULL;
  if (!json_object_object_get_ex (object, key, &found))
    g_error ("the schema has no \"%s\"", key);
  return found;
}

/* Whether the program takes @scenario: the loader and the simulated device. */
static bool
accepted (struct json_object *scenario)
{
  const char      *text = json_object_to_json_string (scenario);
  g_autofree char *path = NULL;
  const int        file = g_file_open_tmp ("steady-schema-XXXXXX", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  SteadyScenario *loaded = steady_scenario_load (path, NULL);
  SteadyDevice   *device = loaded != NULL
                               ? steady_device_new_simulated (
                                   path, steady_scenario_text (loaded), 0, 0, NULL)
                               : NULL;
  const bool      fine = device != NULL;
  steady_device_free (device);
  steady_scenario_free (loaded);
  g_unlink (path);
  return fine;
}

/* Takes each required member out of a copy of a good scenario. */
static void
check_required (struct json_object *schema, const char *section)
{
  struct json_object *where =
      section != NULL ? get (get (schema, "properties"), section) : schema;
  struct json_object *required = get (where, "required");

  for (size_t i = 0; i < json_object_array_length (required); i++)
    {
      const char *key =
          json_object_get_string (json_object_array_get_idx (required, i));
      struct json_object *scenario = load ("scenarios/stuffy.json");
      json_object_object_del (section != NULL ? get (scenario, section) : scenario,
                              key);
      if (accepted (scenario))
        g_error ("a scenario without %s.%s is accepted",
                 section != NULL ? section : "",
                 key);
      json_object_put (scenario);
    }
}

static void
test_what_is_required_is_refused_when_missing (void)
{
  struct json_object *schema = load ("formats/steady-scenario.schema.json");
  struct json_object *whole = load ("scenarios/stuffy.json");

  g_assert_true (accepted (whole));
  json_object_put (whole);
  check_required (schema, NULL);
  check_required (schema, "patient");
  check_required (schema, "circuit");
  check_required (schema, "plan");
  check_required (schema, "start");
  json_object_put (schema);
}

/* Limits in the schema are those of the program: just outside is refused. */
static void
check_limits (struct json_object *schema, const char *section)
{
  struct json_object *properties =
      get (get (get (schema, "properties"), section), "properties");

  json_object_object_foreach (properties, key, about)
  {
    struct json_object *limit;
    for (int side = 0; side < 2; side++)
      {
        if (!json_object_object_get_ex (
                about, side == 0 ? "minimum" : "maximum", &limit))
          continue;
        struct json_object *scenario = load ("scenarios/stuffy.json");
        const double        outside =
            json_object_get_double (limit) + (side == 0 ? -0.01 : 0.01);
        json_object_object_add (
            get (scenario, section), key, json_object_new_double (outside));
        if (accepted (scenario))
          g_error ("%s.%s of %g is accepted", section, key, outside);
        json_object_put (scenario);
      }
  }
}

static void
test_limits_are_those_of_the_program (void)
{
  struct json_object *schema = load ("formats/steady-scenario.schema.json");

  check_limits (schema, "patient");
  check_limits (schema, "circuit");
  check_limits (schema, "plan");
  check_limits (schema, "start");
  json_object_put (schema);
}

static void
test_mechanisms_are_those_of_the_simulator (void)
{
  struct json_object *schema = load ("formats/steady-scenario.schema.json");
  struct json_object *step =
      get (get (get (get (schema, "properties"), "timeline"), "items"), "properties");
  struct json_object *names = get (get (step, "mechanism"), "enum");

  g_assert_cmpuint (json_object_array_length (names), ==, STEADY_MECHANISM_COUNT);
  for (size_t i = 0; i < STEADY_MECHANISM_COUNT; i++)
    {
      SteadyMechanism mechanism;
      g_assert_true (steady_mechanism_from_name (
          json_object_get_string (json_object_array_get_idx (names, i)), &mechanism));
      g_assert_cmpuint (mechanism, ==, i);
    }
  json_object_put (schema);
}

static void
test_support_modes_are_those_of_the_vocabulary (void)
{
  struct json_object *schema = load ("formats/steady-scenario.schema.json");
  struct json_object *start =
      get (get (get (schema, "properties"), "start"), "properties");
  struct json_object *names = get (get (start, "support_mode"), "enum");

  g_assert_cmpuint (json_object_array_length (names), ==, STEADY_SUPPORT_ECMO_VV + 1);
  for (size_t i = 0; i < json_object_array_length (names); i++)
    g_assert_cmpint (steady_support_mode_from_name (
                         json_object_get_string (json_object_array_get_idx (names, i))),
                     ==,
                     (int) i);
  json_object_put (schema);
}

/* A member that the schema does not know is refused by the program, too, and one that
 * it requires is needed: in each list of a scenario that has them all. */
static void
check_list (struct json_object *schema, const char *file, const char *list)
{
  struct json_object *about = get (get (get (schema, "properties"), list), "items");
  struct json_object *required = get (about, "required");

  struct json_object *stranger = load (file);
  json_object_object_add (json_object_array_get_idx (get (stranger, list), 0),
                          "nonsense",
                          json_object_new_int (1));
  if (accepted (stranger))
    g_error ("%s: %s takes a member that means nothing", file, list);
  json_object_put (stranger);
  for (size_t i = 0; i < json_object_array_length (required); i++)
    {
      struct json_object *scenario = load (file);
      const char         *key =
          json_object_get_string (json_object_array_get_idx (required, i));
      json_object_object_del (json_object_array_get_idx (get (scenario, list), 0), key);
      if (accepted (scenario))
        g_error ("%s: %s[0] without %s is accepted", file, list, key);
      json_object_put (scenario);
    }
}

static void
test_lists_are_as_strict_as_the_schema (void)
{
  struct json_object *schema = load ("formats/steady-scenario.schema.json");

  check_list (schema, "scenarios/venous-return-lost.json", "timeline");
  check_list (schema, "scenarios/venous-return-lost.json", "expected");
  check_list (schema, "scenarios/low-act.json", "callouts");
  check_list (schema, "scenarios/tutorial-clamp.json", "tutorial");
  json_object_put (schema);
}

static void
check_effect (const SteadyCatalogueAction *action, const SteadyCatalogueEffect *effect)
{
  static const double weights[] = { 3, 6, 15, 45 };
  SteadyMechanism     mechanism;

  if (!steady_mechanism_from_name (effect->mechanism, &mechanism))
    g_error ("%s: there is no mechanism %s", action->id, effect->mechanism);
  const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);
  for (unsigned i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const double value = effect->value + effect->value_per_kg * weights[i];
      if (!(value >= info->low && value <= info->high))
        g_error ("%s: %s cannot be %g", action->id, effect->mechanism, value);
    }
}

static void
test_actions_move_mechanisms_that_there_are (void)
{
  g_autofree char *path = steady_paths_data ("training/actions.json");
  g_autoptr (SteadyCatalogue) catalogue = steady_catalogue_load (path, NULL);

  g_assert_nonnull (catalogue);
  for (unsigned i = 0; i < catalogue->n_actions; i++)
    for (unsigned k = 0; k < catalogue->actions[i].n_effects; k++)
      check_effect (&catalogue->actions[i], &catalogue->actions[i].effects[k]);
}

static void
add_rules (GHashTable *ids, const char *file)
{
  struct json_object *root = load (file);
  struct json_object *rules = get (root, "rules");

  for (size_t i = 0; i < json_object_array_length (rules); i++)
    g_hash_table_add (ids,
                      g_strdup (json_object_get_string (
                          get (json_object_array_get_idx (rules, i), "id"))));
  json_object_put (root);
}

static void
check_alarms (GHashTable *ids, const SteadyCondition *condition, const char *name)
{
  for (unsigned i = 0; i < condition->n_tests; i++)
    {
      const SteadyConditionTest *test = &condition->tests[i];
      if ((test->kind == STEADY_CONDITION_ALARM ||
           test->kind == STEADY_CONDITION_ACKNOWLEDGED) &&
          !g_hash_table_contains (ids, test->id))
        g_error ("%s waits for the alarm \"%s\", which no rule makes", name, test->id);
    }
}

/* A scenario that waits for an alarm that was renamed would never end. */
static void
test_alarms_that_are_waited_for_are_there (void)
{
  g_autoptr (GHashTable) ids =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) shelf = steady_shelf_load (NULL);

  add_rules (ids, "alarms/base.json");
  g_assert_cmpuint (shelf->len, >, 0);
  for (unsigned i = 0; i < shelf->len; i++)
    {
      const SteadyShelfEntry *entry = shelf->pdata[i];
      g_autoptr (SteadyScenario) scenario = steady_scenario_load (entry->path, NULL);
      g_assert_nonnull (scenario);
      for (unsigned k = 0; k < scenario->n_steps; k++)
        check_alarms (ids, &scenario->steps[k].when, entry->name);
      for (unsigned k = 0; k < scenario->n_expected; k++)
        {
          check_alarms (ids, &scenario->expected[k].from, entry->name);
          check_alarms (ids, &scenario->expected[k].when, entry->name);
        }
      for (unsigned k = 0; k < scenario->n_callouts; k++)
        check_alarms (ids, &scenario->callouts[k].when, entry->name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenario/schema/what-is-required-is-refused-when-missing",
                   test_what_is_required_is_refused_when_missing);
  g_test_add_func ("/scenario/schema/limits-are-those-of-the-program",
                   test_limits_are_those_of_the_program);
  g_test_add_func ("/scenario/schema/mechanisms-are-those-of-the-simulator",
                   test_mechanisms_are_those_of_the_simulator);
  g_test_add_func ("/scenario/schema/support-modes-are-those-of-the-vocabulary",
                   test_support_modes_are_those_of_the_vocabulary);
  g_test_add_func ("/scenario/schema/lists-are-as-strict-as-the-schema",
                   test_lists_are_as_strict_as_the_schema);
  g_test_add_func ("/scenario/schema/actions-move-mechanisms-that-there-are",
                   test_actions_move_mechanisms_that_there_are);
  g_test_add_func ("/scenario/schema/alarms-that-are-waited-for-are-there",
                   test_alarms_that_are_waited_for_are_there);
  return g_test_run ();
}
