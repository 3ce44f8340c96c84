/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/roller/steady-roller.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/roller/steady-roller-site.h"
#include "device/steady-line-stream.h"
#include "device/steady-wire-text.h"

#define N_(text) text

/* An answer takes no longer; a cycle of questions takes two to four of these. */
#define PATIENCE (150 * STEADY_NSEC_PER_MSEC)
#define REST     (20 * STEADY_NSEC_PER_MSEC)
#define CYCLE    (50 * STEADY_NSEC_PER_MSEC)
/* What was said longer ago is not put together with what is said now. */
#define FRESH (1 * STEADY_NSEC_PER_SEC)

/* What a message was sent for. */
typedef enum Topic
{
  TOPIC_NONE,
  TOPIC_RUNS,
  TOPIC_DIRECTION,
  TOPIC_MODE,
  TOPIC_SPEED,
  TOPIC_STATUS, /* whether it runs, and which way, in one line */
  TOPIC_SETUP,
  TOPIC_STOP,
  TOPIC_START,
  TOPIC_SET
} Topic;

typedef struct Question
{
  Topic       topic;
  const char *text; /* after the address */
} Question;

/* Two makers, one dialogue. */
typedef struct Dialect
{
  Question questions[4];
  unsigned n_questions;
  Question setups[2];
  unsigned n_setups;
  bool     setup_first; /* not only when the pump says that it needs it */
  bool     own_address; /* setups are for the pump with the number 1, not the channel */
  const char *set;      /* speed in 0.01 rpm, six digits */
  const char *marks;    /* characters that answer alone, with or without a line's end */
} Dialect;

static const Dialect masterflex = {
  .questions = { { TOPIC_STATUS, "RC" }, { TOPIC_SPEED, "R" } },
  .n_questions = 2,
  .setups = { { TOPIC_SETUP, "RE1" } },
  .n_setups = 1,
  .set = "R%06ld",
  .marks = "*~#",
};

static const Dialect ismatec = {
  .questions = { { TOPIC_RUNS, "E" },
                 { TOPIC_DIRECTION, "xD" },
                 { TOPIC_MODE, "xM" },
                 { TOPIC_SPEED, "S" } },
  .n_questions = 4,
  .setups = { { TOPIC_SETUP, "~1" }, { TOPIC_SETUP, "xE0" } },
  .n_setups = 2,
  .setup_first = true,
  .own_address = true,
  .set = "S%06ld",
  .marks = "*~#+-JKLMOGQNP",
};

/* What the pump said last, and when. */
typedef struct Said
{
  bool          is; /* runs, turns forward, takes speeds */
  SteadyInstant t;
} Said;

