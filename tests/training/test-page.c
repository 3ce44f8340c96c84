/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "base/steady-json.h"
#include "console/feeder.h"
#include "console/steady-console-window.h"
#include "console/steady-screenshot.h"
#include "console/steady-trend-panel.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "training/steady-hands-page.h"
#include "training/steady-training-json.h"
#include "training/steady-training-page.h"
#include "widgets/steady-fit-text.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

static const char *engine_program;

/* A trainee's window joined to a real engine. */
typedef struct Fixture
{
  char                *folder;
  char                *socket;
  GPid                 engine;
  SteadyConsoleWindow *window;
  SteadyTrainingPage  *page;
  SteadyHandsPage     *hands;
  SteadyTrainingState *state;
  int                  width;
  int                  height;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

static void
run_for (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static void
wait_until (Fixture *fixture, const char *what, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      if (steady_clock_now () > end)
        g_error ("Waited in vain: %s.", what);
      run_for (0.05);
    }
}

/* The widget called @id in a template. */
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

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
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

static GtkWidget *
get (Fixture *fixture, const char *id)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->page), id);
  if (found == NULL)
    found = find (GTK_WIDGET (fixture->window), id);
  if (found == NULL)
    g_error ("There is no “%s”.", id);
  return found;
}

/* A picture for somebody to look at, where STEADY_TEST_PICTURES names a folder. */
static void
picture (Fixture *fixture, const char *name)
{
  const char *folder = g_getenv ("STEADY_TEST_PICTURES");
  if (folder == NULL)
    return;
  const char      *language = g_getenv ("LANGUAGE");
  g_autofree char *file = g_strdup_printf (
      "%s-%s-%d.png", name, language != NULL ? language : "en", fixture->width);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  run_for (0.5);
  /* there is a picture only right after a frame */
  for (unsigned i = 0; i < 40; i++)
    {
      if (steady_screenshot_save (GTK_WIDGET (fixture->window), path, NULL))
        return;
      run_for (0.03);
    }
  g_error ("There is no picture of %s.", name);
}

/* The bear's own case with somebody who asks for something, and something to do. */
static char *
make_scenario (const char *folder)
{
  static const char *const more =
      "{\"category\": \"incident\", \"difficulty\": 2, \"length_s\": 600,"
      "\"story\": \"Stuffy is cooled.\", \"timeline\": ["
      "{\"id\": \"gas\", \"at_s\": 3000, \"mechanism\": \"gas_line_off\", \"value\": 1,"
      "\"ramp_s\": 0, \"note\": \"The gas line comes off.\"},"
      "{\"when\": {\"did\": \"reconnect-gas\"}, \"mechanism\": \"gas_line_off\","
      "\"value\": 0, \"ramp_s\": 0, \"said\": true,"
      "\"note\": \"The gas line is on again.\"}],"
      "\"callouts\": [{\"id\": \"flow-down\", \"who\": \"surgeon\","
      "\"says\": \"Flow down please, cannulating.\", \"at_s\": 2, \"within_s\": 60,"
      "\"replies\": [\"Flow coming down.\", \"Flow is up.\"], \"right\": 0,"
      "\"source\": \"test\"}],"
      "\"expected\": [{\"id\": \"told\", \"text\": \"Answers the surgeon\","
      "\"milestone\": \"detected\", \"from\": {\"mode\": \"full-bypass\"},"
      "\"when\": {\"replied\": \"flow-down\"},"
      "\"within_s\": 300, \"source\": \"test\"}],"
      "\"hints\": [\"Look at the gas.\"],"
      "\"debrief\": {\"text\": \"Say it back.\", \"points\": [\"Closed loop.\"],"
      "\"source\": \"test\"}}";
  g_autofree char *from =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", "stuffy.json", NULL);
  struct json_object *scenario = json_object_from_file (from);
  struct json_object *members = json_tokener_parse (more);
  g_assert_nonnull (scenario);
  g_assert_nonnull (members);
  json_object_object_del (scenario, "tutorial");
  json_object_object_foreach (members, key, value)
  {
    json_object_object_add (scenario, key, json_object_get (value));
  }
  char *path = g_build_filename (folder, "scenario.json", NULL);
  g_assert_cmpint (json_object_to_file (path, scenario), ==, 0);
  json_object_put (members);
  json_object_put (scenario);
  return path;
}

