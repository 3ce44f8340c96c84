/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "alarms-bench.h"
#include "console/steady-arming-view.h"
#include "console/steady-phase-cells.h"
#include "steady-console-resources.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-word-table.h"

static SteadyArmingView *
arming_view (Fixture *fixture)
{
  GtkStack *stack = GTK_STACK (get (fixture, "tables", "stack"));
  return STEADY_ARMING_VIEW (gtk_stack_get_visible_child (stack));
}

static gboolean
cannot_judge (Fixture *fixture)
{
  return g_strcmp0 (steady_word_table_cell (table (fixture), fixture->key, 2),
                    _ ("CANNOT JUDGE")) == 0;
}

/* The lines of the table of phases below @widget. */
static void
gather_cells (GtkWidget *widget, GPtrArray *all)
{
  if (STEADY_IS_PHASE_CELLS (widget))
    g_ptr_array_add (all, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gather_cells (child, all);
}

/* A list of what is not protected and why, and every phase of each alarm. */
static void
test_phases (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  flags = 0;
  press (fixture, "tables", "show_arming");
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "unprotected"));
  fixture->key = "transmembrane-rising";
  wait_until (fixture, cannot_judge);
  g_assert_cmpstr (steady_word_table_cell (table (fixture), fixture->key, 3),
                   ==,
                   _ ("no baseline was taken"));
  g_assert_null (steady_word_table_cell (table (fixture), "arterial-air", 2));
  feeder_alarm (&fixture->feeder, "sensor-lost-air", STEADY_PRIORITY_HIGH, 0, 0, 0);
  fixture->key = "arterial-air";
  wait_until (fixture, is_unprotected);
  g_assert_false (steady_arming_view_show_part (arming_view (fixture), "nothing"));
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "phases"));
  run_for (fixture, 0.3);
  gather_cells (GTK_WIDGET (arming_view (fixture)), cells);
  unsigned       phased = 0;
  GHashTableIter iter;
  gpointer       text;
  g_hash_table_iter_init (&iter, fixture->state->config.alarms);
  while (g_hash_table_iter_next (&iter, NULL, &text))
    phased += !((const SteadyAlarmText *) text)->always_armed;
  g_assert_cmpuint (phased, >, 20);
  g_assert_cmpuint (cells->len, ==, phased + 1); /* and the captions */
  for (unsigned i = 0; i < cells->len; i++)
    g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (cells->pdata[i]),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "now"));
}

static void
check_row (Fixture *fixture, const char *key, const char *armed, const char *why)
{
  g_assert_cmpstr (steady_word_table_cell (table (fixture), key, 2), ==, armed);
  g_assert_cmpstr (steady_word_table_cell (table (fixture), key, 3), ==, why);
}

/* A limit that is a share of what nobody gives, or of a plan that there is not,
 * protects nobody, and the list says why; unless another alarm watches in its place. */
static void
test_shares_of_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fio2 = g_strdup_printf (
      _ ("the limit is a share of “%s”, which no device gives"), _ ("FiO₂, set"));
  g_autofree char *twin =
      g_strdup_printf (_ ("in its place: %s"), _ ("Pump turns faster than set"));
  press (fixture, "tables", "show_arming");
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "unprotected"));
  fixture->key = "fio2-wrong";
  wait_until (fixture, is_unprotected);
  check_row (fixture, "fio2-wrong", _ ("NOT PROTECTED"), fio2);
  check_row (fixture,
             "flow-very-low",
             _ ("NOT PROTECTED"),
             _ ("there is no plan: the limit is a share of its flow"));
  check_row (fixture, "pump-runaway", _ ("not fitted"), twin);
  check_row (fixture,
             "venous-air",
             _ ("not fitted"),
             _ ("nothing measures it here, or what it is computed from is missing"));
}

/* The same when the share is of something that is given, but not now. */
static void
test_share_of_the_unknown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *why = g_strdup_printf (
      _ ("the limit is a share of “%s”, which is not known now"), _ ("FiO₂, set"));
  feeder_numeric (&fixture->feeder, STEADY_CHANNEL_FIO2, 60, STEADY_QUALITY_VALID);
  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_SET_FIO2, 60, STEADY_QUALITY_NOT_APPLICABLE);
  press (fixture, "tables", "show_arming");
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "unprotected"));
  fixture->key = "fio2-wrong";
  wait_until (fixture, is_unprotected);
  check_row (fixture, "fio2-wrong", _ ("NOT PROTECTED"), why);
  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_FIO2, 60, STEADY_QUALITY_NOT_APPLICABLE);
  run_for (fixture, 0.3);
  g_assert_true (steady_arming_view_show_part (arming_view (fixture), "now"));
  run_for (fixture, 0.3);
  g_assert_cmpstr (
      steady_word_table_cell (table (fixture), "fio2-wrong", 2), ==, _ ("armed"));
}

static gboolean
asks_why (Fixture *fixture)
{
  return gtk_widget_get_mapped (get (fixture, "events", "reason_question"));
}

static gboolean
asks_nothing (Fixture *fixture)
{
  return !asks_why (fixture);
}

/* Whoever overrode protection is asked why, once it is over, in one tap. */
static void
test_reason (Fixture *fixture, gconstpointer data)
{
  SteadyDesk desk = { .reason_due = 1 << STEADY_OVERRIDE_GLOBAL,
                      .override_until = INT64_MAX / 2,
                      .heard = STEADY_SOUND_WAS_HEARD,
                      .operator_name = "Anna Berg" };
  feeder_desk (&fixture->feeder, &desk);
  run_for (fixture, 0.5);
  g_assert_false (asks_why (fixture)); /* not while it lasts */
  desk.override_until = 0;
  feeder_desk (&fixture->feeder, &desk);
  wait_until (fixture, asks_why);
  press_button (fixture, "reason_question", "surgeon");
  wait_until (fixture, has_setting);
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_REASON);
  g_assert_cmpfloat_with_epsilon (
      fixture->feeder.settings[0].value, STEADY_REASON_SURGEON, 1e-9);
  press_button (fixture, "reason_question", "later");
  wait_until (fixture, asks_nothing);
  desk.reason_due = 0;
  feeder_desk (&fixture->feeder, &desk);
  run_for (fixture, 0.3);
  desk.reason_due = 1 << STEADY_OVERRIDE_WIRE;
  feeder_desk (&fixture->feeder, &desk);
  wait_until (fixture, asks_why);
  desk.reason_due = 0;
  feeder_desk (&fixture->feeder, &desk);
  wait_until (fixture, asks_nothing);
}

#define ADD(path, function) \
  g_test_add ("/console/arming-page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  g_assert_cmpint (argc, ==, 2);
  engine_program = argv[1];
  steady_console_resources_register_resource ();
  ADD ("phases", test_phases);
  ADD ("share-of-the-unknown", test_share_of_the_unknown);
  g_test_add ("/console/arming-page/shares-of-nothing",
              Fixture,
              "without shares",
              set_up,
              test_shares_of_nothing,
              tear_down);
  ADD ("reason", test_reason);
  return g_test_run ();
}
