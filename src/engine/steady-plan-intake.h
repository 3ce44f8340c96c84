/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-plan-order.h"
#include "engine/steady-stored-plan.h"
#include "perfusion/steady-plan-tables.h"

enum
{
  STEADY_PLAN_INTAKE_MOST = 64 /* proposals in one session */
};

/* What a plan is checked against. Texts are copied. */
typedef struct SteadyPlanCase
{
  SteadyMode  mode;
  double      weight_kg;  /* of the case's patient; 0: not known */
  const char *alarm_base; /* text of the rules of this case; NULL: those installed */
  bool        ecmo;
  const char *plan_json; /* in force now */
  const SteadyStoredPlan
      *stored; /* that is offered, or NULL; must outlive the intake */
} SteadyPlanCase;

/* Where proposals of plans are checked and kept until the session ends. */
typedef struct SteadyPlanIntake
{
  SteadyPlanTables       *tables; /* NULL: not read yet */
  SteadyPlanOrder        *orders[STEADY_PLAN_INTAKE_MOST];
  unsigned                clients[STEADY_PLAN_INTAKE_MOST]; /* who proposed it */
  unsigned                n;
  SteadyMode              mode;
  double                  weight_kg; /* of the case's patient; 0: not known */
  char                   *alarm_base;
  bool                    ecmo;
  char                   *plan_json; /* in force now */
  const SteadyStoredPlan *stored;    /* that is offered, or NULL */
} SteadyPlanIntake;

void steady_plan_intake_init (SteadyPlanIntake *self, const SteadyPlanCase *about);
void steady_plan_intake_finish (SteadyPlanIntake *self);
const SteadyPlanOrder *steady_plan_intake_take (SteadyPlanIntake *self,
                                                const char       *text,
                                                unsigned          client,
                                                GError          **error);
const SteadyPlanOrder *steady_plan_intake_take_stored (SteadyPlanIntake *self,
                                                       const char       *text,
                                                       const char       *who,
                                                       unsigned          client,
                                                       GError          **error);
SteadyPlanOrder       *steady_plan_intake_read (SteadyPlanIntake *self,
                                                const char       *file,
                                                const char       *text,
                                                SteadyPlanInputs *ret_inputs,
                                                GError          **error);
void                   steady_plan_intake_forget (SteadyPlanIntake *self);
struct json_object    *steady_plan_intake_in_force (SteadyPlanIntake       *self,
                                                    const SteadyPlanAnswer *answer);
char                  *steady_plan_intake_refusal (const char *reason);
char                  *steady_plan_intake_answer (const SteadyPlanIntake *self,
                                                  const SteadyPlanAnswer *answer,
                                                  unsigned               *ret_client);