typedef struct State
{
  SteadyLineBuffer line;
  Topic            waiting; /* for the answer to this */
  SteadyInstant    asked;
  SteadyInstant    free; /* no message before this */
  SteadyInstant    due;  /* of the next cycle */
  unsigned         question;
  unsigned         setup; /* the next one to send; n_setups: done */
  bool             stop_wanted;
  bool             stop_sent; /* and not yet told whether it runs */
  bool             start_wanted;
  bool             by_intervention;
  double           set_wanted; /* rpm; 0: none */
  Said             runs;
  Said             forward;
  Said             takes_speed;
  double           speed; /* as set, without a sign */
  SteadyInstant    speed_t;
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static const Dialect *
dialect_of (const SteadyDriver *self)
{
  return self->class == &steady_masterflex_class ? &masterflex : &ismatec;
}

/* ---- what it says ---- */

static void
tell (SteadyDriver *self, unsigned signal, SteadyInstant t, double value)
{
  if (signal < self->n_signals)
    steady_driver_tell (self, signal, t, value, STEADY_QUALITY_VALID);
}

/* A set speed means nothing while the pump doses a volume by itself. */
static void
tell_speeds (SteadyDriver *self, const State *state, SteadyInstant t)
{
  const SteadyRollerSite *site = self->own;

  if (t - state->runs.t > FRESH || t - state->speed_t > FRESH ||
      t - state->forward.t > FRESH || t - state->takes_speed.t > FRESH)
    return; /* what was told before grows old by itself */
  if (!state->takes_speed.is)
    {
      for (unsigned i = 0; i < self->n_signals; i++)
        if (i != STEADY_ROLLER_STATE)
          steady_driver_tell (self, i, t, 0, STEADY_QUALITY_NOT_APPLICABLE);
      return;
    }
  const bool   on = state->forward.is != site->backwards;
  const double set = on ? state->speed : -state->speed;
  const double speed = state->runs.is ? set : 0;
  tell (self, STEADY_ROLLER_SPEED, t, speed);
  tell (self, STEADY_ROLLER_SET_SPEED, t, set);
  tell (self, STEADY_ROLLER_FLOW, t, speed * site->flow_of_turn);
  tell (self, STEADY_ROLLER_SET_FLOW, t, set * site->flow_of_turn);
}

static void
take_runs (SteadyDriver *self, State *state, bool runs, SteadyInstant t)
{
  state->runs = (Said){ runs, t };
  state->stop_sent = false;
  if (!runs)
    state->stop_wanted = false;
  if (runs && !state->stop_wanted)
    state->by_intervention = false; /* started again, here or at the pump */
  SteadyPumpState now = runs ? STEADY_PUMP_RUNNING : STEADY_PUMP_STOPPED;
  if (!runs && state->by_intervention)
    now = STEADY_PUMP_STOPPED_BY_INTERVENTION;
  else if (runs && !state->takes_speed.is && t - state->takes_speed.t <= FRESH)
    now = STEADY_PUMP_LOCAL;
  tell (self, STEADY_ROLLER_STATE, t, now);
  tell_speeds (self, state, t);
}

/* "1,1,0": address, runs, counter-clockwise. */
static bool
take_status (SteadyDriver *self, State *state, SteadyWireText text, SteadyInstant t)
{
  const SteadyRollerSite *site = self->own;
  const char             *c = text.text;

  if (text.length != 5 || c[0] != site->address || c[1] != ',' || c[3] != ',' ||
      (c[2] != '0' && c[2] != '1') || (c[4] != '0' && c[4] != '1'))
    return false;
  state->forward = (Said){ c[4] == '0', t };
  state->takes_speed = (Said){ true, t };
  take_runs (self, state, c[2] == '1', t);
  return true;
}

static bool
is_refusal (SteadyWireText text)
{
  return steady_wire_is (text, "~") || steady_wire_is (text, "#");
}

/* False: it answers another question, or none. */
static bool
take_answer (SteadyDriver *self, State *state, SteadyWireText text, SteadyInstant t)
{
  double rpm;

  switch (state->waiting)
    {
    case TOPIC_STATUS:
      return take_status (self, state, text, t);
    case TOPIC_RUNS:
      if (steady_wire_is (text, "+") || steady_wire_is (text, "-"))
        take_runs (self, state, text.text[0] == '+', t);
      else
        return false;
      return true;
    case TOPIC_DIRECTION:
      if (!steady_wire_is (text, "J") && !steady_wire_is (text, "K"))
        return false;
      state->forward = (Said){ text.text[0] == 'J', t };
      return true;
    case TOPIC_MODE:
      if (text.length != 1 || strchr ("LMOGQNP", text.text[0]) == NULL)
        return false;
      state->takes_speed = (Said){ text.text[0] == 'L', t };
      return true;
    case TOPIC_SPEED:
      if (!steady_wire_number (text, &rpm) || rpm < 0)
        return false;
      state->speed = rpm;
      state->speed_t = t;
      return true;
    case TOPIC_SETUP:
      if (steady_wire_is (text, "*") || is_refusal (text))
        state->setup++; /* either way: its answers to the questions decide */
      return steady_wire_is (text, "*");
    case TOPIC_STOP:
    case TOPIC_START:
    case TOPIC_SET:
      return steady_wire_is (text, "*");
    case TOPIC_NONE:
      return false;
    }
  return false;
}

/*
 * Each question is answered in a form of its own, but for what is only done ("*"), of
 * which nothing hangs on the mark. So what does not answer the question that waits is
 * the late answer to an earlier one, or garbage: its own may follow, and no later
 * answer is taken for another's.
 */
static void
take_text (SteadyDriver *self, State *state, SteadyWireText text, SteadyInstant t)
{
  const bool fine = take_answer (self, state, text, t);

  self->frames += fine;
  self->faults += !fine;
  /* "not in serial mode", or a pump that began anew and knows no channels */
  if (steady_wire_is (text, "~") ||
      (!fine && state->waiting != TOPIC_SETUP && steady_wire_is (text, "#")))
    state->setup = 0;
  if (!fine && !is_refusal (text))
    return;
  state->waiting = TOPIC_NONE;
  state->free = MAX (state->free, t + REST);
}

static void
roller_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);
  size_t used;

  for (size_t at = 0; at < length; at += used)
    {
      const char c = (char) bytes[at];
      if (state->waiting != TOPIC_NONE && state->line.length == 0 && c != '\0' &&
          strchr (dialect_of (self)->marks, c) != NULL)
        {
          used = 1;
          take_text (self, state, (SteadyWireText){ &c, 1 }, t);
          continue;
        }
      if (steady_line_buffer_take (&state->line, bytes + at, 1, t, &used) !=
          STEADY_LINE_WHOLE)
        continue;
      /* nobody asked, or it tells of itself what happened ("^U1") */
      if (state->waiting == TOPIC_NONE || state->line.text[0] == '^')
        continue;
      take_text (self,
                 state,
                 steady_wire_trim (steady_wire_text (state->line.text)),
                 state->line.t);
    }
}

