/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "print/steady-case-sheets.h"
#include "steady-ecmo-case.h"

/* What is printed of a run on ECMO. */

static char *folder;
static char *usual; /* 26 h, little in it */
static char *full;  /* all that a case can say, at the greatest length */
static bool  german;

/* The text of a sheet, read by a program that is not ours. */
static char *
text_of (const char *pdf)
{
  const char *const command[] = { "pdftotext", "-layout", pdf, "-", NULL };
  char             *text = NULL;
  int               status = -1;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL,
                (char **) command,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                &text,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return text;
}

/* Prints a sheet and returns its text: no letter is missing, nothing stands beyond the
 * margins, no word is broken, no text stands on another. */
static char *
print (const char *file, SteadyCaseSheet sheet, const char *name, unsigned *ret_pages)
{
  const SteadyCaseSheetOrder order = { .sheet = sheet,
                                       .row_minutes = 5,
                                       .verify = true };
  SteadyPaperResult          result = { .pages = 0 };
  g_autofree char           *pdf = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  steady_case_sheet_print (file, &order, pdf, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.unknown_glyphs, ==, 0);
  g_assert_cmpuint (result.outside, ==, 0);
  g_assert_cmpuint (result.broken, ==, 0);
  g_assert_cmpuint (result.overlaps, ==, 0);
  g_assert_cmpfloat (result.scale, >=, 0.8 - 1e-9); /* one can read it */
  *ret_pages = result.pages;
  return text_of (pdf);
}

static void
assert_has (const char *text, const char *word)
{
  if (strstr (text, word) == NULL)
    g_error ("\"%s\" is not in:\n%s", word, text);
}

/* One page, however much there is to say, and the lines to write and sign on are on
 * it. */
static void
test_handoff (void)
{
  const char *const files[] = { usual, full };
  const char *const names[] = { "handoff.pdf", "handoff-full.pdf" };

  for (unsigned i = 0; i < G_N_ELEMENTS (files); i++)
    {
      unsigned         pages = 0;
      g_autofree char *text =
          print (files[i], STEADY_CASE_SHEET_HANDOFF, names[i], &pages);
      assert_has (text, german ? "SIMULIERT" : "SIMULATED");
      assert_has (text, german ? "Wen rufen, wann:" : "Call whom, when:");
      assert_has (text, german ? "Übernommen von" : "Taken over by");
      g_assert_cmpuint (pages, ==, 1);
      if (i == 0)
        /* an ACT of 180 s is what is wanted there, and nothing to worry about */
        assert_has (text, german ? "Keine lange Abweichung" : "No long excursion");
      else
        /* what has no room is counted, not left out */
        assert_has (text,
                    german ? " weitere stehen im Perfusionsprotokoll"
                           : " more stand in the perfusion record");
    }
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_unlink (file);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  const char *kept = g_getenv ("STEADY_KEEP_SHEETS");
  g_autoptr (GError) error = NULL;

  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  g_setenv ("TZ", "UTC", TRUE);
  german = g_strcmp0 (g_getenv ("LANGUAGE"), "de") == 0;
  g_test_init (&argc, &argv, NULL);
  folder =
      kept != NULL ? g_strdup (kept) : g_dir_make_tmp ("steady-sheets-XXXXXX", NULL);
  usual = g_build_filename (folder, "usual.steady", NULL);
  full = g_build_filename (folder, "full.steady", NULL);
  steady_ecmo_case_make (usual, &error);
  g_assert_no_error (error);
  steady_ecmo_case_make_full (full, &error);
  g_assert_no_error (error);
  g_test_add_func ("/sheets/ecmo/handoff", test_handoff);
  const int status = g_test_run ();
  if (kept == NULL)
    remove_folder ();
  g_free (usual);
  g_free (full);
  g_free (folder);
  return status;
}
