/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "alarm/steady-alarm-system.h"
#include "base/steady-clock.h"
#include "engine/steady-gate.h"

/*
 * The set flow of the arterial pump on its way down, because an alarm such as a high
 * line pressure asks for it (safety rule 3). It goes down in steps while the condition
 * holds, never below its floor, and nothing here ever goes up. Plain data.
 */
typedef struct SteadyServoDown
{
  char          alarm[STEADY_ALARM_ID_SIZE]; /* that asked; "": it does not run */
  double        floor;                       /* L/min */
  double        step;                        /* L/min */
  SteadySpan    every;
  SteadyInstant next; /* step */
} SteadyServoDown;

bool steady_servo_down_begin (SteadyServoDown          *self,
                              const SteadyIntervention *intervention,
                              const SteadyGate         *gate,
                              const SteadyValueTable   *values,
                              double                    plan_flow_l_min,
                              SteadyInstant             now);
bool steady_servo_down_runs (const SteadyServoDown *self);
bool steady_servo_down_end (SteadyServoDown *self);
bool steady_servo_down_turn (SteadyServoDown        *self,
                             const SteadyGate       *gate,
                             const SteadyValueTable *values,
                             SteadyInstant           now,
                             double                 *ret_flow);
