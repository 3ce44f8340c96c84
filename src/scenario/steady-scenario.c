/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-scenario.h"

#include <string.h>

#include "base/steady-json.h"
#include "measure/steady-vocabulary.h"

/* One step of the timeline. */
typedef struct Step
{
  SteadyScenarioEffect effect;
  SteadySpan           at;      /* not before this */
  uint16_t             channel; /* SteadyChannel to look at, or 0: time alone counts */
  bool                 above;   /* trips above the limit, else below it */
  double               limit;
} Step;

struct SteadyScenario
{
  SteadyJsonDocument document;
  char              *title;
  uint64_t           seed;
  SteadySupport      start;
  Step               steps[STEADY_SCENARIO_TIMELINE_MAX];
  unsigned           n_steps;
  uint64_t           given; /* a bit for each step */
};

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
check_patient (const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode patient;
  const char    *name, *profile;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !steady_json_get_string (&patient, "name", &name, error) ||
      !steady_json_get_string (&patient, "profile", &profile, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (strcmp (profile, profiles[i]) == 0)
      return true;
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

static bool
parse_trigger (Step *step, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode when;
  const char    *name;
  SteadyChannel  channel;

  if (!steady_json_get_node (node, "when", &when, error) ||
      !steady_json_get_string (&when, "channel", &name, error))
    return false;
  if (!steady_channel_from_name (name, &channel))
    {
      steady_json_set_error (&when,
                             error,
                             "channel: \"%s\" is no channel; see \"names\" in HACKING",
                             name);
      return false;
    }
  step->channel = (uint16_t) channel;
  step->above = steady_json_has (&when, "above");
  if (step->above == steady_json_has (&when, "below"))
    {
      steady_json_set_error (
          &when, error, "must have either \"above\" or \"below\", and not both");
      return false;
    }
  return steady_json_get_number (
      &when, step->above ? "above" : "below", -1e6, 1e6, &step->limit, error);
}

static bool
copy_text (
    const SteadyJsonNode *node, const char *key, char *to, size_t size, GError **error)
{
  const char *text;

  if (!steady_json_get_string (node, key, &text, error))
    return false;
  if (text[0] == '\0' || g_strlcpy (to, text, size) >= size)
    {
      steady_json_set_error (
          node, error, "%s: must have 1 to %zu bytes", key, size - 1);
      return false;
    }
  return true;
}

static bool
parse_step (Step *step, const SteadyJsonNode *node, GError **error)
{
  double at = 0, ramp;

  if (steady_json_has (node, "when") && !parse_trigger (step, node, error))
    return false;
  if ((step->channel == 0 || steady_json_has (node, "at_s")) &&
      !steady_json_get_number (node, "at_s", 0, 86400, &at, error))
    return false;
  if (!copy_text (node,
                  "mechanism",
                  step->effect.mechanism,
                  sizeof step->effect.mechanism,
                  error) ||
      !copy_text (node, "note", step->effect.note, sizeof step->effect.note, error) ||
      !steady_json_get_number (node, "value", -1e6, 1e6, &step->effect.value, error) ||
      !steady_json_get_number (node, "ramp_s", 0, 3600, &ramp, error))
    return false;
  step->at = steady_span_from_seconds (at);
  step->effect.ramp = steady_span_from_seconds (ramp);
  return true;
}

static bool
parse_timeline (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode timeline, node;
  size_t         length;

  if (!steady_json_get_array (root, "timeline", &timeline, &length, error))
    return false;
  if (length > STEADY_SCENARIO_TIMELINE_MAX)
    {
      steady_json_set_error (&timeline,
                             error,
                             "has %zu steps, at most %d are read",
                             length,
                             STEADY_SCENARIO_TIMELINE_MAX);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      if (!steady_json_get_element (&timeline, i, &node, error) ||
          !parse_step (&self->steps[i], &node, error))
        return false;
      self->n_steps++;
    }
  return true;
}

static bool
parse (SteadyScenario *self, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  const char          *title;
  int64_t              seed;

  if (!steady_json_get_string (&root, "title", &title, error) ||
      !steady_json_get_integer (&root, "seed", 1, INT64_MAX, &seed, error) ||
      !check_patient (&root, error) || !check_numbers (&root, error) ||
      !parse_start (self, &root, error) || !parse_timeline (self, &root, error))
    return false;
  self->title = g_strdup (title);
  self->seed = (uint64_t) seed;
  return true;
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
  SteadyScenario *self = g_new0 (SteadyScenario, 1);

  if (steady_json_document_load (&self->document,
                                 path,
                                 STEADY_SCENARIO_FORMAT,
                                 STEADY_SCENARIO_VERSION,
                                 error) &&
      parse (self, error))
    return self;
  steady_scenario_free (self);
  return NULL;
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
  SteadyScenario *self = g_new0 (SteadyScenario, 1);

  if (steady_json_document_parse (&self->document,
                                  name,
                                  text,
                                  -1,
                                  STEADY_SCENARIO_FORMAT,
                                  STEADY_SCENARIO_VERSION,
                                  error) &&
      parse (self, error))
    return self;
  steady_scenario_free (self);
  return NULL;
}

/* Accepts NULL. Thread: main. */
void
steady_scenario_free (SteadyScenario *self)
{
  if (self == NULL)
    return;
  steady_json_document_finish (&self->document);
  g_free (self->title);
  g_free (self);
}

/* What a person calls the case. Thread: any. */
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

/* The text of the whole file, as it was read. Thread: any. */
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

static bool
is_due (const Step *step, SteadySpan case_time, const SteadyValueTable *values)
{
  double value;

  if (case_time < step->at)
    return false;
  if (step->channel == STEADY_CHANNEL_NONE)
    return true;
  return steady_value_table_value (values, (SteadyChannel) step->channel, &value) &&
         (step->above ? value > step->limit : value < step->limit);
}

/* See the header. A missing value never triggers. */
unsigned
steady_scenario_update (SteadyScenario         *self,
                        SteadySpan              case_time,
                        const SteadyValueTable *values,
                        const SteadySupport    *support,
                        SteadyScenarioEffect   *ret_effects,
                        unsigned                size)
{
  unsigned count = 0;

  for (unsigned i = 0; i < self->n_steps && count < size; i++)
    {
      const uint64_t bit = UINT64_C (1) << i;
      if ((self->given & bit) != 0 || !is_due (&self->steps[i], case_time, values))
        continue;
      self->given |= bit;
      ret_effects[count++] = self->steps[i].effect;
    }
  return count;
}

/* Thread: tick. */
uint64_t
steady_scenario_position (const SteadyScenario *self)
{
  return self->given;
}

/* Thread: tick. */
void
steady_scenario_set_position (SteadyScenario *self, uint64_t position)
{
  self->given = position;
}
