/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-reader.h"
#include "measure/steady-alarm-metrics.h"

/*
 * Reads the alarm load of a case, again and again while it grows: alarms, events and
 * commands in the order of time, into SteadyAlarmMetrics.
 */
typedef struct SteadyCaseAlarmLoad
{
  SteadyAlarmMetrics metrics;
  int64_t            last_alarm;
  int64_t            last_event;
  int64_t            last_command;
} SteadyCaseAlarmLoad;

void steady_case_alarm_load_init (SteadyCaseAlarmLoad *self);
bool steady_case_alarm_load_read (SteadyCaseAlarmLoad *self,
                                  SteadyCaseReader    *reader,
                                  GError             **error);
