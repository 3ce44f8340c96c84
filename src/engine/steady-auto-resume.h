/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "alarm/steady-alarm-system.h"
#include "engine/steady-alarm-settings.h"

/*
 * A pump that an alarm stopped goes on by itself when that is over: only for a rule
 * whose file allows it, only where an operator has chosen it in this case, and never
 * after anybody else touched the pump or the engine started anew. Plain data; all zero:
 * nothing is to go on.
 */
typedef struct SteadyAutoResume
{
  char          alarm[STEADY_ALARM_ID_SIZE]; /* that stopped the pump; empty: none */
  SteadyInstant over_since;                  /* NEVER: something still holds the pump */
} SteadyAutoResume;

void steady_auto_resume_stopped (SteadyAutoResume          *self,
                                 const SteadyAlarmSettings *settings,
                                 const char                *alarm);
void steady_auto_resume_forget (SteadyAutoResume *self);
bool steady_auto_resume_turn (SteadyAutoResume          *self,
                              const SteadyAlarmSystem   *alarms,
                              const SteadyAlarmSettings *settings,
                              bool                       held,
                              SteadyInstant              now);
