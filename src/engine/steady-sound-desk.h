/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "link/steady-frame.h"

/*
 * What passes between the console and the sounder: the volume and the sound test one
 * way, the sounder's own word the other. Zeroed memory is an empty one.
 */
typedef struct SteadySoundDesk
{
  SteadySoundSetting setting; /* for a sounder that comes; its test is always 0 */
  bool               set;     /* a console chose a volume */
  SteadySounderState state;   /* as passed on last */
  bool               told;    /* a sounder spoke */
} SteadySoundDesk;

bool steady_sound_desk_choose (SteadySoundDesk          *self,
                               const SteadySoundSetting *setting,
                               char                     *ret_text,
                               unsigned                  size);
bool steady_sound_desk_hear (SteadySoundDesk          *self,
                             const SteadySounderState *state,
                             bool                     *ret_changed,
                             char                     *ret_text,
                             unsigned                  size);
void steady_sound_desk_leave (SteadySoundDesk *self);
