/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "perfusion/steady-plan-private.h"

/* A number is known. Thread: any. */
void
steady_plan_put (SteadyPlanWork *work, SteadyPlanItem item, double number)
{
  SteadyPlanValue *value = &work->plan->values[item];
  value->known = true;
  value->number = number;
  value->text = NULL;
  value->because = NULL;
}

/* Words are known; @text must be constant or of the tables. Thread: any. */
void
steady_plan_put_text (SteadyPlanWork *work, SteadyPlanItem item, const char *text)
{
  SteadyPlanValue *value = &work->plan->values[item];
  value->known = true;
  value->text = text;
  value->because = NULL;
}

/* It is not known, and why; @because is a constant for gettext. Thread: any. */
void
steady_plan_miss (SteadyPlanWork *work, SteadyPlanItem item, const char *because)
{
  SteadyPlanValue *value = &work->plan->values[item];
  value->known = false;
  value->text = NULL;
  value->because = because;
}

/* The data that @item was computed with. Thread: any. */
void
steady_plan_cite (SteadyPlanWork *work, SteadyPlanItem item, const SteadyCite *cite)
{
  SteadyPlanValue *value = &work->plan->values[item];

  for (unsigned i = 0; i < value->n_cites; i++)
    if (value->cites[i] == cite)
      return;
  if (value->n_cites < STEADY_PLAN_CITES_MOST)
    value->cites[value->n_cites++] = cite;
}

/* Thread: any. */
void
steady_plan_warn (SteadyPlanWork *work, const char *text)
{
  if (work->plan->n_warnings < STEADY_PLAN_WARNINGS_MOST)
    work->plan->warnings[work->plan->n_warnings++] = text;
}

/* Nobody may sign the plan as it is. Thread: any. */
void
steady_plan_refuse (SteadyPlanWork *work, const char *text)
{
  if (work->plan->n_refusals < STEADY_PLAN_REFUSALS_MOST)
    work->plan->refusals[work->plan->n_refusals++] = text;
}

/* Thread: any. */
bool
steady_plan_has (const SteadyPlanWork *work, SteadyPlanItem item)
{
  return work->plan->values[item].known;
}

/* Thread: any. */
double
steady_plan_of (const SteadyPlanWork *work, SteadyPlanItem item)
{
  return work->plan->values[item].number;
}

/* The number of the practice, and that @item was computed with it. Thread: any. */
double
steady_plan_practice (SteadyPlanWork      *work,
                      SteadyPlanItem       item,
                      SteadyPracticeNumber number)
{
  const SteadyFact *fact = &work->tables->practice.numbers[number];
  steady_plan_cite (work, item, &fact->cite);
  return fact->value;
}

/* What @input counts as, and that @item was computed with it. Thread: any. */
double
steady_plan_used (SteadyPlanWork *work, SteadyPlanItem item, SteadyPlanInput input)
{
  const SteadyPlanUsed *used = &work->plan->used[input];
  if (used->cite != NULL)
    steady_plan_cite (work, item, used->cite);
  return used->number;
}

/* Whether it is known at all. Thread: any. */
bool
steady_plan_is_used (const SteadyPlanWork *work, SteadyPlanInput input)
{
  return work->plan->used[input].known;
}

/* Thread: any. */
SteadyWeight
steady_plan_weight (const SteadyPlanWork *work)
{
  return (SteadyWeight){ work->plan->used[STEADY_PLAN_INPUT_WEIGHT].number };
}

static void
use_fact (SteadyPlan *plan, SteadyPlanInput input, const SteadyFact *fact)
{
  SteadyPlanUsed *used = &plan->used[input];
  if (used->known)
    return;
  used->known = true;
  used->number = fact->value;
  used->cite = &fact->cite;
}

/* The DO2i that is wanted of this patient: 400 in infants of STAT 1 to 3, else the
 * table. */
