/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/steady-shelf.h"

#include <math.h>
#include <string.h>

#include "base/steady-json.h"
#include "training/steady-training-json.h"

#define FORMAT         "steady-scenario"
#define START_FORMAT   "steady-scenario-start"
#define VERSION        1
#define DIFFICULTY_MAX 5
#define LENGTH_MAX     (24 * 3600)

static void
free_item (gpointer data)
{
  SteadyShelfItem *item = data;
  g_free (item->name);
  g_free (item->title);
  g_free (item->story);
  g_free (item->category);
  g_free (item->patient);
  g_free (item->profile);
  g_free (item);
}

static unsigned
whole (struct json_object *object, const char *key, double most)
{
  const double value = steady_training_number (object, key);
  return value >= 0 && value <= most ? (unsigned) value : 0;
}

static void
take_patient (SteadyShelfItem *item, struct json_object *patient)
{
  const double weight = steady_training_number (patient, "weight_kg");
  const char  *name = steady_training_text (patient, "name");
  const char  *profile = steady_training_text (patient, "profile");

  if (weight > 0)
    item->weight_kg = weight;
  if (name[0] != '\0')
    {
      g_free (item->patient);
      item->patient = g_strdup (name);
    }
  if (profile[0] != '\0')
    {
      g_free (item->profile);
      item->profile = g_strdup (profile);
    }
}

/* The child that the scenario begins as; what the scenario says itself goes over it. */
static void
take_start (SteadyShelfItem *item, const char *data_folder, const char *start)
{
  g_autofree char   *file = g_strconcat (start, ".json", NULL);
  g_autofree char   *path = g_build_filename (data_folder, "starts", file, NULL);
  SteadyJsonDocument document = { 0 };

  if (start[0] == '\0' || strchr (start, '/') != NULL)
    return;
  if (steady_json_document_load (&document, path, START_FORMAT, VERSION, NULL))
    take_patient (item, steady_training_member (document.root, "patient"));
  steady_json_document_finish (&document);
}

static SteadyShelfItem *
read_item (const char *data_folder, const char *file, GError **error)
{
  g_autofree char   *path = g_build_filename (data_folder, "scenarios", file, NULL);
  SteadyJsonDocument document = { 0 };

  if (!steady_json_document_load (&document, path, FORMAT, VERSION, error))
    {
      steady_json_document_finish (&document);
      return NULL;
    }
  struct json_object *root = document.root;
  SteadyShelfItem    *item = g_new0 (SteadyShelfItem, 1);
  const char         *category = steady_training_text (root, "category");
  item->name = g_strndup (file, strlen (file) - strlen (".json"));
  item->title = g_strdup (steady_training_text (root, "title"));
  item->story = g_strdup (steady_training_text (root, "story"));
  item->category = g_strdup (category[0] != '\0' ? category : "incident");
  item->difficulty = whole (root, "difficulty", DIFFICULTY_MAX);
  item->length_s = whole (root, "length_s", LENGTH_MAX);
  take_start (item, data_folder, steady_training_text (root, "begins_as"));
  take_patient (item, steady_training_member (root, "patient"));
  steady_json_document_finish (&document);
  return item;
}

static int
rank (const char *category)
{
  static const char *const order[] = { "tutorial", "case", "incident", "ecmo" };
  for (int i = 0; i < (int) G_N_ELEMENTS (order); i++)
    if (strcmp (order[i], category) == 0)
      return i;
  return (int) G_N_ELEMENTS (order);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const SteadyShelfItem *left = *(SteadyShelfItem *const *) a;
  const SteadyShelfItem *right = *(SteadyShelfItem *const *) b;
  if (rank (left->category) != rank (right->category))
    return rank (left->category) - rank (right->category);
  /* lessons follow on each other: their titles begin with their numbers */
  if (rank (left->category) > 0 && left->difficulty != right->difficulty)
    return left->difficulty < right->difficulty ? -1 : 1;
  return g_strcmp0 (left->title, right->title);
}

/*
 * The scenarios of @data_folder as SteadyShelfItem: lessons first, then whole cases,
 * incidents and ECMO, the easy ones first. A file that cannot be read is left out, and
 * a sentence about it goes into @ret_problems, which may be NULL. Free with
 * g_ptr_array_unref ().
 *
 * Thread: main; reads some dozens of small files.
 */
GPtrArray *
steady_shelf_read (const char *data_folder, GPtrArray *ret_problems)
{
  g_autofree char *folder = g_build_filename (data_folder, "scenarios", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray  *shelf = g_ptr_array_new_with_free_func (free_item);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      if (!g_str_has_suffix (file, ".json"))
        continue;
      SteadyShelfItem *item = read_item (data_folder, file, &error);
      if (item != NULL)
        g_ptr_array_add (shelf, item);
      else if (ret_problems != NULL)
        g_ptr_array_add (ret_problems, g_strdup (error->message));
    }
  g_ptr_array_sort (shelf, compare);
  return shelf;
}
