/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-rule.h"

#include <string.h>

#include "alarm/steady-alarm-rule-private.h"
#include "alarm/steady-alarm-system.h"
#include "base/steady-json.h"
#include "measure/steady-command.h"

/*
 * Reading the rules of data/alarms. A file that is not understood to the last member is
 * refused: a misspelt delay that was silently skipped would be believed.
 */

#define BASE_FORMAT    "steady-alarms"
#define PROFILE_FORMAT "steady-alarm-profile"

/* Nobody may call a heater-cooler sound that follows more slowly than the first of
 * these, or ask for more than the second, °C/min. [GK] */
#define WATER_SLOWEST 0.1
#define WATER_FASTEST 5.0

enum
{
  FORMAT_VERSION = 1,
  MAX_RULES = 256,
  MAX_CAUSES = 12
};

static bool
read_modes (const SteadyJsonNode *node,
            const char           *key,
            uint32_t             *ret_modes,
            GError              **error)
{
  SteadyJsonNode array;
  size_t         length;
  uint32_t       modes = 0;

  if (!steady_json_get_array (node, key, &array, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      const char    *name;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &name, error))
        return false;
      const int mode = steady_support_mode_from_name (name);
      if (mode < 0)
        {
          steady_json_set_error (&element, error, "\"%s\" is no support mode", name);
          return false;
        }
      modes |= UINT32_C (1) << mode;
    }
  *ret_modes = modes;
  return true;
}

static bool
flag_from_name (const char *name, uint32_t *ret_flag)
{
  static const struct
  {
    const char *name;
    uint32_t    flag;
  } flags[] = {
    { "cross-clamped", STEADY_FLAG_CROSS_CLAMPED },
    { "circulatory-arrest", STEADY_FLAG_CIRCULATORY_ARREST },
    { "cerebral-perfusion", STEADY_FLAG_CEREBRAL_PERFUSION },
    { "cooling", STEADY_FLAG_COOLING },
    { "rewarming", STEADY_FLAG_REWARMING },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].name, name) == 0)
      {
        *ret_flag = flags[i].flag;
        return true;
      }
  return false;
}

static bool
read_not_flags (const SteadyJsonNode *node, uint32_t *ret_flags, GError **error)
{
  SteadyJsonNode array;
  size_t         length;
  uint32_t       flags = 0;

  if (!steady_json_has (node, "not_flags"))
    return true;
  if (!steady_json_get_array (node, "not_flags", &array, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      const char    *name;
      uint32_t       flag;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &name, error))
        return false;
      if (!flag_from_name (name, &flag))
        {
          steady_json_set_error (&element, error, "\"%s\" is no support flag", name);
          return false;
        }
      flags |= flag;
    }
  *ret_flags = flags;
  return true;
}

static bool
read_armed (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode armed;

  if (!steady_json_get_node (node, "armed", &armed, error))
    return false;
  if (json_object_is_type (armed.object, json_type_string))
    {
      const char *word = json_object_get_string (armed.object);
      rule->always_armed = strcmp (word, "always") == 0;
      if (!rule->always_armed)
        steady_json_set_error (
            &armed, error, "is \"%s\", must be \"always\" or a table of modes", word);
      return rule->always_armed;
    }
  static const char *const members[] = {
    "modes", "advisory", "not_flags", "source", NULL
  };
  return steady_alarm_check_members (&armed, members, error) &&
         steady_alarm_check_source (&armed, error) &&
         read_modes (&armed, "modes", &rule->modes, error) &&
         (!steady_json_has (&armed, "advisory") ||
          read_modes (&armed, "advisory", &rule->advisory, error)) &&
         read_not_flags (&armed, &rule->not_flags, error);
}

static bool
read_delay (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "on_s", "off_s", "source", NULL };
  SteadyJsonNode           delay;
  double                   on, off;

  if (!steady_json_get_node (node, "delay", &delay, error) ||
      !steady_alarm_check_members (&delay, members, error) ||
      !steady_alarm_check_source (&delay, error) ||
      !steady_json_get_number (&delay, "on_s", 0, 3600, &on, error) ||
      !steady_json_get_number (&delay, "off_s", 0, 3600, &off, error))
    return false;
  rule->delay_on = steady_span_from_seconds (on);
  rule->delay_off = steady_span_from_seconds (off);
  return true;
}

