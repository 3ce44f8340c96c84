/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan.h"

#define STEADY_PLAN_FORMAT "steady-plan"

enum
{
  STEADY_PLAN_VERSION = 1
};

struct json_object *steady_plan_to_json (const SteadyPlan *self, bool explain);
struct json_object *steady_plan_explain_json (const SteadyPlan *self,
                                              SteadyPlanItem    item);
char               *steady_plan_to_text (const SteadyPlan *self, bool explain);
