/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-lesion.h"

#include <stddef.h>
#include <string.h>

typedef struct Field
{
  const char *key;
  size_t      offset;
  double      high;
} Field;

#define FIELD(member, high)                       \
  {                                               \
#    member, offsetof(SteadyLesion, member), high \
  }

static const Field fields[] = {
  FIELD (left_to_aorta, 1000),
  FIELD (left_to_lungs, 1000),
  FIELD (right_to_lungs, 1000),
  FIELD (right_to_aorta, 1000),
  FIELD (mitral, 1000),
  FIELD (tricuspid, 1000),
  FIELD (atrial_septum, 1000),
  FIELD (ventricular_septum, 1000),
  FIELD (pulmonary_veins, 1000),
  FIELD (anomalous_veins, 1000),
  FIELD (duct, 1000),
  FIELD (arterial_shunt, 1000),
  FIELD (isthmus, 1000),
  FIELD (collaterals, 50),
  FIELD (mixing, 0.9),
  FIELD (pulmonary_bed, 20),
  FIELD (systemic_bed, 10),
  FIELD (left_strength, 10),
  FIELD (right_strength, 50),
  FIELD (left_stiffness, 10),
  FIELD (right_stiffness, 10),
  FIELD (volume, 3),
};

/* See the header. */
const SteadyLesion steady_lesion_none = {
  .left_to_aorta = 1,
  .right_to_lungs = 1,
  .mitral = 1,
  .tricuspid = 1,
  .pulmonary_veins = 2,
  .isthmus = 1,
  .collaterals = 1,
  .pulmonary_bed = 1,
  .systemic_bed = 1,
  .left_strength = 1,
  .right_strength = 1,
  .left_stiffness = 1,
  .right_stiffness = 1,
  .volume = 1,
};

/* What the file names replaces what is normal; an unknown member is refused, since it
 * would otherwise be a way that silently stays shut. */
static bool
parse_members (const SteadyJsonNode *node, SteadyLesion *lesion, GError **error)
{
  json_object_object_foreach (node->object, key, value)
  {
    bool known = false;
    (void) value;
    for (size_t i = 0; i < G_N_ELEMENTS (fields) && !known; i++)
      if (strcmp (key, fields[i].key) == 0)
        {
          known = true;
          if (!steady_json_get_number (
                  node,
                  key,
                  0,
                  fields[i].high,
                  (double *) (void *) ((char *) lesion + fields[i].offset),
                  error))
            return false;
        }
    if (!known)
      {
        steady_json_set_error (
            node, error, "%s: is no member of a heart's ways; see the others", key);
        return false;
      }
  }
  return true;
}

static bool
check (const SteadyJsonNode *node, const SteadyLesion *lesion, GError **error)
{
  if (lesion->isthmus < 0.2 || lesion->pulmonary_bed < 0.05 ||
      lesion->systemic_bed < 0.1 || lesion->left_strength < 0.01 ||
      lesion->right_strength < 0.01 || lesion->left_stiffness < 0.1 ||
      lesion->right_stiffness < 0.1 || lesion->volume < 0.5)
    {
      steady_json_set_error (
          node,
          error,
          "heart: a factor is too small; isthmus, beds, ventricles and "
          "volume cannot be nothing");
      return false;
    }
  return true;
}

/*
 * The lesion that a table calls @id, out of the root of the table.
 *
 * Thread: main.
 */
bool
steady_lesion_parse (const SteadyJsonNode *lesions,
                     const char           *id,
                     SteadyLesion         *ret_lesion,
                     GError              **error)
{
  SteadyJsonNode list, node, heart;
  size_t         count;

  if (!steady_json_get_array (lesions, "lesions", &list, &count, error))
    return false;
  for (size_t i = 0; i < count; i++)
    {
      const char  *found;
      SteadyLesion lesion = steady_lesion_none;
      if (!steady_json_get_element (&list, i, &node, error) ||
          !steady_json_get_string (&node, "id", &found, error))
        return false;
      if (strcmp (found, id) != 0)
        continue;
      if (!steady_json_get_node (&node, "heart", &heart, error) ||
          !parse_members (&heart, &lesion, error) || !check (&heart, &lesion, error))
        return false;
      *ret_lesion = lesion;
      return true;
    }
  steady_json_set_error (
      &list, error, "no lesion is called \"%s\"; name one that stands there", id);
  return false;
}
