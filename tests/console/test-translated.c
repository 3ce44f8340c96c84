/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "console/steady-console-window.h"
#include "console/steady-review-window.h"
#include "console/steady-team-window.h"
#include "drawn-words.h"
#include "measure/steady-channel.h"
#include "measure/steady-control-words.h"
#include "measure/steady-laboratory-unit.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-page.h"

/*
 * Every page of the console in a language in which each letter that was translated
 * bears a mark (make-marked-words.py), beside a real engine. What is laid out anywhere
 * on the screen, every tooltip and every accessible name is looked at: a word of plain
 * letters that is no unit and no name was never given to gettext.
 */

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

/* What is the same in every language: units beyond those of channels, names of people
 * and children, of programs, formats and signs. */
static const char *const same[] = {
  "Anna Bruno Ida Malte Stuffy", "Steady simulator",
  "WFDB EDF CSV JSON PDF",       "ACT SaO pO GK",
  "kg KB MB GB MiB ms rpm",
};

typedef struct Fixture
{
  char                *folder;
  char                *socket;
  char                *case_file;
  GSubprocess         *engine;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
} Fixture;

/* What was seen where. */
typedef struct Seen
{
  GHashTable *plain;    /* text → page */
  GHashTable *nameless; /* widget → page */
  GHashTable *allowed;
  const char *page;
  unsigned    texts;
} Seen;

static Seen        seen;
static const char *engine_program;

static void
allow (const char *text)
{
  g_auto (GStrv) words = g_regex_split_simple ("[^A-Za-z]+", text, 0, 0);
  for (unsigned i = 0; words[i] != NULL; i++)
    g_hash_table_add (seen.allowed, g_strdup (words[i]));
}

static void
allow_all (void)
{
  for (unsigned i = 1; i < STEADY_CHANNEL_MAX; i++)
    {
      const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) i);
      if (info != NULL)
        allow (info->unit);
    }
  for (unsigned i = 0; i < STEADY_CONTROL_MAX; i++)
    allow (steady_control_unit ((SteadyControl) i));
  for (unsigned i = 0; i < G_N_ELEMENTS (same); i++)
    allow (same[i]);
}

/* Whether @text holds a word of plain letters that nobody allowed. */
static bool
is_plain (const char *text)
{
  g_auto (GStrv) words = g_regex_split_simple ("[^A-Za-z]+", text, 0, 0);
  for (unsigned i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 1 && !g_hash_table_contains (seen.allowed, words[i]))
      return true;
  return false;
}

static void
look_at (const char *text, void *data)
{
  (void) data;
  if (seen.page == NULL)
    return;
  seen.texts++;
  if (text == NULL || text[0] == '\0' || g_hash_table_contains (seen.plain, text))
    return;
  /* a letter beside a marked one is a place that was filled: "5 h" */
  if (is_plain (text))
    g_hash_table_insert (seen.plain, g_strdup (text), g_strdup (seen.page));
}

static void
settle (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static bool
has_words (GtkWidget *widget)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                     : STEADY_IS_FIT_TEXT (widget)
                         ? steady_fit_text_get_text (STEADY_FIT_TEXT (widget))
                         : NULL;

  if (text != NULL && text[0] != '\0')
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return true;
  return false;
}

/* What can be operated has a name that a screen reader says. */
static void
look_at_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  GtkWidget     *parent = gtk_widget_get_parent (widget);

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_focusable (widget) ||
      gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (accessible,
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
      has_words (widget) || (parent != NULL && GTK_IS_EDITABLE (parent)))
    return;
  g_autofree char *path = g_strdup_printf (
      "%s %s in %s %s",
      G_OBJECT_TYPE_NAME (widget),
      gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
      parent != NULL ? G_OBJECT_TYPE_NAME (parent) : "",
      parent != NULL ? gtk_buildable_get_buildable_id (GTK_BUILDABLE (parent)) : "");
  g_hash_table_insert (seen.nameless, g_steal_pointer (&path), g_strdup (seen.page));
}

static void
look_at_widget (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return;
  look_at_name (widget);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  if (tooltip != NULL)
    look_at (tooltip, NULL);
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_autofree char *name = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "");
      if (name != NULL)
        look_at (name, NULL);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at_widget (child);
}

