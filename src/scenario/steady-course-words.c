/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-course-words.h"

#include "base/steady-require.h"
#include "scenario/steady-json-words.h"

static const char *
name_at (const char *const *names, unsigned count, unsigned i)
{
  return i < count ? names[i] : "unknown";
}

/* Thread: any. */
const char *
steady_item_verdict_name (SteadyItemVerdict verdict)
{
  static const char *const names[] = { "waiting", "open",   "met",
                                       "late",    "missed", "broken" };
  return name_at (names, G_N_ELEMENTS (names), (unsigned) verdict);
}

/* Thread: any. */
const char *
steady_outcome_name (SteadyOutcome outcome)
{
  static const char *const names[] = { "running", "passed", "failed", "ended" };
  return name_at (names, G_N_ELEMENTS (names), (unsigned) outcome);
}

/* Thread: any. */
const char *
steady_callout_state_name (SteadyCalloutState state)
{
  static const char *const names[] = {
    "waiting", "open", "answered", "wrong", "unanswered"
  };
  return name_at (names, G_N_ELEMENTS (names), (unsigned) state);
}

/* Thread: any. */
const char *
steady_milestone_name (SteadyMilestone milestone)
{
  static const char *const names[] = { "item", "detected", "first-action", "stable" };
  return name_at (names, G_N_ELEMENTS (names), (unsigned) milestone);
}

static struct json_object *
tell_callout (const SteadyScenarioCallout *callout, const SteadyCourseCallout *state)
{
  struct json_object *object = json_object_new_object ();
  struct json_object *replies = json_object_new_array ();
  const bool          answered =
      state->state == STEADY_CALLOUT_ANSWERED || state->state == STEADY_CALLOUT_WRONG;

  steady_words_text (object, "id", callout->id);
  steady_words_text (object, "who", callout->who);
  steady_words_text (object, "says", callout->says);
  for (unsigned i = 0; i < callout->n_replies; i++)
    json_object_array_add (replies, json_object_new_string (callout->replies[i]));
  json_object_object_add (object, "replies", replies);
  steady_words_seconds (object, "raised_s", state->raised_at);
  steady_words_seconds (object, "within_s", callout->within);
  steady_words_text (
      object, "state", steady_callout_state_name ((SteadyCalloutState) state->state));
  if (answered)
    steady_words_integer (object, "choice", state->choice);
  else
    steady_words_null (object, "choice");
  return object;
}

static struct json_object *
tell_callouts (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->n_callouts; i++)
    if (self->callouts[i].state != STEADY_CALLOUT_WAITING)
      json_object_array_add (list,
                             tell_callout (&scenario->callouts[i], &self->callouts[i]));
  return list;
}

static struct json_object *
tell_lesson (const SteadyCourse *self, const SteadyScenario *scenario)
{
  if (self->lesson >= scenario->n_lessons)
    return NULL;
  const SteadyScenarioLesson *lesson = &scenario->lessons[self->lesson];
  struct json_object         *object = json_object_new_object ();

  steady_words_text (object, "id", lesson->id);
  steady_words_text (object, "text", lesson->text);
  steady_words_text (object, "points_at", lesson->points_at);
  steady_words_integer (object, "number", self->lesson + 1);
  steady_words_integer (object, "of", scenario->n_lessons);
  steady_words_bool (object, "waits", lesson->has_when);
  return object;
}

static struct json_object *
tell_hints (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *object = json_object_new_object ();
  struct json_object *shown = json_object_new_array ();

  for (unsigned i = 0; i < self->hints && i < scenario->n_hints; i++)
    json_object_array_add (shown, json_object_new_string (scenario->hints[i]));
  json_object_object_add (object, "shown", shown);
  steady_words_integer (
      object, "left", (int64_t) scenario->n_hints - (int64_t) self->hints);
  return object;
}

