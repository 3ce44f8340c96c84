/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-match.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Weights and heights nearer than these are one child's. [GK] */
#define SAME_KG 0.05
#define SAME_CM 1.0
/* An age is entered in days, months or years: so far it may be off. [GK] */
#define AGE_SHARE     0.1
#define AGE_LEAST_DAY 1.0
#define AGE_MOST_DAY  366.0

static const char *const traits[STEADY_PLAN_TRAITS] = {
  [STEADY_PLAN_TRAIT_NAME] = "name",
  [STEADY_PLAN_TRAIT_ID] = "id",
  [STEADY_PLAN_TRAIT_BORN] = "born",
  [STEADY_PLAN_TRAIT_WEIGHT] = "weight_kg",
  [STEADY_PLAN_TRAIT_HEIGHT] = "height_cm"
};

static const char *const agreements[] = {
  [STEADY_PLAN_NOT_SAID] = "not-said",
  [STEADY_PLAN_AGREES] = "agrees",
  [STEADY_PLAN_DIFFERS] = "differs",
};

static const char *const verdicts[] = {
  [STEADY_PLAN_OTHER_CHILD] = "other-child",
  [STEADY_PLAN_UNFIT] = "unfit",
  [STEADY_PLAN_DOUBTFUL] = "doubtful",
  [STEADY_PLAN_CLEAR] = "clear",
};

/* The day that "2026-11-21" or a time of it says, counted from the year 1; NAN where it
 * says none. Thread: any. */
double
steady_plan_match_day (const char *utc)
{
  unsigned year, month, day;

  if (utc == NULL || !g_ascii_isdigit (utc[0]) ||
      sscanf (utc, "%4u-%2u-%2u", &year, &month, &day) != 3 ||
      !g_date_valid_dmy ((GDateDay) MIN (day, 99),
                         (GDateMonth) MIN (month, 13),
                         (GDateYear) MIN (year, 9999)))
    return NAN;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&date);
}

/* The date of @day as "2026-11-21", NULL where it is none. Free with g_free (). Thread:
 * any. */
char *
steady_plan_match_date (double day)
{
  GDate date;

  if (!(day >= 1 && day < 4e6))
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) day);
  return g_strdup_printf ("%04u-%02u-%02u",
                          (unsigned) g_date_get_year (&date),
                          (unsigned) g_date_get_month (&date),
                          (unsigned) g_date_get_day (&date));
}

/* On which day the child of @plan was born, by its age when it was signed at @utc; NAN
 * where nothing says so. Thread: any. */
double
steady_plan_match_born (const SteadyPlanInputs *plan, const char *utc)
{
  if (!plan->given[STEADY_PLAN_INPUT_AGE])
    return NAN;
  return floor (steady_plan_match_day (utc) - plan->numbers[STEADY_PLAN_INPUT_AGE]);
}

