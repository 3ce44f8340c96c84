/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-instructor-desk.h"

#include <math.h>
#include <string.h>

#include "base/steady-json-members.h"
#include "base/steady-json.h"
#include "base/steady-next-case.h"
#include "base/steady-paths.h"
#include "measure/steady-channel.h"
#include "scenario/steady-scenario.h"
#include "simulator/steady-mechanism.h"

#define RAMP_LONGEST_S 3600.0

static bool
is_instructors (uint32_t kind)
{
  return kind >= STEADY_TRAINING_INJECT && kind <= STEADY_TRAINING_STEP;
}

static bool
is_trainees (uint32_t kind)
{
  return kind >= STEADY_TRAINING_REPLY && kind <= STEADY_TRAINING_HINT;
}

static bool no (char *ret_text, size_t size, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static bool
no (char *ret_text, size_t size, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_vsnprintf (ret_text, size, format, values);
  va_end (values);
  return false;
}

static bool
judge_injection (const SteadyInstructorDesk  *self,
                 const SteadyTrainingRequest *request,
                 char                        *ret_text,
                 size_t                       size)
{
  SteadyMechanism mechanism;

  if (!self->simulated)
    return no (ret_text, size, "there is no simulated device in this case");
  if (!steady_mechanism_from_name (request->id, &mechanism))
    return no (ret_text, size, "%s: there is no such mechanism", request->id);
  const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);
  if (!(request->value >= info->low && request->value <= info->high))
    return no (ret_text,
               size,
               "%s: %g is outside %g … %g",
               info->name,
               request->value,
               info->low,
               info->high);
  if (!(request->ramp_s >= 0 && request->ramp_s <= RAMP_LONGEST_S))
    return no (ret_text, size, "a ramp takes 0 … %g s", RAMP_LONGEST_S);
  return true;
}

static bool
judge_values (const SteadyInstructorDesk  *self,
              const SteadyTrainingRequest *request,
              char                        *ret_text,
              size_t                       size)
{
  switch (request->kind)
    {
    case STEADY_TRAINING_INJECT:
      return judge_injection (self, request, ret_text, size);
    case STEADY_TRAINING_FREEZE:
    case STEADY_TRAINING_GO_ON:
      return !self->manual ||
             no (ret_text, size, "this case runs as fast as it goes, not by the clock");
    case STEADY_TRAINING_SPEED:
      if (self->manual)
        return no (
            ret_text, size, "this case runs as fast as it goes, not by the clock");
      return (request->value >= STEADY_TRAINING_SPEED_LOW &&
              request->value <= STEADY_TRAINING_SPEED_HIGH) ||
             no (ret_text,
                 size,
                 "the speed is %g … %g times that of life",
                 STEADY_TRAINING_SPEED_LOW,
                 STEADY_TRAINING_SPEED_HIGH);
    case STEADY_TRAINING_NOTE:
      return request->text[0] != '\0' || no (ret_text, size, "the note is empty");
    default:
      return true;
    }
}

/*
 * Whether @peer may ask for this, in this case, with these values; @ret_text says why
 * not, and is empty when it may.
 *
 * Thread: I/O.
 */
bool
steady_instructor_desk_judge (const SteadyInstructorDesk  *self,
                              const SteadyLinkPeer        *peer,
                              const SteadyTrainingRequest *request,
                              char                        *ret_text,
                              size_t                       size)
{
  ret_text[0] = '\0';
  if (self->mode != STEADY_MODE_TRAINING)
    return no (ret_text, size, "this is no training case");
  if (is_instructors (request->kind) && peer->role != STEADY_ROLE_INSTRUCTOR)
    return no (ret_text, size, "only an instructor can do this");
  if (is_trainees (request->kind) && !peer->control)
    return no (ret_text, size, "only the console in control answers for the trainee");
  if (!is_instructors (request->kind) && !is_trainees (request->kind) &&
      peer->role != STEADY_ROLE_INSTRUCTOR && !peer->control)
    return no (ret_text, size, "a viewer cannot do this");
  return judge_values (self, request, ret_text, size);
}

