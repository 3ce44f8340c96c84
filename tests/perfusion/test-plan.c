/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "perfusion/steady-plan-chapter.h"
#include "perfusion/steady-plan-json.h"
#include "perfusion/steady-plan-signing.h"
#include "perfusion/steady-plan-store.h"

static SteadyPlanTables *tables;

static SteadyPlanInputs
child (double kg, double cm, double days, double haematocrit)
{
  SteadyPlanInputs inputs = { .simulated = false };
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_WEIGHT, kg);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HEIGHT, cm);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_AGE, days);
  if (haematocrit > 0)
    steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HAEMATOCRIT, haematocrit);
  return inputs;
}

static void
compute (const SteadyPlanInputs *inputs, SteadyPlan *ret_plan)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (steady_plan_compute (inputs, tables, ret_plan, &error));
  g_assert_no_error (error);
}

static double
number (const SteadyPlan *plan, SteadyPlanItem item)
{
  double value = NAN;
  g_assert_true (steady_plan_number (plan, item, &value));
  return value;
}

/* The same inputs give the same text, whatever was computed in between. */
static void
test_same_twice (void)
{
  SteadyPlanInputs inputs = child (3.2, 50, 5, 45), other = child (70, 175, 9000, 40);
  SteadyPlan       plan;

  compute (&inputs, &plan);
  g_autofree char *first = steady_plan_to_text (&plan, true);
  steady_plan_finish (&plan);
  compute (&other, &plan);
  steady_plan_finish (&plan);
  compute (&inputs, &plan);
  g_autofree char *second = steady_plan_to_text (&plan, true);
  steady_plan_finish (&plan);
  g_assert_cmpstr (first, ==, second);
  steady_plan_inputs_finish (&inputs);
  steady_plan_inputs_finish (&other);
}

/* What stands in the file reads back as the same double: no digit is lost. */
static void
test_no_digit_is_lost (void)
{
  SteadyPlanInputs inputs = child (3.7, 52.3, 21, 41.7);
  SteadyPlan       plan;

  compute (&inputs, &plan);
  struct json_object *root = steady_plan_to_json (&plan, false);
  struct json_object *back = json_tokener_parse (json_object_to_json_string (root));
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const char *path = steady_plan_item_rule ((SteadyPlanItem) i)->path;
      g_auto (GStrv) parts = g_strsplit (path, ".", -1);
      struct json_object *object = back;
      for (unsigned p = 0; parts[p] != NULL; p++)
        g_assert_true (json_object_object_get_ex (object, parts[p], &object));
      double wanted;
      if (!steady_plan_number (&plan, (SteadyPlanItem) i, &wanted))
        continue;
      const double found = json_object_get_double (object);
      g_assert_cmpmem (&found, sizeof found, &wanted, sizeof wanted);
    }
  json_object_put (root);
  json_object_put (back);
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
}

/* A light newborn has the blood of a preterm, a heavy child that of an obese one; the
 * table by weight goes on to count. mL/kg of the practice sheet, 4.1. */
static void
test_blood_volume_by_age (void)
{
  static const struct
  {
    double kg, cm, days, by_age, low, high;
  } rows[] = {
    { 1.5, 40, 7, 95, 80, 100 },      /* preterm 90 to 100, flat 80 */
    { 3.2, 50, 5, 85, 80, 90 },       /* term */
    { 2.4, 45, 60, 75, 70, 85 },      /* no newborn any more */
    { 20, 112, 2190, 72.5, 70, 80 },  /* child */
    { 120, 178, 6205, 62.5, 60, 80 }, /* obese child */
    { 120, 178, 9000, 67.5, 65, 80 }, /* a heavy adult is an adult */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SteadyPlanInputs inputs = child (rows[i].kg, rows[i].cm, rows[i].days, 40);
      SteadyPlan       plan;
      compute (&inputs, &plan);
      g_assert_cmpfloat_with_epsilon (number (&plan, STEADY_PLAN_BLOOD_VOLUME_BY_AGE),
                                      rows[i].kg * rows[i].by_age,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (
          number (&plan, STEADY_PLAN_BLOOD_VOLUME_LOW), rows[i].kg * rows[i].low, 1e-9);
      g_assert_cmpfloat_with_epsilon (number (&plan, STEADY_PLAN_BLOOD_VOLUME_HIGH),
                                      rows[i].kg * rows[i].high,
                                      1e-9);
      steady_plan_finish (&plan);
      steady_plan_inputs_finish (&inputs);
    }
}

/* The case is judged against the haematocrit that is planned, with the red cells, not
 * against that of a clear prime. */
static void
test_target_follows_the_planned_haematocrit (void)
{
  SteadyPlanInputs    inputs = child (3.2, 50, 5, 45);
  SteadyPlan          plan;
  struct json_object *targets, *high;

  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_PRIME, 180);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET, 35);
  compute (&inputs, &plan);
  struct json_object *root = steady_plan_to_json (&plan, false);
  g_assert_true (json_object_object_get_ex (root, "targets", &targets));
  g_assert_true (json_object_object_get_ex (targets, "haematocrit_high_pct", &high));
  /* 35 and 2 g/dL, while a clear prime ends at 27.1 */
  g_assert_cmpfloat_with_epsilon (json_object_get_double (high), 41, 1e-9);
  json_object_put (root);
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
}