static struct json_object *
tell_doing (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < self->n_doing; i++)
    {
      const SteadyCatalogueAction *action =
          steady_catalogue_find (scenario->catalogue, self->doing[i].id);
      struct json_object *object = json_object_new_object ();
      steady_words_text (object, "id", self->doing[i].id);
      steady_words_text (object, "label", action != NULL ? action->label : NULL);
      steady_words_seconds (object, "begun_s", self->doing[i].begun);
      steady_words_seconds (object, "done_s", self->doing[i].done);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
tell_notes (const SteadyCourse *self)
{
  struct json_object *list = json_object_new_array ();
  const unsigned      first =
      self->n_notes > STEADY_COURSE_NOTES ? self->n_notes - STEADY_COURSE_NOTES : 0;

  for (unsigned i = first; i < self->n_notes; i++)
    {
      const SteadyCourseNote *note = &self->notes[i % STEADY_COURSE_NOTES];
      struct json_object     *object = json_object_new_object ();
      steady_words_seconds (object, "t_s", note->t);
      steady_words_text (object, "text", note->text);
      json_object_array_add (list, object);
    }
  return list;
}

/* What was said aloud; the faults are not. */
static struct json_object *
tell_said (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->n_steps; i++)
    {
      if (!self->steps[i].given || !scenario->steps[i].effect.said)
        continue;
      struct json_object *object = json_object_new_object ();
      steady_words_seconds (object, "t_s", self->steps[i].given_at);
      steady_words_text (object, "text", scenario->steps[i].effect.note);
      json_object_array_add (list, object);
    }
  return list;
}

/*
 * All that a trainee may know while a scenario runs: never a fault that is to come or
 * has come, and not what is expected. The caller owns it.
 *
 * Thread: any.
 */
struct json_object *
steady_course_tell_trainee (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *object = json_object_new_object ();

  steady_words_seconds (object, "t_s", self->now);
  steady_words_text (
      object, "outcome", steady_outcome_name ((SteadyOutcome) self->outcome));
  steady_words_bool (object, "ended", self->ended);
  json_object_object_add (object, "callouts", tell_callouts (self, scenario));
  json_object_object_add (object, "tutorial", tell_lesson (self, scenario));
  json_object_object_add (object, "hints", tell_hints (self, scenario));
  json_object_object_add (object, "doing", tell_doing (self, scenario));
  json_object_object_add (object, "notes", tell_notes (self));
  json_object_object_add (object, "said", tell_said (self, scenario));
  return object;
}

static struct json_object *
tell_steps (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->n_steps; i++)
    {
      const SteadyScenarioStep *step = &scenario->steps[i];
      struct json_object       *object = json_object_new_object ();
      steady_words_integer (object, "index", i);
      steady_words_text (object, "id", step->id);
      steady_words_text (object, "mechanism", step->effect.mechanism);
      steady_words_number (object, "value", step->effect.value);
      steady_words_seconds (object, "ramp_s", step->effect.ramp);
      steady_words_text (object, "note", step->effect.note);
      steady_words_bool (object, "said", step->effect.said);
      steady_words_seconds (object, "at_s", step->at);
      steady_words_bool (object, "waits", step->has_when);
      steady_words_seconds (object,
                            "given_s",
                            self->steps[i].given ? self->steps[i].given_at
                                                 : STEADY_INSTANT_NEVER);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
tell_items (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->n_expected; i++)
    {
      const SteadyScenarioExpected *item = &scenario->expected[i];
      struct json_object           *object = json_object_new_object ();
      steady_words_text (object, "id", item->id);
      steady_words_text (object, "text", item->text);
      steady_words_text (object, "milestone", steady_milestone_name (item->milestone));
      steady_words_bool (object, "forbidden", item->forbidden);
      steady_words_text (
          object,
          "verdict",
          steady_item_verdict_name ((SteadyItemVerdict) self->items[i].verdict));
      json_object_array_add (list, object);
    }
  return list;
}

/*
 * What an instructor sees besides: the timeline with its faults and what is expected.
 * The caller owns it.
 *
 * Thread: any.
 */
struct json_object *
steady_course_tell_instructor (const SteadyCourse *self, const SteadyScenario *scenario)
{
  struct json_object *object = json_object_new_object ();

  steady_words_text (object, "title", scenario->title);
  json_object_object_add (object, "timeline", tell_steps (self, scenario));
  json_object_object_add (object, "expected", tell_items (self, scenario));
  return object;
}

/* The catalogue of what a trainee can do, for the greeting. The caller owns it. Thread:
 * any. */
struct json_object *
steady_course_tell_actions (const SteadyScenario *scenario)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < scenario->catalogue->n_actions; i++)
    {
      const SteadyCatalogueAction *action = &scenario->catalogue->actions[i];
      struct json_object          *object = json_object_new_object ();
      steady_words_text (object, "id", action->id);
      steady_words_text (object, "label", action->label);
      steady_words_text (object, "group", action->group);
      steady_words_seconds (object, "takes_s", action->takes);
      json_object_array_add (list, object);
    }
  return list;
}
