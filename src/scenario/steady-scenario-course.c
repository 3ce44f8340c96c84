/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "scenario/steady-members.h"
#include "scenario/steady-scenario.h"

/* The members of a scenario that tell how it goes: timeline, what is expected, who
 * speaks, hints, lesson and debrief. */

#define DAY_S 86400

static bool
parse_when (const SteadyJsonNode *node,
            bool                 *ret_has,
            SteadyCondition      *ret_when,
            GError              **error)
{
  SteadyJsonNode when;

  *ret_has = steady_json_has (node, "when");
  return !*ret_has || (steady_json_get_node (node, "when", &when, error) &&
                       steady_condition_parse (ret_when, &when, error));
}

/* Something begins at a second, when something is so, or both. */
static bool
check_begin (const SteadyJsonNode *node, bool has_when, GError **error)
{
  if (has_when || steady_json_has (node, "at_s"))
    return true;
  steady_json_set_error (node, error, "must have \"at_s\", \"when\" or both");
  return false;
}

static bool
check_said (SteadyScenarioEffect *effect, const SteadyJsonNode *node, GError **error)
{
  return !steady_json_has (node, "said") ||
         steady_json_get_bool (node, "said", &effect->said, error);
}

static bool
parse_step (SteadyScenario *self, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "id",        "at_s", "when",  "after_s",
                                       "mechanism", "note", "value", "ramp_s",
                                       "said",      NULL };
  SteadyScenarioStep      *step = &self->steps[self->n_steps];
  SteadyScenarioEffect    *effect = &step->effect;
  double                   ramp;

  if (!steady_members_known (node, known, error) ||
      (steady_json_has (node, "id") &&
       !steady_members_id (node, "id", step->id, error)) ||
      !parse_when (node, &step->has_when, &step->when, error) ||
      !check_begin (node, step->has_when, error) ||
      !steady_members_span (node, "at_s", DAY_S, &step->at, error) ||
      !steady_members_span (node, "after_s", DAY_S, &step->after, error) ||
      !steady_members_text (
          node, "mechanism", effect->mechanism, sizeof effect->mechanism, error) ||
      !steady_members_text (node, "note", effect->note, sizeof effect->note, error) ||
      !steady_json_get_number (node, "value", -1e6, 1e6, &effect->value, error) ||
      !steady_json_get_number (node, "ramp_s", 0, 3600, &ramp, error) ||
      !check_said (effect, node, error))
    return false;
  effect->ramp = steady_span_from_seconds (ramp);
  self->n_steps++;
  return true;
}

static bool
parse_milestone (SteadyScenarioExpected *item,
                 const SteadyJsonNode   *node,
                 GError                **error)
{
  static const char *const names[] = { "item", "detected", "first-action", "stable" };
  const char              *name;

  if (!steady_members_optional (node, "milestone", &name, error))
    return false;
  for (unsigned i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      {
        item->milestone = (SteadyMilestone) i;
        return true;
      }
  if (name == NULL)
    return true;
  steady_json_set_error (
      node,
      error,
      "milestone: is \"%s\", must be item, detected, first-action or stable",
      name);
  return false;
}

static bool
parse_expected_conditions (SteadyScenarioExpected *item,
                           const SteadyJsonNode   *node,
                           GError                **error)
{
  SteadyJsonNode condition;

  item->has_from = steady_json_has (node, "from");
  if (item->has_from && (!steady_json_get_node (node, "from", &condition, error) ||
                         !steady_condition_parse (&item->from, &condition, error)))
    return false;
  item->forbidden = steady_json_has (node, "never");
  if (item->forbidden == steady_json_has (node, "when"))
    {
      steady_json_set_error (
          node, error, "must have either \"when\" or \"never\", and not both");
      return false;
    }
  if (item->forbidden && steady_json_has (node, "within_s"))
    {
      steady_json_set_error (node, error, "within_s: has no place beside \"never\"");
      return false;
    }
  return steady_json_get_node (
             node, item->forbidden ? "never" : "when", &condition, error) &&
         steady_condition_parse (&item->when, &condition, error);
}

static bool
parse_expected (SteadyScenario *self, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "id",       "text",  "milestone", "from",
                                       "when",     "never", "within_s",  "source",
                                       "required", NULL };
  SteadyScenarioExpected  *item = &self->expected[self->n_expected];

  item->within = STEADY_INSTANT_NEVER;
  item->required = true;
  if (!steady_members_known (node, known, error) ||
      !steady_members_id (node, "id", item->id, error) ||
      !steady_json_get_string (node, "text", &item->text, error) ||
      !steady_json_get_string (node, "source", &item->source, error) ||
      !parse_milestone (item, node, error) ||
      !parse_expected_conditions (item, node, error) ||
      !steady_members_span (node, "within_s", DAY_S, &item->within, error))
    return false;
  if (steady_json_has (node, "required") &&
      !steady_json_get_bool (node, "required", &item->required, error))
    return false;
  self->n_expected++;
  return true;
}

