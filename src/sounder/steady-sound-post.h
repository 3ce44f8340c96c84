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
  _Atomic uint32_t gain;    /* of alarms, in parts of 65536; 0: full */
  _Atomic uint32_t test;    /* another number than before: play the sound test */
  _Atomic uint32_t tick;    /* samples from tick to tick of the crank's beat; 0: none */

  /* callback → link */
  _Atomic uint64_t callbacks;
  _Atomic uint64_t bursts;
  _Atomic uint64_t ticks;        /* heard, ever; they are no bursts */
  _Atomic uint32_t sounding;     /* SteadySoundPriority */
  _Atomic uint32_t test_playing; /* number of the sound test; 0: none */
  _Atomic uint32_t test_played;  /* of the last one played to its end */
  _Atomic uint32_t test_cut;     /* of the last one that an alarm cut short */
} SteadySoundPost;

void steady_sound_post_put (SteadySoundPost *self, const SteadySoundRequest *request);
SteadySoundRequest steady_sound_post_get (const SteadySoundPost *self);
void               steady_sound_post_set_gain (SteadySoundPost *self, double gain);
