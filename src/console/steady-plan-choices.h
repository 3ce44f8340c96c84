/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-plan-choice.h"
#include "perfusion/steady-plan-inputs.h"
#include "perfusion/steady-plan-tables.h"

/* What can be chosen for a text of a plan. Thread: main. */
void steady_plan_choices_add (SteadyPlanChoice       *choice,
                              const SteadyPlanTables *tables,
                              SteadyPlanText          text);
