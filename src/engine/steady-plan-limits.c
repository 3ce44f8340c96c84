/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-limits.h"

#include "base/steady-json.h"

/* Which member of a plan becomes the limit of which alarm; @above is added to it. */
static const struct
{
  const char *member;
  const char *rule;
  double      above;
  const char *source;
} limits[] = {
  /* clang-format off */
  { "line_pressure_expected_mmhg", "line-pressure-stop", 100, "plan: expected pressure at plan flow + 100 (safety rule 11 [GK])" },
  { "line_pressure_expected_mmhg", "line-pressure-warn", 50, "plan: expected pressure at plan flow + 50 (safety rule 11 [GK])" },
  { "reservoir_stop_ml", "reservoir-stop", 0, "plan: STOP level" },
  { "reservoir_warn_ml", "reservoir-warn", 0, "plan: warning level" },
  { "map_low_mmhg", "map-low", 0, "plan: pressure band (safety rule 16)" },
  { "map_high_mmhg", "map-high", 0, "plan: pressure band (safety rule 16)" },
  { "svo2_low_pct", "svo2-low", 0, "plan: venous saturation (safety rule 16)" },
  { "haematocrit_low_pct", "haematocrit-low", 0, "plan: haematocrit band (safety rule 16)" },
  { "arterial_temperature_high_c", "arterial-outlet-hot", 0, "plan: highest arterial temperature (safety rule 16)" },
  { "do2i_target_ml_min_m2", "do2i-low", 0, "plan: oxygen delivery aimed at (safety rule 16)" },
  { "cardioplegia_interval_min", "cardioplegia-due", 0, "plan: interval of its solution" },
  { "oxygenator_max_l_min", "flow-over-oxygenator", 0, "plan: rated flow of the oxygenator" },
  /* clang-format on */
};

G_STATIC_ASSERT (G_N_ELEMENTS (limits) <= STEADY_PLAN_LIMITS);

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
  struct json_object *member;
  unsigned            n = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      if (!json_object_object_get_ex (plan, limits[i].member, &member) ||
          (!json_object_is_type (member, json_type_double) &&
           !json_object_is_type (member, json_type_int)))
        continue;
      ret_limits[n++] =
          (SteadyAlarmPlanLimit){ .rule = limits[i].rule,
                                  .value =
                                      json_object_get_double (member) + limits[i].above,
                                  .source = limits[i].source };
    }
  json_object_put (plan);
  return n;
}