static bool
parse_who (SteadyScenarioCallout *callout, const SteadyJsonNode *node, GError **error)
{
  static const char *const people[] = { "surgeon", "anaesthetist", "nurse" };

  if (!steady_json_get_string (node, "who", &callout->who, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (people); i++)
    if (strcmp (people[i], callout->who) == 0)
      return true;
  steady_json_set_error (node,
                         error,
                         "who: is \"%s\", must be surgeon, anaesthetist or nurse",
                         callout->who);
  return false;
}

static bool
parse_texts (const SteadyJsonNode *node,
             const char           *key,
             size_t                most,
             const char          **texts,
             unsigned             *ret_count,
             GError              **error)
{
  SteadyJsonNode list, element;
  size_t         length;

  if (!steady_json_get_array (node, key, &list, &length, error))
    return false;
  if (length < 1 || length > most)
    {
      steady_json_set_error (
          &list, error, "has %zu texts, must have 1 to %zu", length, most);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &element, error) ||
        !steady_json_as_string (&element, &texts[i], error))
      return false;
  *ret_count = (unsigned) length;
  return true;
}

static bool
parse_callout (SteadyScenario *self, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "id",     "who",      "says",    "at_s",
                                       "when",   "after_s",  "replies", "right",
                                       "source", "within_s", NULL };
  SteadyScenarioCallout   *callout = &self->callouts[self->n_callouts];
  int64_t                  right;

  callout->within = STEADY_INSTANT_NEVER;
  if (!steady_members_known (node, known, error) ||
      !steady_members_id (node, "id", callout->id, error) ||
      !parse_who (callout, node, error) ||
      !steady_json_get_string (node, "says", &callout->says, error) ||
      !steady_json_get_string (node, "source", &callout->source, error) ||
      !parse_when (node, &callout->has_when, &callout->when, error) ||
      !check_begin (node, callout->has_when, error) ||
      !steady_members_span (node, "at_s", DAY_S, &callout->at, error) ||
      !steady_members_span (node, "after_s", DAY_S, &callout->after, error) ||
      !steady_members_span (node, "within_s", DAY_S, &callout->within, error) ||
      !parse_texts (node,
                    "replies",
                    STEADY_SCENARIO_REPLIES_MAX,
                    callout->replies,
                    &callout->n_replies,
                    error) ||
      !steady_json_get_integer (
          node, "right", 0, (int64_t) callout->n_replies - 1, &right, error))
    return false;
  callout->right = (unsigned) right;
  self->n_callouts++;
  return true;
}

static bool
parse_lesson (SteadyScenario *self, const SteadyJsonNode *node, GError **error)
{
  static const char *const known[] = { "id", "text", "points_at", "when", NULL };
  SteadyScenarioLesson    *lesson = &self->lessons[self->n_lessons];

  if (!steady_members_known (node, known, error) ||
      !steady_members_id (node, "id", lesson->id, error) ||
      !steady_json_get_string (node, "text", &lesson->text, error) ||
      !steady_members_optional (node, "points_at", &lesson->points_at, error) ||
      !parse_when (node, &lesson->has_when, &lesson->when, error))
    return false;
  self->n_lessons++;
  return true;
}

/* A list of objects; one that need not be there may be left out. */
static bool
parse_list (SteadyScenario       *self,
            const SteadyJsonNode *root,
            const char           *key,
            size_t                most,
            bool (*parse_one) (SteadyScenario *, const SteadyJsonNode *, GError **),
            GError **error)
{
  SteadyJsonNode list, element;
  size_t         length;

  if (!steady_json_get_array (root, key, &list, &length, error))
    return false;
  if (length > most)
    {
      steady_json_set_error (
          &list, error, "has %zu steps, at most %zu are read", length, most);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!steady_json_get_element (&list, i, &element, error) ||
        !parse_one (self, &element, error))
      return false;
  return true;
}

static bool
parse_debrief (SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  static const char *const known[] = { "text", "points", "source", NULL };
  SteadyJsonNode           node;
  const char              *source;

  if (!steady_json_has (root, "debrief"))
    return true;
  return steady_json_get_node (root, "debrief", &node, error) &&
         steady_members_known (&node, known, error) &&
         steady_json_get_string (&node, "text", &self->debrief, error) &&
         steady_json_get_string (&node, "source", &source, error) &&
         (!steady_json_has (&node, "points") || parse_texts (&node,
                                                             "points",
                                                             STEADY_SCENARIO_POINTS_MAX,
                                                             self->points,
                                                             &self->n_points,
                                                             error));
}

