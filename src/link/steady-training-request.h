/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

/* What is asked of a training case. Numbers are explicit and append only. */
typedef enum SteadyTrainingRequestKind
{
  /* instructor */
  STEADY_TRAINING_INJECT = 1, /* id: mechanism; value; ramp_s */
  STEADY_TRAINING_FREEZE = 2,
  STEADY_TRAINING_GO_ON = 3,
  STEADY_TRAINING_SPEED = 4, /* value: case seconds in a second */
  STEADY_TRAINING_NOTE = 5,  /* text: to the trainee */
  STEADY_TRAINING_STEP = 6,  /* number: of the timeline, now */

  /* the trainee: the console in control */
  STEADY_TRAINING_REPLY = 20, /* id: call-out; number: which answer */
  STEADY_TRAINING_DO = 21,    /* id: action of the catalogue */
  STEADY_TRAINING_HINT = 22,

  /* either */
  STEADY_TRAINING_END = 40,  /* the run is over: what is not done is missed */
  STEADY_TRAINING_START = 41 /* id: file name of the scenario that comes next */
} SteadyTrainingRequestKind;

enum
{
  STEADY_TRAINING_ID_SIZE = 64,
  STEADY_TRAINING_TEXT_SIZE = 200
};

/* How fast a case may be made to run while somebody watches. */
#define STEADY_TRAINING_SPEED_LOW  0.1
#define STEADY_TRAINING_SPEED_HIGH 60.0

typedef struct SteadyTrainingRequest
{
  uint32_t kind; /* SteadyTrainingRequestKind */
  uint32_t number;
  double   value;
  double   ramp_s;
  char     id[STEADY_TRAINING_ID_SIZE];
  char     text[STEADY_TRAINING_TEXT_SIZE];
} SteadyTrainingRequest;

static_assert (sizeof (SteadyTrainingRequest) == 288, "training request");
