/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-in-force.h"

#include "base/steady-json.h"

/* Where the members that people and pages are told stand in the text of a plan. The
 * names are those of a scenario's plan. */
static const struct
{
  const char *chapter; /* NULL: at the top */
  const char *member;
  const char *told_as;
} copies[] = {
  { "cardioplegia", "id", "cardioplegia_solution" },
  { "cardioplegia", "redose_ml", "cardioplegia_redose_ml" },
  { "heparin", "patient_bolus_iu", "heparin_patient_bolus_iu" },
  { "heparin", "act_target_s", "act_target_s" },
  { "protamine", "mg", "protamine_mg" },
  { "cerebral_flow_l_min", "low", "cerebral_flow_low_l_min" },
  { "cerebral_flow_l_min", "plan", "cerebral_flow_l_min" },
  { "cerebral_flow_l_min", "high", "cerebral_flow_high_l_min" },
  { NULL, "do2i_alarm_above_c", "do2i_alarm_above_c" },
  { NULL, "prime_total_ml", "prime_total_ml" },
  { NULL, "blood_volume_ml", "blood_volume_ml" },
};

/* What followed from an earlier plan's flow and must not outlive it. */
static const char *const outlived[] = { "flow_low_l_min",
                                        "flow_high_l_min",
                                        "line_pressure_warn_mmhg",
                                        "line_pressure_stop_mmhg",
                                        "sources" };

static struct json_object *
member (struct json_object *object, const char *key)
{
  struct json_object *found = NULL;

  if (json_object_is_type (object, json_type_object))
    json_object_object_get_ex (object, key, &found);
  return found;
}

static double
number (struct json_object *object, const char *key)
{
  struct json_object *found = member (object, key);

  return json_object_is_type (found, json_type_double) ||
                 json_object_is_type (found, json_type_int)
             ? json_object_get_double (found)
             : 0;
}

/* Tells one text of a plan from another: FNV-1a, never 0. Thread: any. */
uint64_t
steady_plan_in_force_mark (const char *text)
{
  uint64_t mark = UINT64_C (14695981039346656037);

  for (const unsigned char *at = (const unsigned char *) text; *at != '\0'; at++)
    mark = (mark ^ *at) * UINT64_C (1099511628211);
  return mark != 0 ? mark : 1;
}

/*
 * The numbers of @text, a plan as the case keeps it, that the tick needs. What cannot
 * be read is 0.
 *
 * Thread: any but the tick.
 */
SteadyPlanInForce
steady_plan_in_force_of (const char *text)
{
  struct json_object *root = json_tokener_parse (text);
  struct json_object *targets = member (root, "targets");
  struct json_object *profile = member (root, "alarm_profile");
  SteadyPlanInForce   plan = { .mark = steady_plan_in_force_mark (text),
                               .flow_l_min = number (targets, "flow_l_min"),
                               .reservoir_stop_ml =
                                   number (targets, "reservoir_stop_ml") };

  if (json_object_is_type (profile, json_type_string))
    g_strlcpy (plan.profile, json_object_get_string (profile), sizeof plan.profile);
  if (root != NULL)
    json_object_put (root);
  return plan;
}

static void
put_member (struct json_object *plan, const char *key, struct json_object *value)
{
  json_object_object_del (plan, key);
  if (value != NULL)
    json_object_object_add (plan, key, json_object_get (value));
}

/*
 * The members of the plan in force as pages read them: those of @text over those of
 * @before_json where a plan says nothing, as of the levels of a reservoir. Free with
 * g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_plan_in_force_members (const char *text, const char *before_json)
{
  struct json_object *root = json_tokener_parse (text);
  struct json_object *plan = json_tokener_parse (before_json);
  struct json_object *targets = member (root, "targets");

  if (!json_object_is_type (plan, json_type_object))
    {
      if (plan != NULL)
        json_object_put (plan);
      plan = json_object_new_object ();
    }
  for (size_t i = 0; i < G_N_ELEMENTS (outlived); i++)
    json_object_object_del (plan, outlived[i]);
  if (json_object_is_type (targets, json_type_object))
    {
      json_object_object_foreach (targets, key, value) put_member (plan, key, value);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (copies); i++)
    put_member (
        plan,
        copies[i].told_as,
        member (copies[i].chapter != NULL ? member (root, copies[i].chapter) : root,
                copies[i].member));
  put_member (plan, "signatures", member (root, "signatures"));
  char *members =
      g_strdup (json_object_to_json_string_ext (plan, JSON_C_TO_STRING_PLAIN));
  json_object_put (plan);
  if (root != NULL)
    json_object_put (root);
  return members;
}
