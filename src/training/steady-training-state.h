/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "link/steady-frame.h"
#include "measure/steady-value-table.h"

struct json_object;

enum
{
  STEADY_TRAINING_ANSWER_SIZE = 240
};

/*
 * All that the training pages know, fed by frames, without a window. Trees are borrowed
 * by who reads them, until the next frame. Thread: main, or a test's only one.
 */
typedef struct SteadyTrainingState
{
  bool     training;   /* the case is one */
  bool     instructor; /* this connection, or a second one, has that role */
  uint32_t serial;     /* grows with each change but those of values */
  uint32_t hidden_serial;
  char    *title;
  char    *case_file; /* NULL: none is kept */

  SteadyInstant       case_start;
  struct json_object *about;   /* WELCOME's "training", NULL outside it */
  struct json_object *seen;    /* TRAINING: what a trainee may know */
  struct json_object *course;  /* COURSE: timeline and what is expected */
  struct json_object *hidden;  /* INSTRUCTOR: mechanisms and truths */
  struct json_object *debrief; /* DEBRIEF */

  bool             has_beat;
  SteadyInstant    now; /* engine time of the newest heartbeat */
  SteadyHeartbeat  beat;
  SteadyValueTable values;

  char          answer[STEADY_TRAINING_ANSWER_SIZE]; /* to the last request */
  bool          answer_bad;
  SteadyInstant answer_at; /* real; 0: none */
} SteadyTrainingState;

void                steady_training_state_init (SteadyTrainingState *self);
void                steady_training_state_finish (SteadyTrainingState *self);
bool                steady_training_state_take (SteadyTrainingState *self,
                                                const SteadyFrame   *frame,
                                                SteadyInstant        real_now);
void                steady_training_state_take_hidden (SteadyTrainingState *self,
                                                       const SteadyFrame   *frame,
                                                       SteadyInstant        real_now);
void                steady_training_state_forget_hidden (SteadyTrainingState *self);
double              steady_training_state_seconds (const SteadyTrainingState *self);
struct json_object *steady_training_state_callout (const SteadyTrainingState *self);
bool                steady_training_state_frozen (const SteadyTrainingState *self);
