/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-intake.h"

#include <math.h>
#include <string.h>

#include "perfusion/steady-plan-store.h"

/* Weights of plan and case nearer than this are one child's, kg. */
#define SAME_KG 0.05

/* Nothing was proposed yet in the case that is told @about. Thread: main. */
void
steady_plan_intake_init (SteadyPlanIntake *self, const SteadyPlanCase *about)
{
  *self = (SteadyPlanIntake){ .mode = about->mode,
                              .weight_kg = about->weight_kg,
                              .alarm_base = g_strdup (about->alarm_base),
                              .ecmo = about->ecmo,
                              .plan_json = g_strdup (about->plan_json),
                              .stored = about->stored };
}

static void
free_order (SteadyPlanOrder *order)
{
  steady_plan_profile_finish (&order->rules);
  g_free ((char *) order->text);
  g_free (order);
}

/* After the tick has ended. Thread: main. */
void
steady_plan_intake_finish (SteadyPlanIntake *self)
{
  for (unsigned i = 0; i < self->n; i++)
    free_order (self->orders[i]);
  g_clear_pointer (&self->tables, steady_plan_tables_free);
  g_clear_pointer (&self->alarm_base, g_free);
  g_clear_pointer (&self->plan_json, g_free);
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
    .oxygenator = { values[STEADY_PLAN_OXYGENATOR_DROP].number },
  };
}

/* The numbers of plan and profile; without a profile only those of the plan. */
static bool
lay_limits (const SteadyPlanIntake *self,
            const SteadyPlan       *plan,
            SteadyPlanOrder        *order,
            GError                **error)
{
  if (!steady_plan_profile_load (&order->rules,
                                 self->alarm_base,
                                 order->plan.profile,
                                 self->ecmo,
                                 order->plan.flow_l_min,
                                 error))
    return false;
  struct json_object *root = json_tokener_parse (order->text), *targets = NULL;
  json_object_object_get_ex (root, "targets", &targets);
  /* the targets are those of a scenario, whose plan may say this too */
  json_object_object_add (
      targets,
      "oxygenator_drop_mmhg",
      json_object_new_double (plan->values[STEADY_PLAN_OXYGENATOR_DROP].number));
  order->n_limits = steady_plan_profile_limits (&order->rules,
                                                json_object_to_json_string (targets),
                                                order->limits,
                                                STEADY_PLAN_LIMITS);
  json_object_put (root);
  return true;
}

static SteadyPlanOrder *
make_order (SteadyPlanIntake        *self,
            const SteadyPlan        *plan,
            const SteadyPlanSigning *signing,
            bool                     adopt,
            GError                 **error)
{
  SteadyPlanOrder *order = g_new0 (SteadyPlanOrder, 1);
  double           cells = 0;
  char            *text = steady_plan_store_text (plan, signing);

  order->number = self->n;
  order->text = text;
  order->size = strlen (text) + 1;
  order->adopt = adopt;
  order->keep = !adopt;
  order->blood =
      steady_plan_number (plan, STEADY_PLAN_CELLS_INSIDE, &cells) && cells > 0;
  g_strlcpy (order->who, signing->signatures[0].name, sizeof order->who);
  order->pressures = pressures_of (plan);
  order->plan = steady_plan_in_force_of (text);
  if (!lay_limits (self, plan, order, error))
    g_clear_pointer (&order, free_order);
  return order;
}

/* Computes and checks the plan that @root says, and who signed it. */
static SteadyPlanOrder *
check (SteadyPlanIntake     *self,
       const SteadyJsonNode *root,
       bool                  adopt,
       SteadyPlanInputs     *inputs,
       GError              **error)
{
  SteadyPlanSigning signing = { .count = 0 };
  SteadyPlan        plan = { .n_prime = 0 };
  SteadyPlanOrder  *order = NULL;
  SteadyJsonNode    node;

  if (!steady_json_get_node (root, "inputs", &node, error))
    return NULL;
  if (!json_object_is_type (node.object, json_type_object))
    {
      steady_json_set_error (&node, error, "must be an object");
      return NULL;
    }
  if (!steady_plan_inputs_parse (inputs, &node, error))
    return NULL;
  if (steady_plan_compute (inputs, self->tables, &plan, error))
    {
      if (!steady_plan_is_refused (&plan, "plan", error) &&
          steady_plan_signing_parse (&signing, root, &plan, error) &&
          check_patient (self, &plan, error))
        {
          if (steady_plan_signing_complete (&signing))
            order = make_order (self, &plan, &signing, adopt, error);
          else
            refuse (error, "two people must have signed the plan");
        }
      steady_plan_finish (&plan);
    }
  return order;
}

