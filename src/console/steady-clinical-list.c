/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-clinical-list.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

typedef struct Lists
{
  bool                   read;
  unsigned               n_drugs;
  unsigned               n_solutions;
  SteadyClinicalDrug     drugs[STEADY_CLINICAL_DRUGS];
  SteadyClinicalSolution solutions[STEADY_CLINICAL_SOLUTIONS];
} Lists;

static Lists lists;

static bool
read_drug (const SteadyJsonNode *node, SteadyClinicalDrug *drug)
{
  const char *id, *name, *unit, *dose_unit;

  if (!steady_json_get_string (node, "id", &id, NULL) ||
      !steady_json_get_string (node, "name", &name, NULL) ||
      !steady_json_get_string (node, "unit", &unit, NULL) ||
      !steady_json_get_string (node, "dose_unit", &dose_unit, NULL) ||
      !steady_json_get_number (
          node, "concentration", 1e-6, 1e6, &drug->concentration, NULL) ||
      !steady_json_get_number (node, "dose_per_kg", 0, 1e5, &drug->per_kg, NULL) ||
      !steady_json_get_number (node, "most", 0, 1e6, &drug->most, NULL))
    return false;
  g_strlcpy (drug->id, id, sizeof drug->id);
  g_strlcpy (drug->name, name, sizeof drug->name);
  g_strlcpy (drug->concentration_unit, unit, sizeof drug->concentration_unit);
  g_strlcpy (drug->unit, dose_unit, sizeof drug->unit);
  char *slash = strchr (drug->unit, '/');
  if (slash != NULL)
    *slash = '\0';
  return true;
}

static bool
read_solution (const SteadyJsonNode *node, SteadyClinicalSolution *solution)
{
  const char *id, *name;
  double      blood, crystalloid;

  if (!steady_json_get_string (node, "id", &id, NULL) ||
      !steady_json_get_string (node, "name", &name, NULL) ||
      !steady_json_get_number (
          node, "first_ml_kg", 0, 200, &solution->first_ml_kg, NULL) ||
      !steady_json_get_number (
          node, "first_cap_ml", 0, 5000, &solution->first_cap_ml, NULL) ||
      !steady_json_get_number (
          node, "redose_ml_kg", 0, 200, &solution->redose_ml_kg, NULL) ||
      !steady_json_get_number (
          node, "redose_cap_ml", 0, 5000, &solution->redose_cap_ml, NULL) ||
      !steady_json_get_number (
          node, "interval_min", 1, 600, &solution->interval_min, NULL) ||
      !steady_json_get_number (
          node, "temperature_c", 0, 40, &solution->temperature_c, NULL) ||
      !steady_json_get_number (node, "blood_parts", 0, 20, &blood, NULL) ||
      !steady_json_get_number (node, "crystalloid_parts", 0, 20, &crystalloid, NULL))
    return false;
  solution->blood_parts = (unsigned) blood;
  solution->crystalloid_parts = (unsigned) crystalloid;
  g_strlcpy (solution->id, id, sizeof solution->id);
  g_strlcpy (solution->name, name, sizeof solution->name);
  return true;
}

static void
read_items (const char *path, const char *format, bool drugs)
{
  g_autofree char   *file = steady_paths_data (path);
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     items, node;
  size_t             n = 0;

  if (!steady_json_document_load (&document, file, format, 1, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_get_array (&root, "items", &items, &n, NULL))
    for (size_t i = 0; i < n; i++)
      {
        if (!steady_json_get_element (&items, i, &node, NULL))
          continue;
        if (drugs && lists.n_drugs < STEADY_CLINICAL_DRUGS &&
            read_drug (&node, &lists.drugs[lists.n_drugs]))
          lists.n_drugs++;
        else if (!drugs && lists.n_solutions < STEADY_CLINICAL_SOLUTIONS &&
                 read_solution (&node, &lists.solutions[lists.n_solutions]))
          lists.n_solutions++;
      }
  steady_json_document_finish (&document);
}

static void
read_lists (void)
{
  if (lists.read)
    return;
  lists.read = true;
  read_items ("drugs/drugs.json", "steady-drugs", true);
  read_items ("drugs/cardioplegia.json", "steady-cardioplegia", false);
}

/* The @i-th drug; NULL behind the last. */
const SteadyClinicalDrug *
steady_clinical_drug (unsigned i)
{
  read_lists ();
  return i < lists.n_drugs ? &lists.drugs[i] : NULL;
}

/* The @i-th cardioplegia; NULL behind the last. */
const SteadyClinicalSolution *
steady_clinical_solution (unsigned i)
{
  read_lists ();
  return i < lists.n_solutions ? &lists.solutions[i] : NULL;
}

/* How a drug, solution or product is called; @id itself where nobody knows it. */
const char *
steady_clinical_list_name (const char *id)
{
  const char *words = steady_given_words (id);
  return words != NULL ? _ (words) : id;
}
