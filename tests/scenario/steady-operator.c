/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-operator.h"

#include <string.h>

static bool
parse_set (SteadyOperatorAct *act, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode set;
  const char    *name;
  double         value = 0;

  if (!steady_json_get_node (node, "set", &set, error) ||
      !steady_json_get_string (&set, "control", &name, error) ||
      (steady_json_has (&set, "value") &&
       !steady_json_get_number (&set, "value", -1e4, 1e4, &value, error)))
    return false;
  const int control = steady_control_from_name (name);
  if (control <= 0)
    {
      steady_json_set_error (&set, error, "control: \"%s\" is none", name);
      return false;
    }
  act->request.type = STEADY_FRAME_COMMAND;
  act->request.command =
      (SteadyCommand){ .control = (uint16_t) control, .value = value };
  return true;
}

static bool
parse_mark (SteadyOperatorAct *act, const SteadyJsonNode *node, GError **error)
{
  const char *name;
  double      value = 0;

  if (!steady_json_get_string (node, "mark", &name, error) ||
      (steady_json_has (node, "value") &&
       !steady_json_get_number (node, "value", -1e6, 1e6, &value, error)))
    return false;
  const int event = steady_event_from_name (name);
  if (event < 0)
    {
      steady_json_set_error (node, error, "mark: \"%s\" is none", name);
      return false;
    }
  act->request.type = STEADY_FRAME_MARK;
  act->request.mark = (SteadyMark){ .event = (uint16_t) event, .value = value };
  return true;
}

static bool
parse_training (SteadyOperatorAct    *act,
                const SteadyJsonNode *node,
                const char           *key,
                unsigned              kind,
                GError              **error)
{
  const char *id;

  if (!steady_json_get_string (node, key, &id, error))
    return false;
  act->request.type = STEADY_FRAME_TRAINING_REQUEST;
  act->request.training.kind = kind;
  g_strlcpy (act->request.training.id, id, sizeof act->request.training.id);
  return true;
}

static bool
parse_alarm (SteadyOperatorAct    *act,
             const SteadyJsonNode *node,
             const char           *key,
             unsigned              kind,
             GError              **error)
{
  const char *id;

  if (!steady_json_get_string (node, key, &id, error))
    return false;
  act->request.type = STEADY_FRAME_ALARM_REQUEST;
  act->request.alarm.kind = kind;
  g_strlcpy (act->request.alarm.id, id, sizeof act->request.alarm.id);
  return true;
}

static bool
parse_what (SteadyOperatorAct *act, const SteadyJsonNode *node, GError **error)
{
  act->request.role = STEADY_ROLE_CONSOLE;
  act->request.in_control = 1;
  if (steady_json_has (node, "set"))
    return parse_set (act, node, error);
  if (steady_json_has (node, "mark"))
    return parse_mark (act, node, error);
  if (steady_json_has (node, "did"))
    return parse_training (act, node, "did", STEADY_TRAINING_DO, error);
  if (steady_json_has (node, "reply"))
    return parse_training (act, node, "reply", STEADY_TRAINING_REPLY, error);
  if (steady_json_has (node, "acknowledge"))
    return parse_alarm (
        act, node, "acknowledge", STEADY_ALARM_REQUEST_ACKNOWLEDGE, error);
  return parse_alarm (act, node, "reset", STEADY_ALARM_REQUEST_RESET, error);
}

static bool
parse_seconds (const SteadyJsonNode *node,
               const char           *key,
               SteadySpan           *to,
               GError              **error)
{
  double seconds;
  if (!steady_json_has (node, key))
    return true;
  if (!steady_json_get_number (node, key, 0, 86400, &seconds, error))
    return false;
  *to = steady_span_from_seconds (seconds);
  return true;
}

static bool
parse_act (SteadyOperatorAct *act, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode when;

  act->has_when = steady_json_has (node, "when");
  return parse_seconds (node, "at_s", &act->at, error) &&
         parse_seconds (node, "after_s", &act->after, error) &&
         (!act->has_when || (steady_json_get_node (node, "when", &when, error) &&
                             steady_condition_parse (&act->when, &when, error))) &&
         parse_what (act, node, error);
}

