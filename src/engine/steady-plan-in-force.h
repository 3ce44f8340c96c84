/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "perfusion/steady-plan-signing.h"

enum
{
  STEADY_PLAN_PROFILE_SIZE = 24
};

/* What the tick needs of a signed plan. Plain data. */
typedef struct SteadyPlanInForce
{
  uint64_t mark; /* of the text of the plan, to find it in the case; 0: none */
  double   flow_l_min;
  double   reservoir_stop_ml;                 /* 0: the plan does not say */
  char     profile[STEADY_PLAN_PROFILE_SIZE]; /* "neonate" … */
} SteadyPlanInForce;

uint64_t          steady_plan_in_force_mark (const char *text);
SteadyPlanInForce steady_plan_in_force_of (const char *text);
char *steady_plan_in_force_members (const char *text, const char *before_json);
