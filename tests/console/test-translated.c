/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <signal.h>
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
#include "measure/steady-event-words.h"
#include "measure/steady-given-words.h"
#include "measure/steady-reason-text.h"
#include "measure/steady-timer-text.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "tools/move-beside.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-page.h"
#include "widgets/steady-words.h"

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
  "Anna Bruno Ida Malte Stuffy",
  "Steady simulator",
  "WFDB EDF CSV JSON PDF",
  "ACT SaO pO",
  /* marks of sources, and works that they name */
  "GK prop derived MAE STS PERFL GRIST ELSO ECMOEMER PANIC DUTCH ANZCP SAND DARL GAO",
  "kg KB MB GB MiB ms rpm",
};

typedef struct Fixture
{
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

static Seen  seen;
static char *folder; /* with the programs, the words and the cases */
static char *socket_path;
static char *old_case;

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

/* What GTK says by itself, and with what it measures. */
static bool
is_toolkits (const char *text)
{
  return strcmp (text, "Eintrag löschen") == 0 || strcmp (text, "Clear entry") == 0 ||
         g_str_has_prefix (text, "The quick brown fox");
}

static char *
without_files (const char *text)
{
  static GRegex *files;

  if (files == NULL)
    files = g_regex_new ("/\\S+( record\\.pdf)?", 0, 0, NULL);
  return g_regex_replace (files, text, -1, 0, "", 0, NULL);
}

/* Whether @text holds a word of plain letters that nobody allowed; in the name of a
 * file anything may stand. */
static bool
is_plain (const char *text)
{
  if (is_toolkits (text))
    return false;
  g_autofree char *rest = without_files (text);
  g_auto (GStrv) words = g_regex_split_simple ("[^A-Za-z]+", rest, 0, 0);
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

/* What leads to another tab; with STEADY_TEST_PRESS_ALL set, every button but those of
 * the review, one of which opens the toolkit's own list of files. */
static bool
is_pressed (GtkWidget *widget)
{
  if (!gtk_widget_is_sensitive (widget))
    return false;
  if (GTK_IS_TOGGLE_BUTTON (widget))
    return !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget));
  return GTK_IS_BUTTON (widget) && strcmp (seen.page, "review") != 0 &&
         g_getenv ("STEADY_TEST_PRESS_ALL") != NULL;
}

static void
find_buttons (GtkWidget *widget, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (is_pressed (widget))
    g_ptr_array_add (found, g_object_ref (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_buttons (child, found);
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
  g_autoptr (GPtrArray) buttons = g_ptr_array_new_with_free_func (g_object_unref);
  find_buttons (page, buttons);
  for (unsigned i = 0; i < buttons->len; i++)
    {
      GtkWidget *button = buttons->pdata[i];
      if (!gtk_widget_get_mapped (button) || !gtk_widget_is_sensitive (button))
        continue;
      if (GTK_IS_TOGGLE_BUTTON (button))
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      else
        g_signal_emit_by_name (button, "clicked");
      settle (0.12);
      look_at_widget (page);
    }
}

/* Each refusal that an engine can answer has a sentence of its own. */
static void
test_refusals (void)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  const char *none = steady_words_refusal (STEADY_REFUSAL_NONE);
  unsigned    count = 0;

  for (unsigned i = 1; i < 256; i++)
    {
      const char *name = steady_refusal_name ((SteadyRefusal) i);
      const char *words = steady_words_refusal ((SteadyRefusal) i);
      if (strcmp (name, "unknown") == 0)
        continue;
      count++;
      if (strcmp (words, none) == 0)
        g_error ("The refusal “%s” has no words.", name);
      if (is_plain (words))
        g_error ("“%s” is not translated.", words);
      if (!g_hash_table_add (said, (gpointer) words))
        g_error ("Two refusals say “%s”.", words);
    }
  g_assert_cmpuint (count, >, 30);
}

static void
check_word (const char *words, const char *what)
{
  if (is_plain (_ (words)))
    g_error ("“%s” of %s is not translated.", words, what);
}

/* So have the reasons, and all that vocabulary, channels and products are called. */
static void
test_names (void)
{
  const char *reason;

  for (unsigned i = 0; (reason = steady_reason_phrase (i)) != NULL; i++)
    {
      g_autofree char *bare = g_strdup (_ (reason));
      for (char *c = bare, in = 0; *c != '\0'; c++)
        {
          in = *c == '{' || (in && *c != '}');
          *c = in ? ' ' : *c;
        }
      if (g_str_has_prefix (reason, "plan: ") || strstr (reason, "--") != NULL)
        continue; /* what follows is translated by itself; an option is what it is */
      check_word (bare, "the reasons");
    }
  for (unsigned i = 1; i < STEADY_CHANNEL_MAX; i++)
    {
      const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) i);
      if (info != NULL)
        check_word (info->label, info->name);
    }
  for (unsigned i = 1; i < STEADY_CONTROL_MAX; i++)
    check_word (steady_control_words ((SteadyControl) i), "the controls");
  for (unsigned i = 1; i < 256; i++)
    check_word (steady_event_words ((SteadyEvent) i), "the events");
  for (unsigned i = 0; steady_product (i) != NULL; i++)
    check_word (steady_product_words (steady_product (i)), "the products");
  for (unsigned i = STEADY_TIMER_BYPASS; i <= STEADY_TIMER_FREE; i++)
    check_word (steady_timer_words (i), "the timers");
}

