/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "base/steady-random.h"
#include "device/steady-wave-clock.h"
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
  g_assert_false (track.gap_before); /* what came before was told too late */
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

/*
 * @hours of a device whose crystal is @ppm off, its instants jittering: not one gap,
 * every sample once, and each instant within one period of the truth.
 */
static void
check_crystal (double ppm, double rate, double hours, SteadySpan jitter)
{
  const double    period = 1e9 / rate * (1 + ppm * 1e-6);
  const int64_t   count = (int64_t) (hours * 3600 * rate);
  const double    most = 1e9 / rate; /* of the departure: one sample period */
  double          worst = 0;
  int64_t         expected = 0;
  SteadyWaveTrack track;
  SteadyRandom    random;

  steady_random_init (&random, 3);
  steady_wave_track_init (&track, 1, rate);
  for (int64_t i = 0; i < count; i++)
    {
      const SteadySpan off =
          jitter > 0 ? (SteadySpan) (steady_random_bits (&random) % (uint64_t) jitter) -
                           jitter / 2
                     : 0;
      const SteadySample sample =
          sample_at ((SteadyInstant) ((double) i * period) + off, (double) (i % 1000));
      while (!steady_wave_track_add (&track, &sample))
        {
          const double truth = (double) expected * period;
          g_assert_false (track.gap_before);
          g_assert_cmpint (track.first_index, ==, expected);
          g_assert_cmpuint (track.count, ==, STEADY_WAVE_TRACK_SIZE);
          for (unsigned k = 0; k < track.count; k++)
            g_assert_cmpint ((int64_t) track.values[k], ==, (expected + k) % 1000);
          const double first = (double) track.t_first - truth;
          const double last = first + (track.count - 1) * (1e9 / rate - period);
          worst = MAX (worst, MAX (ABS (first), ABS (last)));
          expected += track.count;
          steady_wave_track_clear (&track);
        }
    }
  g_assert_cmpint (expected + track.count, ==, count);
  g_test_message ("%+.0f ppm at %.0f Hz for %.0f h: worst %.3f ms of %.3f",
                  ppm,
                  rate,
                  hours,
                  worst / 1e6,
                  most / 1e6);
  g_assert_cmpfloat (worst, <, most);
}

static void
test_crystals (void)
{
  static const double ppm[] = { -200, -50, 0, 50, 200 };

  for (unsigned i = 0; i < G_N_ELEMENTS (ppm); i++)
    {
      check_crystal (ppm[i], 500, 3, 0);
      check_crystal (ppm[i], 500, 2, 2 * MSEC);
      check_crystal (ppm[i], 100, 8, 8 * MSEC);
    }
}

/*
 * The whole way: packets of @n samples that come up to 3 ms late, one in fifty up to
 * 40, through the driver's clock into the numbering. No gap in @hours, and each instant
 * of a run within one period of the truth.
 */
static void
check_way (double ppm, double rate, unsigned n, double hours)
{
  const double    period = 1e9 / rate * (1 + ppm * 1e-6);
  double          worst = 0;
  int64_t         i = 0;
  SteadyWaveClock clock;
  SteadyWaveTrack track;
  SteadyRandom    random;

  steady_random_init (&random, 9);
  steady_wave_clock_init (&clock, rate, 0);
  steady_wave_track_init (&track, 1, rate);
  while ((double) i * period < hours * 3600e9)
    {
      const double     measured = 1e9 + (double) (i + n - 1) * period;
      const uint64_t   most = steady_random_bits (&random) % 50 == 0 ? 40 : 3;
      const SteadySpan late =
          (SteadySpan) (steady_random_bits (&random) % (most * MSEC));
      SteadySpan          spacing;
      const SteadyInstant first = steady_wave_clock_packet (
          &clock, (SteadyInstant) measured + late, n, &spacing);
      for (unsigned k = 0; k < n; k++, i++)
        {
          const SteadySample sample = sample_at (first + k * spacing, 1);
          if (steady_wave_track_add (&track, &sample))
            continue;
          const double truth = 1e9 + (double) track.first_index * period;
          const double at_first = (double) track.t_first - truth;
          const double at_last = at_first + track.count * (1e9 / rate - period);
          g_assert_false (track.gap_before);
          if (truth > 21e9)
            worst = MAX (worst, MAX (ABS (at_first), ABS (at_last)));
          steady_wave_track_clear (&track);
          g_assert_true (steady_wave_track_add (&track, &sample));
        }
    }
  g_assert_cmpint (track.anchor.next, ==, i);
  g_test_message ("the way, %+.0f ppm, %.0f Hz by %u: worst %.3f ms of %.3f",
                  ppm,
                  rate,
                  n,
                  worst / 1e6,
                  1e3 / rate);
  g_assert_cmpfloat (worst, <, 1e9 / rate);
}

static void
test_whole_way (void)
{
  static const double ppm[] = { -200, -50, 0, 50, 200 };

  for (unsigned i = 0; i < G_N_ELEMENTS (ppm); i++)
    {
      check_way (ppm[i], 100, 25, 6);
      check_way (ppm[i], 300, 75, 3);
      check_way (ppm[i], 500, 128, 3);
    }
}

/* A restart goes on where the numbering stood then, not where it began. */
static void
test_restart_of_a_drifting_device (void)
{
  const double    period = 10 * MSEC * (1 - 200e-6); /* 0.72 s an hour too fast */
  SteadyWaveTrack track, again;
  int64_t         i = 0;

  steady_wave_track_init (&track, 1, 100);
  for (; i < 3 * 3600 * 100; i++)
    {
      const SteadySample sample = sample_at ((SteadyInstant) ((double) i * period), 1);
      if (!steady_wave_track_add (&track, &sample))
        {
          steady_wave_track_clear (&track);
          g_assert_true (steady_wave_track_add (&track, &sample));
        }
      g_assert_false (track.gap_before);
    }
  steady_wave_track_init (&again, 1, 100);
  steady_wave_track_resume (&again, &track.anchor);
  const SteadyInstant later = (SteadyInstant) ((double) i * period) + 300 * MSEC;
  add (&again, later);
  g_assert_true (again.gap_before);
  g_assert_cmpint (again.first_index, >=, i + 29);
  g_assert_cmpint (again.first_index, <=, i + 31);
  g_assert_cmpint (again.t_first, ==, later);
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
  g_test_add_func ("/engine/wave/crystals", test_crystals);
  g_test_add_func ("/engine/wave/whole-way", test_whole_way);
  g_test_add_func ("/engine/wave/restart-of-a-drifting-device",
                   test_restart_of_a_drifting_device);
  return g_test_run ();
}
