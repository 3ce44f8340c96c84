/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-clock.h"
#include "engine/steady-patient.h"
#include "perfusion/steady-plan-match.h"

/* Of WELCOME, while it is offered. */
#define STEADY_STORED_PLAN_MEMBER "stored_plan"

/* A signed plan in the folder of plans that may be that of the case's child. It is
 * offered, and followed only when a person says so. */
typedef struct SteadyStoredPlan
{
  char             *file;
  char             *text;
  char             *reason; /* why it cannot be followed; NULL: nothing but the match */
  SteadyPlanMatch   match;
  SteadyPlanInputs  inputs;
  SteadyPlanSigning signing;
  struct json_object *about; /* what clients are told */
} SteadyStoredPlan;

GPtrArray        *steady_stored_plan_list (const char *folder, int64_t utc_ns);
SteadyStoredPlan *steady_stored_plan_find (const SteadyPatient *patient,
                                           int64_t              utc_ns);
void              steady_stored_plan_describe (SteadyStoredPlan    *self,
                                               const SteadyPatient *patient,
                                               const char          *plan_text,
                                               int64_t              utc_ns);
const char       *steady_stored_plan_signed (const SteadyStoredPlan *self);
void              steady_stored_plan_free (SteadyStoredPlan *self);