/* Heard again after a person saw it. */
static bool
read_again (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "every_s", "source", NULL };
  SteadyJsonNode           again;
  double                   seconds;

  if (!steady_json_get_node (node, "again", &again, NULL))
    return true; /* it has none */
  if (!steady_alarm_check_members (&again, members, error) ||
      !steady_alarm_check_source (&again, error) ||
      !steady_json_get_number (&again, "every_s", 5, 3600, &seconds, error))
    return false;
  rule->again = steady_span_from_seconds (seconds);
  return true;
}

/* More urgent when it has been there for some time. */
static bool
read_escalation (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "to", "after_s", "source", NULL };
  SteadyJsonNode           escalates;
  const char              *to;
  double                   seconds;

  if (!steady_json_get_node (node, "escalates", &escalates, NULL))
    return true; /* it does not */
  if (!steady_alarm_check_members (&escalates, members, error) ||
      !steady_alarm_check_source (&escalates, error) ||
      !steady_json_get_string (&escalates, "to", &to, error) ||
      !steady_json_get_number (&escalates, "after_s", 1, 36000, &seconds, error))
    return false;
  const int priority = steady_priority_from_name (to);
  if (priority <= (int) rule->priority)
    {
      steady_json_set_error (
          &escalates, error, "to \"%s\" is no more urgent than the rule itself", to);
      return false;
    }
  rule->escalates = steady_span_from_seconds (seconds);
  rule->escalates_to = (SteadyPriority) priority;
  return true;
}

/* Down only, in steps, and never to nothing: this is not a stop. */
static bool
read_slower (SteadyAlarmWire *wire, const SteadyJsonNode *node, GError **error)
{
  double every;

  if (!steady_alarm_check_source (node, error) ||
      !steady_json_get_number (node, "value", 0.2, 0.95, &wire->value, error) ||
      !steady_json_get_number (node, "step", 0.01, 0.25, &wire->step, error) ||
      !steady_json_get_number (node, "every_s", 0.5, 30, &every, error))
    return false;
  wire->every = steady_span_from_seconds (every);
  return true;
}

static bool
read_wire (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "control", "value", NULL };
  static const char *const slower_members[] = { "control", "value",  "step",
                                                "every_s", "source", NULL };
  const char              *name;
  double                   value = 0;

  if (!steady_alarm_check_members (node, slower_members, error) ||
      !steady_json_get_string (node, "control", &name, error))
    return false;
  const int  control = steady_control_from_name (name);
  const bool slower = control == STEADY_CONTROL_PUMP_FLOW;
  if ((!slower && !steady_alarm_check_members (node, members, error)) ||
      (steady_json_has (node, "value") &&
       !steady_json_get_number (node, "value", 0, 1, &value, error)))
    return false;
  const bool closes = value > 0.5;
  const bool fine = slower || control == STEADY_CONTROL_PUMP_STOP ||
                    control == STEADY_CONTROL_CARDIOPLEGIA_STOP ||
                    (control == STEADY_CONTROL_ARTERIAL_CLAMP && closes &&
                     rule->wires[0].control == STEADY_CONTROL_PUMP_STOP);
  if (!fine)
    {
      steady_json_set_error (
          node,
          error,
          "an alarm may only stop a pump, lower its flow, or close the arterial clamp "
          "(value 1) after \"pump-stop\"; it never opens, starts or raises anything");
      return false;
    }
  SteadyAlarmWire *wire = &rule->wires[rule->n_wires];
  *wire = (SteadyAlarmWire){ .control = (uint16_t) control, .value = value };
  if (slower && !read_slower (wire, node, error))
    return false;
  rule->n_wires++;
  return true;
}

static bool
read_wires (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode array;
  size_t         length;

  if (!steady_json_has (node, "interventions"))
    return true;
  if (!steady_json_get_array (node, "interventions", &array, &length, error))
    return false;
  if (length > STEADY_ALARM_WIRES)
    {
      steady_json_set_error (
          &array, error, "has %zu, at most %d are allowed", length, STEADY_ALARM_WIRES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !read_wire (rule, &element, error))
        return false;
    }
  return true;
}

/* What stops a pump may let it go on, but only where a person chooses that in the case:
 * the file cannot. Air never does. */
