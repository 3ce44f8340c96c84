/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/steady-wave-track.h"

#define MSEC STEADY_NSEC_PER_MSEC

static SteadySample
sample_at (SteadyInstant t, double value)
{
  return (SteadySample){
    .t = t, .value = value, .channel = 1, .quality = STEADY_QUALITY_VALID
  };
}

static void
add (SteadyWaveTrack *track, SteadyInstant t)
{
  const SteadySample sample = sample_at (t, 1);
  g_assert_true (steady_wave_track_add (track, &sample));
}

static void
test_jitter_keeps_counting (void)
{
  SteadyWaveTrack track;
  steady_wave_track_init (&track, 1, 250);
  for (int64_t i = 0; i < 200; i++)
    add (&track, i * 4 * MSEC + (i % 3 - 1) * 12 * MSEC);
  g_assert_cmpint (track.first_index, ==, 0);
  g_assert_cmpuint (track.count, ==, 200);
  g_assert_false (track.gap_before);
}

static void
test_departed_time_is_a_gap (void)
{
  SteadyWaveTrack track;
  steady_wave_track_init (&track, 1, 250);
  for (int64_t i = 0; i < 10; i++)
    add (&track, i * 4 * MSEC);
  const SteadySample late = sample_at (1000 * MSEC, 1);
  g_assert_false (steady_wave_track_add (&track, &late));
  g_assert_cmpuint (track.count, ==, 10);
  steady_wave_track_clear (&track);
  g_assert_true (steady_wave_track_add (&track, &late));
  g_assert_true (track.gap_before);
  g_assert_cmpint (track.first_index, ==, 250);
  g_assert_cmpint (track.t_first, ==, 1000 * MSEC);
}

static void
test_unusable_samples_are_missing (void)
{
  SteadyWaveTrack track;
  SteadySample    off = sample_at (4 * MSEC, 1);
  steady_wave_track_init (&track, 1, 250);
  add (&track, 0);
  off.quality = STEADY_QUALITY_SENSOR_OFF;
  g_assert_true (steady_wave_track_add (&track, &off));
  const SteadySample back = sample_at (8 * MSEC, 1);
  g_assert_false (steady_wave_track_add (&track, &back));
  steady_wave_track_clear (&track);
  g_assert_true (steady_wave_track_add (&track, &back));
  g_assert_cmpint (track.first_index, ==, 2);
  g_assert_true (track.gap_before);
}

static void
test_index_never_goes_back (void)
{
  SteadyWaveTrack track;
  steady_wave_track_init (&track, 1, 250);
  for (int64_t i = 0; i < 100; i++)
    add (&track, i * 4 * MSEC);
  steady_wave_track_clear (&track);
  add (&track, 100 * MSEC);
  g_assert_cmpint (track.first_index, ==, 100);
  g_assert_true (track.gap_before);
  g_assert_cmpint (track.t_first, ==, 100 * MSEC);
}

static void
test_full_run_is_handed_on (void)
{
  SteadyWaveTrack track;
  steady_wave_track_init (&track, 1, 1000);
  for (int64_t i = 0; i < STEADY_WAVE_TRACK_SIZE; i++)
    add (&track, i * MSEC);
  const SteadySample next = sample_at (STEADY_WAVE_TRACK_SIZE * MSEC, 1);
  g_assert_false (steady_wave_track_add (&track, &next));
  steady_wave_track_clear (&track);
  g_assert_true (steady_wave_track_add (&track, &next));
  g_assert_false (track.gap_before);
  g_assert_cmpint (track.first_index, ==, STEADY_WAVE_TRACK_SIZE);
}

static void
test_resume_begins_after_a_gap (void)
{
  SteadyWaveTrack track, again;
  steady_wave_track_init (&track, 1, 250);
  for (int64_t i = 0; i < 100; i++)
    add (&track, i * 4 * MSEC);
  steady_wave_track_init (&again, 1, 250);
  steady_wave_track_resume (&again, &track.anchor);
  add (&again, 2000 * MSEC);
  g_assert_true (again.gap_before);
  g_assert_cmpint (again.first_index, ==, 500);
}

/* The first packet came 15 ms late, all others in time: after a minute the instants are
 * right to a millisecond, by steps that are shorter than a period, and without a gap.
 */
static void
test_late_start_is_forgotten (void)
{
  SteadyWaveTrack track;
  SteadyInstant   next = 0;
  steady_wave_track_init (&track, 1, 100);
  for (int64_t i = 0; i < 9000; i++)
    {
      add (&track, i * 10 * MSEC + (i < 10 ? 15 * MSEC : 0));
      if (track.count < 50)
        continue;
      if (i > 100)
        g_assert_cmpint (ABS (track.t_first - next), <, 1 * MSEC);
      next = track.t_first + 500 * MSEC;
      g_assert_false (track.gap_before);
      steady_wave_track_clear (&track);
    }
  g_assert_cmpint (ABS (next - 90000 * MSEC), <, 1 * MSEC);
}

/* Instants that are right but for their rounding stay as they are, to the nanosecond.
 */
static void
test_rounding_moves_nothing (void)
{
  SteadyWaveTrack track;
  steady_wave_track_init (&track, 1, 360);
  for (int64_t i = 0; i < 36000; i++)
    {
      add (&track, i * STEADY_NSEC_PER_SEC / 360);
      if (track.count < 360)
        continue;
      g_assert_cmpint (track.t_first, ==, (i / 360) * STEADY_NSEC_PER_SEC);
      steady_wave_track_clear (&track);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/wave/jitter-keeps-counting", test_jitter_keeps_counting);
  g_test_add_func ("/engine/wave/departed-time-is-a-gap", test_departed_time_is_a_gap);
  g_test_add_func ("/engine/wave/unusable-samples-are-missing",
                   test_unusable_samples_are_missing);
  g_test_add_func ("/engine/wave/index-never-goes-back", test_index_never_goes_back);
  g_test_add_func ("/engine/wave/full-run-is-handed-on", test_full_run_is_handed_on);
  g_test_add_func ("/engine/wave/resume-begins-after-a-gap",
                   test_resume_begins_after_a_gap);
  g_test_add_func ("/engine/wave/late-start-is-forgotten",
                   test_late_start_is_forgotten);
  g_test_add_func ("/engine/wave/rounding-moves-nothing", test_rounding_moves_nothing);
  return g_test_run ();
}