static int
compare_words (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The words of a name in one order, so that "Muster, Ada" is "ada muster"; NULL: there
 * are none. */
static char *
plain_name (const char *name)
{
  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " ,;\t\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  qsort (words, g_strv_length (words), sizeof *words, compare_words);
  for (unsigned i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", words[i]);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static SteadyPlanAgreement
compare_texts (const char *one, const char *other)
{
  g_autofree char *a = plain_name (one);
  g_autofree char *b = plain_name (other);

  if (a == NULL || b == NULL)
    return STEADY_PLAN_NOT_SAID;
  return strcmp (a, b) == 0 ? STEADY_PLAN_AGREES : STEADY_PLAN_DIFFERS;
}

static SteadyPlanAgreement
compare_numbers (const SteadyPlanInputs *plan,
                 SteadyPlanInput         input,
                 double                  number,
                 double                  same)
{
  if (!plan->given[input] || !(number > 0))
    return STEADY_PLAN_NOT_SAID;
  return fabs (plan->numbers[input] - number) <= same ? STEADY_PLAN_AGREES
                                                      : STEADY_PLAN_DIFFERS;
}

static SteadyPlanAgreement
compare_births (double plan, double child, double today)
{
  const double age = today - child;
  const double same = fmin (fmax (AGE_LEAST_DAY, AGE_SHARE * age), AGE_MOST_DAY);

  if (!isfinite (plan) || !isfinite (age))
    return STEADY_PLAN_NOT_SAID;
  return fabs (plan - child) <= same ? STEADY_PLAN_AGREES : STEADY_PLAN_DIFFERS;
}

/* Whether it can be this child's at all: by its name or its ID; where the case has
 * neither, as in an emergency, by its weight and height. */
static bool
may_be_the_child (const SteadyPlanMatch *match)
{
  const SteadyPlanAgreement name = match->traits[STEADY_PLAN_TRAIT_NAME];
  const SteadyPlanAgreement id = match->traits[STEADY_PLAN_TRAIT_ID];

  if (name == STEADY_PLAN_AGREES || id == STEADY_PLAN_AGREES)
    return true;
  return name == STEADY_PLAN_NOT_SAID && id == STEADY_PLAN_NOT_SAID &&
         match->traits[STEADY_PLAN_TRAIT_WEIGHT] == STEADY_PLAN_AGREES &&
         match->traits[STEADY_PLAN_TRAIT_HEIGHT] == STEADY_PLAN_AGREES;
}

static SteadyPlanVerdict
judge (const SteadyPlanMatch *match)
{
  const SteadyPlanAgreement *by = match->traits;

  if (!may_be_the_child (match))
    return STEADY_PLAN_OTHER_CHILD;
  if (by[STEADY_PLAN_TRAIT_ID] == STEADY_PLAN_DIFFERS ||
      by[STEADY_PLAN_TRAIT_WEIGHT] == STEADY_PLAN_DIFFERS ||
      by[STEADY_PLAN_TRAIT_HEIGHT] == STEADY_PLAN_DIFFERS)
    return STEADY_PLAN_UNFIT;
  if (by[STEADY_PLAN_TRAIT_NAME] == STEADY_PLAN_AGREES &&
      by[STEADY_PLAN_TRAIT_BORN] == STEADY_PLAN_AGREES &&
      by[STEADY_PLAN_TRAIT_WEIGHT] == STEADY_PLAN_AGREES)
    return STEADY_PLAN_CLEAR;
  return STEADY_PLAN_DOUBTFUL;
}

/*
 * Whether @plan, which the second person signed at @utc, is @child's: trait by trait,
 * and what that comes to. A clear match is name, day of birth and weight, with nothing
 * that speaks against it; another weight or height means other doses and flows, so such
 * a plan is not followed whoever confirms it (safety ruling 21).
 *
 * Thread: any.
 */
SteadyPlanMatch
steady_plan_match (const SteadyPlanInputs *plan,
                   const char             *utc,
                   const SteadyPlanChild  *child,
                   double                  today)
{
  SteadyPlanMatch match = { .verdict = STEADY_PLAN_OTHER_CHILD };

  match.traits[STEADY_PLAN_TRAIT_NAME] =
      compare_texts (plan->texts[STEADY_PLAN_TEXT_NAME], child->name);
  match.traits[STEADY_PLAN_TRAIT_ID] =
      compare_texts (plan->texts[STEADY_PLAN_TEXT_PATIENT_ID], child->id);
  match.traits[STEADY_PLAN_TRAIT_BORN] =
      compare_births (steady_plan_match_born (plan, utc), child->born_day, today);
  match.traits[STEADY_PLAN_TRAIT_WEIGHT] =
      compare_numbers (plan, STEADY_PLAN_INPUT_WEIGHT, child->weight_kg, SAME_KG);
  match.traits[STEADY_PLAN_TRAIT_HEIGHT] =
      compare_numbers (plan, STEADY_PLAN_INPUT_HEIGHT, child->height_cm, SAME_CM);
  if (plan->simulated == child->simulated)
    match.verdict = judge (&match);
  return match;
}

/* What a trait is called between programs. Thread: any. */
const char *
steady_plan_trait_name (SteadyPlanTrait trait)
{
  return traits[trait];
}

/* Thread: any. */
const char *
steady_plan_agreement_name (SteadyPlanAgreement agreement)
{
  return agreements[agreement];
}

/* Thread: any. */
const char *
steady_plan_verdict_name (SteadyPlanVerdict verdict)
{
  return verdicts[verdict];
}

static int
find (const char *const *names, unsigned n, const char *name)
{
  for (unsigned i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return (int) i;
  return -1;
}

/* SteadyPlanAgreement, or -1. Thread: any. */
int
steady_plan_agreement_from_name (const char *name)
{
  return find (agreements, G_N_ELEMENTS (agreements), name);
}

/* SteadyPlanVerdict, or -1. Thread: any. */
int
steady_plan_verdict_from_name (const char *name)
{
  return find (verdicts, G_N_ELEMENTS (verdicts), name);
}