static bool
parse_band (SteadyOperatorSign   *sign,
            const SteadyJsonNode *node,
            const char           *key,
            GError              **error)
{
  SteadyJsonNode band, low, high;
  size_t         length;

  return steady_json_get_array (node, key, &band, &length, error) &&
         steady_json_get_element (&band, 0, &low, error) &&
         steady_json_get_element (&band, 1, &high, error) &&
         steady_json_as_number (&low, -1e6, 1e6, &sign->low, error) &&
         steady_json_as_number (&high, -1e6, 1e6, &sign->high, error);
}

static bool
parse_sign (SteadyOperatorSign *sign, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode when;
  const char    *name;

  if (!steady_json_get_string (node, "text", &sign->text, error) ||
      !steady_json_get_string (node, "source", &sign->source, error))
    return false;
  sign->is_time = steady_json_has (node, "between_s");
  if (sign->is_time)
    return steady_json_get_node (node, "when", &when, error) &&
           steady_condition_parse (&sign->when, &when, error) &&
           parse_band (sign, node, "between_s", error);
  if (!steady_json_get_string (node, "channel", &name, error) ||
      !parse_seconds (node, "at_s", &sign->at, error))
    return false;
  if (!steady_channel_from_name (name, &sign->channel))
    {
      steady_json_set_error (node, error, "channel: \"%s\" is none", name);
      return false;
    }
  sign->relative = steady_json_has (node, "factor");
  sign->change = steady_json_has (node, "change");
  return parse_band (sign,
                     node,
                     sign->relative ? "factor"
                     : sign->change ? "change"
                                    : "value",
                     error);
}

static bool
parse_passive (SteadyOperator *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode passive, list, node;
  size_t         length;

  if (!steady_json_get_node (root, "passive", &passive, error) ||
      !steady_json_get_string (&passive, "outcome", &self->passive_outcome, error) ||
      !steady_json_get_array (&passive, "missed", &list, &length, error))
    return false;
  g_assert_cmpuint (length, <=, STEADY_OPERATOR_MISSED);
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !steady_json_as_string (&node, &self->missed[self->n_missed++], error))
      return false;
  return true;
}

static bool
parse (SteadyOperator *self, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  SteadyJsonNode       list, node;
  size_t               length;

  if (!parse_passive (self, &root, error) ||
      !steady_json_get_array (&root, "acts", &list, &length, error))
    return false;
  g_assert_cmpuint (length, <=, STEADY_OPERATOR_ACTS);
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !parse_act (&self->acts[self->n_acts++], &node, error))
      return false;
  if (!steady_json_has (&root, "signs"))
    return true;
  if (!steady_json_get_array (&root, "signs", &list, &length, error))
    return false;
  g_assert_cmpuint (length, <=, STEADY_OPERATOR_SIGNS);
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !parse_sign (&self->signs[self->n_signs++], &node, error))
      return false;
  return true;
}

/* Thread: main. */
SteadyOperator *
steady_operator_load (const char *path, GError **error)
{
  SteadyOperator *self = g_new0 (SteadyOperator, 1);

  if (steady_json_document_load (&self->document, path, "steady-operator", 1, error) &&
      parse (self, error))
    return self;
  steady_operator_free (self);
  return NULL;
}

/* Thread: main. */
void
steady_operator_free (SteadyOperator *self)
{
  steady_json_document_finish (&self->document);
  g_free (self);
}

static SteadyConditionView
view_of (SteadyEngine *engine)
{
  static SteadyAlarmRecord alarms[STEADY_ENGINE_ALARMS];
  return (SteadyConditionView){
    .now = engine->moment.now - engine->start,
    .values = &engine->values,
    .support = &engine->phase.support,
    .alarms = alarms,
    .n_alarms =
        steady_alarm_system_present (engine->alarms, alarms, STEADY_ENGINE_ALARMS),
  };
}

static bool
is_due (SteadyOperatorAct *act, const SteadyConditionView *view)
{
  if (act->done || view->now < act->at)
    return false;
  if (!act->state.armed)
    steady_condition_arm (&act->state, view->now);
  return steady_condition_update (&act->when, &act->state, view) &&
         view->now - act->state.met_at >= act->after;
}

/* A reply names a call-out; the right one is said, as soon as somebody asks. */
static bool
complete_reply (SteadyOperatorAct *act, SteadyEngine *engine)
{
  const SteadyScenario *scenario = engine->scenario;

  for (unsigned i = 0; i < scenario->n_callouts; i++)
    if (strcmp (scenario->callouts[i].id, act->request.training.id) == 0)
      {
        act->request.training.number = scenario->callouts[i].right;
        return engine->course->callouts[i].state == STEADY_CALLOUT_OPEN;
      }
  g_error ("the operator answers \"%s\", which nobody asks", act->request.training.id);
}

