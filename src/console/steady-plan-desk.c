/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-desk.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "perfusion/steady-plan-number.h"
#include "perfusion/steady-plan-store.h"

static void
compute (SteadyPlanDesk *self)
{
  g_autoptr (GError) error = NULL;
  const SteadyPlanFit fit = steady_plan_inputs_fit (&self->inputs);

  if (self->computed)
    steady_plan_finish (&self->plan);
  self->computed = false;
  g_clear_pointer (&self->trouble, g_free);
  if (self->tables == NULL)
    self->trouble = g_strdup (_ ("The data of plans cannot be read; see the log."));
  else if (fit != STEADY_PLAN_FITS)
    self->trouble = g_strdup (_ (steady_plan_fit_words (fit)));
  else if (steady_plan_compute (&self->inputs, self->tables, &self->plan, &error))
    self->computed = true;
  else
    self->trouble = g_strdup (error->message);
}

/* A change: nobody has signed what it is now, and what was entered is kept on disk. */
static void
changed (SteadyPlanDesk *self)
{
  g_autoptr (GError) error = NULL;

  if (steady_plan_signing_void (&self->signing))
    self->voided = true;
  g_clear_pointer (&self->file, g_free);
  if (!steady_plan_store_save_draft (&self->inputs, &error))
    g_message ("The draft of the plan is not kept: %s", error->message);
  compute (self);
}

/* Reads the data, and the draft that a console before this one left. */
void
steady_plan_desk_init (SteadyPlanDesk *self)
{
  g_autoptr (GError) error = NULL;

  *self = (SteadyPlanDesk){ .tables = steady_plan_tables_load_installed (&error) };
  if (self->tables == NULL)
    g_message ("No plans can be made: %s", error->message);
  g_clear_error (&error);
  if (!steady_plan_store_load_draft (&self->inputs, &error) && error != NULL)
    g_message ("The draft of a plan is left alone: %s", error->message);
  compute (self);
}

void
steady_plan_desk_finish (SteadyPlanDesk *self)
{
  if (self->computed)
    steady_plan_finish (&self->plan);
  self->computed = false;
  steady_plan_inputs_finish (&self->inputs);
  g_clear_pointer (&self->tables, steady_plan_tables_free);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_pointer (&self->file, g_free);
}

/* Another patient: nothing is entered. */
void
steady_plan_desk_begin (SteadyPlanDesk *self, bool simulated)
{
  steady_plan_inputs_finish (&self->inputs);
  self->inputs.simulated = simulated;
  changed (self);
  self->voided = false;
}

/* Whether nothing was entered yet, or just what @other says. */
static bool
may_become (const SteadyPlanDesk *self, const SteadyPlanInputs *other)
{
  struct json_object *ours = steady_plan_inputs_to_json (&self->inputs);
  struct json_object *theirs = steady_plan_inputs_to_json (other);
  bool                may = json_object_equal (ours, theirs) != 0;

  json_object_put (ours);
  json_object_put (theirs);
  if (may)
    return true;
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    if (self->inputs.given[i])
      return false;
  return true;
}

/* Another plan takes the place of this one: the inputs that @json says and, where
 * @is_signed, its signatures too. A signed one takes the place of no other draft, which
 * somebody may need yet. False: nothing was changed. */
bool
steady_plan_desk_take (SteadyPlanDesk *self, const char *json, bool is_signed)
{
  SteadyJsonDocument document = { 0 };
  SteadyPlanInputs   inputs = { .simulated = false };
  SteadyPlanSigning  signing = { .count = 0 };
  SteadyJsonNode     node;

  if (!steady_json_document_parse (&document, "plan", json, -1, NULL, 1, NULL))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = steady_json_get_node (&root, "inputs", &node, NULL) &&
                    steady_plan_inputs_read (&inputs, &node, NULL) &&
                    (!is_signed || may_become (self, &inputs));
  if (!fine)
    steady_plan_inputs_finish (&inputs);
  else
    {
      steady_plan_inputs_finish (&self->inputs);
      self->inputs = inputs;
      changed (self);
      self->voided = false;
    }
  if (fine && is_signed && self->computed &&
      steady_plan_signing_parse (&signing, &root, &self->plan, NULL))
    self->signing = signing;
  steady_json_document_finish (&document);
  return fine;
}

