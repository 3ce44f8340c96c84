/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-condition.h"

#include <string.h>

#include "measure/steady-vocabulary.h"
#include "scenario/steady-members.h"

static const char *const flag_names[] = {
  "cross-clamped", "circulatory-arrest", "cerebral-perfusion", "cooling", "rewarming"
};

/* The member that says what a test looks at. */
static const struct
{
  const char         *key;
  SteadyConditionKind kind;
} kinds[] = {
  { "channel", STEADY_CONDITION_CHANNEL },
  { "missing", STEADY_CONDITION_MISSING },
  { "alarm", STEADY_CONDITION_ALARM },
  { "mode", STEADY_CONDITION_MODE },
  { "flag", STEADY_CONDITION_FLAG },
  { "not_flag", STEADY_CONDITION_FLAG },
  { "control", STEADY_CONDITION_COMMAND },
  { "mark", STEADY_CONDITION_MARK },
  { "did", STEADY_CONDITION_DID },
  { "replied", STEADY_CONDITION_REPLIED },
  { "acknowledged", STEADY_CONDITION_ACKNOWLEDGED },
  { "step", STEADY_CONDITION_STEP },
};

static bool
happens_at_an_instant (unsigned kind)
{
  return kind >= STEADY_CONDITION_COMMAND;
}

static bool
not_a_name (const SteadyJsonNode *node,
            const char           *key,
            const char           *name,
            const char           *where,
            GError              **error)
{
  steady_json_set_error (node, error, "%s: \"%s\" is none; see %s", key, name, where);
  return false;
}

static int
flag_from_name (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (strcmp (flag_names[i], name) == 0)
      return (int) i;
  return -1;
}

/* Turns the name into the number that it stands for, where it stands for one. */
static bool
resolve (SteadyConditionTest  *test,
         const SteadyJsonNode *node,
         const char           *key,
         const char           *name,
         GError              **error)
{
  SteadyChannel channel;
  int           number = 0;

  switch ((SteadyConditionKind) test->kind)
    {
    case STEADY_CONDITION_CHANNEL:
    case STEADY_CONDITION_MISSING:
      if (!steady_channel_from_name (name, &channel))
        return not_a_name (node, key, name, "src/measure/steady-channel.c", error);
      number = (int) channel;
      break;
    case STEADY_CONDITION_MODE:
      number = steady_support_mode_from_name (name);
      break;
    case STEADY_CONDITION_FLAG:
      number = flag_from_name (name);
      break;
    case STEADY_CONDITION_COMMAND:
      number = steady_control_from_name (name);
      break;
    case STEADY_CONDITION_MARK:
      number = steady_event_from_name (name);
      break;
    case STEADY_CONDITION_ALARM:
    case STEADY_CONDITION_DID:
    case STEADY_CONDITION_REPLIED:
    case STEADY_CONDITION_ACKNOWLEDGED:
    case STEADY_CONDITION_STEP:
    default:
      g_strlcpy (test->id, name, sizeof test->id);
      break;
    }
  if (number < 0)
    return not_a_name (node, key, name, "src/measure/steady-vocabulary.h", error);
  test->number = (uint16_t) number;
  return true;
}

static bool
parse_subject (SteadyConditionTest *test, const SteadyJsonNode *node, GError **error)
{
  const char *key = NULL, *name;

  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (!steady_json_has (node, kinds[i].key))
        continue;
      if (key != NULL)
        {
          steady_json_set_error (node,
                                 error,
                                 "has both \"%s\" and \"%s\"; write \"all\" or \"any\" "
                                 "with one each",
                                 key,
                                 kinds[i].key);
          return false;
        }
      key = kinds[i].key;
      test->kind = (uint16_t) kinds[i].kind;
    }
  if (key == NULL)
    {
      steady_json_set_error (node,
                             error,
                             "says not what to look at; write \"channel\", \"alarm\", "
                             "\"control\" or another of the README of src/scenario");
      return false;
    }
  test->negate = strcmp (key, "not_flag") == 0;
  if (!steady_json_get_string (node, key, &name, error))
    return false;
  if (name[0] == '\0' || strlen (name) >= sizeof test->id)
    {
      steady_json_set_error (
          node, error, "%s: must have 1 to %zu bytes", key, sizeof test->id - 1);
      return false;
    }
  return resolve (test, node, key, name, error);
}

