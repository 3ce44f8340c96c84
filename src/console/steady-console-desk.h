/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "link/steady-frame.h"

enum
{
  STEADY_DESK_SETTINGS = 160,
  STEADY_DESK_MOVING = 4
};

/* What operators made of the alarms, as the engine tells it. Plain data, part of
 * SteadyConsoleState. Thread: the owner's, all. */
typedef struct SteadyConsoleDesk
{
  SteadyDesk          desk;
  SteadyAlarmSetting  settings[STEADY_DESK_SETTINGS];
  unsigned            n_settings;
  SteadyMovingLimit   moving[STEADY_DESK_MOVING]; /* limits that follow the set flow */
  unsigned            n_moving;
  SteadySounderState  sounder; /* meaningless unless sounder_told */
  bool                sounder_told;
  SteadySettingAnswer answer; /* the last one; id 0: none yet */
  uint32_t            serial; /* grows with each change of the above */
} SteadyConsoleDesk;

void steady_console_desk_clear (SteadyConsoleDesk *self);
bool steady_console_desk_take (SteadyConsoleDesk *self, const SteadyFrame *frame);
const SteadyMovingLimit  *steady_console_desk_moving (const SteadyConsoleDesk *self,
                                                      const char              *rule);
const SteadyAlarmSetting *steady_console_desk_setting (const SteadyConsoleDesk *self,
                                                       const char              *rule);
bool steady_console_desk_resumes (const SteadyConsoleDesk *self, const char *rule);
bool steady_console_desk_is_added (const SteadyConsoleDesk *self,
                                   const char              *rule,
                                   SteadyControl            control);
bool steady_console_desk_is_cut (const SteadyConsoleDesk *self,
                                 const char              *rule,
                                 SteadyControl            control);