/* ---- what it is told ---- */

static void
send (SteadyDriver *self, State *state, const Question *question, SteadyInstant now)
{
  const SteadyRollerSite *site = self->own;
  const bool  own = question->topic == TOPIC_SETUP && dialect_of (self)->own_address;
  char        text[32];
  const gsize length = (gsize) g_snprintf (
      text, sizeof text, "%c%s\r", own ? '1' : site->address, question->text);

  state->waiting = question->topic;
  state->asked = now;
  state->free = now + REST;
  state->line.length = 0;
  state->line.skipping = false;
  steady_driver_send (self, text, length);
}

static void
send_set (SteadyDriver *self, State *state, SteadyInstant now)
{
  char text[16];

  g_snprintf (
      text, sizeof text, dialect_of (self)->set, lround (state->set_wanted * 100));
  state->set_wanted = 0;
  send (self, state, &(Question){ TOPIC_SET, text }, now);
  state->question = 0;
}

/* A stop goes ahead of everything, and is said again until the pump says that it
 * stands; a start and a speed are said once, and what is read back decides. */
static bool
send_command (SteadyDriver *self, State *state, SteadyInstant now)
{
  static const Question stop = { TOPIC_STOP, "I" };
  static const Question start = { TOPIC_START, "H" };

  if (state->stop_wanted && !state->stop_sent)
    {
      state->stop_sent = true;
      state->question = 0; /* whether it stands is the next question */
      state->due = now;
      send (self, state, &stop, now);
    }
  else if (state->setup < dialect_of (self)->n_setups)
    send (self, state, &dialect_of (self)->setups[state->setup], now);
  else if (state->set_wanted > 0)
    send_set (self, state, now);
  else if (state->start_wanted)
    {
      state->start_wanted = false;
      state->question = 0;
      send (self, state, &start, now);
    }
  else
    return false;
  return true;
}

static SteadyInstant
roller_tick (SteadyDriver *self, SteadyInstant now)
{
  State         *state = state_of (self);
  const Dialect *dialect = dialect_of (self);

  if (state->waiting != TOPIC_NONE && now - state->asked >= PATIENCE)
    {
      self->faults++;
      state->setup += state->waiting == TOPIC_SETUP;
      /* neither the stop nor whether it stands was answered: once more */
      if (state->waiting == TOPIC_STATUS || state->waiting == TOPIC_RUNS)
        state->stop_sent = false;
      state->waiting = TOPIC_NONE;
    }
  if (state->waiting == TOPIC_NONE && now >= state->free &&
      !send_command (self, state, now) && now >= state->due)
    {
      send (self, state, &dialect->questions[state->question], now);
      state->question = (state->question + 1) % dialect->n_questions;
      if (state->question == 0)
        state->due = now + CYCLE;
    }
  if (state->waiting != TOPIC_NONE)
    return state->asked + PATIENCE;
  const bool wants = state->stop_wanted || state->start_wanted || state->set_wanted > 0;
  return MAX (wants ? state->free : MAX (state->due, state->free), now + 1);
}

