/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "simulator/steady-body.h"

static char *
bodies_text (void)
{
  g_autofree char *path = steady_paths_data ("patients/bodies.json");
  char            *text;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static bool
parse (const char *text,
       gssize      length,
       double      weight,
       SteadyBody *ret_body,
       GError    **error)
{
  SteadyJsonDocument document = { 0 };

  if (!steady_json_document_parse (&document,
                                   "bodies.json",
                                   text,
                                   length,
                                   STEADY_BODIES_FORMAT,
                                   STEADY_BODIES_VERSION,
                                   error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = steady_body_parse (&root, weight, ret_body, error);
  steady_json_document_finish (&document);
  return fine;
}

static void
test_columns_come_back_exactly (void)
{
  static const double weights[] = { 3, 6, 15, 45, 75 };
  static const double volumes[] = { 255, 510, 1200, 2925, 4875 };
  static const double demands[] = { 120, 150, 145, 125, 112 };
  g_autofree char    *text = bodies_text ();

  for (unsigned i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      SteadyBody body;
      g_autoptr (GError) error = NULL;
      parse (text, -1, weights[i], &body, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (body.weight_kg, weights[i], 1e-9);
      g_assert_cmpfloat_with_epsilon (body.blood_volume_ml, volumes[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (body.oxygen_demand_ml_min_m2, demands[i], 1e-6);
    }
}

static void
test_weights_between_lie_between (void)
{
  g_autofree char *text = bodies_text ();
  SteadyBody       before = { 0 };

  for (double weight = 2; weight < 120; weight *= 1.05)
    {
      SteadyBody body;
      g_assert_true (parse (text, -1, weight, &body, NULL));
      g_assert_cmpfloat (body.blood_volume_ml, >, before.blood_volume_ml);
      g_assert_cmpfloat (body.cardiac_output_l_min, >, before.cardiac_output_l_min);
      g_assert_cmpfloat (body.valve_resistance, >, 0);
      if (before.weight_kg > 0)
        g_assert_cmpfloat (body.lower_resistance, <, before.lower_resistance);
      before = body;
    }
}

static void
test_bad_tables_are_refused_with_their_place (void)
{
  g_autofree char *text = bodies_text ();
  g_autoptr (GError) error = NULL;
  SteadyBody body;
  char      *at = strstr (text, "\"valve_resistance\": 0.0325");

  g_assert_nonnull (at);
  memcpy (at, "\"valve_resistance\": -.0325", 10);
  at[20] = '9';
  g_assert_false (parse (text, -1, 3, &body, &error));
  g_assert_nonnull (strstr (error->message, "bodies[1].valve_resistance"));
}

static void
test_garbled_tables_never_crash (void)
{
  g_autofree char *text = bodies_text ();
  const size_t     length = strlen (text);
  SteadyRandom     random;

  steady_random_init (&random, 3);
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *bad = g_strdup (text);
      g_autoptr (GError) error = NULL;
      SteadyBody   body;
      const size_t at = steady_random_bits (&random) % length;
      bad[at] ^= (char) (1 << steady_random_bits (&random) % 8);
      const bool fine = parse (bad, (gssize) length, 3.2, &body, &error);
      g_assert_true (fine == (error == NULL));
    }
  for (size_t i = 0; i < length; i += 97)
    {
      g_autoptr (GError) error = NULL;
      SteadyBody body;
      g_assert_false (parse (text, (gssize) i, 3.2, &body, &error));
      g_assert_nonnull (error);
    }
}

static void
test_every_circuit_loads (void)
{
  static const char *const names[] = {
    "neonate", "infant", "child", "adolescent", "adult"
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SteadyJsonDocument document = { 0 };
      SteadyCircuit      circuit;
      g_autoptr (GError) error = NULL;
      g_autofree char *file = g_strdup_printf ("circuits/%s.json", names[i]);
      g_autofree char *path = steady_paths_data (file);
      steady_json_document_load (
          &document, path, STEADY_CIRCUIT_FORMAT, STEADY_CIRCUIT_VERSION, &error);
      g_assert_no_error (error);
      const SteadyJsonNode root = steady_json_document_root (&document);
      g_assert_true (steady_circuit_parse (&root, &circuit, &error));
      g_assert_true (steady_json_has (&root, "sources"));
      steady_json_document_finish (&document);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/body/columns-come-back-exactly",
                   test_columns_come_back_exactly);
  g_test_add_func ("/simulator/body/weights-between-lie-between",
                   test_weights_between_lie_between);
  g_test_add_func ("/simulator/body/bad-tables-are-refused-with-their-place",
                   test_bad_tables_are_refused_with_their_place);
  g_test_add_func ("/simulator/body/garbled-tables-never-crash",
                   test_garbled_tables_never_crash);
  g_test_add_func ("/simulator/body/every-circuit-loads", test_every_circuit_loads);
  return g_test_run ();
}