static bool
read_may_resume (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "after_s", "source", NULL };
  SteadyJsonNode           resume;
  double                   seconds;

  if (!steady_json_get_node (node, "may_resume", &resume, NULL))
    return true; /* it never does */
  if (!steady_alarm_check_members (&resume, members, error) ||
      !steady_alarm_check_source (&resume, error) ||
      !steady_json_get_number (&resume, "after_s", 1, 60, &seconds, error))
    return false;
  if (rule->latching || rule->n_wires == 0 ||
      rule->wires[0].control != STEADY_CONTROL_PUMP_STOP)
    {
      steady_json_set_error (
          &resume, error, "needs a rule that stops the pump first and does not latch");
      return false;
    }
  rule->resume_after = steady_span_from_seconds (seconds);
  return true;
}

static bool
read_texts (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  const char    *title, *what, *first, *did = NULL;
  SteadyJsonNode array;
  size_t         length;

  if (!steady_json_get_string (node, "title", &title, error) ||
      !steady_json_get_string (node, "what", &what, error) ||
      !steady_json_get_string (node, "first", &first, error) ||
      !steady_json_get_array (node, "causes", &array, &length, error))
    return false;
  if ((rule->n_wires > 0 || steady_json_has (node, "did")) &&
      !steady_json_get_string (node, "did", &did, error))
    return false;
  if (title[0] == '\0' || what[0] == '\0' || first[0] == '\0' || length > MAX_CAUSES)
    {
      steady_json_set_error (
          node,
          error,
          "needs texts in title, what and first, and at most %d causes",
          MAX_CAUSES);
      return false;
    }
  rule->title = g_strdup (title);
  rule->what = g_strdup (what);
  rule->first = g_strdup (first);
  rule->did = g_strdup (did);
  rule->causes = g_new0 (char *, length + 1);
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      const char    *cause;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &cause, error))
        return false;
      rule->causes[i] = g_strdup (cause);
    }
  return true;
}

static bool
read_suppressors (const SteadyAlarmRules *self,
                  SteadyAlarmRule        *rule,
                  const SteadyJsonNode   *node,
                  GError                **error)
{
  SteadyJsonNode array;
  size_t         length;

  if (!steady_json_has (node, "suppressed_by"))
    return true;
  if (!steady_json_get_array (node, "suppressed_by", &array, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      const char    *id;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &id, error))
        return false;
      const int found = steady_alarm_rules_find (self, id);
      if (found < 0 || i >= STEADY_ALARM_SUPPRESSORS || rule->latching)
        {
          steady_json_set_error (&element,
                                 error,
                                 "\"%s\" must be one of at most %d rules that stand "
                                 "above this one, which may not latch",
                                 id,
                                 STEADY_ALARM_SUPPRESSORS);
          return false;
        }
      rule->suppressors[rule->n_suppressors++] = (uint16_t) found;
    }
  return true;
}

/* Two rules that judge one event by other channels: where one lacks what its limit is a
 * share of, the other watches in its place. */
static bool
read_twin (SteadyAlarmRules     *self,
           SteadyAlarmRule      *rule,
           const SteadyJsonNode *node,
           GError              **error)
{
  const char *id;

  rule->twin = -1;
  if (!steady_json_has (node, "stands_in_for"))
    return true;
  if (!steady_json_get_string (node, "stands_in_for", &id, error))
    return false;
  const int found = steady_alarm_rules_find (self, id);
  if (found < 0 || self->rules[found].twin >= 0)
    {
      steady_json_set_error (node,
                             error,
                             "stands_in_for \"%s\" must be a rule above this one that "
                             "no other stands in for",
                             id);
      return false;
    }
  rule->twin = found;
  self->rules[found].twin = (int) self->count;
  return true;
}

static bool
read_identity (const SteadyAlarmRules *self,
               SteadyAlarmRule        *rule,
               const SteadyJsonNode   *node,
               GError                **error)
{
  const char *id, *priority, *category;

  if (!steady_json_get_string (node, "id", &id, error) ||
      !steady_json_get_string (node, "priority", &priority, error) ||
      !steady_json_get_string (node, "category", &category, error))
    return false;
  if (id[0] == '\0' || strlen (id) >= sizeof rule->id)
    {
      steady_json_set_error (
          node, error, "id \"%s\" must have 1 to %zu bytes", id, sizeof rule->id - 1);
      return false;
    }
  if (steady_alarm_rules_find (self, id) >= 0)
    {
      steady_json_set_error (node, error, "id \"%s\" stands there twice", id);
      return false;
    }
  const int priority_value = steady_priority_from_name (priority);
  const int category_value = steady_category_from_name (category);
  if (priority_value < STEADY_PRIORITY_LOW || category_value < 0)
    {
      steady_json_set_error (node,
                             error,
                             "priority \"%s\" must be low, medium or high, category "
                             "\"%s\" one of the eight",
                             priority,
                             category);
      return false;
    }
  g_strlcpy (rule->id, id, sizeof rule->id);
  rule->priority = (SteadyPriority) priority_value;
  rule->category = (SteadyCategory) category_value;
  return true;
}

