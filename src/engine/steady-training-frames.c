/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-json.h"
#include "engine/steady-training.h"
#include "scenario/steady-course-words.h"
#include "scenario/steady-debrief.h"

#define EVERY(role) (STEADY_LINK_ROLE + (unsigned) (role))

/* Sends and frees @object. */
static void
send_object (SteadyLinkServer   *server,
             unsigned            client,
             SteadyFrameType     type,
             struct json_object *object)
{
  steady_link_server_send_json (
      server,
      client,
      type,
      0,
      json_object_to_json_string_ext (object, JSON_C_TO_STRING_PLAIN));
  json_object_put (object);
}

static void
tell_trainee (const SteadyTrainingDesk *self, SteadyLinkServer *server, unsigned client)
{
  send_object (server,
               client,
               STEADY_FRAME_TRAINING,
               steady_course_tell_trainee (&self->course, self->scenario));
}

static void
tell_instructor (const SteadyTrainingDesk *self,
                 SteadyLinkServer         *server,
                 unsigned                  client)
{
  send_object (server,
               client,
               STEADY_FRAME_COURSE,
               steady_course_tell_instructor (&self->course, self->scenario));
}

static void
tell_debrief (const SteadyTrainingDesk *self, SteadyLinkServer *server, unsigned client)
{
  send_object (server,
               client,
               STEADY_FRAME_DEBRIEF,
               steady_debrief_new (&self->course, self->scenario));
}

/* A client has come: it is told how the course stands. Thread: I/O. */
void
steady_training_desk_arrived (SteadyTrainingDesk   *self,
                              SteadyLinkServer     *server,
                              const SteadyLinkPeer *peer)
{
  if (self->scenario == NULL || !self->known || peer->role == STEADY_ROLE_SOUNDER)
    return;
  tell_trainee (self, server, peer->number);
  if (peer->role == STEADY_ROLE_INSTRUCTOR)
    tell_instructor (self, server, peer->number);
  if (self->course.ended)
    tell_debrief (self, server, peer->number);
}

/*
 * The tick tells how the course stands: everybody hears what he may know.
 *
 * Thread: I/O.
 */
void
steady_training_desk_take (SteadyTrainingDesk *self,
                           SteadyLinkServer   *server,
                           const SteadyCourse *course)
{
  static const SteadyRole roles[] = { STEADY_ROLE_CONSOLE,
                                      STEADY_ROLE_TEAM,
                                      STEADY_ROLE_INSTRUCTOR };
  self->course = *course;
  self->known = true;
  if (self->scenario == NULL || server == NULL)
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      tell_trainee (self, server, EVERY (roles[i]));
      if (course->ended && !self->debriefed)
        tell_debrief (self, server, EVERY (roles[i]));
    }
  tell_instructor (self, server, EVERY (STEADY_ROLE_INSTRUCTOR));
  self->debriefed = course->ended;
}
