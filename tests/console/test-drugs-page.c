/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "console/steady-console-window.h"
#include "console/steady-drugs-page.h"
#include "console/steady-result-offer.h"
#include "feeder.h"
#include "steady-console-resources.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

typedef struct Fixture
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

/* Feeds a heart beat now and then until @condition holds. */
static void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      feeder_poll_beating (&fixture->feeder, 0);
    }
}

static gboolean
is_shown (Fixture *fixture)
{
  return fixture->feeder.arrived > 0 && fixture->state->config.valid &&
         fixture->state->has_heartbeat;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  feeder_init (&fixture->feeder);
  fixture->window = steady_console_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  steady_console_window_start (
      fixture->window, fixture->feeder.path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_shown);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  feeder_poll (&fixture->feeder);
  feeder_finish (&fixture->feeder);
}

static GtkWidget *
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

static gboolean
has_two_acts (Fixture *fixture)
{
  return fixture->feeder.n_clinical >= 2;
}

/* Two taps give a usual dose, digits between two taps an ACT; the dose follows from the
 * weight. */
static void
test_two_taps_record (Fixture *fixture, gconstpointer data)
{
  SteadyDrugsPage *page = STEADY_DRUGS_PAGE (
      find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_DRUGS_PAGE));
  const SteadyClinicalRecord *asked = fixture->feeder.clinical;

  steady_drugs_page_choose (page, "heparin");
  steady_number_pad_type (steady_drugs_page_pad (page), "\n");
  steady_drugs_page_choose (page, "act");
  steady_number_pad_type (steady_drugs_page_pad (page), "512\n");
  wait_until (fixture, has_two_acts);
  g_assert_cmpuint (asked[0].kind, ==, STEADY_CLINICAL_DOSE);
  g_assert_cmpstr (asked[0].what, ==, "heparin");
  g_assert_cmpstr (asked[0].unit, ==, "IU");
  g_assert_cmpfloat_with_epsilon (
      asked[0].amount, 300 * fixture->state->config.patient.weight_kg, 1);
  g_assert_cmpuint (asked[1].kind, ==, STEADY_CLINICAL_SAMPLE);
  g_assert_cmpuint (asked[1].n_values, ==, 1);
  g_assert_cmpfloat_with_epsilon (asked[1].values[0].entered, 512, 1e-9);
  g_assert_cmpuint (asked[0].id, !=, asked[1].id);
}

static GtkWidget *
find_name (GtkWidget *widget, const char *name)
{
  if (strcmp (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_name (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_offered (Fixture *fixture)
{
  return gtk_widget_get_visible (
      find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_RESULT_OFFER));
}

static gboolean
has_one_act (Fixture *fixture)
{
  return fixture->feeder.n_clinical >= 1;
}

/* What an analyser has measured waits until a person says whose it is; then its values
 * are drafts in this site's units, without those it doubts. */
static void
test_result_is_offered (Fixture *fixture, gconstpointer data)
{
  const SteadyLaboratoryResult result = {
    .n_values = 3,
    .values = { { 5.3, STEADY_CHANNEL_ARTERIAL_PCO2, 0, 0, "kPa" },
                { 97.5, STEADY_CHANNEL_ARTERIAL_SATURATION, 0, 0, "%" },
                { 4.1, STEADY_CHANNEL_POTASSIUM, 1, 0, "mmol/L" } },
    .analyser = "ABL735 Central Lab.",
    .sample = "267",
    .patient = "0004 Name",
    .time = "09:41"
  };
  GtkWidget *page = find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_DRUGS_PAGE);
  const SteadyClinicalRecord *asked = fixture->feeder.clinical;

  g_assert_false (is_offered (fixture));
  feeder_result (&fixture->feeder, &result);
  wait_until (fixture, is_offered);
  g_signal_emit_by_name (find_name (page, "offer-other"), "clicked");
  g_assert_false (is_offered (fixture));
  feeder_result (&fixture->feeder, &result);
  wait_until (fixture, is_offered);
  g_signal_emit_by_name (find_name (page, "offer-arterial"), "clicked");
  g_assert_false (is_offered (fixture));
  g_assert_cmpuint (fixture->feeder.n_clinical, ==, 0); /* seen before it is recorded */
  g_signal_emit_by_name (find_name (page, "record-sample"), "clicked");
  wait_until (fixture, has_one_act);
  g_assert_cmpuint (asked[0].kind, ==, STEADY_CLINICAL_SAMPLE);
  g_assert_cmpuint (asked[0].n_values, ==, 2);
  g_assert_cmpuint (asked[0].values[0].channel, ==, STEADY_CHANNEL_ARTERIAL_PCO2);
  g_assert_cmpstr (asked[0].values[0].unit, ==, "mmHg");
  g_assert_cmpfloat_with_epsilon (asked[0].values[0].entered, 39.7533, 1e-3);
  g_assert_cmpuint (asked[0].values[1].channel, ==, STEADY_CHANNEL_ARTERIAL_SATURATION);
  g_assert_cmpstr (asked[0].device, ==, "ABL735 Central Lab. #267");
}

#define ADD(path, function) \
  g_test_add ("/console/drugs/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  steady_console_resources_register_resource ();
  ADD ("two-taps-record", test_two_taps_record);
  ADD ("result-is-offered", test_result_is_offered);
  return g_test_run ();
}