static bool
read_optional_bool (const SteadyJsonNode *node,
                    const char           *key,
                    bool                 *ret_value,
                    GError              **error)
{
  return !steady_json_has (node, key) ||
         steady_json_get_bool (node, key, ret_value, error);
}

static bool
read_rule (SteadyAlarmRules     *self,
           SteadyAlarmRule      *rule,
           const SteadyJsonNode *node,
           GError              **error)
{
  static const char *const members[] = { "id",
                                         "priority",
                                         "category",
                                         "technical",
                                         "stands_in_for",
                                         "holds_pump",
                                         "armed",
                                         "delay",
                                         "condition",
                                         "watches",
                                         "title",
                                         "what",
                                         "first",
                                         "did",
                                         "causes",
                                         "source",
                                         "interventions",
                                         "suppressed_by",
                                         "again",
                                         "escalates",
                                         "may_resume",
                                         "latching",
                                         NULL };
  if (!steady_alarm_check_members (node, members, error) ||
      !steady_alarm_check_source (node, error) ||
      !read_identity (self, rule, node, error) ||
      !read_optional_bool (node, "technical", &rule->technical, error) ||
      !read_optional_bool (node, "latching", &rule->latching, error) ||
      !read_optional_bool (node, "holds_pump", &rule->holds_pump, error) ||
      !read_armed (rule, node, error) || !read_delay (rule, node, error) ||
      !read_again (rule, node, error) || !read_escalation (rule, node, error) ||
      !steady_alarm_read_condition (rule, node, error) ||
      !read_wires (rule, node, error) || !read_may_resume (rule, node, error) ||
      !read_texts (rule, node, error) || !read_suppressors (self, rule, node, error) ||
      !read_twin (self, rule, node, error))
    return false;
  if ((rule->technical || rule->n_wires > 0) && !rule->always_armed)
    {
      steady_json_set_error (
          node,
          error,
          "\"%s\" is technical or stops a pump: its \"armed\" must be \"always\"",
          rule->id);
      return false;
    }
  return true;
}

/* Every channel that a rule judges must have a sensor rule above, else it could vanish
 * unseen. */
static bool
check_watched (const SteadyAlarmRules *self,
               const SteadyAlarmRule  *rule,
               const SteadyJsonNode   *node,
               SteadyChannel           channel,
               GError                **error)
{
  for (unsigned i = 0; i < self->count; i++)
    if (steady_alarm_rule_watches (&self->rules[i], channel))
      return true;
  steady_json_set_error (node,
                         error,
                         "\"%s\" judges %s, which no rule above watches; add it to the "
                         "\"watches\" of a sensor",
                         rule->id,
                         steady_channel_info (channel)->name);
  return false;
}

static bool
check_all_watched (const SteadyAlarmRules *self,
                   const SteadyAlarmRule  *rule,
                   const SteadyJsonNode   *node,
                   GError                **error)
{
  for (unsigned i = 0; i < rule->n_clauses; i++)
    {
      const SteadyAlarmClause *clause = &rule->clauses[i];
      if (!check_watched (self, rule, node, clause->channel, error))
        return false;
      if (clause->reference == STEADY_ALARM_REFERENCE_CHANNEL &&
          !check_watched (self, rule, node, clause->of, error))
        return false;
    }
  return true;
}

static bool
read_rules (SteadyAlarmRules *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode array;
  size_t         length;

  if (!steady_json_get_array (root, "rules", &array, &length, error))
    return false;
  if (length == 0 || length > MAX_RULES)
    {
      steady_json_set_error (
          &array, error, "has %zu rules, must have 1 to %d", length, MAX_RULES);
      return false;
    }
  self->rules = g_new0 (SteadyAlarmRule, length);
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode   node;
      SteadyAlarmRule *rule = &self->rules[i];
      if (!steady_json_get_element (&array, i, &node, error))
        return false;
      const bool fine = read_rule (self, rule, &node, error) &&
                        check_all_watched (self, rule, &node, error);
      self->count++;
      if (!fine)
        return false;
    }
  return true;
}

