/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "perfusion/steady-plan-signing.h"

/*
 * The plan that is being made, without a window: what was entered, what follows from
 * it, who signed. Thread: main, or a test's only one.
 */
typedef struct SteadyPlanDesk
{
  SteadyPlanTables *tables; /* NULL: the data cannot be read, @trouble says why */
  SteadyPlanInputs  inputs;
  SteadyPlan        plan;     /* of @inputs, while @computed */
  bool              computed; /* the inputs are complete and fit each other */
  SteadyPlanSigning signing;
  bool              voided;  /* it was signed, then changed */
  char             *trouble; /* why there is no plan; NULL: there is one */
  char             *file;    /* where the signed plan lies; NULL: nowhere yet */
} SteadyPlanDesk;

void  steady_plan_desk_init (SteadyPlanDesk *self);
void  steady_plan_desk_finish (SteadyPlanDesk *self);
bool  steady_plan_desk_take (SteadyPlanDesk *self, const char *json, bool is_signed);
void  steady_plan_desk_begin (SteadyPlanDesk *self, bool simulated);
char *steady_plan_desk_objection (SteadyPlanInput input, double value);
void  steady_plan_desk_set (SteadyPlanDesk *self, SteadyPlanInput input, double value);
void  steady_plan_desk_unset (SteadyPlanDesk *self, SteadyPlanInput input);
void  steady_plan_desk_set_text (SteadyPlanDesk *self,
                                 SteadyPlanText  text,
                                 const char     *value);
bool  steady_plan_desk_try (const SteadyPlanDesk *self,
                            SteadyPlanInput       input,
                            double                value,
                            SteadyPlan           *ret_plan);
SteadyPlanSigned
steady_plan_desk_sign_first (SteadyPlanDesk *self, const char *name, const char *utc);
SteadyPlanSigned steady_plan_desk_sign_second (SteadyPlanDesk *self,
                                               const char     *name,
                                               const char     *utc,
                                               double          weight_kg,
                                               double          height_cm);
