/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "scenario/steady-cost.h"
#include "scenario/steady-scenario.h"

enum
{
  STEADY_COURSE_VERSION = 1,
  STEADY_COURSE_LOG = 256,
  STEADY_COURSE_NOTES = 8,
  STEADY_COURSE_DOING = 8,
  STEADY_COURSE_TEXT_SIZE = 200,
  STEADY_COURSE_EFFECTS = 16
};

typedef enum SteadyItemVerdict
{
  STEADY_ITEM_WAITING = 0, /* its time has not begun */
  STEADY_ITEM_OPEN = 1,
  STEADY_ITEM_MET = 2,
  STEADY_ITEM_LATE = 3,   /* met, but after its time */
  STEADY_ITEM_MISSED = 4, /* its time is over, and it is not met (yet) */
  STEADY_ITEM_BROKEN = 5  /* what must never happen has happened */
} SteadyItemVerdict;

typedef enum SteadyOutcome
{
  STEADY_OUTCOME_RUNNING = 0,
  STEADY_OUTCOME_PASSED = 1, /* all that is required is met, in time */
  STEADY_OUTCOME_FAILED = 2,
  STEADY_OUTCOME_ENDED = 3 /* nothing was expected, or it was broken off */
} SteadyOutcome;

typedef enum SteadyCalloutState
{
  STEADY_CALLOUT_WAITING = 0,
  STEADY_CALLOUT_OPEN = 1,
  STEADY_CALLOUT_ANSWERED = 2, /* rightly: the loop is closed */
  STEADY_CALLOUT_WRONG = 3,
  STEADY_CALLOUT_UNANSWERED = 4 /* its time is over */
} SteadyCalloutState;

typedef struct SteadyCourseStep
{
  SteadyConditionState when;
  bool                 given;
  SteadySpan           given_at;
} SteadyCourseStep;

typedef struct SteadyCourseItem
{
  SteadyConditionState from;
  SteadyConditionState when;
  uint32_t             verdict; /* SteadyItemVerdict */
} SteadyCourseItem;

typedef struct SteadyCourseCallout
{
  SteadyConditionState when;
  uint32_t             state; /* SteadyCalloutState */
  uint32_t             choice;
  SteadySpan           raised_at;
  SteadySpan           answered_at;
} SteadyCourseCallout;

/* What stands in the timeline of the debrief. */
typedef enum SteadyCourseLogKind
{
  STEADY_COURSE_LOG_STEP = 1,
  STEADY_COURSE_LOG_ALARM = 2, /* onset; number: priority */
  STEADY_COURSE_LOG_ALARM_END = 3,
  STEADY_COURSE_LOG_COMMAND = 4, /* number: control */
  STEADY_COURSE_LOG_MARK = 5,    /* number: event */
  STEADY_COURSE_LOG_DID = 6,
  STEADY_COURSE_LOG_CALLOUT = 7,
  STEADY_COURSE_LOG_REPLY = 8, /* number: choice */
  STEADY_COURSE_LOG_ACKNOWLEDGED = 9,
  STEADY_COURSE_LOG_HINT = 10,
  STEADY_COURSE_LOG_INJECTED = 11, /* by the instructor */
  STEADY_COURSE_LOG_INTERVENTION = 12
} SteadyCourseLogKind;

typedef struct SteadyCourseLog
{
  SteadySpan t;
  double     value;
  uint16_t   kind;
  uint16_t   number;
  uint32_t   padding;
  char       id[STEADY_CONDITION_ID_SIZE];
} SteadyCourseLog;

typedef struct SteadyCourseNote
{
  SteadySpan t;
  char       text[STEADY_COURSE_TEXT_SIZE];
} SteadyCourseNote;

typedef struct SteadyCourseDoing
{
  SteadySpan begun;
  SteadySpan done;
  char       id[STEADY_CONDITION_ID_SIZE];
} SteadyCourseDoing;

/*
 * One run of a scenario: plain bytes, so that it goes on after a crash. Only the tick
 * writes it; copies of it travel to whoever draws.
 */
typedef struct SteadyCourse
{
  uint32_t             version;
  uint32_t             size;
  SteadySpan           now;
  uint32_t             changes; /* grows whenever somebody should be told */
  uint32_t             outcome; /* SteadyOutcome */
  SteadySpan           fault_at;
  bool                 begun;
  bool                 fault_given;
  bool                 ended;
  uint32_t             lesson; /* number of the page that is open */
  uint32_t             hints;  /* shown */
  uint32_t             n_log;
  uint32_t             n_log_lost;
  uint32_t             n_notes; /* ever; the last few are kept */
  uint32_t             n_doing;
  double               act_told; /* s, the last clotting time that was given */
  SteadyConditionState lesson_state;
  SteadyCourseStep     steps[STEADY_SCENARIO_TIMELINE_MAX];
  SteadyCourseItem     items[STEADY_SCENARIO_EXPECTED_MAX];
  SteadyCourseCallout  callouts[STEADY_SCENARIO_CALLOUTS_MAX];
  SteadyCourseDoing    doing[STEADY_COURSE_DOING];
  SteadyCourseNote     notes[STEADY_COURSE_NOTES];
  SteadyCost           cost;
  SteadyCourseLog      log[STEADY_COURSE_LOG];
} SteadyCourse;

/* A mechanism to be changed, and why. */
typedef struct SteadyCourseEffect
{
  SteadyScenarioEffect effect;
  const char          *step; /* id of the step or action; "" for none */
  bool                 by_trainee;
} SteadyCourseEffect;

void     steady_course_init (SteadyCourse *self);
bool     steady_course_is_sane (const SteadyCourse *self);
unsigned steady_course_update (SteadyCourse              *self,
                               const SteadyScenario      *scenario,
                               const SteadyConditionView *view,
                               SteadyCourseEffect        *ret_effects,
                               unsigned                   size);
void     steady_course_happen (SteadyCourse          *self,
                               const SteadyScenario  *scenario,
                               const SteadyHappening *happening);
bool
steady_course_do (SteadyCourse *self, const SteadyScenario *scenario, const char *id);
bool steady_course_reply (SteadyCourse         *self,
                          const SteadyScenario *scenario,
                          const char           *id,
                          unsigned              choice);
bool steady_course_hint (SteadyCourse *self, const SteadyScenario *scenario);
void steady_course_note (SteadyCourse *self, const char *text);
bool steady_course_give_step (SteadyCourse         *self,
                              const SteadyScenario *scenario,
                              unsigned              step);
void steady_course_alarm (SteadyCourse *self, const SteadyAlarmRecord *record);
void steady_course_log (SteadyCourse       *self,
                        SteadyCourseLogKind kind,
                        unsigned            number,
                        double              value,
                        const char         *id);
void steady_course_end (SteadyCourse *self, const SteadyScenario *scenario);
