/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "perfusion/steady-anticoagulation.h"
#include "perfusion/steady-gas-strategy.h"
#include "perfusion/steady-plan-private.h"
#include "perfusion/steady-temperature-plan.h"
#include "perfusion/steady-ultrafiltration.h"

static void
put_practice (SteadyPlanWork *work, SteadyPlanItem item, SteadyPracticeNumber number)
{
  steady_plan_put (work, item, steady_plan_practice (work, item, number));
}

static void
put_used (SteadyPlanWork *work, SteadyPlanItem item, SteadyPlanInput input)
{
  steady_plan_put (work, item, steady_plan_used (work, item, input));
}

static void
put_temperature (SteadyPlanWork *work)
{
  const SteadyTemp planned = { steady_plan_used (
      work, STEADY_PLAN_TEMPERATURE, STEADY_PLAN_INPUT_TEMPERATURE) };
  const SteadyTemp start = { steady_plan_practice (
      work, STEADY_PLAN_COOLING, STEADY_PRACTICE_BODY_TEMPERATURE_C) };
  const double     pace =
      steady_plan_practice (work, STEADY_PLAN_COOLING, STEADY_PRACTICE_COOLING_C_MIN);
  const SteadyTemp          end = { steady_plan_practice (
      work, STEADY_PLAN_REWARMING, STEADY_PRACTICE_REWARMING_TO_C) };
  const SteadyRewarmingPace paces = {
    .cold_c_min = steady_plan_practice (
        work, STEADY_PLAN_REWARMING, STEADY_PRACTICE_REWARMING_COLD_C_MIN),
    .warm_c_min = steady_plan_practice (
        work, STEADY_PLAN_REWARMING, STEADY_PRACTICE_REWARMING_WARM_C_MIN),
    .slow_from = { steady_plan_practice (
        work, STEADY_PLAN_REWARMING, STEADY_PRACTICE_REWARMING_SLOW_FROM_C) }
  };
  double minutes;

  steady_plan_put (work, STEADY_PLAN_TEMPERATURE, planned.c);
  if (steady_cooling_time (start, planned, pace, &minutes))
    steady_plan_put (work, STEADY_PLAN_COOLING, minutes);
  if (steady_rewarming_time (planned, end, &paces, &minutes))
    steady_plan_put (work, STEADY_PLAN_REWARMING, minutes);
  put_practice (work, STEADY_PLAN_GRADIENT, STEADY_PRACTICE_GRADIENT_MOST_C);
  put_practice (work, STEADY_PLAN_GRADIENT_WARM, STEADY_PRACTICE_GRADIENT_MOST_WARM_C);
  put_practice (work, STEADY_PLAN_DO2I_ALARM_ABOVE, STEADY_PRACTICE_DO2I_ALARM_ABOVE_C);
  put_practice (work, STEADY_PLAN_OUTLET_MOST, STEADY_PRACTICE_ARTERIAL_OUTLET_MOST_C);
}

static SteadyGasStrategy
chosen_strategy (SteadyPlanWork *work, double planned_c)
{
  const SteadyPracticeText *choices = work->tables->practice.choices;
  const double              edge = steady_plan_practice (
      work, STEADY_PLAN_GAS_STRATEGY, STEADY_PRACTICE_PH_STAT_BELOW_C);
  const SteadyPracticeText *choice =
      planned_c < edge ? &choices[STEADY_PRACTICE_CHOICE_GAS_STRATEGY_COLD]
                       : &choices[STEADY_PRACTICE_CHOICE_GAS_STRATEGY_WARM];
  const char       *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_GAS_STRATEGY];
  SteadyGasStrategy strategy;

  if (entered != NULL && steady_gas_strategy_from_name (entered, &strategy))
    return strategy;
  if (entered != NULL)
    steady_plan_warn (work,
                      N_ ("The gas strategy is not known: the site's own is used."));
  steady_plan_cite (work, STEADY_PLAN_GAS_STRATEGY, &choice->cite);
  return steady_gas_strategy_from_name (choice->value, &strategy)
             ? strategy
             : STEADY_GAS_STRATEGY_ALPHA_STAT;
}

