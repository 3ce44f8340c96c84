/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"
#include "console/steady-console-config.h"

/* The limits that follow from a plan, in words. Thread: main. */
typedef struct SteadyPlanLimitWords
{
  SteadyConsoleConfig config; /* what the engine said of its rules */
} SteadyPlanLimitWords;

void steady_plan_limit_words_init (SteadyPlanLimitWords *self);
void steady_plan_limit_words_finish (SteadyPlanLimitWords *self);
void steady_plan_limit_words_learn (SteadyPlanLimitWords *self, const char *welcome);
bool steady_plan_limit_words_describe (SteadyPlanLimitWords *self,
                                       const SteadyJsonNode *root,
                                       GString              *text);
