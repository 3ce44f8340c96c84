/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "perfusion/steady-plan-inputs.h"
#include "perfusion/steady-plan-item.h"
#include "perfusion/steady-plan-tables.h"

enum
{
  STEADY_PLAN_CITES_MOST = 6,
  STEADY_PLAN_WARNINGS_MOST = 24,
  STEADY_PLAN_REFUSALS_MOST = 8,
  STEADY_PLAN_PRIME_MOST = STEADY_PRACTICE_PRIME_MOST + 4
};

/* One answer of a plan. */
typedef struct SteadyPlanValue
{
  bool              known;
  double            number;  /* where @text is NULL */
  const char       *text;    /* words: a name, a ratio, a unit */
  const char       *because; /* translatable: why it is not known, or a remark */
  const SteadyCite *cites[STEADY_PLAN_CITES_MOST]; /* the data that went in */
  unsigned          n_cites;
} SteadyPlanValue;

/* What an input counted as, where nothing was entered too. */
typedef struct SteadyPlanUsed
{
  double            number;
  bool              known;
  const SteadyCite *cite; /* NULL: entered by a person */
} SteadyPlanUsed;

/* A part of the prime. */
typedef struct SteadyPlanPrimePart
{
  const char       *name;
  const char       *unit;
  double            amount;
  const SteadyCite *cite; /* NULL: of the plan itself */
} SteadyPlanPrimePart;

/*
 * A computed plan. Every text in it is constant or borrowed from the tables, which must
 * live longer; it owns its copy of the inputs.
 */
typedef struct SteadyPlan
{
  SteadyPlanInputs             inputs;
  SteadyPlanUsed               used[STEADY_PLAN_INPUTS];
  SteadyPlanValue              values[STEADY_PLAN_ITEMS];
  const SteadyPracticeProfile *profile;
  const SteadyPack            *pack;
  const SteadyOxygenator      *oxygenator;
  const SteadyArterialCannula *cannula;
  const SteadySolution        *solution;
  SteadyPlanPrimePart          prime[STEADY_PLAN_PRIME_MOST];
  unsigned                     n_prime;
  const char                  *refusals[STEADY_PLAN_REFUSALS_MOST]; /* translatable */
  unsigned                     n_refusals;
  const char                  *warnings[STEADY_PLAN_WARNINGS_MOST]; /* translatable */
  unsigned                     n_warnings;
} SteadyPlan;

bool steady_plan_compute (const SteadyPlanInputs *inputs,
                          const SteadyPlanTables *tables,
                          SteadyPlan             *ret_plan,
                          GError                **error);
void steady_plan_finish (SteadyPlan *self);
bool steady_plan_is_refused (const SteadyPlan *self, const char *file, GError **error);
bool
steady_plan_number (const SteadyPlan *self, SteadyPlanItem item, double *ret_number);
