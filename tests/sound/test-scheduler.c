/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "burst-meter.h"
#include "sound/steady-sound-scheduler.h"

/*
 * When bursts start, end and give way. A scene is played in blocks of 10 ms and heard
 * through the meter.
 */

enum
{
  BLOCK = STEADY_SOUND_RATE / 100,
  LONGEST = 60 * STEADY_SOUND_RATE
};

typedef struct Scene
{
  SteadySoundScheduler scheduler;
  float               *samples;
  size_t               count;
  uint64_t             beats;
  bool                 beating;
  MeterPulse           pulses[METER_PULSES];
  size_t               n_pulses;
} Scene;

static void
scene_start (Scene *self)
{
  memset (self, 0, sizeof *self);
  self->samples = g_new0 (float, LONGEST);
  steady_sound_scheduler_init (&self->scheduler, steady_sound_set_tones ());
}

static void
scene_stop (Scene *self)
{
  g_free (self->samples);
}

static void
scene_ask (Scene              *self,
           uint32_t            episode,
           SteadySoundPriority priority,
           unsigned            category)
{
  const SteadySoundRequest request = { .episode = episode,
                                       .priority = priority,
                                       .category = category };
  steady_sound_scheduler_request (&self->scheduler, &request);
}

static void
scene_play (Scene *self, double seconds)
{
  const size_t end = self->count + (size_t) (seconds * STEADY_SOUND_RATE + 0.5);
  g_assert_cmpuint (end, <=, LONGEST);
  while (self->count < end)
    {
      const size_t n = MIN (BLOCK, end - self->count);
      if (self->beating && self->count % (10 * BLOCK) == 0)
        self->beats++;
      steady_sound_scheduler_watch (
          &self->scheduler, self->beating || self->beats > 0, self->beats);
      steady_sound_scheduler_render (
          &self->scheduler, self->samples + self->count, (unsigned) n);
      self->count += n;
    }
}

static void
scene_measure (Scene *self)
{
  self->n_pulses =
      meter_measure (self->samples, self->count, self->pulses, METER_PULSES);
}

static bool
is_note (const MeterPulse *pulse, double hz)
{
  return fabs (1200.0 * log2 (pulse->hz / hz)) < 20.0;
}

#define C4 261.63
#define E4 329.63
#define C5 523.25

static void
test_silence_without_alarm (void)
{
  Scene scene;
  scene_start (&scene);
  scene_play (&scene, 10);
  for (size_t i = 0; i < scene.count; i++)
    g_assert_true (scene.samples[i] <= 0.0f && scene.samples[i] >= 0.0f);
  g_assert_cmpuint (scene.scheduler.bursts, ==, 0);
  scene_stop (&scene);
}

/* The pause between two bursts never delays a new alarm, of the same priority too. */
static void
test_onset_starts_a_burst_at_once (void)
{
  Scene scene;
  scene_start (&scene);
  scene_play (&scene, 1);
  scene_ask (&scene, 1, STEADY_SOUND_MEDIUM, 1);
  scene_play (&scene, 5);
  scene_ask (&scene, 2, STEADY_SOUND_MEDIUM, 6);
  scene_play (&scene, 2);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, ==, 6);
  g_assert_cmpfloat (fabs (scene.pulses[0].rise_90 - 1.04), <, 0.01);
  g_assert_cmpfloat (fabs (scene.pulses[3].rise_90 - 6.04), <, 0.01);
  g_assert_true (is_note (&scene.pulses[0], C4));
  g_assert_true (is_note (&scene.pulses[3], C5));
  scene_stop (&scene);
}

static void
test_more_urgent_cuts (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_LOW, 0);
  scene_play (&scene, 0.1);
  scene_ask (&scene, 2, STEADY_SOUND_HIGH, 7);
  scene_play (&scene, 4.5);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, >=, 10);
  const MeterPulse *first = &scene.pulses[scene.n_pulses - 10];
  g_assert_true (is_note (first, C5));
  g_assert_cmpfloat (first->rise_90, <, 0.1 + 0.11);
  g_assert_cmpfloat (first->spacing_ms, >=, 100);
  g_assert_cmpuint (scene.scheduler.bursts, ==, 2);
  scene_stop (&scene);
}