static bool
has_step (const SteadyScenario *self, const char *id)
{
  for (unsigned i = 0; i < self->n_steps; i++)
    if (strcmp (self->steps[i].id, id) == 0)
      return true;
  return false;
}

static bool
has_callout (const SteadyScenario *self, const char *id)
{
  for (unsigned i = 0; i < self->n_callouts; i++)
    if (strcmp (self->callouts[i].id, id) == 0)
      return true;
  return false;
}

/* What a condition names must be there, else it could never be met. */
static bool
names_exist (const SteadyScenario  *self,
             const SteadyCondition *condition,
             const SteadyJsonNode  *root,
             const char            *of,
             GError               **error)
{
  for (unsigned i = 0; i < condition->n_tests; i++)
    {
      const SteadyConditionTest *test = &condition->tests[i];
      const char                *what = NULL;
      if (test->kind == STEADY_CONDITION_DID &&
          steady_catalogue_find (self->catalogue, test->id) == NULL)
        what = "no action of data/training/actions.json";
      if (test->kind == STEADY_CONDITION_STEP && !has_step (self, test->id))
        what = "no step of the timeline";
      if (test->kind == STEADY_CONDITION_REPLIED && !has_callout (self, test->id))
        what = "no call-out of this scenario";
      if (what == NULL)
        continue;
      steady_json_set_error (
          root, error, "%s: waits for \"%s\", which is %s", of, test->id, what);
      return false;
    }
  return true;
}

static bool
check_names (const SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  bool fine = true;

  for (unsigned i = 0; fine && i < self->n_steps; i++)
    fine = names_exist (
        self, &self->steps[i].when, root, self->steps[i].effect.mechanism, error);
  for (unsigned i = 0; fine && i < self->n_expected; i++)
    fine =
        names_exist (
            self, &self->expected[i].from, root, self->expected[i].id, error) &&
        names_exist (self, &self->expected[i].when, root, self->expected[i].id, error);
  for (unsigned i = 0; fine && i < self->n_callouts; i++)
    fine =
        names_exist (self, &self->callouts[i].when, root, self->callouts[i].id, error);
  for (unsigned i = 0; fine && i < self->n_lessons; i++)
    fine = names_exist (self, &self->lessons[i].when, root, self->lessons[i].id, error);
  return fine;
}

static bool
is_unique (const SteadyJsonNode *root, const char *id, GHashTable *seen, GError **error)
{
  if (id[0] == '\0' || g_hash_table_add (seen, (char *) id))
    return true;
  steady_json_set_error (root, error, "the id \"%s\" stands twice", id);
  return false;
}

/* Ids of one kind differ; a step and an expected action may share one. */
static bool
check_ids (const SteadyScenario *self, const SteadyJsonNode *root, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  bool fine = true;

  for (unsigned i = 0; fine && i < self->n_steps; i++)
    fine = is_unique (root, self->steps[i].id, seen, error);
  g_hash_table_remove_all (seen);
  for (unsigned i = 0; fine && i < self->n_expected; i++)
    fine = is_unique (root, self->expected[i].id, seen, error);
  g_hash_table_remove_all (seen);
  for (unsigned i = 0; fine && i < self->n_callouts; i++)
    fine = is_unique (root, self->callouts[i].id, seen, error);
  g_hash_table_remove_all (seen);
  for (unsigned i = 0; fine && i < self->n_lessons; i++)
    fine = is_unique (root, self->lessons[i].id, seen, error);
  return fine;
}

/*
 * Reads the members that tell how the scenario goes.
 *
 * Thread: main.
 */
bool
steady_scenario_parse_course (SteadyScenario       *self,
                              const SteadyJsonNode *root,
                              GError              **error)
{
  static const struct
  {
    const char *key;
    size_t      most;
    bool (*parse_one) (SteadyScenario *, const SteadyJsonNode *, GError **);
    bool needed;
  } lists[] = {
    { "timeline", STEADY_SCENARIO_TIMELINE_MAX, parse_step, true },
    { "expected", STEADY_SCENARIO_EXPECTED_MAX, parse_expected, false },
    { "callouts", STEADY_SCENARIO_CALLOUTS_MAX, parse_callout, false },
    { "tutorial", STEADY_SCENARIO_TUTORIAL_MAX, parse_lesson, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    if ((lists[i].needed || steady_json_has (root, lists[i].key)) &&
        !parse_list (
            self, root, lists[i].key, lists[i].most, lists[i].parse_one, error))
      return false;
  if (steady_json_has (root, "hints") &&
      !parse_texts (
          root, "hints", STEADY_SCENARIO_HINTS_MAX, self->hints, &self->n_hints, error))
    return false;
  return parse_debrief (self, root, error) && check_ids (self, root, error) &&
         check_names (self, root, error);
}
