/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-ecmo-record.h"
#include "measure/steady-support.h"
#include "quality/steady-case-story.h"
#include "quality/steady-ecmo-hour.h"

/* The list of data/checklists that is gone through at the bed each hour. */
#define STEADY_ECMO_CHECK_LIST  "ecmo-circuit"
#define STEADY_ECMO_CHECK_EVERY (60 * STEADY_NSEC_PER_MIN)

/* A stretch of the run in one mode. */
typedef struct SteadyEcmoStretch
{
  SteadyInstant     from;
  SteadyInstant     to;   /* of the last: the end of what is stored */
  SteadySupportMode mode; /* ECMO_VA or ECMO_VV */
} SteadyEcmoStretch;

/* A number that people entered, wherever it stands in the case. */
typedef struct SteadyEcmoEntry
{
  SteadyInstant at;
  SteadyEcmoRow row;
  double        value;
  bool          of_check; /* asked for by the hourly check, not by Drugs & gas */
} SteadyEcmoEntry;

/* Once through the hourly list. */
typedef struct SteadyEcmoRound
{
  SteadyInstant begun;
  SteadyInstant done; /* NEVER: not all of it yet */
  unsigned      turn;
  unsigned      items;
  char          reader[STEADY_OPERATOR_SIZE];
  char          second[STEADY_OPERATOR_SIZE];
} SteadyEcmoRound;

/* What the record of a case says about its ECMO run, but for what was measured. Plain
 * data of a story, which need not stay. */
typedef struct SteadyEcmoCourse
{
  SteadyCaseSpan span;
  SteadyCaseSpan hours; /* the same, dated by the wall clock as it stands at the end:
                           the hours of a flow sheet are cut by it */
  SteadyCaseWall  *wall;
  SteadyMode       mode;
  bool             simulated;
  SteadySupport    support; /* at the end of what is stored; flags are not told */
  GArray          *stretches;
  GArray          *entries; /* in the order of @at */
  GArray          *rounds;
  GArray          *records; /* of SteadyEcmoRecord, as they were recorded */
  SteadyEcmoRecord parts[STEADY_ECMO_PARTS]; /* that are in; id 0: not known */
  SteadySpan       total;                    /* on ECMO */
  double           weight_kg;
  double           plan_flow_l_min; /* NaN: no plan says it */
  double           plan_flow_ml_kg_min;
} SteadyEcmoCourse;

SteadyEcmoCourse *steady_ecmo_course_new (const SteadyCaseStory *story);
void              steady_ecmo_course_free (SteadyEcmoCourse *self);
bool              steady_ecmo_course_runs (const SteadyEcmoCourse *self);
int64_t       steady_ecmo_course_utc (const SteadyEcmoCourse *self, SteadyInstant t);
SteadyInstant steady_ecmo_course_begin (const SteadyEcmoCourse *self);
SteadyInstant steady_ecmo_course_since (const SteadyEcmoCourse *self,
                                        SteadyEcmoPart          part);
SteadyInstant steady_ecmo_course_due (const SteadyEcmoCourse *self);
const SteadyEcmoRound  *steady_ecmo_course_last_round (const SteadyEcmoCourse *self);
const SteadyEcmoRecord *steady_ecmo_course_handover (const SteadyEcmoCourse *self);
const SteadyEcmoEntry  *steady_ecmo_course_last (const SteadyEcmoCourse *self,
                                                 SteadyEcmoRow           row);
void   steady_ecmo_course_fill (const SteadyEcmoCourse *self, SteadyEcmoHour *hour);
double steady_ecmo_course_balance (const SteadyEcmoCourse *self,
                                   SteadyInstant           from,
                                   SteadyInstant           to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyEcmoCourse, steady_ecmo_course_free)