static bool
read_tables (SteadyPlanIntake *self, GError **error)
{
  if (self->tables == NULL)
    self->tables = steady_plan_tables_load_installed (error);
  return self->tables != NULL;
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
  SteadyPlanInputs   inputs = { .simulated = false };
  bool               adopt;

  if (self->n == STEADY_PLAN_INTAKE_MOST)
    {
      refuse (error, "too many plans in one case; start a new one");
      return NULL;
    }
  if (!read_tables (self, error) ||
      !steady_json_document_parse (&document, "plan", text, -1, NULL, 1, error))
    return NULL;
  const SteadyJsonNode root = steady_json_document_root (&document);
  SteadyPlanOrder     *order = NULL;
  if (steady_json_get_bool (&root, "adopt", &adopt, error))
    order = check (self, &root, adopt, &inputs, error);
  steady_plan_inputs_finish (&inputs);
  steady_json_document_finish (&document);
  if (order == NULL)
    return NULL;
  self->clients[self->n] = client;
  self->orders[self->n++] = order;
  return order;
}

/* What @text, a STORED_PLAN frame, says, and whether it may be so. */
static bool
check_stored (const SteadyPlanIntake *self,
              const char             *text,
              bool                   *ret_sure,
              GError                **error)
{
  SteadyJsonDocument document = { 0 };
  const char        *signed_utc = "";

  if (!steady_json_document_parse (&document, "stored plan", text, -1, NULL, 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  bool fine = steady_json_get_string (&root, "signed", &signed_utc, error) &&
              steady_json_get_bool (&root, "sure", ret_sure, error);
  if (fine && (self->stored == NULL ||
               strcmp (signed_utc, steady_stored_plan_signed (self->stored)) != 0))
    fine = refuse (error, "this plan is not offered any more");
  else if (fine && self->stored->match.verdict == STEADY_PLAN_UNFIT)
    fine = refuse (error, "this plan does not fit this child; make a new one");
  else if (fine && self->stored->match.verdict == STEADY_PLAN_DOUBTFUL && !*ret_sure)
    fine = refuse (error, "it is not certain that this is the child; confirm it");
  steady_json_document_finish (&document);
  return fine;
}

/*
 * The plan that is offered is to be followed: @text is the frame that says so. It is
 * computed and checked as if it was proposed now, kept in the case and put in force.
 * NULL with a reason, or an order for the tick that belongs to @self.
 *
 * Thread: I/O.
 */
const SteadyPlanOrder *
steady_plan_intake_take_stored (SteadyPlanIntake *self,
                                const char       *text,
                                const char       *who,
                                unsigned          client,
                                GError          **error)
{
  SteadyPlanInputs inputs = { .simulated = false };
  bool             sure = false;

  if (!check_stored (self, text, &sure, error))
    return NULL;
  SteadyPlanOrder *order = steady_plan_intake_read (
      self, self->stored->file, self->stored->text, &inputs, error);
  steady_plan_inputs_finish (&inputs);
  if (order == NULL)
    return NULL;
  order->begins = false; /* who asked wants an answer */
  g_snprintf (order->note,
              sizeof order->note,
              "followed; %s: %s",
              self->stored->match.verdict == STEADY_PLAN_CLEAR
                  ? "a clear match"
                  : "the child was confirmed",
              who[0] != '\0' ? who : "nobody signed in");
  self->clients[self->n - 1] = client;
  return order;
}

/*
 * Checks @text, a plan as it was stored in @file, as if it was proposed now: an order
 * that puts it in force, or NULL with a reason. It belongs to @self. @ret_inputs, empty
 * before and to be finished by the caller, says whose plan it is.
 *
 * Thread: main, before the tick starts.
 */
SteadyPlanOrder *
steady_plan_intake_read (SteadyPlanIntake *self,
                         const char       *file,
                         const char       *text,
                         SteadyPlanInputs *ret_inputs,
                         GError          **error)
{
  SteadyJsonDocument document = { 0 };

  if (self->n == STEADY_PLAN_INTAKE_MOST)
    {
      refuse (error, "too many plans in one case; start a new one");
      return NULL;
    }
  if (!read_tables (self, error) ||
      !steady_json_document_parse (&document, file, text, -1, "steady-plan", 1, error))
    return NULL;
  const SteadyJsonNode root = steady_json_document_root (&document);
  SteadyPlanOrder     *order = check (self, &root, true, ret_inputs, error);
  steady_json_document_finish (&document);
  if (order == NULL)
    return NULL;
  order->begins = order->keep = true;
  self->orders[self->n++] = order;
  return order;
}

/* The plan that was read last is another patient's. Thread: main, before the tick
 * starts. */
void
steady_plan_intake_forget (SteadyPlanIntake *self)
{
  if (self->n > 0)
    free_order (self->orders[--self->n]);
}

/*
 * What every client is told of a plan that was put in force: its members, its profile,
 * and what shares of its flow come to. NULL: nothing was. The caller owns it.
 *
 * Thread: I/O.
 */
struct json_object *
steady_plan_intake_in_force (SteadyPlanIntake *self, const SteadyPlanAnswer *answer)
{
  if (answer->number >= self->n || !self->orders[answer->number]->adopt)
    return NULL;
  const SteadyPlanOrder *order = self->orders[answer->number];
  struct json_object    *root = json_object_new_object ();
  char *members = steady_plan_in_force_members (order->text, self->plan_json);
  g_free (self->plan_json);
  self->plan_json = members;
  json_object_object_add (root, "plan", json_tokener_parse (members));
  json_object_object_add (
      root, "profile", json_object_new_string (order->plan.profile));
  json_object_object_add (
      root,
      "shares",
      steady_plan_profile_shares (&order->rules, order->plan.flow_l_min));
  return root;
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

/* A number of the profile that is in force already is nobody's concern. */
static bool
is_worth_telling (const SteadyPlanOrder  *order,
                  const SteadyPlanAnswer *answer,
                  unsigned                i)
{
  if (answer->state[i] == STEADY_PLAN_LIMIT_OFFERED ||
      answer->state[i] == STEADY_PLAN_LIMIT_REFUSED || answer->changed[i] != 0)
    return true;
  return strncmp (order->limits[i].source, "plan: ", 6) == 0;
}

static struct json_object *
offer_of (const SteadyPlanOrder *order, const SteadyPlanAnswer *answer, unsigned i)
{
  static const char *const states[] = { "offered", "in-force", "refused", "unknown" };
  struct json_object      *offer = json_object_new_object ();

  json_object_object_add (
      offer, "rule", json_object_new_string (order->limits[i].rule));
  json_object_object_add (offer, "now", json_object_new_double (answer->now[i]));
  json_object_object_add (offer, "to", json_object_new_double (order->limits[i].value));
  json_object_object_add (
      offer, "source", json_object_new_string (order->limits[i].source));
  json_object_object_add (
      offer, "state", json_object_new_string (states[MIN (answer->state[i], 3)]));
  return offer;
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
  if (answer->number >= self->n)
    return NULL;
  const SteadyPlanOrder *order = self->orders[answer->number];
  struct json_object    *root = json_object_new_object ();
  struct json_object    *offers = json_object_new_array ();
  json_object_object_add (root, "accepted", json_object_new_boolean (true));
  json_object_object_add (root, "kept", json_object_new_boolean (answer->kept != 0));
  json_object_object_add (root, "adopted", json_object_new_boolean (order->adopt));
  json_object_object_add (
      root, "profile", json_object_new_string (order->plan.profile));
  json_object_object_add (
      root, "flow_now_l_min", json_object_new_double (answer->flow_now));
  json_object_object_add (
      root, "flow_l_min", json_object_new_double (order->plan.flow_l_min));
  for (unsigned i = 0; i < order->n_limits; i++)
    if (is_worth_telling (order, answer, i))
      json_object_array_add (offers, offer_of (order, answer, i));
  json_object_object_add (root, "offers", offers);
  *ret_client = self->clients[answer->number];
  char *text = g_strdup (json_object_to_json_string (root));
  json_object_put (root);
  return text;
}