static void
put_gas (SteadyPlanWork *work)
{
  const SteadyTemp        planned = { steady_plan_of (work, STEADY_PLAN_TEMPERATURE) };
  const SteadyGasStrategy strategy = chosen_strategy (work, planned.c);
  SteadyGasTarget         target;

  steady_plan_put_text (
      work, STEADY_PLAN_GAS_STRATEGY, steady_gas_strategy_name (strategy));
  if (steady_gas_target (strategy, planned, &target))
    {
      steady_plan_put (work, STEADY_PLAN_GAS_PH_37, target.ph_37);
      steady_plan_put (work, STEADY_PLAN_GAS_PH_T, target.ph_t);
      steady_plan_put (work, STEADY_PLAN_GAS_PCO2_37, target.pco2_37.mmhg);
      steady_plan_put (work, STEADY_PLAN_GAS_PCO2_T, target.pco2_t.mmhg);
    }
  steady_plan_put (
      work,
      STEADY_PLAN_SWEEP,
      steady_plan_practice (work, STEADY_PLAN_SWEEP, STEADY_PRACTICE_SWEEP_PER_FLOW) *
          steady_plan_of (work, STEADY_PLAN_FLOW_PLAN));
  put_practice (work, STEADY_PLAN_FIO2, STEADY_PRACTICE_INSPIRED_OXYGEN_PCT);
}

static void
put_cerebral (SteadyPlanWork *work)
{
  static const SteadyPlanItem items[] = { STEADY_PLAN_CEREBRAL_LOW,
                                          STEADY_PLAN_CEREBRAL,
                                          STEADY_PLAN_CEREBRAL_HIGH };
  const SteadyWeight          weight = steady_plan_weight (work);
  const SteadyBands          *table =
      &work->tables->practice.bands[STEADY_PRACTICE_CEREBRAL_FLOW_BY_WEIGHT];
  SteadyBand band;

  if (!steady_bands_at (table, weight.kg, &band, NULL))
    return;
  const double per_kg[] = { band.low, band.value, band.high };
  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    {
      steady_plan_put (
          work, items[i], steady_flow_from_per_kg (per_kg[i], weight).l_min);
      steady_plan_cite (work, items[i], &table->cite);
    }
}

static void
put_ultrafiltration (SteadyPlanWork *work)
{
  const double per_kg =
      steady_plan_practice (work, STEADY_PLAN_MUF_RATE, STEADY_PRACTICE_MUF_ML_KG_MIN);
  const double fraction = steady_plan_practice (
      work, STEADY_PLAN_MUF_TIME, STEADY_PRACTICE_MUF_FILTRATE_FRACTION);
  const SteadyHaematocrit wanted = { steady_plan_practice (
      work, STEADY_PLAN_MUF_FILTRATE, STEADY_PRACTICE_MUF_HAEMATOCRIT_PCT) };
  const SteadyVolume      all = { steady_plan_of (work, STEADY_PLAN_BLOOD_VOLUME) +
                                  steady_plan_of (work, STEADY_PLAN_PRIME_TOTAL) };
  const SteadyHaematocrit planned = { steady_plan_of (
      work, STEADY_PLAN_HAEMATOCRIT_PLANNED) };
  const double            rate = per_kg * steady_plan_weight (work).kg;
  SteadyVolume            filtrate;
  double                  minutes;

  steady_plan_put (work, STEADY_PLAN_MUF_RATE, rate);
  if (!steady_plan_has (work, STEADY_PLAN_HAEMATOCRIT_PLANNED))
    {
      steady_plan_miss (
          work, STEADY_PLAN_MUF_FILTRATE, N_ ("the haematocrit was not entered"));
      steady_plan_miss (
          work, STEADY_PLAN_MUF_TIME, N_ ("the haematocrit was not entered"));
      return;
    }
  if (!steady_dilution_to_remove (all, planned, wanted, &filtrate))
    filtrate.ml = 0;
  steady_plan_put (work, STEADY_PLAN_MUF_FILTRATE, filtrate.ml);
  if (steady_ultrafiltration_time (filtrate, rate, fraction, &minutes))
    steady_plan_put (work, STEADY_PLAN_MUF_TIME, minutes);
}

