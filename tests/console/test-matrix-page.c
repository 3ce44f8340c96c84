/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "alarms-bench.h"
#include "console/steady-wire-words.h"
#include "steady-console-resources.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-words.h"

/* The matrix of interventions under a finger: a tap on an empty cell, what is asked,
 * what is sent, and what stands there afterwards. */

#define LEVEL "reservoir-stop"

/* The widget of @type for @rule and @control below @widget, or NULL. */
static GtkWidget *
find_cell (GtkWidget *widget, GType type, const char *rule, SteadyControl control)
{
  const char *its = g_object_get_data (G_OBJECT (widget), "rule");
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && g_strcmp0 (its, rule) == 0 &&
      GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "control")) ==
          (unsigned) control)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, type, rule, control);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
shown_view (Fixture *fixture)
{
  return gtk_stack_get_visible_child (GTK_STACK (get (fixture, "tables", "stack")));
}

static GtkWidget *
empty_cell (Fixture *fixture, const char *rule, SteadyControl control)
{
  return find_cell (shown_view (fixture), GTK_TYPE_BUTTON, rule, control);
}

static GtkWidget *
acting_cell (Fixture *fixture, const char *rule, SteadyControl control)
{
  return find_cell (shown_view (fixture), STEADY_TYPE_HOLD_BUTTON, rule, control);
}

static GtkWidget *
part (Fixture *fixture, const char *id)
{
  GtkWidget *found = find (shown_view (fixture), NULL, id);
  g_assert_nonnull (found);
  return found;
}

static const char *
words (Fixture *fixture)
{
  return steady_fit_text_get_text (STEADY_FIT_TEXT (part (fixture, "words")));
}

static void
tap (Fixture *fixture, const char *rule, SteadyControl control)
{
  GtkWidget *cell = empty_cell (fixture, rule, control);
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_is_sensitive (cell));
  g_signal_emit_by_name (cell, "clicked");
  run_for (fixture, 0.3);
}

static void
hold (Fixture *fixture, GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_get_mapped (button));
  steady_hold_button_press (STEADY_HOLD_BUTTON (button));
  wait_until (fixture, has_setting);
  steady_hold_button_release (STEADY_HOLD_BUTTON (button));
}

static void
sign_in (Fixture *fixture)
{
  SteadyDesk desk = { .override_until = 0 };
  g_strlcpy (desk.operator_name, "Anna Berg", sizeof desk.operator_name);
  feeder_desk (&fixture->feeder, &desk);
  press (fixture, "tables", "show_wires");
  run_for (fixture, 0.3);
}

/* As the engine tells it. */
static void
have_added (Fixture *fixture, const char *rule, uint32_t controls)
{
  SteadyAlarmSetting setting = { .added = controls };
  g_strlcpy (setting.id, rule, sizeof setting.id);
  feeder_settings (&fixture->feeder, &setting, controls != 0 ? 1 : 0);
  run_for (fixture, 0.4);
}

static void
check_request (Fixture *fixture, SteadyControl control, double value)
{
  const SteadySettingRequest *request = &fixture->feeder.settings[0];
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 1);
  g_assert_cmpuint (request->kind, ==, STEADY_SETTING_ADDED_WIRE);
  g_assert_cmpuint (request->control, ==, control);
  g_assert_cmpstr (request->rule, ==, LEVEL);
  g_assert_cmpfloat_with_epsilon (request->value, value, 1e-9);
}

