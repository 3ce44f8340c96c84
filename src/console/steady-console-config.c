/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-console-config.h"

#include <math.h>
#include <string.h>

static void
alarm_text_free (gpointer data)
{
  SteadyAlarmText *text = data;
  g_free (text->title);
  g_free (text->what);
  g_free (text->first);
  g_free (text->did);
  g_free (text->causes);
  g_free (text->judged_is);
  g_free (text->judged_source);
  g_free (text->protects);
  g_free (text->base_missing);
  g_free (text->twin);
  g_free (text);
}

/* Makes an empty configuration. Thread: the owner's. */
void
steady_console_config_init (SteadyConsoleConfig *self)
{
  memset (self, 0, sizeof *self);
  self->speed = 1;
  self->patient.weight_kg = NAN;
  self->patient.height_cm = NAN;
  self->patient.age_days = NAN;
  self->patient.bsa_m2 = NAN;
  self->alarms =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, alarm_text_free);
}

/* Gives back what it holds. Thread: the owner's. */
void
steady_console_config_finish (SteadyConsoleConfig *self)
{
  g_free (self->case_file);
  g_free (self->title);
  g_free (self->patient.name);
  g_free (self->patient.profile);
  if (self->plan != NULL)
    json_object_put (self->plan);
  g_hash_table_unref (self->alarms);
  for (unsigned i = 0; i < STEADY_CONTROL_MAX; i++)
    g_free (self->devices[i]);
  memset (self, 0, sizeof *self);
}

static struct json_object *
member (struct json_object *object, const char *key)
{
  struct json_object *value = NULL;
  if (object == NULL || !json_object_is_type (object, json_type_object))
    return NULL;
  json_object_object_get_ex (object, key, &value);
  return value;
}

static bool
is_number (struct json_object *value)
{
  return json_object_is_type (value, json_type_double) ||
         json_object_is_type (value, json_type_int);
}

static double
number (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key);
  return is_number (value) ? json_object_get_double (value) : NAN;
}

static int64_t
integer (struct json_object *object, const char *key, int64_t otherwise)
{
  struct json_object *value = member (object, key);
  return is_number (value) ? json_object_get_int64 (value) : otherwise;
}

static bool
truth (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key);
  return json_object_is_type (value, json_type_boolean) &&
         json_object_get_boolean (value);
}

static char *
text (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key);
  if (!json_object_is_type (value, json_type_string))
    return NULL;
  return g_strdup (json_object_get_string (value));
}

static char *
joined (struct json_object *object, const char *key)
{
  struct json_object *array = member (object, key);
  if (!json_object_is_type (array, json_type_array))
    return NULL;
  GString *all = g_string_new (NULL);
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *value = json_object_array_get_idx (array, i);
      if (json_object_is_type (value, json_type_string))
        g_string_append_printf (
            all, "%s%s", all->len > 0 ? "\n" : "", json_object_get_string (value));
    }
  return g_string_free (all, all->len == 0);
}

/* Bits of the controls that @rule asks for; with @alone only of those that no device
 * carries out. */
static uint32_t
wires (struct json_object *rule, bool alone)
{
  struct json_object *array = member (rule, "interventions");
  uint32_t            all = 0;
  if (!json_object_is_type (array, json_type_array))
    return 0;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      g_autofree char *name = text (json_object_array_get_idx (array, i), "control");
      const int        control = name != NULL ? steady_control_from_name (name) : -1;
      if (control > 0 && control < STEADY_CONTROL_MAX &&
          (!alone || truth (json_object_array_get_idx (array, i), "alarm_only")))
        all |= UINT32_C (1) << control;
    }
  return all;
}

/* Bits of the controls that a person may make @rule ask for. */
static uint32_t
addable (struct json_object *rule)
{
  struct json_object *array = member (rule, "may_add");
  uint32_t            all = 0;
  if (!json_object_is_type (array, json_type_array))
    return 0;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *name = json_object_array_get_idx (array, i);
      const int           control = json_object_is_type (name, json_type_string)
                                        ? steady_control_from_name (json_object_get_string (name))
                                        : -1;
      if (control > 0 && control < STEADY_CONTROL_MAX)
        all |= UINT32_C (1) << control;
    }
  return all;
}

/* The comparison that a person would call the limit: the first with a number or with a
 * share of another value. */