static void
find_toggles (GtkWidget *widget, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_is_sensitive (widget) &&
      !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)))
    g_ptr_array_add (found, g_object_ref (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_toggles (child, found);
}

static GtkWidget *
find_page (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (STEADY_IS_PAGE (widget) ||
      g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "SteadyAlarmsPanel") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_page (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The page, and each of its tabs. */
static void
look_at_page (GtkWidget *window, const char *name)
{
  seen.page = name;
  settle (0.3);
  look_at_widget (window);
  GtkWidget *page = find_page (window);
  if (page == NULL)
    return;
  g_autoptr (GPtrArray) toggles = g_ptr_array_new_with_free_func (g_object_unref);
  find_toggles (page, toggles);
  for (unsigned i = 0; i < toggles->len; i++)
    {
      GtkWidget *toggle = toggles->pdata[i];
      if (!gtk_widget_get_mapped (toggle) || !gtk_widget_is_sensitive (toggle))
        continue;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
      settle (0.12);
      look_at_widget (page);
    }
}

static bool
is_told (Fixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 1 &&
         fixture->state->has_heartbeat &&
         fixture->state->usable[STEADY_CHANNEL_PATIENT_FLOW].channel != 0;
}

static void
begin_engine (Fixture *fixture, const char *scenario)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", scenario, NULL);

  fixture->engine = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                      &error,
                                      engine_program,
                                      "--training",
                                      file,
                                      "--speed",
                                      "4",
                                      "--socket",
                                      fixture->socket,
                                      "--case",
                                      fixture->case_file,
                                      NULL);
  g_assert_no_error (error);
}

static void
end_engine (Fixture *fixture)
{
  g_subprocess_send_signal (fixture->engine, 15);
  g_subprocess_wait (fixture->engine, NULL, NULL);
  g_clear_object (&fixture->engine);
}

static void
open_window (Fixture *fixture, SteadyRole role)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_role (fixture->window, role);
  steady_console_window_set_dark (fixture->window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (
      fixture->window, fixture->socket, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!is_told (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      settle (0.02);
    }
}

static unsigned
report (GHashTable *found, const char *what)
{
  GHashTableIter iter;
  void          *text, *page;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &text, &page))
    g_test_message ("%s: %s: “%s”", what, (const char *) page, (const char *) text);
  return g_hash_table_size (found);
}

static void
judge (void)
{
  const unsigned plain = report (seen.plain, "not translated");
  const unsigned nameless = report (seen.nameless, "without a name");

  g_test_message ("%u texts were laid out", seen.texts);
  g_assert_cmpuint (plain, ==, 0);
  g_assert_cmpuint (nameless, ==, 0);
  g_assert_cmpuint (seen.texts, >, 1000);
}

static void
test_pages (void)
{
  static const char *const pages[] = {
    "live",   "alarms", "training",     "hands",  "plan", "checklist",
    "drugs",  "timers", "cardioplegia", "oxygen", "flow", "ecmo",
    "record", "cases",  "review",       "around", "team", "devices"
  };
  Fixture fixture = { NULL };

  fixture.folder = g_dir_make_tmp ("steady-words-XXXXXX", NULL);
  fixture.socket = g_build_filename (fixture.folder, "s", NULL);
  fixture.case_file = g_build_filename (fixture.folder, "case.steady", NULL);
  begin_engine (&fixture, "tutorial-checklist.json");
  open_window (&fixture, STEADY_ROLE_CONSOLE);
  SteadyLivePage            *live = steady_console_window_page (fixture.window);
  const SteadySettingRequest anna = { .kind = STEADY_SETTING_OPERATOR, .who = "Anna" };
  steady_console_link_setting (steady_console_window_link (fixture.window), &anna);
  for (unsigned i = 0; i < G_N_ELEMENTS (pages); i++)
    if (steady_live_page_knows (live, pages[i]) &&
        steady_live_page_show (live, pages[i]))
      look_at_page (GTK_WIDGET (fixture.window), pages[i]);
    else
      g_test_message ("no page %s", pages[i]);
  gtk_window_destroy (GTK_WINDOW (fixture.window));
  end_engine (&fixture);
  judge ();
}

int
main (int argc, char **argv)
{
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  engine_program = argc > 1 ? argv[1] : NULL;
  steady_console_resources_register_resource ();
  seen.plain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen.nameless = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen.allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  allow_all ();
  drawn_words_follow (look_at, NULL);
  g_test_add_func ("/console/translated/pages", test_pages);
  return g_test_run ();
}
