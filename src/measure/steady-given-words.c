/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-given-words.h"

#include <pthread.h>
#include <string.h>

#include <glib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

#define N_(text) text

/* What goes into the circuit or out of it; the last three go out. */
static const struct
{
  const char *id;
  const char *words;
} products[] = {
  { "red-cells", N_ ("Red cells") },
  { "plasma", N_ ("Plasma") },
  { "platelets", N_ ("Platelets") },
  { "albumin-volume", N_ ("Albumin") },
  { "crystalloid", N_ ("Crystalloid") },
  { "cell-saver", N_ ("Cell saver blood") },
  { "ultrafiltrate", N_ ("Ultrafiltrate") },
  { "urine", N_ ("Urine") },
  { "blood-loss", N_ ("Blood taken or lost") },
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static GHashTable    *names; /* id → name in the source language; never freed */

static void
read_items (const char *path, const char *format)
{
  g_autofree char   *file = steady_paths_data (path);
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     items, node;
  size_t             n = 0;
  const char        *id, *name;

  if (!steady_json_document_load (&document, file, format, 1, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_get_array (&root, "items", &items, &n, NULL))
    for (size_t i = 0; i < n; i++)
      if (steady_json_get_element (&items, i, &node, NULL) &&
          steady_json_get_string (&node, "id", &id, NULL) &&
          steady_json_get_string (&node, "name", &name, NULL))
        g_hash_table_insert (names, g_strdup (id), g_strdup (name));
  steady_json_document_finish (&document);
}

static void
read_names (void)
{
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_items ("drugs/drugs.json", "steady-drugs");
  read_items ("drugs/cardioplegia.json", "steady-cardioplegia");
}

/* The id of the @i-th product that goes in, or out from the seventh on; NULL behind the
 * last. Thread: any. */
const char *
steady_product (unsigned i)
{
  return i < G_N_ELEMENTS (products) ? products[i].id : NULL;
}

/* A product in the source language; NULL: it is none. Thread: any. */
const char *
steady_product_words (const char *id)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (products); i++)
    if (strcmp (products[i].id, id) == 0)
      return products[i].words;
  return NULL;
}

/*
 * How a drug, a solution or a product is called, in the source language: screen and
 * paper translate it with _ (). NULL: nobody knows it, and what stands in the case is
 * shown. Names are read once, of data/drugs.
 *
 * Thread: any.
 */
const char *
steady_given_words (const char *id)
{
  const char *words = steady_product_words (id);

  if (words != NULL)
    return words;
  pthread_once (&once, read_names);
  return g_hash_table_lookup (names, id);
}
