/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "perfusion/steady-plan-match.h"

#define SIGNED "2026-11-20T16:02:00Z"

typedef struct Row
{
  const char       *what;
  const char       *name;
  const char       *id;
  double            born_ago; /* days before today; NAN: not known */
  double            weight_kg;
  double            height_cm;
  SteadyPlanVerdict verdict;
} Row;

static double today;

static SteadyPlanInputs
plan (const char *name, const char *id, double age_days)
{
  SteadyPlanInputs inputs = { .simulated = false };

  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_WEIGHT, 3.2);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HEIGHT, 50);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_AGE, age_days);
  steady_plan_inputs_set_text (&inputs, STEADY_PLAN_TEXT_NAME, name);
  steady_plan_inputs_set_text (&inputs, STEADY_PLAN_TEXT_PATIENT_ID, id);
  return inputs;
}

static SteadyPlanMatch
match (SteadyPlanInputs *inputs, const Row *row)
{
  const SteadyPlanChild child = { .name = row->name,
                                  .id = row->id,
                                  .born_day = today - row->born_ago,
                                  .weight_kg = row->weight_kg,
                                  .height_cm = row->height_cm };
  return steady_plan_match (inputs, SIGNED, &child, today);
}

/* Signed yesterday for a child of 5 days, who is 6 days old today. */
static void
test_verdicts (void)
{
  static const Row rows[] = {
    { "the same", "Ada Muster", "4711", 6, 3.2, 50, STEADY_PLAN_CLEAR },
    { "no ID in the case", "Ada Muster", NULL, 6, 3.2, 50, STEADY_PLAN_CLEAR },
    { "another order", "  MUSTER, ada ", NULL, 6, 3.2, 50, STEADY_PLAN_CLEAR },
    { "no height", "Ada Muster", NULL, 6, 3.2, 0, STEADY_PLAN_CLEAR },
    { "a day off", "Ada Muster", NULL, 7, 3.2, 50, STEADY_PLAN_CLEAR },
    { "50 g off", "Ada Muster", NULL, 6, 3.25, 50, STEADY_PLAN_CLEAR },
    { "two days off", "Ada Muster", "4711", 8, 3.2, 50, STEADY_PLAN_DOUBTFUL },
    { "no age", "Ada Muster", "4711", NAN, 3.2, 50, STEADY_PLAN_DOUBTFUL },
    { "no weight", "Ada Muster", "4711", 6, 0, 50, STEADY_PLAN_DOUBTFUL },
    { "another spelling", "Ada Musterle", "4711", 6, 3.2, 50, STEADY_PLAN_DOUBTFUL },
    { "an emergency", "", NULL, 6, 3.2, 50, STEADY_PLAN_DOUBTFUL },
    { "an emergency, heavier", "", NULL, 6, 3.3, 50, STEADY_PLAN_OTHER_CHILD },
    { "an emergency, not known", "", NULL, NAN, 0, 0, STEADY_PLAN_OTHER_CHILD },
    { "heavier", "Ada Muster", "4711", 6, 3.26, 50, STEADY_PLAN_UNFIT },
    { "longer", "Ada Muster", "4711", 6, 3.2, 51.5, STEADY_PLAN_UNFIT },
    { "another ID", "Ada Muster", "4712", 6, 3.2, 50, STEADY_PLAN_UNFIT },
    { "a twin", "Eva Muster", "4712", 6, 3.2, 50, STEADY_PLAN_OTHER_CHILD },
    { "a twin without ID", "Eva Muster", NULL, 6, 3.2, 50, STEADY_PLAN_OTHER_CHILD },
  };
  SteadyPlanInputs inputs = plan ("Ada Muster", "4711", 5);

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].what);
      g_assert_cmpint (match (&inputs, &rows[i]).verdict, ==, rows[i].verdict);
    }
  /* a rehearsed plan is no real child's, however well it fits */
  inputs.simulated = true;
  g_assert_cmpint (match (&inputs, &rows[0]).verdict, ==, STEADY_PLAN_OTHER_CHILD);
  steady_plan_inputs_finish (&inputs);
}

