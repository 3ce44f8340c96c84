/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/steady-pace.h"

#define SEC STEADY_NSEC_PER_SEC

static void
test_changes (void)
{
  SteadyPace pace;
  steady_pace_init (&pace, 100 * SEC, 5 * SEC, 1);
  g_assert_cmpint (steady_pace_due (&pace, 100 * SEC, 7 * SEC, 1), ==, 102 * SEC);
  /* slower from here on: what has passed stays passed */
  g_assert_cmpint (steady_pace_due (&pace, 102 * SEC, 7 * SEC, 0.5), ==, 102 * SEC);
  g_assert_cmpint (steady_pace_due (&pace, 102 * SEC, 9 * SEC, 0.5), ==, 103 * SEC);
  /* frozen: however long it takes */
  g_assert_cmpint (steady_pace_due (&pace, 103 * SEC, 9 * SEC, 0), ==, 103 * SEC);
  g_assert_cmpint (steady_pace_due (&pace, 103 * SEC, 900 * SEC, 0), ==, 103 * SEC);
  /* … and the pause is not caught up with */
  g_assert_cmpint (steady_pace_due (&pace, 103 * SEC, 900 * SEC, 1), ==, 103 * SEC);
  g_assert_cmpint (steady_pace_due (&pace, 103 * SEC, 901 * SEC, 1), ==, 104 * SEC);
}

/* At the speed of life every second counts, however late the turn comes. */
static void
test_life_is_never_given_up (void)
{
  SteadyPace pace;
  steady_pace_init (&pace, 0, 0, 1);
  g_assert_cmpint (steady_pace_due (&pace, 0, 100 * SEC, 1), ==, 100 * SEC);
}

/* A machine that is too slow for 60 × does not run after it. */
static void
test_lag_is_given_up (void)
{
  SteadyPace pace;
  steady_pace_init (&pace, 0, 0, 60);
  g_assert_cmpint (steady_pace_due (&pace, 0, SEC / 10, 60), ==, 6 * SEC);
  g_assert_cmpint (steady_pace_due (&pace, 0, 10 * SEC, 60), ==, 15 * SEC);
  g_assert_cmpint (steady_pace_due (&pace, 15 * SEC, 10 * SEC, 60), ==, 15 * SEC);
  g_assert_cmpint (
      steady_pace_due (&pace, 15 * SEC, 10 * SEC + SEC / 10, 60), ==, 21 * SEC);
}

static void
test_never_back (void)
{
  SteadyPace pace;
  steady_pace_init (&pace, 10 * SEC, 10 * SEC, 1);
  g_assert_cmpint (steady_pace_due (&pace, 12 * SEC, 11 * SEC, 1), ==, 12 * SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/pace/changes", test_changes);
  g_test_add_func ("/engine/pace/life-is-never-given-up", test_life_is_never_given_up);
  g_test_add_func ("/engine/pace/lag-is-given-up", test_lag_is_given_up);
  g_test_add_func ("/engine/pace/never-back", test_never_back);
  return g_test_run ();
}