/*
 * Names the scenario that comes next to the supervisor; the engine must leave then. The
 * file is read before, so that nobody ends a case for one that cannot begin. False,
 * with the reason, when there is no such scenario or nobody who could start it.
 *
 * Thread: I/O.
 */
bool
steady_instructor_desk_start (const SteadyInstructorDesk  *self,
                              const SteadyTrainingRequest *request,
                              char                        *ret_text,
                              size_t                       size)
{
  g_autoptr (GError) error = NULL;

  if (self->folder == NULL)
    return no (
        ret_text, size, "this engine was started alone; start another with --training");
  if (request->id[0] == '\0' || strpbrk (request->id, "/.") != NULL)
    return no (ret_text, size, "%s: is no name of a scenario", request->id);
  g_autofree char *name = g_strdup_printf ("scenarios/%s.json", request->id);
  g_autofree char *path = steady_paths_data (name);
  SteadyScenario  *scenario = steady_scenario_load (path, &error);
  if (scenario == NULL)
    return no (ret_text, size, "%s", error->message);
  steady_scenario_free (scenario);
  return steady_next_case_name (self->folder, path) ||
         no (ret_text, size, "%s: cannot be written to", self->folder);
}

/* JSON has no word for what is no number: null. */
static char *
give (struct json_object *object)
{
  char *text =
      g_strdup (json_object_to_json_string_ext (object, JSON_C_TO_STRING_PLAIN));
  json_object_put (object);
  return text;
}

/* The text of a TRAINING_ANSWER. Free with g_free (). Thread: I/O. */
char *
steady_instructor_desk_answer (const SteadyTrainingRequest *request,
                               bool                         accepted,
                               const char                  *text)
{
  struct json_object *object = json_object_new_object ();
  json_object_object_add (
      object, "kind", json_object_new_int64 ((int64_t) request->kind));
  steady_json_add_text (object, "id", request->id);
  json_object_object_add (object, "accepted", json_object_new_boolean (accepted));
  steady_json_add_text (object, "text", text);
  return give (object);
}

static struct json_object *
describe_mechanisms (const SteadyHidden *hidden)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 0; i < hidden->n_mechanisms; i++)
    {
      const SteadyMechanismInfo *info = steady_mechanism_info ((SteadyMechanism) i);
      struct json_object        *object = json_object_new_object ();
      steady_json_add_text (object, "name", info->name);
      steady_json_add_number (object, "low", info->low);
      steady_json_add_number (object, "high", info->high);
      steady_json_add_number (object, "normal", info->normal);
      json_object_object_add (object, "bolus", json_object_new_boolean (info->bolus));
      steady_json_add_number (object, "value", hidden->mechanisms[i].value);
      steady_json_add_number (object, "target", hidden->mechanisms[i].target);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_truths (const SteadyHidden *hidden)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 0; i < hidden->n_truths; i++)
    {
      struct json_object *object = json_object_new_object ();
      json_object_object_add (
          object, "channel", json_object_new_int (hidden->truths[i].channel));
      steady_json_add_number (object, "value", hidden->truths[i].value);
      json_object_array_add (list, object);
    }
  return list;
}

/*
 * The text of an INSTRUCTOR frame: mechanisms and truths. NULL before the tick has
 * given any. Free with g_free ().
 *
 * Thread: I/O.
 */
char *
steady_instructor_desk_hidden (const SteadyInstructorDesk *self, double speed)
{
  if (!self->has_hidden)
    return NULL;
  struct json_object *object = json_object_new_object ();
  steady_json_add_number (object, "speed", speed);
  json_object_object_add (object, "mechanisms", describe_mechanisms (&self->hidden));
  json_object_object_add (object, "truths", describe_truths (&self->hidden));
  steady_json_add_number (object, "air_to_child_ml", self->hidden.air_to_child_ml);
  steady_json_add_number (object, "bled_ml", self->hidden.bled_ml);
  steady_json_add_number (object, "heparin_u_kg", self->hidden.heparin_u_kg);
  return give (object);
}
