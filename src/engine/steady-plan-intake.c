/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-intake.h"

#include <math.h>
#include <string.h>

#include "perfusion/steady-plan-store.h"

/* Weights of plan and case nearer than this are one child's, kg. */
#define SAME_KG 0.05

/* @weight_kg of the case's patient; 0: not known. Thread: main. */
void
steady_plan_intake_init (SteadyPlanIntake *self, SteadyMode mode, double weight_kg)
{
  *self = (SteadyPlanIntake){ .mode = mode, .weight_kg = weight_kg };
}

/* After the tick has ended. Thread: main. */
void
steady_plan_intake_finish (SteadyPlanIntake *self)
{
  for (unsigned i = 0; i < self->n; i++)
    {
      g_free ((char *) self->orders[i]->text);
      g_free (self->orders[i]);
    }
  g_clear_pointer (&self->tables, steady_plan_tables_free);
  self->n = 0;
}

static bool
refuse (GError **error, const char *reason)
{
  g_set_error (error, STEADY_PLAN_ERROR, STEADY_PLAN_ERROR_REFUSED, "%s", reason);
  return false;
}

/* Another child's plan must not set this child's limits. */
static bool
check_patient (const SteadyPlanIntake *self, const SteadyPlan *plan, GError **error)
{
  const double weight = plan->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT];

  if (self->mode == STEADY_MODE_REVIEW)
    return refuse (error, "a recorded case takes no plan");
  if (self->mode == STEADY_MODE_LIVE && plan->inputs.simulated)
    return refuse (error, "the plan is of no real patient; make one for this patient");
  if (self->weight_kg > 0 && fabs (weight - self->weight_kg) > SAME_KG)
    return refuse (
        error,
        "the plan's weight is not that of this case's patient; find out which "
        "is right");
  return true;
}

/* What the plan expects of the line at its own flow, and of which parts. */
static SteadyPressurePlan
pressures_of (const SteadyPlan *plan)
{
  const SteadyPlanValue *values = plan->values;

  if (!values[STEADY_PLAN_FLOW_PLAN].known || !values[STEADY_PLAN_PRESSURE_PRE].known)
    return (SteadyPressurePlan){ .flow = { 0 } };
  return (SteadyPressurePlan){
    .flow = { values[STEADY_PLAN_FLOW_PLAN].number },
    .expected = { values[STEADY_PLAN_PRESSURE_PRE].number },
    .arterial = { values[STEADY_PLAN_MAP_PLANNED].number },
    .linear = { values[STEADY_PLAN_OXYGENATOR_DROP].number +
                values[STEADY_PLAN_LINE_DROP].number },
  };
}

static SteadyPlanOrder *
make_order (SteadyPlanIntake        *self,
            const SteadyPlan        *plan,
            const SteadyPlanSigning *signing,
            bool                     adopt)
{
  SteadyPlanOrder *order = g_new0 (SteadyPlanOrder, 1);
  char            *text = steady_plan_store_text (plan, signing);

  order->number = self->n;
  order->text = text;
  order->size = strlen (text) + 1;
  order->adopt = adopt;
  g_strlcpy (order->who, signing->signatures[0].name, sizeof order->who);
  order->pressures = pressures_of (plan);
  struct json_object *root = json_tokener_parse (text), *targets;
  if (json_object_object_get_ex (root, "targets", &targets))
    order->n_limits =
        steady_plan_limits (json_object_to_json_string (targets), order->limits);
  json_object_put (root);
  return order;
}