/* An engine never outlives a test that fails. */
static void
die_with_the_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_engine (Fixture *fixture)
{
  g_autofree char *scenario = make_scenario (fixture->folder);
  g_autofree char *case_file = g_build_filename (fixture->folder, "c.steady", NULL);
  const char      *argv[] = { engine_program,  "--training", scenario,  "--socket",
                              fixture->socket, "--case",     case_file, NULL };
  g_autoptr (GError) error = NULL;
  g_spawn_async (NULL,
                 (char **) argv,
                 NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                 die_with_the_test,
                 NULL,
                 &fixture->engine,
                 &error);
  g_assert_no_error (error);
}

static gboolean
is_told (Fixture *fixture)
{
  return fixture->state->training && fixture->state->seen != NULL &&
         fixture->state->has_beat && steady_console_window_frames (fixture->window) > 0;
}

static void
open_window (Fixture *fixture, const char *socket)
{
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, FALSE);
  fixture->width = 1920;
  fixture->height = 1080;
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (fixture->window, socket, STEADY_PLOT_BACKEND_CPU);
  fixture->page = STEADY_TRAINING_PAGE (
      find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_TRAINING_PAGE));
  fixture->hands = STEADY_HANDS_PAGE (
      find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_HANDS_PAGE));
  fixture->state =
      steady_training_link_state (steady_training_page_link (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  fixture->folder = g_dir_make_tmp ("steady-training-XXXXXX", NULL);
  fixture->socket = g_build_filename (fixture->folder, "s", NULL);
  start_engine (fixture);
  open_window (fixture, fixture->socket);
  wait_until (fixture, "the engine's word on the training", is_told);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;
  int         status;
  /* its trends have just asked, and somebody still holds the window when it is gone */
  SteadyConsoleWindow *window = g_object_ref (fixture->window);
  SteadyTrendPanel    *trends =
      STEADY_TREND_PANEL (find_type (GTK_WIDGET (window), STEADY_TYPE_TREND_PANEL));
  steady_trend_panel_set_minutes (trends, 30);
  steady_trend_panel_refresh (trends, steady_clock_now (), FALSE);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (0.1);
  g_object_unref (window);
  kill (fixture->engine, SIGTERM);
  waitpid (fixture->engine, &status, 0);
  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->socket);
}

static void
show (Fixture *fixture, const char *page)
{
  g_assert_true (
      steady_live_page_show (steady_console_window_page (fixture->window), page));
  run_for (0.3);
}

static gboolean
has_card (Fixture *fixture)
{
  return steady_call_card_text (steady_training_page_call_card (fixture->page))[0] !=
         '\0';
}

static gboolean
has_no_card (Fixture *fixture)
{
  return !has_card (fixture);
}

