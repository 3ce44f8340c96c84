/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "engine/steady-gate.h"
#include "measure/steady-steering.h"

/* What one turn looks at. Borrowed. */
typedef struct SteadySteerView
{
  SteadyInstant           now;
  const SteadyGate       *gate;
  const SteadyValueTable *values;
  bool                    alarm;           /* one holds the pump or slows it down */
  double                  plan_flow_l_min; /* 0: no plan */
} SteadySteerView;

/* What one turn asks for. */
typedef enum SteadySteerTurn
{
  STEADY_STEER_WAIT,    /* nothing to do now */
  STEADY_STEER_PROPOSE, /* pass *ret_command on */
  STEADY_STEER_ENDED    /* told.end says why */
} SteadySteerTurn;

/*
 * One set-point that the engine moves on behalf of a person: a ramp, a servo to a
 * pressure, or a pump that follows the arterial one. It only ever proposes, one step at
 * a time, and ends as soon as anything is not as it should be. Plain data.
 */
typedef struct SteadySteer
{
  SteadySteering told;
  double         start;  /* set-point where a ramp began */
  double         sent;   /* last proposed; before the first what was found */
  double         before; /* … and the set-point before that */
  SteadyInstant  begun;
  SteadyInstant  asked; /* when something was last proposed; NEVER: not yet */
  SteadyInstant  next;  /* turn of a servo */
} SteadySteer;

SteadyRefusal   steady_steer_begin (SteadySteer              *self,
                                    const SteadySteerView    *view,
                                    const SteadySteerRequest *request,
                                    const char               *who);
bool            steady_steer_runs (const SteadySteer *self);
SteadySteerTurn steady_steer_turn (SteadySteer           *self,
                                   const SteadySteerView *view,
                                   SteadyCommand         *ret_command);
bool steady_steer_end (SteadySteer *self, SteadyInstant now, SteadySteerEnd why);
bool steady_steer_is_lost (const SteadySteer *self);
