/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan-signing.h"

/* A plan in the user's words. All free with g_free (). Thread: main. */
char *steady_plan_words_value (const SteadyPlan *plan, SteadyPlanItem item);
char *steady_plan_words_input (const SteadyPlanInputs *inputs,
                               const SteadyPlan       *plan,
                               SteadyPlanInput         input);
char *steady_plan_words_text (const SteadyPlanInputs *inputs,
                              const SteadyPlanTables *tables,
                              SteadyPlanText          text);
char *steady_plan_words_choice (const SteadyPlanTables *tables,
                                SteadyPlanText          text,
                                const char             *id);
char *steady_plan_words_number (double value, int decimals, const char *unit);
char *steady_plan_words_age (double days);
char *steady_plan_words_file (const char *file);
char *steady_plan_words_now (void);