/* A short high alarm is heard for half a burst, a medium one for a whole burst. */
static void
test_short_alarms_are_completed (void)
{
  static const struct
  {
    SteadySoundPriority priority;
    size_t              pulses;
  } cases[] = { { STEADY_SOUND_HIGH, 5 },
                { STEADY_SOUND_MEDIUM, 3 },
                { STEADY_SOUND_LOW, 2 } };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene scene;
      scene_start (&scene);
      scene_ask (&scene, 1, cases[i].priority, 0);
      scene_play (&scene, 0.05);
      scene_ask (&scene, 1, STEADY_SOUND_NONE, 0);
      scene_play (&scene, 20);
      scene_measure (&scene);
      g_assert_cmpuint (scene.n_pulses, ==, cases[i].pulses);
      scene_stop (&scene);
    }
}

static void
test_pause_stops_at_once_without_a_click (void)
{
  Scene                    scene;
  const SteadySoundRequest paused = { .episode = 1, .paused = true };
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 0.1);
  steady_sound_scheduler_request (&scene.scheduler, &paused);
  scene_play (&scene, 10);
  for (size_t i = STEADY_SOUND_RATE * 106 / 1000; i < scene.count; i++)
    g_assert_true (scene.samples[i] <= 0.0f && scene.samples[i] >= 0.0f);
  for (size_t i = 1; i < scene.count; i++)
    g_assert_cmpfloat (fabsf (scene.samples[i] - scene.samples[i - 1]), <, 0.2f);
  /* and a new onset sounds */
  scene_ask (&scene, 2, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 4);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, ==, 1 + 10);
  scene_stop (&scene);
}

/* High acknowledged, medium still there: heard soon, not after the medium's period. */
static void
test_less_urgent_follows (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_HIGH, 2);
  scene_play (&scene, 0.3);
  scene_ask (&scene, 1, STEADY_SOUND_MEDIUM, 1);
  scene_play (&scene, 6);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, ==, 5 + 3);
  g_assert_cmpfloat (scene.pulses[5].spacing_ms, >, 900);
  g_assert_cmpfloat (scene.pulses[5].spacing_ms, <, 1300);
  g_assert_true (is_note (&scene.pulses[6], E4));
  scene_stop (&scene);
}

/* Another high alarm while one sounds: its melody after half a burst, at the latest. */
static void
test_second_high_during_a_burst (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 0.5);
  scene_ask (&scene, 2, STEADY_SOUND_HIGH, 7);
  scene_play (&scene, 6);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, ==, 5 + 10);
  g_assert_true (is_note (&scene.pulses[4], C4));
  g_assert_true (is_note (&scene.pulses[5], C5));
  g_assert_cmpfloat (scene.pulses[5].rise_90, <, 2.2);
  scene_stop (&scene);
}

/*
 * Where one burst replaces another, pulses stay countable: it begins at least the
 * spacing of its own pulses after what it cuts, or after the pulse that has just ended.
 */
