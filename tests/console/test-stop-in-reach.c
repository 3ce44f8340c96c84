/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-pump-panel.h"
#include "page-bench.h"
#include "review/steady-review-page.h"

/* No page, however much it needs, lies over the stop of the pump. */

static GtkWidget *
pump_panel (GtkWidget *widget)
{
  if (STEADY_IS_PUMP_PANEL (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = pump_panel (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
find_review (GtkWidget *widget, void *data)
{
  if (STEADY_IS_REVIEW_PAGE (widget))
    *(GtkWidget **) data = widget;
}

/* Whether a finger on each corner and on the middle of @button meets it. */
static unsigned
count_covered (PageBench *bench, GtkWidget *button, const char *what)
{
  static const double places[][2] = {
    { 0.5, 0.5 }, { 0.05, 0.1 }, { 0.95, 0.1 }, { 0.05, 0.9 }, { 0.95, 0.9 }
  };
  graphene_rect_t place;
  unsigned        covered = 0;

  g_assert_true (
      gtk_widget_compute_bounds (button, GTK_WIDGET (bench->window), &place));
  for (unsigned i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GtkWidget *met =
          gtk_widget_pick (GTK_WIDGET (bench->window),
                           place.origin.x + places[i][0] * place.size.width,
                           place.origin.y + places[i][1] * place.size.height,
                           GTK_PICK_INSENSITIVE);
      if (met == button || (met != NULL && gtk_widget_is_ancestor (met, button)))
        continue;
      g_test_message ("%s: a finger on the stop meets %s",
                      what,
                      met != NULL ? G_OBJECT_TYPE_NAME (met) : "nothing");
      covered++;
    }
  return covered;
}

static void
test_stop_in_reach (PageBench *bench, gconstpointer data)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  static const char *const pages[] = { "live",      "alarms",  "training",     "plan",
                                       "checklist", "drugs",   "cardioplegia", "timers",
                                       "oxygen",    "flow",    "record",       "cases",
                                       "around",    "devices", "ecmo",         "review",
                                       "more" };
  GtkWidget               *review = NULL;
  unsigned                 covered = 0;
  unsigned                 seen = 0;

  (void) data;
  page_bench_walk (GTK_WIDGET (bench->window), find_review, &review);
  g_assert_nonnull (review);
  /* as large as it is with a case in it */
  gtk_widget_set_visible (page_bench_find (review, "stack"), TRUE);
  for (unsigned s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      page_bench_size (bench, sizes[s][0], sizes[s][1]);
      for (unsigned p = 0; p < G_N_ELEMENTS (pages); p++)
        {
          g_autofree char *what =
              g_strdup_printf ("%s, %d × %d", pages[p], sizes[s][0], sizes[s][1]);
          if (!steady_live_page_show (steady_console_window_page (bench->window),
                                      pages[p]))
            continue;
          seen++;
          page_bench_run (bench, 0.2);
          GtkWidget *panel = pump_panel (GTK_WIDGET (bench->window));
          covered += count_covered (bench, page_bench_find (panel, "stop"), what);
        }
    }
  g_assert_cmpuint (seen, >=, 3 * 10);
  g_assert_cmpuint (covered, ==, 0);
}

static void
add (void)
{
  g_test_add ("/console/stop-in-reach/on-each-page",
              PageBench,
              NULL,
              page_bench_set_up,
              test_stop_in_reach,
              page_bench_tear_down);
}

int
main (int argc, char **argv)
{
  return page_bench_main (argc, argv, add, GETTEXT_PACKAGE);
}
