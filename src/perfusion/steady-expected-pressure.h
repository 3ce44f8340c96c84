/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* What a plan says of the pressure before the oxygenator. */
typedef struct SteadyPressurePlan
{
  SteadyFlow     flow;     /* planned */
  SteadyPressure expected; /* before the oxygenator, at that flow */
  SteadyPressure arterial; /* mean pressure of the patient that was planned */
  SteadyPressure linear;   /* share of oxygenator and line; 0: the plan does not say */
  SteadyPressure oxygenator; /* of that, the oxygenator's; 0: the plan does not say */
} SteadyPressurePlan;

SteadyPressurePlan
     steady_pressure_plan_after_oxygenator (const SteadyPressurePlan *plan);
bool steady_expected_pressure (const SteadyPressurePlan *plan,
                               SteadyFlow                flow,
                               SteadyPressure           *ret_pressure);
