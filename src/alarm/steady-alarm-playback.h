/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-journal.h"
#include "alarm/steady-alarm-system.h"

/* Gives the next piece of a journal, whole entries; it stays until the next call.
 * False: there is none. */
typedef bool (*SteadyAlarmPiece) (void           *data,
                                  const uint8_t **ret_bytes,
                                  size_t         *ret_size);

/* What stands at the head of a piece. */
typedef enum SteadyAlarmStart
{
  STEADY_ALARM_START_HERE,    /* it can be read from here on */
  STEADY_ALARM_START_OTHER,   /* a state of another version, or of other rules */
  STEADY_ALARM_START_DAMAGED, /* no state, or one that nothing can be in */
} SteadyAlarmStart;

/*
 * Tells an alarm system again what a journal says that another one was told. The bytes
 * may come from anywhere: what cannot be read ends the playback, and nothing else.
 */
typedef struct SteadyAlarmPlayback
{
  SteadyAlarmSystem *system;
  SteadyInstant      start; /* of case time 0, for the system that is told */
  const uint8_t     *bytes; /* all of the journal or a piece of it, borrowed */
  size_t             size;
  size_t             at;
  uint64_t           alike; /* ticks that are still to be told as they are */
  SteadySpan         act;   /* the next act comes so long after the last tick */
  SteadyInstant      real;  /* as last told */
  const uint8_t     *state; /* that the next tick begins with */
  bool               has_state;
  bool               check_only; /* … in which the system should be already */
  SteadySpan         state_by;   /* it is to be moved by */
  unsigned           checked;    /* states that were met on the way */
  unsigned           differing;  /* … in which the system was not */
  SteadyAlarmPiece   piece;      /* or NULL: @bytes are all */
  void              *piece_data;
  bool               drained; /* there is no further piece */
  bool               damaged;
  bool               begun;
  SteadyAlarmMemory  memory;
  SteadyValueTable   values;
  SteadySupport      support;
} SteadyAlarmPlayback;

void             steady_alarm_playback_init (SteadyAlarmPlayback *self,
                                             SteadyAlarmSystem   *system,
                                             SteadyInstant        start,
                                             const void          *bytes,
                                             size_t               size);
void             steady_alarm_playback_init_pieces (SteadyAlarmPlayback *self,
                                                    SteadyAlarmSystem   *system,
                                                    SteadyInstant        start,
                                                    SteadyAlarmPiece     piece,
                                                    void                *data);
SteadyAlarmStart steady_alarm_playback_can_start (const SteadyAlarmSystem *system,
                                                  const void              *bytes,
                                                  size_t                   size);
bool          steady_alarm_playback_tick (SteadyAlarmPlayback *self, SteadySpan until);
bool          steady_alarm_playback_at_end (const SteadyAlarmPlayback *self);
SteadyInstant steady_alarm_playback_real (const SteadyAlarmPlayback *self);
