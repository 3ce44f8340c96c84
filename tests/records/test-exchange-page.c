/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "console/steady-screenshot.h"
#include "console/steady-theme.h"
#include "quality/steady-case-story.h"
#include "records/steady-case-item.h"
#include "records/steady-cases-page.h"
#include "records/steady-export-view.h"
#include "records/steady-import-view.h"
#include "records/steady-nameless-view.h"
#include "records/steady-record-page.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"

/*
 * The shelf, tapped through with the true steady-case beside it: a case leaves in every
 * format, comes back, leaves without names, and leaves nothing behind when stopped.
 */

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)
/* The place that a page has at 1280 × 800. */
#define WIDTH  944
#define HEIGHT 396

static char *folder; /* with the programs, the data of the user, and the stick */
static char *stick;

typedef struct Fixture
{
  GtkWidget       *window;
  SteadyCasesPage *page;
} Fixture;

typedef bool (*Condition) (Fixture *fixture);

static void
run_for (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    {
      for (unsigned i = 0; i < 20 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
      g_usleep (2000);
    }
}

static GtkWidget *
find (GtkWidget *widget, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The widget @id in the view @view of the page. */
static GtkWidget *
get (Fixture *fixture, const char *view, const char *id)
{
  GtkWidget *in = find (GTK_WIDGET (fixture->page), view);
  GtkWidget *found = in != NULL ? find (in, id) : NULL;
  if (found == NULL)
    g_error ("There is no “%s” in “%s”.", id, view);
  return found;
}

static void
click (Fixture *fixture, const char *view, const char *id)
{
  GtkWidget *button = get (fixture, view, id);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_get_mapped (button));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
}

static const char *
said (Fixture *fixture, const char *view)
{
  return gtk_label_get_text (GTK_LABEL (get (fixture, view, "status")));
}

static void
wait_until (Fixture *fixture, const char *what, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      if (steady_clock_now () > end)
        g_error ("Waited in vain: %s (“%s”, “%s”, “%s”).",
                 what,
                 said (fixture, "export_view"),
                 said (fixture, "import_view"),
                 said (fixture, "nameless_view"));
      run_for (0.02);
    }
}

/* A picture for somebody to look at, where STEADY_TEST_PICTURES names a folder. */
static void
picture (Fixture *fixture, const char *name)
{
  const char *place = g_getenv ("STEADY_TEST_PICTURES");
  const char *language = g_getenv ("LANGUAGE");

  if (place == NULL)
    return;
  g_autofree char *file =
      g_strdup_printf ("%s-%s.png", name, language != NULL ? language : "en");
  g_autofree char *path = g_build_filename (place, file, NULL);
  run_for (0.4);
  for (unsigned i = 0; i < 40; i++)
    {
      if (steady_screenshot_save (fixture->window, path, NULL))
        return;
      run_for (0.03);
    }
  g_error ("There is no picture of %s.", name);
}

static SteadyExportView *
export_view (Fixture *fixture)
{
  return STEADY_EXPORT_VIEW (find (GTK_WIDGET (fixture->page), "export_view"));
}

static SteadyImportView *
import_view (Fixture *fixture)
{
  return STEADY_IMPORT_VIEW (find (GTK_WIDGET (fixture->page), "import_view"));
}

static SteadyNamelessView *
nameless_view (Fixture *fixture)
{
  return STEADY_NAMELESS_VIEW (find (GTK_WIDGET (fixture->page), "nameless_view"));
}

