/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-engine.h"
#include "engine/steady-plan-limits.h"

/*
 * A signed plan that the I/O thread has checked, on its way to the tick. It does not
 * change any more and lives as long as the session.
 */
typedef struct SteadyPlanOrder
{
  unsigned             number;
  const char          *text; /* for the case, with its NUL in @size */
  size_t               size;
  bool                 adopt; /* put the limits in force, for somebody has seen them */
  SteadyAlarmPlanLimit limits[STEADY_PLAN_LIMITS];
  unsigned             n_limits;
  SteadyPressurePlan   pressures; /* what to expect of the line; flow 0: not known */
  char                 who[STEADY_OPERATOR_SIZE]; /* of the signers, the first */
} SteadyPlanOrder;

typedef enum SteadyPlanLimitState
{
  STEADY_PLAN_LIMIT_OFFERED = 0,
  STEADY_PLAN_LIMIT_IN_FORCE = 1,
  STEADY_PLAN_LIMIT_REFUSED = 2, /* beyond what the rule allows */
  STEADY_PLAN_LIMIT_UNKNOWN = 3  /* there is no such rule in this case */
} SteadyPlanLimitState;

/* What the tick made of it; goes to the I/O thread. */
typedef struct SteadyPlanAnswer
{
  uint32_t number;
  uint32_t kept; /* the case has it */
  double   now[STEADY_PLAN_LIMITS];
  uint32_t state[STEADY_PLAN_LIMITS]; /* SteadyPlanLimitState */
} SteadyPlanAnswer;

void steady_engine_take_plan (SteadyEngine *self, const SteadyPlanOrder *order);
