/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "measure/steady-shown-unit.h"
#include "print/steady-case-sheets.h"
#include "quality/steady-ecmo-chart.h"
#include "steady-child-case.h"
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
print (const char     *file,
       SteadyCaseSheet sheet,
       unsigned        hours,
       const char     *name,
       unsigned       *ret_pages)
{
  const SteadyCaseSheetOrder order = {
    .sheet = sheet, .row_minutes = 5, .hours = hours, .verify = true
  };
  SteadyPaperResult result = { .pages = 0 };
  g_autofree char  *pdf = g_build_filename (folder, name, NULL);
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
          print (files[i], STEADY_CASE_SHEET_HANDOFF, 0, names[i], &pages);
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

static unsigned
count_of (const char *text, const char *word)
{
  unsigned count = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    count++;
  return count;
}

/* The words of the line that begins with @label, from the @nth time on. */
static char **
line_of (const char *text, const char *label, unsigned nth)
{
  const char *at = text;

  for (unsigned i = 0; i <= nth; i++)
    {
      at = strstr (i > 0 ? at + 1 : at, label);
      g_assert_nonnull (at);
    }
  const char      *end = strchr (at, '\n');
  g_autofree char *line =
      g_strndup (at, end != NULL ? (size_t) (end - at) : strlen (at));
  g_autoptr (GRegex) spaces = g_regex_new ("  +", 0, 0, NULL);
  return g_regex_split (spaces, line, 0);
}

/* 28 hours of the wall clock are touched, so four pages; each cell is what the chart of
 * the screen has, which another test compares with what was recorded. */
static void
test_chart (void)
{
  const char       *map = "MAP";
  unsigned          pages = 0;
  SteadyCaseReader *reader = NULL;
  SteadyEcmoChart   chart;
  unsigned          column = 0;
  g_autofree char *text = print (usual, STEADY_CASE_SHEET_ECMO, 0, "hours.pdf", &pages);
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (usual, &reader, NULL);
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (story);

  g_assert_true (steady_ecmo_chart_read (&chart, reader, course, 0, NULL, NULL));
  g_assert_cmpuint (chart.n, ==, 27);
  g_assert_cmpuint (pages, ==, 4);
  for (unsigned page = 0; page < pages; page++)
    {
      g_auto (GStrv) cells = line_of (text, map, page);
      for (unsigned i = 1; cells[i] != NULL && cells[i][0] != '\0'; i++, column++)
        {
          const SteadyEcmoCell *cell = &chart.hours[column].cells[STEADY_ECMO_ROW_MAP];
          g_autofree char      *value = g_strdup_printf ("%.0f", cell->value);
          g_assert_cmpint (cell->kind, ==, STEADY_ECMO_CELL_MEASURED);
          g_assert_cmpstr (cells[i], ==, value);
        }
    }
  g_assert_cmpuint (column, ==, chart.n);
  /* at the head of each page and across it */
  g_assert_cmpuint (count_of (text, german ? "SIMULIERT" : "SIMULATED"), >=, pages);
  assert_has (text, german ? "Seite 4 von 4" : "page 4 of 4");
  assert_has (text, "45*");    /* mmHg of CO2 */
  assert_has (text, "180*");   /* s of ACT */
  assert_has (text, "30 min"); /* all that is known of the flow in an hour */
  assert_has (text, german ? "Nicht vorhanden: Flussindex" : "Not fitted: Flow index");
  assert_has (text, "Specialist 1 + Nurse 2");
  assert_has (text, "Quadrox-i Neonatal");
  steady_ecmo_chart_finish (&chart);
  steady_case_reader_free (reader);
}

/* In the units of the site; and the last hours alone. */
static void
test_chart_of_a_site (void)
{
  unsigned pages = 0;

  steady_shown_unit_choose_all ("tension:kPa haemoglobin:g/L metabolite:mg/dL");
  g_autofree char *text = print (full, STEADY_CASE_SHEET_ECMO, 2, "site.pdf", &pages);

  steady_shown_unit_forget ();
  g_assert_cmpuint (pages, ==, 1);
  assert_has (text, "6.1*");  /* kPa: 46 mmHg */
  assert_has (text, "12.3*"); /* kPa: 92 mmHg */
  assert_has (text, "118*");  /* g/L: 11.8 g/dL */
  assert_has (text, "113*");  /* mg/dL: 12.5 mmol/L */
  assert_has (text, "kPa");
}

/* The fullest case: nothing broken, nothing outside, nothing on another. */
static void
test_full_chart (void)
{
  unsigned         pages = 0;
  g_autofree char *text =
      print (full, STEADY_CASE_SHEET_ECMO, 0, "hours-full.pdf", &pages);

  g_assert_cmpuint (pages, ==, 1);
  assert_has (text, "Hohenstein-Württemb");
}

/* Somewhere the case begins shortly before midnight. */
static void
go_where_it_is_late (const SteadyCaseStory *story)
{
  const int64_t    utc = steady_case_story_utc (story, story->span.start);
  const int        hour = (int) (utc / (60 * STEADY_NSEC_PER_MIN) % 24);
  const int        east = 23 - hour <= 12 ? 23 - hour : -1 - hour;
  g_autofree char *zone = g_strdup_printf ("XXX%+d", -east);

  g_setenv ("TZ", zone, TRUE);
}

/* Rows have a time of day only: where another day begins the record says which. */
static void
test_record_of_days (void)
{
  unsigned         pages;
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (full, NULL, NULL);

  g_assert_nonnull (story);
  go_where_it_is_late (story);
  g_autofree char *text = print (full, STEADY_CASE_SHEET_RECORD, 0, "days.pdf", &pages);
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_local (
      steady_case_story_utc (story, story->span.end) / STEADY_NSEC_PER_SEC);
  g_autofree char *line = g_date_time_format (last, "^ *%Y-%m-%d$");
  g_assert_true (g_regex_match_simple (line, text, G_REGEX_MULTILINE, 0));
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
}

/* A bypass has no such sheet, and the sentence says what to do. */
static void
test_no_ecmo (void)
{
  const SteadyChildCase      what = { .real = true, .seconds = 120, .no_plan = true };
  const SteadyCaseSheetOrder order = { .sheet = STEADY_CASE_SHEET_ECMO,
                                       .row_minutes = 5 };
  g_autofree char           *file = g_build_filename (folder, "bypass.steady", NULL);
  g_autofree char           *pdf = g_build_filename (folder, "bypass.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (steady_child_case_make (file, &what, NULL));
  g_assert_false (steady_case_sheet_fits (STEADY_CASE_SHEET_ECMO, file));
  g_assert_true (steady_case_sheet_fits (STEADY_CASE_SHEET_RECORD, file));
  g_assert_true (steady_case_sheet_fits (STEADY_CASE_SHEET_ECMO, full));
  g_assert_false (steady_case_sheet_print (file, &order, pdf, NULL, &error));
  g_assert_nonnull (strstr (error->message, "bypass.steady"));
  g_assert_nonnull (strstr (error->message, "ECMO"));
  g_assert_false (g_file_test (pdf, G_FILE_TEST_EXISTS));
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
  g_test_add_func ("/sheets/ecmo/record-of-days", test_record_of_days);
  g_test_add_func ("/sheets/ecmo/handoff", test_handoff);
  g_test_add_func ("/sheets/ecmo/chart", test_chart);
  g_test_add_func ("/sheets/ecmo/chart-of-a-site", test_chart_of_a_site);
  g_test_add_func ("/sheets/ecmo/full-chart", test_full_chart);
  g_test_add_func ("/sheets/ecmo/no-ecmo", test_no_ecmo);
  const int status = g_test_run ();
  if (kept == NULL)
    remove_folder ();
  g_free (usual);
  g_free (full);
  g_free (folder);
  return status;
}
