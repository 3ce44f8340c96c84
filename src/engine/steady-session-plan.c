/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-session-plan.h"

#include <math.h>
#include <string.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-plan-reader.h"

/* Older plans are not taken by themselves: the child has grown, or is another one. [GK]
 */
#define OLDEST_DAYS 7
/* Weights and heights nearer than these are one child's. */
#define SAME_KG 0.05
#define SAME_CM 1.0

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

/* The files of signed plans, the newest first: their names begin with when the second
 * person signed. */
static GPtrArray *
list_plans (const char *folder)
{
  GPtrArray  *names = g_ptr_array_new_with_free_func (g_free);
  GDir       *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && names->len < FILES_MOST &&
         (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && g_ascii_isdigit (name[0]))
      g_ptr_array_add (names, g_strdup (name));
  if (dir != NULL)
    g_dir_close (dir);
  g_ptr_array_sort (names, newest_first);
  return names;
}

/* Whether the name of a plan's file says that it was signed since @oldest; both are
 * years first, so that letters compare as times do. */
static bool
is_recent (const char *name, int64_t utc_ns)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (utc_ns / STEADY_NSEC_PER_SEC);
  g_autoptr (GDateTime) oldest =
      now != NULL ? g_date_time_add_days (now, -OLDEST_DAYS) : NULL;
  g_autofree char *text =
      oldest != NULL ? g_date_time_format (oldest, "%Y-%m-%d") : NULL;

  return text != NULL && strncmp (name, text, strlen (text)) >= 0;
}

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

/*
 * A case that begins follows the newest signed plan of its patient in the folder of
 * plans (engineering ruling 19): the case keeps it, its limits, flow and profile are in
 * force from the first tick, and an event says so. A plan that can no longer be
 * followed is named, and no older one taken.
 *
 * Thread: main, after the case was opened and before the tick starts.
 */
void
steady_session_take_stored_plan (SteadySession *self)
{
  g_autofree char     *folder = steady_paths_user_data ("plans");
  const SteadyPlanCase about = { .mode = self->engine->mode,
                                 .alarm_base = self->alarm_base,
                                 .ecmo = self->ecmo };

  steady_plan_intake_init (&self->plans, &about);
  if (self->engine->mode == STEADY_MODE_REVIEW ||
      self->options->source == STEADY_SOURCE_REHEARSE)
    return;
  g_autoptr (GPtrArray) names = list_plans (folder);
  for (guint i = 0; i < names->len; i++)
    if (is_recent (names->pdata[i], steady_clock_utc_ns ()) &&
        try_plan (self, folder, names->pdata[i]))
      return;
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
