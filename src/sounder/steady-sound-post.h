/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "sound/steady-sound-scheduler.h"

/*
 * What passes between the thread of the link and the audio callback: atomics only, so
 * that neither can ever wait for the other.
 */
typedef struct SteadySoundPost
{
  /* link → callback */
  _Atomic uint64_t request; /* packed, so that it changes as one */
  _Atomic uint64_t beats;   /* heartbeats of the engine that came */
  _Atomic bool     watch;   /* they are expected */

  /* callback → link */
  _Atomic uint64_t callbacks;
  _Atomic uint64_t bursts;
  _Atomic uint32_t sounding; /* SteadySoundPriority */
} SteadySoundPost;

void steady_sound_post_put (SteadySoundPost *self, const SteadySoundRequest *request);
SteadySoundRequest steady_sound_post_get (const SteadySoundPost *self);
