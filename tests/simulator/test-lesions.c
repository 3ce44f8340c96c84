/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/steady-paths.h"
#include "steady-model-case.h"

/*
 * Each malformed heart of the table, before bypass: what it does to saturations, flows
 * and pressures stands in the table beside it.
 */

/* What is found over ten seconds. */
typedef struct Findings
{
  double saturation;
  double foot;
  double flow_ratio; /* lungs over body */
  double pulmonary;
  double aorta;
  double gradient; /* arm less leg, of the highest pressures */
  double output;
  double venous;
  double left;
} Findings;

static Findings
find (SteadySimulator *model)
{
  const double *p = model->hydraulics.pressure;
  const double *moved = model->hydraulics.moved;
  Findings      found = { 0 };
  double        lungs = 0, body = 0, arm = 0, leg = 0;

  for (int i = 0; i < 10000; i++)
    {
      double before[STEADY_EDGE_COUNT];
      memcpy (before, moved, sizeof before);
      steady_simulator_step (model);
      if (model->step % STEADY_SIMULATOR_SLICE_MS == 0)
        {
          /* What was moved is forgotten within the next step; count it now. */
          lungs += moved[STEADY_EDGE_LUNGS];
          body += moved[STEADY_EDGE_UPPER_BEDS] + moved[STEADY_EDGE_LOWER_BEDS];
        }
      found.pulmonary += p[STEADY_CHAMBER_PULMONARY_ARTERIES] / 10000;
      found.aorta += p[STEADY_CHAMBER_AORTA] / 10000;
      found.venous += p[STEADY_CHAMBER_RIGHT_ATRIUM] / 10000;
      found.left += p[STEADY_CHAMBER_LEFT_ATRIUM] / 10000;
      arm = fmax (arm, p[STEADY_CHAMBER_AORTA]);
      leg = fmax (leg, p[STEADY_CHAMBER_ARTERIES]);
    }
  found.flow_ratio = lungs / body;
  found.output = body * 6.0 / 1000.0 * (20.0 / 19.0);
  found.gradient = arm - leg;
  found.saturation = model->reading[STEADY_READING_PATIENT_SATURATION];
  found.foot = model->reading[STEADY_READING_FOOT_SATURATION];
  return found;
}

static void
load (SteadyJsonDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = steady_paths_data ("patients/lesions.json");

  steady_json_document_load (
      document, path, STEADY_LESIONS_FORMAT, STEADY_LESIONS_VERSION, &error);
  g_assert_no_error (error);
}

static void
check (const SteadyJsonNode *expected, const char *key, double value, bool *fine)
{
  SteadyJsonNode range, bound;
  double         low, high;
  size_t         count;

  if (!steady_json_has (expected, key))
    return;
  g_assert_true (steady_json_get_array (expected, key, &range, &count, NULL));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (steady_json_get_element (&range, 0, &bound, NULL));
  g_assert_true (steady_json_as_number (&bound, 0, 300, &low, NULL));
  g_assert_true (steady_json_get_element (&range, 1, &bound, NULL));
  g_assert_true (steady_json_as_number (&bound, 0, 300, &high, NULL));
  const bool inside = value >= low && value <= high;
  g_test_message ("%s: %.2f, expected %.2f to %.2f%s",
                  key,
                  value,
                  low,
                  high,
                  inside ? "" : " FAIL");
  *fine = *fine && inside;
}

static void
begin (SteadySimulator      *model,
       const SteadyJsonNode *table,
       const char           *id,
       double                weight)
{
  SteadyModelColumn    column = steady_model_columns[weight < 4 ? 0 : 1];
  SteadySimulatorSetup setup;
  g_autoptr (GError) error = NULL;

  column.weight_kg = weight;
  steady_model_setup (&setup, &column, false);
  steady_lesion_parse (table, id, &setup.lesion, &error);
  g_assert_no_error (error);
  steady_simulator_init (model, &setup);
  steady_model_run (model, 120);
}

static void
test_each_lesion_shows_what_it_is (void)
{
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     list, node, expected;
  size_t             count;
  bool               fine = true;

  load (&document);
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_true (steady_json_get_array (&root, "lesions", &list, &count, NULL));
  g_assert_cmpuint (count, >=, 7);
  for (size_t i = 0; i < count; i++)
    {
      const char     *id;
      double          weight;
      SteadySimulator model;
      g_assert_true (steady_json_get_element (&list, i, &node, NULL));
      g_assert_true (steady_json_get_string (&node, "id", &id, NULL));
      g_assert_true (steady_json_get_number (&node, "weight_kg", 2, 90, &weight, NULL));
      g_assert_true (steady_json_get_node (&node, "expected", &expected, NULL));
      begin (&model, &root, id, weight);
      const Findings found = find (&model);
      g_test_message ("%s: arm %.0f, foot %.0f %%; Qp/Qs %.2f; aorta %.0f, lungs %.0f, "
                      "right %.1f, left %.1f mmHg; %.2f L/min",
                      id,
                      found.saturation,
                      found.foot,
                      found.flow_ratio,
                      found.aorta,
                      found.pulmonary,
                      found.venous,
                      found.left,
                      found.output);
      check (&expected, "saturation_pct", found.saturation, &fine);
      check (&expected, "flow_ratio", found.flow_ratio, &fine);
      check (&expected, "pulmonary_mean_mmhg", found.pulmonary, &fine);
      check (&expected, "gradient_mmhg", found.gradient, &fine);
      /* Whoever lives to be operated on has a circulation. */
      if (found.aorta < 35 || found.aorta > 75)
        fine = false;
    }
  g_assert_true (fine);
  steady_json_document_finish (&document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/lesions/each-shows-what-it-is",
                   test_each_lesion_shows_what_it_is);
  return g_test_run ();
}
