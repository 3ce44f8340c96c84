/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "perfusion/steady-plan.h"

enum
{
  STEADY_PLAN_SIGNERS = 2,
  STEADY_PLAN_NAME_SIZE = 64,
  STEADY_PLAN_UTC_SIZE = 32
};

typedef struct SteadyPlanSignature
{
  char   name[STEADY_PLAN_NAME_SIZE];
  char   utc[STEADY_PLAN_UTC_SIZE]; /* ISO 8601 */
  double weight_kg;                 /* as this signer has it */
  double height_cm;
} SteadyPlanSignature;

typedef enum SteadyPlanSigned
{
  STEADY_PLAN_SIGNED,       /* it counts */
  STEADY_PLAN_NOT_REFUSED,  /* the plan is refused as it is */
  STEADY_PLAN_NOT_NAMED,    /* nobody's name */
  STEADY_PLAN_NOT_ANOTHER,  /* the same person twice */
  STEADY_PLAN_NOT_THE_SAME, /* weight or height differ from the plan's */
  STEADY_PLAN_NOT_WANTED    /* both have signed */
} SteadyPlanSigned;

/* The two signatures of a plan. */
typedef struct SteadyPlanSigning
{
  SteadyPlanSignature signatures[STEADY_PLAN_SIGNERS];
  unsigned            count;
} SteadyPlanSigning;

bool                steady_plan_signing_complete (const SteadyPlanSigning *self);
SteadyPlanSigned    steady_plan_signing_first (SteadyPlanSigning *self,
                                               const SteadyPlan  *plan,
                                               const char        *name,
                                               const char        *utc);
SteadyPlanSigned    steady_plan_signing_second (SteadyPlanSigning *self,
                                                const SteadyPlan  *plan,
                                                const char        *name,
                                                const char        *utc,
                                                double             weight_kg,
                                                double             height_cm);
bool                steady_plan_signing_void (SteadyPlanSigning *self);
const char         *steady_plan_signed_words (SteadyPlanSigned answer);
struct json_object *steady_plan_signing_to_json (const SteadyPlanSigning *self);
bool                steady_plan_signing_parse (SteadyPlanSigning    *self,
                                               const SteadyJsonNode *root,
                                               const SteadyPlan     *plan,
                                               GError              **error);
