/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-training-link.h"

#include <glib/gi18n-lib.h>

#include "link/steady-link-client.h"

struct SteadyTrainingLink
{
  SteadyTrainingState   state;
  const SteadyPageHost *host;   /* NULL before the start */
  SteadyLinkClient     *second; /* the instructor's own; NULL: not open */
};

/* Knows nothing yet. Free with steady_training_link_free (). */
SteadyTrainingLink *
steady_training_link_new (void)
{
  SteadyTrainingLink *self = g_new0 (SteadyTrainingLink, 1);
  steady_training_state_init (&self->state);
  return self;
}

/* Closes the second connection and forgets. */
void
steady_training_link_free (SteadyTrainingLink *self)
{
  if (self == NULL)
    return;
  steady_training_link_close (self);
  steady_training_state_finish (&self->state);
  g_free (self);
}

/* Borrows @host; once. */
void
steady_training_link_start (SteadyTrainingLink *self, const SteadyPageHost *host)
{
  self->host = host;
}

/* What is known. Borrowed. */
SteadyTrainingState *
steady_training_link_state (SteadyTrainingLink *self)
{
  return &self->state;
}

/* Takes a frame of the console's connection; true: something may look different now. */
bool
steady_training_link_take (SteadyTrainingLink *self, const SteadyFrame *frame)
{
  const bool changed =
      steady_training_state_take (&self->state, frame, steady_clock_now ());
  if (frame->header.type == STEADY_FRAME_WELCOME && !self->state.training)
    steady_training_link_close (self);
  return changed;
}

/* Reads what has come over the second connection, and connects it again where the
 * engine was another one. Called some times a second while a panel is seen. */
void
steady_training_link_follow (SteadyTrainingLink *self)
{
  SteadyFrame frame;
  if (self->second == NULL || !steady_link_client_connect (self->second))
    return;
  while (steady_link_client_receive (self->second, &frame))
    {
      if (frame.header.type == STEADY_FRAME_WELCOME)
        self->state.instructor = true;
      steady_training_state_take_hidden (&self->state, &frame, steady_clock_now ());
    }
}

/* Opens the second connection: what is hidden will be seen on this screen. */
void
steady_training_link_open (SteadyTrainingLink *self)
{
  if (self->second != NULL || self->host == NULL || self->host->socket_path == NULL)
    return;
  self->second =
      steady_link_client_new (self->host->socket_path, STEADY_ROLE_INSTRUCTOR);
  steady_training_link_follow (self);
}

/* Closes it; what it told is forgotten. */
void
steady_training_link_close (SteadyTrainingLink *self)
{
  if (self->second == NULL)
    return;
  if (steady_link_client_connected (self->second))
    steady_link_client_send (self->second, STEADY_FRAME_BYE, NULL, 0);
  g_clear_pointer (&self->second, steady_link_client_free);
  steady_training_state_forget_hidden (&self->state);
}

/* Whether the second connection was asked for on this screen. */
bool
steady_training_link_is_open (const SteadyTrainingLink *self)
{
  return self->second != NULL;
}

static bool
is_instructors (uint32_t kind)
{
  return kind < STEADY_TRAINING_REPLY;
}

/* Asks the engine; the answer stands in the state. False: there is no link now, and the
 * state says so. */
bool
steady_training_link_ask (SteadyTrainingLink          *self,
                          const SteadyTrainingRequest *request)
{
  bool sent = false;
  if (is_instructors (request->kind) && self->second != NULL)
    sent = steady_link_client_send (
        self->second, STEADY_FRAME_TRAINING_REQUEST, request, sizeof *request);
  else if (self->host != NULL)
    sent = self->host->send (
        self->host->data, STEADY_FRAME_TRAINING_REQUEST, request, sizeof *request);
  if (!sent)
    {
      g_strlcpy (self->state.answer,
                 _ ("Not sent: there is no link to the engine."),
                 sizeof self->state.answer);
      self->state.answer_bad = true;
      self->state.answer_at = steady_clock_now ();
      self->state.serial++;
    }
  return sent;
}

/* The same with what most requests need; @id may be NULL. */
bool
steady_training_link_ask_simple (SteadyTrainingLink       *self,
                                 SteadyTrainingRequestKind kind,
                                 const char               *id,
                                 unsigned                  number,
                                 double                    value)
{
  SteadyTrainingRequest request = { .kind = kind, .number = number, .value = value };
  if (id != NULL)
    g_strlcpy (request.id, id, sizeof request.id);
  return steady_training_link_ask (self, &request);
}

/* Brings another page up. */
void
steady_training_link_show (SteadyTrainingLink *self, const char *page)
{
  if (self->host != NULL)
    self->host->show (self->host->data, page);
}

/* Marks a part of the Live page, or with NULL none. */
void
steady_training_link_point (SteadyTrainingLink *self, const char *part)
{
  if (self->host != NULL && self->host->point != NULL)
    self->host->point (self->host->data, part);
}
