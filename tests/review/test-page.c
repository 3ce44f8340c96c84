/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "console/steady-review-window.h"
#include "console/steady-screenshot.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)
#define LENGTH   900 /* s of the case */

static char *folder;
static char *case_file;
static char *cut_off; /* a case whose engine was killed */

typedef struct Fixture
{
  SteadyReviewWindow   *window;
  SteadyReviewPage     *page;
  SteadyReviewTimeline *timeline;
  SteadyTimelineView   *view;
  int                   width;
} Fixture;

typedef bool (*Condition) (Fixture *fixture);

static void
run_for (Fixture *fixture, double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    {
      if (fixture != NULL && fixture->window != NULL)
        steady_review_window_refresh (fixture->window);
      for (unsigned i = 0; i < 20 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
      g_usleep (2000);
    }
}

static void
wait_until (Fixture *fixture, const char *what, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      if (steady_clock_now () > end)
        g_error ("Waited in vain: %s (%s).",
                 what,
                 steady_review_timeline_status (fixture->timeline));
      run_for (fixture, 0.03);
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

static GtkWidget *
get (Fixture *fixture, const char *id)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->page), id);
  if (found == NULL)
    g_error ("There is no “%s”.", id);
  return found;
}

static void
click (Fixture *fixture, const char *id)
{
  GtkWidget *button = get (fixture, id);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* A key, as the controllers of the timeline get it. */
static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0u, state, &taken);
    }
  g_assert_true (taken);
}

static void
scroll (Fixture *fixture, double dx, double dy)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_signal_emit_by_name (controller, "scroll", dx, dy, &taken);
    }
  g_assert_true (taken);
}

/* A picture for somebody to look at, where STEADY_TEST_PICTURES names a folder. */
static void
picture (Fixture *fixture, const char *name)
{
  const char *place = g_getenv ("STEADY_TEST_PICTURES");
  const char *language = g_getenv ("LANGUAGE");
  if (place == NULL)
    return;
  g_autofree char *file = g_strdup_printf (
      "%s-%s-%d.png", name, language != NULL ? language : "en", fixture->width);
  g_autofree char *path = g_build_filename (place, file, NULL);
  run_for (fixture, 0.4);
  for (unsigned i = 0; i < 40; i++)
    {
      if (steady_screenshot_save (GTK_WIDGET (fixture->window), path, NULL))
        return;
      run_for (fixture, 0.03);
    }
  g_error ("There is no picture of %s.", name);
}

static bool
is_complete (Fixture *fixture)
{
  return steady_review_window_is_complete (fixture->window);
}

static SteadyInstant
cursor (Fixture *fixture)
{
  return steady_timeline_view_cursor (fixture->view, STEADY_TIMELINE_CURSOR_A);
}

static double
seconds_at (Fixture *fixture)
{
  return steady_span_seconds (cursor (fixture) -
                              steady_timeline_view_window (fixture->view)->first);
}

static double
span (Fixture *fixture)
{
  return steady_span_seconds (
      steady_time_window_span (steady_timeline_view_window (fixture->view)));
}

static void
set_up (Fixture *fixture, const char *path, int width, int height)
{
  fixture->width = width;
  fixture->window =
      steady_review_window_new (GTK_APPLICATION (g_application_get_default ()));
  fixture->page = steady_review_window_page (fixture->window);
  fixture->timeline = steady_review_page_timeline (fixture->page);
  fixture->view = steady_review_timeline_view (fixture->timeline);
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  steady_review_window_set_dark (fixture->window, TRUE);
  gtk_window_present (GTK_WINDOW (fixture->window));
  if (path == NULL)
    return;
  steady_review_page_open (fixture->page, path);
  wait_until (fixture, "the case is drawn", is_complete);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = NULL;
  run_for (NULL, 0.1);
}

static void
check_name (GtkWidget *widget, unsigned *count)
{
  if (GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget))
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

