/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-cost.h"

#include <math.h>
#include <string.h>

#include "measure/steady-vocabulary.h"

/* Share of plan flow under which blood is said not to flow. [GK] */
#define NO_FLOW 0.1

/*
 * Limits for a child of @profile. The critical oxygen delivery is 272 mL/min/m² in
 * adults (Ranucci) and 281 in infants who are rewarmed (Gao 2022); between them the
 * child's is not known and the higher one is taken. Cerebral saturation counts under
 * 45 % (PMC2945235).
 *
 * Thread: any.
 */
SteadyCostLimits
steady_cost_limits (const char *profile, double map_low_mmhg, double plan_flow_l_min)
{
  const bool grown =
      strcmp (profile, "adult") == 0 || strcmp (profile, "adolescent") == 0;
  return (SteadyCostLimits){ .map_low_mmhg = map_low_mmhg,
                             .cerebral_low_pct = 45.0,
                             .delivery_critical_ml_min_m2 = grown ? 272.0 : 281.0,
                             .plan_flow_l_min = plan_flow_l_min };
}

/* Cold needs less: the demand falls by the factor 2.27 in 10 °C, as in the model of the
 * child (physiology notes 1.3 j). Thread: any. */
double
steady_cost_critical (double at_37, double temperature_c)
{
  return at_37 * pow (2.27, (temperature_c - 37.0) / 10.0);
}

static void
keep_extreme (SteadyCost             *self,
              uint32_t                bit,
              double                 *extreme,
              const SteadyValueTable *values,
              SteadyChannel           channel,
              bool                    highest)
{
  double value;

  if (!steady_value_table_value (values, channel, &value))
    return;
  if ((self->seen & bit) == 0 || (highest ? value > *extreme : value < *extreme))
    *extreme = value;
  self->seen |= bit;
}

static bool
lower_cerebral (const SteadyValueTable *values, double *ret_value)
{
  double     left, right;
  const bool has_left =
      steady_value_table_value (values, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, &left);
  const bool has_right = steady_value_table_value (
      values, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, &right);

  if (!has_left && !has_right)
    return false;
  *ret_value = !has_right || (has_left && left < right) ? left : right;
  return true;
}

static void
add_cerebral (SteadyCost             *self,
              const SteadyCostLimits *limits,
              double                  seconds,
              const SteadyValueTable *values)
{
  double value;

  if (!lower_cerebral (values, &value))
    return;
  if ((self->seen & STEADY_COST_CEREBRAL) == 0 || value < self->cerebral_lowest)
    self->cerebral_lowest = value;
  self->seen |= STEADY_COST_CEREBRAL;
  self->cerebral_area_pct_min +=
      fmax (limits->cerebral_low_pct - value, 0.0) * seconds / 60.0;
}

/* The pump alone feeds the child: only then its flow tells what the child gets. */
static void
add_delivery (SteadyCost             *self,
              const SteadyCostLimits *limits,
              double                  seconds,
              const SteadyValueTable *values)
{
  double delivery, temperature, flow;

  if (steady_value_table_value (values, STEADY_CHANNEL_PATIENT_FLOW, &flow) &&
      flow < NO_FLOW * limits->plan_flow_l_min)
    self->no_flow_s += seconds;
  if (!steady_value_table_value (
          values, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, &delivery))
    return;
  if (!steady_value_table_value (
          values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, &temperature))
    temperature = 37.0; /* unknown: the need is taken to be the greatest */
  const double critical =
      steady_cost_critical (limits->delivery_critical_ml_min_m2, temperature);
  self->deficit_ml_m2 += fmax (critical - delivery, 0.0) * seconds / 60.0;
}

/*
 * Counts @passed more. What cannot be measured is not counted, and @counted_s tells how
 * long something could be.
 *
 * Thread: the tick. Does not allocate.
 */
void
steady_cost_add (SteadyCost             *self,
                 const SteadyCostLimits *limits,
                 SteadySpan              passed,
                 const SteadyValueTable *values,
                 const SteadySupport    *support)
{
  const double seconds = steady_span_seconds (passed);
  const bool   fed_by_pump = support->mode == STEADY_SUPPORT_FULL_BYPASS ||
                           support->mode == STEADY_SUPPORT_ECMO_VA;
  const bool arrest = (support->flags & (STEADY_FLAG_CIRCULATORY_ARREST |
                                         STEADY_FLAG_CEREBRAL_PERFUSION)) != 0;
  double     map;

  keep_extreme (self,
                STEADY_COST_LACTATE,
                &self->lactate_peak,
                values,
                STEADY_CHANNEL_LACTATE,
                true);
  keep_extreme (self,
                STEADY_COST_LINE_PRESSURE,
                &self->line_pressure_highest,
                values,
                STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
                true);
  keep_extreme (self,
                STEADY_COST_VENOUS_SATURATION,
                &self->venous_saturation_lowest,
                values,
                STEADY_CHANNEL_VENOUS_SATURATION,
                false);
  keep_extreme (self,
                STEADY_COST_RESERVOIR,
                &self->reservoir_lowest,
                values,
                STEADY_CHANNEL_RESERVOIR_VOLUME,
                false);
  add_cerebral (self, limits, seconds, values);
  if (!arrest && steady_value_table_value (values, STEADY_CHANNEL_ARTERIAL_MEAN, &map))
    {
      if (map < limits->map_low_mmhg)
        self->map_under_s += seconds;
      if ((self->seen & STEADY_COST_MAP) == 0 || map < self->map_lowest)
        self->map_lowest = map;
      self->seen |= STEADY_COST_MAP;
    }
  if (fed_by_pump)
    {
      add_delivery (self, limits, seconds, values);
      self->counted_s += seconds;
    }
}
