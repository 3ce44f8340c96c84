/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-parts.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A number of an item: where it stands in the file, and in the struct. */
typedef struct Member
{
  const char *key;
  size_t      offset;
  double      low, high;
  bool        optional;
} Member;

#define AT(type, member) offsetof (type, member)

static const Member oxygenator_members[] = {
  { "rated_max_l_min", AT (SteadyOxygenator, rated_max), 0.1, 12, false },
  { "prime_ml", AT (SteadyOxygenator, prime), 1, 1000, false },
  { "resistance_mmhg_min_l", AT (SteadyOxygenator, resistance), 0.1, 500, false },
  { "rated_pressure_mmhg", AT (SteadyOxygenator, rated_pressure), 100, 1000, false },
};

static const Member arterial_members[] = {
  { "fr", AT (SteadyArterialCannula, fr), 4, 32, false },
  { "most_l_min", AT (SteadyArterialCannula, most), 0.05, 12, false },
  { "m", AT (SteadyArterialCannula, m), 1, 7, true },
};

static const Member venous_members[] = {
  { "up_to_l_min", AT (SteadyVenousCannula, up_to), 0.05, 12, false },
  { "m", AT (SteadyVenousCannula, m), 0.5, 7, false },
};

static const Member boot_members[] = {
  { "stroke_ml", AT (SteadyBoot, stroke), 0, 100, false },
};

static const Member pack_members[] = {
  { "up_to_l_min", AT (SteadyPack, up_to), 0.1, 12, false },
  { "arterial_line_cm", AT (SteadyPack, arterial_line), 20, 500, false },
  { "venous_line_cm", AT (SteadyPack, venous_line), 20, 500, false },
  { "prime_ml", AT (SteadyPack, prime), 50, 4000, false },
};

static const Member pump_members[] = {
  { "most_rpm", AT (SteadyPumpModel, most_rpm), 50, 10000, false },
};

static const Member solution_members[] = {
  { "first_ml_kg", AT (SteadySolution, first), 1, 100, false },
  { "first_cap_ml", AT (SteadySolution, first_cap), 10, 5000, false },
  { "redose_ml_kg", AT (SteadySolution, redose), 0, 100, false },
  { "redose_cap_ml", AT (SteadySolution, redose_cap), 0, 5000, false },
  { "interval_min", AT (SteadySolution, interval), 5, 400, false },
  { "blood_parts", AT (SteadySolution, blood), 0, 100, false },
  { "crystalloid_parts", AT (SteadySolution, crystalloid), 0, 100, false },
  { "temperature_c", AT (SteadySolution, temperature), 0, 40, false },
};

static bool
read_name (SteadyItemName *name, const SteadyJsonNode *node, GError **error)
{
  const char *id, *text;
  bool        stocked = true;

  if (!steady_json_get_string (node, "id", &id, error) ||
      (steady_json_has (node, "stocked") &&
       !steady_json_get_bool (node, "stocked", &stocked, error)))
    return false;
  text = id;
  if (steady_json_has (node, "name") &&
      !steady_json_get_string (node, "name", &text, error))
    return false;
  name->id = g_strdup (id);
  name->name = g_strdup (text);
  name->stocked = stocked;
  return true;
}

static SteadyFact *
fact_at (void *item, const Member *member)
{
  return (SteadyFact *) (void *) ((char *) item + member->offset);
}

