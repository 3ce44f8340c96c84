/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <json-c/json.h>

#include "base/steady-paths.h"
#include "device/sim/steady-simulated-device.h"
#include "scenario/steady-scenario.h"
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
  return g_test_run ();
}
