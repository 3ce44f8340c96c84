/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "steady-console-resources.h"
#include "widgets/steady-hold-button.h"

#define HOLD_MS 200

typedef struct Fixture
{
  SteadyHoldButton *button;
  unsigned          held;
} Fixture;

static void
on_held (SteadyHoldButton *button, Fixture *fixture)
{
  fixture->held++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->button = STEADY_HOLD_BUTTON (g_object_ref_sink (steady_hold_button_new ()));
  fixture->held = 0;
  g_object_set (fixture->button, "hold-ms", HOLD_MS, NULL);
  g_signal_connect (fixture->button, "held", G_CALLBACK (on_held), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->button);
}

/* All that is due now, as the console does after it stood still. */
static void
catch_up (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Held long enough it says so once, however much longer it is held. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  steady_hold_button_press (fixture->button);
  while (fixture->held == 0)
    g_main_context_iteration (NULL, TRUE);
  g_usleep (2000 * HOLD_MS);
  catch_up ();
  steady_hold_button_release (fixture->button);
  catch_up ();
  g_assert_cmpuint (fixture->held, ==, 1);
}

/* A console that stood still between a tap's press and its release does not take it for
 * a hold, though far more time passed than a hold takes. */
static void
test_standstill (Fixture *fixture, gconstpointer data)
{
  for (unsigned i = 0; i < 3; i++)
    {
      steady_hold_button_press (fixture->button);
      g_usleep (2000 * HOLD_MS);
      catch_up ();
      steady_hold_button_release (fixture->button);
      g_usleep (2000 * HOLD_MS);
      catch_up ();
    }
  g_assert_cmpuint (fixture->held, ==, 0);
  /* and the next true hold is a whole one */
  test_held (fixture, data);
}

#define ADD(path, function) \
  g_test_add ("/widgets/hold/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  steady_console_resources_register_resource ();
  ADD ("held", test_held);
  ADD ("standstill", test_standstill);
  return g_test_run ();
}
