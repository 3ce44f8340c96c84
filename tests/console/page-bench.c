/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page-bench.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-screenshot.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)
/* Drawn smaller than this share of its size text could not be read. */
#define LEAST_SCALE 0.6

static void
poll (PageBench *self)
{
  feeder_poll_beating (&self->feeder, 0);
}

/* Feeds heart beats until @condition holds. */
void
page_bench_wait (PageBench *self, PageCondition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (self))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      poll (self);
    }
}

void
page_bench_run (PageBench *self, double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    poll (self);
}

static gboolean
is_shown (PageBench *self)
{
  return self->feeder.arrived > 0 && self->state->config.valid &&
         self->state->has_heartbeat &&
         gtk_widget_get_mapped (GTK_WIDGET (self->window)) &&
         steady_console_window_frames (self->window) > 0;
}

static gboolean
has_numbers (PageBench *self)
{
  return self->state->usable[STEADY_CHANNEL_BATTERY_MINUTES].channel != 0;
}

void
page_bench_set_up (PageBench *self, gconstpointer data)
{
  (void) data;
  memset (self, 0, sizeof *self);
  feeder_init (&self->feeder);
  self->feeder.answers = true;
  self->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (self->window, FALSE);
  steady_live_page_set_clock (steady_console_window_page (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  steady_console_window_start (
      self->window, self->feeder.path, STEADY_PLOT_BACKEND_CPU);
  self->state = steady_console_link_state (steady_console_window_link (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  page_bench_wait (self, is_shown);
  feeder_all_numerics (&self->feeder);
  page_bench_wait (self, has_numbers);
}

void
page_bench_tear_down (PageBench *self, gconstpointer data)
{
  (void) data;
  gtk_window_destroy (GTK_WINDOW (self->window));
  feeder_poll (&self->feeder);
  feeder_finish (&self->feeder);
}

/* Makes the window so large, and waits until it is. */
void
page_bench_size (PageBench *self, int width, int height)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  GtkWidget          *window = GTK_WIDGET (self->window);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  while (gtk_widget_get_width (window) != width ||
         gtk_widget_get_height (window) != height)
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      page_bench_run (self, 0.05);
    }
  page_bench_run (self, 0.3);
}

void
page_bench_walk (GtkWidget *widget, PageVisit visit, void *data)
{
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    page_bench_walk (child, visit, data);
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

/* Brings the page called @name up and returns its widget of @type. */
GtkWidget *
page_bench_show (PageBench *self, const char *name, GType type)
{
  g_assert_true (
      steady_live_page_show (steady_console_window_page (self->window), name));
  page_bench_run (self, 0.3);
  GtkWidget *page = find_type (GTK_WIDGET (self->window), type);
  g_assert_nonnull (page);
  g_assert_true (gtk_widget_get_mapped (page));
  return page;
}

/* What is called @name, by its own name or its id in a template. */
GtkWidget *
page_bench_find (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ||
      g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = page_bench_find (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The seen button that says @label. */
GtkWidget *
page_bench_find_label (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = page_bench_find_label (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static bool
can_be_tapped (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

/* One tap of a finger, as soon as there is something to tap: a page that has just come
 * up is greyed until it was told what is there, and so is all in a silence. */
void
page_bench_tap (PageBench *self, GtkWidget *widget)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  g_assert_nonnull (widget);
  g_assert_true (GTK_IS_BUTTON (widget));
  while (!can_be_tapped (widget) && steady_clock_now () < end)
    poll (self);
  if (!can_be_tapped (widget))
    g_error ("“%s” cannot be tapped: it is %s.",
             gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
             gtk_widget_get_mapped (widget) ? "greyed" : "not seen");
  if (GTK_IS_TOGGLE_BUTTON (widget))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  else
    g_signal_emit_by_name (widget, "clicked");
  page_bench_run (self, 0.15);
}

void
page_bench_tap_name (PageBench *self, GtkWidget *in, const char *name)
{
  GtkWidget *found = page_bench_find (in, name);
  if (found == NULL)
    g_error ("There is no button “%s”.", name);
  page_bench_tap (self, found);
}

void
page_bench_tap_label (PageBench *self, GtkWidget *in, const char *label)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  GtkWidget          *found;

  while ((found = page_bench_find_label (in, label)) == NULL &&
         steady_clock_now () < end)
    poll (self);
  if (found == NULL)
    g_error ("No button says “%s” now.", label);
  page_bench_tap (self, found);
}

static gboolean
is_signed_in (PageBench *self)
{
  return self->state->desk.desk.operator_name[0] != '\0';
}

void
page_bench_sign_in (PageBench *self, const char *name)
{
  SteadyDesk desk = { .override_until = 0 };
  g_strlcpy (desk.operator_name, name, sizeof desk.operator_name);
  feeder_desk (&self->feeder, &desk);
  page_bench_wait (self, is_signed_in);
}

/* Waits until the text in a fixed place says @words. */
void
page_bench_wait_text (PageBench  *self,
                      GtkWidget  *in,
                      const char *name,
                      const char *words)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  while (g_strcmp0 (page_bench_text (in, name), words) != 0 &&
         steady_clock_now () < end)
    poll (self);
  g_assert_cmpstr (page_bench_text (in, name), ==, words);
}

/* What a text in a fixed place says. */
const char *
page_bench_text (GtkWidget *in, const char *name)
{
  GtkWidget *found = page_bench_find (in, name);
  g_assert_nonnull (found);
  return steady_fit_text_get_text (STEADY_FIT_TEXT (found));
}

typedef struct Fit
{
  const char *what;
  unsigned    bad;
} Fit;

static void
judge_one (GtkWidget *widget, void *data)
{
  Fit *fit = data;
  int  minimum;
  if (!gtk_widget_get_mapped (widget))
    return;
  gtk_widget_measure (
      widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > gtk_widget_get_allocated_width (widget))
    {
      g_test_message ("%s: %s “%s” needs %d px and has %d",
                      fit->what,
                      G_OBJECT_TYPE_NAME (widget),
                      gtk_widget_get_name (widget),
                      minimum,
                      gtk_widget_get_allocated_width (widget));
      fit->bad++;
    }
  if (GTK_IS_LABEL (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    {
      g_test_message (
          "%s: “%s” is cut", fit->what, gtk_label_get_text (GTK_LABEL (widget)));
      fit->bad++;
    }
  if (STEADY_IS_FIT_TEXT (widget) &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < LEAST_SCALE)
    {
      g_test_message ("%s: “%s” would be drawn at %.2f of its size",
                      fit->what,
                      steady_fit_text_get_text (STEADY_FIT_TEXT (widget)),
                      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)));
      fit->bad++;
    }
}

/* How much does not fit where it stands now. STEADY_TEST_SHOTS names a folder for
 * pictures of it, for people who look. */
unsigned
page_bench_judge (PageBench *self, const char *what)
{
  Fit              fit = { .what = what };
  const char      *shots = g_getenv ("STEADY_TEST_SHOTS");
  g_autofree char *file = g_strdup_printf ("%s/%s.png", shots, what);

  page_bench_walk (GTK_WIDGET (self->window), judge_one, &fit);
  if (shots != NULL)
    steady_screenshot_save (GTK_WIDGET (self->window), file, NULL);
  return fit.bad;
}

/* Runs the tests that @add adds, in the language of the environment. */
int
page_bench_main (int argc, char **argv, void (*add) (void), const char *domain)
{
  setlocale (LC_ALL, "");
  if (g_getenv ("STEADY_LOCALE_DIR") != NULL)
    bindtextdomain (domain, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (domain, "UTF-8");
  textdomain (domain);
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  steady_console_resources_register_resource ();
  add ();
  return g_test_run ();
}
