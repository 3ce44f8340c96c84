/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "plot/steady-frame-budget.h"

#define MS STEADY_NSEC_PER_MSEC

static SteadySpan
interval_after (SteadyFrameBudget *budget, SteadySpan cost, unsigned frames)
{
  for (unsigned i = 0; i < frames; i++)
    steady_frame_budget_note (budget, cost);
  return steady_frame_budget_interval (budget);
}

static void
test_cheap (void)
{
  SteadyFrameBudget budget = { 0 };

  g_assert_cmpint (steady_frame_budget_interval (&budget), ==, 0);
  g_assert_cmpint (interval_after (&budget, 1 * MS, 100), ==, 0);
  g_assert_cmpint (interval_after (&budget, 60 * MS, 1), ==, 0); /* one odd frame */
}

/* The first frames build everything; drawing must not stay slow because of them. */
static void
test_start (void)
{
  SteadyFrameBudget budget = { 0 };

  g_assert_cmpint (interval_after (&budget, 400 * MS, 1), <=, 30 * MS);
  g_assert_cmpint (interval_after (&budget, 1 * MS, 12), ==, 0);
}

static void
test_costly (void)
{
  SteadyFrameBudget budget = { 0 };
  SteadySpan        interval = interval_after (&budget, 20 * MS, 200);

  g_assert_cmpint (interval, >=, 38 * MS);
  g_assert_cmpint (interval, <=, 41 * MS);
  g_assert_cmpint (interval_after (&budget, 1 * MS, 200), ==, 0); /* and up again */
}

static void
test_never_frozen (void)
{
  SteadyFrameBudget budget = { 0 };

  g_assert_cmpint (interval_after (&budget, 900 * MS, 200), ==, 200 * MS);
  g_assert_cmpint (interval_after (&budget, -5, 1), ==, 200 * MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/budget/cheap-frames-are-not-held-back", test_cheap);
  g_test_add_func ("/plot/budget/first-frame-forgiven", test_start);
  g_test_add_func ("/plot/budget/costly-frames-step-down", test_costly);
  g_test_add_func ("/plot/budget/never-frozen", test_never_frozen);
  return g_test_run ();
}