/* Each trait says for itself what speaks for and against. */
static void
test_traits (void)
{
  const Row             row = { "", "Ada Muster", NULL, 9, 3.5, 0, 0 };
  SteadyPlanInputs      inputs = plan ("Ada Muster", "4711", 5);
  const SteadyPlanMatch seen = match (&inputs, &row);

  g_assert_cmpint (seen.traits[STEADY_PLAN_TRAIT_NAME], ==, STEADY_PLAN_AGREES);
  g_assert_cmpint (seen.traits[STEADY_PLAN_TRAIT_ID], ==, STEADY_PLAN_NOT_SAID);
  g_assert_cmpint (seen.traits[STEADY_PLAN_TRAIT_BORN], ==, STEADY_PLAN_DIFFERS);
  g_assert_cmpint (seen.traits[STEADY_PLAN_TRAIT_WEIGHT], ==, STEADY_PLAN_DIFFERS);
  g_assert_cmpint (seen.traits[STEADY_PLAN_TRAIT_HEIGHT], ==, STEADY_PLAN_NOT_SAID);
  steady_plan_inputs_finish (&inputs);
}

/* An older child's age is entered in months or years, so days do not count. */
static void
test_ages (void)
{
  SteadyPlanInputs inputs = plan ("Ada Muster", NULL, 5 * 365);
  Row              row = { "", "Ada Muster", NULL, 5 * 365 + 150, 3.2, 50, 0 };

  g_assert_cmpint (match (&inputs, &row).verdict, ==, STEADY_PLAN_CLEAR);
  row.born_ago = 6 * 365 + 60;
  g_assert_cmpint (match (&inputs, &row).verdict, ==, STEADY_PLAN_DOUBTFUL);
  steady_plan_inputs_finish (&inputs);
}

static void
test_dates (void)
{
  static const char *const none[] = { NULL,         "",           "yesterday",
                                      "2026-13-01", "2026-02-30", "0000-01-01",
                                      "2026-11",    "-1-1-1",     "99999999999-1-1" };
  g_autofree char         *back =
      steady_plan_match_date (steady_plan_match_day ("2024-02-29T23:59:59Z"));

  g_assert_cmpstr (back, ==, "2024-02-29");
  g_assert_cmpfloat_with_epsilon (steady_plan_match_day ("2024-03-01"),
                                  1 + steady_plan_match_day ("2024-02-29"),
                                  1e-9);
  for (unsigned i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_true (isnan (steady_plan_match_day (none[i])));
  g_assert_null (steady_plan_match_date (NAN));
  g_assert_null (steady_plan_match_date (0));
  g_assert_null (steady_plan_match_date (1e12));
}

static void
test_names_of_answers (void)
{
  for (int i = STEADY_PLAN_NOT_SAID; i <= STEADY_PLAN_DIFFERS; i++)
    g_assert_cmpint (steady_plan_agreement_from_name (
                         steady_plan_agreement_name ((SteadyPlanAgreement) i)),
                     ==,
                     i);
  for (int i = STEADY_PLAN_OTHER_CHILD; i <= STEADY_PLAN_CLEAR; i++)
    g_assert_cmpint (steady_plan_verdict_from_name (
                         steady_plan_verdict_name ((SteadyPlanVerdict) i)),
                     ==,
                     i);
  g_assert_cmpint (steady_plan_verdict_from_name ("perhaps"), ==, -1);
  g_assert_cmpint (steady_plan_agreement_from_name (NULL), ==, -1);
  for (int i = 0; i < STEADY_PLAN_TRAITS; i++)
    g_assert_nonnull (steady_plan_trait_name ((SteadyPlanTrait) i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  today = steady_plan_match_day ("2026-11-21");
  g_test_add_func ("/perfusion/plan-match/verdicts", test_verdicts);
  g_test_add_func ("/perfusion/plan-match/traits", test_traits);
  g_test_add_func ("/perfusion/plan-match/ages", test_ages);
  g_test_add_func ("/perfusion/plan-match/dates", test_dates);
  g_test_add_func ("/perfusion/plan-match/names", test_names_of_answers);
  return g_test_run ();
}