static bool
is_told (void *data)
{
  const Fixture *fixture = data;

  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 1 &&
         fixture->state->has_heartbeat &&
         fixture->state->usable[STEADY_CHANNEL_PATIENT_FLOW].channel != 0;
}

static void
wait_until (bool (*condition) (void *data), void *data)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  while (!condition (data))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      settle (0.02);
    }
}

static GSubprocess *
run_engine (const char *scenario, const char *case_file, const char *speed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *engine = g_build_filename (folder, "steady-engine", NULL);
  g_autofree char *file =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", scenario, NULL);
  const bool served = strcmp (speed, "max") != 0;

  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                           &error,
                                           engine,
                                           "--training",
                                           file,
                                           "--case",
                                           case_file,
                                           "--speed",
                                           speed,
                                           "--until",
                                           served ? "2h" : "12min",
                                           served ? "--socket" : NULL,
                                           socket_path,
                                           NULL);
  g_assert_no_error (error);
  return process;
}

static void
set_up (Fixture *fixture, const char *scenario, SteadyRole role)
{
  static unsigned  number;
  g_autofree char *name = g_strdup_printf ("data/steady/cases/%u.steady", number++);
  g_autofree char *case_file = g_build_filename (folder, name, NULL);

  *fixture = (Fixture){ .engine = run_engine (scenario, case_file, "20") };
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_role (fixture->window, role);
  steady_console_window_set_dark (fixture->window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (fixture->window, socket_path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_told, fixture);
}

static void
tear_down (Fixture *fixture)
{
  seen.page = NULL;
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle (0.05);
  g_subprocess_send_signal (fixture->engine, SIGTERM);
  g_subprocess_wait (fixture->engine, NULL, NULL);
  g_clear_object (&fixture->engine);
}

static unsigned
report (GHashTable *found, const char *what)
{
  const unsigned count = g_hash_table_size (found);
  GHashTableIter iter;
  void          *text, *page;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &text, &page))
    g_test_message ("%s: %s: “%s”", what, (const char *) page, (const char *) text);
  g_hash_table_remove_all (found);
  return count;
}

static void
judge (unsigned least)
{
  const unsigned plain = report (seen.plain, "not translated");
  const unsigned nameless = report (seen.nameless, "without a name");

  g_test_message ("%u texts were laid out", seen.texts);
  g_assert_cmpuint (plain, ==, 0);
  g_assert_cmpuint (nameless, ==, 0);
  g_assert_cmpuint (seen.texts, >, least);
  seen.texts = 0;
}

static void
look_at_pages (Fixture *fixture, const char *const *pages, unsigned n)
{
  SteadyLivePage *live = steady_console_window_page (fixture->window);

  for (unsigned i = 0; i < n; i++)
    if (steady_live_page_knows (live, pages[i]) &&
        steady_live_page_show (live, pages[i]))
      look_at_page (GTK_WIDGET (fixture->window), pages[i]);
}

/* A case before bypass, with somebody signed in. */
static void
test_pages (void)
{
  static const char *const   pages[] = { "live",      "alarms", "hands",  "plan",
                                         "checklist", "drugs",  "timers", "cardioplegia",
                                         "oxygen",    "flow",   "record", "cases",
                                         "around",    "team",   "devices" };
  const SteadySettingRequest anna = { .kind = STEADY_SETTING_OPERATOR, .who = "Anna" };
  Fixture                    fixture;

  set_up (&fixture, "tutorial-checklist.json", STEADY_ROLE_CONSOLE);
  steady_console_link_setting (steady_console_window_link (fixture.window), &anna);
  look_at_pages (&fixture, pages, G_N_ELEMENTS (pages));
  tear_down (&fixture);
  judge (1000);
}

