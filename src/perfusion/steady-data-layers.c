/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-data-layers.h"

#include <string.h>

enum
{
  DATA_VERSION = 1
};

/*
 * Loads the file @name of @folder and, where there is one, that of @site_folder (which
 * may be NULL) over it. On failure @self owns nothing.
 *
 * Thread: any but the tick.
 */
bool
steady_data_layers_load (SteadyDataLayers *self,
                         const char       *folder,
                         const char       *site_folder,
                         const char       *name,
                         const char       *format,
                         GError          **error)
{
  g_autofree char *ours = g_build_filename (folder, name, NULL);
  g_autofree char *site =
      site_folder != NULL ? g_build_filename (site_folder, name, NULL) : NULL;

  self->n = 0;
  if (!steady_json_document_load (
          &self->documents[0], ours, format, DATA_VERSION, error))
    return false;
  self->n = 1;
  if (site == NULL || !g_file_test (site, G_FILE_TEST_EXISTS))
    return true;
  if (!steady_json_document_load (
          &self->documents[1], site, format, DATA_VERSION, error))
    {
      steady_data_layers_finish (self);
      return false;
    }
  self->n = 2;
  return true;
}

/* Accepts one that is all zero. Thread: any. */
void
steady_data_layers_finish (SteadyDataLayers *self)
{
  for (unsigned i = 0; i < self->n; i++)
    steady_json_document_finish (&self->documents[i]);
  self->n = 0;
}

/*
 * The section of the uppermost file whose @section has @key; the error names our file
 * where none has it.
 *
 * Thread: any.
 */
bool
steady_data_layers_section (const SteadyDataLayers *self,
                            const char             *section,
                            const char             *key,
                            SteadyJsonNode         *ret_section,
                            GError                **error)
{
  SteadyJsonNode node, found;

  for (unsigned i = self->n; i-- > 0;)
    {
      SteadyJsonNode root = steady_json_document_root (&self->documents[i]);
      if (!steady_json_has (&root, section) && i > 0)
        continue;
      if (!steady_json_get_node (&root, section, &node, error))
        return false;
      if (steady_json_has (&node, key) || i == 0)
        {
          if (!steady_json_get_node (&node, key, &found, error))
            return false;
          *ret_section = node;
          return true;
        }
    }
  return false;
}

/* Puts @item in the place of the one with the same id, else at the end. */
static bool
take_item (SteadyJsonNode       *items,
           unsigned             *n,
           const SteadyJsonNode *item,
           GError              **error)
{
  const char *id, *other;

  if (!steady_json_get_string (item, "id", &id, error))
    return false;
  for (unsigned i = 0; i < *n; i++)
    if (steady_json_get_string (&items[i], "id", &other, NULL) &&
        strcmp (id, other) == 0)
      {
        if (strcmp (items[i].file, item->file) == 0)
          {
            steady_json_set_error (item, error, "\"%s\" stands twice; remove one", id);
            return false;
          }
        items[i] = *item;
        return true;
      }
  if (*n == STEADY_DATA_ITEMS_MOST)
    {
      steady_json_set_error (
          item, error, "is one too many; %d are read", STEADY_DATA_ITEMS_MOST);
      return false;
    }
  items[(*n)++] = *item;
  return true;
}

/*
 * The items of @list, those of the site in the place of ours with the same id, what it
 * adds at the end. @ret_items has STEADY_DATA_ITEMS_MOST places; the nodes are borrowed
 * from @self.
 *
 * Thread: any.
 */
bool
steady_data_layers_items (const SteadyDataLayers *self,
                          const char             *list,
                          SteadyJsonNode         *ret_items,
                          unsigned               *ret_n,
                          GError                **error)
{
  unsigned n = 0;

  for (unsigned layer = 0; layer < self->n; layer++)
    {
      SteadyJsonNode root = steady_json_document_root (&self->documents[layer]);
      SteadyJsonNode array, item;
      size_t         length;
      if (layer > 0 && !steady_json_has (&root, list))
        continue;
      if (!steady_json_get_array (&root, list, &array, &length, error))
        return false;
      for (size_t i = 0; i < length; i++)
        if (!steady_json_get_element (&array, i, &item, error) ||
            !take_item (ret_items, &n, &item, error))
          return false;
    }
  *ret_n = n;
  return true;
}

static bool
is_listed (const char *name, const char *const *names, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    if (strcmp (name, names[i]) == 0)
      return true;
  return false;
}

/*
 * Whether @section has only members named in @names: a misspelt one of a site would
 * otherwise be left out without a word.
 *
 * Thread: any.
 */
bool
steady_data_layers_check (const SteadyDataLayers *self,
                          const char             *section,
                          const char *const      *names,
                          unsigned                n,
                          GError                **error)
{
  for (unsigned layer = 0; layer < self->n; layer++)
    {
      SteadyJsonNode root = steady_json_document_root (&self->documents[layer]);
      SteadyJsonNode node;
      if (!steady_json_has (&root, section))
        continue;
      if (!steady_json_get_node (&root, section, &node, error))
        return false;
      if (!json_object_is_type (node.object, json_type_object))
        {
          steady_json_set_error (&node, error, "must be an object");
          return false;
        }
      json_object_object_foreach (node.object, key, value)
      {
        (void) value;
        if (!is_listed (key, names, n))
          {
            steady_json_set_error (
                &node, error, "\"%s\" is not known; correct it", key);
            return false;
          }
      }
    }
  return true;
}
