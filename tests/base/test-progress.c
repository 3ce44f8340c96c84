/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "base/steady-progress.h"

/* What was told, and when it shall stop. */
typedef struct Listener
{
  double   last;
  unsigned times;
  double   stop_at;
} Listener;

static bool
listen (void *data, double part)
{
  Listener *self = data;

  self->last = part;
  self->times++;
  return part < self->stop_at;
}

static void
test_parts_of_parts (void)
{
  Listener       listener = { .stop_at = 2 };
  SteadyProgress whole;

  steady_progress_init (&whole, listen, &listener);
  SteadyProgress second = steady_progress_part (&whole, 0.5, 1);
  SteadyProgress middle = steady_progress_part (&second, 0.2, 0.4);
  g_assert_true (steady_progress_tell (&whole, 0.25));
  g_assert_cmpfloat_with_epsilon (listener.last, 0.25, 1e-12);
  g_assert_true (steady_progress_tell (&second, 0.5));
  g_assert_cmpfloat_with_epsilon (listener.last, 0.75, 1e-12);
  g_assert_true (steady_progress_tell (&middle, 0.5));
  g_assert_cmpfloat_with_epsilon (listener.last, 0.65, 1e-12);
}

static void
test_once_stopped_it_stays (void)
{
  Listener       listener = { .stop_at = 0.5 };
  SteadyProgress whole;

  steady_progress_init (&whole, listen, &listener);
  SteadyProgress part = steady_progress_part (&whole, 0, 0.9);
  g_assert_true (steady_progress_tell (&part, 0.1));
  g_assert_false (steady_progress_tell (&part, 0.9));
  g_assert_true (steady_progress_stopped (&part));
  g_assert_true (steady_progress_stopped (&whole));
  g_assert_false (steady_progress_tell (&part, 0));
  g_assert_false (steady_progress_tell (&whole, 0));
  g_assert_cmpuint (listener.times, ==, 2);
  /* what is begun afterwards does nothing */
  const SteadyProgress late = steady_progress_part (&whole, 0.9, 1);
  g_assert_true (steady_progress_stopped (&late));
}

static void
test_nobody_listens (void)
{
  SteadyProgress part = steady_progress_part (NULL, 0, 1);

  g_assert_true (steady_progress_tell (NULL, 0.5));
  g_assert_true (steady_progress_tell (&part, 0.5));
  g_assert_false (steady_progress_stopped (&part));
  g_assert_false (steady_progress_stopped (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/progress/parts-of-parts", test_parts_of_parts);
  g_test_add_func ("/base/progress/once-stopped-it-stays", test_once_stopped_it_stays);
  g_test_add_func ("/base/progress/nobody-listens", test_nobody_listens);
  return g_test_run ();
}