static bool
parse_bound (const SteadyJsonNode *node,
             const char           *key,
             bool                 *ret_has,
             double               *ret_value,
             GError              **error)
{
  if (!steady_json_has (node, key))
    return true;
  *ret_has = true;
  return steady_json_get_number (node, key, -1e6, 1e6, ret_value, error);
}

static bool
check_bounds (const SteadyConditionTest *test,
              const SteadyJsonNode      *node,
              GError                   **error)
{
  const bool bounded = test->has_above || test->has_below;
  const bool may =
      test->kind == STEADY_CONDITION_CHANNEL || test->kind == STEADY_CONDITION_COMMAND;

  if (test->kind == STEADY_CONDITION_CHANNEL && !bounded)
    {
      steady_json_set_error (node, error, "must have \"above\", \"below\" or both");
      return false;
    }
  if (bounded && !may)
    {
      steady_json_set_error (
          node, error, "\"above\" and \"below\" go with a channel or a control only");
      return false;
    }
  if (test->has_above && test->has_below && !(test->above < test->below))
    {
      steady_json_set_error (
          node, error, "\"above\" must be less than \"below\": nothing lies between");
      return false;
    }
  return true;
}

static bool
parse_test (SteadyConditionTest *test, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "channel", "missing",  "alarm",        "mode",
                                       "flag",    "not_flag", "control",      "mark",
                                       "did",     "replied",  "acknowledged", "step",
                                       "above",   "below",    "for_s",        NULL };
  double                   hold = 0;

  if (!steady_members_known (node, known, error) ||
      !parse_subject (test, node, error) ||
      !parse_bound (node, "above", &test->has_above, &test->above, error) ||
      !parse_bound (node, "below", &test->has_below, &test->below, error) ||
      !check_bounds (test, node, error))
    return false;
  if (!steady_json_has (node, "for_s"))
    return true;
  if (happens_at_an_instant (test->kind))
    {
      steady_json_set_error (
          node, error, "for_s: goes only with what lasts; leave it out");
      return false;
    }
  if (!steady_json_get_number (node, "for_s", 0, 3600, &hold, error))
    return false;
  test->hold = steady_span_from_seconds (hold);
  return true;
}

static bool
parse_list (SteadyCondition      *self,
            const SteadyJsonNode *node,
            const char           *key,
            GError              **error)
{
  static const char *const known[] = { "all", "any", NULL };
  SteadyJsonNode           list, element;
  size_t                   length;

  if (!steady_members_known (node, known, error) ||
      !steady_json_get_array (node, key, &list, &length, error))
    return false;
  if (length < 1 || length > STEADY_CONDITION_TESTS)
    {
      steady_json_set_error (&list,
                             error,
                             "has %zu tests, must have 1 to %d",
                             length,
                             STEADY_CONDITION_TESTS);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &element, error) ||
        !parse_test (&self->tests[i], &element, error))
      return false;
  self->n_tests = (unsigned) length;
  return true;
}

/*
 * Reads a condition: one test, or {"all": […]} or {"any": […]} of up to
 * STEADY_CONDITION_TESTS. Ids of actions, call-outs and steps are not looked up here.
 *
 * Thread: any.
 */
bool
steady_condition_parse (SteadyCondition      *ret_condition,
                        const SteadyJsonNode *node,
                        GError              **error)
{
  SteadyCondition self = { 0 };
  const bool      all = steady_json_has (node, "all");

  self.any = steady_json_has (node, "any");
  if (all && self.any)
    {
      steady_json_set_error (node, error, "has both \"all\" and \"any\"; write one");
      return false;
    }
  self.n_tests = 1;
  if (all || self.any ? !parse_list (&self, node, all ? "all" : "any", error)
                      : !parse_test (&self.tests[0], node, error))
    return false;
  *ret_condition = self;
  return true;
}

