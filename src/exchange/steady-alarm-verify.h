/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-progress.h"

/* A change of an alarm that only one of the two has. */
typedef struct SteadyAlarmDifference
{
  char       id[48];
  SteadySpan t;      /* since the start of the case */
  unsigned   state;  /* SteadyAlarmState */
  bool       stored; /* true: only the case has it; false: only the new run */
} SteadyAlarmDifference;

/* What judging a case anew gave. */
typedef struct SteadyAlarmVerdict
{
  unsigned   changes;     /* in the case */
  bool       exact;       /* it has the journal: nothing at all may differ */
  SteadySpan greatest;    /* difference in time of those that agree */
  GArray    *differences; /* of SteadyAlarmDifference */
  char      *build_then;
  char      *build_now;
} SteadyAlarmVerdict;

bool steady_alarm_verify (const char         *case_file,
                          SteadyProgress     *progress,
                          SteadyAlarmVerdict *ret_verdict,
                          GError            **error);
void steady_alarm_verdict_finish (SteadyAlarmVerdict *self);
