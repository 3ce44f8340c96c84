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
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
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
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
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
  steady_sound_player_init (
      &player, &post, steady_sound_set_tones (), scene, G_N_ELEMENTS (scene));
  g_assert_true (steady_sound_player_render (&player, stereo, 2001));
  g_assert_cmpint (loudest_of (stereo, 1000), >, 500);
  memset (stereo, 0x55, sizeof stereo);
  g_assert_false (steady_sound_player_render (&player, stereo, 3000));
  g_assert_cmpint (loudest_of (stereo, 3000), ==, 0);
  g_assert_false (steady_sound_player_render (&player, stereo, 1));
}

/* Whether the high alarm of the sound test is heard within @blocks. */
static bool
heard_high (SteadySoundPlayer *player, SteadySoundPost *post, unsigned blocks)
{
  for (unsigned i = 0; i < blocks; i++)
    {
      play (player, 1);
      if (atomic_load (&post->sounding) == STEADY_SOUND_HIGH)
        return true;
    }
  return false;
}

static void
test_sound_test_goes_the_way_of_alarms (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  play (&player, 10);
  atomic_store (&post.test, 3);
  g_assert_cmpint (play (&player, 20), >, 1000);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_LOW);
  g_assert_cmpuint (atomic_load (&post.test_playing), ==, 3);
  g_assert_true (heard_high (&player, &post, 700));
  play (&player, 500);
  g_assert_cmpuint (atomic_load (&post.bursts), ==, 3);
  g_assert_cmpuint (atomic_load (&post.test_playing), ==, 0);
  g_assert_cmpuint (atomic_load (&post.test_played), ==, 3);
  g_assert_cmpuint (atomic_load (&post.test_cut), ==, 0);
  /* the same number is not another test, and silence follows */
  g_assert_cmpint (play (&player, 300), ==, 0);
}

static void
test_any_alarm_ends_the_sound_test (void)
{
  for (unsigned priority = STEADY_SOUND_LOW; priority <= STEADY_SOUND_HIGH; priority++)
    {
      static SteadySoundPost   post;
      SteadySoundPlayer        player;
      const SteadySoundRequest alarm = { .episode = 9,
                                         .priority = (SteadySoundPriority) priority,
                                         .category = 1 };
      memset (&post, 0, sizeof post);
      steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
      atomic_store (&post.test, 1);
      /* in the middle of the burst that is as urgent as any */
      g_assert_true (heard_high (&player, &post, 700));
      const uint64_t before = atomic_load (&post.bursts);
      steady_sound_post_put (&post, &alarm);
      play (&player, 1);
      g_assert_cmpuint (atomic_load (&post.test_cut), ==, 1);
      g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_NONE);
      play (&player, 18); /* what was cut and the first pulse stay apart */
      g_assert_cmpuint (atomic_load (&post.bursts), ==, before + 1);
      g_assert_cmpuint (atomic_load (&post.sounding), ==, priority);
      g_assert_cmpuint (atomic_load (&post.test_cut), ==, 1);
      g_assert_cmpuint (atomic_load (&post.test_playing), ==, 0);
      /* none begins while the alarm is there */
      atomic_store (&post.test, 2);
      play (&player, 2);
      g_assert_cmpuint (atomic_load (&post.test_cut), ==, 2);
      g_assert_cmpuint (atomic_load (&post.sounding), ==, priority);
      g_assert_cmpuint (atomic_load (&post.bursts), ==, before + 1);
    }
}

static void
test_short_alarm_is_not_cut_by_the_sound_test (void)
{
  static SteadySoundPost   post;
  SteadySoundPlayer        player;
  const SteadySoundRequest alarm = { .episode = 1, .priority = STEADY_SOUND_HIGH };
  const SteadySoundRequest over = { .episode = 1 };
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  steady_sound_post_put (&post, &alarm);
  play (&player, 2);
  steady_sound_post_put (&post, &over);
  atomic_store (&post.test, 1);
  play (&player, 2);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_HIGH);
  g_assert_cmpuint (atomic_load (&post.test_cut), ==, 1);
}

static void
test_monitor_failed_ends_the_sound_test (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  atomic_store (&post.watch, true);
  atomic_store (&post.beats, 1);
  atomic_store (&post.test, 1);
  play (&player, 90);
  play (&player, 30);
  g_assert_cmpuint (atomic_load (&post.test_cut), ==, 1);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_HIGH);
}

/* Where ticks begin in @seconds of sound, in samples; what sounds else is none. */
static unsigned
ticks_in (SteadySoundPlayer *player, unsigned seconds, uint32_t *ret_at, unsigned most)
{
  int16_t  stereo[2 * FRAMES];
  unsigned count = 0;
  uint32_t quiet = UINT32_MAX / 2;

  for (unsigned block = 0; block < 100 * seconds; block++)
    {
      g_assert_true (steady_sound_player_render (player, stereo, FRAMES));
      for (unsigned i = 0; i < FRAMES; i++)
        {
          const bool loud = ABS (stereo[2 * i]) > 400;
          if (loud && quiet > STEADY_SOUND_RATE / 50 && count < most)
            ret_at[count++] = block * FRAMES + i;
          quiet = loud ? 0 : quiet + 1;
        }
    }
  return count;
}