static bool
has_case (Fixture *fixture)
{
  steady_page_refresh (STEADY_PAGE (fixture->page), steady_clock_now ());
  return g_list_model_get_n_items (
             G_LIST_MODEL (steady_cases_page_list (fixture->page))) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->page = STEADY_CASES_PAGE (steady_cases_page_new ());
  gtk_widget_add_css_class (fixture->window, "compact");
  gtk_widget_add_css_class (fixture->window, "console");
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, "the case is on the shelf", has_case);
  steady_cases_page_choose (fixture->page, 0);
  run_for (0.1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for (0.1);
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What lies in @place, sorted, "" without anything. */
static char *
names_in (const char *place)
{
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static bool
export_is_over (Fixture *fixture)
{
  return gtk_widget_is_sensitive (get (fixture, "export_view", "back"));
}

/* Chooses a format and the stick, and waits until the case is there. */
static const char *
export_as (Fixture *fixture, const char *format)
{
  click (fixture, "export_view", format);
  click (fixture, "export_view", "go");
  wait_until (fixture, format, export_is_over);
  return steady_export_view_last (export_view (fixture));
}

static void
begin_export (Fixture *fixture)
{
  click (fixture, "box", "export");
  steady_place_bar_offer (steady_export_view_places (export_view (fixture)), stick);
  run_for (0.1);
}

static void
test_every_format (Fixture *fixture, gconstpointer data)
{
  static const char *const formats[] = {
    "steady", "csv", "wfdb", "edf", "json", "pdf"
  };

  picture (fixture, "shelf");
  begin_export (fixture);
  picture (fixture, "export");
  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const char *made = export_as (fixture, formats[i]);
      if (made == NULL)
        g_error ("%s: %s", formats[i], said (fixture, "export_view"));
      g_assert_true (g_str_has_prefix (made, stick));
      g_assert_true (g_file_test (made, G_FILE_TEST_EXISTS));
      g_assert_nonnull (strstr (said (fixture, "export_view"), made));
    }
  g_autofree char *names = names_in (stick);
  g_assert_cmpstr (
      names,
      ==,
      "Stuffy-csv Stuffy-sheets Stuffy-wfdb Stuffy.edf Stuffy.json Stuffy.steady");
  /* a second one gets a name of its own */
  g_assert_true (g_str_has_suffix (export_as (fixture, "json"), "/Stuffy-2.json"));
  picture (fixture, "exported");
  click (fixture, "export_view", "back");
}

static bool
export_has_begun (Fixture *fixture)
{
  return gtk_progress_bar_get_fraction (
             GTK_PROGRESS_BAR (get (fixture, "export_view", "bar"))) > 0;
}

/* Stopped in the middle: neither the file nor a part of it. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  begin_export (fixture);
  g_autofree char *before = names_in (stick);
  click (fixture, "export_view", "csv");
  click (fixture, "export_view", "go");
  wait_until (fixture, "it is on its way", export_has_begun);
  g_assert_true (gtk_widget_get_mapped (get (fixture, "export_view", "cancel")));
  g_assert_false (gtk_widget_is_sensitive (get (fixture, "export_view", "go")));
  picture (fixture, "exporting");
  if (!export_is_over (fixture))
    click (fixture, "export_view", "cancel");
  wait_until (fixture, "it has stopped", export_is_over);
  g_autofree char *after = names_in (stick);
  g_assert_null (strstr (after, ".part"));
  if (steady_export_view_last (export_view (fixture)) == NULL)
    g_assert_cmpstr (after, ==, before);
  else
    g_test_message ("It was done before it could be stopped.");
  g_assert_true (gtk_widget_is_sensitive (get (fixture, "export_view", "go")));
}

/* A place where nothing can be written is a sentence, and nothing else. */
static void
test_no_place (Fixture *fixture, gconstpointer data)
{
  begin_export (fixture);
  g_autofree char *gone = g_build_filename (folder, "gone", NULL);
  steady_place_bar_offer (steady_export_view_places (export_view (fixture)), gone);
  g_assert_null (export_as (fixture, "edf"));
  g_assert_nonnull (strstr (said (fixture, "export_view"), "gone"));
}

static bool
nameless_is_over (Fixture *fixture)
{
  return gtk_widget_is_sensitive (get (fixture, "nameless_view", "back"));
}

static bool
holds (const char *file, const char *word)
{
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  return memmem (bytes, length, word, strlen (word)) != NULL;
}

/* Every text is shown; what nobody keeps is gone. */
static void
test_without_names (Fixture *fixture, gconstpointer data)
{
  begin_export (fixture);
  click (fixture, "export_view", "nameless");
  wait_until (fixture, "the texts are there", nameless_is_over);
  steady_place_bar_offer (steady_nameless_view_places (nameless_view (fixture)), stick);
  const unsigned texts = steady_nameless_view_texts (nameless_view (fixture));
  g_assert_cmpuint (texts, >=, 2);
  picture (fixture, "texts");
  click (fixture, "nameless_view", "go");
  wait_until (fixture, "the copy is made", nameless_is_over);
  const char *made = steady_nameless_view_last (nameless_view (fixture));
  g_assert_nonnull (made);
  g_assert_null (strstr (made, "Stuffy"));
  g_assert_false (holds (made, "The surgeon clamps the aorta."));
  g_assert_false (holds (made, "Stuffy"));
  /* and again with all but the first, which names the child */
  for (unsigned i = 2; i <= texts; i++)
    steady_nameless_view_keep (nameless_view (fixture), i, TRUE);
  click (fixture, "nameless_view", "go");
  wait_until (fixture, "the copy is made", nameless_is_over);
  made = steady_nameless_view_last (nameless_view (fixture));
  g_assert_nonnull (made);
  g_assert_true (holds (made, "The surgeon clamps the aorta."));
  g_assert_false (holds (made, "Stuffy"));
  picture (fixture, "without-names");
  click (fixture, "nameless_view", "back");
  g_assert_true (gtk_widget_get_mapped (get (fixture, "box", "search")));
}

static bool
import_is_over (Fixture *fixture)
{
  return gtk_widget_is_sensitive (get (fixture, "import_view", "back"));
}

static GtkListBoxRow *
row_of (Fixture *fixture, const char *file)
{
  GtkListBox    *list = GTK_LIST_BOX (get (fixture, "import_view", "list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_has_prefix (
            gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row))), file))
      return row;
  return NULL;
}