static void
test_replacing_burst_keeps_apart (void)
{
  static const struct
  {
    SteadySoundPriority first, second;
    double              at;      /* of the second */
    size_t              pulses;  /* of the first */
    double              least;   /* between them, in ms */
    double              longest; /* from the second's onset to its first pulse, in s */
  } cases[] = {
    { STEADY_SOUND_LOW, STEADY_SOUND_HIGH, 0.1, 1, 100, 0.110 },
    { STEADY_SOUND_LOW, STEADY_SOUND_MEDIUM, 0.1, 1, 200, 0.210 },
    { STEADY_SOUND_MEDIUM, STEADY_SOUND_HIGH, 0.19, 1, 100, 0.110 },
    /* in the silence after a pulse, part of which has passed, or all of it */
    { STEADY_SOUND_MEDIUM, STEADY_SOUND_HIGH, 0.26, 1, 100, 0.110 },
    { STEADY_SOUND_MEDIUM, STEADY_SOUND_HIGH, 0.35, 1, 100, 0.040 },
    /* half a burst is heard first, then a silence as between any two bursts */
    { STEADY_SOUND_HIGH, STEADY_SOUND_HIGH, 0.02, 5, 400, 1.95 },
    { STEADY_SOUND_MEDIUM, STEADY_SOUND_MEDIUM, 0.02, 3, 400, 1.6 },
    { STEADY_SOUND_LOW, STEADY_SOUND_LOW, 0.02, 2, 400, 1.2 },
    /* at the very end of a whole burst */
    { STEADY_SOUND_HIGH, STEADY_SOUND_HIGH, 3.66, 10, 100, 0.5 },
    { STEADY_SOUND_MEDIUM, STEADY_SOUND_MEDIUM, 1.08, 3, 200, 0.5 },
    { STEADY_SOUND_HIGH, STEADY_SOUND_LOW, 3.66, 10, 200, 1.5 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Scene scene;
      scene_start (&scene);
      scene_ask (&scene, 1, cases[i].first, 0);
      scene_play (&scene, cases[i].at);
      /* asked again and again, as the sounder does */
      for (unsigned block = 0; block < 500; block++)
        {
          scene_ask (&scene, 2, cases[i].second, 7);
          scene_play (&scene, 0.01);
        }
      scene_measure (&scene);
      g_assert_cmpuint (scene.n_pulses, >, cases[i].pulses + 1);
      const MeterPulse *next = &scene.pulses[cases[i].pulses];
      g_assert_true (is_note (next, cases[i].second == STEADY_SOUND_LOW ? E4 : C5));
      g_assert_true (is_note (next - 1, cases[i].first == STEADY_SOUND_LOW ? E4 : C4) ||
                     cases[i].first == STEADY_SOUND_LOW);
      g_assert_cmpfloat (next->spacing_ms, >=, cases[i].least - 1.0);
      g_assert_cmpfloat (next->rise_90 - cases[i].at, <, cases[i].longest);
      scene_stop (&scene);
    }
}

/* To ask the same again and again sounds exactly as to ask it once. */
static void
test_asking_again_changes_nothing (void)
{
  SteadySoundScheduler once, often;
  float                a[BLOCK], b[BLOCK];
  SteadySoundRequest   request = { 0 };

  steady_sound_scheduler_init (&once, steady_sound_set_tones ());
  steady_sound_scheduler_init (&often, steady_sound_set_tones ());
  for (unsigned i = 0; i < 60000; i++)
    {
      if (g_test_rand_int_range (0, 60) == 0)
        {
          const bool silenced = g_test_rand_int_range (0, 4) == 0;
          request = (SteadySoundRequest){
            .episode = request.episode + (uint32_t) g_test_rand_bit (),
            .priority =
                (SteadySoundPriority) (silenced ? 0 : g_test_rand_int_range (0, 4)),
            .category = (unsigned) g_test_rand_int_range (0, 8),
            .silenced = silenced,
          };
          steady_sound_scheduler_request (&once, &request);
        }
      steady_sound_scheduler_request (&often, &request);
      steady_sound_scheduler_render (&once, a, BLOCK);
      steady_sound_scheduler_render (&often, b, BLOCK);
      g_assert_cmpmem (a, sizeof a, b, sizeof b);
    }
  g_assert_cmpuint (once.bursts, >, 100);
}

/* The first bursts of an alarm follow each other sooner, those of the next alarm too.
 */
static void
test_each_alarm_is_fresh_again (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 41); /* at 0, 7.5, 15, 22.5 and 32.5 s */
  g_assert_cmpuint (scene.scheduler.bursts, ==, 5);
  scene_ask (&scene, 2, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 8);
  g_assert_cmpuint (scene.scheduler.bursts, ==, 7);
  scene_stop (&scene);
}

/* The engine dies: the last request goes on for a second, then MONITOR FAILED. */
static void
test_monitor_failed (void)
{
  Scene scene;
  scene_start (&scene);
  scene.beating = true;
  scene_play (&scene, 3);
  g_assert_false (scene.scheduler.failed);
  scene.beating = false;
  scene_play (&scene, 8.5);
  g_assert_true (scene.scheduler.failed);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, >=, 11);
  g_assert_cmpfloat (scene.pulses[0].rise_90, >, 3.8);
  g_assert_cmpfloat (scene.pulses[0].rise_90, <, 4.1);
  g_assert_true (is_note (&scene.pulses[0], C5));
  g_assert_cmpfloat (scene.pulses[10].rise_90 - scene.pulses[0].rise_90, <, 6.6);
  /* what is asked meanwhile waits, the beat ends it */
  scene_ask (&scene, 5, STEADY_SOUND_MEDIUM, 1);
  scene.beating = true;
  scene_play (&scene, 6);
  g_assert_false (scene.scheduler.failed);
  g_assert_cmpint (scene.scheduler.burst_priority, ==, STEADY_SOUND_MEDIUM);
  scene_stop (&scene);
}

