/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "sound/steady-sound-scheduler.h"
#include "sound/steady-sound-tick.h"

/*
 * What sounds besides alarms: the tick of the hand crank, the mark before a recorded
 * case, and the silence behind the last note of a burst.
 */

enum
{
  SECOND = STEADY_SOUND_RATE,
  FADED = SECOND / 500, /* 2 ms */
  SMALL = 16            /* samples, fewer than a fade */
};

static bool
is_silent (const float *samples, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    if (fabsf (samples[i]) > 0.0f)
      return false;
  return true;
}

static void
play (SteadySoundTick *tick, bool may, float *samples, unsigned count)
{
  memset (samples, 0, count * sizeof *samples);
  steady_sound_tick_mix (tick, may, 1.0, samples, count);
}

/* A tick a second, until nobody turns any more: what sounds then fades, once. */
static void
test_switched_off_while_it_sounds (void)
{
  SteadySoundTick   tick = { 0 };
  g_autofree float *samples = g_new0 (float, SECOND);

  play (&tick, true, samples, SMALL);
  g_assert_true (is_silent (samples, SMALL));
  steady_sound_tick_set (&tick, SECOND);
  play (&tick, true, samples, SMALL);
  g_assert_false (is_silent (samples, SMALL));
  g_assert_cmpuint (tick.ticks, ==, 1);
  steady_sound_tick_set (&tick, 0);
  play (&tick, true, samples, SMALL);
  g_assert_false (is_silent (samples, SMALL)); /* no click */
  play (&tick, true, samples, FADED);
  play (&tick, true, samples, SECOND);
  g_assert_true (is_silent (samples, SECOND));
  g_assert_cmpuint (tick.ticks, ==, 1);
}

/* An alarm takes the place of a tick that sounds, and the fade that it began goes on to
 * its end in small blocks, also when the hand stops meanwhile. */
static void
test_gives_way_in_small_blocks (void)
{
  SteadySoundTick   tick = { 0 };
  g_autofree float *samples = g_new0 (float, SECOND);

  steady_sound_tick_set (&tick, SECOND);
  play (&tick, true, samples, SMALL);
  play (&tick, false, samples, SMALL);
  const unsigned left = tick.fade;
  g_assert_cmpuint (left, >, 0);
  play (&tick, false, samples, SMALL);
  g_assert_cmpuint (tick.fade, ==, left - SMALL);
  steady_sound_tick_set (&tick, 0);
  g_assert_cmpuint (tick.fade, ==, left - SMALL);
  play (&tick, false, samples, FADED);
  g_assert_true (is_silent (samples + left, FADED - left));
  play (&tick, true, samples, SECOND);
  g_assert_true (is_silent (samples, SECOND));
}

/* The beat goes on in step while an alarm keeps it from being heard. */
static void
test_comes_back_in_step (void)
{
  SteadySoundTick   tick = { 0 };
  g_autofree float *samples = g_new0 (float, SECOND);
  const unsigned    period = SECOND / 4;

  steady_sound_tick_set (&tick, period);
  play (&tick, true, samples, period / 2);
  play (&tick, false, samples, 2 * period);
  g_assert_cmpuint (tick.ticks, ==, 1);
  play (&tick, true, samples, period);
  g_assert_cmpuint (tick.ticks, ==, 2);
  g_assert_true (is_silent (samples, period / 2 - SMALL));
  g_assert_false (is_silent (samples + period / 2, SMALL));
}

/* Nobody turns a crank like that. */
static void
test_period_is_bounded (void)
{
  g_assert_cmpuint (steady_sound_tick_period (60), ==, SECOND);
  g_assert_cmpuint (steady_sound_tick_period (NAN), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (0), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (-60), ==, 0);
  g_assert_cmpuint (steady_sound_tick_period (INFINITY), ==, 0);
}

/* What stands before a recorded alarm is like no alarm: four notes, each lower than the
 * one before, and the same whatever is asked for. */