static bool
has_json (Fixture *fixture)
{
  return row_of (fixture, "Stuffy.json") != NULL;
}

static const char *
import_file (Fixture *fixture, const char *file)
{
  gtk_list_box_select_row (GTK_LIST_BOX (get (fixture, "import_view", "list")),
                           row_of (fixture, file));
  click (fixture, "import_view", "go");
  wait_until (fixture, file, import_is_over);
  return steady_import_view_last (import_view (fixture));
}

/* Cuts the last third off. */
static void
damage (const char *name)
{
  g_autofree char *file = g_build_filename (stick, name, NULL);
  GStatBuf         about;

  g_assert_cmpint (g_stat (file, &about), ==, 0);
  g_assert_cmpint (truncate (file, about.st_size * 2 / 3), ==, 0);
}

/* What left comes back; what is damaged is taken only when a person says so. */
static void
test_import (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "Stuffy.steady",
                                       "Stuffy.json",
                                       "Stuffy.edf",
                                       "TRAINING_case.hea",
                                       "TRAINING-channels.csv" };

  click (fixture, "box", "import");
  steady_place_bar_offer (steady_import_view_places (import_view (fixture)), stick);
  wait_until (fixture, "the recordings are listed", has_json);
  picture (fixture, "import");
  for (unsigned i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const char *made = import_file (fixture, files[i]);
      if (made == NULL)
        g_error ("%s: %s", files[i], said (fixture, "import_view"));
      g_assert_true (g_file_test (made, G_FILE_TEST_EXISTS));
      g_assert_false (gtk_widget_get_visible (get (fixture, "import_view", "part")));
    }
  damage ("Stuffy.json");
  g_assert_null (import_file (fixture, "Stuffy.json"));
  g_assert_nonnull (strstr (said (fixture, "import_view"), "Stuffy.json"));
  picture (fixture, "damaged");
  click (fixture, "import_view", "part");
  wait_until (fixture, "the part is taken", import_is_over);
  const char *part = steady_import_view_last (import_view (fixture));
  g_assert_nonnull (part);
  g_assert_nonnull (strstr (said (fixture, "import_view"), "Stuffy.json"));
  g_assert_true (holds (part, "PARTIAL IMPORT"));
  picture (fixture, "part");
}

static unsigned
shown (Fixture *fixture)
{
  return g_list_model_get_n_items (
      G_LIST_MODEL (steady_cases_page_list (fixture->page)));
}

static bool
is_none_shown (Fixture *fixture)
{
  return shown (fixture) == 0;
}

static bool
is_one_shown (Fixture *fixture)
{
  return shown (fixture) == 1;
}