/* Every cited path is an item or an input, so that an explanation is whole. */
static void
test_needs_exist (void)
{
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const SteadyPlanItemRule *rule = steady_plan_item_rule ((SteadyPlanItem) i);
      g_auto (GStrv) needs = g_strsplit (rule->needs, " ", -1);
      SteadyPlanItem item;
      g_assert_true (steady_plan_item_from_path (rule->path, &item));
      g_assert_cmpuint (item, ==, i);
      for (unsigned n = 0; needs[n] != NULL && needs[n][0] != '\0'; n++)
        {
          bool known = steady_plan_item_from_path (needs[n], &item);
          for (unsigned k = 0; k < STEADY_PLAN_INPUTS && !known; k++)
            known = strcmp (steady_plan_input_rule ((SteadyPlanInput) k)->key,
                            needs[n]) == 0;
          if (!known && strcmp (needs[n], "circuit.name") != 0)
            g_error ("%s names %s, which is nothing.", rule->path, needs[n]);
        }
    }
}

/* The plan never promises more than its parts carry, from 1.5 to 120 kg. */
static void
test_holds_together (void)
{
  for (double kg = 1.5; kg <= 120; kg *= 1.13)
    {
      const double     cm = kg < 10 ? 40 + 3.4 * kg : MIN (76 + 1.5 * (kg - 10), 178);
      const double     days = kg < 4 ? 10 : kg < 10 ? 150 : kg < 30 ? 2000 : 6000;
      SteadyPlanInputs inputs = child (kg, cm, days, 40);
      SteadyPlan       plan;
      compute (&inputs, &plan);
      const double flow = number (&plan, STEADY_PLAN_FLOW_PLAN);
      g_assert_cmpfloat (flow, <=, number (&plan, STEADY_PLAN_OXYGENATOR_RATED));
      if (!plan.values[STEADY_PLAN_FLOW_LIMITED_BY].known)
        {
          g_assert_cmpfloat (flow, >=, number (&plan, STEADY_PLAN_FLOW_INDEX) - 1e-12);
          g_assert_cmpfloat (flow, >=, number (&plan, STEADY_PLAN_FLOW_DO2) - 1e-12);
          g_assert_cmpfloat (number (&plan, STEADY_PLAN_DO2I) + 1e-9,
                             >=,
                             number (&plan, STEADY_PLAN_DO2I_TARGET));
        }
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_HAEMATOCRIT_LOW),
                         <=,
                         number (&plan, STEADY_PLAN_HAEMATOCRIT_CLEAR));
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_HAEMATOCRIT_PLANNED),
                         >=,
                         number (&plan, STEADY_PLAN_HAEMATOCRIT_CLEAR));
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_PLEGIA_FIRST), <=, 1000);
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_PRESSURE_PRE),
                         >=,
                         number (&plan, STEADY_PLAN_PRESSURE_POST));
      g_assert_cmpuint (plan.n_refusals, ==, 0);
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_LIMIT_WARN),
                         <,
                         number (&plan, STEADY_PLAN_LIMIT_STOP));
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_LIMIT_STOP), <=, 350);
      steady_plan_finish (&plan);
      steady_plan_inputs_finish (&inputs);
    }
}

