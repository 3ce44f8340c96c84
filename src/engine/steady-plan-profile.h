/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-rule.h"
#include "alarm/steady-alarm-system.h"

/*
 * The rules of a case with the profile of a signed plan laid over them, so that its
 * numbers can be offered while the case runs. Owns the texts it hands out.
 */
typedef struct SteadyPlanProfile
{
  SteadyAlarmRules rules;
  bool             loaded;
} SteadyPlanProfile;

bool                steady_plan_profile_load (SteadyPlanProfile *self,
                                              const char        *base_text,
                                              const char        *profile,
                                              bool               ecmo,
                                              double             plan_flow_l_min,
                                              GError           **error);
void                steady_plan_profile_finish (SteadyPlanProfile *self);
unsigned            steady_plan_profile_limits (const SteadyPlanProfile *self,
                                                const char              *targets_json,
                                                SteadyAlarmPlanLimit    *ret_limits,
                                                unsigned                 size);
struct json_object *steady_plan_profile_shares (const SteadyPlanProfile *self,
                                                double plan_flow_l_min);
