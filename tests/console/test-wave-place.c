/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "console/steady-wave-place.h"

enum
{
  RATE = 100,
  PART = 50
};

/* Runs of half a second that begin at sample 0 and at @start, @ppm off, for @hours. */
typedef struct Trace
{
  SteadyWavePlace place;
  double          start_s;
  double          ppm;
  int64_t         index;
  int64_t         next; /* place that is not drawn yet; 0: none was */
  unsigned        slips;
} Trace;

static SteadyInstant
time_of (const Trace *self, int64_t index)
{
  return (
      SteadyInstant) ((self->start_s + (double) index / RATE * (1 + self->ppm * 1e-6)) *
                      1e9);
}

static void
draw (Trace *self)
{
  float               values[PART] = { 0 };
  const SteadyWaveRun run = { .first_index = self->index,
                              .t_first = time_of (self, self->index),
                              .rate_hz = RATE,
                              .channel = 1,
                              .count = PART };

  values[PART - 1] = 7;
  const SteadyWavePlaced placed = steady_wave_place_run (&self->place, 0, &run, values);
  /* nothing is drawn twice, nothing left open */
  if (self->next != 0)
    g_assert_cmpint (placed.first - placed.fill, ==, self->next);
  g_assert_cmpuint (placed.fill, <=, 1);
  g_assert_cmpuint (placed.skip, <=, 1);
  if (placed.fill > 0)
    g_assert_cmpfloat_with_epsilon (placed.last, 7, 1e-6);
  self->slips += placed.fill + placed.skip;
  self->next = placed.first + PART - placed.skip;
  self->index += PART;
  /* where it is drawn is where its time is, to 1.5 samples */
  const double at = (double) time_of (self, self->index) / 1e9 * RATE;
  g_assert_cmpfloat (ABS (at - (double) self->next), <, 1.6);
}

/* Two devices that began seconds apart, one too slow and one too fast: after hours
 * their traces still stand at one time. */
static void
test_devices_share_a_time (void)
{
  Trace one = { .start_s = 3.2, .ppm = 200 };
  Trace other = { .start_s = 9.7, .ppm = -200 };

  for (unsigned i = 0; i < 6 * 3600 * RATE / PART; i++)
    {
      draw (&one);
      draw (&other);
    }
  /* 200 ppm of six hours are 432 samples */
  g_assert_cmpuint (one.slips, >, 425);
  g_assert_cmpuint (one.slips, <, 440);
  g_assert_cmpuint (other.slips, >, 425);
  g_assert_cmpuint (other.slips, <, 440);
}

/* A right crystal is never touched; a gap stays one. */
static void
test_gaps_stay (void)
{
  Trace right = { .start_s = 1 };

  for (unsigned i = 0; i < 1000; i++)
    draw (&right);
  g_assert_cmpuint (right.slips, ==, 0);
  const float            values[2] = { 1, 2 };
  const SteadyWaveRun    run = { .first_index = right.index + 500,
                                 .t_first = time_of (&right, right.index + 500),
                                 .rate_hz = RATE,
                                 .count = 2 };
  const SteadyWavePlaced placed = steady_wave_place_run (&right.place, 0, &run, values);
  g_assert_cmpint (placed.first, ==, right.next + 500);
  g_assert_cmpuint (placed.fill, ==, 0);
  g_assert_cmpuint (placed.skip, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/wave-place/devices-share-a-time",
                   test_devices_share_a_time);
  g_test_add_func ("/console/wave-place/gaps-stay", test_gaps_stay);
  return g_test_run ();
}
