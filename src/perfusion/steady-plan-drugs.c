/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-anticoagulation.h"
#include "perfusion/steady-cardioplegia.h"
#include "perfusion/steady-plan-private.h"

static bool
choose_solution (SteadyPlanWork *work, GError **error)
{
  const SteadyPracticeText *choice =
      &work->tables->practice.choices[STEADY_PRACTICE_CHOICE_CARDIOPLEGIA];
  const char *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_CARDIOPLEGIA];
  const char *id = entered != NULL ? entered : choice->value;

  if (entered == NULL)
    steady_plan_cite (work, STEADY_PLAN_PLEGIA_SOLUTION, &choice->cite);
  work->plan->solution = steady_parts_solution (&work->tables->parts, id);
  if (work->plan->solution != NULL)
    return true;
  g_set_error (
      error,
      STEADY_PLAN_ERROR,
      STEADY_PLAN_ERROR_INPUT,
      "plan: %s: \"%.60s\" is not in the catalogue; choose one that is, or add it "
      "to the site's file",
      steady_plan_text_key (STEADY_PLAN_TEXT_CARDIOPLEGIA),
      id);
  return false;
}

/* "blood : crystalloid" as it is written: 1:4, 4:1, 0:1, 1:0; of the list, since a plan
 * owns no text. */
static const char *
ratio_text (double blood, double crystalloid)
{
  static const struct
  {
    double      blood, crystalloid;
    const char *text;
  } known[] = { { 1, 4, "1:4" }, { 4, 1, "4:1" }, { 8, 1, "8:1" }, { 2, 1, "2:1" },
                { 1, 1, "1:1" }, { 0, 1, "0:1" }, { 1, 0, "1:0" }, { 16, 1, "16:1" } };

  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    if (blood >= known[i].blood && blood <= known[i].blood &&
        crystalloid >= known[i].crystalloid && crystalloid <= known[i].crystalloid)
      return known[i].text;
  return NULL;
}

static void
put_ratio (SteadyPlanWork *work, const SteadySolution *solution)
{
  const char *text = ratio_text (solution->blood.value, solution->crystalloid.value);

  steady_plan_cite (work, STEADY_PLAN_PLEGIA_RATIO, &solution->blood.cite);
  if (text != NULL)
    steady_plan_put_text (work, STEADY_PLAN_PLEGIA_RATIO, text);
  else
    steady_plan_miss (
        work, STEADY_PLAN_PLEGIA_RATIO, N_ ("no pump has this ratio: see the file"));
}

static void
put_first (SteadyPlanWork *work, const SteadySolution *solution)
{
  const SteadyWeight            weight = steady_plan_weight (work);
  const SteadyVolume            cap = { solution->first_cap.value };
  const SteadyCardioplegiaRatio ratio = { solution->blood.value,
                                          solution->crystalloid.value };
  SteadyVolume                  dose, crystalloid;

  steady_plan_cite (work, STEADY_PLAN_PLEGIA_FIRST, &solution->first.cite);
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_FIRST, &solution->first_cap.cite);
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_CAP, &solution->first_cap.cite);
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_CRYSTALLOID, &solution->blood.cite);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_CAP, cap.ml);
  if (!steady_cardioplegia_dose (weight, solution->first.value, cap, &dose) ||
      !steady_cardioplegia_crystalloid (dose, ratio, &crystalloid))
    return;
  steady_plan_put (work, STEADY_PLAN_PLEGIA_FIRST, dose.ml);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_FIRST_ML_KG, dose.ml / weight.kg);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_CRYSTALLOID, crystalloid.ml);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_BLOOD, dose.ml - crystalloid.ml);
}

static void
put_redose (SteadyPlanWork *work, const SteadySolution *solution)
{
  const SteadyVolume cap = { solution->redose_cap.value };
  SteadyVolume       dose;

  steady_plan_cite (work, STEADY_PLAN_PLEGIA_REDOSE, &solution->redose.cite);
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_INTERVAL, &solution->interval.cite);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_INTERVAL, solution->interval.value);
  if (solution->redose.value <= 0)
    steady_plan_miss (work, STEADY_PLAN_PLEGIA_REDOSE, N_ ("given once"));
  else if (steady_cardioplegia_dose (
               steady_plan_weight (work), solution->redose.value, cap, &dose))
    steady_plan_put (work, STEADY_PLAN_PLEGIA_REDOSE, dose.ml);
}

