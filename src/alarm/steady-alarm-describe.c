/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-added.h"
#include "alarm/steady-alarm-system-private.h"
#include "base/steady-json.h"
#include "measure/steady-command.h"

/* The rules in force as JSON: what the case stores and the screen explains. */

static struct json_object *
text (const char *words)
{
  return words != NULL ? json_object_new_string (words) : NULL;
}

static void
add (struct json_object *object, const char *key, struct json_object *value)
{
  json_object_object_add (object, key, value);
}

static const char *
test_name (SteadyAlarmTest test)
{
  static const char *const names[] = {
    "above", "at-least", "below", "at-most", "one-of"
  };
  return names[test];
}

static struct json_object *
describe_clause (const SteadyAlarmSystem *self, const SteadyAlarmClause *clause)
{
  struct json_object *object = json_object_new_object ();

  add (object, "channel", json_object_new_int ((int) clause->channel));
  add (object, "name", text (steady_channel_info (clause->channel)->name));
  add (object, "is", text (test_name (clause->test)));
  if (clause->test == STEADY_ALARM_TEST_ONE_OF)
    {
      add (object, "states", json_object_new_int64 (clause->states));
      return object;
    }
  const bool plan = clause->reference == STEADY_ALARM_REFERENCE_PLAN;
  const bool number = clause->reference == STEADY_ALARM_REFERENCE_NUMBER;
  if (!number)
    add (object, "percent", json_object_new_double (clause->limit));
  if (clause->reference == STEADY_ALARM_REFERENCE_CHANNEL)
    add (object, "of", json_object_new_int ((int) clause->of));
  if (number || plan)
    add (object,
         "limit",
         json_object_new_double (
             number ? clause->limit
                    : MAX (clause->limit / 100.0 * self->plan_flow_l_min,
                           clause->at_least)));
  if (clause->changeable)
    {
      add (object, "floor", json_object_new_double (clause->floor));
      add (object, "ceiling", json_object_new_double (clause->ceiling));
    }
  add (object, "hysteresis", json_object_new_double (clause->hysteresis));
  add (object, "source", text (clause->source));
  return object;
}

static void
describe_judged (const SteadyAlarmSystem *self,
                 const SteadyAlarmRule   *rule,
                 struct json_object      *object)
{
  struct json_object *clauses = json_object_new_array ();
  struct json_object *watches = json_object_new_array ();
  const SteadyChannel channel =
      rule->n_watches > 0 ? rule->watches[0] : rule->clauses[0].channel;

  add (object, "channel", json_object_new_int ((int) channel));
  for (unsigned i = 0; i < rule->n_clauses; i++)
    json_object_array_add (clauses, describe_clause (self, &rule->clauses[i]));
  for (unsigned i = 0; i < rule->n_watches; i++)
    json_object_array_add (watches, json_object_new_int ((int) rule->watches[i]));
  /* the first number is the limit that a screen draws beside its value */
  for (unsigned i = 0; i < rule->n_clauses; i++)
    {
      struct json_object *limit;
      struct json_object *clause = json_object_array_get_idx (clauses, i);
      if (!json_object_object_get_ex (clause, "limit", &limit))
        continue;
      add (object, "limit", json_object_get (limit));
      add (object,
           "limit_channel",
           json_object_new_int ((int) rule->clauses[i].channel));
      add (object, "limit_is", text (test_name (rule->clauses[i].test)));
      break;
    }
  add (object, rule->any ? "any" : "all", clauses);
  add (object, "watches", watches);
}

/* No device carries it out. A clamp closes behind a stop of the pump alone. */
static bool
is_left_to_hands (const SteadyAlarmSystem *self, const SteadyAlarmWire *wire)
{
  return self->devices[wire->control] == NULL ||
         (wire->control == STEADY_CONTROL_ARTERIAL_CLAMP &&
          self->devices[STEADY_CONTROL_PUMP_STOP] == NULL);
}

static void
describe_wires (const SteadyAlarmSystem *self,
                const SteadyAlarmRule   *rule,
                struct json_object      *object)
{
  struct json_object *wires = json_object_new_array ();

  for (unsigned i = 0; i < rule->n_wires; i++)
    {
      struct json_object *wire = json_object_new_object ();
      add (wire,
           "control",
           text (steady_control_name ((SteadyControl) rule->wires[i].control)));
      add (wire, "value", json_object_new_double (rule->wires[i].value));
      if (rule->wires[i].step > 0)
        {
          add (wire, "step", json_object_new_double (rule->wires[i].step));
          add (wire,
               "every_s",
               json_object_new_double (steady_span_seconds (rule->wires[i].every)));
        }
      if (self->devices_known)
        {
          const char *device = self->devices[rule->wires[i].control];
          add (wire, "device", text (device));
          add (wire,
               "alarm_only",
               json_object_new_boolean (is_left_to_hands (self, &rule->wires[i])));
        }
      json_object_array_add (wires, wire);
    }
  add (object, "interventions", wires);
}

/* What a person may make the rule ask for. */
static void
describe_addable (const SteadyAlarmSystem *self,
                  const SteadyAlarmRule   *rule,
                  struct json_object      *object)
{
  struct json_object *controls = json_object_new_array ();

