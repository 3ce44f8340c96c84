/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-scenario-shelf.h"

#include <string.h>

#include "base/steady-paths.h"

static void
free_entry (void *data)
{
  SteadyShelfEntry *entry = data;
  g_free (entry->path);
  g_free (entry->name);
  g_free (entry->title);
  g_free (entry->story);
  g_free (entry->category);
  g_free (entry->profile);
  g_free (entry);
}

static SteadyShelfEntry *
load_entry (const char *path, const char *file, GError **error)
{
  g_autoptr (SteadyScenario) scenario = steady_scenario_load (path, error);

  if (scenario == NULL)
    return NULL;
  SteadyShelfEntry *entry = g_new0 (SteadyShelfEntry, 1);
  entry->path = g_strdup (path);
  entry->name = g_strndup (file, strlen (file) - strlen (".json"));
  entry->title = g_strdup (scenario->title);
  entry->story = g_strdup (scenario->story);
  entry->category = g_strdup (scenario->category);
  entry->profile = g_strdup (scenario->profile);
  entry->weight_kg = scenario->weight_kg;
  entry->difficulty = scenario->difficulty;
  entry->length_s = (unsigned) steady_span_seconds (scenario->length);
  entry->n_hints = scenario->n_hints;
  return entry;
}

static int
category_rank (const char *category)
{
  static const char *const order[] = { "tutorial", "case", "incident", "ecmo" };
  for (int i = 0; i < (int) G_N_ELEMENTS (order); i++)
    if (strcmp (order[i], category) == 0)
      return i;
  return (int) G_N_ELEMENTS (order);
}

static int
compare (const void *a, const void *b)
{
  const SteadyShelfEntry *left = *(SteadyShelfEntry *const *) a;
  const SteadyShelfEntry *right = *(SteadyShelfEntry *const *) b;
  const int               by_category =
      category_rank (left->category) - category_rank (right->category);

  if (by_category != 0)
    return by_category;
  if (left->difficulty != right->difficulty)
    return left->difficulty < right->difficulty ? -1 : 1;
  return strcmp (left->name, right->name);
}

/*
 * All scenarios of data/scenarios as SteadyShelfEntry, lessons first, then whole cases,
 * incidents and ECMO, the easy ones first. A file that cannot be read is left out; what
 * is wrong with it goes as a text into @ret_problems, which may be NULL. Free with
 * g_ptr_array_unref ().
 *
 * Thread: any but the tick; reads files.
 */
GPtrArray *
steady_shelf_load (GPtrArray *ret_problems)
{
  g_autofree char *folder = steady_paths_data ("scenarios");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray  *shelf = g_ptr_array_new_with_free_func (free_entry);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      if (!g_str_has_suffix (file, ".json"))
        continue;
      g_autofree char  *path = g_build_filename (folder, file, NULL);
      SteadyShelfEntry *entry = load_entry (path, file, &error);
      if (entry != NULL)
        g_ptr_array_add (shelf, entry);
      else if (ret_problems != NULL)
        g_ptr_array_add (ret_problems, g_strdup (error->message));
    }
  g_ptr_array_sort (shelf, compare);
  return shelf;
}
