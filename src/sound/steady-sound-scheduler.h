/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sound/steady-sound-set.h"

/* What must be heard, as the engine decided it. Zero: silence. */
typedef struct SteadySoundRequest
{
  uint32_t            episode; /* another one than before: start a burst at once */
  SteadySoundPriority priority;
  unsigned            category;
  bool                paused;   /* by a person: stop at once */
  bool                silenced; /* alarms are present, and a person silenced them all */
} SteadySoundRequest;

/*
 * Renders alarm bursts by counting samples: it needs no clock, allocates nothing and
 * may run in an audio callback. It goes on repeating what was asked last, whatever
 * becomes of those who asked, and when the heartbeats that it counts stop it sounds
 * MONITOR FAILED by itself.
 */
typedef struct SteadySoundScheduler
{
  const SteadySoundSet *set;
  SteadySoundRequest    request;
  bool                  due; /* a burst is to start as soon as it may */
  SteadySoundRequest
         owed; /* it was over before it could begin; NONE: nothing is owed */
  double gain; /* the site's volume, 1 is full; MONITOR FAILED is full */

  SteadySoundBurst    burst; /* that sounds */
  bool                sounding;
  SteadySoundPriority burst_priority; /* of the last one begun */
  unsigned            burst_category;
  uint32_t            position; /* samples since it began */
  uint32_t            fresh;    /* bursts of this episode */
  double              phase;    /* of the fundamental, in turns */
  uint32_t            release;  /* samples left of a fade-out; 0: none */
  uint32_t            gap;      /* samples of silence that must still pass */
  uint32_t            quiet;    /* samples since any pulse, up to INT32_MAX */
  uint32_t            pulses_done;
  uint64_t            bursts;       /* begun, ever */
  uint32_t            silenced_for; /* samples in which alarms were silenced */
  uint64_t            reminders;    /* begun, ever; they are no bursts */

  bool     watch;         /* heartbeats are expected */
  bool     heard;         /* one came */
  bool     failed;        /* MONITOR FAILED sounds */
  uint64_t beats;         /* the count as last seen */
  uint64_t without_beats; /* samples since it grew */
} SteadySoundScheduler;

void steady_sound_scheduler_init (SteadySoundScheduler *self,
                                  const SteadySoundSet *set);
void steady_sound_scheduler_set_gain (SteadySoundScheduler *self, double gain);
void steady_sound_scheduler_request (SteadySoundScheduler     *self,
                                     const SteadySoundRequest *request);
void steady_sound_scheduler_drop (SteadySoundScheduler *self);
void
steady_sound_scheduler_watch (SteadySoundScheduler *self, bool watch, uint64_t beats);
void                steady_sound_scheduler_render (SteadySoundScheduler *self,
                                                   float                *ret_samples,
                                                   unsigned              count);
SteadySoundPriority steady_sound_scheduler_sounding (const SteadySoundScheduler *self);