  for (unsigned i = 0; i < STEADY_ALARM_ADDED; i++)
    {
      const SteadyControl control = (SteadyControl) steady_alarm_added[i].wire.control;
      if (steady_alarm_system_may_add (self, rule->id, control))
        json_object_array_add (controls, text (steady_control_name (control)));
    }
  add (object, "may_add", controls);
}

/* The ids of the alarms that are not protected while the sensor @sensor is lost. */
static void
describe_dependents (const SteadyAlarmSystem *self,
                     const SteadyAlarmRule   *sensor,
                     struct json_object      *object)
{
  struct json_object *ids = json_object_new_array ();

  for (unsigned i = 0; i < self->rules.count; i++)
    if (steady_alarm_rule_judges (&self->rules.rules[i], sensor))
      json_object_array_add (ids, text (self->rules.rules[i].id));
  add (object, "protects", ids);
}

static void
describe_armed (const SteadyAlarmRule *rule, struct json_object *object)
{
  struct json_object *armed = json_object_new_object ();
  const uint32_t      modes = rule->always_armed ? UINT32_MAX : rule->modes;

  add (armed, "always", json_object_new_boolean (rule->always_armed));
  add (armed, "modes", json_object_new_int64 (modes));
  add (armed, "advisory", json_object_new_int64 (rule->advisory));
  add (armed, "not_flags", json_object_new_int64 (rule->not_flags));
  add (object, "armed", armed);
}

/* Why a rule is not fitted whose channels are all there: what its limit is a share of
 * is not. */
static void
describe_base (const SteadyAlarmSystem  *self,
               const SteadyAlarmRule    *rule,
               const SteadyAlarmContext *context,
               struct json_object       *object)
{
  SteadyChannel of;

  if (steady_alarm_is_baseless (self, rule, context, &of))
    add (object,
         "base_missing",
         of == STEADY_CHANNEL_NONE ? text ("plan")
                                   : text (steady_channel_info (of)->name));
  if (rule->twin >= 0)
    add (object, "twin", text (self->rules.rules[rule->twin].id));
}

static struct json_object *
describe_rule (const SteadyAlarmSystem *self, unsigned index)
{
  const SteadyAlarmRule   *rule = &self->rules.rules[index];
  const SteadyAlarmContext context = { .fitted = self->fitted,
                                       .plan_flow_l_min = self->plan_flow_l_min };
  struct json_object      *object = json_object_new_object ();
  struct json_object      *causes = json_object_new_array ();
  struct json_object      *suppressors = json_object_new_array ();

  add (object, "id", text (rule->id));
  add (object, "priority", text (steady_priority_name (rule->priority)));
  add (object, "category", text (steady_category_name (rule->category)));
  add (object, "technical", json_object_new_boolean (rule->technical));
  add (object, "latching", json_object_new_boolean (rule->latching));
  add (object, "holds_pump", json_object_new_boolean (rule->holds_pump));
  add (object,
       "fitted",
       json_object_new_boolean (steady_alarm_rule_fitted (rule, &context)));
  describe_base (self, rule, &context, object);
  add (object,
       "delay_on_s",
       json_object_new_double (steady_span_seconds (rule->delay_on)));
  add (object,
       "delay_off_s",
       json_object_new_double (steady_span_seconds (rule->delay_off)));
  add (object, "again_s", json_object_new_double (steady_span_seconds (rule->again)));
  if (rule->escalates > 0)
    {
      add (object,
           "escalates_after_s",
           json_object_new_double (steady_span_seconds (rule->escalates)));
      add (object, "escalates_to", text (steady_priority_name (rule->escalates_to)));
    }
  if (rule->resume_after > 0)
    add (object,
         "may_resume_after_s",
         json_object_new_double (steady_span_seconds (rule->resume_after)));
  describe_judged (self, rule, object);
  describe_armed (rule, object);
  describe_wires (self, rule, object);
  describe_addable (self, rule, object);
  describe_dependents (self, rule, object);
  for (unsigned i = 0; i < rule->n_suppressors; i++)
    json_object_array_add (suppressors,
                           text (self->rules.rules[rule->suppressors[i]].id));
  add (object, "suppressed_by", suppressors);
  add (object, "title", text (rule->title));
  add (object, "what", text (rule->what));
  add (object, "first", text (rule->first));
  add (object, "did", text (rule->did));
  for (char **cause = rule->causes; *cause != NULL; cause++)
    json_object_array_add (causes, text (*cause));
  add (object, "causes", causes);
  return object;
}

/*
 * The rules in force as JSON text; see README.md in this folder for its members. Texts
 * are in the source language. Free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_alarm_system_describe (const SteadyAlarmSystem *self)
{
  struct json_object *root = json_object_new_object ();
  struct json_object *rules = json_object_new_array ();

  add (root, "profile", text (self->rules.profile));
  add (root, "profile_title", text (self->rules.profile_title));
  add (root, "plan_flow_l_min", json_object_new_double (self->plan_flow_l_min));
  add (root,
       "audio_pause_s",
       json_object_new_double (steady_span_seconds (self->rules.pause)));
  add (root,
       "audio_pause_high_s",
       json_object_new_double (steady_span_seconds (self->rules.pause_high)));
  for (unsigned i = 0; i < self->rules.count; i++)
    json_object_array_add (rules, describe_rule (self, i));
  add (root, "rules", rules);
  char *words =
      g_strdup (json_object_to_json_string_ext (root, JSON_C_TO_STRING_PLAIN));
  json_object_put (root);
  return words;
}