static unsigned
marks_of_first (Fixture *fixture)
{
  g_autoptr (SteadyCaseItem) item =
      g_list_model_get_item (G_LIST_MODEL (steady_cases_page_list (fixture->page)), 0);
  return item != NULL ? steady_case_item_card (item)->marks : 0;
}

static bool
is_teaching (Fixture *fixture)
{
  return (marks_of_first (fixture) & STEADY_STORY_TEACHING) != 0;
}

static bool
is_no_teaching (Fixture *fixture)
{
  return shown (fixture) == 1 && !is_teaching (fixture);
}

static void
note_path (GtkWidget *page, const char *path, char **opened)
{
  g_free (*opened);
  *opened = g_strdup (path);
}

/* Words and marks find a case; a tap opens it. */
static void
test_shelf (Fixture *fixture, gconstpointer data)
{
  GtkWidget       *search = get (fixture, "box", "search");
  GtkToggleButton *good = GTK_TOGGLE_BUTTON (get (fixture, "box", "good_catch"));
  GtkToggleButton *teaching = GTK_TOGGLE_BUTTON (get (fixture, "box", "teaching"));
  g_autofree char *opened = NULL;

  g_assert_cmpuint (shown (fixture), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "nobody of this name");
  wait_until (fixture, "no case of that name", is_none_shown);
  g_assert_false (gtk_widget_is_sensitive (get (fixture, "box", "open")));
  gtk_editable_set_text (GTK_EDITABLE (search), "stuff");
  wait_until (fixture, "the case of that name", is_one_shown);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_until (fixture, "all cases", is_one_shown);
  steady_cases_page_choose (fixture->page, 0);
  g_assert_false (is_teaching (fixture));
  click (fixture, "box", "mark_teaching");
  wait_until (fixture, "the mark stands in the case", is_teaching);
  gtk_toggle_button_set_active (good, TRUE);
  wait_until (fixture, "no case was a good catch", is_none_shown);
  gtk_toggle_button_set_active (good, FALSE);
  gtk_toggle_button_set_active (teaching, TRUE);
  wait_until (fixture, "one is for teaching", is_one_shown);
  gtk_toggle_button_set_active (teaching, FALSE);
  wait_until (fixture, "all cases", is_one_shown);
  steady_cases_page_choose (fixture->page, 0);
  /* a second tap takes it back */
  click (fixture, "box", "mark_teaching");
  wait_until (fixture, "the mark is taken back", is_no_teaching);
  steady_cases_page_choose (fixture->page, 0);
  g_signal_connect (fixture->page, "open-case", G_CALLBACK (note_path), &opened);
  click (fixture, "box", "open");
  g_assert_nonnull (opened);
  g_assert_true (g_str_has_suffix (opened, "/Stuffy.steady"));
}

static bool
is_printed (Fixture *fixture)
{
  return gtk_widget_is_sensitive (get (fixture, "sheets", "record"));
}

/* What each button prints lies there, and is said; nothing is pressed twice. */
static void
test_prints (Fixture *fixture, gconstpointer data)
{
  static const char *const sheets[] = { "record", "debrief", "handoff", "family" };
  SteadySheetBar          *bar = steady_cases_page_sheets (fixture->page);

  for (unsigned i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      GtkWidget *button = get (fixture, "sheets", sheets[i]);
      g_assert_true (gtk_widget_is_sensitive (button));
      g_signal_emit_by_name (button, "clicked");
      g_assert_false (gtk_widget_is_sensitive (button));
      wait_until (fixture, sheets[i], is_printed);
      const char *made = steady_sheet_bar_last (bar);
      g_assert_nonnull (strstr (made, sheets[i]));
      g_assert_true (g_file_test (made, G_FILE_TEST_EXISTS));
      g_assert_nonnull (strstr (said (fixture, "sheets"), made));
      g_assert_true (gtk_widget_get_visible (get (fixture, "sheets", "open")));
    }
}

