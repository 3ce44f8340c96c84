/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "perfusion/steady-body.h"
#include "perfusion/steady-full-flow.h"
#include "perfusion/steady-plan-private.h"

/* From which share above the fitting weight a patient counts as heavy; [GK]. */
#define HEAVY 1.2

static SteadySurfaceFormula
chosen_formula (SteadyPlanWork *work)
{
  static const struct
  {
    const char          *name;
    SteadySurfaceFormula formula;
  } names[] = { { "mosteller", STEADY_SURFACE_MOSTELLER },
                { "dubois", STEADY_SURFACE_DU_BOIS },
                { "haycock", STEADY_SURFACE_HAYCOCK } };
  const SteadyPracticeText *choice =
      &work->tables->practice.choices[STEADY_PRACTICE_CHOICE_SURFACE_FORMULA];
  const char *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_SURFACE_FORMULA];
  const char *name = entered != NULL ? entered : choice->value;

  if (entered == NULL)
    steady_plan_cite (work, STEADY_PLAN_SURFACE, &choice->cite);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i].name) == 0)
      return names[i].formula;
  steady_plan_warn (
      work, N_ ("The formula of the body surface is not known: Mosteller is used."));
  return STEADY_SURFACE_MOSTELLER;
}

static void
put_surface (SteadyPlanWork *work, SteadyPlanItem item, SteadySurfaceFormula formula)
{
  const SteadyLength height = { work->plan->used[STEADY_PLAN_INPUT_HEIGHT].number };
  SteadyArea         area;

  if (steady_body_surface (formula, steady_plan_weight (work), height, &area))
    steady_plan_put (work, item, area.m2);
}

static bool
is_heavy (const SteadyPlanWork *work)
{
  return steady_plan_has (work, STEADY_PLAN_IDEAL_WEIGHT) &&
         steady_plan_weight (work).kg >
             HEAVY * steady_plan_of (work, STEADY_PLAN_IDEAL_WEIGHT);
}

/* Obesity: flow by surface would ask for more than the heart ever gave. */
static void
put_ideal (SteadyPlanWork *work, SteadySurfaceFormula formula)
{
  const SteadyLength height = { work->plan->used[STEADY_PLAN_INPUT_HEIGHT].number };
  SteadyWeight       ideal;
  SteadyArea         area;

  if (!steady_body_ideal_weight (
          height, work->plan->used[STEADY_PLAN_INPUT_AGE].number, &ideal))
    {
      steady_plan_miss (
          work, STEADY_PLAN_IDEAL_WEIGHT, N_ ("not defined below one year"));
      steady_plan_miss (
          work, STEADY_PLAN_SURFACE_IDEAL, N_ ("not defined below one year"));
      return;
    }
  steady_plan_put (work, STEADY_PLAN_IDEAL_WEIGHT, ideal.kg);
  if (!is_heavy (work))
    steady_plan_miss (
        work, STEADY_PLAN_SURFACE_IDEAL, N_ ("the weight fits the height"));
  else if (steady_body_surface (formula, ideal, height, &area))
    {
      steady_plan_put (work, STEADY_PLAN_SURFACE_IDEAL, area.m2);
      steady_plan_warn (
          work,
          N_ ("The weight is more than 1.2 times what fits the height: look "
              "at the body surface at the fitting weight."));
    }
}

/* The row for the patient's age, and the table it stands in: a light newborn counts as
 * preterm, a heavy child as obese. NULL: there is none. */
static const SteadyBands *
find_by_age (const SteadyPlanWork *work, SteadyBand *ret_band)
{
  const SteadyBands *tables = work->tables->practice.bands;
  const SteadyBands *by_age = &tables[STEADY_PRACTICE_BLOOD_VOLUME_BY_AGE];
  const SteadyBands *preterm = &tables[STEADY_PRACTICE_BLOOD_VOLUME_PRETERM];
  const SteadyBands *obese = &tables[STEADY_PRACTICE_BLOOD_VOLUME_OBESE];
  const double       age = work->plan->used[STEADY_PLAN_INPUT_AGE].number;

  if (age <= by_age->rows[0].up_to &&
      steady_bands_at (preterm, steady_plan_weight (work).kg, ret_band, NULL))
    return preterm;
  if (is_heavy (work) && steady_bands_at (obese, age, ret_band, NULL))
    return obese;
  return steady_bands_at (by_age, age, ret_band, NULL) ? by_age : NULL;
}

