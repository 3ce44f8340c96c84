/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-debrief.h"

#include "measure/steady-vocabulary.h"
#include "scenario/steady-course-words.h"
#include "scenario/steady-json-words.h"

static SteadySpan
begun_at (const SteadyCourseItem *state)
{
  return state->when.armed ? state->when.armed_at : STEADY_INSTANT_NEVER;
}

static SteadySpan
met_at (const SteadyCourseItem *state)
{
  return state->when.met ? state->when.met_at : STEADY_INSTANT_NEVER;
}

static SteadySpan
took (const SteadyCourseItem *state)
{
  return state->when.met ? state->when.met_at - state->when.armed_at
                         : STEADY_INSTANT_NEVER;
}

static struct json_object *
describe_item (const SteadyScenarioExpected *item, const SteadyCourseItem *state)
{
  struct json_object *object = json_object_new_object ();

  steady_words_text (object, "id", item->id);
  steady_words_text (object, "text", item->text);
  steady_words_text (object, "milestone", steady_milestone_name (item->milestone));
  steady_words_text (object, "source", item->source);
  steady_words_bool (object, "required", item->required);
  steady_words_bool (object, "forbidden", item->forbidden);
  steady_words_text (
      object, "verdict", steady_item_verdict_name ((SteadyItemVerdict) state->verdict));
  steady_words_seconds (object, "from_s", begun_at (state));
  steady_words_seconds (object, "within_s", item->within);
  steady_words_seconds (object, "met_s", met_at (state));
  steady_words_seconds (object, "took_s", took (state));
  return object;
}

static struct json_object *
describe_items (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 0; i < scenario->n_expected; i++)
    json_object_array_add (list,
                           describe_item (&scenario->expected[i], &course->items[i]));
  return list;
}

/* The first of its milestone that was met, in seconds after the fault (or the start);
 * null where the scenario has none or nobody came so far. */
static void
add_milestone (struct json_object   *object,
               const char           *key,
               const SteadyCourse   *course,
               const SteadyScenario *scenario,
               SteadyMilestone       milestone)
{
  SteadySpan first = STEADY_INSTANT_NEVER;

  for (unsigned i = 0; i < scenario->n_expected; i++)
    if (scenario->expected[i].milestone == milestone &&
        !scenario->expected[i].forbidden && met_at (&course->items[i]) < first)
      first = met_at (&course->items[i]);
  if (first != STEADY_INSTANT_NEVER && course->fault_given)
    first -= course->fault_at;
  steady_words_seconds (object, key, first);
}

static struct json_object *
describe_milestones (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object *object = json_object_new_object ();

  add_milestone (object, "detected_s", course, scenario, STEADY_MILESTONE_DETECTED);
  add_milestone (
      object, "first_action_s", course, scenario, STEADY_MILESTONE_FIRST_ACTION);
  add_milestone (object, "stable_s", course, scenario, STEADY_MILESTONE_STABLE);
  return object;
}

static struct json_object *
describe_callouts (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->n_callouts; i++)
    {
      const SteadyScenarioCallout *callout = &scenario->callouts[i];
      const SteadyCourseCallout   *state = &course->callouts[i];
      const bool                   answered = state->state == STEADY_CALLOUT_ANSWERED ||
                            state->state == STEADY_CALLOUT_WRONG;
      if (state->state == STEADY_CALLOUT_WAITING)
        continue;
      struct json_object *object = json_object_new_object ();
      steady_words_text (object, "id", callout->id);
      steady_words_text (object, "who", callout->who);
      steady_words_text (object, "says", callout->says);
      steady_words_text (object, "wanted", callout->replies[callout->right]);
      steady_words_text (
          object, "reply", answered ? callout->replies[state->choice] : NULL);
      steady_words_text (object,
                         "state",
                         steady_callout_state_name ((SteadyCalloutState) state->state));
      steady_words_seconds (object, "raised_s", state->raised_at);
      steady_words_seconds (object, "within_s", callout->within);
      steady_words_seconds (object,
                            "took_s",
                            answered ? state->answered_at - state->raised_at
                                     : STEADY_INSTANT_NEVER);
      json_object_array_add (list, object);
    }
  return list;
}

static void
add_extreme (struct json_object *object,
             const char         *key,
             const SteadyCost   *cost,
             uint32_t            bit,
             double              value)
{
  if ((cost->seen & bit) != 0)
    steady_words_number (object, key, value);
  else
    steady_words_null (object, key);
}

static struct json_object *
describe_cost (const SteadyCost *cost, const SteadyCostLimits *limits)
{
  struct json_object *object = json_object_new_object ();

  steady_words_number (object, "do2_deficit_ml_m2", cost->deficit_ml_m2);
  steady_words_number (
      object, "do2_critical_37_ml_min_m2", limits->delivery_critical_ml_min_m2);
  steady_words_number (object, "map_under_limit_s", cost->map_under_s);
  steady_words_number (object, "map_limit_mmhg", limits->map_low_mmhg);
  steady_words_number (object, "cerebral_area_pct_min", cost->cerebral_area_pct_min);
  steady_words_number (object, "cerebral_limit_pct", limits->cerebral_low_pct);
  steady_words_number (object, "no_flow_s", cost->no_flow_s);
  steady_words_number (object, "air_ml", cost->air_ml);
  add_extreme (
      object, "lactate_peak_mmol_l", cost, STEADY_COST_LACTATE, cost->lactate_peak);
  add_extreme (object, "map_lowest_mmhg", cost, STEADY_COST_MAP, cost->map_lowest);
  add_extreme (object,
               "svo2_lowest_pct",
               cost,
               STEADY_COST_VENOUS_SATURATION,
               cost->venous_saturation_lowest);
  add_extreme (
      object, "cerebral_lowest_pct", cost, STEADY_COST_CEREBRAL, cost->cerebral_lowest);
  add_extreme (object,
               "reservoir_lowest_ml",
               cost,
               STEADY_COST_RESERVOIR,
               cost->reservoir_lowest);
  add_extreme (object,
               "line_pressure_highest_mmhg",
               cost,
               STEADY_COST_LINE_PRESSURE,
               cost->line_pressure_highest);
  steady_words_number (object, "counted_s", cost->counted_s);
  return object;
}

