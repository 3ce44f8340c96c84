/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "sounder/steady-sound-stream.h"

/*
 * Plays what stands on stdin through the sounder's own stream and PortAudio, then
 * leaves. Each line is a step: samples, episode, priority, category, 1 where a person
 * paused.
 */

enum
{
  STEPS = 4096,
  LIMIT_POLLS = 30000 /* of 10 ms */
};

static unsigned
read_steps (SteadySoundStep *ret_steps)
{
  unsigned count = 0, samples, episode, priority, category, paused;

  while (count < STEPS &&
         scanf ("%u %u %u %u %u", &samples, &episode, &priority, &category, &paused) ==
             5)
    ret_steps[count++] =
        (SteadySoundStep){ .samples = samples,
                           .request = { .episode = episode,
                                        .priority = (SteadySoundPriority) priority,
                                        .category = category,
                                        .paused = paused != 0 } };
  return count;
}

int
main (int argc, char **argv)
{
  static SteadySoundStep   steps[STEPS];
  static SteadySoundStream stream;
  static SteadySoundPost   post;

  /* the stream asks its own program whether there is a device */
  if (argc > 1 && strcmp (argv[1], "--probe") == 0)
    return steady_sound_stream_probe ();
  const unsigned count = read_steps (steps);
  if (count == 0 || !feof (stdin))
    return EXIT_FAILURE;
  steady_sound_stream_start (&stream, &post, steady_sound_set_tones (), steps, count);
  for (unsigned i = 0; i < LIMIT_POLLS && !atomic_load (&stream.left); i++)
    g_usleep (10000);
  return atomic_load (&stream.left) && atomic_load (&stream.played) ? EXIT_SUCCESS
                                                                    : EXIT_FAILURE;
}
