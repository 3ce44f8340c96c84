/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-system.h"

bool steady_alarm_system_may_add (const SteadyAlarmSystem *self,
                                  const char              *id,
                                  SteadyControl            control);
bool
steady_alarm_system_add (SteadyAlarmSystem *self, const char *id, uint32_t controls);