static void
use_oxygen_target (SteadyPlanWork *work)
{
  const SteadyPractice *practice = &work->tables->practice;
  SteadyPlan           *plan = work->plan;
  const SteadyBands    *table = &practice->bands[STEADY_PRACTICE_DO2I_TARGET_BY_WEIGHT];
  const double          stat = plan->inputs.numbers[STEADY_PLAN_INPUT_STAT];
  SteadyPlanUsed       *used = &plan->used[STEADY_PLAN_INPUT_DO2I_TARGET];

  if (!used->known && plan->inputs.given[STEADY_PLAN_INPUT_STAT] && stat < 3.5 &&
      plan->inputs.numbers[STEADY_PLAN_INPUT_AGE] <= 365)
    use_fact (plan,
              STEADY_PLAN_INPUT_DO2I_TARGET,
              &practice->numbers[STEADY_PRACTICE_DO2I_INFANT_STAT_1_TO_3]);
  if (used->known)
    return;
  used->known =
      steady_bands_between (table, steady_plan_weight (work).kg, &used->number);
  used->cite = &table->cite;
}

static void
use_table (SteadyPlanWork *work, SteadyPlanInput input, const SteadyBands *table)
{
  SteadyPlanUsed *used = &work->plan->used[input];
  SteadyBand      band;

  if (used->known ||
      !steady_bands_at (table, steady_plan_weight (work).kg, &band, NULL))
    return;
  used->known = true;
  used->number = band.value;
  used->cite = &table->cite;
}

/* What was entered, and for the rest what the practice says. Thread: any. */
void
steady_plan_defaults (SteadyPlanWork *work)
{
  static const struct
  {
    SteadyPlanInput     input;
    SteadyProfileNumber number;
  } of_profile[] = {
    { STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET, STEADY_PROFILE_HAEMATOCRIT_TARGET },
    { STEADY_PLAN_INPUT_TEMPERATURE, STEADY_PROFILE_TEMPERATURE },
    { STEADY_PLAN_INPUT_MAP_LOW, STEADY_PROFILE_MAP_LOW },
    { STEADY_PLAN_INPUT_MAP_PLANNED, STEADY_PROFILE_MAP_PLANNED },
    { STEADY_PLAN_INPUT_MAP_HIGH, STEADY_PROFILE_MAP_HIGH },
    { STEADY_PLAN_INPUT_SVO2_LOW, STEADY_PROFILE_SVO2_LOW },
  };
  static const struct
  {
    SteadyPlanInput      input;
    SteadyPracticeNumber number;
  } of_practice[] = {
    { STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT,
      STEADY_PRACTICE_RED_CELLS_HAEMATOCRIT_PCT },
    { STEADY_PLAN_INPUT_ANAESTHESIA_VOLUME, STEADY_PRACTICE_ANAESTHESIA_VOLUME_ML },
    { STEADY_PLAN_INPUT_RAP, STEADY_PRACTICE_RAP_ML },
    { STEADY_PLAN_INPUT_CARDIOPLEGIA_BACK,
      STEADY_PRACTICE_CARDIOPLEGIA_TO_CIRCULATION_PCT },
    { STEADY_PLAN_INPUT_HAEMATOCRIT_LOWEST, STEADY_PRACTICE_HAEMATOCRIT_LOWEST_PCT },
    { STEADY_PLAN_INPUT_PROTAMINE_RATIO, STEADY_PRACTICE_PROTAMINE_MG_PER_100_IU },
    { STEADY_PLAN_INPUT_SATURATION, STEADY_PRACTICE_ARTERIAL_SATURATION_PCT },
    { STEADY_PLAN_INPUT_PO2, STEADY_PRACTICE_ARTERIAL_PO2_MMHG },
  };
  const SteadyPractice *practice = &work->tables->practice;
  SteadyPlan           *plan = work->plan;

  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    plan->used[i] = (SteadyPlanUsed){ .number = plan->inputs.numbers[i],
                                      .known = plan->inputs.given[i] };
  plan->profile = steady_practice_profile (
      practice, steady_plan_weight (work), plan->inputs.numbers[STEADY_PLAN_INPUT_AGE]);
  for (unsigned i = 0; i < G_N_ELEMENTS (of_profile); i++)
    use_fact (plan, of_profile[i].input, &plan->profile->numbers[of_profile[i].number]);
  for (unsigned i = 0; i < G_N_ELEMENTS (of_practice); i++)
    use_fact (plan, of_practice[i].input, &practice->numbers[of_practice[i].number]);
  use_table (work,
             STEADY_PLAN_INPUT_BLOOD_VOLUME,
             &practice->bands[STEADY_PRACTICE_BLOOD_VOLUME_BY_WEIGHT]);
  use_table (work,
             STEADY_PLAN_INPUT_HEPARIN,
             &practice->bands[STEADY_PRACTICE_HEPARIN_BY_WEIGHT]);
  use_oxygen_target (work);
  SteadyPlanUsed *index = &plan->used[STEADY_PLAN_INPUT_FLOW_INDEX];
  if (!index->known)
    {
      const SteadyBands *table = &practice->bands[STEADY_PRACTICE_FLOW_INDEX_BY_WEIGHT];
      index->known =
          steady_bands_between (table, steady_plan_weight (work).kg, &index->number);
      index->cite = &table->cite;
    }
}

