/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <glib.h>

#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

enum
{
  TICKS = 400 /* eight seconds of real time */
};

static int
compare (const void *a, const void *b)
{
  const int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;

  return (left > right) - (left < right);
}

/*
 * Under the real clock: what a power cut would take is what is not yet stored. The
 * median must be below a second; the worst is only told, since this machine may be
 * busy.
 */
static void
test_little_is_at_stake (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseVerdict verdict;
  int64_t           at_stake[TICKS];

  setup.wait = false;
  SteadyCaseWriter   *writer = steady_case_writer_open (&setup, &error);
  const SteadyInstant begun = steady_clock_now ();
  for (int64_t tick = 0; tick < TICKS; tick++)
    {
      const SteadyInstant now = (tick + 1) * STEADY_CASE_MAKER_TICK;
      steady_case_maker_tick (writer, tick);
      at_stake[tick] = now - steady_case_writer_progress (writer).committed_to;
      const SteadySpan left = begun + now - steady_clock_now ();
      if (left > 0)
        g_usleep ((gulong) (left / STEADY_NSEC_PER_USEC));
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_true (steady_case_verify (path, &verdict, &error));
  qsort (at_stake + 100, TICKS - 100, sizeof at_stake[0], compare);
  const double median = steady_span_seconds (at_stake[100 + (TICKS - 100) / 2]);
  const double most = steady_span_seconds (at_stake[TICKS - 1]);
  g_test_message ("at stake: median %.2f s, at most %.2f s", median, most);
  g_assert_cmpfloat (median, <, 1);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/pace/little-is-at-stake", test_little_is_at_stake);
  return g_test_run ();
}
