/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-training-names.h"

#include <pthread.h>

#include <glib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static GHashTable    *names; /* id → label in the source language; never freed */

static void
read_labels (const SteadyJsonNode *of, const char *list, const char *key)
{
  SteadyJsonNode items, node;
  size_t         n = 0;
  const char    *id, *label;

  if (!steady_json_get_array (of, list, &items, &n, NULL))
    return;
  for (size_t i = 0; i < n; i++)
    if (steady_json_get_element (&items, i, &node, NULL) &&
        steady_json_get_string (&node, key, &id, NULL) &&
        steady_json_get_string (&node, "label", &label, NULL))
      g_hash_table_insert (names, g_strdup (id), g_strdup (label));
}

static void
read_actions (void)
{
  g_autofree char   *file = steady_paths_data ("training/actions.json");
  SteadyJsonDocument document = { 0 };

  if (!steady_json_document_load (&document, file, "steady-training-actions", 1, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  read_labels (&root, "actions", "id");
  steady_json_document_finish (&document);
}

static void
read_mechanisms (void)
{
  g_autofree char   *file = steady_paths_data ("training/mechanisms.json");
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     groups, group;
  size_t             n = 0;

  if (!steady_json_document_load (
          &document, file, "steady-training-mechanisms", 1, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_get_array (&root, "groups", &groups, &n, NULL))
    for (size_t i = 0; i < n; i++)
      if (steady_json_get_element (&groups, i, &group, NULL))
        read_labels (&group, "mechanisms", "name");
  steady_json_document_finish (&document);
}

static void
read_names (void)
{
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_actions ();
  read_mechanisms ();
}

/*
 * How a mechanism of the simulation or an act of a trainee is called, in the source
 * language; NULL: nobody knows it. Names are read once, of data/training.
 *
 * Thread: any.
 */
const char *
steady_training_names_words (const char *id)
{
  pthread_once (&once, read_names);
  return g_hash_table_lookup (names, id);
}
