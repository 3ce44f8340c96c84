/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-rule-private.h"

/* The most that a limit may be of something else. */
#define PERCENT_MAX 500.0

/* Refuses a member of @node that is not in @members. Thread: any. */
bool
steady_alarm_check_members (const SteadyJsonNode *node,
                            const char *const    *members,
                            GError              **error)
{
  if (!json_object_is_type (node->object, json_type_object))
    {
      steady_json_set_error (node, error, "must be an object");
      return false;
    }
  json_object_object_foreach (node->object, key, value)
  {
    (void) value;
    if (!g_strv_contains (members, key))
      {
        steady_json_set_error (
            node,
            error,
            "\"%s\" is not known here; correct its spelling or remove it",
            key);
        return false;
      }
  }
  return true;
}

/* Refuses numbers without a word on where they come from. Thread: any. */
bool
steady_alarm_check_source (const SteadyJsonNode *node, GError **error)
{
  const char *source;
  if (!steady_json_get_string (node, "source", &source, error))
    return false;
  if (source[0] == '\0')
    steady_json_set_error (node, error, "has an empty source; say where it comes from");
  return source[0] != '\0';
}

/* The source of a node in which there is one. Free with g_free (). Thread: any. */
char *
steady_alarm_source_of (const SteadyJsonNode *node)
{
  return g_strdup (
      json_object_get_string (json_object_object_get (node->object, "source")));
}

/* The number of {"value": …, "source": "…"} at @key. Thread: any. */
bool
steady_alarm_get_sourced (const SteadyJsonNode *node,
                          const char           *key,
                          double                low,
                          double                high,
                          double               *ret_value,
                          GError              **error)
{
  static const char *const members[] = { "value", "source", NULL };
  SteadyJsonNode           number;

  return steady_json_get_node (node, key, &number, error) &&
         steady_alarm_check_members (&number, members, error) &&
         steady_alarm_check_source (&number, error) &&
         steady_json_get_number (&number, "value", low, high, ret_value, error);
}

static bool
read_channel (const SteadyJsonNode *node,
              const char           *name,
              SteadyChannel        *ret_channel,
              GError              **error)
{
  if (steady_channel_from_name (name, ret_channel))
    return true;
  steady_json_set_error (
      node, error, "\"%s\" is no channel; see the list of channels", name);
  return false;
}

static bool
read_test (SteadyAlarmClause *clause, const SteadyJsonNode *node, GError **error)
{
  static const char *const words[] = {
    [STEADY_ALARM_TEST_ABOVE] = "above",   [STEADY_ALARM_TEST_AT_LEAST] = "at-least",
    [STEADY_ALARM_TEST_BELOW] = "below",   [STEADY_ALARM_TEST_AT_MOST] = "at-most",
    [STEADY_ALARM_TEST_ONE_OF] = "one-of",
  };
  const char *word;
  if (!steady_json_get_string (node, "is", &word, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i], word) == 0)
      {
        clause->test = (SteadyAlarmTest) i;
        return true;
      }
  steady_json_set_error (node,
                         error,
                         "is \"%s\", must be above, at-least, below, at-most or one-of",
                         word);
  return false;
}

static bool
read_states (SteadyAlarmClause *clause, const SteadyJsonNode *node, GError **error)
{
  const SteadyChannelInfo *info = steady_channel_info (clause->channel);
  SteadyJsonNode           array;
  size_t                   length;

  if (info->kind != STEADY_CHANNEL_KIND_STATE)
    {
      steady_json_set_error (
          node, error, "%s has no states; compare it with a limit", info->name);
      return false;
    }
  if (!steady_json_get_array (node, "states", &array, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      double         state;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_number (&element, 0, info->high, &state, error))
        return false;
      clause->states |= UINT32_C (1) << (unsigned) state;
    }
  if (clause->states == 0)
    steady_json_set_error (&array, error, "is empty; name the states that alarm");
  return clause->states != 0;
}