/* All of the case, with what happened in it, at the sizes that are promised. */
static void
test_opens (void)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Fixture  fixture = { 0 };
      unsigned count = 0;
      int      least;
      set_up (&fixture, case_file, sizes[i][0], sizes[i][1]);
      const SteadyReviewCase *review = steady_review_page_review (fixture.page);
      g_assert_cmpint (
          gtk_widget_get_width (GTK_WIDGET (fixture.window)), ==, sizes[i][0]);
      gtk_widget_measure (GTK_WIDGET (fixture.page),
                          GTK_ORIENTATION_HORIZONTAL,
                          -1,
                          &least,
                          NULL,
                          NULL,
                          NULL);
      g_assert_cmpint (least, <=, sizes[i][0]);
      g_assert_cmpuint (review->marks->len, >, 5);
      g_assert_true (review->finished && review->simulated && review->journal);
      g_assert_true (
          steady_time_window_is_whole (steady_timeline_view_window (fixture.view)));
      g_assert_cmpfloat (span (&fixture), >=, LENGTH);
      g_assert_cmpuint (steady_timeline_view_rows (fixture.view)->count, >=, 3);
      g_assert_cmpuint (steady_timeline_view_filled (fixture.view), >, 1000);
      check_name (GTK_WIDGET (fixture.page), &count);
      g_assert_cmpuint (count, >, 25);
      picture (&fixture, "review");
      tear_down (&fixture);
    }
}

/* Every way to move: keys, wheel, buttons; none needs another. */
static void
test_moves (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1920, 1080);
  const double whole = span (&fixture);

  press (&fixture, GDK_KEY_plus, 0);
  g_assert_cmpfloat_with_epsilon (span (&fixture), whole / 2, 0.01);
  press (&fixture, GDK_KEY_minus, 0);
  g_assert_cmpfloat_with_epsilon (span (&fixture), whole, 0.01);
  click (&fixture, "span_1m");
  g_assert_cmpfloat_with_epsilon (span (&fixture), 60, 0.01);
  const SteadyInstant from = steady_timeline_view_window (fixture.view)->from;
  click (&fixture, "pan_on");
  g_assert_cmpint (steady_timeline_view_window (fixture.view)->from - from,
                   ==,
                   30 * STEADY_NSEC_PER_SEC);
  press (&fixture, GDK_KEY_Page_Up, 0);
  g_assert_cmpint (steady_timeline_view_window (fixture.view)->from, ==, from);
  scroll (&fixture, 0, -1);
  g_assert_cmpfloat (span (&fixture), <, 60);
  scroll (&fixture, 1, 0);
  g_assert_cmpint (steady_timeline_view_window (fixture.view)->from, >, from);
  click (&fixture, "span_1s");
  g_assert_cmpfloat_with_epsilon (span (&fixture), 1, 1e-6);
  wait_until (&fixture, "one second is drawn", is_complete);
  picture (&fixture, "review-second");
  press (&fixture, GDK_KEY_0, 0);
  g_assert_cmpfloat_with_epsilon (span (&fixture), whole, 0.01);
  tear_down (&fixture);
}

/* The gesture of @type that the timeline has. */
static GtkGesture *
gesture_of (Fixture *fixture, GType type)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return GTK_GESTURE (controller);
    }
  g_error ("The timeline has no %s.", g_type_name (type));
}

/* One finger moves what is seen as far as it goes; two of them zoom about what is
 * between them; a finger that hardly moves moves nothing. */
static void
test_fingers (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1920, 1080);
  GtkGesture  *drag = gesture_of (&fixture, GTK_TYPE_GESTURE_DRAG);
  GtkGesture  *pinch = gesture_of (&fixture, GTK_TYPE_GESTURE_ZOOM);
  const double width = gtk_widget_get_width (GTK_WIDGET (fixture.view)) - 144;

  click (&fixture, "span_1m");
  click (&fixture, "pan_on");
  const SteadyInstant from = steady_timeline_view_window (fixture.view)->from;
  g_signal_emit_by_name (drag, "drag-begin", 900.0, 500.0);
  g_signal_emit_by_name (drag, "drag-update", 5.0, 0.0);
  g_assert_cmpint (steady_timeline_view_window (fixture.view)->from, ==, from);
  g_signal_emit_by_name (drag, "drag-update", -width / 4, 0.0);
  g_assert_cmpfloat_with_epsilon (
      steady_span_seconds (steady_timeline_view_window (fixture.view)->from - from),
      15,
      0.1);
  g_signal_emit_by_name (drag, "drag-update", width / 4, 0.0);
  g_assert_cmpfloat_with_epsilon (
      steady_span_seconds (steady_timeline_view_window (fixture.view)->from - from),
      -15,
      0.1);
  g_signal_emit_by_name (drag, "drag-end", width / 4, 0.0);
  g_assert_cmpfloat_with_epsilon (span (&fixture), 60, 0.01);
  /* GTK itself begins a pinch, with an event that no test can make: here it goes on
   * from where a finger came down */
  g_signal_emit_by_name (drag, "drag-begin", 900.0, 500.0);
  g_signal_emit_by_name (pinch, "scale-changed", 2.0);
  g_assert_cmpfloat_with_epsilon (span (&fixture), 30, 0.01);
  g_signal_emit_by_name (pinch, "scale-changed", 0.5);
  g_assert_cmpfloat_with_epsilon (span (&fixture), 120, 0.01);
  g_signal_emit_by_name (pinch, "scale-changed", 0.0); /* of a broken touchscreen */
  g_assert_cmpfloat_with_epsilon (span (&fixture), 120, 0.01);
  wait_until (&fixture, "what was zoomed to is drawn", is_complete);
  tear_down (&fixture);
}

