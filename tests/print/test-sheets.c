/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "measure/steady-shown-unit.h"
#include "print/steady-case-sheets.h"
#include "print/steady-sheet-words.h"
#include "steady-child-case.h"

/* What is looked for, in each language. */
static const struct
{
  const char *page;
  const char *simulated;
  const char *draft;
  const char *record;
  const char *letter;
  const char *warmed;
} words[] = {
  { "page 1 of ",
    "SIMULATED",
    "DRAFT",
    "Perfusion record",
    "Dear family",
    "warmed the blood again" },
  { "Seite 1 von ",
    "SIMULIERT",
    "ENTWURF",
    "Perfusionsprotokoll",
    "Liebe Familie",
    "das Blut langsam" },
};

static char  *folder;
static size_t german;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
make (const char *name, const SteadyChildCase *what)
{
  g_autoptr (GError) error = NULL;
  char *file = in_folder (name);

  steady_child_case_make (file, what, &error);
  g_assert_no_error (error);
  return file;
}

/* The text of a sheet, read by a program that is not ours. */
static char *
text_of (const char *pdf)
{
  const char *const command[] = { "pdftotext", "-raw", pdf, "-", NULL };
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

/* Prints a sheet and returns its text; no letter may be missing. */
static char *
print (const char *file, SteadyCaseSheet sheet, unsigned rows, unsigned *ret_pages)
{
  const SteadyCaseSheetOrder order = { .sheet = sheet,
                                       .row_minutes = rows,
                                       .verify = true };
  SteadyPaperResult          result = { .pages = 0 };
  g_autofree char           *name =
      g_strdup_printf ("%s-%u.pdf", steady_case_sheet_name (sheet), rows);
  g_autofree char *pdf = in_folder (name);
  g_autoptr (GError) error = NULL;

  steady_case_sheet_print (file, &order, pdf, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.unknown_glyphs, ==, 0);
  /* nothing beyond the margins, no word that its column breaks, no text on another */
  g_assert_cmpuint (result.outside, ==, 0);
  g_assert_cmpuint (result.broken, ==, 0);
  g_assert_cmpuint (result.overlaps, ==, 0);
  *ret_pages = result.pages;
  return text_of (pdf);
}

static unsigned
count_of (const char *text, const char *word)
{
  unsigned count = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    count++;
  return count;
}

static void
assert_has (const char *text, const char *word)
{
  if (strstr (text, word) == NULL)
    g_error ("\"%s\" is not in:\n%s", word, text);
}

/* Paper has no numbers of rows, and a computed limit no thousandths of mmHg. */
static void
test_event_lines (void)
{
  const SteadyChildCase what = { .real = false };
  g_autofree char      *file = make ("lines.steady", &what);
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (file, NULL, NULL);

  g_assert_nonnull (story);
  g_assert_cmpuint (story->events->len, >, 0);
  const SteadyCaseEvent first = g_array_index (story->events, SteadyCaseEvent, 0);
  SteadyCaseEvent       later = { .t = first.t, .event = STEADY_EVENT_ANNOTATED };
  g_snprintf (later.text,
              sizeof later.text,
              "amends %" G_GINT64_FORMAT " by Berta: said twice",
              first.id);
  g_autofree char *about = steady_sheet_event_line (story, NULL, &first);
  g_autofree char *line = steady_sheet_event_line (story, NULL, &later);
  assert_has (line, about);
  assert_has (line, "said twice");
  /* one that is not there is not invented */
  g_strlcpy (later.text, "amends 999999 by Berta: said twice", sizeof later.text);
  g_autofree char *nothing = steady_sheet_event_line (story, NULL, &later);
  g_assert_null (strstr (nothing, about));

  SteadyCaseEvent  limit = { .t = first.t,
                             .event = STEADY_EVENT_LIMIT,
                             .value = 47.083028,
                             .text = "map-low was 35 by Anna" };
  g_autofree char *changed = steady_sheet_event_line (story, NULL, &limit);
  g_assert_null (strstr (changed, "47.08"));
}

static void
test_record (void)
{
  const SteadyChildCase what = { .real = false };
  g_autofree char      *file = make ("child.steady", &what);
  unsigned              pages, more;
  g_autofree char      *text = print (file, STEADY_CASE_SHEET_RECORD, 5, &pages);
  g_autofree char      *number = g_strdup_printf ("%s%u", words[german].page, pages);

  g_assert_cmpuint (pages, >=, 4);
  g_assert_cmpuint (pages, <=, 7);
  assert_has (text, words[german].record);
  assert_has (text, number);
  /* on each page, at its head and across it */
  g_assert_cmpuint (count_of (text, words[german].simulated), >=, 2 * pages);
  g_assert_cmpuint (count_of (text, words[german].draft), ==, 0);
  assert_has (text, "Stuffy");
  assert_has (text, "70123456");       /* the lot that was noted */
  assert_has (text, "1:45:00 h");      /* bypass */
  assert_has (text, "Perfusionist 2"); /* signed the plan */
  assert_has (text, "Kinked venous line seen before the level fell");
  assert_has (text, "09:34:50"); /* a row for a note */
  assert_has (text, "09:35:00"); /* … and the even ones stand on round minutes */
  g_autofree char *dense = print (file, STEADY_CASE_SHEET_RECORD, 1, &more);
  g_assert_cmpuint (more, >, pages);
}

static void
test_one_page (void)
{
  static const SteadyCaseSheet sheets[] = { STEADY_CASE_SHEET_DEBRIEF,
                                            STEADY_CASE_SHEET_HANDOFF,
                                            STEADY_CASE_SHEET_FAMILY };
  g_autofree char             *file = in_folder ("child.steady");

  for (unsigned i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      unsigned         pages;
      g_autofree char *text = print (file, sheets[i], 5, &pages);
      g_assert_cmpuint (pages, ==, 1);
      assert_has (text, "Stuffy");
      assert_has (text, words[german].simulated);
    }
}

/* No figure but those of the date and of the page. */
static void
test_letter (void)
{
  g_autofree char *file = in_folder ("child.steady");
  unsigned         pages, digits = 0;
  g_autofree char *text = print (file, STEADY_CASE_SHEET_FAMILY, 5, &pages);

  assert_has (text, words[german].letter);
  for (const char *at = text; *at != '\0'; at++)
    digits += g_ascii_isdigit (*at) ? 1 : 0;
  g_assert_cmpuint (digits, ==, 5 + 2); /* 9 October 2025, page 1 of 1 */
  assert_has (text, "2025");
  assert_has (text, words[german].warmed);
}

/* A parent is told nothing that did not happen. */
static void
test_letter_of_a_cold_child (void)
{
  const SteadyChildCase what = { .seconds = 4100 };
  g_autofree char      *file = make ("cold.steady", &what);
  unsigned              pages;
  g_autofree char      *text = print (file, STEADY_CASE_SHEET_FAMILY, 5, &pages);

  assert_has (text, words[german].letter);
  g_assert_cmpuint (count_of (text, words[german].warmed), ==, 0);
}

/* A real child: nothing says simulated; and all letters of Europe are there. */
static void
test_real (void)
{
  const SteadyChildCase what = { .real = true,
                                 .name = "Štuffy Łąåßøő-Ďé",
                                 .no_plan = true };
  g_autofree char      *file = make ("real.steady", &what);
  unsigned              pages;
  g_autofree char      *text = print (file, STEADY_CASE_SHEET_RECORD, 15, &pages);

  assert_has (text, "Štuffy Łąåßøő-Ďé");
  g_assert_cmpuint (count_of (text, words[german].simulated), ==, 0);
  g_assert_cmpuint (count_of (text, words[german].draft), ==, 0);
}

/* What is not closed is a draft, on every page. */
static void
test_draft (void)
{
  const SteadyChildCase what = { .open = true, .seconds = 700 };
  g_autofree char      *file = make ("open.steady", &what);
  unsigned              pages;
  g_autofree char      *text = print (file, STEADY_CASE_SHEET_RECORD, 5, &pages);

  g_assert_cmpuint (count_of (text, words[german].draft), >=, 2 * pages);
  g_assert_cmpuint (count_of (text, words[german].simulated), >=, 2 * pages);
}

/* A case that was changed is printed as what it is. */
static void
test_damaged (void)
{
  const SteadyChildCase what = { .real = true, .seconds = 120, .no_plan = true };
  g_autofree char      *file = make ("damaged.steady", &what);
  g_autofree char      *bytes = NULL;
  size_t                length;
  unsigned              pages;

  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  char *name = memmem (bytes, length, "\"Stuffy\"", 8);
  g_assert_nonnull (name);
  memcpy (name, "\"Stuffo\"", 8);
  g_assert_true (g_file_set_contents (file, bytes, (gssize) length, NULL));
  g_autofree char *text = print (file, STEADY_CASE_SHEET_RECORD, 5, &pages);
  g_assert_cmpuint (count_of (text, words[german].draft), >=, 2 * pages);
}

/* A letter that no font has is counted. */
static void
test_unknown (void)
{
  const SteadyChildCase      what = { .name = "\xf0\x93\x80\x80",
                                      .seconds = 60,
                                      .no_plan = true };
  g_autofree char           *file = make ("unknown.steady", &what);
  g_autofree char           *pdf = in_folder ("unknown.pdf");
  const SteadyCaseSheetOrder order = { .sheet = STEADY_CASE_SHEET_DEBRIEF,
                                       .row_minutes = 5 };
  SteadyPaperResult          result;
  g_autoptr (GError) error = NULL;

  steady_case_sheet_print (file, &order, pdf, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.unknown_glyphs, >, 0);
}

/* Checklists in their words, no id of the program, and what the engine noted in the
 * reader's language. */
static void
test_full (void)
{
  const SteadyChildCase what = { .full = true };
  g_autofree char      *file = make ("full.steady", &what);
  unsigned              pages;
  g_autofree char      *text = print (file, STEADY_CASE_SHEET_RECORD, 15, &pages);

  assert_has (text,
              german ? "Name, Geburtsdatum und Nummer"
                     : "Name, date of birth and number");
  assert_has (text, german ? "Artefakt: MAP von" : "Artefact: MAP from");
  assert_has (text, german ? "Aortenklemme“ von" : "Cross-clamp” from");
  /* what an alarm did is told by its title */
  assert_has (
      text, german ? "Eingriff: Liniendruck hoch" : "Intervention: Line pressure high");
  g_assert_cmpuint (count_of (text, "line-pressure-warn"), ==, 0);
  /* the way from a stored plan to one in force */
  assert_has (text,
              german ? "Gespeicherter Plan, unterschrieben von Perfusionist 1"
                     : "Stored plan signed by Perfusionist 1 was offered");
  assert_has (text,
              german ? "Plan befolgt, eindeutig derselbe: Perfusionist 2"
                     : "plan followed, a clear match: Perfusionist 2");
  assert_has (text,
              german ? "das Kind bestätigt von Perfusionist 1"
                     : "the child confirmed by Perfusionist 1");
  g_assert_cmpuint (count_of (text, "before-bypass"), ==, 0);
  g_assert_cmpuint (count_of (text, "identity"), ==, 0);
  g_assert_cmpuint (count_of (text, "began at 0:25"), ==, 0);
}

/* On paper as on the screen: in the units of the site, whatever was entered. */
static void
test_site_units (void)
{
  static const char *const elsewhere[] = { "41 mmHg", "182 mmHg", "1.9 mmol/L" };
  g_autofree char         *file = in_folder ("full.steady");
  unsigned                 pages;

  g_setenv ("STEADY_UNITS", "tension:kPa haemoglobin:g/L metabolite:mg/dL", TRUE);
  g_autofree char *record = print (file, STEADY_CASE_SHEET_RECORD, 15, &pages);
  g_autofree char *handoff = print (file, STEADY_CASE_SHEET_HANDOFF, 15, &pages);
  g_unsetenv ("STEADY_UNITS");
  steady_shown_unit_forget ();
  assert_has (record, "5.5 kPa");
  assert_has (record, "24.3 kPa");
  assert_has (record, "17 mg/dL");
  assert_has (record,
              german ? "40.00 kPa, war 26.66 kPa, durch Perfusionist 1"
                     : "40.00 kPa, was 26.66 kPa, by Perfusionist 1");
  for (unsigned i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    g_assert_cmpuint (
        count_of (record, elsewhere[i]) + count_of (handoff, elsewhere[i]), ==, 0);
  /* a plan's limit that was computed has no more decimals than a limit wants, and a
   * share says of what kind it is */
  assert_has (record,
              german ? "32.5 %, war 28.125 %, nach dem Plan von Perfusionist 1"
                     : "32.5 %, was 28.125 %, by the plan of Perfusionist 1");
}

/* What a page must not have: a word too long for its column, a text beyond the edge,
 * two on each other. */
static void
draw_badly (SteadyPaper *paper, const void *data)
{
  const SteadyPaperColumn columns[] = { { "A", 20, STEADY_PAPER_LEFT },
                                        { "B", 60, STEADY_PAPER_LEFT } };
  const char *const       cells[] = { "Hypothermia", "two words" };

  if (GPOINTER_TO_UINT (data) == 0)
    {
      steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
      steady_paper_table_end (paper);
    }
  else if (GPOINTER_TO_UINT (data) == 1)
    steady_paper_write (
        paper, STEADY_PAPER_BODY, STEADY_PAPER_LEFT, 560, 100, 0, "beyond the edge");
  else
    for (unsigned i = 0; i < 2; i++)
      steady_paper_write (paper,
                          STEADY_PAPER_BODY,
                          STEADY_PAPER_LEFT,
                          100 + i,
                          100 + 2 * i,
                          0,
                          "twice");
}

static void
test_check (void)
{
  const SteadyPaperFrame frame = { .title = "bad", .letter = true };
  g_autofree char       *pdf = in_folder ("bad.pdf");
  SteadyPaperResult      result[3];

  for (unsigned i = 0; i < G_N_ELEMENTS (result); i++)
    g_assert_true (steady_paper_print (
        &frame, draw_badly, GUINT_TO_POINTER (i), pdf, &result[i], NULL));
  g_assert_cmpuint (result[0].broken, >, 0);
  g_assert_cmpuint (result[0].outside + result[0].overlaps, ==, 0);
  g_assert_cmpuint (result[1].outside, ==, 1);
  g_assert_cmpuint (result[1].broken + result[1].overlaps, ==, 0);
  g_assert_cmpuint (result[2].overlaps, ==, 1);
  g_assert_cmpuint (result[2].broken + result[2].outside, ==, 0);
}

static void
test_refused (void)
{
  const SteadyCaseSheetOrder order = { .sheet = STEADY_CASE_SHEET_RECORD,
                                       .row_minutes = 5,
                                       .verify = true };
  g_autofree char           *none = in_folder ("none.steady");
  g_autofree char           *pdf = in_folder ("none.pdf");
  g_autoptr (GError) error = NULL;

  g_assert_false (steady_case_sheet_print (none, &order, pdf, NULL, &error));
  g_assert_nonnull (strstr (error->message, "none.steady"));
  g_assert_false (g_file_test (pdf, G_FILE_TEST_EXISTS));
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = in_folder (name);
      g_unlink (file);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  const char *kept = g_getenv ("STEADY_KEEP_SHEETS");

  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  g_setenv ("TZ", "UTC", TRUE);
  german = g_strcmp0 (g_getenv ("LANGUAGE"), "de") == 0 ? 1 : 0;
  g_test_init (&argc, &argv, NULL);
  folder =
      kept != NULL ? g_strdup (kept) : g_dir_make_tmp ("steady-sheets-XXXXXX", NULL);
  g_test_add_func ("/sheets/event-lines", test_event_lines);
  g_test_add_func ("/sheets/record", test_record);
  g_test_add_func ("/sheets/one-page", test_one_page);
  g_test_add_func ("/sheets/letter", test_letter);
  g_test_add_func ("/sheets/letter-of-a-cold-child", test_letter_of_a_cold_child);
  g_test_add_func ("/sheets/real", test_real);
  g_test_add_func ("/sheets/draft", test_draft);
  g_test_add_func ("/sheets/damaged", test_damaged);
  g_test_add_func ("/sheets/unknown", test_unknown);
  g_test_add_func ("/sheets/full", test_full);
  g_test_add_func ("/sheets/site-units", test_site_units);
  g_test_add_func ("/sheets/check", test_check);
  g_test_add_func ("/sheets/refused", test_refused);
  const int status = g_test_run ();
  if (kept == NULL)
    remove_folder ();
  return status;
}