/* Stopped or done before it could be, but never a part of a sheet. */
static void
test_print_is_stopped (Fixture *fixture, gconstpointer data)
{
  SteadySheetBar *bar = steady_cases_page_sheets (fixture->page);

  g_signal_emit_by_name (get (fixture, "sheets", "record"), "clicked");
  g_signal_emit_by_name (get (fixture, "sheets", "cancel"), "clicked");
  wait_until (fixture, "it has ended", is_printed);
  g_autofree char *prints = g_path_get_dirname (steady_sheet_bar_last (bar));
  g_autofree char *names = names_in (prints);
  g_assert_null (strstr (names, ".part"));
  g_assert_true (said (fixture, "sheets")[0] != '\0');
}

/* What the page Record sends. */
typedef struct Sent
{
  unsigned             notes;
  unsigned             marks;
  SteadyMark           note;
  SteadyClinicalRecord mark;
} Sent;

static bool
take_sent (void *data, SteadyFrameType type, const void *payload, size_t length)
{
  Sent *sent = data;

  if (type == STEADY_FRAME_MARK && ++sent->notes > 0)
    memcpy (&sent->note, payload, MIN (length, sizeof sent->note));
  if (type == STEADY_FRAME_CLINICAL_REQUEST && ++sent->marks > 0)
    memcpy (&sent->mark, payload, MIN (length, sizeof sent->mark));
  return true;
}

static void
press_label (GtkWidget *widget, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (child) &&
          g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0)
        {
          g_assert_true (gtk_widget_is_sensitive (child));
          g_signal_emit_by_name (child, "clicked");
        }
      press_label (child, label);
    }
}

/* Notes and marks of the case that is being recorded, by its buttons. */
static void
test_record_page (Fixture *fixture, gconstpointer data)
{
  Sent                 sent = { 0 };
  const SteadyPageHost host = { .data = &sent, .send = take_sent };
  GtkWidget           *page = g_object_ref_sink (steady_record_page_new ());
  SteadyRecordPage    *record = STEADY_RECORD_PAGE (page);
  GtkEditable         *entry = GTK_EDITABLE (find (page, "entry"));

  steady_page_start (STEADY_PAGE (page), &host);
  steady_page_refresh (STEADY_PAGE (page), steady_clock_now ());
  g_assert_cmpstr (steady_record_page_facts (record), !=, "");
  /* without words there is nothing to note, and no catch to tell of */
  press_label (page, _ ("Write the note"));
  press_label (page, _ ("Good catch"));
  g_assert_cmpuint (sent.notes + sent.marks, ==, 0);
  g_assert_cmpstr (steady_record_page_answer (record), !=, "");
  gtk_editable_set_text (entry, "kinked line");
  press_label (page, _ ("Good catch"));
  g_assert_cmpuint (sent.marks, ==, 1);
  g_assert_cmpint (sent.mark.kind, ==, STEADY_CLINICAL_GOOD_CATCH);
  g_assert_cmpstr (sent.mark.text, ==, "kinked line");
  g_assert_cmpstr (sent.mark.what, ==, "");
  gtk_editable_set_text (entry, "");
  press_label (page, _ ("Teaching case"));
  g_assert_cmpuint (sent.marks, ==, 2);
  g_assert_cmpstr (sent.mark.what, ==, "teaching");
  gtk_editable_set_text (entry, "warm enough");
  press_label (page, _ ("Write the note"));
  g_assert_cmpuint (sent.notes, ==, 1);
  g_assert_cmpint (sent.note.event, ==, STEADY_EVENT_NOTE);
  g_assert_cmpstr (sent.note.text, ==, "warm enough");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  g_object_unref (page);
}

static void
check_name (GtkWidget *widget, unsigned *count)
{
  if (GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_PROGRESS_BAR (widget) ||
      GTK_IS_LIST_BOX (widget))
    {
      (*count)++;
      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL) &&
          !gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_RELATION_LABELLED_BY))
        g_error ("“%s” has no accessible name.",
                 gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_name (child, count);
}