static const char *
log_kind_name (unsigned kind)
{
  static const char *const names[] = {
    "unknown", "step",  "alarm",        "alarm-end", "command",  "mark",        "did",
    "callout", "reply", "acknowledged", "hint",      "injected", "intervention"
  };
  return kind < G_N_ELEMENTS (names) ? names[kind] : names[0];
}

/* What a person reads of an entry; NULL where the id says it. */
static const char *
log_text (const SteadyCourseLog *entry, const SteadyScenario *scenario)
{
  const SteadyCatalogueAction *action;

  switch ((SteadyCourseLogKind) entry->kind)
    {
    case STEADY_COURSE_LOG_STEP:
      return entry->number < scenario->n_steps
                 ? scenario->steps[entry->number].effect.note
                 : NULL;
    case STEADY_COURSE_LOG_COMMAND:
    case STEADY_COURSE_LOG_INTERVENTION:
      return steady_control_name ((SteadyControl) entry->number);
    case STEADY_COURSE_LOG_MARK:
      return steady_event_name ((SteadyEvent) entry->number);
    case STEADY_COURSE_LOG_DID:
      action = steady_catalogue_find (scenario->catalogue, entry->id);
      return action != NULL ? action->label : NULL;
    case STEADY_COURSE_LOG_CALLOUT:
      return entry->number < scenario->n_callouts
                 ? scenario->callouts[entry->number].says
                 : NULL;
    case STEADY_COURSE_LOG_HINT:
      return entry->number < scenario->n_hints ? scenario->hints[entry->number] : NULL;
    case STEADY_COURSE_LOG_ALARM:
    case STEADY_COURSE_LOG_ALARM_END:
    case STEADY_COURSE_LOG_REPLY:
    case STEADY_COURSE_LOG_ACKNOWLEDGED:
    case STEADY_COURSE_LOG_INJECTED:
    default:
      return NULL;
    }
}

static struct json_object *
describe_log (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < course->n_log; i++)
    {
      const SteadyCourseLog *entry = &course->log[i];
      struct json_object    *object = json_object_new_object ();
      steady_words_seconds (object, "t_s", entry->t);
      steady_words_text (object, "kind", log_kind_name (entry->kind));
      if (entry->id[0] != '\0')
        steady_words_text (object, "id", entry->id);
      steady_words_text (object, "text", log_text (entry, scenario));
      steady_words_number (object, "value", entry->value);
      if (entry->kind == STEADY_COURSE_LOG_ALARM)
        steady_words_text (
            object, "priority", steady_priority_name ((SteadyPriority) entry->number));
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_points (const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 0; i < scenario->n_points; i++)
    json_object_array_add (list, json_object_new_string (scenario->points[i]));
  return list;
}

/*
 * What happened against what should have, what it cost the child, and when what came.
 * Depends on the two arguments alone. Texts are in the source language. The caller owns
 * it.
 *
 * Thread: any.
 */
struct json_object *
steady_debrief_new (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object    *object = json_object_new_object ();
  const SteadyCostLimits limits = steady_cost_limits (
      scenario->profile, scenario->map_low, scenario->plan_flow_l_min);

  steady_words_text (object, "format", STEADY_DEBRIEF_FORMAT);
  steady_words_integer (object, "version", STEADY_DEBRIEF_VERSION);
  steady_words_text (object, "title", scenario->title);
  steady_words_text (object, "category", scenario->category);
  steady_words_integer (object, "difficulty", scenario->difficulty);
  steady_words_text (
      object, "outcome", steady_outcome_name ((SteadyOutcome) course->outcome));
  steady_words_seconds (object, "duration_s", course->now);
  steady_words_seconds (
      object, "fault_s", course->fault_given ? course->fault_at : STEADY_INSTANT_NEVER);
  json_object_object_add (object, "milestones", describe_milestones (course, scenario));
  json_object_object_add (object, "expected", describe_items (course, scenario));
  json_object_object_add (object, "callouts", describe_callouts (course, scenario));
  json_object_object_add (object, "cost", describe_cost (&course->cost, &limits));
  steady_words_integer (object, "hints_used", course->hints);
  steady_words_text (object, "text", scenario->debrief);
  json_object_object_add (object, "points", describe_points (scenario));
  json_object_object_add (object, "timeline", describe_log (course, scenario));
  steady_words_integer (object, "timeline_lost", course->n_log_lost);
  return object;
}

/* The same as text; free with g_free (). Thread: any. */
char *
steady_debrief_text (const SteadyCourse *course, const SteadyScenario *scenario)
{
  struct json_object *object = steady_debrief_new (course, scenario);
  char               *text =
      g_strdup (json_object_to_json_string_ext (object, JSON_C_TO_STRING_PLAIN));
  json_object_put (object);
  return text;
}
