/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-stored-plan.h"

#include <math.h>
#include <string.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

/* Older plans are not taken or offered: the child has grown, or is another one. [GK] */
#define OLDEST_DAYS 7

enum
{
  FILES_MOST = 2000,      /* of the folder of plans that are looked at */
  FILE_MOST = 1024 * 1024 /* bytes of one plan */
};

static int
newest_first (const void *a, const void *b)
{
  return -strcmp (*(char *const *) a, *(char *const *) b);
}

/* Whether the name of a plan's file says that it was signed since the day @oldest; both
 * are years first, so that letters compare as times do. */
static bool
is_recent (const char *name, const char *oldest)
{
  return oldest != NULL && strncmp (name, oldest, strlen (oldest)) >= 0;
}

/*
 * The files of the plans in @folder that were signed in the last days before @utc_ns,
 * the newest first: their names begin with when the second person signed. The caller
 * owns the array and its names.
 *
 * Thread: any but the tick.
 */
GPtrArray *
steady_stored_plan_list (const char *folder, int64_t utc_ns)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (utc_ns / STEADY_NSEC_PER_SEC);
  g_autoptr (GDateTime) then =
      now != NULL ? g_date_time_add_days (now, -OLDEST_DAYS) : NULL;
  g_autofree char *oldest = then != NULL ? g_date_time_format (then, "%Y-%m-%d") : NULL;
  GPtrArray       *names = g_ptr_array_new_with_free_func (g_free);
  GDir            *dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while (dir != NULL && names->len < FILES_MOST &&
         (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && g_ascii_isdigit (name[0]) &&
        is_recent (name, oldest))
      g_ptr_array_add (names, g_strdup (name));
  if (dir != NULL)
    g_dir_close (dir);
  g_ptr_array_sort (names, newest_first);
  return names;
}

/* Thread: any. Accepts NULL. */
void
steady_stored_plan_free (SteadyStoredPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->text);
  g_free (self->reason);
  steady_plan_inputs_finish (&self->inputs);
  if (self->about != NULL)
    json_object_put (self->about);
  g_free (self);
}

/* As they stand there: whether the signatures count is judged with the whole plan. */
static void
read_signatures (SteadyPlanSigning *self, const SteadyJsonNode *root)
{
  SteadyJsonNode array, node;
  size_t         length;
  const char    *name, *utc;

  if (!steady_json_get_array (root, "signatures", &array, &length, NULL))
    return;
  for (size_t i = 0; i < MIN (length, STEADY_PLAN_SIGNERS); i++)
    if (steady_json_get_element (&array, i, &node, NULL) &&
        steady_json_get_string (&node, "name", &name, NULL) &&
        steady_json_get_string (&node, "utc", &utc, NULL))
      {
        SteadyPlanSignature *signature = &self->signatures[self->count++];
        g_strlcpy (signature->name, name, sizeof signature->name);
        g_strlcpy (signature->utc, utc, sizeof signature->utc);
        steady_json_get_number (
            &node, "weight_kg", 0, 300, &signature->weight_kg, NULL);
        steady_json_get_number (
            &node, "height_cm", 0, 300, &signature->height_cm, NULL);
      }
}

/* When the second person signed it; "" where nobody did. Thread: any. */
const char *
steady_stored_plan_signed (const SteadyStoredPlan *self)
{
  return self->signing.count > 0 ? self->signing.signatures[self->signing.count - 1].utc
                                 : "";
}

/* The plan of @file as far as it says whose it is; NULL: it is none. */
static SteadyStoredPlan *
load (const char *file)
{
  SteadyStoredPlan  *self = g_new0 (SteadyStoredPlan, 1);
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     node;
  gsize              length = 0;

  self->file = g_strdup (file);
  if (!g_file_get_contents (file, &self->text, &length, NULL) || length > FILE_MOST ||
      !steady_json_document_parse (
          &document, file, self->text, -1, "steady-plan", 1, NULL))
    {
      steady_stored_plan_free (self);
      return NULL;
    }
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = steady_json_get_node (&root, "inputs", &node, NULL) &&
                    json_object_is_type (node.object, json_type_object) &&
                    steady_plan_inputs_read (&self->inputs, &node, NULL);
  read_signatures (&self->signing, &root);
  steady_json_document_finish (&document);
  if (fine)
    return self;
  steady_stored_plan_free (self);
  return NULL;
}

static const char *
text_of (struct json_object *object, const char *key)
{
  struct json_object *found = NULL;

  return json_object_is_type (object, json_type_object) &&
                 json_object_object_get_ex (object, key, &found) &&
                 json_object_is_type (found, json_type_string)
             ? json_object_get_string (found)
             : NULL;
}

/* The child of a LIVE case as its site file names it. @about, its members, must outlive
 * the child. */
static SteadyPlanChild
child_of (const SteadyPatient *patient, struct json_object *about, double today)
{
  const double born = steady_plan_match_day (text_of (about, "birth_date"));

  return (SteadyPlanChild){
    .name = patient->name,
    .id = text_of (about, "patient_id"),
    .born_day = isfinite (born) ? born : today - floor (patient->age_days),
    .weight_kg = patient->weight_kg,
    .height_cm = patient->height_cm,
  };
}

static double
day_of (int64_t utc_ns)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (utc_ns / STEADY_NSEC_PER_SEC);
  g_autofree char *text = now != NULL ? g_date_time_format (now, "%Y-%m-%d") : NULL;
  return steady_plan_match_day (text);
}

/*
 * The signed plan in $XDG_DATA_HOME/steady/plans that fits @patient, who is real, best;
 * of those that fit alike the newest. NULL: there is none. One that does not fit but
 * bears the child's name or ID is found too, so that a person hears why it is not
 * followed.
 *
 * Thread: any but the tick.
 */
