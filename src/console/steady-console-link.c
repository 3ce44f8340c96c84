/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-console-link.h"

#include <math.h>
#include <string.h>

#include <glib-unix.h>

#define PERIOD_MS 100
/* periods */
#define AGES_EVERY 5
/* After the instant at which a silence begins, ms. */
#define LATE_MS 10

struct SteadyConsoleLink
{
  SteadyConsoleListener listener;
  SteadyConsoleState   *state;
  SteadyLinkClient     *client;
  char                 *path;
  guint                 timer;
  guint                 watch; /* on the descriptor; 0: not connected */
  unsigned              dirty; /* changes that were not told yet */
  unsigned              turns; /* of the timer in a silence */
  gboolean              lazy;  /* the timer waits for a silence only */
  gboolean              draining;
};

static void
tell (SteadyConsoleLink *self)
{
  const unsigned dirty = self->dirty;
  self->dirty = 0;
  if (dirty != 0 && self->listener.changed != NULL)
    self->listener.changed (self->listener.data, dirty);
}

static void
drain (SteadyConsoleLink *self)
{
  SteadyFrame frame;

  if (self->draining)
    return;
  self->draining = TRUE;
  while (steady_link_client_receive (self->client, &frame))
    {
      self->dirty |=
          steady_console_state_take (self->state, &frame, steady_clock_now ());
      if (self->listener.frame != NULL)
        self->listener.frame (self->listener.data, &frame);
    }
  self->draining = FALSE;
  if (self->dirty & (STEADY_CHANGE_ALARMS | STEADY_CHANGE_CONFIG |
                     STEADY_CHANGE_SILENCE | STEADY_CHANGE_ANSWER))
    tell (self);
}

/* A case that stands. */
static gboolean
stands (SteadyConsoleLink *self)
{
  return steady_link_client_connected (self->client) && self->state->has_heartbeat &&
         !self->state->silent && self->state->heartbeat.speed <= 0;
}

/* … with nothing to tell: only a silence has to be noticed. */
static gboolean
is_idle (SteadyConsoleLink *self)
{
  return self->dirty == 0 && stands (self);
}

static gboolean on_timer (gpointer data);

static void
wait_on (SteadyConsoleLink *self)
{
  const SteadyInstant now = steady_clock_now ();
  const SteadySpan    left = steady_console_state_silent_at (self->state) - now;
  const guint         span = (guint) (MAX (left, 0) / STEADY_NSEC_PER_MSEC) + LATE_MS;

  g_clear_handle_id (&self->timer, g_source_remove);
  self->lazy = is_idle (self);
  self->timer = g_timeout_add (self->lazy ? span : PERIOD_MS, on_timer, self);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer data)
{
  SteadyConsoleLink *self = data;
  drain (self);
  /* while a case stands so little comes that nothing is gained by gathering it */
  if (self->lazy && stands (self))
    tell (self);
  if (self->lazy && !is_idle (self))
    wait_on (self);
  if (steady_link_client_connected (self->client))
    return G_SOURCE_CONTINUE;
  self->watch = 0;
  return G_SOURCE_REMOVE;
}

static void
connect_again (SteadyConsoleLink *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  if (!steady_link_client_connect (self->client))
    return;
  self->watch = g_unix_fd_add (steady_link_client_fd (self->client),
                               G_IO_IN | G_IO_HUP | G_IO_ERR,
                               on_readable,
                               self);
  /* else GLib takes the descriptor out of its list for each call and puts it back, and
   * wakes itself up for both; @draining is what keeps a call out of another */
  g_source_set_can_recurse (g_main_context_find_source_by_id (NULL, self->watch), TRUE);
}

static gboolean
on_timer (gpointer data)
{
  SteadyConsoleLink *self = data;
  if (!steady_link_client_connected (self->client))
    connect_again (self);
  /* What waits in the socket was sent in time, however late this turn of the loop is:
   * silence is judged after it was read. */
  drain (self);
  self->dirty |= steady_console_state_pass (
      self->state, steady_link_client_connected (self->client), steady_clock_now ());
  /* In a silence nothing comes that could move the ages on. */
  if (self->state->silent && self->turns++ % AGES_EVERY == 0)
    self->dirty |= STEADY_CHANGE_HEARTBEAT;
  tell (self);
  self->timer = 0;
  wait_on (self);
  return G_SOURCE_REMOVE;
}

/* Begins to connect to the engine's socket at once and goes on trying. @role: console,
 * or instructor, who never gets control. */
SteadyConsoleLink *
steady_console_link_new (const char                  *socket_path,
                         SteadyRole                   role,
                         const SteadyConsoleListener *listener)
{
  SteadyConsoleLink *self = g_new0 (SteadyConsoleLink, 1);
  self->listener = *listener;
  self->state = steady_console_state_new (steady_clock_now ());
  self->path = g_strdup (socket_path);
  self->client = steady_link_client_new (socket_path, role);
  self->timer = g_timeout_add (PERIOD_MS, on_timer, self);
  connect_again (self);
  return self;
}

/* Says goodbye and forgets. */
void
steady_console_link_free (SteadyConsoleLink *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (steady_link_client_connected (self->client))
    steady_link_client_send (self->client, STEADY_FRAME_BYE, NULL, 0);
  steady_link_client_free (self->client);
  steady_console_state_free (self->state);
  g_free (self->path);
  g_free (self);
}