static void
put_on_pump (SteadyPlanWork *work)
{
  static const SteadyPlanItem pairs[][2] = {
    { STEADY_PLAN_PLEGIA_FIRST, STEADY_PLAN_PLEGIA_PUMP_FIRST },
    { STEADY_PLAN_PLEGIA_REDOSE, STEADY_PLAN_PLEGIA_PUMP_REDOSE }
  };
  const SteadyPumpModel *pump =
      steady_parts_pump (&work->tables->parts, "cardioplegia", NULL);
  double shown;

  if (pump == NULL || !pump->has_dose_unit)
    {
      const char *because = N_ ("the site has not named its pump's unit");
      steady_plan_miss (work, STEADY_PLAN_PLEGIA_PUMP_UNIT, because);
      steady_plan_miss (work, STEADY_PLAN_PLEGIA_PUMP_FIRST, because);
      steady_plan_miss (work, STEADY_PLAN_PLEGIA_PUMP_REDOSE, because);
      return;
    }
  steady_plan_put_text (
      work, STEADY_PLAN_PLEGIA_PUMP_UNIT, steady_dose_unit_name (pump->dose_unit));
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_PUMP_UNIT, &pump->dose_cite);
  for (unsigned i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const SteadyVolume dose = { steady_plan_of (work, pairs[i][0]) };
      steady_plan_cite (work, pairs[i][1], &pump->dose_cite);
      if (!steady_plan_has (work, pairs[i][0]))
        steady_plan_miss (work, pairs[i][1], work->plan->values[pairs[i][0]].because);
      else if (steady_cardioplegia_on_pump (
                   dose, steady_plan_weight (work), pump->dose_unit, &shown))
        steady_plan_put (work, pairs[i][1], shown);
    }
}

static void
put_bolus (SteadyPlanWork *work)
{
  const SteadyPracticeText *basis =
      &work->tables->practice.choices[STEADY_PRACTICE_CHOICE_PROTAMINE_BASIS];
  const double iu_kg =
      steady_plan_used (work, STEADY_PLAN_HEPARIN_IU_KG, STEADY_PLAN_INPUT_HEPARIN);
  const double ratio = steady_plan_used (
      work, STEADY_PLAN_PROTAMINE_RATIO, STEADY_PLAN_INPUT_PROTAMINE_RATIO);
  SteadyHeparin   heparin;
  SteadyProtamine protamine;

  steady_plan_put (work, STEADY_PLAN_HEPARIN_IU_KG, iu_kg);
  steady_plan_used (work, STEADY_PLAN_HEPARIN_BOLUS, STEADY_PLAN_INPUT_HEPARIN);
  steady_plan_used (work, STEADY_PLAN_PROTAMINE, STEADY_PLAN_INPUT_PROTAMINE_RATIO);
  if (!steady_heparin_bolus (steady_plan_weight (work), iu_kg, &heparin))
    return;
  steady_plan_put (work, STEADY_PLAN_HEPARIN_BOLUS, heparin.iu);
  steady_plan_put (work, STEADY_PLAN_PROTAMINE_RATIO, ratio);
  steady_plan_put_text (work, STEADY_PLAN_PROTAMINE_BASIS, basis->value);
  steady_plan_cite (work, STEADY_PLAN_PROTAMINE_BASIS, &basis->cite);
  if (steady_protamine_dose (heparin, ratio, &protamine))
    steady_plan_put (work, STEADY_PLAN_PROTAMINE, protamine.mg);
  steady_plan_put (work,
                   STEADY_PLAN_ACT_TARGET,
                   steady_plan_practice (
                       work, STEADY_PLAN_ACT_TARGET, STEADY_PRACTICE_ACT_TARGET_S));
}

/* Heparin to the patient, protamine, cardioplegia. False for a solution that the
 * catalogue has not. Thread: any. */
bool
steady_plan_drugs (SteadyPlanWork *work, GError **error)
{
  if (!choose_solution (work, error))
    return false;
  const SteadySolution *solution = work->plan->solution;
  steady_plan_put_text (work, STEADY_PLAN_PLEGIA_SOLUTION, solution->name.name);
  steady_plan_put (work, STEADY_PLAN_PLEGIA_TEMPERATURE, solution->temperature.value);
  steady_plan_cite (work, STEADY_PLAN_PLEGIA_TEMPERATURE, &solution->temperature.cite);
  put_ratio (work, solution);
  put_first (work, solution);
  put_redose (work, solution);
  put_on_pump (work);
  put_bolus (work);
  return true;
}