/* Computes and checks what the proposal @root says. */
static SteadyPlanOrder *
check (SteadyPlanIntake *self, const SteadyJsonNode *root, GError **error)
{
  SteadyPlanSigning signing = { .count = 0 };
  SteadyPlanInputs  inputs = { .simulated = false };
  SteadyPlan        plan = { .n_prime = 0 };
  SteadyPlanOrder  *order = NULL;
  SteadyJsonNode    node;
  bool              adopt;

  if (!steady_json_get_bool (root, "adopt", &adopt, error) ||
      !steady_json_get_node (root, "inputs", &node, error))
    return NULL;
  if (!json_object_is_type (node.object, json_type_object))
    {
      steady_json_set_error (&node, error, "must be an object");
      return NULL;
    }
  if (!steady_plan_inputs_parse (&inputs, &node, error))
    return NULL;
  if (steady_plan_compute (&inputs, self->tables, &plan, error))
    {
      if (!steady_plan_is_refused (&plan, "plan", error) &&
          steady_plan_signing_parse (&signing, root, &plan, error) &&
          check_patient (self, &plan, error))
        {
          if (steady_plan_signing_complete (&signing))
            order = make_order (self, &plan, &signing, adopt);
          else
            refuse (error, "two people must have signed the plan");
        }
      steady_plan_finish (&plan);
    }
  steady_plan_inputs_finish (&inputs);
  return order;
}

/*
 * Checks a proposal: the plan is computed anew from its inputs, both signatures must
 * fit it. NULL with a reason, or an order for the tick that belongs to @self.
 *
 * Thread: I/O.
 */
const SteadyPlanOrder *
steady_plan_intake_take (SteadyPlanIntake *self,
                         const char       *text,
                         unsigned          client,
                         GError          **error)
{
  SteadyJsonDocument document = { 0 };

  if (self->n == STEADY_PLAN_INTAKE_MOST)
    {
      refuse (error, "too many plans in one case; start a new one");
      return NULL;
    }
  if (self->tables == NULL)
    self->tables = steady_plan_tables_load_installed (error);
  if (self->tables == NULL ||
      !steady_json_document_parse (&document, "plan", text, -1, NULL, 1, error))
    return NULL;
  const SteadyJsonNode root = steady_json_document_root (&document);
  SteadyPlanOrder     *order = check (self, &root, error);
  steady_json_document_finish (&document);
  if (order == NULL)
    return NULL;
  self->clients[self->n] = client;
  self->orders[self->n++] = order;
  return order;
}

/* What to tell the one who proposed it. Free with g_free (). Thread: I/O. */
char *
steady_plan_intake_refusal (const char *reason)
{
  struct json_object *root = json_object_new_object ();

  json_object_object_add (root, "accepted", json_object_new_boolean (false));
  json_object_object_add (root, "reason", json_object_new_string (reason));
  char *text = g_strdup (json_object_to_json_string (root));
  json_object_put (root);
  return text;
}

/*
 * What became of it, with each limit that follows from the plan. Free with g_free ().
 *
 * Thread: I/O.
 */
char *
steady_plan_intake_answer (const SteadyPlanIntake *self,
                           const SteadyPlanAnswer *answer,
                           unsigned               *ret_client)
{
  static const char *const states[] = { "offered", "in-force", "refused", "unknown" };

  if (answer->number >= self->n)
    return NULL;
  const SteadyPlanOrder *order = self->orders[answer->number];
  struct json_object    *root = json_object_new_object ();
  struct json_object    *offers = json_object_new_array ();
  json_object_object_add (root, "accepted", json_object_new_boolean (true));
  json_object_object_add (root, "kept", json_object_new_boolean (answer->kept != 0));
  json_object_object_add (root, "adopted", json_object_new_boolean (order->adopt));
  for (unsigned i = 0; i < order->n_limits; i++)
    {
      struct json_object *offer = json_object_new_object ();
      json_object_object_add (
          offer, "rule", json_object_new_string (order->limits[i].rule));
      json_object_object_add (offer, "now", json_object_new_double (answer->now[i]));
      json_object_object_add (
          offer, "to", json_object_new_double (order->limits[i].value));
      json_object_object_add (
          offer, "source", json_object_new_string (order->limits[i].source));
      json_object_object_add (
          offer, "state", json_object_new_string (states[MIN (answer->state[i], 3)]));
      json_object_array_add (offers, offer);
    }
  json_object_object_add (root, "offers", offers);
  *ret_client = self->clients[answer->number];
  char *text = g_strdup (json_object_to_json_string (root));
  json_object_put (root);
  return text;
}