static bool
read_limit (SteadyAlarmClause *clause, const SteadyJsonNode *node, GError **error)
{
  static const char *const members[] = { "value",      "floor",  "ceiling",
                                         "hysteresis", "source", NULL };
  SteadyJsonNode           limit;
  const SteadyChannelInfo *info = steady_channel_info (clause->channel);

  if (!steady_json_get_node (node, "limit", &limit, error) ||
      !steady_alarm_check_members (&limit, members, error) ||
      !steady_alarm_check_source (&limit, error) ||
      !steady_json_get_number (
          &limit, "floor", info->low, info->high, &clause->floor, error) ||
      !steady_json_get_number (
          &limit, "ceiling", clause->floor, info->high, &clause->ceiling, error))
    return false;
  clause->source = steady_alarm_source_of (&limit);
  clause->changeable = true;
  return steady_json_get_number (
             &limit, "value", clause->floor, clause->ceiling, &clause->limit, error) &&
         steady_json_get_number (&limit,
                                 "hysteresis",
                                 0,
                                 info->high - info->low,
                                 &clause->hysteresis,
                                 error);
}

/* A share that names both bounds may be set between them; @clause is all zero. */
static bool
read_percent_bounds (SteadyAlarmClause    *clause,
                     const SteadyJsonNode *percent,
                     GError              **error)
{
  clause->ceiling = PERCENT_MAX;
  clause->changeable =
      steady_json_has (percent, "floor") || steady_json_has (percent, "ceiling");
  return !clause->changeable ||
         (steady_json_get_number (
              percent, "floor", 0, PERCENT_MAX, &clause->floor, error) &&
          steady_json_get_number (
              percent, "ceiling", clause->floor, PERCENT_MAX, &clause->ceiling, error));
}

static bool
read_percent (SteadyAlarmClause *clause, SteadyJsonNode percent, GError **error)
{
  static const char *const members[] = { "value",      "of",     "at_least", "floor",
                                         "hysteresis", "source", "ceiling",  NULL };
  const char              *of;

  if (!steady_alarm_check_members (&percent, members, error) ||
      !steady_alarm_check_source (&percent, error) ||
      !read_percent_bounds (clause, &percent, error) ||
      !steady_json_get_number (
          &percent, "value", clause->floor, clause->ceiling, &clause->limit, error) ||
      !steady_json_get_number (
          &percent, "at_least", 0, 1000, &clause->at_least, error) ||
      !steady_json_get_number (
          &percent, "hysteresis", 0, 1000, &clause->hysteresis, error) ||
      !steady_json_get_string (&percent, "of", &of, error))
    return false;
  clause->source = steady_alarm_source_of (&percent);
  clause->reference = STEADY_ALARM_REFERENCE_PLAN;
  if (strcmp (of, "plan") == 0)
    return true;
  clause->reference = STEADY_ALARM_REFERENCE_CHANNEL;
  return read_channel (&percent, of, &clause->of, error);
}

/* One comparison; @clause is all zero: a number is what it is compared with. Thread:
 * any. */
bool
steady_alarm_read_clause (SteadyAlarmClause    *clause,
                          const SteadyJsonNode *node,
                          GError              **error)
{
  static const char *const members[] = { "channel", "is",      "states",
                                         "limit",   "percent", NULL };
  SteadyJsonNode           percent;
  const char              *name;

  if (!steady_alarm_check_members (node, members, error) ||
      !steady_json_get_string (node, "channel", &name, error) ||
      !read_channel (node, name, &clause->channel, error) ||
      !read_test (clause, node, error))
    return false;
  if (clause->test == STEADY_ALARM_TEST_ONE_OF)
    return read_states (clause, node, error);
  return steady_json_get_node (node, "percent", &percent, NULL)
             ? read_percent (clause, percent, error)
             : read_limit (clause, node, error);
}

