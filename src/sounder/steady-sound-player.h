/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sound/steady-sound-tick.h"
#include "sounder/steady-sound-post.h"
#include "sounder/steady-sound-scene.h"

/*
 * What the audio callback does: renders by the requests in the post, or by a scene;
 * plays the sound test when the post asks for it, until an alarm does. Knows nothing of
 * PortAudio.
 */
typedef struct SteadySoundPlayer
{
  SteadySoundPost     *post;
  SteadySoundScheduler scheduler;
  SteadySoundTick      tick;
  bool                 only_scene; /* leave when it is over, pay no heed to the post */
  const SteadySoundStep *scene;    /* NULL: play what the post says */
  unsigned               n_steps;
  unsigned               step;
  uint32_t               step_left; /* samples */
  uint32_t               test;      /* number of the sound test asked for last */
} SteadySoundPlayer;

void steady_sound_player_init (SteadySoundPlayer     *self,
                               SteadySoundPost       *post,
                               const SteadySoundSet  *set,
                               const SteadySoundStep *scene,
                               unsigned               n_steps);
bool steady_sound_player_render (SteadySoundPlayer *self,
                                 int16_t           *ret_stereo,
                                 unsigned           frames);
