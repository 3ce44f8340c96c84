/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-system.h"

enum
{
  STEADY_PLAN_LIMITS = 160 /* numbers of rules that a plan with its profile gives */
};

unsigned steady_plan_limits (const char *plan_json, SteadyAlarmPlanLimit *ret_limits);
