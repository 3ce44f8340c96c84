/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-clinical-record.h"

enum
{
  STEADY_BYPASS_ACTS = 64
};

/* A dose of heparin or an ACT. */
typedef struct SteadyBypassAct
{
  uint64_t      id;   /* of the record, or of the one that it amends first of all */
  uint64_t      last; /* of the newest amendment */
  SteadyInstant given;
  double        act;    /* s; 0: it is heparin */
  uint32_t      device; /* 1: it is named */
  uint32_t      withdrawn;
} SteadyBypassAct;

/* The acts that "On bypass" asks for, the newest 64. Plain data. */
typedef struct SteadyBypassFacts
{
  uint64_t        count; /* ever */
  SteadyBypassAct acts[STEADY_BYPASS_ACTS];
} SteadyBypassFacts;

/* Why there is no ACT that counts. */
typedef enum SteadyBypassAnswer
{
  STEADY_BYPASS_MET = 0,
  STEADY_BYPASS_NONE = 1,   /* no heparin, no ACT after the last heparin */
  STEADY_BYPASS_LOW = 2,    /* the ACT is too low */
  STEADY_BYPASS_OLD = 3,    /* … older than 30 min */
  STEADY_BYPASS_UNNAMED = 4 /* … of a device that is not named */
} SteadyBypassAnswer;

/* What else is known. */
typedef struct SteadyBypassView
{
  SteadyInstant now;
  double        act_least_s;   /* of the site */
  double        sweep_l_min;   /* NaN: not known */
  unsigned      met;           /* SteadyBypassNeed that checklists have met */
  bool          blood_planned; /* red cells in the prime, by the signed plan */
} SteadyBypassView;

void     steady_bypass_facts_take (SteadyBypassFacts          *self,
                                   const SteadyClinicalRecord *record);
unsigned steady_bypass_needs (const SteadyBypassFacts *self,
                              const SteadyBypassView  *view,
                              SteadyBypassAnswer      *ret_act);
