/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-scenario.h"

#include <string.h>

#include "base/steady-paths.h"
#include "measure/steady-vocabulary.h"
#include "scenario/steady-members.h"

/* A number that a scenario must state, and what it can be. */
typedef struct Wanted
{
  const char *section;
  const char *key;
  double      low;
  double      high;
} Wanted;

static const Wanted wanted[] = {
  { "patient", "weight_kg", 1.5, 150 },      { "patient", "height_cm", 30, 220 },
  { "patient", "age_days", 0, 40000 },       { "patient", "bsa_m2", 0.1, 3 },
  { "patient", "haematocrit_pct", 15, 70 },  { "circuit", "prime_ml", 50, 3000 },
  { "circuit", "reservoir_ml", 0, 4500 },    { "plan", "flow_l_min", 0.05, 8 },
  { "plan", "map_low_mmhg", 10, 100 },       { "plan", "map_high_mmhg", 20, 150 },
  { "plan", "svo2_low_pct", 20, 90 },        { "plan", "reservoir_warn_ml", 0, 4000 },
  { "plan", "reservoir_stop_ml", 0, 4000 },  { "start", "pump_flow_l_min", 0, 8 },
  { "start", "sweep_l_min", 0, 12 },         { "start", "fio2_pct", 21, 100 },
  { "start", "co2_ml_min", 0, 2000 },        { "start", "water_temperature_c", 2, 42 },
  { "start", "body_temperature_c", 10, 40 },
};

static const char *const profiles[] = {
  "neonate", "infant", "child", "adolescent", "adult"
};

/* Bit n of SteadySupportFlag. */
static const char *const flag_names[] = {
  "cross-clamped", "circulatory-arrest", "cerebral-perfusion", "cooling", "rewarming"
};

static bool
check_sources (const SteadyJsonNode *section, GError **error)
{
  SteadyJsonNode sources;

  if (!steady_json_get_node (section, "sources", &sources, error))
    return false;
  json_object_object_foreach (section->object, key, value)
  {
    const bool number = json_object_is_type (value, json_type_double) ||
                        json_object_is_type (value, json_type_int);
    if (number && !steady_json_has (&sources, key))
      {
        steady_json_set_error (
            &sources, error, "says no source for \"%s\"; add where it is from", key);
        return false;
      }
  }
  return true;
}

static bool
check_numbers (const SteadyJsonNode *root, GError **error)
{
  static const char *const sections[] = { "patient", "circuit", "plan", "start" };
  SteadyJsonNode           section;
  double                   value;

  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (!steady_json_get_node (root, wanted[i].section, &section, error) ||
        !steady_json_get_number (
            &section, wanted[i].key, wanted[i].low, wanted[i].high, &value, error))
      return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!steady_json_get_node (root, sections[i], &section, error) ||
        !check_sources (&section, error))
      return false;
  return true;
}

