/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"
#include "steady-fault-vfs.h"

/*
 * What a case loses when the power goes or the wall clock is set, under the real clock.
 */
enum
{
  CUT_TICKS = 165, /* 3.3 s: the time since the last transaction is long */
  STEP_TICKS = 1000,
  EVENTS = 64
};

/* The case time up to which the fast wave is whole, from @from on. */
static SteadySpan
whole_to (const char *path, SteadySpan from)
{
  GError           *error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  static float      values[8192];
  int64_t           next = from / (4 * STEADY_NSEC_PER_MSEC), index;
  SteadyInstant     t;
  unsigned          count = 1;

  g_assert_no_error (error);
  while (count > 0)
    {
      g_assert_true (steady_case_reader_wave (reader,
                                              STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                              next,
                                              values,
                                              G_N_ELEMENTS (values),
                                              &index,
                                              &t,
                                              &count,
                                              &error));
      g_assert_no_error (error);
      if (count == 0 || index != next)
        break;
      for (unsigned i = 0; i < count; i++)
        g_assert_cmpfloat_with_epsilon (
            values[i],
            steady_case_maker_wave (STEADY_CHANNEL_ARTERIAL_PRESSURE, index + i),
            0.004);
      next += count;
    }
  steady_case_reader_free (reader);
  return next * 4 * STEADY_NSEC_PER_MSEC;
}

static void
check_verified (const char *path, bool finished)
{
  SteadyCaseVerdict verdict;
  GError           *error = NULL;

  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  g_assert_true (verdict.finished == finished);
}

/* Records at the pace of the real clock until the power goes; returns what was lost. */
static SteadySpan
record_and_cut (const char *path)
{
  GError         *error = NULL;
  SteadyCaseSetup setup = steady_case_maker_setup (path);
  SteadySpan      real = 0;

  setup.vfs = STEADY_FAULT_VFS;
  setup.wait = false;
  steady_fault_vfs_reset ();
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  const SteadyInstant begun = steady_clock_now ();
  for (int64_t tick = 0; tick < CUT_TICKS; tick++)
    {
      steady_case_maker_tick (writer, tick);
      real = steady_clock_now () - begun;
      const SteadySpan left = (tick + 1) * STEADY_CASE_MAKER_TICK - real;
      if (left > 0)
        g_usleep ((gulong) (left / STEADY_NSEC_PER_USEC));
    }
  const SteadyInstant promised = steady_case_writer_progress (writer).committed_to;
  steady_fault_vfs_cut_power (false, 0);
  g_assert_false (steady_case_writer_close (writer, NULL));
  steady_fault_vfs_heal ();
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_unlink (shm);
  check_verified (path, false);
  const SteadySpan stored = whole_to (path, 0);
  g_assert_cmpint (stored, >=, promised);
  return CUT_TICKS * STEADY_CASE_MAKER_TICK - stored;
}

/* The one gap of the case. */
static double
stored_gap (const char *path)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadyCaseEvent   events[EVENTS];
  unsigned          count, gaps = 0;
  double            gap = 0;

  g_assert_true (steady_case_reader_events (reader, 0, events, EVENTS, &count, NULL));
  for (unsigned i = 0; i < count; i++)
    if (events[i].event == STEADY_EVENT_GAP)
      {
        gaps++;
        gap = events[i].value;
      }
  g_assert_cmpuint (gaps, ==, 1);
  steady_case_reader_free (reader);
  return gap;
}

/* A machine that does other things may write late; one quiet try of five is enough to
 * see the rule, and what was promised as stored is there in each. */
static void
test_a_power_cut_takes_less_than_a_second (void)
{
  SteadySpan lost = INT64_MAX;

  for (unsigned tries = 0; tries < 5 && lost >= STEADY_NSEC_PER_SEC; tries++)
    {
      g_autofree char *folder = steady_case_maker_folder ();
      g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
      GError          *error = NULL;
      SteadyCaseSetup  setup = steady_case_maker_setup (path);
      lost = record_and_cut (path);
      g_test_message ("%.2f s of 3.3 s were lost", steady_span_seconds (lost));

      /* the engine is back after 10 s, and the case says what is missing */
      const int64_t again = CUT_TICKS + 500;
      setup.resume = true;
      SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
      g_assert_no_error (error);
      steady_case_maker_run (writer, again, again + 300);
      g_assert_true (steady_case_writer_close (writer, &error));
      check_verified (path, true);
      g_assert_cmpint (whole_to (path, again * STEADY_CASE_MAKER_TICK),
                       ==,
                       (again + 300) * STEADY_CASE_MAKER_TICK);
      /* from the last that was stored of anything; a tick is not yet there */
      const double gap = stored_gap (path);
      g_assert_cmpfloat (gap, >, 9.9);
      g_assert_cmpfloat (gap, <, 10.1 + steady_span_seconds (lost));
      steady_case_maker_remove (folder);
    }
  g_assert_cmpint (lost, <, STEADY_NSEC_PER_SEC);
}

/* What the wall clock shows in a tick: it is set forward by three hours, back by more
 * than a day, and a second is put in. */
static int64_t
wall_clock (int64_t tick)
{
  const SteadySpan hour = 3600 * STEADY_NSEC_PER_SEC;
  const SteadySpan steps[] = { 0, 3 * hour, -26 * hour, STEADY_NSEC_PER_SEC };

  return INT64_C (1700000000000000000) + tick * STEADY_CASE_MAKER_TICK +
         steps[tick * 4 / STEP_TICKS];
}

/* A clock that is set moves nothing: samples follow each other, and each step is
 * written down, so that every instant has its time of day. */
static void
test_clock_steps_move_nothing (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  GError          *error = NULL;
  SteadyCaseSetup  setup = steady_case_maker_setup (path);
  SteadyCaseClock  clocks[EVENTS];
  SteadyCaseEvent  events[EVENTS];
  unsigned         count;

  setup.wait = false;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  for (int64_t tick = 0; tick < STEP_TICKS; tick++)
    {
      steady_case_maker_push (writer, tick);
      steady_case_writer_tick (
          writer, (tick + 1) * STEADY_CASE_MAKER_TICK, wall_clock (tick));
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  check_verified (path, true);
  g_assert_cmpint (whole_to (path, 0), ==, STEP_TICKS * STEADY_CASE_MAKER_TICK);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_true (steady_case_reader_clocks (reader, 0, clocks, EVENTS, &count, &error));
  /* the beginning and three steps */
  g_assert_cmpuint (count, ==, 4);
  for (unsigned i = 0; i < count; i++)
    {
      const int64_t tick = clocks[i].t / STEADY_CASE_MAKER_TICK - 1;
      g_assert_cmpint (clocks[i].utc_ns, ==, wall_clock (tick));
    }
  g_assert_true (steady_case_reader_events (reader, 0, events, EVENTS, &count, &error));
  for (unsigned i = 0; i < count; i++)
    g_assert_cmpint (events[i].event, !=, STEADY_EVENT_GAP);
  steady_case_reader_free (reader);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  steady_fault_vfs_register ();
  g_test_add_func ("/casefile/loss/a-power-cut-takes-less-than-a-second",
                   test_a_power_cut_takes_less_than_a_second);
  g_test_add_func ("/casefile/loss/clock-steps-move-nothing",
                   test_clock_steps_move_nothing);
  return g_test_run ();
}
