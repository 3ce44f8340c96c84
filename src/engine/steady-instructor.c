/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-instructor.h"

#include "engine/steady-engine.h"
#include "engine/steady-training.h"

/* The hidden state is given this often while an instructor looks. */
#define PERIOD (500 * STEADY_NSEC_PER_MSEC)

static void
log_instructor (SteadyEngine *engine,
                double        value,
                const char   *format,
                const char   *what)
{
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text, sizeof text, format, what);
  steady_engine_event (engine, STEADY_EVENT_INSTRUCTOR, value, text);
}

static void
inject (SteadyEngine *engine, const SteadyTrainingRequest *request)
{
  char             text[STEADY_EVENT_TEXT_SIZE];
  const SteadySpan ramp = steady_span_from_seconds (request->ramp_s);

  if (engine->simulated == NULL ||
      !engine->simulated->class->inject (engine->simulated,
                                         engine->moment.now - engine->behind,
                                         request->id,
                                         request->value,
                                         ramp))
    return;
  g_snprintf (text,
              sizeof text,
              "%s to %g over %g s",
              request->id,
              request->value,
              request->ramp_s);
  steady_engine_event (engine, STEADY_EVENT_INSTRUCTOR, request->value, text);
  steady_training_injected (engine, request->id, request->value);
}

static void
freeze (SteadyEngine *engine)
{
  if (engine->speed <= 0)
    return;
  engine->instructor.before = engine->speed;
  engine->speed = 0;
  log_instructor (engine, 0, "%s", "frozen");
}

static void
go_on (SteadyEngine *engine)
{
  if (engine->speed > 0)
    return;
  engine->speed = engine->instructor.before > 0 ? engine->instructor.before : 1;
  log_instructor (engine, engine->speed, "%s", "goes on");
}

static void
set_speed (SteadyEngine *engine, double speed)
{
  engine->speed = CLAMP (speed, STEADY_TRAINING_SPEED_LOW, STEADY_TRAINING_SPEED_HIGH);
  /* What runs faster than life must not take the processor from all else. */
  if (engine->speed > 1 && engine->realtime.scheduled)
    {
      steady_realtime_yield ();
      engine->realtime.scheduled = false;
    }
  log_instructor (engine, engine->speed, "%s", "speed");
}

/*
 * Does what an instructor or the trainee asked of a training case, and writes it into
 * the case. The I/O thread has judged whether they may, and has answered.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_instructor_take (SteadyEngine *engine, const SteadyRequest *request)
{
  const SteadyTrainingRequest *training = &request->training;

  if (engine->mode != STEADY_MODE_TRAINING)
    return;
  switch (training->kind)
    {
    case STEADY_TRAINING_INJECT:
      inject (engine, training);
      break;
    case STEADY_TRAINING_FREEZE:
      freeze (engine);
      break;
    case STEADY_TRAINING_GO_ON:
      go_on (engine);
      break;
    case STEADY_TRAINING_SPEED:
      set_speed (engine, training->value);
      break;
    case STEADY_TRAINING_START:
      /* The supervisor was told which; the run ends as if it had been asked to. */
      log_instructor (engine, 0, "leaves for %s", training->id);
      engine->leave = true;
      break;
    default:
      steady_training_take (engine, training);
      break;
    }
}

/*
 * Gives what is hidden to the I/O thread, twice a second while an instructor looks.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_instructor_tell (SteadyEngine *engine)
{
  SteadyInstructor  *self = &engine->instructor;
  const SteadyMoment moment = engine->moment;

  if (engine->simulated == NULL || engine->simulated->class->hidden == NULL ||
      atomic_load (&engine->watch.instructors) == 0 ||
      moment.real - self->told < PERIOD)
    return;
  self->told = moment.real;
  engine->simulated->class->hidden (engine->simulated, &self->hidden);
  steady_outlet_put (&engine->outlet,
                     STEADY_INTERNAL_HIDDEN,
                     moment.now,
                     1,
                     &self->hidden,
                     sizeof self->hidden);
}
