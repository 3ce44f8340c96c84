/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sounder/steady-sound-post.h"

/* One step of a scene that the sound test plays. */
typedef struct SteadySoundStep
{
  SteadySoundRequest request;
  uint32_t           samples; /* how long until the next step */
} SteadySoundStep;

/*
 * What the audio callback does: renders by the requests in the post, or by a scene.
 * Knows nothing of PortAudio.
 */
typedef struct SteadySoundPlayer
{
  SteadySoundPost       *post;
  SteadySoundScheduler   scheduler;
  const SteadySoundStep *scene; /* NULL: play what the post says, for ever */
  unsigned               n_steps;
  unsigned               step;
  uint32_t               step_left; /* samples */
} SteadySoundPlayer;

void steady_sound_player_init (SteadySoundPlayer     *self,
                               SteadySoundPost       *post,
                               const SteadySoundStep *scene,
                               unsigned               n_steps);
bool steady_sound_player_render (SteadySoundPlayer *self,
                                 int16_t           *ret_stereo,
                                 unsigned           frames);
