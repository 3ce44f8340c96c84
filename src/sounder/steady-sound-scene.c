/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-scene.h"

enum
{
  PERFUSION = 2 /* steady-sounder.c asserts the vocabulary's numbers */
};

/*
 * The sound test: a low, a medium and a high alarm, each heard whole. 9.5 s.
 *
 * Thread: any. Does not allocate.
 */
const SteadySoundStep *
steady_sound_scene_three_tones (unsigned *ret_count)
{
  static const SteadySoundStep steps[] = {
    { { .episode = 1, STEADY_SOUND_LOW, PERFUSION }, STEADY_SOUND_RATE / 2 },
    { { .episode = 1 }, STEADY_SOUND_RATE * 2 },
    { { .episode = 2, STEADY_SOUND_MEDIUM, PERFUSION }, STEADY_SOUND_RATE / 2 },
    { { .episode = 2 }, STEADY_SOUND_RATE * 2 },
    { { .episode = 3, STEADY_SOUND_HIGH, PERFUSION }, STEADY_SOUND_RATE * 4 },
    { { .episode = 3 }, STEADY_SOUND_RATE / 2 },
  };
  *ret_count = sizeof steps / sizeof steps[0];
  return steps;
}

/*
 * One sound of the set that is used, heard whole, with a pause behind it. 2 s.
 *
 * Thread: any. Does not allocate.
 */
const SteadySoundStep *
steady_sound_scene_once (unsigned *ret_count)
{
  static const SteadySoundStep steps[] = {
    { { .episode = 1, STEADY_SOUND_LOW, PERFUSION }, STEADY_SOUND_RATE / 2 },
    { { .episode = 1 }, STEADY_SOUND_RATE * 3 / 2 },
  };
  *ret_count = sizeof steps / sizeof steps[0];
  return steps;
}
