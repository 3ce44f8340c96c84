/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-plan-order.h"
#include "perfusion/steady-plan-tables.h"

enum
{
  STEADY_PLAN_INTAKE_MOST = 64 /* proposals in one session */
};

/* Where proposals of plans are checked and kept until the session ends. */
typedef struct SteadyPlanIntake
{
  SteadyPlanTables *tables; /* NULL: not read yet */
  SteadyPlanOrder  *orders[STEADY_PLAN_INTAKE_MOST];
  unsigned          clients[STEADY_PLAN_INTAKE_MOST]; /* who proposed it */
  unsigned          n;
  SteadyMode        mode;
  double            weight_kg; /* of the case's patient; 0: not known */
} SteadyPlanIntake;

void
steady_plan_intake_init (SteadyPlanIntake *self, SteadyMode mode, double weight_kg);
void                   steady_plan_intake_finish (SteadyPlanIntake *self);
const SteadyPlanOrder *steady_plan_intake_take (SteadyPlanIntake *self,
                                                const char       *text,
                                                unsigned          client,
                                                GError          **error);
char                  *steady_plan_intake_refusal (const char *reason);
char                  *steady_plan_intake_answer (const SteadyPlanIntake *self,
                                                  const SteadyPlanAnswer *answer,
                                                  unsigned               *ret_client);