SteadyStoredPlan *
steady_stored_plan_find (const SteadyPatient *patient, int64_t utc_ns)
{
  g_autofree char *folder = steady_paths_user_data ("plans");
  g_autoptr (GPtrArray) names = steady_stored_plan_list (folder, utc_ns);
  struct json_object   *about = json_tokener_parse (patient->patient_json);
  const double          today = day_of (utc_ns);
  const SteadyPlanChild child = child_of (patient, about, today);
  SteadyStoredPlan     *best = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char  *file = g_build_filename (folder, names->pdata[i], NULL);
      SteadyStoredPlan *plan = load (file);
      if (plan == NULL)
        continue;
      plan->match = steady_plan_match (
          &plan->inputs, steady_stored_plan_signed (plan), &child, today);
      const SteadyPlanVerdict least =
          best != NULL ? best->match.verdict : STEADY_PLAN_OTHER_CHILD;
      SteadyStoredPlan *worse = plan->match.verdict > least ? best : plan;
      best = worse == plan ? best : plan;
      steady_stored_plan_free (worse);
    }
  if (about != NULL)
    json_object_put (about);
  return best;
}

static struct json_object *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? json_object_new_string (text) : NULL;
}

static struct json_object *
number_or_null (double number)
{
  return number > 0 ? json_object_new_double (number) : NULL;
}

static void
add_trait (SteadyStoredPlan   *self,
           SteadyPlanTrait     trait,
           struct json_object *of_case,
           struct json_object *of_plan)
{
  struct json_object *list = NULL;
  struct json_object *object = json_object_new_object ();

  json_object_object_add (
      object, "what", json_object_new_string (steady_plan_trait_name (trait)));
  json_object_object_add (object, "case", of_case);
  json_object_object_add (object, "plan", of_plan);
  json_object_object_add (
      object,
      "agreement",
      json_object_new_string (steady_plan_agreement_name (self->match.traits[trait])));
  if (json_object_object_get_ex (self->about, "traits", &list))
    json_object_array_add (list, object);
  else
    json_object_put (object);
}

static void
add_traits (SteadyStoredPlan *self, const SteadyPatient *patient, double today)
{
  const SteadyPlanInputs *plan = &self->inputs;
  struct json_object     *about = json_tokener_parse (patient->patient_json);
  const SteadyPlanChild   child = child_of (patient, about, today);
  g_autofree char        *born_case = steady_plan_match_date (child.born_day);
  g_autofree char        *born_plan = steady_plan_match_date (
      steady_plan_match_born (plan, steady_stored_plan_signed (self)));

  json_object_object_add (self->about, "traits", json_object_new_array ());
  add_trait (self,
             STEADY_PLAN_TRAIT_NAME,
             text_or_null (child.name),
             text_or_null (plan->texts[STEADY_PLAN_TEXT_NAME]));
  add_trait (self,
             STEADY_PLAN_TRAIT_ID,
             text_or_null (child.id),
             text_or_null (plan->texts[STEADY_PLAN_TEXT_PATIENT_ID]));
  add_trait (
      self, STEADY_PLAN_TRAIT_BORN, text_or_null (born_case), text_or_null (born_plan));
  add_trait (self,
             STEADY_PLAN_TRAIT_WEIGHT,
             number_or_null (child.weight_kg),
             number_or_null (plan->numbers[STEADY_PLAN_INPUT_WEIGHT]));
  add_trait (self,
             STEADY_PLAN_TRAIT_HEIGHT,
             number_or_null (child.height_cm),
             number_or_null (plan->numbers[STEADY_PLAN_INPUT_HEIGHT]));
  if (about != NULL)
    json_object_put (about);
}

static void
add_numbers (SteadyStoredPlan *self, const char *plan_text)
{
  struct json_object *root = json_tokener_parse (plan_text);
  struct json_object *targets = NULL, *found = NULL;

  if (json_object_is_type (root, json_type_object))
    {
      if (json_object_object_get_ex (root, "alarm_profile", &found))
        json_object_object_add (self->about, "profile", json_object_get (found));
      if (json_object_object_get_ex (root, "targets", &targets) &&
          json_object_is_type (targets, json_type_object) &&
          json_object_object_get_ex (targets, "flow_l_min", &found))
        json_object_object_add (self->about, "flow_l_min", json_object_get (found));
    }
  if (root != NULL)
    json_object_put (root);
}

/*
 * Makes what clients are told of it: the verdict, each trait of both side by side, what
 * the plan would put in force, inputs and signatures. @plan_text is the plan as it was
 * computed now, NULL where it cannot be followed.
 *
 * Thread: main, before the I/O thread starts.
 */
void
steady_stored_plan_describe (SteadyStoredPlan    *self,
                             const SteadyPatient *patient,
                             const char          *plan_text,
                             int64_t              utc_ns)
{
  struct json_object *signers = json_object_new_array ();

  self->about = json_object_new_object ();
  json_object_object_add (
      self->about, "signed", json_object_new_string (steady_stored_plan_signed (self)));
  for (unsigned i = 0; i < self->signing.count; i++)
    json_object_array_add (signers,
                           json_object_new_string (self->signing.signatures[i].name));
  json_object_object_add (self->about, "signers", signers);
  json_object_object_add (
      self->about,
      "verdict",
      json_object_new_string (steady_plan_verdict_name (self->match.verdict)));
  json_object_object_add (self->about, "reason", text_or_null (self->reason));
  add_traits (self, patient, day_of (utc_ns));
  if (plan_text != NULL)
    add_numbers (self, plan_text);
  json_object_object_add (
      self->about, "inputs", steady_plan_inputs_to_json (&self->inputs));
  json_object_object_add (
      self->about, "signatures", steady_plan_signing_to_json (&self->signing));
}
