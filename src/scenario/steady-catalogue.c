/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-catalogue.h"

#include <string.h>

#include "scenario/steady-members.h"

static const char *const groups[] = { "look", "tell", "ask", "hands", "drugs" };

static bool
parse_effect (SteadyCatalogueEffect *effect, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = {
    "mechanism", "value", "value_per_kg", "ramp_s", NULL
  };
  const bool by_weight = steady_json_has (node, "value_per_kg");

  return steady_members_known (node, known, error) &&
         steady_members_text (
             node, "mechanism", effect->mechanism, sizeof effect->mechanism, error) &&
         steady_json_get_number (node,
                                 by_weight ? "value_per_kg" : "value",
                                 -1e6,
                                 1e6,
                                 by_weight ? &effect->value_per_kg : &effect->value,
                                 error) &&
         steady_members_span (node, "ramp_s", 3600, &effect->ramp, error);
}

static bool
parse_effects (SteadyCatalogueAction *action,
               const SteadyJsonNode  *node,
               GError               **error)
{
  SteadyJsonNode list, element;
  size_t         length;

  if (!steady_json_has (node, "effects"))
    return true;
  if (!steady_json_get_array (node, "effects", &list, &length, error))
    return false;
  if (length > STEADY_CATALOGUE_EFFECTS)
    {
      steady_json_set_error (&list,
                             error,
                             "has %zu effects, at most %d are read",
                             length,
                             STEADY_CATALOGUE_EFFECTS);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &element, error) ||
        !parse_effect (&action->effects[i], &element, error))
      return false;
  action->n_effects = (unsigned) length;
  return true;
}

static bool
parse_group (SteadyCatalogueAction *action, const SteadyJsonNode *node, GError **error)
{
  if (!steady_json_get_string (node, "group", &action->group, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (groups); i++)
    if (strcmp (groups[i], action->group) == 0)
      return true;
  steady_json_set_error (node,
                         error,
                         "group: is \"%s\", must be look, tell, ask, hands or drugs",
                         action->group);
  return false;
}

static bool
parse_action (SteadyCatalogue *self, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "id",      "label",  "group", "takes_s",
                                       "effects", "source", NULL };
  SteadyCatalogueAction   *action = &self->actions[self->n_actions];
  const char              *source;

  if (!steady_members_known (node, known, error) ||
      !steady_members_id (node, "id", action->id, error) ||
      !steady_json_get_string (node, "label", &action->label, error) ||
      !parse_group (action, node, error) ||
      !steady_members_span (node, "takes_s", 1800, &action->takes, error) ||
      !steady_json_get_string (node, "source", &source, error) ||
      !parse_effects (action, node, error))
    return false;
  if (steady_catalogue_find (self, action->id) != NULL)
    {
      steady_json_set_error (node, error, "id: \"%s\" stands twice", action->id);
      return false;
    }
  self->n_actions++;
  return true;
}

static bool
parse (SteadyCatalogue *self, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  SteadyJsonNode       list, node;
  size_t               length;

  if (!steady_json_get_array (&root, "actions", &list, &length, error))
    return false;
  if (length > STEADY_CATALOGUE_ACTIONS)
    {
      steady_json_set_error (&list,
                             error,
                             "has %zu actions, at most %d are read",
                             length,
                             STEADY_CATALOGUE_ACTIONS);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !parse_action (self, &node, error))
      return false;
  return true;
}

/*
 * Loads a catalogue of actions. Mechanisms are only names here, as in a scenario.
 *
 * Thread: main.
 */
SteadyCatalogue *
steady_catalogue_load (const char *path, GError **error)
{
  g_autoptr (SteadyCatalogue) self = g_new0 (SteadyCatalogue, 1);

  if (!steady_json_document_load (&self->document,
                                  path,
                                  STEADY_CATALOGUE_FORMAT,
                                  STEADY_CATALOGUE_VERSION,
                                  error) ||
      !parse (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Accepts NULL. Thread: main. */
void
steady_catalogue_free (SteadyCatalogue *self)
{
  if (self == NULL)
    return;
  steady_json_document_finish (&self->document);
  g_free (self);
}

/* The action that is called @id, or NULL. Thread: any. Does not allocate. */
const SteadyCatalogueAction *
steady_catalogue_find (const SteadyCatalogue *self, const char *id)
{
  for (unsigned i = 0; i < self->n_actions; i++)
    if (strcmp (self->actions[i].id, id) == 0)
      return &self->actions[i];
  return NULL;
}