static bool
has_flow (Fixture *fixture)
{
  const char *text =
      steady_review_values_cell (steady_review_timeline_values (fixture->timeline),
                                 STEADY_CHANNEL_PATIENT_FLOW,
                                 1);
  return text != NULL && g_ascii_strtod (text, NULL) > 0.3;
}

static bool
has_difference (Fixture *fixture)
{
  const char *text =
      steady_review_values_cell (steady_review_timeline_values (fixture->timeline),
                                 STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
                                 3);
  return text != NULL && strlen (text) > 1;
}

/* Taps set the cursor, steps move it, two of them have a difference. */
static void
test_cursors (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1920, 1080);
  const double width = gtk_widget_get_width (GTK_WIDGET (fixture.view)) - 144;
  const double row = 0.5 * (steady_timeline_view_rows (fixture.view)->top[1] +
                            steady_timeline_view_rows (fixture.view)->bottom[1]);

  steady_timeline_view_tap (fixture.view, 144 + width / 2, row);
  g_assert_cmpfloat_with_epsilon (
      seconds_at (&fixture), span (&fixture) / 2, span (&fixture) / width);
  g_assert_cmpint (
      steady_timeline_view_tapped (fixture.view), ==, STEADY_CHANNEL_ARTERIAL_MEAN);
  const double before = seconds_at (&fixture);
  press (&fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat_with_epsilon (seconds_at (&fixture), before + 1, 1e-6);
  press (&fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  g_assert_cmpfloat_with_epsilon (seconds_at (&fixture), before - 9, 1e-6);
  click (&fixture, "step_on");
  wait_until (&fixture, "values under the cursor", has_flow);
  click (&fixture, "span_10s");
  click (&fixture, "step_on"); /* one sample of the fastest waveform */
  g_assert_cmpfloat_with_epsilon (seconds_at (&fixture), before - 8 + 0.004, 1e-6);
  press (&fixture, GDK_KEY_0, 0);
  press (&fixture, GDK_KEY_b, 0);
  steady_timeline_view_tap (fixture.view, 144 + width / 20, row);
  g_assert_cmpfloat_with_epsilon (seconds_at (&fixture), before - 8 + 0.004, 1e-6);
  wait_until (&fixture, "a difference", has_difference);
  picture (&fixture, "review-cursors");
  tear_down (&fixture);
}

/* Before the first sample and in a gap there is no value, and it says so. */
static void
test_marks (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1280, 800);
  const SteadyReviewCase *review = steady_review_page_review (fixture.page);
  unsigned                alarms = 0;
  double                  last = -1;

  for (guint i = 0; i < review->marks->len; i++)
    alarms += ((SteadyTimelineMark *) g_ptr_array_index (review->marks, i))->lane ==
              STEADY_TIMELINE_ALARMS;
  g_assert_cmpuint (alarms, >, 0);
  for (unsigned i = 0; i < 3; i++)
    {
      press (&fixture, GDK_KEY_n, 0);
      g_assert_cmpfloat (seconds_at (&fixture), >, last);
      last = seconds_at (&fixture);
    }
  press (&fixture, GDK_KEY_p, 0);
  g_assert_cmpfloat (seconds_at (&fixture), <, last);
  press (&fixture, GDK_KEY_Home, 0);
  click (&fixture, "next_alarm");
  g_assert_cmpfloat (seconds_at (&fixture), >, 0);
  run_for (&fixture, 0.2);
  const char *happened =
      steady_review_values_happened (steady_review_timeline_values (fixture.timeline));
  g_assert_nonnull (strchr (happened, '!'));
  click (&fixture, "prev_alarm"); /* there is none before: it stays */
  g_assert_cmpfloat (seconds_at (&fixture), >, 0);
  tear_down (&fixture);
}

