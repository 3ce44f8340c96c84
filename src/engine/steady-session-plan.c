/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-session-plan.h"

#include <math.h>
#include <string.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-plan-reader.h"
#include "engine/steady-stored-plan.h"

/* Weights and heights nearer than these are one child's. */
#define SAME_KG 0.05
#define SAME_CM 1.0

enum
{
  FILE_MOST = 1024 * 1024 /* bytes of one plan */
};

static bool
same_name (const char *one, const char *other)
{
  if (one == NULL || other == NULL)
    return false;
  g_autofree char *a = g_utf8_casefold (one, -1);
  g_autofree char *b = g_utf8_casefold (other, -1);
  g_strstrip (a);
  g_strstrip (b);
  return a[0] != '\0' && strcmp (a, b) == 0;
}

/* Whether the plan is this patient's, as far as both say it. */
static bool
is_patients (const SteadySession *self, const SteadyPlanInputs *inputs)
{
  const SteadyPatient *patient = &self->engine->patient;
  const double         weight = inputs->numbers[STEADY_PLAN_INPUT_WEIGHT];
  const double         height = inputs->numbers[STEADY_PLAN_INPUT_HEIGHT];

  return same_name (inputs->texts[STEADY_PLAN_TEXT_NAME], patient->name) &&
         inputs->simulated == (self->engine->mode == STEADY_MODE_TRAINING) &&
         fabs (weight - patient->weight_kg) <= SAME_KG &&
         (patient->height_cm <= 0 || fabs (height - patient->height_cm) <= SAME_CM);
}

/* From now on pages and patient strip say what the plan says. */
static void
tell_pages (SteadyEngine *engine, const char *text)
{
  SteadyPatient      *patient = &engine->patient;
  char               *members = steady_plan_in_force_members (text, patient->plan_json);
  struct json_object *about = json_tokener_parse (patient->patient_json);

  g_free (patient->plan_json);
  patient->plan_json = members;
  g_free (patient->profile);
  patient->profile = g_strdup (engine->plan_in_force.profile);
  if (!json_object_is_type (about, json_type_object))
    return;
  json_object_object_add (about, "profile", json_object_new_string (patient->profile));
  g_free (patient->patient_json);
  patient->patient_json =
      g_strdup (json_object_to_json_string_ext (about, JSON_C_TO_STRING_PLAIN));
  json_object_put (about);
}

/* Puts the plan of one file in force, if it is this patient's. True: there is nothing
 * more to look for. */
static bool
try_plan (SteadySession *self, const char *folder, const char *name)
{
  SteadyPlanInputs inputs = { .simulated = false };
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL) || length > FILE_MOST)
    return false;
  const SteadyPlanOrder *order =
      steady_plan_intake_read (&self->plans, file, text, &inputs, &error);
  const bool patients =
      inputs.texts[STEADY_PLAN_TEXT_NAME] != NULL && is_patients (self, &inputs);
  steady_plan_inputs_finish (&inputs);
  if (!patients && order != NULL)
    steady_plan_intake_forget (&self->plans);
  if (!patients)
    return false;
  if (order == NULL)
    {
      g_autofree char *words =
          g_strdup_printf ("the stored plan is not followed: %s", error->message);
      steady_engine_event (self->engine, STEADY_EVENT_PLAN, 0, words);
      return true; /* an older one would be a wrong one */
    }
  steady_engine_take_plan (self->engine, order);
  tell_pages (self->engine, order->text);
  return true;
}

static void
take_newest (SteadySession *self)
{
  g_autofree char *folder = steady_paths_user_data ("plans");
  g_autoptr (GPtrArray) names =
      steady_stored_plan_list (folder, steady_clock_utc_ns ());

  for (guint i = 0; i < names->len; i++)
    if (try_plan (self, folder, names->pdata[i]))
      return;
}

/* Whether it can be followed today: the plan is computed anew, its signatures must
 * fit. */