static bool
read_seconds (const SteadyJsonNode *root,
              const char           *key,
              double                high,
              SteadySpan           *ret_span,
              GError              **error)
{
  double seconds;
  if (!steady_alarm_get_sourced (root, key, 0, high, &seconds, error))
    return false;
  *ret_span = steady_span_from_seconds (seconds);
  return true;
}

static bool
read_signal (SteadyAlarmSignal *signal, const SteadyJsonNode *root, GError **error)
{
  static const char *const members[] = {
    "condition", "delay_s", "modes", "source", NULL
  };
  SteadyJsonNode node, condition;

  return steady_json_get_node (root, "signal_arms", &node, error) &&
         steady_alarm_check_members (&node, members, error) &&
         steady_alarm_check_source (&node, error) &&
         steady_json_get_node (&node, "condition", &condition, error) &&
         steady_alarm_read_clause (&signal->clause, &condition, error) &&
         read_seconds (&node, "delay_s", 60, &signal->delay, error) &&
         read_modes (&node, "modes", &signal->modes, error);
}

/* Rules of another day may not say it, and then have no rule that needs it. */
static bool
read_water (SteadyAlarmRules *self, const SteadyJsonNode *root, GError **error)
{
  return !steady_json_has (root, "water_follows_per_min") ||
         steady_alarm_get_sourced (root,
                                   "water_follows_per_min",
                                   WATER_SLOWEST,
                                   WATER_FASTEST,
                                   &self->water_per_min,
                                   error);
}

static bool
read_base (SteadyAlarmRules *self, const SteadyJsonNode *root, GError **error)
{
  static const char *const members[] = { "format",
                                         "version",
                                         "title",
                                         "signal_arms",
                                         "source",
                                         "audio_pause_s",
                                         "audio_pause_high_s",
                                         "cascade_s",
                                         "override_s",
                                         "water_follows_per_min",
                                         "rules",
                                         NULL };
  const char              *title;

  if (!steady_alarm_check_members (root, members, error) ||
      !steady_json_get_string (root, "title", &title, error) ||
      !read_seconds (root, "audio_pause_s", 120, &self->pause, error) ||
      !read_seconds (root, "audio_pause_high_s", 120, &self->pause_high, error) ||
      !read_seconds (root, "cascade_s", 120, &self->cascade, error) ||
      !read_seconds (root, "override_s", 300, &self->override, error) ||
      !read_water (self, root, error) || !read_signal (&self->signal, root, error))
    return false;
  self->profile = g_strdup ("base");
  self->profile_title = g_strdup (title);
  return read_rules (self, root, error);
}

static bool
overlay_rule (const SteadyAlarmRules *self,
              const SteadyJsonNode   *node,
              const char             *id,
              GError                **error)
{
  static const char *const members[] = { "limit", "delay", NULL };
  const int                found = steady_alarm_rules_find (self, id);

  if (found < 0)
    {
      steady_json_set_error (node, error, "the base file has no rule \"%s\"", id);
      return false;
    }
  if (!steady_alarm_check_members (node, members, error))
    return false;
  SteadyAlarmRule *rule = &self->rules[found];
  if (steady_json_has (node, "delay") && !read_delay (rule, node, error))
    return false;
  return steady_alarm_overlay_limit (rule, node, error);
}

static bool
read_profile (SteadyAlarmRules *self, const SteadyJsonNode *root, GError **error)
{
  static const char *const members[] = { "format", "version", "profile", "title",
                                         "what",   "rules",   "source",  NULL };
  const char              *profile, *title;
  SteadyJsonNode           rules;

  if (!steady_alarm_check_members (root, members, error) ||
      !steady_json_get_string (root, "profile", &profile, error) ||
      !steady_json_get_string (root, "title", &title, error) ||
      !steady_json_get_node (root, "rules", &rules, error))
    return false;
  if (!json_object_is_type (rules.object, json_type_object))
    {
      steady_json_set_error (&rules, error, "must be an object of rules");
      return false;
    }
  json_object_object_foreach (rules.object, key, value)
  {
    SteadyJsonNode node;
    (void) value;
    if (!steady_json_get_node (&rules, key, &node, error) ||
        !overlay_rule (self, &node, key, error))
      return false;
  }
  g_free (self->profile);
  g_free (self->profile_title);
  self->profile = g_strdup (profile);
  self->profile_title = g_strdup (title);
  return true;
}

