/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

/* Whether one alarm is watched for now. */
typedef enum SteadyArming
{
  STEADY_ARMING_UNKNOWN, /* nothing is heard from the engine */
  STEADY_ARMING_NOT_PROTECTED,
  STEADY_ARMING_CANNOT_JUDGE, /* what it compares with was never taken */
  STEADY_ARMING_DISARMED,
  STEADY_ARMING_ARMED,
  STEADY_ARMING_NOT_FITTED
} SteadyArming;

/* What the tables of the Alarms page say. Texts are freed with g_free (). Thread: main,
 * all. */
const char  *steady_alarm_table_title (const SteadyConsoleState *state, const char *id);
const char  *steady_alarm_table_state (const SteadyAlarmRecord *record);
const char  *steady_alarm_table_change (const SteadyAlarmRecord *record);
char        *steady_alarm_table_value (const SteadyAlarmRecord *record);
SteadyArming steady_alarm_table_arming (const SteadyConsoleState *state,
                                        const char               *id,
                                        const SteadyAlarmText    *text);
const char  *steady_alarm_table_armed (SteadyArming arming);
char        *steady_alarm_table_why (const SteadyConsoleState *state,
                                     const char               *id,
                                     const SteadyAlarmText    *text);
char        *steady_alarm_table_limit (const SteadyConsoleState *state,
                                       const char               *id,
                                       const SteadyAlarmText    *text);
const char  *steady_alarm_table_sign (const SteadyAlarmText *text);
double       steady_alarm_table_original (const SteadyConsoleState *state,
                                          const char               *id,
                                          const SteadyAlarmText    *text);
double       steady_alarm_table_in_force (const SteadyConsoleState *state,
                                          const char               *id,
                                          const SteadyAlarmText    *text);
const char **steady_alarm_table_ids (const SteadyConsoleState *state,
                                     unsigned                 *ret_count);
char        *steady_alarm_table_source (const SteadyConsoleState *state,
                                        const char               *id,
                                        const SteadyAlarmText    *text);