static void
offer (SteadySession *self, SteadyStoredPlan *plan)
{
  SteadyPlanInputs inputs = { .simulated = false };
  g_autoptr (GError) error = NULL;
  const SteadyPlanOrder *order =
      plan->match.verdict > STEADY_PLAN_UNFIT
          ? steady_plan_intake_read (
                &self->plans, plan->file, plan->text, &inputs, &error)
          : NULL;

  if (error != NULL)
    {
      plan->match.verdict = STEADY_PLAN_UNFIT;
      plan->reason = g_strdup (error->message);
    }
  steady_stored_plan_describe (plan,
                               &self->engine->patient,
                               order != NULL ? order->text : NULL,
                               steady_clock_utc_ns ());
  steady_plan_inputs_finish (&inputs);
  if (order != NULL)
    steady_plan_intake_forget (&self->plans);
  self->stored = plan;
}

/* A case that goes on says again what is offered, but records it once. */
static void
offer_best (SteadySession *self)
{
  SteadyStoredPlan *plan =
      steady_stored_plan_find (&self->engine->patient, steady_clock_utc_ns ());
  char text[STEADY_EVENT_TEXT_SIZE];

  if (plan == NULL)
    return;
  offer (self, plan);
  g_snprintf (text,
              sizeof text,
              "%s, signed by %s: %s",
              plan->match.verdict > STEADY_PLAN_UNFIT ? "offered" : "not followed",
              plan->signing.count > 0 ? plan->signing.signatures[0].name : "nobody",
              plan->reason != NULL ? plan->reason
                                   : steady_plan_verdict_name (plan->match.verdict));
  if (!self->resumed)
    steady_engine_event (self->engine, STEADY_EVENT_STORED_PLAN, 0, text);
}

/*
 * A case looks for a signed plan of its patient in the folder of plans (engineering
 * ruling 19). That of a simulated child is followed by itself from the first tick, and
 * an event says so; a plan that can no longer be followed is named, and no older one
 * taken. That of a real child is only offered: a person sees both side by side and says
 * so with one tap (safety rulings 10 and 21).
 *
 * Thread: main, after the case was opened and before the tick starts.
 */
void
steady_session_look_for_plan (SteadySession *self)
{
  const SteadyPlanCase about = { .mode = self->engine->mode,
                                 .alarm_base = self->alarm_base,
                                 .ecmo = self->ecmo };

  steady_plan_intake_init (&self->plans, &about);
  if (self->engine->mode == STEADY_MODE_LIVE && self->engine->plan_in_force.mark == 0)
    offer_best (self);
  else if (self->engine->mode == STEADY_MODE_TRAINING && !self->resumed &&
           self->options->source != STEADY_SOURCE_REHEARSE)
    take_newest (self);
}

static bool
has_mark (const char *text, void *data)
{
  return steady_plan_in_force_mark (text) == *(const uint64_t *) data;
}

static bool
is_any (const char *text, void *data)
{
  (void) text;
  (void) data;
  return true;
}

/* Whether the plan of @text puts red cells into the prime. */
static bool
plans_blood (const char *text)
{
  struct json_object *root = json_tokener_parse (text);
  struct json_object *cells = NULL, *inside = NULL;
  const bool          blood = json_object_is_type (root, json_type_object) &&
                     json_object_object_get_ex (root, "rbc_ml", &cells) &&
                     json_object_is_type (cells, json_type_object) &&
                     json_object_object_get_ex (cells, "inside_prime", &inside) &&
                     json_object_get_double (inside) > 0;

  if (root != NULL)
    json_object_put (root);
  return blood;
}

/*
 * A case that goes on: pages are told of the plan that was put in force while it ran,
 * as the case has kept it; and that there is blood in the prime, where the plan in
 * force or the last one that was signed says so: "On bypass" waits for its gas then.
 *
 * Thread: main, after the state was restored and before the tick starts.
 */
void
steady_session_recall_plan (SteadySession *self)
{
  uint64_t          mark = self->engine->plan_in_force.mark;
  SteadyCaseReader *reader =
      self->case_file != NULL ? steady_case_reader_open (self->case_file, NULL) : NULL;

  if (reader == NULL)
    return;
  g_autofree char *last = steady_case_reader_find_plan (reader, is_any, NULL, NULL);
  g_autofree char *text =
      mark != 0 ? steady_case_reader_find_plan (reader, has_mark, &mark, NULL) : NULL;
  if (text != NULL)
    tell_pages (self->engine, text);
  self->engine->checks.blood_planned =
      (last != NULL && plans_blood (last)) || (text != NULL && plans_blood (text));
  steady_case_reader_free (reader);
}
