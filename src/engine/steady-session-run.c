/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "engine/steady-engine-skip.h"
#include "engine/steady-pace.h"
#include "engine/steady-recall.h"
#include "engine/steady-session.h"
#include "engine/steady-training.h"

#define TICK       (20 * STEADY_NSEC_PER_MSEC)
#define TELL_EVERY (100 * STEADY_NSEC_PER_MSEC)

enum
{
  TELL_TURNS = 1024 /* of a run as fast as it goes: 20 s of the case */
};

static atomic_bool asked_to_stop;

static void
on_signal (int number)
{
  atomic_store (&asked_to_stop, true);
}

/* SIGINT and SIGTERM end the run cleanly; SIGHUP too, since a terminal that closes must
 * not cut a case off. Thread: main. */
void
steady_session_stop_on_signals (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
}

static SteadyInstant
end_of (const SteadySession *self)
{
  const SteadySpan until = self->options->until;
  return until == STEADY_INSTANT_NEVER ? STEADY_INSTANT_NEVER
                                       : self->engine->start + until;
}

static bool
is_over (const SteadySession *self, SteadyInstant now, SteadyInstant end)
{
  return now >= end || atomic_load (&asked_to_stop) || self->engine->leave ||
         self->engine->restart || steady_engine_at_end (self->engine);
}

static void
tick (SteadySession *self, SteadyInstant now, SteadyInstant real, SteadySpan lateness)
{
  const SteadyMoment moment = {
    .now = now, .real = real, .utc_ns = steady_clock_utc_ns (), .lateness = lateness
  };
  steady_engine_tick (self->engine, &moment);
}

/* Frozen by the instructor. */
static void
stand (SteadySession *self, SteadyInstant now, SteadyInstant real)
{
  const SteadyMoment moment = { .now = now,
                                .real = real,
                                .utc_ns = steady_clock_utc_ns () };
  steady_engine_stand (self->engine, &moment);
}

/* Where a run ends by itself; NEVER: nobody knows. */
static SteadyInstant
due_end (const SteadySession *self, SteadyInstant end)
{
  return self->length == STEADY_INSTANT_NEVER
             ? end
             : MIN (end, self->engine->start + self->length);
}

/* As fast as it goes: the clock is moved by hand, in even steps. */
static void
run_manual (SteadySession *self)
{
  const SteadyInstant end = end_of (self);
  const SteadyInstant due = due_end (self, end);
  const double        whole = (double) MAX (due - self->begin, 1);
  SteadyInstant       now = self->begin;
  unsigned            turn = 0;

  while (!is_over (self, now, end))
    {
      now = now + TICK < end ? now + TICK : end;
      tick (self, now, steady_clock_now (), 0);
      if (due != STEADY_INSTANT_NEVER && turn++ % TELL_TURNS == 0)
        steady_program_progress_tell (&self->told,
                                      (double) (now - self->begin) / whole);
    }
  steady_program_progress_end (&self->told);
}

/*
 * By the clock: each turn is told the time that it is, however late it came. Where the
 * case runs faster than the clock, a turn is made of steps that are no longer than
 * usual.
 */
static void
run_by_clock (SteadySession *self)
{
  const SteadyInstant end = end_of (self);
  const SteadyInstant begin = self->begin_real;
  const SteadyEngine *engine = self->engine;
  SteadyInstant       now = self->begin;
  SteadyInstant       next = steady_clock_now () + TICK;
  SteadyPace          pace;

  steady_pace_init (&pace, now, begin, engine->speed);
  while (!is_over (self, now, end))
    {
      steady_clock_sleep_until (next);
      const SteadyInstant real = steady_clock_now ();
      const SteadyInstant due =
          MIN (steady_pace_due (&pace, now, real, engine->speed), end);
      const SteadySpan step = engine->speed > 1 ? TICK : due - now;
      if (engine->speed <= 0)
        stand (self, now, real);
      while (now < due && engine->speed > 0 && !is_over (self, now, end))
        {
          now = MIN (now + step, due);
          tick (self, now, real, real - next);
        }
      next = real + TICK - (real - begin) % TICK;
    }
}

/* How a replay comes to where it begins. */
typedef struct OnTheWay
{
  SteadySession *session;
  SteadyInstant  told; /* real time; 0: not yet */
} OnTheWay;