static void
propose (SteadyOperatorAct *act, SteadyEngine *engine)
{
  static uint64_t id;

  if (act->request.type == STEADY_FRAME_COMMAND)
    {
      act->request.command.id = ++id;
      act->request.command.issued = engine->moment.real;
    }
  act->done = true;
  g_assert_true (
      steady_ring_push (&engine->requests, &act->request, sizeof act->request));
}

static unsigned
kind_of (const SteadyCourseLog *entry)
{
  switch ((SteadyCourseLogKind) entry->kind)
    {
    case STEADY_COURSE_LOG_STEP:
      return STEADY_CONDITION_STEP;
    case STEADY_COURSE_LOG_DID:
      return STEADY_CONDITION_DID;
    case STEADY_COURSE_LOG_REPLY:
      return entry->value > 0.5 ? STEADY_CONDITION_REPLIED : 0;
    case STEADY_COURSE_LOG_COMMAND:
      return STEADY_CONDITION_COMMAND;
    case STEADY_COURSE_LOG_MARK:
      return STEADY_CONDITION_MARK;
    case STEADY_COURSE_LOG_ALARM:
    case STEADY_COURSE_LOG_ALARM_END:
    case STEADY_COURSE_LOG_CALLOUT:
    case STEADY_COURSE_LOG_ACKNOWLEDGED:
    case STEADY_COURSE_LOG_HINT:
    case STEADY_COURSE_LOG_INJECTED:
    case STEADY_COURSE_LOG_INTERVENTION:
    default:
      return 0;
    }
}

/* What happened since the last look, as the course wrote it down. */
static void
hear (SteadyOperator *self, const SteadyCourse *course)
{
  for (; self->n_heard < course->n_log; self->n_heard++)
    {
      const SteadyCourseLog *entry = &course->log[self->n_heard];
      const SteadyHappening  happening = { .kind = (uint16_t) kind_of (entry),
                                           .number = entry->number,
                                           .value = entry->value,
                                           .id = entry->id };
      for (unsigned i = 0; happening.kind != 0 && i < self->n_acts; i++)
        steady_condition_happen (&self->acts[i].when, &self->acts[i].state, &happening);
    }
}

/* What the operator does now goes the way of the console's frames. Thread: main. */
void
steady_operator_tick (SteadyOperator *self, SteadyEngine *engine)
{
  const SteadyConditionView view = view_of (engine);

  hear (self, engine->course);
  for (unsigned i = 0; i < self->n_acts; i++)
    {
      SteadyOperatorAct *act = &self->acts[i];
      const bool         replies = act->request.type == STEADY_FRAME_TRAINING_REQUEST &&
                           act->request.training.kind == STEADY_TRAINING_REPLY;
      if (is_due (act, &view) && (!replies || complete_reply (act, engine)))
        propose (act, engine);
    }
}

static void
look_at_value (SteadyOperatorSign        *sign,
               const SteadyConditionView *view,
               const SteadyCourse        *course)
{
  double     value;
  const bool has = steady_value_table_value (view->values, sign->channel, &value);

  if (!course->fault_given)
    {
      sign->has_before = has;
      sign->before = value;
    }
  else if (!sign->has_value && view->now - course->fault_at >= sign->at)
    {
      sign->has_value = has;
      sign->value = sign->relative ? value / sign->before
                    : sign->change ? value - sign->before
                                   : value;
    }
}

/* Watches for the signs of the incident. Thread: main. */
void
steady_operator_look (SteadyOperator *self, SteadyEngine *engine)
{
  const SteadyConditionView view = view_of (engine);
  const SteadyCourse       *course = engine->course;

  for (unsigned i = 0; i < self->n_signs; i++)
    {
      SteadyOperatorSign *sign = &self->signs[i];
      if (!sign->is_time)
        {
          look_at_value (sign, &view, course);
          continue;
        }
      if (!course->fault_given || sign->has_value)
        continue;
      if (!sign->state.armed)
        steady_condition_arm (&sign->state, view.now);
      sign->has_value = steady_condition_update (&sign->when, &sign->state, &view);
      sign->value = steady_span_seconds (view.now - course->fault_at);
    }
}
