/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "live-bench.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

/* Feeds a heart beat now and then until @condition holds. */
void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      feeder_poll_beating (&fixture->feeder, 0);
    }
}

void
run_for (Fixture *fixture, double seconds, gboolean beating)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    {
      if (beating)
        feeder_poll_beating (&fixture->feeder, 0);
      else
        feeder_poll (&fixture->feeder);
    }
}

static gboolean
is_shown (Fixture *fixture)
{
  return fixture->feeder.arrived > 0 && fixture->state->config.valid &&
         fixture->state->has_heartbeat &&
         gtk_widget_get_mapped (GTK_WIDGET (fixture->window)) &&
         steady_console_window_frames (fixture->window) > 0;
}

static gboolean
has_flow (Fixture *fixture)
{
  return fixture->state->usable[STEADY_CHANNEL_BATTERY_MINUTES].channel != 0;
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  feeder_init (&fixture->feeder);
  fixture->feeder.answers = true;
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, FALSE);
  steady_live_page_set_clock (steady_console_window_page (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (
      fixture->window, fixture->feeder.path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_shown);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  wait_until (fixture, has_flow);
  run_for (fixture, 0.3, TRUE);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for (fixture, 0.05, FALSE);
  feeder_finish (&fixture->feeder);
}

void
walk (GtkWidget *widget, Visit visit, void *data)
{
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, visit, data);
}

/* The widget called @id in a template, below a widget called @in (NULL: anywhere). */
static GtkWidget *
find (GtkWidget *widget, const char *in, const char *id)
{
  const char *name = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  if (in != NULL && g_strcmp0 (name, in) == 0)
    in = NULL;
  else if (in == NULL && g_strcmp0 (name, id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, in, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
get (Fixture *fixture, const char *in, const char *id)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->window), in, id);
  if (found == NULL)
    g_error ("There is no “%s” in “%s”.", id, in);
  return found;
}

const char *
text_of (Fixture *fixture, const char *in, const char *id)
{
  return steady_fit_text_get_text (STEADY_FIT_TEXT (get (fixture, in, id)));
}

void
click (Fixture *fixture, const char *in, const char *id)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  GtkWidget          *button = get (fixture, in, id);

  /* greyed while the engine is silent, as it seems on a machine that stood still */
  while (!gtk_widget_is_sensitive (button) && steady_clock_now () < end)
    run_for (fixture, 0.02, TRUE);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

gboolean
is_silent (Fixture *fixture)
{
  return fixture->state->silent;
}

gboolean
is_heard (Fixture *fixture)
{
  return !fixture->state->silent;
}

/* As gtk_test_init (), with the words that LANGUAGE chooses. */
void
begin_live_test (int *argc, char ***argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (argc, argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  steady_console_resources_register_resource ();
}