static bool
roller_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const SteadyRollerSite *site = self->own;
  State                  *state = state_of (self);

  for (unsigned i = 0; i < self->n_controls; i++)
    {
      const SteadyDriverControl *control = &self->controls[i];
      if (control->control != command->control)
        continue;
      if (strcmp (control->name, "stop") == 0)
        {
          state->stop_wanted = true;
          state->stop_sent = false;
          state->start_wanted = false;
          state->set_wanted = 0;
          state->by_intervention = command->origin == 0;
          return true;
        }
      if (state->stop_wanted || !state->takes_speed.is)
        return false;
      if (strcmp (control->name, "start") == 0)
        return state->start_wanted = true;
      if (!(command->value >= control->low && command->value <= control->high))
        return false;
      state->set_wanted =
          site->sets_flow ? command->value / site->flow_of_turn : command->value;
      return true;
    }
  return false;
}

static void
roller_start (SteadyDriver *self, SteadyInstant now)
{
  const Dialect *dialect = dialect_of (self);
  State         *state = state_of (self);

  memset (state, 0, sizeof *state);
  state->line.longest = 80;
  state->setup = dialect->setup_first ? 0 : dialect->n_setups;
  state->free = state->due = now;
  state->runs.t = state->forward.t = state->takes_speed.t = state->speed_t =
      now - 2 * FRESH;
}

static bool
roller_configure (SteadyDriver               *self,
                  const SteadyDriverSettings *settings,
                  GError                    **error)
{
  SteadyRollerSite *site = steady_roller_site_new (settings, error);

  if (site == NULL)
    return false;
  self->own = site;
  self->signals = site->signals;
  self->n_signals = site->n_signals;
  self->controls = site->controls;
  self->n_controls = site->n_controls;
  return true;
}

/* ---- finding one ---- */

static size_t
put_question (const char *text, uint8_t *ret_bytes, size_t size)
{
  if (size < strlen (text))
    return 0;
  memcpy (ret_bytes, text, strlen (text));
  return strlen (text);
}

static bool
is_status (const char *c)
{
  return strlen (c) == 5 && c[0] >= '1' && c[0] <= '8' && c[1] == ',' && c[3] == ',' &&
         (c[2] == '0' || c[2] == '1') && (c[4] == '0' || c[4] == '1');
}

static bool
is_reglo (const char *line)
{
  return strncmp (line, "REGLO ICC", 9) == 0;
}

static size_t
masterflex_question (uint8_t *ret_bytes, size_t size)
{
  return put_question ("1RC\r", ret_bytes, size);
}

static SteadyProbe
masterflex_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, 80, is_status, 1, 2);
}

static size_t
ismatec_question (uint8_t *ret_bytes, size_t size)
{
  return put_question ("1#\r", ret_bytes, size);
}

static SteadyProbe
ismatec_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, 80, is_reglo, 1, 2);
}

#define SHARED                                                                         \
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP, .quiet = 1 * STEADY_NSEC_PER_SEC, \
  .laboratory = true, .configure = roller_configure, .start = roller_start,            \
  .rx = roller_rx, .tick = roller_tick, .command = roller_command,                     \
  .finish = steady_driver_free_own, .stages = roller_stages, .stage = roller_stage

static const char *const roller_stages[] = {
  "resting", "setting up", "asked", "in an answer", NULL
};

static unsigned
roller_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (state->waiting == TOPIC_NONE)
    return 0;
  if (state->waiting == TOPIC_SETUP)
    return 1;
  return state->line.length == 0 ? 2 : 3;
}

const SteadyDriverClass steady_masterflex_class = {
  .name = "masterflex",
  .title = N_ ("Masterflex L/S, roller pump of a rig"),
  .line = { .baud = 115200, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .probe = masterflex_probe,
  .question = masterflex_question,
  SHARED,
};

const SteadyDriverClass steady_ismatec_class = {
  .name = "ismatec",
  .title = N_ ("Ismatec Reglo ICC, roller pump of a rig"),
  .line = { .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .probe = ismatec_probe,
  .question = ismatec_question,
  SHARED,
};