/* One tap asks, one second of holding adds, and nothing else does. */
static void
test_a_tap_asks_and_a_hold_adds (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  g_assert_false (gtk_widget_get_visible (part (fixture, "add")));
  tap (fixture, LEVEL, STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 0);
  g_autofree char *asked =
      steady_wire_words_question (fixture->state, LEVEL, STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpstr (words (fixture), ==, asked);
  GtkWidget *add = part (fixture, "add");
  steady_hold_button_press (STEADY_HOLD_BUTTON (add));
  run_for (fixture, 0.2);
  steady_hold_button_release (STEADY_HOLD_BUTTON (add));
  g_signal_emit_by_name (part (fixture, "cancel"), "clicked");
  run_for (fixture, 0.3);
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 0);
  g_assert_false (gtk_widget_get_visible (add));
  tap (fixture, LEVEL, STEADY_CONTROL_ARTERIAL_CLAMP);
  hold (fixture, add);
  check_request (fixture, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  /* nothing is asked any more, and nothing stands there before the engine said so */
  g_assert_false (gtk_widget_get_visible (add));
  g_assert_nonnull (empty_cell (fixture, LEVEL, STEADY_CONTROL_ARTERIAL_CLAMP));
}

/* What the engine says is there stands there, and is taken out by holding it. */
static void
test_what_was_added_is_held_to_remove (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  have_added (fixture, LEVEL, UINT32_C (1) << STEADY_CONTROL_VENOUS_CLAMP);
  g_assert_null (empty_cell (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP));
  GtkWidget *cell = acting_cell (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP);
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_has_css_class (cell, "added-wire"));
  hold (fixture, cell);
  check_request (fixture, STEADY_CONTROL_VENOUS_CLAMP, 0);
  have_added (fixture, LEVEL, 0);
  g_assert_null (acting_cell (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP));
  g_assert_nonnull (empty_cell (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP));
}

static void
check_against (Fixture *fixture, const char *why)
{
  g_assert_nonnull (strstr (words (fixture), why));
  g_assert_false (gtk_widget_get_visible (part (fixture, "add")));
  g_signal_emit_by_name (part (fixture, "cancel"), "clicked");
  run_for (fixture, 0.3);
}

/* One clear sentence in place of the hold, before anything is sent. */
static void
test_what_speaks_against_it (Fixture *fixture, gconstpointer data)
{
  press (fixture, "tables", "show_wires");
  tap (fixture, LEVEL, STEADY_CONTROL_ARTERIAL_CLAMP);
  check_against (fixture, steady_words_refusal (STEADY_REFUSAL_NO_OPERATOR));
  sign_in (fixture);
  /* a warning that stops nothing may not clamp */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (part (fixture, "all")), TRUE);
  run_for (fixture, 0.3);
  tap (fixture, "reservoir-warn", STEADY_CONTROL_ARTERIAL_CLAMP);
  check_against (fixture, steady_words_refusal (STEADY_REFUSAL_CLAMP_ALONE));
  /* … until its stop is there, and not while a default one is switched off */
  have_added (fixture, "reservoir-warn", UINT32_C (1) << STEADY_CONTROL_PUMP_STOP);
  tap (fixture, "reservoir-warn", STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_true (gtk_widget_get_visible (part (fixture, "add")));
  SteadyAlarmSetting setting = { .cut = UINT32_C (1) << STEADY_CONTROL_PUMP_STOP };
  g_strlcpy (setting.id, LEVEL, sizeof setting.id);
  feeder_settings (&fixture->feeder, &setting, 1);
  run_for (fixture, 0.4);
  tap (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP);
  check_against (fixture, steady_words_refusal (STEADY_REFUSAL_CLAMP_ALONE));
  /* it would not act on what is there already */
  feeder_settings (&fixture->feeder, &setting, 0);
  feeder_alarm (&fixture->feeder,
                LEVEL,
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_RESERVOIR_VOLUME,
                10,
                25);
  run_for (fixture, 0.4);
  tap (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP);
  check_against (fixture, steady_words_refusal (STEADY_REFUSAL_EVENT_PRESENT));
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 0);
}

/* Where no device does it there is nothing to tap, and the column says why. */
static void
test_alarm_only (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  g_assert_nonnull (
      strstr (steady_wire_words_against (
                  fixture->state, LEVEL, STEADY_CONTROL_CARDIOPLEGIA_STOP),
              _ ("ALARM ONLY: Steady cannot stop this pump")));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (part (fixture, "all")), TRUE);
  run_for (fixture, 0.3);
  g_assert_null (
      empty_cell (fixture, "reservoir-warn", STEADY_CONTROL_CARDIOPLEGIA_STOP));
  g_assert_nonnull (empty_cell (fixture, "reservoir-warn", STEADY_CONTROL_PUMP_STOP));
}

/* Events without a response are shown where somebody asks for them; those that can have
 * none never are. */