static bool
is_playing (Fixture *fixture)
{
  return steady_review_timeline_playing (fixture->timeline);
}

static bool
is_past_two_minutes (Fixture *fixture)
{
  return seconds_at (fixture) > 120;
}

static bool
is_silent_for_speed (Fixture *fixture)
{
  return strstr (steady_review_timeline_status (fixture->timeline),
                 _ ("Alarms are heard at 1× only.")) != NULL;
}

/* No loudspeaker is there; a machine on which another test runs a live case refuses
 * before that is known. */
static bool
has_no_loudspeaker (Fixture *fixture)
{
  const char *status = steady_review_timeline_status (fixture->timeline);
  return strstr (status, _ ("No sound: no loudspeaker answers.")) != NULL ||
         strstr (status, _ ("No sound: a live case runs on this machine.")) != NULL;
}

/* A number, or why there is none; empty only while nothing was ever read. */
static bool
has_any_flow (Fixture *fixture)
{
  const char *text =
      steady_review_values_cell (steady_review_timeline_values (fixture->timeline),
                                 STEADY_CHANNEL_PATIENT_FLOW,
                                 1);
  return text != NULL && text[0] != '\0';
}

/* At 60 × an engine judges along, without a sound; at 1 × nothing is heard where the
 * mark of a replay cannot be. */
static void
test_plays (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1280, 800);

  click (&fixture, "speed_60");
  press (&fixture, GDK_KEY_space, 0);
  wait_until (&fixture, "it plays", is_playing);
  wait_until (&fixture, "two minutes are over", is_past_two_minutes);
  wait_until (&fixture, "values while the cursor runs", has_any_flow);
  g_assert_true (is_playing (&fixture));
  wait_until (&fixture, "it says why nothing is heard", is_silent_for_speed);
  press (&fixture, GDK_KEY_space, 0);
  g_assert_false (is_playing (&fixture));
  const double at = seconds_at (&fixture);
  run_for (&fixture, 0.3);
  g_assert_cmpfloat_with_epsilon (seconds_at (&fixture), at, 1e-9);
  click (&fixture, "speed_1");
  click (&fixture, "play");
  wait_until (&fixture, "it plays at the pace of life", is_playing);
  wait_until (&fixture, "no loudspeaker", has_no_loudspeaker);
  run_for (&fixture, 1);
  g_assert_cmpfloat (seconds_at (&fixture), >, at);
  g_assert_cmpfloat (seconds_at (&fixture), <, at + 20);
  picture (&fixture, "review-playing");
  tear_down (&fixture); /* the engine leaves with the page */
}

static bool
was_added (Fixture *fixture)
{
  return strcmp (steady_review_entry_answer (
                     steady_review_timeline_entry (fixture->timeline)),
                 _ ("It stands in the case now.")) == 0 &&
         !steady_review_page_is_loading (fixture->page);
}

static bool
has_mark (Fixture *fixture, const char *text)
{
  const SteadyReviewCase *review = steady_review_page_review (fixture->page);
  for (guint i = 0; i < review->marks->len; i++)
    if (strstr (((SteadyTimelineMark *) g_ptr_array_index (review->marks, i))->text,
                text) != NULL)
      return true;
  return false;
}

/* A note and an artefact stand in the case, with the name of who made them; what was
 * recorded is as it was. */
static void
test_adds (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, case_file, 1280, 800);
  SteadyReviewEntry *entry = steady_review_timeline_entry (fixture.timeline);

  press (&fixture, GDK_KEY_n, 0);
  click (&fixture, "note");
  g_assert_false (gtk_widget_is_sensitive (get (&fixture, "add")));
  steady_review_entry_write (entry, "Ann", "look here again");
  steady_review_entry_add (entry);
  wait_until (&fixture, "the note is added", was_added);
  g_assert_true (has_mark (&fixture, "look here again (Ann)"));

  press (&fixture, GDK_KEY_b, 0);
  click (&fixture, "artefact");
  steady_review_entry_write (entry, "Ann", "the line was flushed");
  picture (&fixture, "review-artefact");
  steady_review_entry_add (entry);
  wait_until (&fixture, "the artefact is added", was_added);
  g_assert_cmpuint (steady_review_page_review (fixture.page)->artefacts->len, ==, 1);

  click (&fixture, "amend");
  steady_review_entry_write (entry, "Ben", "a minute earlier");
  steady_review_entry_add (entry);
  wait_until (&fixture, "the amendment is added", was_added);
  g_assert_true (has_mark (&fixture, ": a minute earlier (Ben)"));
  g_assert_true (steady_review_page_review (fixture.page)->finished);
  tear_down (&fixture);
}