static void
put_heparin_of_prime (SteadyPlanWork *work)
{
  const SteadyVolume prime = { steady_plan_of (work, STEADY_PLAN_PRIME) };
  const double       iu_ml = steady_plan_practice (
      work, STEADY_PLAN_HEPARIN_PRIME, STEADY_PRACTICE_HEPARIN_PRIME_IU_ML);
  SteadyHeparin heparin;

  if (!steady_heparin_prime (prime, iu_ml, &heparin))
    return;
  steady_plan_put (work, STEADY_PLAN_HEPARIN_PRIME, heparin.iu);
  if (steady_plan_has (work, STEADY_PLAN_HEPARIN_BOLUS))
    steady_plan_put (work,
                     STEADY_PLAN_HEPARIN_TOTAL,
                     steady_plan_of (work, STEADY_PLAN_HEPARIN_BOLUS) + heparin.iu);
}

/* Temperature, gas, cerebral perfusion, ultrafiltration, bands. Thread: any. */
void
steady_plan_conduct (SteadyPlanWork *work)
{
  const SteadyFact *lowest =
      &work->plan->profile->numbers[STEADY_PROFILE_HAEMATOCRIT_LOW];

  put_temperature (work);
  put_gas (work);
  put_cerebral (work);
  put_heparin_of_prime (work);
  put_used (work, STEADY_PLAN_MAP_PLANNED, STEADY_PLAN_INPUT_MAP_PLANNED);
  put_used (work, STEADY_PLAN_MAP_LOW, STEADY_PLAN_INPUT_MAP_LOW);
  put_used (work, STEADY_PLAN_MAP_HIGH, STEADY_PLAN_INPUT_MAP_HIGH);
  put_used (work, STEADY_PLAN_SVO2_LOW, STEADY_PLAN_INPUT_SVO2_LOW);
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_LIMIT, lowest->value);
  steady_plan_cite (work, STEADY_PLAN_HAEMATOCRIT_LIMIT, &lowest->cite);
  put_ultrafiltration (work);
  if (steady_plan_has (work, STEADY_PLAN_HAEMATOCRIT_LOW) &&
      steady_plan_of (work, STEADY_PLAN_HAEMATOCRIT_LOW) <
          steady_plan_of (work, STEADY_PLAN_HAEMATOCRIT_TARGET))
    steady_plan_warn (
        work,
        N_ ("The haematocrit may fall below the wanted one: have red cells ready."));
}

static void
add_part (SteadyPlan       *plan,
          const char       *name,
          const char       *unit,
          double            amount,
          const SteadyCite *cite)
{
  if (amount > 0 && plan->n_prime < STEADY_PLAN_PRIME_MOST)
    plan->prime[plan->n_prime++] = (SteadyPlanPrimePart){ name, unit, amount, cite };
}

/* What goes into the prime: red cells, drugs, and crystalloid for the rest. Thread:
 * any. */
void
steady_plan_prime_recipe (SteadyPlanWork *work)
{
  SteadyPlan  *plan = work->plan;
  const double prime = steady_plan_of (work, STEADY_PLAN_PRIME);
  const double cells = steady_plan_has (work, STEADY_PLAN_CELLS_INSIDE)
                           ? steady_plan_of (work, STEADY_PLAN_CELLS_INSIDE)
                           : 0;
  double       rest = prime - cells;

  add_part (plan, N_ ("Red cells"), "mL", cells, NULL);
  for (unsigned i = 0; i < work->tables->practice.n_prime; i++)
    {
      const SteadyPrimePart *part = &work->tables->practice.prime[i];
      const double           amount = part->per_l_prime * prime / 1000 +
                            part->per_kg * steady_plan_weight (work).kg +
                            part->per_l_red_cells * cells / 1000;
      add_part (plan, part->name, part->unit, amount, &part->cite);
      if (strcmp (part->unit, "mL") == 0)
        rest -= amount;
    }
  add_part (plan,
            N_ ("Heparin"),
            "IU",
            steady_plan_of (work, STEADY_PLAN_HEPARIN_PRIME),
            &work->tables->practice.numbers[STEADY_PRACTICE_HEPARIN_PRIME_IU_ML].cite);
  add_part (plan, N_ ("Balanced crystalloid"), "mL", rest, NULL);
  if (rest < 0)
    steady_plan_warn (
        work, N_ ("The parts of the prime are more than its volume: choose fewer."));
}
