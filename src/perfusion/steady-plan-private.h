/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "base/steady-units.h"
#include "perfusion/steady-dilution.h"
#include "perfusion/steady-plan.h"

/* What the chapters of a plan share; each fills in its items from those before it. */
typedef struct SteadyPlanWork
{
  SteadyPlan             *plan;
  const SteadyPlanTables *tables;
} SteadyPlanWork;

void steady_plan_put (SteadyPlanWork *work, SteadyPlanItem item, double number);
void steady_plan_put_text (SteadyPlanWork *work, SteadyPlanItem item, const char *text);
void steady_plan_miss (SteadyPlanWork *work, SteadyPlanItem item, const char *because);
void
steady_plan_cite (SteadyPlanWork *work, SteadyPlanItem item, const SteadyCite *cite);
void   steady_plan_warn (SteadyPlanWork *work, const char *text);
void   steady_plan_refuse (SteadyPlanWork *work, const char *text);
bool   steady_plan_has (const SteadyPlanWork *work, SteadyPlanItem item);
double steady_plan_of (const SteadyPlanWork *work, SteadyPlanItem item);
double steady_plan_practice (SteadyPlanWork      *work,
                             SteadyPlanItem       item,
                             SteadyPracticeNumber number);
double
steady_plan_used (SteadyPlanWork *work, SteadyPlanItem item, SteadyPlanInput input);
bool         steady_plan_is_used (const SteadyPlanWork *work, SteadyPlanInput input);
SteadyWeight steady_plan_weight (const SteadyPlanWork *work);

void steady_plan_defaults (SteadyPlanWork *work);
void steady_plan_body (SteadyPlanWork *work);
void steady_plan_flow_needs (SteadyPlanWork *work);
void steady_plan_choose_pack (SteadyPlanWork *work);
void steady_plan_blood (SteadyPlanWork *work);
void steady_plan_oxygen_flow (SteadyPlanWork *work);
bool steady_plan_choose_circuit (SteadyPlanWork *work, GError **error);
void steady_plan_line_pressure (SteadyPlanWork *work);
bool steady_plan_drugs (SteadyPlanWork *work, GError **error);
void steady_plan_conduct (SteadyPlanWork *work);
void steady_plan_prime_recipe (SteadyPlanWork *work);
