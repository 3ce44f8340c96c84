/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-training.h"

#include <assert.h>
#include <string.h>

#include "engine/steady-engine.h"

/* Clients are told no more often than this, in real time. */
#define TELL_EVERY (50 * STEADY_NSEC_PER_MSEC)

enum
{
  HIDDEN_EVERY = 25 /* ticks */
};

static_assert (sizeof (SteadyCourse) <= STEADY_FRAME_MAX - sizeof (SteadyFrameHeader),
               "a course travels in one frame");

static void
apply (SteadyEngine *engine, const SteadyCourseEffect *change)
{
  const SteadyScenarioEffect *effect = &change->effect;

  engine->simulated->class->inject (engine->simulated,
                                    engine->moment.now - engine->behind,
                                    effect->mechanism,
                                    effect->value,
                                    effect->ramp);
  if (change->by_trainee)
    return;
  steady_engine_event (engine, STEADY_EVENT_MECHANISM, effect->value, effect->note);
  if (effect->said)
    steady_engine_event (engine, STEADY_EVENT_NOTE, 0, effect->note);
}

/* Tells the clients, when something of it has changed. Thread: tick. Does not allocate
 * or lock. */
void
steady_training_tell (SteadyEngine *engine)
{
  const SteadyCourse *course = engine->course;

  if (course == NULL || !engine->outlet.open ||
      (engine->course_told == course->changes && engine->course_real != 0) ||
      engine->moment.real - engine->course_real < TELL_EVERY)
    return;
  engine->course_told = course->changes;
  engine->course_real = engine->moment.real;
  steady_outlet_put (&engine->outlet,
                     STEADY_INTERNAL_COURSE,
                     engine->moment.now,
                     1,
                     course,
                     sizeof *course);
}

/* A clotting time that was asked for comes out of its machine: somebody enters it. */
static void
enter_clotting_time (SteadyEngine *engine, const SteadyHidden *hidden)
{
  SteadyCourse *course = engine->course;

  for (unsigned i = 0; i < hidden->n_truths; i++)
    {
      const double value = hidden->truths[i].value;
      if (hidden->truths[i].channel != STEADY_CHANNEL_ACT ||
          (value >= course->act_told && value <= course->act_told))
        continue;
      course->act_told = value;
      steady_engine_event (engine, STEADY_EVENT_GAS_SAMPLE, value, "");
      steady_engine_note_mark (engine, STEADY_EVENT_GAS_SAMPLE, value, "");
    }
}

/* What only the simulation knows: air that reached the child, results on their way. */
static void
look_at_hidden (SteadyEngine *engine)
{
  const SteadyDevice *device = engine->simulated;
  SteadyHidden       *hidden = &engine->instructor.hidden;

  if (device->class->hidden == NULL || engine->ticks % HIDDEN_EVERY != 1)
    return;
  device->class->hidden (device, hidden);
  engine->course->cost.air_ml = hidden->air_to_child_ml;
  enter_clotting_time (engine, hidden);
}

/*
 * The scenario's turn: causes that are due now go to the simulated device, through the
 * same entry that an instructor uses.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_training_tick (SteadyEngine *engine)
{
  SteadyCourseEffect effects[STEADY_COURSE_EFFECTS];

  if (engine->course == NULL || engine->simulated == NULL)
    return;
  const SteadyConditionView view = {
    .now = engine->moment.now - engine->behind - engine->start,
    .values = &engine->values,
    .support = &engine->phase.support,
    .alarms = engine->records,
    .n_alarms = steady_alarm_system_present (
        engine->alarms, engine->records, STEADY_ENGINE_ALARMS),
  };
  look_at_hidden (engine);
  const unsigned n = steady_course_update (
      engine->course, engine->scenario, &view, effects, STEADY_COURSE_EFFECTS);
  for (unsigned i = 0; i < n; i++)
    apply (engine, &effects[i]);
  steady_training_tell (engine);
}

/* Something happened that a scenario may wait for. Thread: tick. Does not allocate. */
void
steady_training_happened (SteadyEngine       *engine,
                          SteadyConditionKind kind,
                          unsigned            number,
                          double              value,
                          const char         *id)
{
  const SteadyHappening happening = {
    .kind = (uint16_t) kind, .number = (uint16_t) number, .value = value, .id = id
  };
  if (engine->course != NULL)
    steady_course_happen (engine->course, engine->scenario, &happening);
}

/* Whether an answer means that somebody set something: what goes to a device is
 * accepted first, what the engine keeps is confirmed at once. Thread: tick. */
bool
steady_training_was_done (const SteadyAnswer *answer)
{
  const bool kept = answer->control == STEADY_CONTROL_SUPPORT_MODE ||
                    answer->control == STEADY_CONTROL_SUPPORT_FLAGS;
  return answer->origin != 0 &&
         answer->status == (kept ? STEADY_ANSWER_CONFIRMED : STEADY_ANSWER_ACCEPTED);
}

/* Thread: tick. Does not allocate. */
void
steady_training_alarm (SteadyEngine *engine, const SteadyAlarmRecord *record)
{
  if (engine->course != NULL)
    steady_course_alarm (engine->course, record);
}

/* Thread: tick. Does not allocate. */
void
steady_training_intervention (SteadyEngine *engine, const SteadyCommand *command)
{
  if (engine->course != NULL)
    steady_course_log (engine->course,
                       STEADY_COURSE_LOG_INTERVENTION,
                       command->control,
                       command->value,
                       "");
}

/* The instructor changed a mechanism: a fault like one of the scenario's. Thread: tick.
 * Does not allocate. */
void
steady_training_injected (SteadyEngine *engine, const char *mechanism, double value)
{
  SteadyCourse *course = engine->course;

  if (course == NULL)
    return;
  if (!course->fault_given)
    {
      course->fault_given = true;
      course->fault_at = course->now;
    }
  steady_course_log (course, STEADY_COURSE_LOG_INJECTED, 0, value, mechanism);
  course->changes++;
}

/*
 * Does what the trainee or an instructor asks of the course; the I/O thread has judged
 * whether they may.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_training_take (SteadyEngine *engine, const SteadyTrainingRequest *request)
{
  SteadyCourse         *course = engine->course;
  const SteadyScenario *scenario = engine->scenario;

  if (course == NULL)
    return;
  switch (request->kind)
    {
    case STEADY_TRAINING_NOTE:
      steady_course_note (course, request->text);
      steady_engine_event (engine, STEADY_EVENT_INSTRUCTOR, 0, request->text);
      break;
    case STEADY_TRAINING_STEP:
      steady_course_give_step (course, scenario, request->number);
      break;
    case STEADY_TRAINING_REPLY:
      if (steady_course_reply (course, scenario, request->id, request->number))
        steady_engine_event (
            engine, STEADY_EVENT_TRAINEE, request->number, request->id);
      break;
    case STEADY_TRAINING_DO:
      if (steady_course_do (course, scenario, request->id))
        steady_engine_event (engine, STEADY_EVENT_TRAINEE, 0, request->id);
      break;
    case STEADY_TRAINING_HINT:
      steady_course_hint (course, scenario);
      break;
    case STEADY_TRAINING_END:
      steady_course_end (course, scenario);
      break;
    default:
      break;
    }
}
