/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/steady-outlet.h"
#include "engine/steady-tally.h"
#include "engine/steady-watch.h"

#define MSEC STEADY_NSEC_PER_MSEC
#define SEC  STEADY_NSEC_PER_SEC

static void
test_nobody_is_expected (void)
{
  SteadyWatch watch;
  steady_watch_init (&watch, 0, false);
  g_assert_cmpint (steady_watch_sounder (&watch, 100 * SEC), ==, STEADY_LINK_NONE);
  g_assert_cmpint (steady_watch_supervisor (&watch), ==, STEADY_LINK_NONE);
}

static void
test_sounder_must_be_heard (void)
{
  SteadyWatch watch;
  steady_watch_init (&watch, 0, true);
  g_assert_cmpint (steady_watch_sounder (&watch, SEC), ==, STEADY_LINK_CONNECTING);
  atomic_store (&watch.sounders, 1);
  g_assert_cmpint (steady_watch_sounder (&watch, 2 * SEC), ==, STEADY_LINK_CONNECTING);
  g_assert_cmpint (steady_watch_sounder (&watch, 6 * SEC), ==, STEADY_LINK_LOST);
  atomic_store (&watch.stream_open, true);
  atomic_store (&watch.callbacks, 10);
  g_assert_cmpint (steady_watch_sounder (&watch, 7 * SEC), ==, STEADY_LINK_UP);
  g_assert_cmpint (
      steady_watch_sounder (&watch, 7 * SEC + 700 * MSEC), ==, STEADY_LINK_UP);
  g_assert_cmpint (
      steady_watch_sounder (&watch, 7 * SEC + 900 * MSEC), ==, STEADY_LINK_LOST);
  atomic_store (&watch.callbacks, 11);
  g_assert_cmpint (steady_watch_sounder (&watch, 8 * SEC), ==, STEADY_LINK_UP);
  /* its sound device went away */
  atomic_store (&watch.stream_open, false);
  g_assert_cmpint (steady_watch_sounder (&watch, 8 * SEC), ==, STEADY_LINK_LOST);
}

static void
test_once_heard_it_is_lost_at_once (void)
{
  SteadyWatch watch;
  steady_watch_init (&watch, 0, true);
  atomic_store (&watch.sounders, 1);
  atomic_store (&watch.stream_open, true);
  atomic_store (&watch.callbacks, 1);
  g_assert_cmpint (steady_watch_sounder (&watch, SEC), ==, STEADY_LINK_UP);
  atomic_store (&watch.sounders, 0);
  atomic_store (&watch.callbacks, 0);
  g_assert_cmpint (steady_watch_sounder (&watch, SEC + MSEC), ==, STEADY_LINK_LOST);
}

static void
test_console_that_went_is_lost (void)
{
  SteadyWatch watch;
  steady_watch_init (&watch, 0, true);
  g_assert_cmpint (steady_watch_console (&watch), ==, STEADY_LINK_NONE);
  atomic_store (&watch.consoles, 1);
  g_assert_cmpint (steady_watch_console (&watch), ==, STEADY_LINK_UP);
  atomic_store (&watch.consoles, 0);
  g_assert_cmpint (steady_watch_console (&watch), ==, STEADY_LINK_LOST);
  /* where nobody restarts it, nobody needs it */
  steady_watch_init (&watch, 0, false);
  atomic_store (&watch.consoles, 1);
  g_assert_cmpint (steady_watch_console (&watch), ==, STEADY_LINK_NONE);
}

/* Only a jump of the clock is told, for a minute; a slow drift is not. */
static void
test_clock_that_was_set_is_told (void)
{
  const int64_t utc = INT64_C (1790000000) * SEC;
  SteadyWatch   watch;

  steady_watch_init (&watch, 0, true);
  for (unsigned i = 0; i < 100; i++)
    g_assert_false (
        steady_watch_clock (&watch, i * SEC, utc + i * SEC + i * 100 * MSEC));
  const int64_t drifted = utc + 99 * 100 * MSEC;
  g_assert_false (steady_watch_clock (&watch, 100 * SEC, drifted + 100 * SEC));
  g_assert_true (steady_watch_clock (&watch, 101 * SEC, drifted + 161 * SEC));
  g_assert_true (steady_watch_clock (&watch, 160 * SEC, drifted + 220 * SEC));
  g_assert_false (steady_watch_clock (&watch, 161 * SEC, drifted + 221 * SEC));
  /* back as well */
  g_assert_true (steady_watch_clock (&watch, 170 * SEC, drifted + 170 * SEC));
}

static void
test_supervisor_that_went_is_lost (void)
{
  SteadyWatch watch;
  steady_watch_init (&watch, 0, true);
  g_assert_cmpint (steady_watch_supervisor (&watch), ==, STEADY_LINK_UP);
  atomic_store (&watch.lost_boss, true);
  g_assert_cmpint (steady_watch_supervisor (&watch), ==, STEADY_LINK_LOST);
}

