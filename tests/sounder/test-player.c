/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "sounder/steady-sound-player.h"
#include "sounder/steady-sound-settings.h"

/* What the audio callback does, without PortAudio. */

enum
{
  FRAMES = 480 /* 10 ms */
};

static int
loudest_of (const int16_t *stereo, unsigned frames)
{
  int loudest = 0;
  for (unsigned i = 0; i < 2 * frames; i += 2)
    {
      g_assert_cmpint (stereo[i], ==, stereo[i + 1]);
      loudest = MAX (loudest, ABS (stereo[i]));
    }
  return loudest;
}

static int
play (SteadySoundPlayer *player, unsigned blocks)
{
  int16_t stereo[2 * FRAMES];
  int     loudest = 0;
  for (unsigned i = 0; i < blocks; i++)
    {
      g_assert_true (steady_sound_player_render (player, stereo, FRAMES));
      loudest = MAX (loudest, loudest_of (stereo, FRAMES));
    }
  return loudest;
}

static void
test_plays_what_the_post_says (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  SteadySoundRequest     request = { .episode = 7,
                                     .priority = STEADY_SOUND_MEDIUM,
                                     .category = 6 };
  steady_sound_player_init (&player, &post, NULL, 0);
  g_assert_cmpint (play (&player, 20), ==, 0);
  steady_sound_post_put (&post, &request);
  g_assert_cmpint (play (&player, 20), >, 3000);
  g_assert_cmpuint (atomic_load (&post.callbacks), ==, 40);
  g_assert_cmpuint (atomic_load (&post.bursts), ==, 1);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_MEDIUM);
  g_assert_cmpuint (player.scheduler.request.category, ==, 6);
  /* a person pauses */
  request.priority = STEADY_SOUND_NONE;
  request.paused = true;
  steady_sound_post_put (&post, &request);
  play (&player, 1);
  g_assert_cmpint (play (&player, 100), ==, 0);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_NONE);
}

static void
test_request_passes_whole (void)
{
  static SteadySoundPost post;
  for (unsigned i = 0; i < 1000; i++)
    {
      const SteadySoundRequest request = {
        .episode = (uint32_t) g_test_rand_int (),
        .priority = (SteadySoundPriority) g_test_rand_int_range (0, 4),
        .category = (unsigned) g_test_rand_int_range (0, 256),
        .paused = g_test_rand_bit (),
        .silenced = g_test_rand_bit ()
      };
      steady_sound_post_put (&post, &request);
      const SteadySoundRequest got = steady_sound_post_get (&post);
      g_assert_cmpuint (got.episode, ==, request.episode);
      g_assert_cmpint (got.priority, ==, request.priority);
      g_assert_cmpuint (got.category, ==, request.category);
      g_assert_cmpint (got.paused, ==, request.paused);
      g_assert_cmpint (got.silenced, ==, request.silenced);
    }
}

static void
test_unknown_priority_is_the_highest (void)
{
  static SteadySoundPost   post;
  const SteadySoundRequest request = { .priority = (SteadySoundPriority) 99 };
  steady_sound_post_put (&post, &request);
  g_assert_cmpint (steady_sound_post_get (&post).priority, ==, STEADY_SOUND_HIGH);
}

static void
test_monitor_failed_without_heartbeats (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  steady_sound_player_init (&player, &post, NULL, 0);
  atomic_store (&post.watch, true);
  for (unsigned i = 0; i < 300; i++)
    {
      if (i % 10 == 0)
        atomic_fetch_add (&post.beats, 1);
      g_assert_cmpint (play (&player, 1), ==, 0);
    }
  g_assert_cmpint (play (&player, 90), ==, 0);
  g_assert_cmpint (play (&player, 30), >, 3000);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_HIGH);
}

static void
test_scene_ends_with_silence (void)
{
  static const SteadySoundStep scene[] = {
    { { .episode = 1, .priority = STEADY_SOUND_LOW }, 1000 },
    { { .episode = 1, .priority = STEADY_SOUND_NONE, .paused = true }, 1001 },
  };
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  int16_t                stereo[2 * 3000];
  steady_sound_player_init (&player, &post, scene, G_N_ELEMENTS (scene));
  g_assert_true (steady_sound_player_render (&player, stereo, 2001));
  g_assert_cmpint (loudest_of (stereo, 1000), >, 500);
  memset (stereo, 0x55, sizeof stereo);
  g_assert_false (steady_sound_player_render (&player, stereo, 3000));
  g_assert_cmpint (loudest_of (stereo, 3000), ==, 0);
  g_assert_false (steady_sound_player_render (&player, stereo, 1));
}

static void
test_volume_has_a_floor (void)
{
  g_assert_cmpfloat (steady_sound_settings_volume (0, -12), >=, 0);
  g_assert_cmpfloat (steady_sound_settings_volume (6, -12), <=, 0);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (-6, -12), -6, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (-60, -12), -12, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (-60, -90), -20, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (-60, 5), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (NAN, -12), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_sound_settings_volume (-99, NAN), -12, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_sound_settings_volume (-INFINITY, -INFINITY), -20, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sounder/player/plays-what-the-post-says",
                   test_plays_what_the_post_says);
  g_test_add_func ("/sounder/player/request-passes-whole", test_request_passes_whole);
  g_test_add_func ("/sounder/player/unknown-priority-is-the-highest",
                   test_unknown_priority_is_the_highest);
  g_test_add_func ("/sounder/player/monitor-failed-without-heartbeats",
                   test_monitor_failed_without_heartbeats);
  g_test_add_func ("/sounder/player/scene-ends-with-silence",
                   test_scene_ends_with_silence);
  g_test_add_func ("/sounder/player/volume-has-a-floor", test_volume_has_a_floor);
  return g_test_run ();
}