/* From now on happenings count. Thread: the tick. Does not allocate. */
void
steady_condition_arm (SteadyConditionState *state, SteadySpan now)
{
  *state = (SteadyConditionState){ .armed = true, .armed_at = now };
}

static bool
is_between (const SteadyConditionTest *test, double value)
{
  return (!test->has_above || value > test->above) &&
         (!test->has_below || value < test->below);
}

static bool
is_meant (const SteadyConditionTest *test, const SteadyHappening *happening)
{
  if (test->kind != happening->kind)
    return false;
  if (test->kind == STEADY_CONDITION_COMMAND)
    return test->number == happening->number && is_between (test, happening->value);
  if (test->kind == STEADY_CONDITION_MARK)
    return test->number == happening->number;
  return strcmp (test->id, happening->id) == 0;
}

/* Takes note of what happened. Thread: the tick. Does not allocate. */
void
steady_condition_happen (const SteadyCondition *self,
                         SteadyConditionState  *state,
                         const SteadyHappening *happening)
{
  if (!state->armed || state->met)
    return;
  for (unsigned i = 0; i < self->n_tests; i++)
    if (is_meant (&self->tests[i], happening))
      state->latched |= (uint16_t) (1u << i);
}

static bool
alarm_is_present (const SteadyConditionView *view, const char *id)
{
  for (unsigned i = 0; i < view->n_alarms; i++)
    if (strcmp (view->alarms[i].id, id) == 0)
      return true;
  return false;
}

static bool
holds_now (const SteadyConditionTest *test, const SteadyConditionView *view)
{
  double value;

  switch ((SteadyConditionKind) test->kind)
    {
    case STEADY_CONDITION_CHANNEL:
      return steady_value_table_value (
                 view->values, (SteadyChannel) test->number, &value) &&
             is_between (test, value);
    case STEADY_CONDITION_MISSING:
      return !steady_value_table_value (
          view->values, (SteadyChannel) test->number, &value);
    case STEADY_CONDITION_ALARM:
      return alarm_is_present (view, test->id);
    case STEADY_CONDITION_MODE:
      return view->support->mode == test->number;
    case STEADY_CONDITION_FLAG:
      return ((view->support->flags >> test->number & 1u) != 0) != test->negate;
    case STEADY_CONDITION_COMMAND:
    case STEADY_CONDITION_MARK:
    case STEADY_CONDITION_DID:
    case STEADY_CONDITION_REPLIED:
    case STEADY_CONDITION_ACKNOWLEDGED:
    case STEADY_CONDITION_STEP:
    default:
      return false;
    }
}

static bool
test_is_true (const SteadyConditionTest *test,
              SteadyConditionState      *state,
              unsigned                   i,
              const SteadyConditionView *view)
{
  const uint16_t bit = (uint16_t) (1u << i);

  if (happens_at_an_instant (test->kind))
    return (state->latched & bit) != 0;
  if (!holds_now (test, view))
    {
      state->holding &= (uint16_t) ~bit;
      return false;
    }
  if ((state->holding & bit) == 0)
    state->since[i] = view->now;
  state->holding |= bit;
  return view->now - state->since[i] >= test->hold;
}

/*
 * Judges a condition. Once met it stays met. Returns whether it is; false while it is
 * not armed.
 *
 * Thread: the tick. Does not allocate.
 */
bool
steady_condition_update (const SteadyCondition     *self,
                         SteadyConditionState      *state,
                         const SteadyConditionView *view)
{
  unsigned n_true = 0;

  if (!state->armed || state->met)
    return state->met;
  for (unsigned i = 0; i < self->n_tests; i++)
    n_true += test_is_true (&self->tests[i], state, i, view);
  state->met = self->any ? n_true > 0 : n_true == self->n_tests;
  if (state->met)
    state->met_at = view->now;
  return state->met;
}
