/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "measure/steady-alarm-setting.h"

/* How a set-point is moved by the engine on behalf of a person. */
typedef enum SteadySteerKind
{
  STEADY_STEER_NONE = 0,
  STEADY_STEER_RAMP = 1,   /* to a target at a set rate */
  STEADY_STEER_SERVO = 2,  /* so that a pressure comes to a target */
  STEADY_STEER_FOLLOW = 3, /* a share of the arterial pump's set flow */
  STEADY_STEER_CANCEL = 4  /* as a request only: what moves it ends */
} SteadySteerKind;

/* Why it does not move any more. */
typedef enum SteadySteerEnd
{
  STEADY_STEER_RUNS = 0,
  STEADY_STEER_REACHED = 1,
  STEADY_STEER_CANCELLED = 2,
  STEADY_STEER_STOPPED = 3,   /* the arterial pump was stopped */
  STEADY_STEER_ALARM = 4,     /* an alarm holds or slows down the pump */
  STEADY_STEER_SENSOR = 5,    /* the pressure, or the master's flow, is not valid */
  STEADY_STEER_OTHERWISE = 6, /* somebody set it otherwise, here or at the device */
  STEADY_STEER_NO_ANSWER = 7, /* the device did not follow */
  STEADY_STEER_RESTART = 8    /* the engine was started anew: nothing is sent again */
} SteadySteerEnd;

enum
{
  STEADY_STEERINGS = 4 /* controls that are moved at one time */
};

/* What a person asks for. Numbers are in the unit of the control. */
typedef struct SteadySteerRequest
{
  uint64_t      id;
  SteadyInstant issued;   /* real time; refused when more than 1 s old */
  double        target;   /* RAMP: set-point; SERVO: mmHg; FOLLOW: per L/min of flow */
  double        rate;     /* RAMP: a minute */
  double        floor;    /* SERVO: never below … */
  double        ceiling;  /* … or above */
  double        expected; /* the set-point that the person saw */
  uint32_t      kind;     /* SteadySteerKind */
  uint32_t      control;  /* SteadyControl */
  uint32_t      channel;  /* SERVO: SteadyChannel of the pressure */
  uint32_t      padding;
} SteadySteerRequest;

static_assert (sizeof (SteadySteerRequest) == 72, "stands on the wire");

/* What became of it. */
typedef struct SteadySteerAnswer
{
  uint64_t id;
  double   low; /* the limits that hold, for a refusal that can be explained */
  double   high;
  uint32_t control;
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
} SteadySteerAnswer;

static_assert (sizeof (SteadySteerAnswer) == 32, "stands on the wire");

/* How one control is moved now, or why it is no more. */
typedef struct SteadySteering
{
  double        target;
  double        rate;
  double        floor;
  double        ceiling;
  SteadyInstant since;    /* it began, or ended */
  uint32_t      control;  /* 0: this place is free */
  uint32_t      channel;  /* of a servo */
  uint16_t      kind;     /* SteadySteerKind */
  uint16_t      end;      /* SteadySteerEnd */
  uint16_t      at_limit; /* 1: floor, ceiling or device let it go no further */
  uint16_t      padding;
  char          who[STEADY_OPERATOR_SIZE];
} SteadySteering;

static_assert (sizeof (SteadySteering) == 104, "stands on the wire");
