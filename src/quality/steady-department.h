/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-progress.h"
#include "casefile/steady-case-shelf.h"
#include "quality/steady-quality-rules.h"

enum
{
  STEADY_DEPARTMENT_MONTHS = 24
};

/* How one rule fared in the cases of one month. */
typedef struct SteadyDepartmentMonth
{
  unsigned cases;  /* in which it was looked at and known */
  double   median; /* of the percentage of time outside; NaN: no case */
  double   upper;  /* the 75th percentile */
} SteadyDepartmentMonth;

/* One rule over the last months; the newest stands last. */
typedef struct SteadyDepartmentRule
{
  const SteadyQualityRule *rule;
  unsigned                 cases;
  unsigned                 never_outside;
  double                   median;
  double                   upper;
  SteadyDepartmentMonth    months[STEADY_DEPARTMENT_MONTHS];
} SteadyDepartmentRule;

/* What the cases of a department say together; borrows the rules. No name is in it. */
typedef struct SteadyDepartment
{
  unsigned             cases;
  unsigned             simulated;  /* were left out */
  unsigned             open;       /* not closed, or not readable: were left out */
  int                  last_month; /* year × 12 + month - 1 of the newest case */
  unsigned             n;
  SteadyDepartmentRule rules[STEADY_QUALITY_RULES_MOST];
} SteadyDepartment;

typedef struct SteadyDepartmentChoice
{
  bool            simulated; /* the simulated ones instead of the real ones */
  SteadyProgress *progress;  /* NULL: nobody waits */
} SteadyDepartmentChoice;

bool   steady_department_read (SteadyDepartment             *self,
                               SteadyCaseShelf              *shelf,
                               const SteadyQualityRules     *rules,
                               const SteadyDepartmentChoice *choice,
                               GString                      *ret_cases_csv,
                               GString                      *ret_quality_csv,
                               GError                      **error);
double steady_department_quantile (GArray *values, double part);
