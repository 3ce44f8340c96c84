/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan-signing.h"

enum
{
  STEADY_PLAN_STORE_SIGNERS = 24 /* names that are remembered */
};

char *steady_plan_store_text (const SteadyPlan *plan, const SteadyPlanSigning *signing);
char *steady_plan_store_save (const SteadyPlan        *plan,
                              const SteadyPlanSigning *signing,
                              GError                 **error);
bool  steady_plan_store_save_draft (const SteadyPlanInputs *inputs, GError **error);
bool  steady_plan_store_load_draft (SteadyPlanInputs *ret_inputs, GError **error);
char *steady_plan_store_name (const SteadyPlan        *plan,
                              const SteadyPlanSigning *signing,
                              const char              *suffix);
char **steady_plan_store_signers (void);
void   steady_plan_store_add_signer (const char *name);
