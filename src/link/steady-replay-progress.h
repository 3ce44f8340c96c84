/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* From where the alarms of a playback are judged, and why not from nearer; the numbers
 * go over the wire. */
typedef enum SteadyReplayStart
{
  STEADY_REPLAY_NEAR = 0,          /* from the last stored state before it */
  STEADY_REPLAY_NO_STATE = 1,      /* the case holds none near: from its beginning */
  STEADY_REPLAY_OTHER_STATE = 2,   /* another version of Steady wrote it */
  STEADY_REPLAY_DAMAGED_STATE = 3, /* it is not what the hash chain says it was */
  STEADY_REPLAY_NO_JOURNAL = 4     /* nothing says what they were told: all is played */
} SteadyReplayStart;

/* How far the engine of a playback is on its way to where that begins. */
typedef struct SteadyReplayProgress
{
  uint32_t permille;
  uint32_t start; /* SteadyReplayStart */
} SteadyReplayProgress;