/* What is known; borrowed. */
SteadyConsoleState *
steady_console_link_state (SteadyConsoleLink *self)
{
  return self->state;
}

/* Sends a frame of a page's own. False: there is no link now. */
bool
steady_console_link_send (SteadyConsoleLink *self,
                          SteadyFrameType    type,
                          const void        *payload,
                          size_t             length)
{
  return steady_link_client_connected (self->client) &&
         steady_link_client_send (self->client, type, payload, length);
}

/* Proposes a value. False: it was not sent, and the state's message says why. */
bool
steady_console_link_command (SteadyConsoleLink *self,
                             SteadyControl      control,
                             double             value)
{
  SteadyCommand command;
  self->dirty |= STEADY_CHANGE_ANSWER;
  return steady_console_state_propose (
             self->state, control, value, steady_clock_now (), &command) &&
         steady_console_link_send (
             self, STEADY_FRAME_COMMAND, &command, sizeof command);
}

/* Proposes the set-point before the last step again. */
bool
steady_console_link_undo (SteadyConsoleLink *self)
{
  SteadyCommand command;
  self->dirty |= STEADY_CHANGE_ANSWER;
  return steady_console_state_undo (self->state, steady_clock_now (), &command) &&
         steady_console_link_send (
             self, STEADY_FRAME_COMMAND, &command, sizeof command);
}

/* What the operator does with alarms. @id: NULL where the kind needs none. */
bool
steady_console_link_alarm (SteadyConsoleLink     *self,
                           SteadyAlarmRequestKind kind,
                           const char            *id)
{
  SteadyAlarmRequest request = { .kind = kind };
  if (id != NULL)
    g_strlcpy (request.id, id, sizeof request.id);
  return steady_console_link_send (
      self, STEADY_FRAME_ALARM_REQUEST, &request, sizeof request);
}

/*
 * Proposes what @wanted says of kind, rule (the name with OPERATOR), control, value and
 * expected; id and time are filled in. False: it was not sent, and the state's message
 * says why.
 */
bool
steady_console_link_setting (SteadyConsoleLink          *self,
                             const SteadySettingRequest *wanted)
{
  SteadySettingRequest request;
  self->dirty |= STEADY_CHANGE_ANSWER;
  if (!steady_console_state_propose_setting (
          self->state,
          (SteadySettingKind) wanted->kind,
          wanted->kind == STEADY_SETTING_OPERATOR ? wanted->who : wanted->rule,
          steady_clock_now (),
          &request))
    return false;
  request.control = wanted->control;
  request.value = wanted->value;
  request.expected = wanted->expected;
  return steady_console_link_send (
      self, STEADY_FRAME_SETTING, &request, sizeof request);
}

/* Volume (NaN: as it is) and, with another @test than before, the sound test. */
bool
steady_console_link_sound (SteadyConsoleLink *self, double volume_db, uint32_t test)
{
  const SteadySoundSetting setting = { .volume_db = volume_db, .test = test };
  return steady_console_link_send (
      self, STEADY_FRAME_SOUND_SETTING, &setting, sizeof setting);
}

/* The hand crank's beat, heard while no alarm is; 0 ends it, and it ends by itself
 * where it is not asked for again. */
bool
steady_console_link_crank_beat (SteadyConsoleLink *self, double per_minute)
{
  const SteadyCrankBeat beat = { .per_minute = per_minute };
  return steady_console_link_send (self, STEADY_FRAME_CRANK_BEAT, &beat, sizeof beat);
}

/* Has the three tones played; returns the number of the test, 0 when not sent. Numbers
 * are never used twice, whichever console asks. */
uint32_t
steady_console_link_test_sound (SteadyConsoleLink *self)
{
  const uint32_t test =
      (uint32_t) (steady_clock_now () / STEADY_NSEC_PER_MSEC % INT32_MAX) + 1;
  return steady_console_link_sound (self, NAN, test) ? test : 0;
}

/* A press on the event pad. @text may be NULL. */
bool
steady_console_link_mark (SteadyConsoleLink *self,
                          SteadyEvent        event,
                          double             value,
                          const char        *text)
{
  return steady_console_link_mark_ago (self, event, value, text, 0);
}

/* The same for what was @ago_s ago, at most some hours. @text may be NULL. */
bool
steady_console_link_mark_ago (SteadyConsoleLink *self,
                              SteadyEvent        event,
                              double             value,
                              const char        *text,
                              unsigned           ago_s)
{
  SteadyMark mark = { .value = value,
                      .event = (uint16_t) event,
                      .ago_s = (uint16_t) MIN (ago_s, UINT16_MAX) };
  if (text != NULL)
    g_utf8_strncpy (mark.text, text, STEADY_EVENT_TEXT_SIZE / 4 - 1);
  return steady_console_link_send (self, STEADY_FRAME_MARK, &mark, sizeof mark);
}

/* How the drawing goes, for the engine's watch. */
bool
steady_console_link_report (SteadyConsoleLink *self, const SteadyClientState *state)
{
  return steady_console_link_send (
      self, STEADY_FRAME_CLIENT_STATE, state, sizeof *state);
}

/* The engine's socket. Borrowed. */
const char *
steady_console_link_path (const SteadyConsoleLink *self)
{
  return self->path;
}
