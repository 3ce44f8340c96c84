/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

/* One present alarm in full sentences: what, what first, what the machine did, since.
 */
typedef struct SteadyAlarmWords
{
  char title[160];
  char what[320];  /* with the value against its limit */
  char first[320]; /* do this first */
  char did[320];   /* from read-back only */
  char since[64];
  char
      devices[160]; /* of a lost link: whose; "" where nobody tells, or another alarm */
  char bubble[64];  /* of an air alarm: how much was seen; "" where nobody tells */
  char
      sensor[160]; /* of an air alarm: what its detector reads now; "": another alarm */
} SteadyAlarmWords;

void steady_alarm_words_make (const SteadyConsoleState *state,
                              const SteadyAlarmRecord  *record,
                              SteadyInstant             real_now,
                              SteadyAlarmWords         *ret_words);
