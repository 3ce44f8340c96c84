/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-profile.h"

#include <string.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "engine/steady-plan-limits.h"

/*
 * Lays @profile ("neonate" …) over the rules of @base_text. False with a sentence where
 * there is no such profile.
 *
 * Thread: any but the tick.
 */
bool
steady_plan_profile_load (SteadyPlanProfile *self,
                          const char        *base_text,
                          const char        *profile,
                          bool               ecmo,
                          double             plan_flow_l_min,
                          GError           **error)
{
  g_autofree char *name =
      g_strdup_printf ("alarms/%s%s.json", ecmo ? "ecmo-" : "", profile);
  g_autofree char *base =
      steady_paths_data (ecmo ? "alarms/ecmo.json" : "alarms/base.json");
  g_autofree char       *file = steady_paths_data (name);
  const SteadyAlarmSetup setup = { .base_file = base,
                                   .base_text = base_text,
                                   .profile_file = file,
                                   .plan_flow_l_min = plan_flow_l_min };

  if (profile[0] == '\0' || strchr (profile, '/') != NULL)
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_VALUE,
                   "the plan names no profile of alarms; make the plan anew");
      return false;
    }
  self->loaded = steady_alarm_rules_load (&self->rules, &setup, error);
  return self->loaded;
}

/* Accepts one that was never loaded. Thread: any. */
void
steady_plan_profile_finish (SteadyPlanProfile *self)
{
  if (self->loaded)
    steady_alarm_rules_finish (&self->rules);
  self->loaded = false;
}

/* The comparison that a person calls the limit, or NULL. */
static const SteadyAlarmClause *
main_clause (const SteadyAlarmRule *rule)
{
  for (unsigned i = 0; i < rule->n_clauses; i++)
    if (rule->clauses[i].test != STEADY_ALARM_TEST_ONE_OF)
      return &rule->clauses[i];
  return NULL;
}

static bool
is_planned (const SteadyAlarmPlanLimit *limits, unsigned n, const char *rule)
{
  for (unsigned i = 0; i < n; i++)
    if (strcmp (limits[i].rule, rule) == 0)
      return true;
  return false;
}

/*
 * The number of each rule as profile and plan have it: first those that the plan itself
 * gives, then all others of the profile. They live as long as @self. Returns how many.
 *
 * Thread: any but the tick.
 */
unsigned
steady_plan_profile_limits (const SteadyPlanProfile *self,
                            const char              *targets_json,
                            SteadyAlarmPlanLimit    *ret_limits,
                            unsigned                 size)
{
  unsigned       n = steady_plan_limits (targets_json, ret_limits);
  const unsigned planned = n;

  for (unsigned i = 0; self->loaded && i < self->rules.count && n < size; i++)
    {
      const SteadyAlarmRule   *rule = &self->rules.rules[i];
      const SteadyAlarmClause *clause = main_clause (rule);
      if (clause == NULL || clause->reference != STEADY_ALARM_REFERENCE_NUMBER ||
          is_planned (ret_limits, planned, rule->id))
        continue;
      ret_limits[n++] = (SteadyAlarmPlanLimit){ .rule = rule->id,
                                                .value = clause->limit,
                                                .source = clause->source };
    }
  return n;
}

/* What shares of the planned flow come to: [{rule, limit}]. Free with json_object_put
 * (). Thread: any but the tick. */
struct json_object *
steady_plan_profile_shares (const SteadyPlanProfile *self, double plan_flow_l_min)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; self->loaded && i < self->rules.count; i++)
    {
      const SteadyAlarmClause *clause = main_clause (&self->rules.rules[i]);
      if (clause == NULL || clause->reference != STEADY_ALARM_REFERENCE_PLAN)
        continue;
      struct json_object *share = json_object_new_object ();
      json_object_object_add (
          share, "rule", json_object_new_string (self->rules.rules[i].id));
      json_object_object_add (
          share,
          "limit",
          json_object_new_double (
              MAX (clause->limit / 100.0 * plan_flow_l_min, clause->at_least)));
      json_object_array_add (list, share);
    }
  return list;
}
