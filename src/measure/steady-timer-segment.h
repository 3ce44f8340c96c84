/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"

/* What a timer counts. Numbers are explicit and append only. */
typedef enum SteadyTimerKind
{
  STEADY_TIMER_BYPASS = 1,    /* from flow and what the operator says */
  STEADY_TIMER_CLAMP = 2,     /* aortic cross-clamp, as declared */
  STEADY_TIMER_ARREST = 3,    /* circulatory arrest, as declared */
  STEADY_TIMER_CEREBRAL = 4,  /* selective cerebral perfusion, as declared */
  STEADY_TIMER_NO_FLOW = 5,   /* on bypass and no blood flows: by signal */
  STEADY_TIMER_ISCHAEMIA = 6, /* of the heart: clamped and no cardioplegia flows */
  STEADY_TIMER_FREE = 16,     /* and on, STEADY_TIMERS_FREE of them: a person's own */
} SteadyTimerKind;

typedef enum SteadyTimerAct
{
  STEADY_TIMER_START = 1,
  STEADY_TIMER_STOP = 2,
  STEADY_TIMER_RESET = 3 /* a free one begins at nothing again */
} SteadyTimerAct;

enum
{
  STEADY_TIMERS_FREE = 4,
  STEADY_TIMER_SEGMENTS = 96, /* of one case that are kept */
  STEADY_TIMER_LABEL_SIZE = 32
};

/* One stretch of a timer, as told and as kept in the state row. */
typedef struct SteadyTimerSegment
{
  SteadyInstant since;
  SteadyInstant until;                          /* STEADY_INSTANT_NEVER: it runs */
  uint32_t      kind;                           /* SteadyTimerKind */
  uint32_t      number;                         /* from 1, of its kind */
  char          label[STEADY_TIMER_LABEL_SIZE]; /* of a free one */
} SteadyTimerSegment;

static_assert (sizeof (SteadyTimerSegment) == 56, "stands on the wire");

/* What a person asks of a timer. */
typedef struct SteadyTimerRequest
{
  uint64_t      id;
  SteadyInstant issued; /* real time; refused when more than 1 s old */
  double        ago_s;  /* it was so long ago; 0: now */
  uint32_t      kind;   /* CLAMP, ARREST, CEREBRAL or a free one */
  uint32_t      act;    /* SteadyTimerAct */
  char          label[STEADY_TIMER_LABEL_SIZE];
} SteadyTimerRequest;

static_assert (sizeof (SteadyTimerRequest) == 64, "stands on the wire");