static void
test_every_event (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  g_assert_null (empty_cell (fixture, "venous-air", STEADY_CONTROL_PUMP_STOP));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (part (fixture, "all")), TRUE);
  run_for (fixture, 0.3);
  g_assert_nonnull (empty_cell (fixture, "venous-air", STEADY_CONTROL_PUMP_STOP));
  g_assert_null (empty_cell (fixture, "map-low", STEADY_CONTROL_PUMP_STOP));
  g_assert_null (empty_cell (fixture, "sensor-lost-air", STEADY_CONTROL_PUMP_STOP));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (part (fixture, "all")), FALSE);
  run_for (fixture, 0.3);
  g_assert_null (empty_cell (fixture, "venous-air", STEADY_CONTROL_PUMP_STOP));
  /* one that was given a response stands with the others */
  have_added (fixture, "venous-air", UINT32_C (1) << STEADY_CONTROL_PUMP_STOP);
  g_assert_nonnull (acting_cell (fixture, "venous-air", STEADY_CONTROL_PUMP_STOP));
}

static gboolean
is_sized (Fixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) == fixture->width &&
         gtk_widget_get_height (GTK_WIDGET (fixture->window)) == fixture->height;
}

/* Everything below @widget has the width it needs, and no text is cut. */
static void
check_fit (GtkWidget *widget)
{
  int minimum;
  if (!gtk_widget_get_mapped (widget))
    return;
  gtk_widget_measure (
      widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, gtk_widget_get_allocated_width (widget));
  if (STEADY_IS_FIT_TEXT (widget) &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < 0.6)
    g_test_fail_printf ("“%s” is cut in %d × %d",
                        steady_fit_text_get_text (STEADY_FIT_TEXT (widget)),
                        gtk_widget_get_allocated_width (widget),
                        gtk_widget_get_allocated_height (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_fit (child);
}

/* The event with the longest name to which @control can be added now. */
static const char *
longest (Fixture *fixture, SteadyControl control)
{
  GHashTableIter iter;
  gpointer       id, text;
  const char    *found = NULL;
  size_t         length = 0;

  g_hash_table_iter_init (&iter, fixture->state->config.alarms);
  while (g_hash_table_iter_next (&iter, &id, &text))
    {
      const SteadyAlarmText *alarm = text;
      const size_t           chars = (size_t) g_utf8_strlen (_ (alarm->title), -1);
      if ((alarm->may_add & UINT32_C (1) << control) == 0 || chars <= length ||
          empty_cell (fixture, id, control) == NULL)
        continue;
      length = chars;
      found = id;
    }
  g_assert_nonnull (found);
  return found;
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const SteadyControl controls[] = { STEADY_CONTROL_PUMP_STOP,
                                            STEADY_CONTROL_ARTERIAL_CLAMP,
                                            STEADY_CONTROL_VENOUS_CLAMP };
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };

  sign_in (fixture);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (part (fixture, "all")), TRUE);
  have_added (fixture, LEVEL, UINT32_C (1) << STEADY_CONTROL_ARTERIAL_CLAMP);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      fixture->width = sizes[i][0];
      fixture->height = sizes[i][1];
      gtk_window_set_default_size (
          GTK_WINDOW (fixture->window), fixture->width, fixture->height);
      wait_until (fixture, is_sized);
      run_for (fixture, 0.3);
      check_fit (shown_view (fixture));
      tap (fixture, LEVEL, STEADY_CONTROL_VENOUS_CLAMP);
      check_fit (shown_view (fixture));
      for (unsigned k = 0; k < G_N_ELEMENTS (controls); k++)
        {
          tap (fixture, longest (fixture, controls[k]), controls[k]);
          check_fit (shown_view (fixture));
        }
      g_signal_emit_by_name (part (fixture, "cancel"), "clicked");
    }
}

#define ADD(path, function) \
  g_test_add ("/console/matrix/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  steady_console_resources_register_resource ();
  ADD ("tap-and-hold", test_a_tap_asks_and_a_hold_adds);
  ADD ("remove", test_what_was_added_is_held_to_remove);
  ADD ("against", test_what_speaks_against_it);
  ADD ("alarm-only", test_alarm_only);
  ADD ("every-event", test_every_event);
  ADD ("fits", test_fits);
  return g_test_run ();
}
