/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"

enum
{
  STEADY_CONDITION_TESTS = 6,
  STEADY_CONDITION_ID_SIZE = 48
};

/* What one test of a condition looks at. The first five hold or do not hold now; the
 * others happen at an instant and count from when the condition is armed. */
typedef enum SteadyConditionKind
{
  STEADY_CONDITION_CHANNEL = 1,  /* a value; a missing one never holds */
  STEADY_CONDITION_MISSING,      /* a channel has no value that can be used */
  STEADY_CONDITION_ALARM,        /* is present */
  STEADY_CONDITION_MODE,         /* the support mode */
  STEADY_CONDITION_FLAG,         /* a support flag is set */
  STEADY_CONDITION_COMMAND,      /* a control was set, and the gate let it pass */
  STEADY_CONDITION_MARK,         /* the event pad */
  STEADY_CONDITION_DID,          /* an action of the catalogue was done */
  STEADY_CONDITION_REPLIED,      /* a call-out was answered rightly */
  STEADY_CONDITION_ACKNOWLEDGED, /* an alarm */
  STEADY_CONDITION_STEP          /* a step of the timeline was given */
} SteadyConditionKind;

typedef struct SteadyConditionTest
{
  uint16_t   kind;   /* SteadyConditionKind */
  uint16_t   number; /* channel, control, event, mode, or bit of a flag */
  bool       negate; /* "not" a flag */
  bool       has_above;
  bool       has_below;
  double     above;
  double     below;
  SteadySpan hold; /* must hold that long */
  char       id[STEADY_CONDITION_ID_SIZE];
} SteadyConditionTest;

/* All tests of it, or any. None: holds at once. */
typedef struct SteadyCondition
{
  bool                any;
  unsigned            n_tests;
  SteadyConditionTest tests[STEADY_CONDITION_TESTS];
} SteadyCondition;

/* How far a condition has come; plain bytes. Zeroed: not armed. */
typedef struct SteadyConditionState
{
  bool       armed;
  bool       met;
  uint16_t   latched; /* a bit for each test that has happened */
  uint16_t   holding; /* a bit for each that holds since … */
  SteadySpan armed_at;
  SteadySpan met_at;
  SteadySpan since[STEADY_CONDITION_TESTS];
} SteadyConditionState;

/* Something that happened at an instant. */
typedef struct SteadyHappening
{
  uint16_t    kind;   /* SteadyConditionKind, COMMAND and later */
  uint16_t    number; /* control or event */
  double      value;
  const char *id; /* of action, call-out, alarm or step; "" for none */
} SteadyHappening;

/* What a scenario may see: nothing of it can be changed. */
typedef struct SteadyConditionView
{
  SteadySpan               now; /* case time */
  const SteadyValueTable  *values;
  const SteadySupport     *support;
  const SteadyAlarmRecord *alarms; /* present */
  unsigned                 n_alarms;
} SteadyConditionView;

bool steady_condition_parse (SteadyCondition      *ret_condition,
                             const SteadyJsonNode *node,
                             GError              **error);
void steady_condition_arm (SteadyConditionState *state, SteadySpan now);
void steady_condition_happen (const SteadyCondition *self,
                              SteadyConditionState  *state,
                              const SteadyHappening *happening);
bool steady_condition_update (const SteadyCondition     *self,
                              SteadyConditionState      *state,
                              const SteadyConditionView *view);
