/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "sound/steady-sound-scheduler.h"

/* One step of what a sound test plays. */
typedef struct SteadySoundStep
{
  SteadySoundRequest request;
  uint32_t           samples; /* how long until the next step */
} SteadySoundStep;

const SteadySoundStep *steady_sound_scene_three_tones (unsigned *ret_count);
const SteadySoundStep *steady_sound_scene_once (unsigned *ret_count);
