/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "perfusion/steady-oxygen.h"
#include "perfusion/steady-plan-private.h"

static void
put_prime (SteadyPlanWork *work)
{
  SteadyPlan *plan = work->plan;
  const bool  entered = plan->inputs.given[STEADY_PLAN_INPUT_PRIME];
  double      prime = plan->inputs.numbers[STEADY_PLAN_INPUT_PRIME];

  plan->values[STEADY_PLAN_PRIME].n_cites = 0;
  if (!entered)
    {
      prime = plan->pack->prime.value;
      steady_plan_cite (work, STEADY_PLAN_PRIME, &plan->pack->prime.cite);
      plan->used[STEADY_PLAN_INPUT_PRIME] = (SteadyPlanUsed){
        .number = prime, .known = true, .cite = &plan->pack->prime.cite
      };
    }
  steady_plan_put (work, STEADY_PLAN_PRIME, prime);
  const double total =
      prime +
      steady_plan_used (
          work, STEADY_PLAN_PRIME_TOTAL, STEADY_PLAN_INPUT_ANAESTHESIA_VOLUME) -
      steady_plan_used (work, STEADY_PLAN_PRIME_TOTAL, STEADY_PLAN_INPUT_RAP);
  if (total >= 0)
    steady_plan_put (work, STEADY_PLAN_PRIME_TOTAL, total);
  else
    steady_plan_miss (
        work, STEADY_PLAN_PRIME_TOTAL, N_ ("more is taken off than is added"));
}

static void
put_band (SteadyPlanWork *work, double clear)
{
  const double band =
      steady_plan_practice (
          work, STEADY_PLAN_HAEMATOCRIT_LOW, STEADY_PRACTICE_HAEMOGLOBIN_BAND_G_DL) *
      steady_plan_practice (work,
                            STEADY_PLAN_HAEMATOCRIT_LOW,
                            STEADY_PRACTICE_HAEMATOCRIT_PER_HAEMOGLOBIN);

  steady_plan_practice (
      work, STEADY_PLAN_HAEMATOCRIT_HIGH, STEADY_PRACTICE_HAEMOGLOBIN_BAND_G_DL);
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_CLEAR, clear);
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_LOW, fmax (clear - band, 0));
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_HIGH, fmin (clear + band, 100));
}

static void
put_cells (SteadyPlanWork *work)
{
  const SteadyVolume      blood = { steady_plan_of (work, STEADY_PLAN_BLOOD_VOLUME) };
  const SteadyVolume      prime = { steady_plan_of (work, STEADY_PLAN_PRIME_TOTAL) };
  const SteadyHaematocrit own = {
    work->plan->used[STEADY_PLAN_INPUT_HAEMATOCRIT].number
  };
  const SteadyHaematocrit wanted = { steady_plan_of (work,
                                                     STEADY_PLAN_HAEMATOCRIT_TARGET) };
  const SteadyHaematocrit cells = { steady_plan_used (
      work, STEADY_PLAN_CELLS_INSIDE, STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT) };
  SteadyVolume            volume;

  steady_plan_used (
      work, STEADY_PLAN_CELLS_ON_TOP, STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT);
  if (steady_dilution_cells_in_prime (blood, own, prime, wanted, cells, &volume))
    steady_plan_put (work, STEADY_PLAN_CELLS_INSIDE, volume.ml);
  else
    steady_plan_miss (work, STEADY_PLAN_CELLS_INSIDE, N_ ("more than the prime holds"));
  if (steady_dilution_cells_on_top (blood, own, prime, wanted, cells, &volume))
    steady_plan_put (work, STEADY_PLAN_CELLS_ON_TOP, volume.ml);
  else
    steady_plan_miss (work,
                      STEADY_PLAN_CELLS_ON_TOP,
                      N_ ("the cells are not richer than what is wanted"));
}

static void
put_units (SteadyPlanWork *work)
{
  const double unit = steady_plan_practice (
      work, STEADY_PLAN_CELL_UNITS, STEADY_PRACTICE_RED_CELL_UNIT_ML);
  double most = -1;

  if (steady_plan_has (work, STEADY_PLAN_CELLS_INSIDE))
    most = steady_plan_of (work, STEADY_PLAN_CELLS_INSIDE);
  if (steady_plan_has (work, STEADY_PLAN_CELLS_ON_TOP))
    most = fmax (most, steady_plan_of (work, STEADY_PLAN_CELLS_ON_TOP));
  if (most >= 0)
    steady_plan_put (work, STEADY_PLAN_CELL_UNITS, ceil (most / unit));
}

static void
put_after_cardioplegia (SteadyPlanWork *work)
{
  const double back = steady_plan_used (
      work, STEADY_PLAN_HAEMATOCRIT_AFTER, STEADY_PLAN_INPUT_CARDIOPLEGIA_BACK);
  const SteadyVolume      all = { steady_plan_of (work, STEADY_PLAN_BLOOD_VOLUME) +
                                  steady_plan_of (work, STEADY_PLAN_PRIME_TOTAL) };
  const SteadyHaematocrit planned = { steady_plan_of (
      work, STEADY_PLAN_HAEMATOCRIT_PLANNED) };
  const SteadyVolume      crystalloid = {
         steady_plan_of (work, STEADY_PLAN_PLEGIA_CRYSTALLOID) * back / 100
  };
  const SteadyHaematocrit none = { 0 };
  SteadyHaematocrit       after;

  if (steady_plan_has (work, STEADY_PLAN_PLEGIA_CRYSTALLOID) &&
      steady_dilution_mix (all, planned, crystalloid, none, &after))
    steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_AFTER, after.percent);
}

