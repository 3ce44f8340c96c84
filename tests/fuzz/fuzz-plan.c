/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "perfusion/steady-plan-json.h"
#include "perfusion/steady-plan-signing.h"
#include "steady-fuzz.h"

static SteadyPlanTables *tables;

/* Every number of a plan that came out is finite, and so is its text. */
static void
judge (const SteadyPlan *plan, const SteadyJsonNode *root)
{
  SteadyPlanSigning signing = { .count = 0 };

  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const SteadyPlanValue *value = &plan->values[i];
      g_assert_true (value->known || value->because != NULL);
      g_assert_true (!value->known || value->text != NULL || isfinite (value->number));
    }
  g_autofree char *text = steady_plan_to_text (plan, true);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (steady_json_has (root, "signatures"))
    steady_plan_signing_parse (&signing, root, plan, NULL);
}

static void
read_plan (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadyJsonDocument document = { 0 };
  SteadyPlanInputs   inputs = { .simulated = false };
  SteadyPlan         plan = { .n_prime = 0 };

  if (!steady_json_document_parse (
          &document, "fuzz", (const char *) bytes, (gssize) length, NULL, 1, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_plan_inputs_parse (&inputs, &root, &error))
    {
      if (steady_plan_compute (&inputs, tables, &plan, &error))
        judge (&plan, &root);
      steady_plan_finish (&plan);
      steady_plan_inputs_finish (&inputs);
    }
  else
    g_assert_nonnull (error);
  steady_json_document_finish (&document);
}

#define CHILD "{\"weight_kg\": 3.2, \"height_cm\": 50, \"age_days\": 5"

int
main (int argc, char **argv)
{
  static const char neonate[] =
      CHILD ", \"hct_pct\": 45, \"hct_target_pct\": 30, \"prime_ml\": 180,"
            " \"rbc_hct_pct\": 60, \"do2i_target\": 340, \"name\": \"Stuffy\"}";
  static const char chosen[] = CHILD
      ", \"hct_pct\": 45, \"oxygenator\": \"d101\", \"circuit\": \"child\","
      " \"arterial_pump\": \"centrifugal\", \"cardioplegia\": \"htk\","
      " \"gas_strategy\": \"ph-stat\", \"bsa_formula\": \"haycock\","
      " \"temperature_c\": 18, \"flow_l_min\": 0.5, \"allergies\": [\"a\", \"b\"],"
      " \"stat_category\": 4, \"simulated\": true}";
  static const char adult[] =
      "{\"weight_kg\": 120, \"height_cm\": 178, \"age_days\": 6000, \"hct_pct\": 40,"
      " \"rap_ml\": 500, \"anaesthesia_ml\": 300, \"heparin_iu_kg\": 300,"
      " \"map_low_mmhg\": 50, \"map_high_mmhg\": 90, \"notes\": null}";
  const SteadyFuzzSeed seeds[] = { { neonate, sizeof neonate - 1 },
                                   { chosen, sizeof chosen - 1 },
                                   { adult, sizeof adult - 1 } };
  g_autoptr (GError) error = NULL;

  tables = steady_plan_tables_load (g_getenv ("STEADY_DATA_DIR"), NULL, &error);
  g_assert_no_error (error);
  const int status = steady_fuzz_main (
      argc, argv, "plan", read_plan, seeds, G_N_ELEMENTS (seeds), 6000);
  steady_plan_tables_free (tables);
  return status;
}