/* The prime of the circuit decides the haematocrit, that the flow for the oxygen
 * target, and that which circuit is needed: a larger one is taken until it fits. */
static void
settle_circuit (SteadyPlanWork *work)
{
  for (unsigned i = 0; i <= work->tables->parts.n_packs; i++)
    {
      const SteadyPack *before = work->plan->pack;
      steady_plan_blood (work);
      steady_plan_oxygen_flow (work);
      steady_plan_choose_pack (work);
      if (work->plan->pack == before)
        return;
    }
}

/*
 * Computes the whole plan. The one function for page, command line and engine: the same
 * inputs and tables give the same plan to the last bit. @inputs is copied; @tables must
 * live longer than @ret_plan, which is freed with steady_plan_finish (). What cannot be
 * known is not known and says why; what nobody may follow stands in "refusals".
 *
 * False for inputs that steady_plan_inputs_check () refuses, or that name an
 * oxygenator, cannula, circuit or solution which the catalogue has not.
 *
 * Thread: any but the tick.
 */
bool
steady_plan_compute (const SteadyPlanInputs *inputs,
                     const SteadyPlanTables *tables,
                     SteadyPlan             *ret_plan,
                     GError                **error)
{
  SteadyPlan     plan = { .n_prime = 0 };
  SteadyPlanWork work = { .plan = &plan, .tables = tables };

  if (!steady_plan_inputs_check (inputs, "plan", error))
    return false;
  steady_plan_inputs_copy (inputs, &plan.inputs);
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    steady_plan_miss (&work, (SteadyPlanItem) i, N_ ("cannot be computed here"));
  steady_plan_defaults (&work);
  steady_plan_body (&work);
  steady_plan_flow_needs (&work);
  if (!steady_plan_drugs (&work, error))
    {
      steady_plan_finish (&plan);
      return false;
    }
  steady_plan_choose_pack (&work);
  settle_circuit (&work);
  if (!steady_plan_choose_circuit (&work, error))
    {
      steady_plan_finish (&plan);
      return false;
    }
  steady_plan_conduct (&work);
  steady_plan_line_pressure (&work);
  steady_plan_prime_recipe (&work);
  *ret_plan = plan;
  return true;
}

/* Accepts one that is all zero; leaves it so. Thread: any. */
void
steady_plan_finish (SteadyPlan *self)
{
  steady_plan_inputs_finish (&self->inputs);
  memset (self, 0, sizeof *self);
}

/*
 * Whether nobody may follow the plan; then @error says the first reason, after @file.
 *
 * Thread: any.
 */
bool
steady_plan_is_refused (const SteadyPlan *self, const char *file, GError **error)
{
  if (self->n_refusals == 0)
    return false;
  g_set_error (error,
               STEADY_PLAN_ERROR,
               STEADY_PLAN_ERROR_REFUSED,
               "%s: %s",
               file,
               self->refusals[0]);
  return true;
}

/* False for what is not known and for words. Thread: any. */
bool
steady_plan_number (const SteadyPlan *self, SteadyPlanItem item, double *ret_number)
{
  const SteadyPlanValue *value = &self->values[item];
  if (!value->known || value->text != NULL)
    return false;
  *ret_number = value->number;
  return true;
}