static void
put_loss (SteadyPlanWork *work, SteadyVolume blood, SteadyHaematocrit own)
{
  const SteadyHaematocrit lowest = { steady_plan_used (
      work, STEADY_PLAN_ALLOWABLE_LOSS, STEADY_PLAN_INPUT_HAEMATOCRIT_LOWEST) };
  SteadyVolume            loss;

  if (steady_dilution_allowable_loss (blood, own, lowest, &loss))
    steady_plan_put (work, STEADY_PLAN_ALLOWABLE_LOSS, loss.ml);
  else
    steady_plan_miss (work,
                      STEADY_PLAN_ALLOWABLE_LOSS,
                      N_ ("the haematocrit is not above the lowest one"));
}

static void
miss_all (SteadyPlanWork *work, const char *because)
{
  static const SteadyPlanItem items[] = {
    STEADY_PLAN_HAEMATOCRIT_CLEAR, STEADY_PLAN_HAEMATOCRIT_LOW,
    STEADY_PLAN_HAEMATOCRIT_HIGH,  STEADY_PLAN_HAEMATOCRIT_PLANNED,
    STEADY_PLAN_HAEMATOCRIT_AFTER, STEADY_PLAN_CELLS_INSIDE,
    STEADY_PLAN_CELLS_ON_TOP,      STEADY_PLAN_CELL_UNITS,
    STEADY_PLAN_ALLOWABLE_LOSS
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    steady_plan_miss (work, items[i], because);
}

/* Prime, haematocrit on bypass, red cells. Thread: any. */
void
steady_plan_blood (SteadyPlanWork *work)
{
  const SteadyHaematocrit none = { 0 };
  const SteadyVolume      blood = { steady_plan_of (work, STEADY_PLAN_BLOOD_VOLUME) };
  const SteadyHaematocrit own = {
    work->plan->used[STEADY_PLAN_INPUT_HAEMATOCRIT].number
  };
  SteadyHaematocrit clear;

  put_prime (work);
  const double target = steady_plan_used (
      work, STEADY_PLAN_HAEMATOCRIT_TARGET, STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET);
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_TARGET, target);
  if (!steady_plan_is_used (work, STEADY_PLAN_INPUT_HAEMATOCRIT))
    {
      miss_all (work, N_ ("the haematocrit was not entered"));
      return;
    }
  const SteadyVolume prime = { steady_plan_of (work, STEADY_PLAN_PRIME_TOTAL) };
  if (!steady_plan_has (work, STEADY_PLAN_PRIME_TOTAL) ||
      !steady_dilution_mix (blood, own, prime, none, &clear))
    {
      miss_all (work, N_ ("the prime is not known"));
      return;
    }
  put_band (work, clear.percent);
  steady_plan_put (work, STEADY_PLAN_HAEMATOCRIT_PLANNED, fmax (clear.percent, target));
  put_cells (work);
  put_units (work);
  put_loss (work, blood, own);
  put_after_cardioplegia (work);
}

/* CaO2 at the planned haematocrit, and the flow that it asks for. Thread: any. */
void
steady_plan_oxygen_flow (SteadyPlanWork *work)
{
  const SteadyArea area = { steady_plan_of (work, STEADY_PLAN_SURFACE) };
  const double     target =
      steady_plan_used (work, STEADY_PLAN_DO2I_TARGET, STEADY_PLAN_INPUT_DO2I_TARGET);
  SteadyFlow flow;
  double     content;

  steady_plan_put (work, STEADY_PLAN_DO2I_TARGET, target);
  steady_plan_used (work, STEADY_PLAN_FLOW_DO2, STEADY_PLAN_INPUT_DO2I_TARGET);
  if (!steady_plan_has (work, STEADY_PLAN_HAEMATOCRIT_PLANNED))
    {
      const char *because = work->plan->values[STEADY_PLAN_HAEMATOCRIT_PLANNED].because;
      steady_plan_miss (work, STEADY_PLAN_CAO2, because);
      steady_plan_miss (work, STEADY_PLAN_FLOW_DO2, because);
      return;
    }
  const SteadyOxygenConstants constants = {
    steady_plan_practice (work, STEADY_PLAN_CAO2, STEADY_PRACTICE_OXYGEN_ML_PER_G),
    steady_plan_practice (work, STEADY_PLAN_CAO2, STEADY_PRACTICE_OXYGEN_ML_PER_DL_MMHG)
  };
  const SteadyHaemoglobin haemoglobin = {
    steady_plan_of (work, STEADY_PLAN_HAEMATOCRIT_PLANNED) /
    steady_plan_practice (
        work, STEADY_PLAN_CAO2, STEADY_PRACTICE_HAEMATOCRIT_PER_HAEMOGLOBIN)
  };
  const double saturation =
      steady_plan_used (work, STEADY_PLAN_CAO2, STEADY_PLAN_INPUT_SATURATION) / 100;
  const SteadyPressure po2 = { steady_plan_used (
      work, STEADY_PLAN_CAO2, STEADY_PLAN_INPUT_PO2) };
  if (!steady_oxygen_content (&constants, haemoglobin, saturation, po2, &content))
    return;
  steady_plan_put (work, STEADY_PLAN_CAO2, content);
  if (steady_oxygen_flow_for_delivery (target, area, content, &flow))
    steady_plan_put (work, STEADY_PLAN_FLOW_DO2, flow.l_min);
  else
    steady_plan_miss (
        work, STEADY_PLAN_FLOW_DO2, N_ ("more than 12 L/min: raise the haematocrit"));
}