static void
test_monitor_failed_at_start (void)
{
  SteadySoundScheduler scheduler;
  float                block[BLOCK];
  unsigned             blocks = 0;

  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  while (!scheduler.failed && blocks < 1000)
    {
      steady_sound_scheduler_watch (&scheduler, true, 0);
      steady_sound_scheduler_render (&scheduler, block, BLOCK);
      blocks++;
    }
  g_assert_cmpuint (blocks, >, 490);
  g_assert_cmpuint (blocks, <, 510);
  /* a clean goodbye ends it */
  steady_sound_scheduler_watch (&scheduler, false, 0);
  g_assert_false (scheduler.failed);
  for (unsigned i = 0; i < 1000; i++)
    steady_sound_scheduler_render (&scheduler, block, BLOCK);
  g_assert_false (scheduler.failed);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_NONE);
}

/* The silence that follows a burst does not delay the next alarm. */
static void
test_gap_never_delays_an_onset (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 0.2);
  scene_ask (&scene, 1, STEADY_SOUND_NONE, 0);
  scene_play (&scene, 1.8); /* the half burst is over, its pause is not */
  g_assert_cmpint (
      steady_sound_scheduler_sounding (&scene.scheduler), ==, STEADY_SOUND_NONE);
  for (SteadySoundPriority p = STEADY_SOUND_LOW; p <= STEADY_SOUND_HIGH; p++)
    {
      scene_ask (&scene, 10 + p, p, 0);
      scene_play (&scene, 0.001);
      g_assert_cmpint (steady_sound_scheduler_sounding (&scene.scheduler), ==, p);
      scene_ask (&scene, 10 + p, STEADY_SOUND_NONE, 0);
      scene_play (&scene, 2.0);
    }
  scene_stop (&scene);
}

/* An alarm that came and went while another one sounded is heard once, afterwards. */
static void
test_what_was_missed_is_heard (void)
{
  Scene scene;
  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_MEDIUM, 1);
  scene_play (&scene, 0.3);
  scene_ask (&scene, 2, STEADY_SOUND_MEDIUM, 7);
  scene_play (&scene, 0.1);
  scene_ask (&scene, 2, STEADY_SOUND_NONE, 0);
  scene_play (&scene, 20);
  scene_measure (&scene);
  g_assert_cmpuint (scene.n_pulses, ==, 3 + 3);
  g_assert_true (is_note (&scene.pulses[3], C5));
  /* silenced meanwhile, it is not owed any more */
  const SteadySoundRequest silenced = { .episode = 4, .silenced = true };
  scene_ask (&scene, 3, STEADY_SOUND_MEDIUM, 1);
  scene_play (&scene, 0.3);
  scene_ask (&scene, 4, STEADY_SOUND_MEDIUM, 7);
  steady_sound_scheduler_request (&scene.scheduler, &silenced);
  scene_play (&scene, 20);
  g_assert_cmpuint (scene.scheduler.bursts, ==, 2 + 1);
  scene_stop (&scene);
}

/* A minute of silenced alarms: one pulse that no alarm has, again each minute, and any
 * alarm cuts it. */
static void
test_reminder_of_silenced_alarms (void)
{
  const SteadySoundRequest silenced = { .episode = 1, .silenced = true };
  SteadySoundScheduler     scheduler;
  float                    block[BLOCK];
  MeterPulse               pulses[METER_PULSES];
  const size_t             second = STEADY_SOUND_RATE;
  float                   *samples = g_new0 (float, 2 * second);

  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  steady_sound_scheduler_request (&scheduler, &silenced);
  for (unsigned i = 0; i < 5990; i++)
    steady_sound_scheduler_render (&scheduler, block, BLOCK);
  g_assert_cmpuint (scheduler.reminders, ==, 0);
  steady_sound_scheduler_render (&scheduler, samples, 2 * STEADY_SOUND_RATE);
  g_assert_cmpuint (scheduler.reminders, ==, 1);
  g_assert_cmpuint (scheduler.bursts, ==, 0);
  g_assert_cmpuint (meter_measure (samples, 2 * second, pulses, METER_PULSES), ==, 1);
  g_assert_true (is_note (&pulses[0], 783.99));
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_NONE);
  while (scheduler.reminders == 1)
    steady_sound_scheduler_render (&scheduler, block, BLOCK);
  const SteadySoundRequest alarm = { .episode = 2, .priority = STEADY_SOUND_LOW };
  steady_sound_scheduler_request (&scheduler, &alarm);
  for (unsigned i = 0; i < 17; i++) /* and stays apart from it */
    steady_sound_scheduler_render (&scheduler, block, BLOCK);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_LOW);
  /* nothing is present any more: no reminder */
  const SteadySoundRequest nothing = { .episode = 2 };
  steady_sound_scheduler_request (&scheduler, &nothing);
  for (unsigned i = 0; i < 13000; i++)
    steady_sound_scheduler_render (&scheduler, block, BLOCK);
  g_assert_cmpuint (scheduler.reminders, ==, 2);
  g_free (samples);
}

