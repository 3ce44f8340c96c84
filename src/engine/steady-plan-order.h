/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-engine.h"
#include "engine/steady-plan-in-force.h"
#include "engine/steady-plan-limits.h"
#include "engine/steady-plan-profile.h"

/*
 * A signed plan that the I/O thread has checked, on its way to the tick. It does not
 * change any more and lives as long as the session.
 */
typedef struct SteadyPlanOrder
{
  unsigned             number;
  const char          *text; /* for the case, with its NUL in @size */
  size_t               size;
  bool                 blood; /* red cells stand in the prime */
  bool                 adopt; /* put the limits in force, for somebody has seen them */
  SteadyPlanInForce    plan;  /* flow and profile, put in force with the limits */
  SteadyPlanProfile    rules; /* whose texts the limits borrow */
  SteadyAlarmPlanLimit limits[STEADY_PLAN_LIMITS];
  unsigned             n_limits;
  SteadyPressurePlan   pressures; /* what to expect of the line; flow 0: not known */
  bool                 keep;      /* in the case */
  bool                 begins; /* of a case that begins: nobody waits for an answer */
  char                 who[STEADY_OPERATOR_SIZE];    /* of the signers, the first */
  char                 note[STEADY_EVENT_TEXT_SIZE]; /* of a stored plan: who took it */
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
  uint32_t kept;     /* the case has it */
  double   flow_now; /* L/min, the planned flow before; 0: there was no plan */
  double   now[STEADY_PLAN_LIMITS];
  uint8_t  state[STEADY_PLAN_LIMITS];   /* SteadyPlanLimitState */
  uint8_t  changed[STEADY_PLAN_LIMITS]; /* 1: it was put in force just now */
} SteadyPlanAnswer;

void steady_engine_take_plan (SteadyEngine *self, const SteadyPlanOrder *order);