/* More prime: never a higher haematocrit, never a lower flow for the oxygen target. */
static void
test_more_prime (void)
{
  SteadyPlanInputs inputs = child (5, 58, 120, 36);
  double           before = 101, flow_before = 0;

  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET, 15);
  for (double prime = 50; prime <= 900; prime += 25)
    {
      SteadyPlan plan;
      steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_PRIME, prime);
      compute (&inputs, &plan);
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_HAEMATOCRIT_CLEAR), <, before);
      g_assert_cmpfloat (number (&plan, STEADY_PLAN_FLOW_DO2), >=, flow_before);
      before = number (&plan, STEADY_PLAN_HAEMATOCRIT_CLEAR);
      flow_before = number (&plan, STEADY_PLAN_FLOW_DO2);
      steady_plan_finish (&plan);
    }
  steady_plan_inputs_finish (&inputs);
}

/* Each chapter's lists end, and every input has its place on the page. */
static void
test_chapters (void)
{
  bool inputs[STEADY_PLAN_INPUTS] = { false }, texts[STEADY_PLAN_TEXTS] = { false };

  for (unsigned c = 0; c < STEADY_PLAN_CHAPTERS; c++)
    {
      const SteadyPlanChapter *chapter = steady_plan_chapter (c);
      unsigned                 i = 0;
      for (; chapter->inputs[i] != STEADY_PLAN_INPUTS; i++)
        inputs[chapter->inputs[i]] = true;
      g_assert_cmpuint (i, >=, chapter->first_inputs);
      for (i = 0; chapter->texts[i] != STEADY_PLAN_TEXTS; i++)
        texts[chapter->texts[i]] = true;
      g_assert_cmpuint (i, >=, chapter->first_texts);
      for (i = 0; chapter->items[i] != STEADY_PLAN_ITEMS; i++)
        g_assert_cmpuint (chapter->items[i], <, STEADY_PLAN_ITEMS);
      g_assert_cmpuint (i, >=, chapter->first_items);
    }
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    g_assert_true (inputs[i]);
  for (unsigned i = 0; i < STEADY_PLAN_TEXTS; i++)
    g_assert_true (texts[i]);
}

static void
test_signing (void)
{
  SteadyPlanInputs  inputs = child (3.2, 50, 5, 45);
  SteadyPlanSigning signing = { .count = 0 };
  SteadyPlan        plan;

  compute (&inputs, &plan);
#define SECOND(name, kg, cm) \
  steady_plan_signing_second (&signing, &plan, name, "2026-01-01T10:01:00Z", kg, cm)
  g_assert_cmpint (SECOND ("Berta", 3.2, 50), ==, STEADY_PLAN_NOT_WANTED);
  g_assert_cmpint (steady_plan_signing_first (&signing, &plan, "  ", "now"),
                   ==,
                   STEADY_PLAN_NOT_NAMED);
  g_assert_cmpint (steady_plan_signing_first (&signing, &plan, "Anna", "now"),
                   ==,
                   STEADY_PLAN_SIGNED);
  g_assert_cmpint (SECOND (" anna", 3.2, 50), ==, STEADY_PLAN_NOT_ANOTHER);
  g_assert_cmpint (SECOND ("Berta", 2.3, 50), ==, STEADY_PLAN_NOT_THE_SAME);
  g_assert_cmpint (SECOND ("Berta", 3.2, 55), ==, STEADY_PLAN_NOT_THE_SAME);
  g_assert_cmpint (SECOND ("Berta", NAN, 50), ==, STEADY_PLAN_NOT_THE_SAME);
  g_assert_false (steady_plan_signing_complete (&signing));
  g_assert_cmpint (SECOND ("Berta", 3.2, 50), ==, STEADY_PLAN_SIGNED);
  g_assert_true (steady_plan_signing_complete (&signing));
  g_assert_cmpint (SECOND ("Carla", 3.2, 50), ==, STEADY_PLAN_NOT_WANTED);
#undef SECOND
  g_autofree char   *text = steady_plan_store_text (&plan, &signing);
  SteadyJsonDocument document = { 0 };
  SteadyPlanSigning  back = { .count = 0 };
  g_assert_true (
      steady_json_document_parse (&document, "plan", text, -1, "steady-plan", 1, NULL));
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_true (steady_plan_signing_parse (&back, &root, &plan, NULL));
  g_assert_true (steady_plan_signing_complete (&back));
  steady_json_document_finish (&document);
  g_assert_true (steady_plan_signing_void (&signing));
  g_assert_false (steady_plan_signing_void (&signing));
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
}

