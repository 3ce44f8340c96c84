/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-mechanism-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "training/steady-training-look.h"

#define FORMAT  "steady-training-mechanisms"
#define VERSION 1

static void
free_words (gpointer data)
{
  SteadyMechanismWords *words = data;
  g_free (words->name);
  g_free (words->group);
  g_free (words->label);
  g_free (words->what);
  g_free (words->unit);
  g_free (words);
}

static bool
parse_values (SteadyMechanismWords *words, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode list, value;
  size_t         length;

  if (!steady_json_get_array (node, "values", &list, &length, error))
    return false;
  if (length > STEADY_MECHANISM_VALUES)
    {
      steady_json_set_error (&list,
                             error,
                             "offers %zu values, at most %d are shown",
                             length,
                             STEADY_MECHANISM_VALUES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      if (!steady_json_get_element (&list, i, &value, error) ||
          !steady_json_as_number (&value, -1e6, 1e6, &words->values[i], error))
        return false;
      words->n_values++;
    }
  return true;
}

static bool
parse_mechanism (GPtrArray            *all,
                 const char           *group,
                 const SteadyJsonNode *node,
                 GError              **error)
{
  SteadyMechanismWords *words = g_new0 (SteadyMechanismWords, 1);
  const char           *name, *label, *what, *unit;

  g_ptr_array_add (all, words);
  if (!steady_json_get_string (node, "name", &name, error) ||
      !steady_json_get_string (node, "label", &label, error) ||
      !steady_json_get_string (node, "what", &what, error) ||
      !steady_json_get_string (node, "unit", &unit, error) ||
      !steady_json_get_number (node, "ramp_s", 0, 3600, &words->ramp_s, error) ||
      !parse_values (words, node, error))
    return false;
  words->of_case = steady_json_has (node, "case");
  words->name = g_strdup (name);
  words->group = g_strdup (group);
  words->label = g_strdup (label);
  words->what = g_strdup (what);
  words->unit = g_strdup (unit);
  return true;
}

static bool
parse_group (GPtrArray *all, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode list, mechanism;
  size_t         length;
  const char    *title;

  if (!steady_json_get_string (node, "title", &title, error) ||
      !steady_json_get_array (node, "mechanisms", &list, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &mechanism, error) ||
        !parse_mechanism (all, title, &mechanism, error))
      return false;
  return true;
}

static bool
parse (GPtrArray *all, const SteadyJsonDocument *document, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (document);
  SteadyJsonNode       groups, group;
  size_t               length;

  if (!steady_json_get_array (&root, "groups", &groups, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&groups, i, &group, error) ||
        !parse_group (all, &group, error))
      return false;
  return true;
}

/*
 * Reads data/training/mechanisms.json as SteadyMechanismWords, in the order of the
 * file. NULL with the file and the place where it is wrong. Free with
 * g_ptr_array_unref ().
 *
 * Thread: main.
 */
GPtrArray *
steady_mechanism_words_load (const char *path, GError **error)
{
  SteadyJsonDocument document = { 0 };
  GPtrArray         *all = g_ptr_array_new_with_free_func (free_words);
  const bool         fine =
      steady_json_document_load (&document, path, FORMAT, VERSION, error) &&
      parse (all, &document, error);

  steady_json_document_finish (&document);
  if (!fine)
    g_clear_pointer (&all, g_ptr_array_unref);
  return all;
}

/* The words of the mechanism @name, or NULL. Both may be NULL. Thread: main. */
const SteadyMechanismWords *
steady_mechanism_words_find (GPtrArray *words, const char *name)
{
  for (unsigned i = 0; words != NULL && name != NULL && i < words->len; i++)
    {
      const SteadyMechanismWords *one = g_ptr_array_index (words, i);
      if (strcmp (one->name, name) == 0)
        return one;
    }
  return NULL;
}

static gboolean
holds (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text, -1);
  return strstr (own, folded) != NULL;
}

/* Whether somebody who typed @sought means this one: in the user's language, upper and
 * lower case alike. Thread: main. */
gboolean
steady_mechanism_words_match (const SteadyMechanismWords *self, const char *sought)
{
  g_autofree char *folded = g_utf8_casefold (sought, -1);
  g_strstrip (folded);
  return folded[0] == '\0' || holds (_ (self->label), folded) ||
         holds (_ (self->group), folded) ||
         holds (steady_training_translated (self->what), folded) ||
         holds (self->name, folded);
}