static double
top_of (SteadySoundPriority priority, double gain, bool failed)
{
  SteadySoundScheduler     scheduler;
  const SteadySoundRequest request = { .episode = 1, .priority = priority };
  float                    block[BLOCK], top = 0.0f;

  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  steady_sound_scheduler_set_gain (&scheduler, gain);
  if (failed)
    steady_sound_scheduler_watch (&scheduler, true, 0);
  else
    steady_sound_scheduler_request (&scheduler, &request);
  for (unsigned i = 0; i < 600; i++)
    {
      steady_sound_scheduler_render (&scheduler, block, BLOCK);
      for (unsigned k = 0; k < BLOCK; k++)
        top = fmaxf (top, fabsf (block[k]));
    }
  return (double) top;
}

/* One volume for all: their order stays, zero is no volume, and MONITOR FAILED is full.
 */
static void
test_volume_keeps_the_order (void)
{
  const double gains[] = { 1.0, 0.5, 0.1 };
  const double full = top_of (STEADY_SOUND_HIGH, 1.0, false);

  for (size_t i = 0; i < G_N_ELEMENTS (gains); i++)
    {
      const double high = top_of (STEADY_SOUND_HIGH, gains[i], false);
      const double medium = top_of (STEADY_SOUND_MEDIUM, gains[i], false);
      const double low = top_of (STEADY_SOUND_LOW, gains[i], false);
      g_assert_cmpfloat (high, >=, medium);
      g_assert_cmpfloat (medium, >=, low);
      g_assert_cmpfloat (low, >, 0.0);
      g_assert_cmpfloat_with_epsilon (high, gains[i] * full, 1e-5);
    }
  g_assert_cmpfloat_with_epsilon (top_of (STEADY_SOUND_HIGH, 0.0, false), full, 1e-5);
  g_assert_cmpfloat_with_epsilon (top_of (STEADY_SOUND_HIGH, -1.0, false), full, 1e-5);
  g_assert_cmpfloat_with_epsilon (top_of (STEADY_SOUND_HIGH, 7.0, false), full, 1e-5);
  g_assert_cmpfloat (top_of (STEADY_SOUND_NONE, 0.1, true), >, 0.5 * full);
}

static float recording[STEADY_SOUND_RATE];

static void
recorded_burst (const SteadySoundSet *set,
                SteadySoundPriority   priority,
                unsigned              category,
                SteadySoundBurst     *ret_burst)
{
  *ret_burst = (SteadySoundBurst){ .recorded = recording,
                                   .length = STEADY_SOUND_RATE,
                                   .least_recorded = STEADY_SOUND_RATE / 2,
                                   .level = steady_sound_level (priority) };
}