/* Clients are told often enough for a bar that moves. */
static bool
on_the_way (void *data, double share)
{
  OnTheWay           *way = data;
  SteadyEngine       *engine = way->session->engine;
  const SteadyInstant real = steady_clock_now ();

  if (way->told == 0 || real - way->told >= TELL_EVERY)
    {
      const SteadyReplayProgress progress = {
        .permille = (uint32_t) (CLAMP (share, 0, 1) * 1000),
        .start = engine->recall != NULL && engine->recall->feed != NULL
                     ? engine->recall->start
                     : STEADY_REPLAY_NO_JOURNAL
      };
      way->told = real;
      steady_outlet_put (&engine->outlet,
                         STEADY_FRAME_REPLAY_PROGRESS,
                         engine->moment.now,
                         1,
                         &progress,
                         sizeof progress);
      steady_outlet_flush (&engine->outlet, engine->moment.now);
    }
  return !atomic_load (&asked_to_stop);
}

/* The same of a recording that has no journal: its alarms need all that was measured.
 * Returns how far it came. */
static SteadyInstant
play_up_to (SteadySession *self, SteadyInstant to, OnTheWay *way)
{
  const double  whole = (double) MAX (to - self->begin, 1);
  SteadyInstant now = self->begin;
  unsigned      turn = 0;

  while (now < to && !is_over (self, now, to))
    {
      tick (self, now = MIN (now + TICK, to), steady_clock_now (), 0);
      if (turn++ % 64 == 0)
        on_the_way (way, (double) (now - self->begin) / whole);
    }
  return now;
}

/* Only when it was played to its end does a recording that is no case say how long it
 * is. */
static bool
reached (const SteadySession *self, SteadyInstant now, SteadyInstant to)
{
  if (now >= to || self->length != STEADY_INSTANT_NEVER ||
      !steady_engine_at_end (self->engine))
    return true;
  fprintf (stderr,
           "steady-engine: %s: ends %.1f s after its start, so it cannot be played "
           "from %.1f s; give --from an earlier time\n",
           self->source_file,
           steady_span_seconds (now - self->begin),
           steady_span_seconds (to - self->begin));
  return false;
}

/*
 * Brings a replay to where it begins, as fast as it goes and without a sound: its
 * alarms then stand as they stood. A recording that has no journal is played up to
 * there. False, with a word to the standard error: it ends before.
 */
static bool
skip (SteadySession *self)
{
  SteadyEngine       *engine = self->engine;
  const SteadyInstant to = self->begin + self->options->from;
  const bool          manual = engine->manual;
  bool                there = true;

  if (self->options->from <= 0)
    return true;
  OnTheWay way = { .session = self };
  if (!steady_engine_skip (engine, to, on_the_way, &way))
    {
      engine->manual = true;
      const SteadyInstant now = play_up_to (self, to, &way);
      engine->manual = manual;
      there = reached (self, now, to);
    }
  self->begin = to;
  self->begin_real = steady_clock_now ();
  return there;
}

/*
 * Ticks until the end of the recording, of the time asked for, or a signal. False, with
 * a word to the standard error: what was played could not be read to its end, or ends
 * before the place from which it should be played.
 *
 * Thread: main, which becomes the tick.
 */
bool
steady_session_run (SteadySession *self)
{
  SteadyEngine *engine = self->engine;

  if (!self->resumed)
    steady_engine_event (engine, STEADY_EVENT_CASE_START, 0, self->title);
  else
    steady_engine_event (engine, STEADY_EVENT_RESUMED, 0, "");
  if (self->notice != NULL)
    steady_engine_event (engine, STEADY_EVENT_DEVICE, 0, self->notice);
  const bool there = skip (self);
  if (engine->manual)
    run_manual (self);
  else
    run_by_clock (self);
  if (engine->restart)
    {
      engine->state_real = 0; /* all of now is to be found by who goes on */
      steady_engine_tell (engine);
      return true;
    }
  if (engine->course != NULL)
    steady_course_end (engine->course, engine->scenario);
  engine->course_real = 0; /* the last word is never too early */
  steady_training_tell (engine);
  steady_outlet_flush (&engine->outlet, engine->moment.now);
  steady_engine_store_journal (engine);
  steady_engine_event (engine, STEADY_EVENT_CASE_END, 0, "");
  if (engine->recall != NULL && steady_recall_differing (engine->recall) > 0)
    fprintf (stderr,
             "steady-engine: %s: its alarms were not as %u of the states say that the "
             "case holds of them; compare it with steady-case verify\n",
             self->source_file,
             steady_recall_differing (engine->recall));
  if (engine->recall == NULL || !steady_recall_damaged (engine->recall))
    return there;
  fprintf (stderr,
           "steady-engine: %s: what its alarms were told cannot be read to the end; "
           "use a copy of the case that is whole\n",
           self->source_file);
  return false;
}