/* Everything has a name, and no view asks for more than the place that it has. */
static void
test_names_and_places (Fixture *fixture, gconstpointer data)
{
  unsigned count = 0;
  int      least;

  begin_export (fixture);
  check_name (GTK_WIDGET (fixture->page), &count);
  g_assert_cmpuint (count, >, 30);
  gtk_widget_measure (GTK_WIDGET (fixture->page),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (least, <=, WIDTH);
  gtk_widget_measure (GTK_WIDGET (fixture->page),
                      GTK_ORIENTATION_VERTICAL,
                      WIDTH,
                      &least,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (least, <=, HEIGHT);
}

/* Runs a program and waits. */
static void
run_program (const char *program, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  int     status = -1;
  va_list arguments;

  g_ptr_array_add (words, g_build_filename (folder, program, NULL));
  va_start (arguments, program);
  for (char *word = va_arg (arguments, char *); word != NULL;
       word = va_arg (arguments, char *))
    g_ptr_array_add (words, g_strdup (word));
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL,
                (char **) words->pdata,
                NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* The page starts programs that lie beside its own: this one is put beside them. */
static void
move_beside (int argc, char **argv)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *place = g_path_get_dirname (own);
  g_autofree char *beside = g_build_filename (place, "steady-case", NULL);
  g_autofree char *bytes = NULL;
  gsize            length = 0;

  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    return;
  /* or it would start itself for ever */
  bool told = false;
  for (int i = 1; i < argc; i++)
    told = told || g_str_has_suffix (argv[i], "/steady-case");
  if (!told)
    g_error ("usage: test-exchange-page BUILD/src/steady-case BUILD/src/steady-engine");
  g_autofree char *made = g_dir_make_tmp ("steady-exchange-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (made, "test-exchange-page", NULL);
  g_assert_true (g_file_get_contents (own, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents_full (
      copy, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  for (int i = 1; i < argc && argv[i][0] != '-'; i++)
    {
      g_autofree char *program = g_canonicalize_filename (argv[i], NULL);
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_autofree char *link = g_build_filename (made, name, NULL);
      g_assert_cmpint (symlink (program, link), ==, 0);
    }
  execv (copy, argv);
  g_error ("The test cannot be started again in %s.", made);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      if (g_unlink (below) != 0)
        remove_all (below);
    }
  g_rmdir (path);
}

/* Eight minutes of bypass on the shelf, and a stick with nothing on it. */
static void
make_case (void)
{
  g_autofree char *cases = g_build_filename (folder, "steady", "cases", NULL);
  g_autofree char *file = g_build_filename (cases, "Stuffy.steady", NULL);
  g_autofree char *scenario =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", "stuffy.json", NULL);

  stick = g_build_filename (folder, "stick", NULL);
  g_assert_cmpint (g_mkdir_with_parents (cases, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  run_program ("steady-engine",
               "--training",
               scenario,
               "--speed",
               "max",
               "--until",
               "8min",
               "--case",
               file,
               NULL);
}

int
main (int argc, char **argv)
{
  move_beside (argc, argv);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  folder = g_path_get_dirname (own);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  make_case ();
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  steady_console_resources_register_resource ();
  steady_theme_load (gdk_display_get_default (), TRUE);
  steady_theme_set_touch (gdk_display_get_default (), 56);
  g_test_add ("/records/shelf/found", Fixture, NULL, set_up, test_shelf, tear_down);
  g_test_add ("/records/shelf/prints", Fixture, NULL, set_up, test_prints, tear_down);
  g_test_add ("/records/shelf/print-is-stopped",
              Fixture,
              NULL,
              set_up,
              test_print_is_stopped,
              tear_down);
  g_test_add (
      "/records/record/buttons", Fixture, NULL, set_up, test_record_page, tear_down);
  g_test_add ("/records/exchange/every-format",
              Fixture,
              NULL,
              set_up,
              test_every_format,
              tear_down);
  g_test_add (
      "/records/exchange/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add (
      "/records/exchange/no-place", Fixture, NULL, set_up, test_no_place, tear_down);
  g_test_add ("/records/exchange/without-names",
              Fixture,
              NULL,
              set_up,
              test_without_names,
              tear_down);
  g_test_add ("/records/exchange/names-and-places",
              Fixture,
              NULL,
              set_up,
              test_names_and_places,
              tear_down);
  g_test_add (
      "/records/exchange/import", Fixture, NULL, set_up, test_import, tear_down);
  const int status = g_test_run ();
  remove_all (folder);
  g_free (stick);
  g_free (folder);
  return status;
}