static bool
open_document (SteadyJsonDocument *document,
               const char         *file,
               const char         *text,
               const char         *format,
               GError            **error)
{
  return text != NULL ? steady_json_document_parse (document,
                                                    file,
                                                    text,
                                                    (gssize) strlen (text),
                                                    format,
                                                    FORMAT_VERSION,
                                                    error)
                      : steady_json_document_load (
                            document, file, format, FORMAT_VERSION, error);
}

static bool
lay_plan (SteadyAlarmRules *self, const SteadyAlarmSetup *setup, GError **error)
{
  for (unsigned i = 0; i < setup->n_plan_limits; i++)
    {
      const SteadyAlarmPlanLimit *limit = &setup->plan_limits[i];
      const int                   found = steady_alarm_rules_find (self, limit->rule);
      if (found < 0)
        continue; /* rules of another day may not know it */
      if (!steady_alarm_plan_limit (
              &self->rules[found], limit->value, limit->source, error))
        return false;
    }
  return true;
}

/*
 * Loads the base rules, lays the profile (or NULL) over it, and the limits of the plan
 * over that. On failure @self owns nothing and @error names the file and the place.
 *
 * Thread: any but the tick.
 */
bool
steady_alarm_rules_load (SteadyAlarmRules       *self,
                         const SteadyAlarmSetup *setup,
                         GError                **error)
{
  SteadyJsonDocument document;
  SteadyAlarmRules   rules = { 0 };

  if (!open_document (
          &document, setup->base_file, setup->base_text, BASE_FORMAT, error))
    return false;
  SteadyJsonNode root = steady_json_document_root (&document);
  bool           fine = read_base (&rules, &root, error);
  steady_json_document_finish (&document);
  if (fine && (setup->profile_file != NULL || setup->profile_text != NULL))
    {
      fine = open_document (
          &document, setup->profile_file, setup->profile_text, PROFILE_FORMAT, error);
      if (fine)
        {
          root = steady_json_document_root (&document);
          fine = read_profile (&rules, &root, error);
          steady_json_document_finish (&document);
        }
    }
  fine = fine && lay_plan (&rules, setup, error);
  if (fine)
    *self = rules;
  else
    steady_alarm_rules_finish (&rules);
  return fine;
}

static void
finish_rule (SteadyAlarmRule *rule)
{
  for (unsigned i = 0; i < STEADY_ALARM_CLAUSES; i++)
    g_free (rule->clauses[i].source);
  g_free (rule->title);
  g_free (rule->what);
  g_free (rule->first);
  g_free (rule->did);
  g_strfreev (rule->causes);
}

/* Accepts rules that are all zero. Thread: any but the tick. */
void
steady_alarm_rules_finish (SteadyAlarmRules *self)
{
  for (unsigned i = 0; i < self->count; i++)
    finish_rule (&self->rules[i]);
  g_free (self->rules);
  g_free (self->signal.clause.source);
  g_free (self->profile);
  g_free (self->profile_title);
  *self = (SteadyAlarmRules){ 0 };
}

/* The index of the rule @id, or -1. Thread: any. */
int
steady_alarm_rules_find (const SteadyAlarmRules *self, const char *id)
{
  for (unsigned i = 0; i < self->count; i++)
    if (strcmp (self->rules[i].id, id) == 0)
      return (int) i;
  return -1;
}

/* Whether @self is a sensor rule that watches @channel. Thread: any. */
bool
steady_alarm_rule_watches (const SteadyAlarmRule *self, SteadyChannel channel)
{
  for (unsigned i = 0; i < self->n_watches; i++)
    if (self->watches[i] == channel)
      return true;
  return false;
}

/* Whether a condition of @self needs a channel that @sensor watches. Thread: any. */
bool
steady_alarm_rule_judges (const SteadyAlarmRule *self, const SteadyAlarmRule *sensor)
{
  for (unsigned i = 0; i < self->n_clauses; i++)
    if (steady_alarm_rule_watches (sensor, self->clauses[i].channel) ||
        (self->clauses[i].reference == STEADY_ALARM_REFERENCE_CHANNEL &&
         steady_alarm_rule_watches (sensor, self->clauses[i].of)))
      return true;
  return false;
}