/* A set of recorded sounds: played whole, ended after its least by fading. */
static void
test_recorded_sounds (void)
{
  const SteadySoundSet set = { .name = "recorded", .burst = recorded_burst };
  SteadySoundRequest   request = { .episode = 1, .priority = STEADY_SOUND_MEDIUM };
  SteadySoundScheduler scheduler;
  float               *samples = g_new0 (float, 2 * STEADY_SOUND_RATE);

  for (unsigned i = 0; i < STEADY_SOUND_RATE; i++)
    recording[i] = 0.5f;
  steady_sound_scheduler_init (&scheduler, &set);
  steady_sound_scheduler_request (&scheduler, &request);
  steady_sound_scheduler_render (&scheduler, samples, 2 * STEADY_SOUND_RATE);
  const double level = 0.5 * steady_sound_level (STEADY_SOUND_MEDIUM);
  g_assert_cmpfloat_with_epsilon (samples[0], level, 1e-6);
  g_assert_cmpfloat_with_epsilon (samples[STEADY_SOUND_RATE - 1], level, 1e-6);
  g_assert_cmpfloat_with_epsilon (samples[STEADY_SOUND_RATE], 0.0, 1e-6);
  /* a short one */
  request.episode = 2;
  steady_sound_scheduler_request (&scheduler, &request);
  request.priority = STEADY_SOUND_NONE;
  steady_sound_scheduler_render (&scheduler, samples, 100);
  steady_sound_scheduler_request (&scheduler, &request);
  steady_sound_scheduler_render (&scheduler, samples, 2 * STEADY_SOUND_RATE);
  const unsigned least = STEADY_SOUND_RATE / 2 - 100;
  g_assert_cmpfloat_with_epsilon (samples[least - 1], level, 1e-6);
  g_assert_cmpfloat (samples[least + 120], <, 0.6 * level);
  g_assert_cmpfloat_with_epsilon (samples[least + 250], 0.0, 1e-6);
  g_free (samples);
}

/* What fades goes on fading, whatever is asked in these 5 ms. */
static void
test_cut_once (void)
{
  static const SteadySoundRequest paused = { .episode = 3, .paused = true };
  Scene                           scene;

  scene_start (&scene);
  scene_ask (&scene, 1, STEADY_SOUND_LOW, 0);
  scene_play (&scene, 0.1);
  scene_ask (&scene, 2, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 0.002);
  scene_ask (&scene, 3, STEADY_SOUND_HIGH, 0);
  scene_play (&scene, 0.001);
  steady_sound_scheduler_request (&scene.scheduler, &paused);
  scene_play (&scene, 0.0025);
  g_assert_cmpint (
      steady_sound_scheduler_sounding (&scene.scheduler), ==, STEADY_SOUND_NONE);
  scene_play (&scene, 5);
  g_assert_cmpuint (scene.scheduler.bursts, ==, 1);
  /* the monitor fails twice while something fades */
  scene_ask (&scene, 4, STEADY_SOUND_MEDIUM, 0);
  scene_play (&scene, 0.1);
  scene_ask (&scene, 5, STEADY_SOUND_HIGH, 0);
  scene.scheduler.without_beats = 10 * STEADY_SOUND_RATE;
  scene.beats = 0;
  steady_sound_scheduler_watch (&scene.scheduler, true, 1);
  scene.scheduler.without_beats = 10 * STEADY_SOUND_RATE;
  steady_sound_scheduler_watch (&scene.scheduler, true, 1);
  g_assert_true (scene.scheduler.failed);
  scene_stop (&scene);
}

/* A category that this build does not know sounds as a general alarm. */
static void
test_drop_makes_way_for_any_alarm (void)
{
  SteadySoundScheduler     scheduler;
  const SteadySoundRequest high = { .episode = 1, .priority = STEADY_SOUND_HIGH };
  const SteadySoundRequest low = { .episode = 2, .priority = STEADY_SOUND_LOW };
  float                    samples[480];
  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  /* when nothing sounds it changes nothing */
  steady_sound_scheduler_drop (&scheduler);
  steady_sound_scheduler_render (&scheduler, samples, 480);
  g_assert_cmpuint (scheduler.bursts, ==, 0);
  steady_sound_scheduler_request (&scheduler, &high);
  for (unsigned i = 0; i < 10; i++)
    steady_sound_scheduler_render (&scheduler, samples, 480);
  steady_sound_scheduler_drop (&scheduler);
  steady_sound_scheduler_request (&scheduler, &low);
  steady_sound_scheduler_render (&scheduler, samples, 480);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_NONE);
  for (unsigned i = 0; i < 16; i++)
    steady_sound_scheduler_render (&scheduler, samples, 480);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_LOW);
  g_assert_cmpuint (scheduler.bursts, ==, 2);
  /* MONITOR FAILED goes on */
  steady_sound_scheduler_watch (&scheduler, true, 1);
  for (unsigned i = 0; i < 110; i++)
    steady_sound_scheduler_render (&scheduler, samples, 480);
  g_assert_true (scheduler.failed);
  const uint64_t bursts = scheduler.bursts;
  steady_sound_scheduler_drop (&scheduler);
  for (unsigned i = 0; i < 20; i++)
    steady_sound_scheduler_render (&scheduler, samples, 480);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_HIGH);
  g_assert_cmpuint (scheduler.bursts, ==, bursts);
}