static void
test_lateness_is_the_worst_of_a_second (void)
{
  SteadyWatch watch;
  double      ms = -1;
  steady_watch_init (&watch, 0, false);
  g_assert_false (steady_watch_late (&watch, 20 * MSEC, 3 * MSEC, &ms));
  g_assert_false (steady_watch_late (&watch, 40 * MSEC, 9 * MSEC, &ms));
  g_assert_true (steady_watch_late (&watch, 1000 * MSEC, MSEC, &ms));
  g_assert_cmpfloat_with_epsilon (ms, 9, 1e-9);
  /* too late is told at once */
  g_assert_true (steady_watch_late (&watch, 1200 * MSEC, 150 * MSEC, &ms));
  g_assert_cmpfloat_with_epsilon (ms, 150, 1e-9);
}

static void
test_full_outlet_sends_the_clients_away (void)
{
  SteadyOutlet *outlet = g_new0 (SteadyOutlet, 1);
  static char   waves[STEADY_OUTLET_WAVES];

  steady_outlet_init (outlet, -1, false);
  for (unsigned i = 0; i < 200; i++)
    steady_outlet_put (outlet, STEADY_FRAME_WAVES, 0, 1, waves, sizeof waves);
  g_assert_false (atomic_load (&outlet->lost));
  const size_t used = steady_ring_used (&outlet->ring);
  /* no room for a frame that may not be left out */
  for (unsigned i = 0; i < 2; i++)
    steady_outlet_put (outlet, STEADY_FRAME_NUMERICS, 0, 1, waves, sizeof waves);
  g_assert_true (atomic_load (&outlet->lost));
  g_assert_cmpuint (steady_ring_used (&outlet->ring), ==, used);
  steady_outlet_finish (outlet);
  g_free (outlet);
}

static void
test_closed_outlet_takes_nothing (void)
{
  SteadyOutlet       *outlet = g_new0 (SteadyOutlet, 1);
  const SteadySample  sample = { .channel = 100 };
  const SteadyWaveRun run = { .channel = 1, .count = 1 };
  const float         value = 1;

  steady_outlet_sample (outlet, &sample);
  steady_outlet_wave (outlet, &run, &value);
  steady_outlet_put (outlet, STEADY_FRAME_BYE, 0, 0, NULL, 0);
  steady_outlet_flush (outlet, 0);
  g_assert_cmpuint (outlet->n_numerics + outlet->n_runs, ==, 0);
  g_free (outlet);
}

static void
change (SteadyTally *tally, unsigned before, unsigned state, SteadyInstant t)
{
  const SteadyAlarmRecord record = { .id = "map-low",
                                     .t = t,
                                     .before = (uint8_t) before,
                                     .state = (uint8_t) state,
                                     .priority = STEADY_PRIORITY_MEDIUM };
  steady_tally_alarm (tally, &record);
}

static void
test_tally_keeps_the_first_onset (void)
{
  SteadyTally *tally = g_new0 (SteadyTally, 1);
  change (tally, STEADY_ALARM_INACTIVE, STEADY_ALARM_PENDING, 1 * SEC);
  g_assert_cmpuint (tally->n_alarms, ==, 0);
  change (tally, STEADY_ALARM_PENDING, STEADY_ALARM_ACTIVE, 2 * SEC);
  change (tally, STEADY_ALARM_ACTIVE, STEADY_ALARM_ACKNOWLEDGED, 3 * SEC);
  change (tally, STEADY_ALARM_ACKNOWLEDGED, STEADY_ALARM_INACTIVE, 4 * SEC);
  change (tally, STEADY_ALARM_PENDING, STEADY_ALARM_ACTIVE, 9 * SEC);
  g_assert_cmpuint (tally->n_alarms, ==, 1);
  g_assert_cmpint (tally->alarms[0].first, ==, 2 * SEC);
  g_assert_cmpint (tally->alarms[0].cleared, ==, 4 * SEC);
  g_assert_cmpuint (tally->alarms[0].onsets, ==, 2);
  g_free (tally);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/watch/nobody-is-expected", test_nobody_is_expected);
  g_test_add_func ("/engine/watch/sounder-must-be-heard", test_sounder_must_be_heard);
  g_test_add_func ("/engine/watch/once-heard-it-is-lost-at-once",
                   test_once_heard_it_is_lost_at_once);
  g_test_add_func ("/engine/watch/supervisor-that-went-is-lost",
                   test_supervisor_that_went_is_lost);
  g_test_add_func ("/engine/watch/lateness-is-the-worst-of-a-second",
                   test_lateness_is_the_worst_of_a_second);
  g_test_add_func ("/engine/outlet/full-sends-the-clients-away",
                   test_full_outlet_sends_the_clients_away);
  g_test_add_func ("/engine/outlet/closed-takes-nothing",
                   test_closed_outlet_takes_nothing);
  g_test_add_func ("/engine/tally/keeps-the-first-onset",
                   test_tally_keeps_the_first_onset);
  g_test_add_func ("/engine/watch/console-that-went-is-lost",
                   test_console_that_went_is_lost);
  g_test_add_func ("/engine/watch/clock-that-was-set-is-told",
                   test_clock_that_was_set_is_told);
  return g_test_run ();
}
