/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "alarms-bench.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "alarm/steady-alarm-system.h"
#include "console/steady-limits-view.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-word-table.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

const char *engine_program;

uint32_t flags;

void
run_for (Fixture *fixture, double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    feeder_poll_beating (&fixture->feeder, flags);
}

void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      run_for (fixture, 0.02);
    }
}

/* The widget called @id in a template, below a widget called @in (NULL: anywhere). */
GtkWidget *
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

/* The table that can be seen. */
SteadyWordTable *
table (Fixture *fixture)
{
  GtkStack *stack = GTK_STACK (get (fixture, "tables", "stack"));
  return STEADY_WORD_TABLE (
      find_shown (gtk_stack_get_visible_child (stack), STEADY_TYPE_WORD_TABLE));
}

void
press (Fixture *fixture, const char *in, const char *id)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get (fixture, in, id)), TRUE);
  run_for (fixture, 0.2);
}

void
press_button (Fixture *fixture, const char *in, const char *id)
{
  g_signal_emit_by_name (get (fixture, in, id), "clicked");
  run_for (fixture, 0.2);
}

/* The first widget of @type below @widget, or NULL. */
GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first widget of @type below @widget that can be seen, or NULL. */
GtkWidget *
find_shown (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_child_visible (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_shown (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The rules of a neonate as an engine describes them. */
static char *
rules_of (const bool *fitted, double plan)
{
  const char      *data = g_getenv ("STEADY_DATA_DIR");
  g_autofree char *base = g_build_filename (data, "alarms", "base.json", NULL);
  g_autofree char *profile = g_build_filename (data, "alarms", "neonate.json", NULL);
  g_autoptr (GError) error = NULL;
  const SteadyAlarmSetup setup = { .base_file = base,
                                   .profile_file = profile,
                                   .plan_flow_l_min = plan,
                                   .fitted = fitted };
  SteadyAlarmSystem     *system = steady_alarm_system_new (&setup, &error);
  g_assert_no_error (error);
  char *rules = steady_alarm_system_describe (system);
  steady_alarm_system_free (system);
  return rules;
}

char *
real_rules (void)
{
  return rules_of (NULL, 0.48);
}

/* No plan, and nobody says what the blender was set to, or the pump as a flow. */
char *
rules_without_shares (void)
{
  bool fitted[STEADY_CHANNEL_MAX];
  memset (fitted, true, sizeof fitted);
  fitted[STEADY_CHANNEL_SET_FIO2] = false;
  fitted[STEADY_CHANNEL_SET_PUMP_FLOW] = false;
  fitted[STEADY_CHANNEL_VENOUS_AIR] = false;
  return rules_of (fitted, 0);
}

gboolean
is_shown (Fixture *fixture)
{
  return fixture->state->config.valid && fixture->state->has_heartbeat &&
         steady_console_window_frames (fixture->window) > 0;
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rules = data == NULL ? real_rules () : rules_without_shares ();
  memset (fixture, 0, sizeof *fixture);
  flags = 0;
  feeder_init (&fixture->feeder);
  g_free (fixture->feeder.welcome);
  fixture->feeder.welcome = feeder_welcome_text (rules);
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (
      fixture->window, fixture->feeder.path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_shown);
  feeder_all_numerics (&fixture->feeder);
  press (fixture, "pages", "alarms_page");
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for (fixture, 0.05);
  feeder_finish (&fixture->feeder);
}

gboolean
has_row (Fixture *fixture)
{
  return steady_word_table_cell (table (fixture), fixture->key, 0) != NULL;
}

gboolean
has_request (Fixture *fixture)
{
  return fixture->feeder.n_requests > 0;
}

/* The button number @act of the only row of the shown table. */
void
click_act (GtkWidget *widget, const char *caption)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), caption) == 0)
    {
      g_assert_true (gtk_widget_is_sensitive (widget));
      g_assert_true (gtk_widget_get_focusable (widget));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_signal_emit_by_name (widget, "clicked");
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    click_act (child, caption);
}

gboolean
has_setting (Fixture *fixture)
{
  return fixture->feeder.n_settings > 0;
}

gboolean
is_unprotected (Fixture *fixture)
{
  return g_strcmp0 (steady_word_table_cell (table (fixture), fixture->key, 2),
                    _ ("NOT PROTECTED")) == 0;
}
