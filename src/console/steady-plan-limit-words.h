/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"

/* The limits that follow from a plan, in words. Thread: main. */
typedef struct SteadyPlanLimitWords
{
  GHashTable *titles; /* of alarms by their id, as the engine names them */
} SteadyPlanLimitWords;

void steady_plan_limit_words_init (SteadyPlanLimitWords *self);
void steady_plan_limit_words_finish (SteadyPlanLimitWords *self);
void steady_plan_limit_words_learn (SteadyPlanLimitWords *self,
                                    const SteadyJsonNode *root);
bool steady_plan_limit_words_describe (SteadyPlanLimitWords *self,
                                       const SteadyJsonNode *root,
                                       GString              *text);
