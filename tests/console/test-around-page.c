/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "console/steady-around-page.h"
#include "console/steady-goals-page.h"
#include "page-bench.h"

/* The page around the pump: the layout of a site, the hand crank. */

static void
collect_labels (GtkWidget *widget, void *data)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (data, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
}

/* A site's own order of the heads stands in the place of the example. */
static void
test_site_layout (PageBench *bench, gconstpointer data)
{
  g_autofree char         *site = g_dir_make_tmp ("steady-site-XXXXXX", NULL);
  g_autofree char         *folder = g_build_filename (site, "perfusion", NULL);
  g_autofree char         *file = g_build_filename (folder, "pump-layout.json", NULL);
  g_autofree char         *before = g_strdup (g_getenv ("STEADY_SITE_DIR"));
  static const char *const texts[] = {
    "{\"format\": \"steady-pump-layout\", \"version\": 1, \"heads\": [{\"name\": "
    "\"Cardioplegia\", \"clockwise\": false}, {\"name\": \"Arterial\", "
    "\"clockwise\": true}]}",
    "{\"format\": \"something else\""
  };

  (void) data;
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_setenv ("STEADY_SITE_DIR", site, TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (file, texts[i], -1, NULL));
      if (i == 1)
        g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*pump-layout.json*");
      GtkWidget *page = g_object_ref_sink (steady_around_page_new ());
      GString   *words = g_string_new (NULL);
      page_bench_walk (page, collect_labels, words);
      if (i == 0)
        {
          g_autofree char *first = g_strdup_printf ("1 · %s ↺", _ ("Cardioplegia"));
          g_assert_nonnull (strstr (words->str, first));
          g_assert_null (strstr (words->str, "5 · "));
        }
      else
        {
          g_test_assert_expected_messages ();
          g_assert_nonnull (
              strstr (words->str, _ ("The pump layout of this site cannot be read")));
        }
      g_string_free (words, TRUE);
      g_object_unref (page);
    }
  if (before != NULL)
    g_setenv ("STEADY_SITE_DIR", before, TRUE);
  else
    g_unsetenv ("STEADY_SITE_DIR");
  g_unlink (file);
  g_rmdir (folder);
  g_rmdir (site);
}

/* The hand crank */

static void
pump (PageBench *bench, SteadyPumpState is)
{
  feeder_numeric (
      &bench->feeder, STEADY_CHANNEL_ARTERIAL_PUMP, is, STEADY_QUALITY_VALID);
  page_bench_run (bench, 0.3);
}

static gboolean
beats (PageBench *bench)
{
  return bench->feeder.n_beats > 1 &&
         bench->feeder.beats[bench->feeder.n_beats - 1].per_minute > 0;
}

static gboolean
is_ended (PageBench *bench)
{
  return bench->feeder.n_beats > 0 &&
         bench->feeder.beats[bench->feeder.n_beats - 1].per_minute < 1e-9;
}

/* Heard when the pump stands and the page is looked at, at the last speed; a switch
 * mutes it, and what stands against it is said. */
static void
test_crank_beat (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "around", STEADY_TYPE_AROUND_PAGE);
  GtkWidget *heard = page_bench_find (page, "heard");

  (void) data;
  pump (bench, STEADY_PUMP_RUNNING);
  g_assert_cmpuint (bench->feeder.n_beats, ==, 0);
  page_bench_wait_text (
      bench, heard, "words", _ ("Beat is heard when the pump stands"));
  pump (bench, STEADY_PUMP_STOPPED);
  page_bench_wait (bench, beats); /* again and again */
  g_assert_cmpfloat_with_epsilon (bench->feeder.beats[0].per_minute, 94, 1e-9);
  page_bench_wait_text (bench, heard, "words", _ ("Beat is heard"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (heard), FALSE);
  page_bench_wait (bench, is_ended);
  page_bench_wait_text (bench, heard, "words", _ ("Beat is muted"));
  bench->feeder.n_beats = 0;
  page_bench_run (bench, 1.5);
  g_assert_cmpuint (bench->feeder.n_beats, ==, 0);
  page_bench_tap (bench, heard);
  page_bench_wait (bench, beats);
  /* nobody looks */
  page_bench_show (bench, "oxygen", STEADY_TYPE_GOALS_PAGE);
  feeder_all_numerics (&bench->feeder);
  page_bench_wait (bench, is_ended);
}

#define ADD(path, function)            \
  g_test_add ("/console/around/" path, \
              PageBench,               \
              NULL,                    \
              page_bench_set_up,       \
              function,                \
              page_bench_tear_down)

static void
add (void)
{
  ADD ("site-layout", test_site_layout);
  ADD ("crank-beat", test_crank_beat);
}

int
main (int argc, char **argv)
{
  return page_bench_main (argc, argv, add, GETTEXT_PACKAGE);
}