static bool
read_watches (SteadyAlarmRule *rule, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode array;
  size_t         length;

  if (!steady_json_get_array (node, "watches", &array, &length, error))
    return false;
  if (length == 0 || length > STEADY_ALARM_WATCHES || !rule->technical ||
      steady_json_has (node, "condition"))
    {
      steady_json_set_error (&array,
                             error,
                             "a sensor is technical, has no condition and watches 1 to "
                             "%d channels",
                             STEADY_ALARM_WATCHES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      const char    *name;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &name, error) ||
          !read_channel (&element, name, &rule->watches[i], error))
        return false;
      rule->n_watches++;
    }
  return true;
}

/* What the rule judges: the channels of a sensor, or comparisons. Thread: any. */
bool
steady_alarm_read_condition (SteadyAlarmRule      *rule,
                             const SteadyJsonNode *node,
                             GError              **error)
{
  static const char *const members[] = { "all", "any", NULL };
  SteadyJsonNode           condition, array;
  size_t                   length;

  if (steady_json_has (node, "watches"))
    return read_watches (rule, node, error);
  if (!steady_json_get_node (node, "condition", &condition, error) ||
      !steady_alarm_check_members (&condition, members, error))
    return false;
  rule->any = steady_json_has (&condition, "any");
  if (!steady_json_get_array (
          &condition, rule->any ? "any" : "all", &array, &length, error))
    return false;
  if (length == 0 || length > STEADY_ALARM_CLAUSES ||
      (rule->any && steady_json_has (&condition, "all")))
    {
      steady_json_set_error (&condition,
                             error,
                             "must be 1 to %d comparisons in either \"all\" or \"any\"",
                             STEADY_ALARM_CLAUSES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      SteadyJsonNode element;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_alarm_read_clause (&rule->clauses[i], &element, error))
        return false;
      rule->n_clauses++;
    }
  return true;
}

static SteadyAlarmClause *
changeable_clause (SteadyAlarmRule *rule)
{
  for (unsigned i = 0; i < rule->n_clauses; i++)
    if (rule->clauses[i].test != STEADY_ALARM_TEST_ONE_OF)
      return &rule->clauses[i];
  return NULL;
}

/*
 * Lays the limit of a profile over the first number of @rule, within its floor and
 * ceiling, where it has one.
 *
 * Thread: any.
 */
bool
steady_alarm_overlay_limit (SteadyAlarmRule      *rule,
                            const SteadyJsonNode *node,
                            GError              **error)
{
  SteadyAlarmClause *clause = changeable_clause (rule);
  SteadyJsonNode     limit;
  double             value;

  if (!steady_json_get_node (node, "limit", &limit, NULL))
    return true; /* it keeps its own */
  if (clause == NULL)
    {
      steady_json_set_error (&limit, error, "\"%s\" has no limit to set", rule->id);
      return false;
    }
  if (!steady_alarm_get_sourced (
          node, "limit", clause->floor, clause->ceiling, &value, error))
    return false;
  clause->limit = value;
  g_free (clause->source);
  clause->source = steady_alarm_source_of (&limit);
  return true;
}

/*
 * Lays a limit of the plan over the first number of @rule. One outside floor and
 * ceiling is refused with a sentence: the plan is wrong, not the floor.
 *
 * Thread: any.
 */
bool
steady_alarm_plan_limit (SteadyAlarmRule *rule,
                         double           value,
                         const char      *source,
                         GError         **error)
{
  SteadyAlarmClause *clause = changeable_clause (rule);

  if (clause == NULL || !(value >= clause->floor && value <= clause->ceiling))
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_VALUE,
                   "the plan asks for %g as the limit of \"%s\" (%s), which is outside "
                   "what is allowed (%g to %g); change the plan",
                   value,
                   rule->title,
                   source,
                   clause != NULL ? clause->floor : 0.0,
                   clause != NULL ? clause->ceiling : 0.0);
      return false;
    }
  clause->limit = value;
  g_free (clause->source);
  clause->source = g_strdup (source);
  return true;
}
