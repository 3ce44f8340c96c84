/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_OPERATOR_SIZE = 48 /* bytes of a name, its NUL included */
};

/* What stands behind the limit of a rule. */
typedef enum SteadyLimitSource
{
  STEADY_LIMIT_UNTOUCHED = 0, /* profile or plan, as WELCOME names it */
  STEADY_LIMIT_OPERATOR = 1,
  STEADY_LIMIT_TAKEN_BACK = 2, /* profile or plan again, whatever WELCOME named */
  STEADY_LIMIT_FOLLOWS = 3     /* a signed plan's, which moves with the set flow */
} SteadyLimitSource;

/* What an operator made of one rule that is not as profile and plan have it. Stands on
 * the wire and in the state row. */
typedef struct SteadyAlarmSetting
{
  char          id[STEADY_ALARM_ID_SIZE];  /* of the rule */
  char          who[STEADY_OPERATOR_SIZE]; /* last changed it */
  SteadyInstant t;                         /* … then */
  double        limit;                     /* in force; meaningless while UNTOUCHED */
  double        original;                  /* … what profile or plan say */
  uint16_t      has_limit;                 /* SteadyLimitSource */
  uint16_t      resumes;                   /* 1: over, the pump goes on by itself */
  uint32_t      cut;   /* bits 1 << SteadyControl: wires that do nothing */
  uint32_t      added; /* … and those that the rule did not have */
  uint32_t      padding;
} SteadyAlarmSetting;

static_assert (sizeof (SteadyAlarmSetting) == 136, "alarm settings stand on the wire");

/* Who works here, what he has taken upon himself, and what may be resumed. */
typedef struct SteadyDesk
{
  SteadyInstant override_until; /* case time; 0: no global override */
  SteadyInstant resume_since;   /* case time of the tap */
  double        former_flow;    /* L/min before the stop; 0: not known */
  uint16_t      override_start; /* 1: bypass without protection from air was allowed */
  uint16_t      reason_due;     /* bits 1 << SteadyOverride: nobody has said why yet */
  uint16_t      resume;         /* SteadyResumeState */
  uint16_t      heard;          /* SteadySoundHeard */
  char          operator_name[STEADY_OPERATOR_SIZE]; /* empty: nobody is signed in */
} SteadyDesk;

static_assert (sizeof (SteadyDesk) == 80, "stands on the wire");
