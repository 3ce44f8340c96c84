/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"
#include "casefile/steady-case-artefact.h"
#include "casefile/steady-case-targets.h"
#include "casefile/steady-case-text-reader.h"
#include "casefile/steady-case-wall.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-clinical-record.h"
#include "quality/steady-case-phase.h"

/* Of whom the case is; texts are empty and numbers NaN where nothing is known. */
typedef struct SteadyStoryPatient
{
  char  *name;
  char  *patient_id;
  char  *diagnosis;
  char  *procedure;
  char  *allergies;
  char  *profile; /* "neonate" … */
  double weight_kg;
  double height_cm;
  double age_days;
  double bsa_m2;
} SteadyStoryPatient;

/* Somebody whose name stands in the case. */
typedef struct SteadyStoryPerson
{
  char         *name;
  unsigned      roles; /* bits of SteadyStoryRole */
  SteadyInstant first; /* when the name was first seen */
} SteadyStoryPerson;

typedef enum SteadyStoryRole
{
  STEADY_STORY_OPERATOR = 1 << 0, /* signed in at the console */
  STEADY_STORY_SIGNED = 1 << 1,   /* signed the plan */
  STEADY_STORY_RECORDED = 1 << 2, /* recorded an act or a note */
  STEADY_STORY_CHECKED = 1 << 3,  /* answered a checklist */
  STEADY_STORY_TOOK_OVER = 1 << 4 /* was given an ECMO child */
} SteadyStoryRole;

/* One time that an alarm was there. */
typedef struct SteadyStoryAlarm
{
  char           id[STEADY_ALARM_ID_SIZE];
  const char    *title; /* source language, of the rules of that day; id without them */
  SteadyPriority priority;
  SteadyInstant  from;
  SteadyInstant  to;   /* of the end of its condition, or of the case */
  SteadyInstant  seen; /* STEADY_INSTANT_NEVER: nobody acknowledged it */
  bool           open; /* it was there when the case ended */
  bool           has_value;
  bool           technical;
  SteadyChannel  channel;
  double         value;
  double         limit;
} SteadyStoryAlarm;

/* Something that was connected to the child. */
typedef struct SteadyStoryPart
{
  char *what; /* "oxygenator", "arterial-cannula" …, or as it was noted */
  char *name;
  char *lot; /* lot or serial number; empty: nobody noted it */
} SteadyStoryPart;

typedef enum SteadyStoryMark
{
  STEADY_STORY_TEACHING = 1 << 0,
  STEADY_STORY_GOOD_CATCH = 1 << 1
} SteadyStoryMark;

/*
 * All that a case says but its samples, in one piece. What was amended stands as it was
 * amended last, and what was withdrawn is flagged and stays. Thread: the reader's.
 */
typedef struct SteadyCaseStory
{
  char              *file;
  char              *title;
  char              *build;
  char              *imported_from; /* empty: recorded here */
  SteadyMode         mode;
  bool               simulated; /* no real patient */
  bool               finished;
  SteadyCaseSpan     span;
  SteadyCaseWall    *wall; /* times of day are of it, not of @span */
  SteadyCaseLink     head;
  int64_t            links;
  SteadyStoryPatient patient;
  SteadyJsonDocument meta;
  SteadyJsonDocument rules;
  SteadyJsonDocument plan;      /* the last signed one; root NULL: none */
  SteadyJsonNode     targets;   /* in force at the end; object NULL: no plan at all */
  GArray            *plans;     /* of SteadyCaseTargets: from when on which held */
  GArray            *artefacts; /* of SteadyCaseArtefact that nobody withdrew */
  bool               plan_kept; /* @plan is signed, else the scenario's own targets */
  SteadyInstant      plan_at;
  GArray            *people; /* of SteadyStoryPerson */
  GArray            *parts;  /* of SteadyStoryPart */
  GArray            *phases; /* of SteadyCasePhase, in the order of their beginnings */
  GArray            *events; /* of SteadyCaseEvent; each step of the clock is one */
  GArray            *acts;   /* of SteadyClinicalRecord, in the order of @given */
  GArray            *alarms; /* of SteadyStoryAlarm, in the order of @from */
  GArray            *notes;  /* of SteadyCaseNote */
  GArray            *checks; /* of SteadyChecklistRecord */
  unsigned           marks;  /* bits of SteadyStoryMark */
} SteadyCaseStory;

SteadyCaseStory *
steady_case_story_read (SteadyCaseReader *reader, const char *file, GError **error);
SteadyCaseStory *steady_case_story_open (const char        *file,
                                         SteadyCaseReader **ret_reader,
                                         GError           **error);
void             steady_case_story_free (SteadyCaseStory *self);
bool             steady_case_story_target (const SteadyCaseStory *self,
                                           const char            *key,
                                           double                *ret_value);
bool             steady_case_story_target_at (const SteadyCaseStory *self,
                                              const char            *key,
                                              SteadyInstant          t,
                                              double                *ret_value);
bool             steady_case_story_excluded (const SteadyCaseStory *self,
                                             SteadyChannel          channel,
                                             SteadyInstant          t);
bool             steady_case_story_in (const SteadyCaseStory *self,
                                       SteadyCasePhaseKind    kind,
                                       SteadyInstant          t);
SteadySpan       steady_case_story_total (const SteadyCaseStory *self,
                                          SteadyCasePhaseKind    kind);
unsigned         steady_case_story_alarms (const SteadyCaseStory *self,
                                           SteadyPriority         priority);
const char *steady_case_story_alarm_title (const SteadyCaseStory *self, const char *id);
bool steady_case_story_limit_is_share (const SteadyCaseStory *self, const char *id);
SteadyChannel steady_case_story_limit_channel (const SteadyCaseStory *self,
                                               const char            *id);
const char   *steady_case_story_name (const SteadyCaseStory *self);
int64_t       steady_case_story_utc (const SteadyCaseStory *self, SteadyInstant t);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyCaseStory, steady_case_story_free)
