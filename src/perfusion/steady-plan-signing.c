/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-signing.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "perfusion/steady-plan-number.h"

/* Nearer than a person can mean another number: the last digit of a scale. */
#define WEIGHT_SAME_KG 0.0005
#define HEIGHT_SAME_CM 0.005

/* Both have signed, so the plan may be followed. Thread: any. */
bool
steady_plan_signing_complete (const SteadyPlanSigning *self)
{
  return self->count == STEADY_PLAN_SIGNERS;
}

/* Names that differ only in case or in spaces are one person. */
static bool
is_same_person (const char *a, const char *b)
{
  g_autofree char *one = g_utf8_casefold (a, -1);
  g_autofree char *other = g_utf8_casefold (b, -1);
  return strcmp (g_strstrip (one), g_strstrip (other)) == 0;
}

static bool
is_name (const char *name)
{
  g_autofree char *copy = g_strdup (name);
  return g_strstrip (copy)[0] != '\0' && strlen (name) < STEADY_PLAN_NAME_SIZE &&
         g_utf8_validate (name, -1, NULL);
}

static void
add (SteadyPlanSigning *self, const SteadyPlan *plan, const char *name, const char *utc)
{
  SteadyPlanSignature *signature = &self->signatures[self->count++];

  g_strlcpy (signature->name, name, sizeof signature->name);
  g_strlcpy (signature->utc, utc, sizeof signature->utc);
  signature->weight_kg = plan->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT];
  signature->height_cm = plan->inputs.numbers[STEADY_PLAN_INPUT_HEIGHT];
}

/*
 * The one who made the plan signs it at @utc (ISO 8601).
 *
 * Thread: any.
 */
SteadyPlanSigned
steady_plan_signing_first (SteadyPlanSigning *self,
                           const SteadyPlan  *plan,
                           const char        *name,
                           const char        *utc)
{
  if (self->count != 0)
    return STEADY_PLAN_NOT_WANTED;
  if (plan->n_refusals > 0)
    return STEADY_PLAN_NOT_REFUSED;
  if (!is_name (name))
    return STEADY_PLAN_NOT_NAMED;
  add (self, plan, name, utc);
  return STEADY_PLAN_SIGNED;
}

/*
 * Another person signs, having entered weight and height once more without seeing them
 * (safety ruling 21). One that differs blocks the signature; nothing says which.
 *
 * Thread: any.
 */
SteadyPlanSigned
steady_plan_signing_second (SteadyPlanSigning *self,
                            const SteadyPlan  *plan,
                            const char        *name,
                            const char        *utc,
                            double             weight_kg,
                            double             height_cm)
{
  if (self->count != 1)
    return STEADY_PLAN_NOT_WANTED;
  if (plan->n_refusals > 0)
    return STEADY_PLAN_NOT_REFUSED;
  if (!is_name (name))
    return STEADY_PLAN_NOT_NAMED;
  if (is_same_person (name, self->signatures[0].name))
    return STEADY_PLAN_NOT_ANOTHER;
  if (!(fabs (weight_kg - plan->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT]) <
        WEIGHT_SAME_KG) ||
      !(fabs (height_cm - plan->inputs.numbers[STEADY_PLAN_INPUT_HEIGHT]) <
        HEIGHT_SAME_CM))
    return STEADY_PLAN_NOT_THE_SAME;
  add (self, plan, name, utc);
  return STEADY_PLAN_SIGNED;
}

/* The plan was changed: nobody has signed what it is now. Whether anybody had. Thread:
 * any. */
bool
steady_plan_signing_void (SteadyPlanSigning *self)
{
  const bool had = self->count > 0;
  memset (self, 0, sizeof *self);
  return had;
}

/* What to tell the one who signs; translatable. Thread: any. */
const char *
steady_plan_signed_words (SteadyPlanSigned answer)
{
  switch (answer)
    {
    case STEADY_PLAN_SIGNED:
      return N_ ("Signed.");
    case STEADY_PLAN_NOT_REFUSED:
      return N_ ("Not signed: the plan may not be followed as it is.");
    case STEADY_PLAN_NOT_NAMED:
      return N_ ("Not signed: enter a name.");
    case STEADY_PLAN_NOT_ANOTHER:
      return N_ ("Not signed: the second signer must be another person.");
    case STEADY_PLAN_NOT_THE_SAME:
      return N_ ("Not signed: weight or height differ from the plan. Find out together "
                 "which is right, then sign again.");
    case STEADY_PLAN_NOT_WANTED:
    default:
      return N_ ("Both have signed already.");
    }
}

/* The list "signatures" of a plan. Free with json_object_put (). Thread: any. */
struct json_object *
steady_plan_signing_to_json (const SteadyPlanSigning *self)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < self->count; i++)
    {
      const SteadyPlanSignature *signature = &self->signatures[i];
      struct json_object        *object = json_object_new_object ();
      json_object_object_add (object, "name", json_object_new_string (signature->name));
      json_object_object_add (object, "utc", json_object_new_string (signature->utc));
      json_object_object_add (
          object, "weight_kg", steady_plan_number_json (signature->weight_kg));
      json_object_object_add (
          object, "height_cm", steady_plan_number_json (signature->height_cm));
      json_object_array_add (list, object);
    }
  return list;
}

static bool
parse_one (SteadyPlanSigning    *self,
           const SteadyJsonNode *node,
           const SteadyPlan     *plan,
           GError              **error)
{
  const char *name, *utc;
  double      weight, height;

  if (!steady_json_get_string (node, "name", &name, error) ||
      !steady_json_get_string (node, "utc", &utc, error) ||
      !steady_json_get_number (node, "weight_kg", 0, 1000, &weight, error) ||
      !steady_json_get_number (node, "height_cm", 0, 1000, &height, error))
    return false;
  const SteadyPlanSigned answer =
      self->count == 0
          ? steady_plan_signing_first (self, plan, name, utc)
          : steady_plan_signing_second (self, plan, name, utc, weight, height);
  if (answer == STEADY_PLAN_SIGNED)
    return true;
  steady_json_set_error (node, error, "%s", steady_plan_signed_words (answer));
  return false;
}

/*
 * Reads the "signatures" of @root as if both signed @plan anew: what does not fit it is
 * refused. None and one are fine.
 *
 * Thread: any.
 */
bool
steady_plan_signing_parse (SteadyPlanSigning    *self,
                           const SteadyJsonNode *root,
                           const SteadyPlan     *plan,
                           GError              **error)
{
  SteadyPlanSigning signing = { .count = 0 };
  SteadyJsonNode    array, node;
  size_t            length;

  if (!steady_json_get_array (root, "signatures", &array, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&array, i, &node, error) ||
        !parse_one (&signing, &node, plan, error))
      return false;
  *self = signing;
  return true;
}