static struct json_object *
main_clause (struct json_object *rule)
{
  struct json_object *array = member (rule, "all");
  if (array == NULL)
    array = member (rule, "any");
  if (!json_object_is_type (array, json_type_array))
    return NULL;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *clause = json_object_array_get_idx (array, i);
      if (is_number (member (clause, "limit")) ||
          is_number (member (clause, "percent")))
        return clause;
    }
  return NULL;
}

static uint16_t
channel (struct json_object *object, const char *key)
{
  const int64_t number = integer (object, key, 0);
  return number > 0 && number < STEADY_CHANNEL_MAX ? (uint16_t) number : 0;
}

static void
parse_judged (SteadyAlarmText *alarm, struct json_object *rule)
{
  struct json_object *clause = main_clause (rule);
  alarm->judged_is = text (clause, "is");
  alarm->judged_source = text (clause, "source");
  alarm->judged_limit = number (clause, "limit");
  alarm->judged_percent = number (clause, "percent");
  alarm->judged_floor = number (clause, "floor");
  alarm->judged_ceiling = number (clause, "ceiling");
  alarm->judged_channel = channel (clause, "channel");
  alarm->judged_of = channel (clause, "of");
}

/* Which device carries a wire out is the same for all rules. */
static void
note_devices (SteadyConsoleConfig *self, struct json_object *rule)
{
  struct json_object *array = member (rule, "interventions");
  if (!json_object_is_type (array, json_type_array))
    return;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *wire = json_object_array_get_idx (array, i);
      g_autofree char    *name = text (wire, "control");
      const int           control = name != NULL ? steady_control_from_name (name) : -1;
      if (control > 0 && control < STEADY_CONTROL_MAX && self->devices[control] == NULL)
        self->devices[control] = text (wire, "device");
    }
}

static void
parse_rule (SteadyConsoleConfig *self, struct json_object *rule)
{
  char *id = text (rule, "id");
  if (id == NULL)
    return;
  SteadyAlarmText *alarm = g_new0 (SteadyAlarmText, 1);
  alarm->title = text (rule, "title");
  alarm->what = text (rule, "what");
  alarm->first = text (rule, "first");
  alarm->did = text (rule, "did");
  alarm->causes = joined (rule, "causes");
  alarm->wires = wires (rule, false);
  alarm->wires_alone = wires (rule, true);
  alarm->may_add = addable (rule);
  note_devices (self, rule);
  alarm->delay_s = number (rule, "delay_on_s");
  alarm->resume_after_s = number (rule, "may_resume_after_s");
  alarm->latching = truth (rule, "latching");
  struct json_object *armed = member (rule, "armed");
  alarm->modes = (uint32_t) integer (armed, "modes", 0);
  alarm->advisory = (uint32_t) integer (armed, "advisory", 0);
  alarm->not_flags = (uint32_t) integer (armed, "not_flags", 0);
  alarm->always_armed = truth (armed, "always");
  alarm->fitted = member (rule, "fitted") == NULL || truth (rule, "fitted");
  alarm->limit = number (rule, "limit");
  alarm->limit_channel = (uint16_t) integer (rule, "limit_channel", 0);
  parse_judged (alarm, rule);
  alarm->protects = joined (rule, "protects");
  alarm->base_missing = text (rule, "base_missing");
  alarm->twin = text (rule, "twin");
  g_autofree char *priority = text (rule, "priority");
  const int        known = priority != NULL ? steady_priority_from_name (priority) : -1;
  alarm->priority = known > 0 ? (uint8_t) known : STEADY_PRIORITY_NONE;
  g_hash_table_replace (self->alarms, id, alarm);
}

static void
parse_rules (SteadyConsoleConfig *self, struct json_object *root)
{
  struct json_object *array = member (member (root, "rules"), "rules");
  if (!json_object_is_type (array, json_type_array))
    array = member (root, "rules");
  if (!json_object_is_type (array, json_type_array))
    return;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    parse_rule (self, json_object_array_get_idx (array, i));
}

static void
parse_channels (SteadyConsoleConfig *self, struct json_object *array)
{
  if (!json_object_is_type (array, json_type_array))
    return;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *item = json_object_array_get_idx (array, i);
      const int64_t       channel = integer (item, "channel", 0);
      if (channel <= 0 || channel >= STEADY_CHANNEL_MAX)
        continue;
      self->expected[channel] = true;
      self->rate_hz[channel] = number (item, "rate_hz");
    }
}

