/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-journal.h"
#include "alarm/steady-alarm-system.h"

/*
 * Tells an alarm system again what a journal says that another one was told. The bytes
 * may come from anywhere: what cannot be read ends the playback, and nothing else.
 */
typedef struct SteadyAlarmPlayback
{
  SteadyAlarmSystem *system;
  SteadyInstant      start; /* of case time 0, for the system that is told */
  const uint8_t     *bytes; /* all of the journal, borrowed */
  size_t             size;
  size_t             at;
  uint64_t           alike; /* ticks that are still to be told as they are */
  SteadySpan         act;   /* the next act comes so long after the last tick */
  SteadyInstant      real;  /* as last told */
  const uint8_t     *state; /* that the next tick begins with */
  bool               has_state;
  SteadySpan         state_by; /* it is to be moved by */
  bool               damaged;
  bool               begun;
  SteadyAlarmMemory  memory;
  SteadyValueTable   values;
  SteadySupport      support;
} SteadyAlarmPlayback;

void          steady_alarm_playback_init (SteadyAlarmPlayback *self,
                                          SteadyAlarmSystem   *system,
                                          SteadyInstant        start,
                                          const void          *bytes,
                                          size_t               size);
bool          steady_alarm_playback_tick (SteadyAlarmPlayback *self, SteadySpan until);
bool          steady_alarm_playback_at_end (const SteadyAlarmPlayback *self);
SteadyInstant steady_alarm_playback_real (const SteadyAlarmPlayback *self);