static void
test_unknown_category_is_general (void)
{
  const SteadySoundSet *tones = steady_sound_set_tones ();
  SteadySoundBurst      general, unknown;

  tones->burst (tones, STEADY_SOUND_HIGH, 0, &general);
  tones->burst (tones, STEADY_SOUND_HIGH, 200, &unknown);
  g_assert_cmpuint (general.n_pulses, ==, unknown.n_pulses);
  for (unsigned i = 0; i < general.n_pulses; i++)
    g_assert_cmpfloat_with_epsilon (general.pulses[i].hz, unknown.pulses[i].hz, 1e-9);
}

/*
 * Hours of any requests, held against what the sound must keep: an onset is heard at
 * once unless something as urgent sounds; a burst ends early only after its least, or
 * because a person silenced it, or something more urgent came.
 */
static void
test_properties (void)
{
  enum
  {
    STEP = STEADY_SOUND_RATE / 50
  };
  static const unsigned least[] = { 0, 2, 3, 5 };
  SteadySoundScheduler  scheduler;
  SteadySoundRequest    request = { 0 };
  float                 block[STEP];
  bool                  quieted = false, outdone = false;
  unsigned              ended_early = 0, onsets = 0, steps_left = 0;
  SteadySoundPriority   awaited = STEADY_SOUND_NONE;

  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  for (unsigned i = 0; i < 100000; i++)
    {
      const SteadySoundPriority before = steady_sound_scheduler_sounding (&scheduler);
      const uint64_t            bursts = scheduler.bursts;
      const unsigned            pulses = scheduler.pulses_done;
      const unsigned            whole = scheduler.burst.n_pulses;
      bool                      onset = false;
      if (before == STEADY_SOUND_NONE)
        quieted = outdone = false;
      if (g_test_rand_int_range (0, 60) == 0)
        {
          const bool silenced = g_test_rand_int_range (0, 3) == 0;
          onset = !silenced && g_test_rand_bit ();
          request = (SteadySoundRequest){
            .episode = request.episode + onset,
            .priority =
                (SteadySoundPriority) (silenced ? 0 : g_test_rand_int_range (onset, 4)),
            .category = (unsigned) g_test_rand_int_range (0, 8),
            .paused = silenced && g_test_rand_bit (),
            .silenced = silenced,
          };
          steady_sound_scheduler_request (&scheduler, &request);
          if (silenced)
            awaited = STEADY_SOUND_NONE;
          quieted |= request.paused;
          outdone |= request.priority > before;
        }
      const SteadySoundPriority owed = scheduler.owed.priority;
      steady_sound_scheduler_render (&scheduler, block, STEP);
      if (onset && request.priority > before && request.priority >= owed)
        {
          /* the fade, and what keeps it apart from what sounded */
          awaited = request.priority;
          steps_left =
              2 + (STEADY_SOUND_RATE / 200 + steady_sound_lead (awaited)) / STEP;
          onsets++;
        }
      if (awaited != STEADY_SOUND_NONE && scheduler.bursts != bursts)
        {
          g_assert_cmpint (scheduler.burst_priority, >=, awaited);
          awaited = STEADY_SOUND_NONE;
        }
      else if (awaited != STEADY_SOUND_NONE)
        g_assert_cmpuint (--steps_left, >, 0);
      const bool over = before != STEADY_SOUND_NONE &&
                        (scheduler.bursts != bursts ||
                         steady_sound_scheduler_sounding (&scheduler) == 0);
      if (over && !quieted && !outdone && pulses < whole)
        {
          /* the last pulse may have ended within this step */
          g_assert_cmpuint (pulses + 1, >=, least[before]);
          ended_early += pulses + 1 < whole;
        }
      if (scheduler.bursts != bursts)
        quieted = outdone = false;
    }
  g_assert_cmpuint (onsets, >, 100);
  g_assert_cmpuint (ended_early, >, 10);
}

/* Ten minutes of any requests: bounded, no clicks, never silent for longer than the
 * period while something is to be heard, and no burst runs into what sounded before it.
 */