static bool
has_alarm (void *data)
{
  return ((Fixture *) data)->state->n_present > 0;
}

/* An incident with its alarms, as an instructor sees it, and its end. */
static void
test_training (void)
{
  static const char *const    pages[] = { "live", "alarms", "training" };
  const SteadyTrainingRequest end = { .kind = STEADY_TRAINING_END };
  Fixture                     fixture;

  set_up (&fixture, "arterial-air.json", STEADY_ROLE_INSTRUCTOR);
  wait_until (has_alarm, &fixture);
  look_at_pages (&fixture, pages, G_N_ELEMENTS (pages));
  steady_console_link_send (steady_console_window_link (fixture.window),
                            STEADY_FRAME_TRAINING_REQUEST,
                            &end,
                            sizeof end);
  settle (0.5);
  look_at_pages (&fixture, &pages[2], 1);
  tear_down (&fixture);
  judge (1000);
}

/* ECMO, and what the team sees of it. */
static void
test_ecmo (void)
{
  static const char *const pages[] = { "live", "ecmo", "alarms" };
  Fixture                  fixture;

  set_up (&fixture, "ecmo-chatter.json", STEADY_ROLE_CONSOLE);
  look_at_pages (&fixture, pages, G_N_ELEMENTS (pages));
  GtkWidget *team = steady_team_window_new (socket_path);
  gtk_window_present (GTK_WINDOW (team));
  look_at_page (team, "the team's window");
  settle (0.3);
  look_at_widget (team);
  seen.page = NULL;
  gtk_window_destroy (GTK_WINDOW (team));
  tear_down (&fixture);
  judge (1000);
}

static bool
is_complete (void *data)
{
  steady_review_window_refresh (data);
  return steady_review_window_is_complete (data);
}

/* A case that is over, with its alarms and all that happened in it. */
static void
test_review (void)
{
  SteadyReviewWindow *window = steady_review_window_new (NULL);
  SteadyReviewPage   *page = steady_review_window_page (window);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  steady_review_page_open (page, old_case);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_complete, window);
  look_at_page (GTK_WIDGET (window), "review");
  const SteadyReviewCase *review = steady_review_page_review (page);
  for (unsigned i = 0; i < review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      look_at (mark->name, NULL);
      look_at (mark->text, NULL);
    }
  seen.page = NULL;
  gtk_window_destroy (GTK_WINDOW (window));
  settle (0.05);
  judge (200);
}

/* The marked words stand where gettext looks for German ones. */
static void
place_words (void)
{
  g_autofree char *place = g_build_filename (folder, "de", "LC_MESSAGES", NULL);
  g_autofree char *from = g_build_filename (folder, "steady.mo", NULL);
  g_autofree char *to = g_build_filename (place, "steady.mo", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *cases = g_build_filename (data, "steady", "cases", NULL);

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (cases, 0700), ==, 0);
  g_assert_cmpint (symlink (from, to), ==, 0);
  g_setenv ("LANGUAGE", "de", TRUE);
  g_setenv ("STEADY_LOCALE_DIR", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  /* no loudspeaker in any test */
  g_setenv ("STEADY_SOUND_API", "alsa", TRUE);
  g_setenv ("ALSA_CONFIG_PATH", "/nonexistent", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  socket_path = g_build_filename (folder, "s", NULL);
  old_case = g_build_filename (cases, "old.steady", NULL);
}

static void
make_case (void)
{
  GSubprocess *process = run_engine ("arterial-air.json", old_case, "max");

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  g_object_unref (process);
}

int
main (int argc, char **argv)
{
  folder = move_beside (argc, argv, "steady-engine");
  if (folder != NULL)
    place_words ();
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  steady_console_resources_register_resource ();
  seen.plain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen.nameless = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen.allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  allow_all ();
  drawn_words_follow (look_at, NULL);
  if (folder != NULL)
    make_case ();
  g_test_add_func ("/console/translated/refusals", test_refusals);
  g_test_add_func ("/console/translated/names", test_names);
  g_test_add_func ("/console/translated/pages", test_pages);
  g_test_add_func ("/console/translated/training", test_training);
  g_test_add_func ("/console/translated/ecmo", test_ecmo);
  g_test_add_func ("/console/translated/review", test_review);
  const int status = g_test_run ();
  g_hash_table_unref (seen.plain);
  g_hash_table_unref (seen.nameless);
  g_hash_table_unref (seen.allowed);
  if (folder != NULL)
    move_beside_remove (folder);
  g_free (folder);
  g_free (socket_path);
  g_free (old_case);
  return status;
}