static void
parse_controls (SteadyConsoleConfig *self, struct json_object *array)
{
  if (!json_object_is_type (array, json_type_array))
    return;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *item = json_object_array_get_idx (array, i);
      const int64_t       control = integer (item, "control", 0);
      const double        low = number (item, "low");
      const double        high = number (item, "high");
      if (control <= 0 || control >= STEADY_CONTROL_MAX || isnan (low) || isnan (high))
        continue;
      const double step = number (item, "step");
      self->controls[control] = (SteadyConsoleControl){
        .present = true,
        .low = low,
        .high = high,
        .step = step > 0 ? step : 0,
        .readback = (uint16_t) integer (item, "readback", 0),
      };
    }
}

static void
parse_patient (SteadyConsolePatient *self, struct json_object *object)
{
  self->name = text (object, "name");
  self->profile = text (object, "profile");
  self->weight_kg = number (object, "weight_kg");
  self->height_cm = number (object, "height_cm");
  self->age_days = number (object, "age_days");
  self->bsa_m2 = number (object, "bsa_m2");
}

/*
 * Takes the text of a WELCOME. Whatever it does not say is left out, never guessed:
 * an unknown weight stays unknown. False, with @self untouched, when it is no WELCOME.
 *
 * Thread: the owner's.
 */
bool
steady_console_config_parse (SteadyConsoleConfig *self, const char *json)
{
  struct json_object *root = json_tokener_parse (json);
  g_autofree char    *mode = text (root, "mode");
  const int           known = mode != NULL ? steady_mode_from_name (mode) : -1;
  if (known < 0)
    {
      if (root != NULL)
        json_object_put (root);
      return false;
    }
  steady_console_config_finish (self);
  steady_console_config_init (self);
  self->mode = (SteadyMode) known;
  self->in_control = truth (root, "control");
  self->simulated = truth (root, "simulated");
  self->resumed = truth (root, "resumed");
  self->speed = number (root, "speed");
  self->case_start = integer (root, "case_start", 0);
  self->start_utc = integer (root, "start_utc", 0);
  self->case_file = text (root, "case_file");
  self->title = text (root, "title");
  parse_patient (&self->patient, member (root, "patient"));
  parse_channels (self, member (root, "channels"));
  parse_controls (self, member (root, "controls"));
  parse_rules (self, root);
  self->plan = json_object_get (member (root, "plan"));
  json_object_put (root);
  self->valid = true;
  return true;
}

/* Rules in % of the planned flow: what their shares come to now. */
static void
take_shares (SteadyConsoleConfig *self, struct json_object *array)
{
  if (!json_object_is_type (array, json_type_array))
    return;
  for (size_t i = 0; i < json_object_array_length (array); i++)
    {
      struct json_object *share = json_object_array_get_idx (array, i);
      g_autofree char    *rule = text (share, "rule");
      SteadyAlarmText    *alarm =
          rule != NULL ? g_hash_table_lookup (self->alarms, rule) : NULL;
      if (alarm != NULL && isfinite (alarm->limit))
        alarm->limit = number (share, "limit");
    }
}

/*
 * A plan was put in force while the case runs: its members, its profile and the shares
 * of its flow take the place of what WELCOME said. False, with @self untouched, when
 * @json is none.
 *
 * Thread: the owner's.
 */
bool
steady_console_config_take_plan (SteadyConsoleConfig *self, const char *json)
{
  struct json_object *root = json_tokener_parse (json);
  struct json_object *plan = member (root, "plan");
  char               *profile = text (root, "profile");
  const bool fine = json_object_is_type (plan, json_type_object) && profile != NULL;

  if (fine)
    {
      if (self->plan != NULL)
        json_object_put (self->plan);
      self->plan = json_object_get (plan);
      g_free (self->patient.profile);
      self->patient.profile = g_steal_pointer (&profile);
      take_shares (self, member (root, "shares"));
    }
  g_free (profile);
  if (root != NULL)
    json_object_put (root);
  return fine;
}

/* A number of the plan, or NAN where it has none. Thread: the owner's. */
double
steady_console_config_plan (const SteadyConsoleConfig *self, const char *key)
{
  return number (self->plan, key);
}

/* The texts of a rule, or NULL for one that was not described. Thread: the owner's. */
const SteadyAlarmText *
steady_console_config_alarm (const SteadyConsoleConfig *self, const char *id)
{
  return g_hash_table_lookup (self->alarms, id);
}