/* The hand crank's beat: at its rate, soft, and never beside an alarm. */
static void
test_crank_beat (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  SteadySoundRequest     alarm = { .episode = 1, .priority = STEADY_SOUND_LOW };
  uint32_t               at[64];

  g_assert_cmpuint (steady_sound_tick_period (90), ==, 32000);
  g_assert_cmpuint (steady_sound_tick_period (0), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (NAN), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (-90), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (1e9), ==, 0);
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  g_assert_cmpint (play (&player, 10), ==, 0);
  atomic_store (&post.tick, 32000);
  const unsigned count = ticks_in (&player, 10, at, G_N_ELEMENTS (at));
  g_assert_cmpuint (count, ==, 15);
  for (unsigned i = 1; i < count; i++)
    g_assert_cmpuint (at[i] - at[i - 1], ==, 32000);
  g_assert_cmpuint (atomic_load (&post.ticks), ==, 15);
  g_assert_cmpuint (atomic_load (&post.bursts), ==, 0);
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_NONE);
  const int soft = play (&player, 100);
  g_assert_cmpint (soft, >, 1000); /* heard … */
  /* … and an alarm takes its place at once, in silences between its bursts, too */
  steady_sound_post_put (&post, &alarm);
  const uint64_t before = atomic_load (&post.ticks);
  const int      low = play (&player, 50);
  g_assert_cmpint (low, >, 3 * soft); /* the softest alarm is 10 dB louder and more */
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_LOW);
  play (&player, 1450); /* its silence */
  g_assert_cmpuint (atomic_load (&post.sounding), ==, STEADY_SOUND_NONE);
  g_assert_cmpint (play (&player, 100), ==, 0);
  g_assert_cmpuint (atomic_load (&post.ticks), ==, before);
  /* a person silenced it: the beat is back, in step; a reminder has no tick in it */
  alarm = (SteadySoundRequest){ .episode = 1, .paused = true, .silenced = true };
  steady_sound_post_put (&post, &alarm);
  g_assert_cmpuint (ticks_in (&player, 2, at, G_N_ELEMENTS (at)), ==, 3);
  /* nothing is left of it when nobody wants it any more */
  atomic_store (&post.tick, 0);
  play (&player, 1);
  g_assert_cmpint (play (&player, 200), ==, 0);
}

/* A tick that an alarm meets is over within 2 ms, whatever comes next. */
static void
test_an_alarm_cuts_the_crank_beat (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  SteadySoundRequest     alarm = { .episode = 1, .priority = STEADY_SOUND_HIGH };
  int16_t                with[2 * FRAMES], without[2 * FRAMES];

  for (unsigned beat = 0; beat < 2; beat++)
    {
      int16_t *into = beat > 0 ? with : without;
      atomic_store (&post.tick, beat > 0 ? 32000 : 0);
      steady_sound_post_put (&post, &(SteadySoundRequest){ 0 });
      steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
      g_assert_true (steady_sound_player_render (&player, into, 96)); /* 2 ms of it */
      g_assert_cmpint (player.tick.sounding, ==, beat > 0);
      steady_sound_post_put (&post, &alarm);
      g_assert_true (steady_sound_player_render (&player, into, FRAMES));
      alarm.episode++;
    }
  g_assert_cmpint (memcmp (with, without, 2 * 96 * sizeof with[0]), !=, 0);
  g_assert_cmpmem (with + 2 * 96,
                   sizeof with - 2 * 96 * sizeof with[0],
                   without + 2 * 96,
                   sizeof without - 2 * 96 * sizeof without[0]);
  /* and MONITOR FAILED has none in it */
  atomic_store (&post.watch, true);
  atomic_store (&post.beats, 1);
  steady_sound_post_put (&post, &(SteadySoundRequest){ 0 });
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  play (&player, 110);
  g_assert_true (player.scheduler.failed);
  const uint64_t ticks = atomic_load (&post.ticks);
  play (&player, 2000);
  g_assert_cmpuint (atomic_load (&post.ticks), ==, ticks);
}

static void
test_volume_at_run_time (void)
{
  static SteadySoundPost post;
  SteadySoundPlayer      player;
  SteadySoundRequest     alarm = { .episode = 1, .priority = STEADY_SOUND_HIGH };
  steady_sound_player_init (&player, &post, steady_sound_set_tones (), NULL, 0);
  steady_sound_post_put (&post, &alarm);
  const int full = play (&player, 50);
  steady_sound_post_set_gain (&post, 0.5);
  alarm.episode = 2;
  steady_sound_post_put (&post, &alarm);
  play (&player, 400);
  alarm.episode = 3;
  steady_sound_post_put (&post, &alarm);
  play (&player, 200);
  const int half = play (&player, 150);
  g_assert_cmpfloat_with_epsilon ((double) half / full, 0.5, 0.05);
  /* nothing makes it silent */
  steady_sound_post_set_gain (&post, 0.0);
  alarm.episode = 4;
  steady_sound_post_put (&post, &alarm);
  play (&player, 350);
  g_assert_cmpint (play (&player, 200), >, full * 9 / 10);
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
  g_test_add_func ("/sounder/player/sound-test-goes-the-way-of-alarms",
                   test_sound_test_goes_the_way_of_alarms);
  g_test_add_func ("/sounder/player/any-alarm-ends-the-sound-test",
                   test_any_alarm_ends_the_sound_test);
  g_test_add_func ("/sounder/player/short-alarm-is-not-cut-by-the-sound-test",
                   test_short_alarm_is_not_cut_by_the_sound_test);
  g_test_add_func ("/sounder/player/monitor-failed-ends-the-sound-test",
                   test_monitor_failed_ends_the_sound_test);
  g_test_add_func ("/sounder/player/crank-beat", test_crank_beat);
  g_test_add_func ("/sounder/player/an-alarm-cuts-the-crank-beat",
                   test_an_alarm_cuts_the_crank_beat);
  g_test_add_func ("/sounder/player/volume-at-run-time", test_volume_at_run_time);
  g_test_add_func ("/sounder/player/volume-has-a-floor", test_volume_has_a_floor);
  return g_test_run ();
}