static graphene_rect_t
place_of (Fixture *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;
  g_assert_true (
      gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  return bounds;
}

/* What is asked stands on Live, over nothing that keeps the child safe, and one tap
 * answers it. */
static void
test_callout (Fixture *fixture, gconstpointer data)
{
  SteadyCallCard *card = steady_training_page_call_card (fixture->page);
  wait_until (fixture, "a call-out", has_card);
  run_for (0.3);
  g_assert_cmpstr (steady_call_card_text (card), ==, "Flow down please, cannulating.");
  const graphene_rect_t    place = place_of (fixture, GTK_WIDGET (card));
  static const char *const kept[] = {
    "alarms", "flow", "pump", "protections", "waves"
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const graphene_rect_t other = place_of (fixture, get (fixture, kept[i]));
      graphene_rect_t       both;
      g_assert_true (gtk_widget_get_mapped (get (fixture, kept[i])));
      if (graphene_rect_intersection (&place, &other, &both))
        g_assert_cmpfloat (both.size.width * both.size.height, <, 1);
    }
  picture (fixture, "callout");
  GtkWidget *reply = steady_call_card_button (card, 0);
  g_assert_nonnull (reply);
  g_assert_true (gtk_widget_get_focusable (reply));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (reply),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_cmpint (gtk_widget_get_height (reply), >=, 56);
  g_signal_emit_by_name (reply, "clicked");
  wait_until (fixture, "the loop to close", has_no_card);
  g_assert_cmpstr (
      steady_training_text (steady_training_at (fixture->state->seen, "callouts", 0),
                            "state"),
      ==,
      "answered");
  run_for (0.2);
  g_assert_true (gtk_widget_get_mapped (get (fixture, "trends")));
}

/* The card takes nothing that keeps the child safe, on any screen. */
static void
check_card_place (Fixture *fixture)
{
  static const char *const kept[] = {
    "alarms", "flow", "pump", "protections", "waves"
  };
  const graphene_rect_t place =
      place_of (fixture, GTK_WIDGET (steady_training_page_call_card (fixture->page)));
  for (unsigned i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const graphene_rect_t other = place_of (fixture, get (fixture, kept[i]));
      graphene_rect_t       both;
      g_assert_true (gtk_widget_get_mapped (get (fixture, kept[i])));
      if (graphene_rect_intersection (&place, &other, &both) &&
          both.size.width * both.size.height > 1)
        g_error ("The card stands over “%s” at %d.", kept[i], fixture->width);
    }
}

static gboolean
has_hidden (Fixture *fixture)
{
  return fixture->state->hidden != NULL && fixture->state->course != NULL;
}

static gboolean
has_no_gas (Fixture *fixture)
{
  double sweep = 1;
  return steady_value_table_value (
             &fixture->state->values, STEADY_CHANNEL_SWEEP, &sweep) &&
         sweep < 0.05;
}

static gboolean
is_frozen (Fixture *fixture)
{
  return steady_training_state_frozen (fixture->state);
}

static gboolean
goes_on (Fixture *fixture)
{
  return !is_frozen (fixture);
}

static void
click (Fixture *fixture, const char *id)
{
  GtkWidget *button = get (fixture, id);
  g_assert_true (gtk_widget_is_sensitive (button));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
  run_for (0.3);
}

/* A fault goes in, is seen where it should be, and nobody who has not asked for it sees
 * the list. */
static void
test_instructor (Fixture *fixture, gconstpointer data)
{
  SteadyInstructorPanel *panel = steady_training_page_instructor (fixture->page);
  show (fixture, "training");
  steady_training_page_tab (fixture->page, "instructor");
  run_for (0.6);
  g_assert_null (fixture->state->hidden);
  g_assert_null (fixture->state->course);
  picture (fixture, "instructor-closed");
  g_signal_emit_by_name (get (fixture, "open"), "held");
  wait_until (fixture, "what is hidden", has_hidden);
  run_for (0.5);
  g_assert_true (steady_instructor_panel_choose (panel, "gas_line_off"));
  run_for (0.2);
  picture (fixture, "instructor-faults");
  steady_instructor_panel_inject (panel, 1);
  wait_until (fixture, "the gas to fail", has_no_gas);
  picture (fixture, "instructor-injected");
  click (fixture, "show_truth");
  picture (fixture, "instructor-truth");
  click (fixture, "show_timeline");
  picture (fixture, "instructor-timeline");
  click (fixture, "show_expected");
  picture (fixture, "instructor-expected");
  click (fixture, "freeze");
  wait_until (fixture, "the freeze", is_frozen);
  picture (fixture, "instructor-frozen");
  click (fixture, "freeze");
  wait_until (fixture, "the case to go on", goes_on);
  steady_training_link_close (steady_training_page_link (fixture->page));
  g_assert_null (fixture->state->hidden);
  g_assert_null (fixture->state->course);
}

static gboolean
shows_note (Fixture *fixture)
{
  return g_strcmp0 (
             steady_call_card_text (steady_training_page_call_card (fixture->page)),
             "Look at the blood.") == 0;
}

static void
test_note (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingLink *link = steady_training_page_link (fixture->page);
  SteadyCallCard     *card = steady_training_page_call_card (fixture->page);
  wait_until (fixture, "a call-out", has_card);
  g_signal_emit_by_name (steady_call_card_button (card, 0), "clicked");
  wait_until (fixture, "the loop to close", has_no_card);
  show (fixture, "training");
  steady_training_page_tab (fixture->page, "instructor");
  steady_training_link_open (link);
  wait_until (fixture, "what is hidden", has_hidden);
  click (fixture, "show_notes");
  gtk_editable_set_text (GTK_EDITABLE (get (fixture, "note")), "Look at the blood.");
  click (fixture, "send");
  picture (fixture, "instructor-notes");
  show (fixture, "live");
  wait_until (fixture, "the note", shows_note);
  picture (fixture, "note");
  g_signal_emit_by_name (steady_call_card_button (card, 0), "clicked");
  wait_until (fixture, "the note to be read", has_no_card);
}

static gboolean
is_debriefed (Fixture *fixture)
{
  return steady_debrief_panel_is_full (steady_training_page_debrief (fixture->page));
}

static void
test_debrief (Fixture *fixture, gconstpointer data)
{
  wait_until (fixture, "a call-out", has_card);
  g_signal_emit_by_name (
      steady_call_card_button (steady_training_page_call_card (fixture->page), 0),
      "clicked");
  wait_until (fixture, "the loop to close", has_no_card);
  show (fixture, "training");
  steady_training_page_tab (fixture->page, "run");
  run_for (0.3);
  click (fixture, "hint");
  run_for (0.5);
  picture (fixture, "run");
  g_signal_emit_by_name (get (fixture, "end"), "held");
  wait_until (fixture, "the debrief", is_debriefed);
  picture (fixture, "debrief");
  g_assert_cmpstr (
      steady_training_text (fixture->state->debrief, "outcome"), ==, "passed");
  g_assert_cmpint (
      (int) steady_training_integer (fixture->state->debrief, "hints_used"), ==, 1);
}

/* The instructor's own screen, joined to the same engine. */
typedef struct Second
{
  SteadyConsoleWindow *window;
  SteadyTrainingPage  *page;
  SteadyTrainingState *state;
} Second;

static Second second;

static gboolean
second_sees (Fixture *fixture)
{
  return second.state->hidden != NULL && second.state->course != NULL;
}

static gboolean
trainee_is_alarmed (Fixture *fixture)
{
  const SteadyConsoleState *state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  for (unsigned i = 0; i < state->n_present; i++)
    if (strstr (state->present[i].id, "gas") != NULL ||
        strstr (state->present[i].id, "sweep") != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_gas (Fixture *fixture)
{
  double sweep = 0;
  return steady_value_table_value (
             &fixture->state->values, STEADY_CHANNEL_SWEEP, &sweep) &&
         sweep > 0.2;
}

static gboolean
both_are_debriefed (Fixture *fixture)
{
  return is_debriefed (fixture) && second.state->debrief != NULL;
}

static gboolean
has_hands (Fixture *fixture)
{
  return steady_hands_page_button (fixture->hands, "reconnect-gas") != NULL;
}

/* A fault goes in on one screen, is seen and handled on the other, and both are told
 * how it went. The trainee is never told what was done. */
static void
test_two_consoles (Fixture *fixture, gconstpointer data)
{
  second.window = steady_console_window_new (NULL);
  steady_console_window_set_role (second.window, STEADY_ROLE_INSTRUCTOR);
  steady_console_window_start (second.window, fixture->socket, STEADY_PLOT_BACKEND_CPU);
  gtk_window_set_default_size (GTK_WINDOW (second.window), 1280, 800);
  gtk_window_present (GTK_WINDOW (second.window));
  second.page = STEADY_TRAINING_PAGE (
      find_type (GTK_WIDGET (second.window), STEADY_TYPE_TRAINING_PAGE));
  second.state = steady_training_link_state (steady_training_page_link (second.page));
  wait_until (fixture, "the instructor's screen", second_sees);
  g_assert_true (
      steady_live_page_show (steady_console_window_page (second.window), "training"));
  steady_training_page_tab (second.page, "instructor");
  SteadyInstructorPanel *panel = steady_training_page_instructor (second.page);
  bool                   chosen = false; /* what there is comes over the link */
  for (unsigned i = 0; i < 200 && !chosen; i++)
    {
      run_for (0.1);
      chosen = steady_instructor_panel_choose (panel, "gas_line_off");
    }
  g_assert_true (chosen);
  steady_instructor_panel_inject (panel, 1);
  wait_until (fixture, "the gas to fail", has_no_gas);
  wait_until (fixture, "the trainee's alarm", trainee_is_alarmed);
  picture (fixture, "two-alarmed");
  g_assert_null (fixture->state->hidden);
  g_assert_null (fixture->state->course);
  show (fixture, "hands");
  wait_until (fixture, "the page", has_hands);
  g_signal_emit_by_name (steady_hands_page_button (fixture->hands, "reconnect-gas"),
                         "clicked");
  wait_until (fixture, "gas again", has_gas);
  steady_training_link_ask_simple (
      steady_training_page_link (second.page), STEADY_TRAINING_END, NULL, 0, 0);
  wait_until (fixture, "both debriefs", both_are_debriefed);
  picture (fixture, "two-debrief");
  g_assert_null (fixture->state->hidden);
  g_assert_null (fixture->state->course);
  gtk_window_destroy (GTK_WINDOW (second.window));
}

/* Refused with a sentence that can be read. */
static gboolean
is_refused (Fixture *fixture)
{
  return fixture->state->answer_bad && gtk_widget_get_mapped (get (fixture, "answer"));
}

static void
test_shelf (Fixture *fixture, gconstpointer data)
{
  SteadyShelfPanel *shelf = steady_training_page_shelf (fixture->page);
  show (fixture, "training");
  picture (fixture, "shelf");
  g_assert_cmpuint (steady_shelf_panel_count (shelf), >=, 9);
  g_assert_true (steady_shelf_panel_choose (shelf, "gas-failure"));
  g_assert_cmpstr (steady_shelf_panel_chosen (shelf), ==, "gas-failure");
  /* this engine was started alone: it cannot start another, and says so */
  g_signal_emit_by_name (get (fixture, "start"), "held");
  show (fixture, "training");
  wait_until (fixture, "the refusal", is_refused);
}

static gboolean
did (Fixture *fixture)
{
  return steady_hands_page_button (fixture->hands, "none") == NULL &&
         gtk_widget_get_mapped (GTK_WIDGET (fixture->hands));
}

static void
test_hands (Fixture *fixture, gconstpointer data)
{
  if (steady_training_count (fixture->state->about, "actions") == 0)
    {
      g_test_skip ("the catalogue of actions is empty");
      return;
    }
  show (fixture, "hands");
  wait_until (fixture, "the page", did);
  picture (fixture, "hands");
}

static gboolean
is_sized (Fixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) == fixture->width &&
         gtk_widget_get_height (GTK_WIDGET (fixture->window)) == fixture->height;
}

/* Nothing is wider than the window, and no text is drawn too small. */
static void
check_fit (Fixture *fixture, GtkWidget *widget, unsigned *bad)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  const graphene_rect_t place = place_of (fixture, widget);
  if (GTK_IS_BUTTON (widget) &&
      (place.origin.x < -1 ||
       place.origin.x + place.size.width > (float) fixture->width + 1))
    {
      g_test_message ("“%s” leaves the window",
                      gtk_button_get_label (GTK_BUTTON (widget)));
      (*bad)++;
    }
  if (STEADY_IS_FIT_TEXT (widget) &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < 0.6)
    {
      g_test_message ("“%s” is drawn too small",
                      steady_fit_text_get_text (STEADY_FIT_TEXT (widget)));
      (*bad)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_fit (fixture, child, bad);
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  static const char *const tabs[] = { "scenarios", "run", "instructor" };
  unsigned                 bad = 0;
  wait_until (fixture, "a call-out", has_card);
  steady_training_link_open (steady_training_page_link (fixture->page));
  wait_until (fixture, "what is hidden", has_hidden);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      fixture->width = sizes[i][0];
      fixture->height = sizes[i][1];
      gtk_window_set_default_size (
          GTK_WINDOW (fixture->window), fixture->width, fixture->height);
      wait_until (fixture, "the size", is_sized);
      show (fixture, "live");
      picture (fixture, "fit-live");
      check_card_place (fixture);
      check_fit (fixture, GTK_WIDGET (fixture->window), &bad);
      show (fixture, "training");
      for (unsigned k = 0; k < G_N_ELEMENTS (tabs); k++)
        {
          g_autofree char *name = g_strconcat ("fit-", tabs[k], NULL);
          steady_training_page_tab (fixture->page, tabs[k]);
          steady_instructor_panel_choose (
              steady_training_page_instructor (fixture->page), "gas_line_off");
          run_for (0.3);
          picture (fixture, name);
          check_fit (fixture, GTK_WIDGET (fixture->window), &bad);
        }
      show (fixture, "more");
      picture (fixture, "fit-more");
    }
  g_assert_cmpuint (bad, ==, 0);
}

/* Where the patient is real the pages do not exist, and nothing can bring them up. */
static void
test_live_has_no_training (void)
{
  Fixture          fixture = { 0 };
  Feeder           feeder;
  g_autofree char *training = feeder_welcome_text (NULL);
  g_auto (GStrv) parts = g_strsplit (training, "\"training\"", 2);
  feeder_init (&feeder);
  g_free (feeder.welcome);
  feeder.welcome = g_strjoinv ("\"live\"", parts);
  open_window (&fixture, feeder.path);
  for (unsigned i = 0; i < 40; i++)
    {
      feeder_beat (&feeder, 0);
      feeder_poll (&feeder);
      run_for (0.02);
    }
  SteadyLivePage *live = steady_console_window_page (fixture.window);
  g_assert_cmpstr (fixture.state->title, ==, "Test");
  g_assert_false (fixture.state->training);
  g_assert_false (steady_page_exists (STEADY_PAGE (fixture.page)));
  g_assert_false (steady_page_exists (STEADY_PAGE (fixture.hands)));
  g_assert_false (steady_live_page_show (live, "training"));
  g_assert_false (steady_live_page_show (live, "hands"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture.page)));
  g_assert_false (gtk_widget_get_mapped (
      GTK_WIDGET (steady_training_page_call_card (fixture.page))));
  gtk_window_destroy (GTK_WINDOW (fixture.window));
  run_for (0.05);
  feeder_finish (&feeder);
}

#define ADD(path, function) \
  g_test_add ("/training/page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  g_assert_cmpint (argc, ==, 2);
  engine_program = argv[1];
  steady_console_resources_register_resource ();
  ADD ("callout", test_callout);
  ADD ("instructor", test_instructor);
  ADD ("note", test_note);
  ADD ("debrief", test_debrief);
  ADD ("two-consoles", test_two_consoles);
  ADD ("shelf", test_shelf);
  ADD ("hands", test_hands);
  ADD ("fits", test_fits);
  g_test_add_func ("/training/page/live-has-no-training", test_live_has_no_training);
  return g_test_run ();
}