static bool
has_notice (Fixture *fixture)
{
  return !steady_review_page_is_loading (fixture->page);
}

/* A case that was cut off opens, and says so; what is none says that. */
static void
test_says (void)
{
  Fixture          fixture = { 0 };
  g_autofree char *nothing = g_build_filename (folder, "nothing.steady", NULL);

  set_up (&fixture, cut_off, 1280, 800);
  g_assert_false (steady_review_page_review (fixture.page)->finished);
  g_autofree char *cut = g_strdup (
      _ ("This case was not closed: its recording was cut off, or still runs; "
         "the last second may be missing. "));
  g_assert_nonnull (
      strstr (steady_review_page_notice (fixture.page), g_strchomp (cut)));
  picture (&fixture, "review-cut-off");
  steady_review_page_open (fixture.page, nothing);
  wait_until (&fixture, "an error", has_notice);
  g_assert_nonnull (strstr (steady_review_page_notice (fixture.page), nothing));
  /* the one before stays */
  g_assert_cmpstr (steady_review_page_case (fixture.page), ==, cut_off);
  tear_down (&fixture);
}

/* Makes a case with the real engine; killed after two seconds where @kill. */
static char *
make_case (const char *engine, const char *name, bool cut)
{
  g_autofree char *scenario =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", "stuffy.json", NULL);
  char       *path = g_build_filename (folder, name, NULL);
  const char *words[] = { engine,    "--training",       scenario,
                          "--speed", cut ? "20" : "max", "--until",
                          "15min",   "--case",           path,
                          NULL };
  GPid        process;
  int         status = 0;

  g_assert_true (g_spawn_async (NULL,
                                (char **) words,
                                NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD,
                                NULL,
                                NULL,
                                &process,
                                NULL));
  if (cut)
    {
      run_for (NULL, 3);
      kill (process, SIGKILL);
    }
  waitpid (process, &status, 0);
  g_assert_true (cut || (WIFEXITED (status) && WEXITSTATUS (status) == 0));
  return path;
}

/* The page starts programs that lie beside its own: this one is put beside them. */
static void
move_beside (int argc, char **argv)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *place = g_path_get_dirname (own);
  g_autofree char *engine = g_build_filename (place, "steady-engine", NULL);
  g_autofree char *bytes = NULL;
  gsize            length = 0;

  /* Whoever lists the tests names no programs: a copy would start itself for ever. */
  if (g_file_test (engine, G_FILE_TEST_EXISTS) || argc < 2 || argv[1][0] == '-')
    return;
  folder = g_dir_make_tmp ("steady-review-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "test-review-page", NULL);
  g_assert_true (g_file_get_contents (own, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents_full (
      copy, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  for (int i = 1; i < argc && argv[i][0] != '-'; i++)
    {
      g_autofree char *program = g_canonicalize_filename (argv[i], NULL);
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_autofree char *link = g_build_filename (folder, name, NULL);
      g_assert_cmpint (symlink (program, link), ==, 0);
    }

  execv (copy, argv);
  g_error ("The test cannot be started again in %s.", folder);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  move_beside (argc, argv);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* no loudspeaker in any test */
  g_setenv ("STEADY_SOUND_API", "alsa", TRUE);
  g_setenv ("ALSA_CONFIG_PATH", "/nonexistent", TRUE);
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  folder = g_path_get_dirname (own);
  g_autofree char *engine = g_build_filename (folder, "steady-engine", NULL);
  const bool       moved = g_file_test (engine, G_FILE_TEST_EXISTS);
  if (moved)
    {
      case_file = make_case (engine, "case.steady", false);
      cut_off = make_case (engine, "cut-off.steady", true);
    }
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  steady_console_resources_register_resource ();
  g_test_add_func ("/review/page/opens", test_opens);
  g_test_add_func ("/review/page/moves", test_moves);
  g_test_add_func ("/review/page/fingers", test_fingers);
  g_test_add_func ("/review/page/cursors", test_cursors);
  g_test_add_func ("/review/page/marks", test_marks);
  g_test_add_func ("/review/page/plays", test_plays);
  g_test_add_func ("/review/page/adds", test_adds);
  g_test_add_func ("/review/page/says", test_says);
  const int status = g_test_run ();
  if (moved)
    remove_folder ();
  g_free (case_file);
  g_free (cut_off);
  g_free (folder);
  return status;
}
