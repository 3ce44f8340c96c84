/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-system.h"

/* The limit of one rule that an operator may change, and how far. */
typedef struct SteadyAlarmLimit
{
  double value;   /* in force */
  double floor;   /* nobody goes below … */
  double ceiling; /* … or above */
} SteadyAlarmLimit;

bool steady_alarm_system_limit (const SteadyAlarmSystem *self,
                                const char              *id,
                                SteadyAlarmLimit        *ret_limit);
bool
steady_alarm_system_set_limit (SteadyAlarmSystem *self, const char *id, double value);
bool       steady_alarm_system_set_plan_flow (SteadyAlarmSystem *self, double l_min);
SteadySpan steady_alarm_system_resume_span (const SteadyAlarmSystem *self,
                                            const char              *id);
bool       steady_alarm_system_has_wire (const SteadyAlarmSystem *self,
                                         const char              *id,
                                         SteadyControl            control);