static void
put_blood_volume (SteadyPlanWork *work)
{
  const SteadyWeight weight = steady_plan_weight (work);
  SteadyVolume       volume;
  SteadyBand         band;
  double             low, high;

  const double ml_kg = steady_plan_used (
      work, STEADY_PLAN_BLOOD_VOLUME_ML_KG, STEADY_PLAN_INPUT_BLOOD_VOLUME);
  if (!steady_body_blood_volume (weight, ml_kg, &volume))
    return;
  low = high = volume.ml;
  steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME_ML_KG, ml_kg);
  steady_plan_used (work, STEADY_PLAN_BLOOD_VOLUME, STEADY_PLAN_INPUT_BLOOD_VOLUME);
  steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME, volume.ml);
  const double flat = steady_plan_practice (
      work, STEADY_PLAN_BLOOD_VOLUME_FLAT, STEADY_PRACTICE_BLOOD_VOLUME_FLAT_ML_KG);
  steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME_FLAT, flat * weight.kg);
  low = MIN (low, flat * weight.kg);
  high = MAX (high, flat * weight.kg);
  const SteadyBands *by_age = find_by_age (work, &band);
  if (by_age != NULL)
    {
      steady_plan_cite (work, STEADY_PLAN_BLOOD_VOLUME_BY_AGE, &by_age->cite);
      steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME_BY_AGE, band.value * weight.kg);
      low = MIN (low, band.low * weight.kg);
      high = MAX (high, band.high * weight.kg);
    }
  steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME_LOW, low);
  steady_plan_put (work, STEADY_PLAN_BLOOD_VOLUME_HIGH, high);
}

/* Surface, blood volume, profile. Thread: any. */
void
steady_plan_body (SteadyPlanWork *work)
{
  static const SteadyPlanItem items[] = {
    [STEADY_SURFACE_MOSTELLER] = STEADY_PLAN_SURFACE_MOSTELLER,
    [STEADY_SURFACE_DU_BOIS] = STEADY_PLAN_SURFACE_DU_BOIS,
    [STEADY_SURFACE_HAYCOCK] = STEADY_PLAN_SURFACE_HAYCOCK
  };
  const SteadySurfaceFormula formula = chosen_formula (work);

  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    put_surface (work, items[i], (SteadySurfaceFormula) i);
  put_surface (work, STEADY_PLAN_SURFACE, formula);
  put_ideal (work, formula);
  put_blood_volume (work);
  steady_plan_put_text (work, STEADY_PLAN_PROFILE, work->plan->profile->id);
  steady_plan_cite (work,
                    STEADY_PLAN_PROFILE,
                    &work->plan->profile->numbers[STEADY_PROFILE_UP_TO_KG].cite);
}

static void
put_table_flow (SteadyPlanWork *work, const SteadyBands *table)
{
  static const SteadyPlanItem items[] = { STEADY_PLAN_FLOW_TABLE,
                                          STEADY_PLAN_FLOW_BAND_ABOVE,
                                          STEADY_PLAN_FLOW_BAND_UP_TO,
                                          STEADY_PLAN_FLOW_BAND_PER_KG };
  const SteadyWeight          weight = steady_plan_weight (work);
  SteadyBand                  band;
  SteadyFlow                  flow;
  double                      above;

  if (!steady_bands_at (table, weight.kg, &band, &above) ||
      !steady_full_flow_by_weight (table, weight, &flow))
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    steady_plan_cite (work, items[i], &table->cite);
  steady_plan_put (work, STEADY_PLAN_FLOW_TABLE, flow.l_min);
  steady_plan_put (work, STEADY_PLAN_FLOW_BAND_ABOVE, above);
  steady_plan_put (work, STEADY_PLAN_FLOW_BAND_UP_TO, band.up_to);
  steady_plan_put (work, STEADY_PLAN_FLOW_BAND_PER_KG, band.value);
}

/* Flow by weight and by index, before anything is known of the blood. Thread: any. */
void
steady_plan_flow_needs (SteadyPlanWork *work)
{
  const SteadyBands *table =
      &work->tables->practice.bands[STEADY_PRACTICE_FLOW_BY_WEIGHT];
  const SteadyWeight most = { steady_plan_practice (
      work, STEADY_PLAN_FLOW_WEIGHT, STEADY_PRACTICE_FLOW_WEIGHT_MOST_KG) };
  const SteadyArea   area = { steady_plan_of (work, STEADY_PLAN_SURFACE) };
  SteadyFlow         flow;

  put_table_flow (work, table);
  steady_plan_cite (work, STEADY_PLAN_FLOW_WEIGHT, &table->cite);
  if (steady_full_flow_smooth (table, most, steady_plan_weight (work), &flow))
    steady_plan_put (work, STEADY_PLAN_FLOW_WEIGHT, flow.l_min);
  else
    steady_plan_miss (
        work, STEADY_PLAN_FLOW_WEIGHT, N_ ("above 30 kg the index governs"));
  const double index = steady_plan_used (
      work, STEADY_PLAN_FLOW_INDEX_USED, STEADY_PLAN_INPUT_FLOW_INDEX);
  steady_plan_put (work, STEADY_PLAN_FLOW_INDEX_USED, index);
  steady_plan_used (work, STEADY_PLAN_FLOW_INDEX, STEADY_PLAN_INPUT_FLOW_INDEX);
  if (steady_full_flow_by_index (index, area, &flow))
    steady_plan_put (work, STEADY_PLAN_FLOW_INDEX, flow.l_min);
}
