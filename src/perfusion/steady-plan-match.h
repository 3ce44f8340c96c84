/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan-signing.h"

/* By what a stored plan and the child of a case are compared. */
typedef enum SteadyPlanTrait
{
  STEADY_PLAN_TRAIT_NAME,
  STEADY_PLAN_TRAIT_ID,
  STEADY_PLAN_TRAIT_BORN,
  STEADY_PLAN_TRAIT_WEIGHT,
  STEADY_PLAN_TRAIT_HEIGHT,
  STEADY_PLAN_TRAITS /* how many there are */
} SteadyPlanTrait;

typedef enum SteadyPlanAgreement
{
  STEADY_PLAN_NOT_SAID, /* by one of the two */
  STEADY_PLAN_AGREES,
  STEADY_PLAN_DIFFERS
} SteadyPlanAgreement;

typedef enum SteadyPlanVerdict
{
  STEADY_PLAN_OTHER_CHILD, /* nobody is shown it */
  STEADY_PLAN_UNFIT,       /* shown with the reason, never followed */
  STEADY_PLAN_DOUBTFUL,    /* followed when a person confirms the child */
  STEADY_PLAN_CLEAR        /* followed after one tap */
} SteadyPlanVerdict;

/* The child of a case. */
typedef struct SteadyPlanChild
{
  const char *name;      /* NULL or "": not known */
  const char *id;        /* NULL or "": not known */
  double      born_day;  /* as steady_plan_match_day () counts; NAN: not known */
  double      weight_kg; /* 0: not known */
  double      height_cm; /* 0: not known */
  bool        simulated;
} SteadyPlanChild;

typedef struct SteadyPlanMatch
{
  SteadyPlanVerdict   verdict;
  SteadyPlanAgreement traits[STEADY_PLAN_TRAITS];
} SteadyPlanMatch;

double          steady_plan_match_day (const char *utc);
char           *steady_plan_match_date (double day);
double          steady_plan_match_born (const SteadyPlanInputs *plan, const char *utc);
SteadyPlanMatch steady_plan_match (const SteadyPlanInputs *plan,
                                   const char             *utc,
                                   const SteadyPlanChild  *child,
                                   double                  today);
const char     *steady_plan_trait_name (SteadyPlanTrait trait);
const char     *steady_plan_agreement_name (SteadyPlanAgreement agreement);
const char     *steady_plan_verdict_name (SteadyPlanVerdict verdict);
int             steady_plan_agreement_from_name (const char *name);
int             steady_plan_verdict_from_name (const char *name);