static void
test_replay_mark_is_no_alarm (void)
{
  const SteadySoundSet *mark = steady_sound_set_replay_mark ();
  const SteadySoundSet *tones = steady_sound_set_tones ();
  SteadySoundBurst      first, other;
  double                sum = 0;

  memset (&first, 0, sizeof first);
  mark->burst (mark, STEADY_SOUND_LOW, 0, &first);
  g_assert_cmpuint (first.n_pulses, ==, 4);
  g_assert_cmpuint (first.least, ==, first.n_pulses);
  for (unsigned i = 1; i < first.n_pulses; i++)
    {
      g_assert_cmpfloat (first.pulses[i].hz, <, first.pulses[i - 1].hz);
      g_assert_cmpuint (first.pulses[i].start,
                        >=,
                        first.pulses[i - 1].start + first.pulses[i - 1].length);
    }
  g_assert_cmpfloat (first.pulses[0].hz, >, 2 * first.pulses[3].hz);
  for (unsigned h = 0; h < STEADY_SOUND_HARMONICS; h++)
    sum += mark->harmonics[h];
  g_assert_cmpfloat (sum, <=, 1.0);
  for (unsigned category = 0; category < STEADY_SOUND_CATEGORIES; category++)
    for (unsigned p = STEADY_SOUND_LOW; p <= STEADY_SOUND_HIGH; p++)
      {
        memset (&other, 0, sizeof other);
        mark->burst (mark, (SteadySoundPriority) p, category, &other);
        g_assert_cmpuint (other.length, ==, first.length);
        g_assert_cmpfloat_with_epsilon (other.level, first.level, 1e-12);
        tones->burst (tones, (SteadySoundPriority) p, category, &other);
        g_assert_cmpuint (other.n_pulses, !=, first.n_pulses);
      }
}

/* One note, and as much silence behind it. */
static void
burst_with_a_rest (const SteadySoundSet *set,
                   SteadySoundPriority   priority,
                   unsigned              category,
                   SteadySoundBurst     *ret_burst)
{
  const SteadySoundPulse pulse = { .length = SECOND / 10, .hz = 440 };

  *ret_burst = (SteadySoundBurst){ .pulses = { pulse },
                                   .n_pulses = 1,
                                   .least = 1,
                                   .flank = SECOND / 100,
                                   .length = SECOND / 5,
                                   .level = 1.0 };
}

/* A set may end its burst with a rest: it is silent, and an alarm that is over then has
 * been heard enough. */
static void
test_rest_behind_the_last_note (void)
{
  const SteadySoundSet set = { .name = "rest",
                               .burst = burst_with_a_rest,
                               .harmonics = { 0.9 } };
  SteadySoundRequest   request = { .episode = 1, .priority = STEADY_SOUND_MEDIUM };
  SteadySoundScheduler scheduler;
  g_autofree float    *samples = g_new0 (float, SECOND);

  steady_sound_scheduler_init (&scheduler, &set);
  steady_sound_scheduler_request (&scheduler, &request);
  steady_sound_scheduler_render (&scheduler, samples, SECOND / 10);
  g_assert_false (is_silent (samples, SECOND / 10));
  steady_sound_scheduler_render (&scheduler, samples, SECOND / 20);
  g_assert_true (is_silent (samples, SECOND / 20));
  g_assert_cmpint (
      steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_MEDIUM);
  request.priority = STEADY_SOUND_NONE;
  steady_sound_scheduler_request (&scheduler, &request);
  steady_sound_scheduler_render (&scheduler, samples, 1);
  g_assert_cmpint (steady_sound_scheduler_sounding (&scheduler), ==, STEADY_SOUND_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound/tick/switched-off-while-it-sounds",
                   test_switched_off_while_it_sounds);
  g_test_add_func ("/sound/tick/gives-way-in-small-blocks",
                   test_gives_way_in_small_blocks);
  g_test_add_func ("/sound/tick/comes-back-in-step", test_comes_back_in_step);
  g_test_add_func ("/sound/tick/period-is-bounded", test_period_is_bounded);
  g_test_add_func ("/sound/tick/replay-mark-is-no-alarm", test_replay_mark_is_no_alarm);
  g_test_add_func ("/sound/tick/rest-behind-the-last-note",
                   test_rest_behind_the_last_note);
  return g_test_run ();
}
