/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-members.h"

#include <string.h>

#include "scenario/steady-condition.h"

/*
 * Refuses a member that nothing reads: a misspelt "within_s" would leave a trainee
 * unjudged. @known ends with NULL.
 *
 * Thread: any.
 */
bool
steady_members_known (const SteadyJsonNode *node,
                      const char *const    *known,
                      GError              **error)
{
  if (!json_object_is_type (node->object, json_type_object))
    {
      steady_json_set_error (node, error, "must be an object, in braces");
      return false;
    }
  json_object_object_foreach (node->object, key, value)
  {
    unsigned i = 0;
    while (known[i] != NULL && strcmp (known[i], key) != 0)
      i++;
    if (known[i] == NULL)
      {
        steady_json_set_error (
            node,
            error,
            "\"%s\" means nothing here; mend the name or leave it out",
            key);
        return false;
      }
  }
  return true;
}

/* Copies a text that must be there and must fit. Thread: any. */
bool
steady_members_text (
    const SteadyJsonNode *node, const char *key, char *to, size_t size, GError **error)
{
  const char *text;

  if (!steady_json_get_string (node, key, &text, error))
    return false;
  if (text[0] == '\0' || strlen (text) >= size)
    {
      steady_json_set_error (
          node, error, "%s: must have 1 to %zu bytes", key, size - 1);
      return false;
    }
  g_strlcpy (to, text, size);
  return true;
}

/* Copies an id, which others name: small letters, digits and hyphens, at most
 * STEADY_CONDITION_ID_SIZE - 1 of them. Thread: any. */
bool
steady_members_id (const SteadyJsonNode *node,
                   const char           *key,
                   char                 *to,
                   GError              **error)
{
  char id[STEADY_CONDITION_ID_SIZE];

  if (!steady_members_text (node, key, id, sizeof id, error))
    return false;
  if (strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (id))
    {
      steady_json_set_error (
          node, error, "%s: must have small letters, digits and hyphens only", key);
      return false;
    }
  memcpy (to, id, sizeof id);
  return true;
}

/* Borrows a text that may be missing; NULL then. Thread: any. */
bool
steady_members_optional (const SteadyJsonNode *node,
                         const char           *key,
                         const char          **ret_text,
                         GError              **error)
{
  const char *text;

  if (!steady_json_has (node, key))
    {
      *ret_text = NULL;
      return true;
    }
  if (!steady_json_get_string (node, key, &text, error))
    return false;
  if (text[0] == '\0')
    {
      steady_json_set_error (node, error, "%s: is empty; leave it out", key);
      return false;
    }
  *ret_text = text;
  return true;
}

/* Reads seconds, which may be missing: then @ret_span stays as it is. Thread: any. */
bool
steady_members_span (const SteadyJsonNode *node,
                     const char           *key,
                     double                high_s,
                     SteadySpan           *ret_span,
                     GError              **error)
{
  double seconds;

  if (!steady_json_has (node, key))
    return true;
  if (!steady_json_get_number (node, key, 0, high_s, &seconds, error))
    return false;
  *ret_span = steady_span_from_seconds (seconds);
  return true;
}
