/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"
#include "measure/steady-support.h"
#include "scenario/steady-catalogue.h"
#include "scenario/steady-condition.h"

#define STEADY_SCENARIO_FORMAT       "steady-scenario"
#define STEADY_SCENARIO_START_FORMAT "steady-scenario-start"

enum
{
  STEADY_SCENARIO_VERSION = 1,
  STEADY_SCENARIO_START_VERSION = 1,
  STEADY_SCENARIO_TIMELINE_MAX = 64,
  STEADY_SCENARIO_EXPECTED_MAX = 24, /* what must not happen included */
  STEADY_SCENARIO_CALLOUTS_MAX = 24,
  STEADY_SCENARIO_REPLIES_MAX = 4,
  STEADY_SCENARIO_TUTORIAL_MAX = 32,
  STEADY_SCENARIO_HINTS_MAX = 8,
  STEADY_SCENARIO_POINTS_MAX = 8
};

/* A change of one mechanism; always a cause. */
typedef struct SteadyScenarioEffect
{
  char       mechanism[48];
  double     value;
  SteadySpan ramp;
  char       note[120]; /* what a bystander would say, for the record */
  bool       said;      /* … and does say: the trainee may hear it */
} SteadyScenarioEffect;

/* One step of the timeline. */
typedef struct SteadyScenarioStep
{
  char                 id[STEADY_CONDITION_ID_SIZE]; /* "" for none */
  SteadyScenarioEffect effect;
  SteadySpan           at; /* not before this */
  bool                 has_when;
  SteadyCondition      when;
  SteadySpan           after; /* and that long after it was met */
} SteadyScenarioStep;

typedef enum SteadyMilestone
{
  STEADY_MILESTONE_ITEM = 0, /* of the written procedure */
  STEADY_MILESTONE_DETECTED = 1,
  STEADY_MILESTONE_FIRST_ACTION = 2,
  STEADY_MILESTONE_STABLE = 3
} SteadyMilestone;

/* What the trainee must do, or must not. */
typedef struct SteadyScenarioExpected
{
  char            id[STEADY_CONDITION_ID_SIZE];
  const char     *text;
  const char     *source; /* of the time, or of the action where there is no time */
  SteadyMilestone milestone;
  bool            forbidden; /* must never become true */
  bool            required;  /* else it is only told in the debrief */
  bool            has_from;  /* else from the first fault, or from the start */
  SteadyCondition from;
  SteadyCondition when;
  SteadySpan      within; /* STEADY_INSTANT_NEVER: at any time */
} SteadyScenarioExpected;

/* Somebody in the room speaks, and the trainee must answer. */
typedef struct SteadyScenarioCallout
{
  char            id[STEADY_CONDITION_ID_SIZE];
  const char     *who; /* "surgeon", "anaesthetist", "nurse" */
  const char     *says;
  const char     *source;
  SteadySpan      at;
  bool            has_when;
  SteadyCondition when;
  SteadySpan      after;
  SteadySpan      within;
  unsigned        n_replies;
  unsigned        right; /* which of the replies closes the loop */
  const char     *replies[STEADY_SCENARIO_REPLIES_MAX];
} SteadyScenarioCallout;

/* A page of a lesson; without a condition it waits for the action "continue". */
typedef struct SteadyScenarioLesson
{
  char            id[STEADY_CONDITION_ID_SIZE];
  const char     *text;
  const char     *points_at; /* a part of the screen, or NULL */
  bool            has_when;
  SteadyCondition when;
} SteadyScenarioLesson;

/*
 * A training case as data: patient, circuit, starting phase, timeline, and what is
 * expected of the trainee. It never changes once it is loaded; SteadyCourse is how one
 * run of it goes. Texts are in the source language; show them through gettext.
 */
typedef struct SteadyScenario
{
  SteadyJsonDocument document;
  SteadyCatalogue   *catalogue;
  const char        *title;
  const char        *shown_as;   /* title that gives nothing away; never NULL */
  const char        *story;      /* "" for none */
  const char        *category;   /* "case", "incident", "ecmo", "tutorial" */
  unsigned           difficulty; /* 1 … 5; 0: not said */
  SteadySpan         length;     /* of a usual run; 0: not said */
  uint64_t           seed;
  double             weight_kg;
  double             area_m2;
  double             map_low;
  double             plan_flow_l_min;
  const char        *profile;
  bool               bypass_checklist; /* "On bypass" waits for what it needs */
  SteadySupport      start;

  unsigned               n_steps;
  unsigned               n_expected;
  unsigned               n_callouts;
  unsigned               n_lessons;
  unsigned               n_hints;
  unsigned               n_points;
  SteadyScenarioStep     steps[STEADY_SCENARIO_TIMELINE_MAX];
  SteadyScenarioExpected expected[STEADY_SCENARIO_EXPECTED_MAX];
  SteadyScenarioCallout  callouts[STEADY_SCENARIO_CALLOUTS_MAX];
  SteadyScenarioLesson   lessons[STEADY_SCENARIO_TUTORIAL_MAX];
  const char            *hints[STEADY_SCENARIO_HINTS_MAX];
  const char            *debrief; /* NULL for none */
  const char            *points[STEADY_SCENARIO_POINTS_MAX];
} SteadyScenario;

SteadyScenario *steady_scenario_load (const char *path, GError **error);
SteadyScenario             *
steady_scenario_parse (const char *name, const char *text, GError **error);
void        steady_scenario_free (SteadyScenario *self);
const char *steady_scenario_title (const SteadyScenario *self);
uint64_t    steady_scenario_seed (const SteadyScenario *self);
/* The text of the whole file, what it begins as included: the simulated device and the
 * console's greeting take the members "patient", "circuit", "plan" and "start" from it.
 */
const char *steady_scenario_text (const SteadyScenario *self);
/* Support state to begin with; the instants in it are 0. */
SteadySupport steady_scenario_start (const SteadyScenario *self);

/* part of loading, in a file of its own */
bool steady_scenario_parse_course (SteadyScenario       *self,
                                   const SteadyJsonNode *root,
                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyScenario, steady_scenario_free)