/* A plan that needs more than the line may bear is refused, and nobody can sign it. */
static void
test_refused_cannot_be_signed (void)
{
  SteadyPlanInputs  inputs = child (3.2, 50, 5, 45);
  SteadyPlanSigning signing = { .count = 0 };
  SteadyPlan        plan;
  g_autoptr (GError) error = NULL;

  steady_plan_inputs_set_text (
      &inputs, STEADY_PLAN_TEXT_ARTERIAL_CANNULA, "arterial-6");
  compute (&inputs, &plan);
  g_assert_true (steady_plan_is_refused (&plan, "x.json", &error));
  g_assert_error (error, STEADY_PLAN_ERROR, STEADY_PLAN_ERROR_REFUSED);
  g_assert_cmpint (steady_plan_signing_first (&signing, &plan, "Anna", "now"),
                   ==,
                   STEADY_PLAN_NOT_REFUSED);
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
}

/* Data of a site that cannot be right is refused, with file and place. */
static void
test_bad_data (void)
{
  static const struct
  {
    const char *file, *text, *word;
  } rows[] = {
    { "perfusion/practice.json",
      "{\"format\":\"steady-practice\",\"version\":1,\"numbers\":{\"act_target_s\":"
      "{\"value\":48,\"source\":\"s\"}}}",
      "act_target_s" },
    { "perfusion/practice.json",
      "{\"format\":\"steady-practice\",\"version\":1,\"bands\":{\"flow_by_weight_ml_kg_"
      "min\":"
      "{\"source\":\"s\",\"rows\":[{\"up_to\":5,\"value\":1},{\"up_to\":4,\"value\":1}]"
      "}}}",
      "above" },
    { "perfusion/practice.json",
      "{\"format\":\"steady-practice\",\"version\":1,\"numbers\":{\"act_target_s\":"
      "{\"value\":500}}}",
      "source" },
    { "circuits/oxygenators.json",
      "{\"format\":\"steady-oxygenators\",\"version\":1,\"items\":[{\"id\":\"x\","
      "\"name\":"
      "\"X\",\"rated_max_l_min\":50}]}",
      "rated_max_l_min" },
    { "drugs/cardioplegia.json", "{\"format\":\"other\",\"version\":1}", "format" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *site = g_dir_make_tmp ("steady-site-XXXXXX", NULL);
      g_autofree char *file = g_build_filename (site, rows[i].file, NULL);
      g_autofree char *folder = g_path_get_dirname (file);
      g_autoptr (GError) error = NULL;
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (file, rows[i].text, -1, NULL));
      g_assert_null (
          steady_plan_tables_load (g_getenv ("STEADY_DATA_DIR"), site, &error));
      g_assert_nonnull (strstr (error->message, rows[i].word));
      g_assert_nonnull (strstr (error->message, file));
      g_unlink (file);
      g_rmdir (folder);
      g_rmdir (site);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  tables = steady_plan_tables_load (g_getenv ("STEADY_DATA_DIR"), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/perfusion/plan/same-twice", test_same_twice);
  g_test_add_func ("/perfusion/plan/no-digit-is-lost", test_no_digit_is_lost);
  g_test_add_func ("/perfusion/plan/needs-exist", test_needs_exist);
  g_test_add_func ("/perfusion/plan/blood-volume-by-age", test_blood_volume_by_age);
  g_test_add_func ("/perfusion/plan/target-follows-the-planned-haematocrit",
                   test_target_follows_the_planned_haematocrit);
  g_test_add_func ("/perfusion/plan/holds-together", test_holds_together);
  g_test_add_func ("/perfusion/plan/more-prime", test_more_prime);
  g_test_add_func ("/perfusion/plan/chapters", test_chapters);
  g_test_add_func ("/perfusion/plan/signing", test_signing);
  g_test_add_func ("/perfusion/plan/refused-cannot-be-signed",
                   test_refused_cannot_be_signed);
  g_test_add_func ("/perfusion/plan/bad-data", test_bad_data);
  const int status = g_test_run ();
  steady_plan_tables_free (tables);
  return status;
}
