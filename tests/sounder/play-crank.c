/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "sounder/steady-sound-stream.h"

/*
 * The hand crank's beat through the sounder's own stream and PortAudio: some ticks at
 * two rates, an alarm that takes their place, ticks again once a person paused it, and
 * the end of the beat. Waits for what the callback counts, never for a time. Prints how
 * many ticks and bursts there were, so that a test knows what its guard has seen.
 */

enum
{
  LIMIT_POLLS = 60000, /* of 1 ms */
  SOME = 20            /* ticks */
};

static SteadySoundStream stream;
static SteadySoundPost   post;

static void
wait_for (const char *what, _Atomic uint64_t *counter, uint64_t least)
{
  for (unsigned i = 0; atomic_load (counter) < least; i++)
    {
      if (i == LIMIT_POLLS)
        {
          fprintf (stderr, "play-crank: waited for %s in vain\n", what);
          exit (EXIT_FAILURE);
        }
      g_usleep (1000);
    }
}

static void
beat (double per_minute)
{
  atomic_store (&post.tick, steady_sound_tick_period (per_minute));
  wait_for ("ticks", &post.ticks, atomic_load (&post.ticks) + SOME);
}

static void
ask (SteadySoundPriority priority, bool paused)
{
  const SteadySoundRequest request = {
    .episode = 1, .priority = priority, .category = 2, .paused = paused
  };
  steady_sound_post_put (&post, &request);
}

int
main (int argc, char **argv)
{
  /* the stream asks its own program whether there is a device */
  if (argc > 1 && strcmp (argv[1], "--probe") == 0)
    return steady_sound_stream_probe ();
  steady_sound_stream_start (&stream, &post, steady_sound_set_tones (), NULL, 0);
  beat (90);
  beat (200);
  ask (STEADY_SOUND_HIGH, false);
  wait_for ("a burst", &post.bursts, 1);
  const uint64_t before = atomic_load (&post.ticks);
  wait_for ("another burst", &post.bursts, 3);
  const bool kept_still = atomic_load (&post.ticks) == before;
  ask (STEADY_SOUND_NONE, true);
  beat (200);
  atomic_store (&post.tick, 0);
  wait_for ("silence", &post.callbacks, atomic_load (&post.callbacks) + 10);
  printf ("%u ticks, %u bursts\n",
          (unsigned) atomic_load (&post.ticks),
          (unsigned) atomic_load (&post.bursts));
  atomic_store (&stream.quit, true);
  for (unsigned i = 0; i < LIMIT_POLLS && !atomic_load (&stream.left); i++)
    g_usleep (1000);
  return kept_still && atomic_load (&stream.left) ? EXIT_SUCCESS : EXIT_FAILURE;
}