static bool
check_patient (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode patient;
  const char    *name, *profile;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !steady_json_get_string (&patient, "name", &name, error) ||
      !steady_json_get_string (&patient, "profile", &profile, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (strcmp (profile, profiles[i]) == 0)
      {
        self->profile = profiles[i];
        return true;
      }
  steady_json_set_error (
      &patient,
      error,
      "profile: is \"%s\", must be neonate, infant, child, adolescent or adult",
      profile);
  return false;
}

static bool
parse_flags (SteadyScenario *self, const SteadyJsonNode *start, GError **error)
{
  SteadyJsonNode flags, flag;
  size_t         length;
  const char    *name;

  if (!steady_json_get_array (start, "flags", &flags, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      unsigned bit = 0;
      if (!steady_json_get_element (&flags, i, &flag, error) ||
          !steady_json_as_string (&flag, &name, error))
        return false;
      while (bit < G_N_ELEMENTS (flag_names) && strcmp (name, flag_names[bit]) != 0)
        bit++;
      if (bit == G_N_ELEMENTS (flag_names))
        {
          steady_json_set_error (&flag,
                                 error,
                                 "is \"%s\", must be cross-clamped, "
                                 "circulatory-arrest, cerebral-perfusion, cooling or "
                                 "rewarming",
                                 name);
          return false;
        }
      self->start.flags |= 1u << bit;
    }
  return true;
}

static bool
parse_start (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode start;
  const char    *name;

  if (!steady_json_get_node (root, "start", &start, error) ||
      !steady_json_get_string (&start, "support_mode", &name, error))
    return false;
  const int mode = steady_support_mode_from_name (name);
  if (mode < 0)
    {
      steady_json_set_error (&start,
                             error,
                             "support_mode: is \"%s\", which is none of the support "
                             "modes; write full-bypass, for one",
                             name);
      return false;
    }
  self->start.mode = (uint32_t) mode;
  return parse_flags (self, &start, error);
}

static const char *const categories[] = { "case", "incident", "ecmo", "tutorial" };

static bool
parse_category (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  const char *name;

  self->category = categories[0];
  if (!steady_members_optional (root, "category", &name, error))
    return false;
  for (unsigned i = 0; name != NULL && i < G_N_ELEMENTS (categories); i++)
    if (strcmp (name, categories[i]) == 0)
      {
        self->category = categories[i];
        return true;
      }
  if (name == NULL)
    return true;
  steady_json_set_error (
      root,
      error,
      "category: is \"%s\", must be case, incident, ecmo or tutorial",
      name);
  return false;
}

static bool
parse_shelf (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  int64_t difficulty = 0;

  if (!steady_json_get_string (root, "title", &self->title, error) ||
      !steady_members_optional (root, "shown_as", &self->shown_as, error) ||
      !steady_members_optional (root, "story", &self->story, error) ||
      !parse_category (self, root, error) ||
      !steady_members_span (root, "length_s", 43200, &self->length, error))
    return false;
  if (self->shown_as == NULL)
    self->shown_as = self->title;
  if (self->story == NULL)
    self->story = "";
  if (steady_json_has (root, "bypass_checklist") &&
      !steady_json_get_bool (root, "bypass_checklist", &self->bypass_checklist, error))
    return false;
  if (steady_json_has (root, "difficulty") &&
      !steady_json_get_integer (root, "difficulty", 1, 5, &difficulty, error))
    return false;
  self->difficulty = (unsigned) difficulty;
  return true;
}

static bool
remember_child (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode patient, plan;

  return steady_json_get_node (root, "patient", &patient, error) &&
         steady_json_get_node (root, "plan", &plan, error) &&
         steady_json_get_number (
             &patient, "weight_kg", 1.5, 150, &self->weight_kg, error) &&
         steady_json_get_number (&patient, "bsa_m2", 0.1, 3, &self->area_m2, error) &&
         steady_json_get_number (
             &plan, "map_low_mmhg", 10, 100, &self->map_low, error) &&
         steady_json_get_number (
             &plan, "flow_l_min", 0.05, 8, &self->plan_flow_l_min, error);
}

static bool
load_catalogue (SteadyScenario *self, GError **error)
{
  g_autofree char *path = steady_paths_data ("training/actions.json");
  self->catalogue = steady_catalogue_load (path, error);
  return self->catalogue != NULL;
}

static bool
parse (SteadyScenario *self, GError **error)
{
  static const char *const known[] = {
    "format",    "version",          "source",   "title",      "shown_as",
    "story",     "category",         "length_s", "difficulty", "seed",
    "begins_as", "patient",          "circuit",  "plan",       "start",
    "timeline",  "expected",         "callouts", "hints",      "tutorial",
    "debrief",   "bypass_checklist", NULL
  };
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  int64_t              seed;

  if (!steady_members_known (&root, known, error) ||
      !parse_shelf (self, &root, error) ||
      !steady_json_get_integer (&root, "seed", 1, INT64_MAX, &seed, error) ||
      !check_patient (self, &root, error) || !check_numbers (&root, error) ||
      !remember_child (self, &root, error) || !parse_start (self, &root, error) ||
      !load_catalogue (self, error))
    return false;
  self->seed = (uint64_t) seed;
  return steady_scenario_parse_course (self, &root, error);
}

/* What @to says itself counts; the rest is taken from @from. */
static void
merge (struct json_object *to, struct json_object *from)
{
  json_object_object_foreach (from, key, value)
  {
    struct json_object *own = NULL;
    if (!json_object_object_get_ex (to, key, &own))
      json_object_object_add (to, key, json_object_get (value));
    else if (json_object_is_type (own, json_type_object) &&
             json_object_is_type (value, json_type_object))
      merge (own, value);
  }
}

static bool
take_start (SteadyScenario *self, SteadyJsonDocument *start, GError **error)
{
  static const char *const known[] = { "format",  "version", "source", "patient",
                                       "circuit", "plan",    "start",  NULL };
  const SteadyJsonNode     root = steady_json_document_root (start);
  const char              *text;

  if (!steady_members_known (&root, known, error))
    return false;
  json_object_object_del (start->root, "format");
  json_object_object_del (start->root, "version");
  json_object_object_del (start->root, "source");
  json_object_object_del (self->document.root, "begins_as");
  merge (self->document.root, start->root);
  text = json_object_to_json_string_ext (self->document.root, JSON_C_TO_STRING_PRETTY);
  g_free (self->document.text);
  self->document.text = g_strdup (text);
  return true;
}

/* "begins_as" names a child on its circuit in data/starts; what the scenario says
 * itself goes before that. Afterwards the scenario is whole. */
static bool
expand (SteadyScenario *self, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  SteadyJsonDocument   start = { 0 };
  char                 name[STEADY_CONDITION_ID_SIZE];

  if (!json_object_is_type (root.object, json_type_object) ||
      !steady_json_has (&root, "begins_as"))
    return true;
  if (!steady_members_id (&root, "begins_as", name, error))
    return false;
  g_autofree char *file = g_strconcat ("starts/", name, ".json", NULL);
  g_autofree char *path = steady_paths_data (file);
  if (!steady_json_document_load (&start,
                                  path,
                                  STEADY_SCENARIO_START_FORMAT,
                                  STEADY_SCENARIO_START_VERSION,
                                  error))
    return false;
  const bool fine = take_start (self, &start, error);
  steady_json_document_finish (&start);
  return fine;
}

/*
 * Loads a training case. A file that is not one is refused in a sentence that names the
 * file and the place. Mechanisms are only names here: the device that gets them knows
 * which it has, and refuses others when it is made.
 *
 * Thread: main.
 */
SteadyScenario *
steady_scenario_load (const char *path, GError **error)
{
  g_autoptr (SteadyScenario) self = g_new0 (SteadyScenario, 1);

  if (!steady_json_document_load (&self->document,
                                  path,
                                  STEADY_SCENARIO_FORMAT,
                                  STEADY_SCENARIO_VERSION,
                                  error) ||
      !expand (self, error) || !parse (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/*
 * As steady_scenario_load (), from @text that was stored with a case; @name stands in
 * errors for the file.
 *
 * Thread: main.
 */
SteadyScenario *
steady_scenario_parse (const char *name, const char *text, GError **error)
{
  g_autoptr (SteadyScenario) self = g_new0 (SteadyScenario, 1);

  if (!steady_json_document_parse (&self->document,
                                   name,
                                   text,
                                   -1,
                                   STEADY_SCENARIO_FORMAT,
                                   STEADY_SCENARIO_VERSION,
                                   error) ||
      !expand (self, error) || !parse (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Accepts NULL. Thread: main. */
void
steady_scenario_free (SteadyScenario *self)
{
  if (self == NULL)
    return;
  steady_json_document_finish (&self->document);
  steady_catalogue_free (self->catalogue);
  g_free (self);
}

/* What a person who chooses calls the case. Thread: any. */
const char *
steady_scenario_title (const SteadyScenario *self)
{
  return self->title;
}

/* Makes every start the same case. Thread: any. */
uint64_t
steady_scenario_seed (const SteadyScenario *self)
{
  return self->seed;
}

/* See the header. Thread: any. */
const char *
steady_scenario_text (const SteadyScenario *self)
{
  return self->document.text;
}

/* Support mode and flags to begin with. Thread: any. */
SteadySupport
steady_scenario_start (const SteadyScenario *self)
{
  return self->start;
}
