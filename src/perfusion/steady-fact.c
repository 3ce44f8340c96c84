/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-fact.h"

#include <string.h>

static void
set_cite (SteadyCite           *cite,
          const SteadyJsonNode *object,
          const char           *key,
          const char           *source)
{
  cite->file = g_strdup (object->file);
  cite->place = object->place[0] != '\0' ? g_strconcat (object->place, ".", key, NULL)
                                         : g_strdup (key);
  cite->source = g_strdup (source);
}

/* What "sources" of @object says of @key. */
static bool
source_of (const SteadyJsonNode *object,
           const char           *key,
           const char          **ret_source,
           GError              **error)
{
  SteadyJsonNode sources;
  return steady_json_get_node (object, "sources", &sources, error) &&
         steady_json_get_string (&sources, key, ret_source, error);
}

/*
 * The number @key of @object, whose source stands in the object's "sources". Free with
 * steady_cite_finish () on its cite. Errors name the file and the place.
 *
 * Thread: any.
 */
bool
steady_fact_read (const SteadyJsonNode *object,
                  const char           *key,
                  double                low,
                  double                high,
                  SteadyFact           *ret_fact,
                  GError              **error)
{
  double      value;
  const char *source;

  if (!steady_json_get_number (object, key, low, high, &value, error) ||
      !source_of (object, key, &source, error))
    return false;
  ret_fact->value = value;
  ret_fact->known = true;
  set_cite (&ret_fact->cite, object, key, source);
  return true;
}

/*
 * The number @key of @object written as { "value": …, "source": … }; else as
 * steady_fact_read ().
 *
 * Thread: any.
 */
bool
steady_fact_read_valued (const SteadyJsonNode *object,
                         const char           *key,
                         double                low,
                         double                high,
                         SteadyFact           *ret_fact,
                         GError              **error)
{
  SteadyJsonNode node;
  double         value;
  const char    *source;

  if (!steady_json_get_node (object, key, &node, error) ||
      !steady_json_get_number (&node, "value", low, high, &value, error) ||
      !steady_json_get_string (&node, "source", &source, error))
    return false;
  ret_fact->value = value;
  ret_fact->known = true;
  set_cite (&ret_fact->cite, object, key, source);
  return true;
}

/*
 * Where the member @key of @object is from, for what is no number; its source stands in
 * the member itself, as "source".
 *
 * Thread: any.
 */
bool
steady_cite_read (const SteadyJsonNode *object,
                  const char           *key,
                  SteadyCite           *ret_cite,
                  GError              **error)
{
  SteadyJsonNode node;
  const char    *source;

  if (!steady_json_get_node (object, key, &node, error) ||
      !steady_json_get_string (&node, "source", &source, error))
    return false;
  set_cite (ret_cite, object, key, source);
  return true;
}

/* Accepts one that is all zero. Thread: any. */
void
steady_cite_finish (SteadyCite *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->source, g_free);
}

/* Whether a perfusionist must still look at the number. Thread: any. */
bool
steady_cite_is_unreviewed (const SteadyCite *self)
{
  return self->source == NULL || strstr (self->source, "[GK]") != NULL;
}
