/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-limits.h"

#include "base/steady-json.h"

/* What the alarms of the pressure after the filter allow of a limit, mmHg: a plan that
 * asks for more or less gets the nearest. */
#define POST_FILTER_LEAST 80
#define POST_FILTER_MOST  320

#define N_(text) text

/* Which member of a plan becomes the limit of which alarm; @above is added to it. With
 * @less another member is taken off, if the plan has it. */
static const struct
{
  const char *member;
  const char *rule;
  double      above;
  const char *source;
  const char *less;
} limits[] = {
  /* clang-format off */
  { "line_pressure_expected_mmhg", "line-pressure-stop", 100, N_ ("plan: expected pressure at plan flow + 100 (safety rule 11 [GK])"), NULL },
  { "line_pressure_expected_mmhg", "line-pressure-warn", 50, N_ ("plan: expected pressure at plan flow + 50 (safety rule 11 [GK])"), NULL },
  { "line_pressure_expected_mmhg", "post-filter-pressure-stop", 100, N_ ("plan: expected pressure after the oxygenator at plan flow + 100 (safety rule 11 [GK])"), "oxygenator_drop_mmhg" },
  { "line_pressure_expected_mmhg", "post-filter-pressure-warn", 50, N_ ("plan: expected pressure after the oxygenator at plan flow + 50 (safety rule 11 [GK])"), "oxygenator_drop_mmhg" },
  { "reservoir_stop_ml", "reservoir-stop", 0, N_ ("plan: STOP level"), NULL },
  { "reservoir_warn_ml", "reservoir-warn", 0, N_ ("plan: warning level"), NULL },
  { "map_low_mmhg", "map-low", 0, N_ ("plan: pressure band (safety rule 16)"), NULL },
  { "map_high_mmhg", "map-high", 0, N_ ("plan: pressure band (safety rule 16)"), NULL },
  { "svo2_low_pct", "svo2-low", 0, N_ ("plan: venous saturation (safety rule 16)"), NULL },
  { "haematocrit_low_pct", "haematocrit-low", 0, N_ ("plan: haematocrit band (safety rule 16)"), NULL },
  { "arterial_temperature_high_c", "arterial-outlet-hot", 0, N_ ("plan: highest arterial temperature (safety rule 16)"), NULL },
  { "do2i_target_ml_min_m2", "do2i-low", 0, N_ ("plan: oxygen delivery aimed at (safety rule 16)"), NULL },
  { "cardioplegia_interval_min", "cardioplegia-due", 0, N_ ("plan: interval of its solution"), NULL },
  { "oxygenator_max_l_min", "flow-over-oxygenator", 0, N_ ("plan: rated flow of the oxygenator"), NULL },
  /* clang-format on */
};

G_STATIC_ASSERT (G_N_ELEMENTS (limits) <= STEADY_PLAN_LIMITS);

static bool
number_of (struct json_object *plan, const char *member, double *ret_number)
{
  struct json_object *value;

  if (!json_object_object_get_ex (plan, member, &value) ||
      (!json_object_is_type (value, json_type_double) &&
       !json_object_is_type (value, json_type_int)))
    return false;
  *ret_number = json_object_get_double (value);
  return true;
}

/* The number that the plan gives for limits[@i]. */
static bool
limit_of (struct json_object *plan, size_t i, double *ret_limit)
{
  double number, less;

  if (!number_of (plan, limits[i].member, &number))
    return false;
  number += limits[i].above;
  if (limits[i].less != NULL)
    {
      if (number_of (plan, limits[i].less, &less))
        number -= less;
      number = CLAMP (number, POST_FILTER_LEAST, POST_FILTER_MOST);
    }
  *ret_limit = number;
  return true;
}

/*
 * What the plan says of limits; @ret_limits has STEADY_PLAN_LIMITS places. A plan that
 * says nothing leaves the profile's limits. Returns how many there are.
 *
 * Thread: main.
 */
unsigned
steady_plan_limits (const char *plan_json, SteadyAlarmPlanLimit *ret_limits)
{
  struct json_object *plan = json_tokener_parse (plan_json);
  unsigned            n = 0;
  double              value;

  for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
    if (limit_of (plan, i, &value))
      ret_limits[n++] = (SteadyAlarmPlanLimit){ .rule = limits[i].rule,
                                                .value = value,
                                                .source = limits[i].source };
  json_object_put (plan);
  return n;
}
