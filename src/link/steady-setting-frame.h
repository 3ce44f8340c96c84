/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "measure/steady-alarm-setting.h"

/* A proposal about alarms from the console in control. Nothing changes before the
 * engine has checked it. */
typedef struct SteadySettingRequest
{
  uint64_t      id;     /* chosen by the sender, never used twice in a case */
  SteadyInstant issued; /* real time; refused when more than 1 s old */
  double        value;
  double        expected; /* LIMIT: the limit that the operator saw */
  uint32_t      kind;     /* SteadySettingKind */
  uint32_t      control;  /* SteadyControl, with WIRE */
  char          rule[STEADY_ALARM_ID_SIZE];
  char          who[STEADY_OPERATOR_SIZE]; /* with OPERATOR */
} SteadySettingRequest;

static_assert (sizeof (SteadySettingRequest) == 136, "setting request");

/* What became of it. */
typedef struct SteadySettingAnswer
{
  uint64_t id;
  double   value; /* in force afterwards */
  double   low;   /* the limits that hold, for a refusal that can be explained */
  double   high;
  uint32_t kind;    /* SteadySettingKind */
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
  char     rule[STEADY_ALARM_ID_SIZE];
} SteadySettingAnswer;

static_assert (sizeof (SteadySettingAnswer) == 88, "setting answer");