static void
test_random_requests (void)
{
  SteadySoundScheduler scheduler;
  float                block[BLOCK], last = 0.0f;
  unsigned             silent = 0;
  uint32_t             episode = 0, quiet_for = STEADY_SOUND_RATE;
  uint64_t             bursts = 0;
  SteadySoundRequest   request = { 0 };

  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  for (unsigned i = 0; i < 60000; i++)
    {
      if (g_test_rand_int_range (0, 80) == 0)
        {
          episode += g_test_rand_bit ();
          request = (SteadySoundRequest){
            .episode = episode,
            .priority = (SteadySoundPriority) g_test_rand_int_range (0, 4),
            .category = (unsigned) g_test_rand_int_range (0, 8),
            .paused = g_test_rand_bit ()
          };
          steady_sound_scheduler_request (&scheduler, &request);
        }
      steady_sound_scheduler_render (&scheduler, block, BLOCK);
      for (unsigned k = 0; k < BLOCK; k++)
        {
          g_assert_cmpfloat (fabsf (block[k]), <=, 1.0f);
          g_assert_cmpfloat (fabsf (block[k] - last), <, 0.3f);
          last = block[k];
          if (fabsf (last) > 0.0f && scheduler.bursts != bursts)
            {
              g_assert_cmpuint (
                  quiet_for, >=, steady_sound_lead (scheduler.burst_priority));
              bursts = scheduler.bursts;
            }
          quiet_for = fabsf (last) > 0.0f ? 0 : quiet_for + 1;
        }
      const bool quiet =
          request.priority == STEADY_SOUND_NONE ||
          steady_sound_scheduler_sounding (&scheduler) != STEADY_SOUND_NONE;
      silent = quiet ? 0 : silent + 1;
      g_assert_cmpuint (
          silent * BLOCK, <=, steady_sound_period (request.priority, false));
      g_assert_cmpint (
          steady_sound_scheduler_sounding (&scheduler), <=, STEADY_SOUND_HIGH);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound/scheduler/silence-without-alarm",
                   test_silence_without_alarm);
  g_test_add_func ("/sound/scheduler/onset-starts-a-burst-at-once",
                   test_onset_starts_a_burst_at_once);
  g_test_add_func ("/sound/scheduler/more-urgent-cuts", test_more_urgent_cuts);
  g_test_add_func ("/sound/scheduler/short-alarms-are-completed",
                   test_short_alarms_are_completed);
  g_test_add_func ("/sound/scheduler/pause-stops-at-once-without-a-click",
                   test_pause_stops_at_once_without_a_click);
  g_test_add_func ("/sound/scheduler/less-urgent-follows", test_less_urgent_follows);
  g_test_add_func ("/sound/scheduler/second-high-during-a-burst",
                   test_second_high_during_a_burst);
  g_test_add_func ("/sound/scheduler/replacing-burst-keeps-apart",
                   test_replacing_burst_keeps_apart);
  g_test_add_func ("/sound/scheduler/asking-again-changes-nothing",
                   test_asking_again_changes_nothing);
  g_test_add_func ("/sound/scheduler/each-alarm-is-fresh-again",
                   test_each_alarm_is_fresh_again);
  g_test_add_func ("/sound/scheduler/monitor-failed", test_monitor_failed);
  g_test_add_func ("/sound/scheduler/monitor-failed-at-start",
                   test_monitor_failed_at_start);
  g_test_add_func ("/sound/scheduler/gap-never-delays-an-onset",
                   test_gap_never_delays_an_onset);
  g_test_add_func ("/sound/scheduler/what-was-missed-is-heard",
                   test_what_was_missed_is_heard);
  g_test_add_func ("/sound/scheduler/reminder-of-silenced-alarms",
                   test_reminder_of_silenced_alarms);
  g_test_add_func ("/sound/scheduler/volume-keeps-the-order",
                   test_volume_keeps_the_order);
  g_test_add_func ("/sound/scheduler/recorded-sounds", test_recorded_sounds);
  g_test_add_func ("/sound/scheduler/cut-once", test_cut_once);
  g_test_add_func ("/sound/scheduler/drop-makes-way-for-any-alarm",
                   test_drop_makes_way_for_any_alarm);
  g_test_add_func ("/sound/scheduler/unknown-category-is-general",
                   test_unknown_category_is_general);
  g_test_add_func ("/sound/scheduler/properties", test_properties);
  g_test_add_func ("/sound/scheduler/random-requests", test_random_requests);
  return g_test_run ();
}