/* Why @value cannot be @input, in words; NULL: it can. Free with g_free (). */
char *
steady_plan_desk_objection (SteadyPlanInput input, double value)
{
  const SteadyPlanInputRule *rule = steady_plan_input_rule (input);
  char                       low[STEADY_PLAN_NUMBER_SIZE];
  char                       high[STEADY_PLAN_NUMBER_SIZE];

  if (steady_plan_input_check (input, value, "", NULL))
    return NULL;
  if (isnan (value))
    return g_strdup (_ ("That is no number."));
  if (rule->hint != NULL && value >= rule->hint_low && value <= rule->hint_high)
    return g_strdup_printf (_ ("Not taken: %s. From %s to %s."),
                            _ (rule->hint),
                            steady_plan_number_text (rule->low, low),
                            steady_plan_number_text (rule->high, high));
  return g_strdup_printf (_ ("Not taken: only from %s to %s."),
                          steady_plan_number_text (rule->low, low),
                          steady_plan_number_text (rule->high, high));
}

/* Enters a number that steady_plan_desk_objection () has nothing against. */
void
steady_plan_desk_set (SteadyPlanDesk *self, SteadyPlanInput input, double value)
{
  steady_plan_inputs_set (&self->inputs, input, value);
  changed (self);
}

/* The number counts as not entered again. */
void
steady_plan_desk_unset (SteadyPlanDesk *self, SteadyPlanInput input)
{
  self->inputs.given[input] = false;
  self->inputs.numbers[input] = 0;
  changed (self);
}

/* "" and NULL: nothing is said, the plan chooses by itself. */
void
steady_plan_desk_set_text (SteadyPlanDesk *self, SteadyPlanText text, const char *value)
{
  steady_plan_inputs_set_text (&self->inputs, text, value);
  changed (self);
}

/* What the plan would be with @value, while it is typed; nothing changes. False where
 * there would be none. Free with steady_plan_finish (). */
bool
steady_plan_desk_try (const SteadyPlanDesk *self,
                      SteadyPlanInput       input,
                      double                value,
                      SteadyPlan           *ret_plan)
{
  SteadyPlanInputs inputs;

  if (self->tables == NULL || !steady_plan_input_check (input, value, "", NULL))
    return false;
  steady_plan_inputs_copy (&self->inputs, &inputs);
  steady_plan_inputs_set (&inputs, input, value);
  const bool fine = steady_plan_inputs_fit (&inputs) == STEADY_PLAN_FITS &&
                    steady_plan_compute (&inputs, self->tables, ret_plan, NULL);
  steady_plan_inputs_finish (&inputs);
  return fine;
}

SteadyPlanSigned
steady_plan_desk_sign_first (SteadyPlanDesk *self, const char *name, const char *utc)
{
  if (!self->computed)
    return STEADY_PLAN_NOT_REFUSED;
  return steady_plan_signing_first (&self->signing, &self->plan, name, utc);
}

/* With the second signature the plan is kept as a file. */
SteadyPlanSigned
steady_plan_desk_sign_second (SteadyPlanDesk *self,
                              const char     *name,
                              const char     *utc,
                              double          weight_kg,
                              double          height_cm)
{
  g_autoptr (GError) error = NULL;

  if (!self->computed)
    return STEADY_PLAN_NOT_REFUSED;
  const SteadyPlanSigned answer = steady_plan_signing_second (
      &self->signing, &self->plan, name, utc, weight_kg, height_cm);
  if (answer != STEADY_PLAN_SIGNED)
    return answer;
  self->voided = false;
  self->file = steady_plan_store_save (&self->plan, &self->signing, &error);
  if (self->file == NULL)
    {
      g_message ("The signed plan is not kept: %s", error->message);
      self->trouble =
          g_strdup_printf (_ ("The signed plan could not be kept: %s"), error->message);
    }
  return answer;
}
