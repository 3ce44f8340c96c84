/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/steady-training-state.h"

#include <string.h>

#include <glib.h>

#include "base/steady-json.h"
#include "measure/steady-reason-text.h"
#include "training/steady-training-json.h"

/* Deeper than any of these trees ever is. */
#define DEPTH_MAX 16

/* Knows nothing yet. Thread: the owner's. */
void
steady_training_state_init (SteadyTrainingState *self)
{
  memset (self, 0, sizeof *self);
}

static void
drop (struct json_object **tree)
{
  if (*tree != NULL)
    json_object_put (*tree);
  *tree = NULL;
}

/* Gives back what it holds. Thread: the owner's. */
void
steady_training_state_finish (SteadyTrainingState *self)
{
  drop (&self->about);
  drop (&self->seen);
  drop (&self->course);
  drop (&self->hidden);
  drop (&self->debrief);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->case_file, g_free);
}

/* NULL for what is no JSON object. */
static struct json_object *
parse (const SteadyFrame *frame)
{
  struct json_tokener *tokener = json_tokener_new_ex (DEPTH_MAX);
  struct json_object  *root =
      json_tokener_parse_ex (tokener, frame->payload, (int) frame->length);
  json_tokener_free (tokener);
  if (root == NULL || json_object_is_type (root, json_type_object))
    return root;
  json_object_put (root);
  return NULL;
}

/* Another engine, perhaps: nothing of an earlier one may stand on. */
static void
take_welcome (SteadyTrainingState *self, struct json_object *root)
{
  const char *file = steady_training_text (root, "case_file");
  const bool  instructor = self->instructor;

  steady_training_state_finish (self);
  const uint32_t serial = self->serial, hidden = self->hidden_serial;
  steady_training_state_init (self);
  self->serial = serial;
  self->hidden_serial = hidden + 1;
  self->instructor = instructor;
  self->training = strcmp (steady_training_text (root, "mode"), "training") == 0;
  self->title = g_strdup (steady_training_text (root, "title"));
  self->case_file = file[0] != '\0' ? g_strdup (file) : NULL;
  self->case_start = steady_training_integer (root, "case_start");
  self->about = json_object_get (steady_training_member (root, "training"));
}

static void
take_answer (SteadyTrainingState *self,
             struct json_object  *root,
             SteadyInstant        real_now)
{
  self->answer_bad = !steady_training_flag (root, "accepted");
  g_autofree char *words = steady_reason_text (steady_training_text (root, "text"));
  g_strlcpy (self->answer, words, sizeof self->answer);
  self->answer_at = real_now;
}

static void
keep (struct json_object **tree, struct json_object *root)
{
  drop (tree);
  *tree = json_object_get (root);
}

static bool
take_json (SteadyTrainingState *self, const SteadyFrame *frame, SteadyInstant real_now)
{
  struct json_object *root = parse (frame);
  if (root == NULL)
    return false;
  self->serial++;
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
      take_welcome (self, root);
      break;
    case STEADY_FRAME_TRAINING:
      keep (&self->seen, root);
      break;
    case STEADY_FRAME_DEBRIEF:
      keep (&self->debrief, root);
      break;
    case STEADY_FRAME_TRAINING_ANSWER:
      take_answer (self, root, real_now);
      break;
    case STEADY_FRAME_COURSE:
      self->instructor = true;
      keep (&self->course, root);
      break;
    case STEADY_FRAME_INSTRUCTOR:
      self->instructor = true;
      keep (&self->hidden, root);
      self->hidden_serial++;
      self->serial--;
      break;
    default:
      break;
    }
  json_object_put (root);
  return true;
}

static void
take_numerics (SteadyTrainingState *self, const SteadyFrame *frame)
{
  const SteadySample *samples = frame->payload;
  const size_t        count = frame->length / sizeof *samples;
  for (size_t i = 0; i < count; i++)
    if (samples[i].channel > 0 && samples[i].channel < STEADY_CHANNEL_MAX)
      steady_value_table_set (&self->values, &samples[i]);
}

/*
 * Takes a frame of the console's own connection. True: it was about the training, and
 * something may look different now.
 *
 * Thread: the owner's.
 */
bool
steady_training_state_take (SteadyTrainingState *self,
                            const SteadyFrame   *frame,
                            SteadyInstant        real_now)
{
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
    case STEADY_FRAME_TRAINING:
    case STEADY_FRAME_DEBRIEF:
    case STEADY_FRAME_TRAINING_ANSWER:
    case STEADY_FRAME_COURSE:
    case STEADY_FRAME_INSTRUCTOR:
      return take_json (self, frame, real_now);
    case STEADY_FRAME_NUMERICS:
      take_numerics (self, frame);
      return false;
    case STEADY_FRAME_HEARTBEAT:
      memcpy (&self->beat, frame->payload, sizeof self->beat);
      self->now = frame->header.t;
      self->has_beat = true;
      return false;
    default:
      return false;
    }
}

/*
 * Takes a frame of a second connection that has the role of instructor: only what
 * nobody else is told.
 *
 * Thread: the owner's.
 */
void
steady_training_state_take_hidden (SteadyTrainingState *self,
                                   const SteadyFrame   *frame,
                                   SteadyInstant        real_now)
{
  if (frame->header.type == STEADY_FRAME_INSTRUCTOR ||
      frame->header.type == STEADY_FRAME_COURSE ||
      frame->header.type == STEADY_FRAME_TRAINING_ANSWER)
    take_json (self, frame, real_now);
}

/* The second connection was closed: what it told is forgotten. Thread: the owner's. */
void
steady_training_state_forget_hidden (SteadyTrainingState *self)
{
  drop (&self->course);
  drop (&self->hidden);
  self->instructor = false;
  self->serial++;
  self->hidden_serial++;
}

/* Seconds of the case so far, or 0. Thread: the owner's. */
double
steady_training_state_seconds (const SteadyTrainingState *self)
{
  return self->has_beat && self->now > self->case_start
             ? steady_span_seconds (self->now - self->case_start)
             : 0;
}

/* The call-out that waits longest for an answer, or NULL. Borrowed. Thread: the
 * owner's. */
struct json_object *
steady_training_state_callout (const SteadyTrainingState *self)
{
  const size_t count = steady_training_count (self->seen, "callouts");
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *callout = steady_training_at (self->seen, "callouts", i);
      const char         *state = steady_training_text (callout, "state");
      if (strcmp (state, "open") == 0 || strcmp (state, "unanswered") == 0)
        return callout;
    }
  return NULL;
}

/* Whether the instructor holds the case still. Thread: the owner's. */
bool
steady_training_state_frozen (const SteadyTrainingState *self)
{
  return self->training && self->has_beat && self->beat.speed <= 0;
}
