/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "alarm/steady-alarm-system.h"
#include "engine/steady-alarm-settings.h"
#include "engine/steady-gate.h"
#include "measure/steady-moving-limit.h"
#include "perfusion/steady-expected-pressure.h"

/* The rules whose limits move with the set flow: before the oxygenator, and after it.
 */
#define STEADY_LINE_PRESSURE_WARN "line-pressure-warn"
#define STEADY_POST_FILTER_WARN   "post-filter-pressure-warn"

enum
{
  STEADY_LINE_PRESSURES = 2
};

/* One limit that moves. */
typedef struct SteadyLinePressurePlace
{
  double            in_force; /* mmHg, falls slowly; 0: not set yet */
  SteadyMovingLimit now;      /* as it is shown; id "": this case has no such rule */
} SteadyLinePressurePlace;

/*
 * Safety rule 11: the line pressure warns at what the plan expects at the set flow plus
 * 50 mmHg, at each of its transducers. Plain data, goes into the state row. All zero:
 * no plan says what to expect, the limit of the profile stands.
 */
typedef struct SteadyLinePressureLimit
{
  SteadyPressurePlan plan;
  double             flow; /* L/min, that it follows */
  double        lowered; /* … from which the alarm lowered the pump; 0: it did not */
  SteadyInstant at;      /* of the last turn */
  SteadyLinePressurePlace places[STEADY_LINE_PRESSURES];
} SteadyLinePressureLimit;

bool     steady_line_pressure_plan_read (const char         *plan_json,
                                         SteadyPressurePlan *ret_plan);
void     steady_line_pressure_limit_set (SteadyLinePressureLimit  *self,
                                         const SteadyPressurePlan *plan);
void     steady_line_pressure_limit_lowered (SteadyLinePressureLimit *self);
void     steady_line_pressure_limit_chosen (SteadyLinePressureLimit *self);
bool     steady_line_pressure_limit_moves (const char *rule);
bool     steady_line_pressure_limit_at_plan (const SteadyLinePressureLimit *self,
                                             const SteadyAlarmSystem       *alarms,
                                             const char                    *rule,
                                             double                        *ret_limit);
unsigned steady_line_pressure_limit_shown (const SteadyLinePressureLimit *self,
                                           SteadyMovingLimit             *ret_moving);
bool     steady_line_pressure_limit_turn (SteadyLinePressureLimit   *self,
                                          SteadyAlarmSystem         *alarms,
                                          const SteadyAlarmSettings *settings,
                                          const SteadyGate          *gate,
                                          const SteadyValueTable    *values,
                                          SteadyInstant              now);