/* The name and the numbers of @item, which begins with its name. */
static bool
read_item (void                 *item,
           const SteadyJsonNode *node,
           const Member         *members,
           unsigned              n,
           GError              **error)
{
  if (!read_name (item, node, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    if ((!members[i].optional || steady_json_has (node, members[i].key)) &&
        !steady_fact_read (node,
                           members[i].key,
                           members[i].low,
                           members[i].high,
                           fact_at (item, &members[i]),
                           error))
      return false;
  return true;
}

static void
finish_item (void *item, const Member *members, unsigned n)
{
  SteadyItemName *name = item;

  g_free (name->id);
  g_free (name->name);
  for (unsigned i = 0; i < n; i++)
    steady_cite_finish (&fact_at (item, &members[i])->cite);
}

static bool
read_tubing (const SteadyJsonNode *node,
             const char           *key,
             SteadyTubing         *ret_tubing,
             char                **ret_name,
             GError              **error)
{
  static const struct
  {
    const char  *name;
    SteadyTubing tubing;
  } sizes[] = { { "1/8", STEADY_TUBING_1_8 },
                { "3/16", STEADY_TUBING_3_16 },
                { "1/4", STEADY_TUBING_1_4 },
                { "3/8", STEADY_TUBING_3_8 },
                { "1/2", STEADY_TUBING_1_2 } };
  const char *name;

  if (!steady_json_get_string (node, key, &name, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (strcmp (name, sizes[i].name) == 0)
      {
        *ret_tubing = sizes[i].tubing;
        if (ret_name != NULL)
          *ret_name = g_strdup (name);
        return true;
      }
  steady_json_set_error (
      node, error, "\"%s\" of %s is no tubing that is made; use 1/8 to 1/2", name, key);
  return false;
}

static bool
read_pack (void *item, const SteadyJsonNode *node, GError **error)
{
  SteadyPack *pack = item;
  const char *model;

  if (!read_item (pack, node, pack_members, G_N_ELEMENTS (pack_members), error) ||
      !read_tubing (node, "arterial", &pack->arterial, &pack->arterial_name, error) ||
      !read_tubing (node, "venous", &pack->venous, &pack->venous_name, error) ||
      !steady_json_get_string (node, "model", &model, error))
    return false;
  pack->model = g_strdup (model);
  return true;
}

static bool
read_pump (void *item, const SteadyJsonNode *node, GError **error)
{
  SteadyPumpModel *pump = item;
  SteadyJsonNode   sources;
  const char      *use, *kind, *unit, *source;

  if (!read_item (pump, node, pump_members, G_N_ELEMENTS (pump_members), error) ||
      !steady_json_get_string (node, "use", &use, error) ||
      !steady_json_get_string (node, "kind", &kind, error))
    return false;
  pump->use = g_strdup (use);
  pump->kind = g_strdup (kind);
  if (!steady_json_has (node, "dose_unit"))
    return true;
  if (!steady_json_get_string (node, "dose_unit", &unit, error) ||
      !steady_json_get_node (node, "sources", &sources, error) ||
      !steady_json_get_string (&sources, "dose_unit", &source, error))
    return false;
  pump->has_dose_unit = steady_dose_unit_from_name (unit, &pump->dose_unit);
  if (!pump->has_dose_unit)
    {
      steady_json_set_error (node, error, "dose_unit must be mL, mL/kg or L");
      return false;
    }
  pump->dose_cite =
      (SteadyCite){ .file = g_strdup (node->file),
                    .place = g_strconcat (node->place, ".dose_unit", NULL),
                    .source = g_strdup (source) };
  return true;
}

static bool
read_boot (void *item, const SteadyJsonNode *node, GError **error)
{
  SteadyBoot *boot = item;

  return read_item (boot, node, boot_members, G_N_ELEMENTS (boot_members), error) &&
         read_tubing (node, "id", &boot->tubing, NULL, error);
}

static bool
read_oxygenator (void *item, const SteadyJsonNode *node, GError **error)
{
  return read_item (
      item, node, oxygenator_members, G_N_ELEMENTS (oxygenator_members), error);
}

static bool
read_arterial (void *item, const SteadyJsonNode *node, GError **error)
{
  return read_item (
      item, node, arterial_members, G_N_ELEMENTS (arterial_members), error);
}

static bool
read_venous (void *item, const SteadyJsonNode *node, GError **error)
{
  return read_item (item, node, venous_members, G_N_ELEMENTS (venous_members), error);
}

static bool
read_solution (void *item, const SteadyJsonNode *node, GError **error)
{
  const SteadySolution *solution = item;

  if (!read_item (item, node, solution_members, G_N_ELEMENTS (solution_members), error))
    return false;
  if (solution->blood.value + solution->crystalloid.value > 0)
    return true;
  steady_json_set_error (node, error, "has neither blood nor crystalloid; correct it");
  return false;
}

typedef bool (*ReadItem) (void *item, const SteadyJsonNode *node, GError **error);

/* Every list of the catalogue: its file, its name there, where its items lie. */
static const struct
{
  const char *file;
  const char *format;
  const char *list;
  size_t      items, count, size;
  ReadItem    read;
} lists[] = {
#define LIST(file, format, list, member, type, reader)                          \
  {                                                                             \
    file, format, list, AT (SteadyParts, member), AT (SteadyParts, n_##member), \
        sizeof (type), reader                                                   \
  }
  /* clang-format off */
  LIST ("circuits/oxygenators.json", "steady-oxygenators", "items", oxygenators, SteadyOxygenator, read_oxygenator),
  LIST ("circuits/cannulae.json", "steady-cannulae", "arterial", arterial, SteadyArterialCannula, read_arterial),
  LIST ("circuits/cannulae.json", "steady-cannulae", "venous", venous, SteadyVenousCannula, read_venous),
  LIST ("circuits/tubing.json", "steady-tubing", "items", boots, SteadyBoot, read_boot),
  LIST ("circuits/packs.json", "steady-packs", "items", packs, SteadyPack, read_pack),
  LIST ("circuits/pumps.json", "steady-pumps", "items", pumps, SteadyPumpModel, read_pump),
  LIST ("drugs/cardioplegia.json", "steady-cardioplegia", "items", solutions, SteadySolution, read_solution),
  /* clang-format on */
};

static bool
load_list (SteadyParts *self,
           unsigned     which,
           const char  *folder,
           const char  *site_folder,
           GError     **error)
{
  SteadyDataLayers layers = { .n = 0 };
  SteadyJsonNode   nodes[STEADY_DATA_ITEMS_MOST];
  unsigned        *count = (unsigned *) (void *) ((char *) self + lists[which].count);
  char            *items = (char *) self + lists[which].items;
  unsigned         n = 0;

  if (!steady_data_layers_load (
          &layers, folder, site_folder, lists[which].file, lists[which].format, error))
    return false;
  bool fine = steady_data_layers_items (&layers, lists[which].list, nodes, &n, error);
  for (unsigned i = 0; fine && i < n; i++)
    fine = lists[which].read (items + lists[which].size * (*count)++, &nodes[i], error);
  steady_data_layers_finish (&layers);
  return fine;
}

static int
compare (double a, double b)
{
  return a < b ? -1 : a > b;
}

static int
by_rated_maximum (const void *a, const void *b)
{
  const SteadyOxygenator *one = a, *other = b;
  const int order = compare (one->rated_max.value, other->rated_max.value);
  return order != 0 ? order : compare (one->prime.value, other->prime.value);
}

static int
by_size (const void *a, const void *b)
{
  const SteadyArterialCannula *one = a, *other = b;
  return compare (one->fr.value, other->fr.value);
}

static int
by_venous_flow (const void *a, const void *b)
{
  const SteadyVenousCannula *one = a, *other = b;
  return compare (one->up_to.value, other->up_to.value);
}

static int
by_bore (const void *a, const void *b)
{
  const SteadyBoot *one = a, *other = b;
  return (int) one->tubing - (int) other->tubing;
}

static int
by_pack_flow (const void *a, const void *b)
{
  const SteadyPack *one = a, *other = b;
  return compare (one->up_to.value, other->up_to.value);
}

static void
sort (SteadyParts *self)
{
  qsort (self->oxygenators,
         self->n_oxygenators,
         sizeof self->oxygenators[0],
         by_rated_maximum);
  qsort (self->arterial, self->n_arterial, sizeof self->arterial[0], by_size);
  qsort (self->venous, self->n_venous, sizeof self->venous[0], by_venous_flow);
  qsort (self->boots, self->n_boots, sizeof self->boots[0], by_bore);
  qsort (self->packs, self->n_packs, sizeof self->packs[0], by_pack_flow);
}

/*
 * Loads the catalogue from @folder, a site's own items (@site_folder, which may be
 * NULL) over it; @self must be all zero. On failure @self owns nothing.
 *
 * Thread: any but the tick.
 */
bool
steady_parts_load (SteadyParts *self,
                   const char  *folder,
                   const char  *site_folder,
                   GError     **error)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!load_list (self, i, folder, site_folder, error))
      {
        steady_parts_finish (self);
        return false;
      }
  sort (self);
  return true;
}

#define FINISH(self, list, members)               \
  for (unsigned i = 0; i < (self)->n_##list; i++) \
  finish_item (&(self)->list[i], members, G_N_ELEMENTS (members))

/* Accepts one that is all zero; leaves it so. Thread: any. */
void
steady_parts_finish (SteadyParts *self)
{
  for (unsigned i = 0; i < self->n_packs; i++)
    {
      g_free (self->packs[i].arterial_name);
      g_free (self->packs[i].venous_name);
      g_free (self->packs[i].model);
    }
  for (unsigned i = 0; i < self->n_pumps; i++)
    {
      g_free (self->pumps[i].use);
      g_free (self->pumps[i].kind);
      steady_cite_finish (&self->pumps[i].dose_cite);
    }
  FINISH (self, oxygenators, oxygenator_members);
  FINISH (self, arterial, arterial_members);
  FINISH (self, venous, venous_members);
  FINISH (self, boots, boot_members);
  FINISH (self, packs, pack_members);
  FINISH (self, pumps, pump_members);
  FINISH (self, solutions, solution_members);
  memset (self, 0, sizeof *self);
}

#define FIND(self, list, wanted)                       \
  for (unsigned i = 0; i < (self)->n_##list; i++)      \
    if (strcmp ((self)->list[i].name.id, wanted) == 0) \
  return &(self)->list[i]

/* NULL for an id that is not in the catalogue. Thread: any. */
const SteadyOxygenator *
steady_parts_oxygenator (const SteadyParts *self, const char *id)
{
  FIND (self, oxygenators, id);
  return NULL;
}

/* NULL for an id that is not in the catalogue. Thread: any. */
const SteadyArterialCannula *
steady_parts_arterial (const SteadyParts *self, const char *id)
{
  FIND (self, arterial, id);
  return NULL;
}

/* NULL for an id that is not in the catalogue. Thread: any. */
const SteadyPack *
steady_parts_pack (const SteadyParts *self, const char *id)
{
  FIND (self, packs, id);
  return NULL;
}

/* NULL for an id that is not in the catalogue. Thread: any. */
const SteadySolution *
steady_parts_solution (const SteadyParts *self, const char *id)
{
  FIND (self, solutions, id);
  return NULL;
}

/* The first pump for @use ("arterial", "cardioplegia") of @kind, which may be NULL;
 * NULL without one. Thread: any. */
const SteadyPumpModel *
steady_parts_pump (const SteadyParts *self, const char *use, const char *kind)
{
  for (unsigned i = 0; i < self->n_pumps; i++)
    if (strcmp (self->pumps[i].use, use) == 0 &&
        (kind == NULL || strcmp (self->pumps[i].kind, kind) == 0))
      return &self->pumps[i];
  return NULL;
}
