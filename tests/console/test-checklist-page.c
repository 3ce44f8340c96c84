/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "console/steady-checklist-page.h"
#include "console/steady-checklist-row.h"
#include "console/steady-console-window.h"
#include "console/steady-screenshot.h"
#include "console/steady-team-next.h"
#include "console/steady-team-window.h"
#include "measure/steady-shown-unit.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-number-pad.h"

/* From "nothing is done" to "On bypass" as two people tap it, with a real engine. */

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

static const char *engine_program;

typedef struct Fixture
{
  char                *folder;
  char                *socket;
  GSubprocess         *engine;
  SteadyConsoleWindow *window;
  SteadyConsoleLink   *link;
  SteadyConsoleState  *state;
  unsigned             taps;
} Fixture;

typedef bool (*Condition) (Fixture *fixture);

static void
settle (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      settle (0.02);
    }
}

static unsigned
needs (Fixture *fixture)
{
  double value = 0;
  return steady_value_table_value (
             &fixture->state->values, STEADY_CHANNEL_BYPASS_NEEDS, &value)
             ? (unsigned) value
             : 0;
}

static bool
is_told (Fixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 1 &&
         fixture->state->has_heartbeat && needs (fixture) != 0;
}

static bool
is_signed_in (Fixture *fixture)
{
  return fixture->state->desk.desk.operator_name[0] != '\0';
}

static bool
is_on_bypass (Fixture *fixture)
{
  return fixture->state->heartbeat.support_mode == STEADY_SUPPORT_FULL_BYPASS ||
         fixture->state->heartbeat.support_mode == STEADY_SUPPORT_PARTIAL_BYPASS;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *scenario = g_build_filename (
      g_getenv ("STEADY_DATA_DIR"), "scenarios", "tutorial-checklist.json", NULL);

  memset (fixture, 0, sizeof *fixture);
  fixture->folder = g_dir_make_tmp ("steady-checklist-XXXXXX", NULL);
  fixture->socket = g_build_filename (fixture->folder, "s", NULL);
  fixture->engine =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        engine_program,
                        "--training",
                        scenario,
                        "--socket",
                        fixture->socket,
                        "--until", /* it leaves by itself at the latest then */
                        "100s",
                        NULL);
  g_assert_no_error (error);
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  steady_console_window_start (
      fixture->window, fixture->socket, STEADY_PLOT_BACKEND_CPU);
  fixture->link = steady_console_window_link (fixture->window);
  fixture->state = steady_console_link_state (fixture->link);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_told);
  settle (0.3);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle (0.05);
  g_subprocess_send_signal (fixture->engine, 15);
  g_subprocess_wait (fixture->engine, NULL, NULL);
  g_object_unref (fixture->engine);
  g_unlink (fixture->socket);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->socket);
}

/* For people who look: STEADY_TEST_SHOTS names a folder for pictures. */
static void
shot (Fixture *fixture, const char *name)
{
  const char *shots = g_getenv ("STEADY_TEST_SHOTS");
  const char *language = g_getenv ("LANGUAGE");

  if (shots == NULL)
    return;
  g_autofree char *file = g_strdup_printf ("%s/%s-%s.png", shots, name, language);
  settle (0.3);
  steady_screenshot_save (
      gtk_window_get_child (GTK_WINDOW (fixture->window)), file, NULL);
}

/* The seen widget of @type called @name, by its own name or its id in a template. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *name)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) &&
      (name == NULL || g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ||
       g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get (Fixture *fixture, GType type, const char *name)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->window), type, name);
  if (found == NULL)
    g_error ("There is no “%s” to be seen.", name != NULL ? name : g_type_name (type));
  return found;
}

static void
tap (Fixture *fixture, GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  fixture->taps++;
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
  settle (0.25);
}

static void
tap_name (Fixture *fixture, const char *name)
{
  tap (fixture, get (fixture, GTK_TYPE_BUTTON, name));
}

/* How many labels in @widget say just @text. */
static unsigned
count_labels (GtkWidget *widget, const char *text)
{
  unsigned count = GTK_IS_LABEL (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_labels (child, text);
  return count;
}

static SteadyChecklistPage *
page_of (Fixture *fixture)
{
  return STEADY_CHECKLIST_PAGE (get (fixture, STEADY_TYPE_CHECKLIST_PAGE, NULL));
}

/* The row of an item on the list that is seen. */
static GtkWidget *
row_of (GtkWidget *widget, const char *item)
{
  if (STEADY_IS_CHECKLIST_ROW (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (steady_checklist_row_item (STEADY_CHECKLIST_ROW (widget))->id, item) ==
          0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = row_of (child, item);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
act (Fixture *fixture, const char *item, const char *signal)
{
  GtkWidget *row = row_of (GTK_WIDGET (fixture->window), item);
  g_assert_nonnull (row);
  fixture->taps++;
  g_signal_emit_by_name (row, signal);
  settle (0.25);
}

static void
type (Fixture *fixture, const char *digits)
{
  SteadyNumberPad *pad =
      STEADY_NUMBER_PAD (get (fixture, STEADY_TYPE_NUMBER_PAD, NULL));
  fixture->taps += (unsigned) strlen (digits) + 1;
  g_signal_emit_by_name (pad, "entered", g_ascii_strtod (digits, NULL));
  settle (0.25);
}

static void
sign_in (Fixture *fixture, const char *name)
{
  SteadySettingRequest request = { .kind = STEADY_SETTING_OPERATOR };
  g_strlcpy (request.who, name, sizeof request.who);
  g_assert_true (steady_console_link_setting (fixture->link, &request));
  wait_until (fixture, is_signed_in);
}

static void
send_clinical (Fixture *fixture, bool heparin)
{
  SteadyClinicalRecord record = {
    .id = (uint64_t) steady_clock_utc_ns (),
    .given = steady_console_state_now (fixture->state, steady_clock_now ()),
    .kind = heparin ? STEADY_CLINICAL_DOSE : STEADY_CLINICAL_SAMPLE,
    .amount = heparin ? 2400 : (double) NAN,
    .concentration = (double) NAN,
    .volume_ml = (double) NAN,
    .pressure_mmhg = (double) NAN,
    .temperature_c = (double) NAN,
  };
  if (heparin)
    {
      g_strlcpy (record.what, "heparin", sizeof record.what);
      g_strlcpy (record.unit, "IU", sizeof record.unit);
    }
  else
    {
      record.n_values = 1;
      record.values[0] =
          (SteadyClinicalValue){ .entered = 520, .channel = STEADY_CHANNEL_ACT };
      g_strlcpy (record.values[0].unit, "s", sizeof record.values[0].unit);
      g_strlcpy (record.device, "Hemochron", sizeof record.device);
    }
  g_assert_true (steady_console_link_send (
      fixture->link, STEADY_FRAME_CLINICAL_REQUEST, &record, sizeof record));
  settle (0.2);
}

/* The prompt of the list that is missing, each with its one tap. */
static void
test_the_gate_tells (Fixture *fixture, gconstpointer data)
{
  g_assert_true ((needs (fixture) & STEADY_NEED_REQUIRED) != 0);
  tap_name (fixture, "bypass");
  SteadyChecklistPage *page = page_of (fixture);
  g_assert_nonnull (page);
  shot (fixture, "gate");
  /* nobody is signed in: the override waits for a name */
  g_assert_false (gtk_widget_is_sensitive (
      find (GTK_WIDGET (page), STEADY_TYPE_HOLD_BUTTON, NULL)));
  g_assert_cmpuint (count_labels (GTK_WIDGET (page), "○"), ==, 8);
  g_assert_cmpuint (count_labels (GTK_WIDGET (page), "✓"), ==, 1); /* the sweep */
  g_assert_false (is_on_bypass (fixture));
  sign_in (fixture, "Anna B.");
  settle (0.3);
  /* one tap leads to the item, marked */
  g_signal_emit_by_name (
      find (GTK_WIDGET (page), g_type_from_name ("SteadyBypassPanel"), NULL),
      "lead",
      (guint) STEADY_NEED_TUBING);
  settle (0.3);
  GtkWidget *row = row_of (GTK_WIDGET (fixture->window), "tubing");
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_has_css_class (row, "wanted"));
  shot (fixture, "short-list");
}

static void
do_two (Fixture *fixture, const char *item)
{
  act (fixture, item, "read");
  act (fixture, item, "verified");
}

/* How many labels that are seen have @text in them. */
static unsigned
count_saying (GtkWidget *widget, const char *text)
{
  unsigned count = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_saying (child, text);
  return count;
}

static bool
is_behind (Fixture *fixture)
{
  unsigned needs = 0;
  return !steady_checklist_book_needs (steady_checklist_page_book (page_of (fixture)),
                                       &needs);
}

static bool
has_prime (Fixture *fixture)
{
  const SteadyChecklistLine *line = steady_checklist_state_line (
      steady_checklist_page_book (page_of (fixture))->state,
      "before-bypass",
      "prime-gas");
  return line != NULL && line->state == STEADY_CHECKLIST_READ;
}

/* All of it by two people, then the step itself. */
static void
test_from_nothing_to_bypass (Fixture *fixture, gconstpointer data)
{
  static const char *const prime[] = { "5.1", "1.1", "-2", "117", "28", "34" };

  steady_shown_unit_choose_all ("metabolite:mg/dL");
  sign_in (fixture, "Anna B.");
  tap_name (fixture, "bypass");
  tap_name (fixture, "short");
  SteadyChecklistBook *book = steady_checklist_page_book (page_of (fixture));
  act (fixture, "tubing", "read");
  shot (fixture, "choice");
  tap_name (fixture, "1/4 in");
  act (fixture, "tubing", "verified"); /* nobody was chosen: asks who */
  shot (fixture, "second");
  tap_name (fixture, _ ("Surgeon"));
  g_assert_cmpstr (book->second, ==, _ ("Surgeon"));
  act (fixture, "tubing", "verified");
  do_two (fixture, "level-test");
  do_two (fixture, "air-test");
  do_two (fixture, "pressure-test");
  act (fixture, "prime-gas", "read");
  shot (fixture, "number");
  for (unsigned i = 0; i < G_N_ELEMENTS (prime); i++)
    type (fixture, prime[i]);
  /* glucose in the unit of this site; kept as the list wants it */
  wait_until (fixture, has_prime);
  const SteadyChecklist *list = steady_checklist_find (book->all, "before-bypass");
  g_autofree char       *note = steady_checklist_book_note (
      book, list, steady_checklist_item (list, "prime-gas"));
  g_assert_nonnull (strstr (note, "117 mg/dL"));
  g_assert_cmpfloat_with_epsilon (
      steady_checklist_state_line (book->state, "before-bypass", "prime-gas")
          ->values[3],
      117 / 18.016,
      1e-9);
  act (fixture, "prime-gas", "verified");
  act (fixture, "line-test", "read");
  type (fixture, "180");
  type (fixture, "25");
  act (fixture, "line-test", "verified");
  act (fixture, "identity", "more");
  tap_name (fixture, "Emergency: no time");
  shot (fixture, "short-list-done");
  send_clinical (fixture, true);
  send_clinical (fixture, false);
  steady_console_link_command (fixture->link, STEADY_CONTROL_SWEEP, 0.5);
  for (unsigned i = 0; i < 400 && needs (fixture) != 0; i++)
    settle (0.05);
  g_assert_cmphex (needs (fixture), ==, 0);
  tap_name (fixture, "gate");
  shot (fixture, "gate-done");
  g_test_message ("%u taps from nothing to the step", fixture->taps);
  tap_name (fixture, "bypass"); /* nothing is missing: the pad asks as ever */
  tap_name (fixture, "record");
  wait_until (fixture, is_on_bypass);
  g_assert_cmpuint (fixture->taps, <, 70);
  steady_shown_unit_forget ();
  /* behind us: who did what with whom stays to be read */
  for (unsigned i = 0; i < 100 && !is_behind (fixture); i++)
    settle (0.1);
  g_assert_true (is_behind (fixture));
  shot (fixture, "gate-behind");
  g_assert_cmpuint (count_saying (GTK_WIDGET (fixture->window), "Anna B. · "), >=, 5);
  g_assert_cmpuint (count_saying (GTK_WIDGET (fixture->window), "520 s · "), ==, 1);
}

/* A hold by name goes past all of it (safety rulings, 7); what was not done then does
 * not look done. */
static void
test_the_override (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, "Anna B.");
  tap_name (fixture, "bypass");
  g_assert_false (is_on_bypass (fixture));
  g_signal_emit_by_name (
      find (GTK_WIDGET (page_of (fixture)), STEADY_TYPE_HOLD_BUTTON, NULL), "held");
  wait_until (fixture, is_on_bypass);
  g_assert_cmpuint (fixture->taps, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.bypass-needs", NULL);
  settle (1);
  g_assert_cmpuint (count_labels (GTK_WIDGET (page_of (fixture)), "✓"), ==, 0);
  g_assert_cmpuint (count_labels (GTK_WIDGET (page_of (fixture)), "–"), ==, 9);
}

static void
test_a_card (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (
      GTK_WIDGET (fixture->window), "win.crisis-card", "s", "sweep-zero"));
  settle (0.3);
  sign_in (fixture, "Anna B.");
  act (fixture, "cylinder", "read");
  const SteadyChecklistBook *book = steady_checklist_page_book (page_of (fixture));
  g_assert_cmpuint (
      steady_checklist_state_line (book->state, "backup-oxygen", "cylinder")->state,
      ==,
      STEADY_CHECKLIST_READ);
  shot (fixture, "card");
  tap_name (fixture, "cards");
  shot (fixture, "cards");
}

/* No text on the page is cut or drawn too small, and what is tapped is large. */
static void
check_fit (GtkWidget *widget, unsigned *bad)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (STEADY_IS_FIT_TEXT (widget) &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < 0.6)
    {
      g_printerr ("too small: %s\n",
                  steady_fit_text_get_text (STEADY_FIT_TEXT (widget)));
      (*bad)++;
    }
  if (GTK_IS_BUTTON (widget) && gtk_widget_compute_bounds (widget, widget, &bounds) &&
      (bounds.size.height < 55.5F || bounds.size.width < 55.5F))
    {
      g_printerr ("%s: %.0f by %.0f\n",
                  gtk_button_get_label (GTK_BUTTON (widget)),
                  (double) bounds.size.width,
                  (double) bounds.size.height);
      (*bad)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_fit (child, bad);
}

static void
test_it_fits (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 1280, 800 }, { 1920, 1080 }, { 1080, 1920 } };
  static const char *const tabs[] = {
    "gate", "short", "weaning", "ecmo-circuit", "cards"
  };
  unsigned bad = 0;

  tap_name (fixture, "bypass");
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (
          GTK_WINDOW (fixture->window), sizes[i][0], sizes[i][1]);
      for (unsigned k = 0; k < 200 && gtk_widget_get_width (
                                          GTK_WIDGET (fixture->window)) != sizes[i][0];
           k++)
        settle (0.05);
      settle (0.3);
      for (unsigned k = 0; k < G_N_ELEMENTS (tabs); k++)
        {
          g_autofree char *name =
              g_strdup_printf ("%s-%dx%d", tabs[k], sizes[i][0], sizes[i][1]);
          tap_name (fixture, tabs[k]);
          check_fit (GTK_WIDGET (page_of (fixture)), &bad);
          shot (fixture, name);
        }
      /* the page is no larger than its place */
      g_assert_cmpint (
          gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, sizes[i][0]);
    }
  g_assert_cmpuint (bad, ==, 0);
}

/* The second window: its digits are read from 4 m, and it never takes control. */
static void
test_the_team (Fixture *fixture, gconstpointer data)
{
  GtkWidget      *window = steady_team_window_new (fixture->socket);
  SteadyTeamView *view = steady_team_window_view (STEADY_TEAM_WINDOW (window));

  gtk_window_set_default_size (GTK_WINDOW (window), 1920, 1080);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_present (GTK_WINDOW (window));
  for (unsigned i = 0; i < 200 && steady_team_view_numeral_px (view) < 1; i++)
    settle (0.05);
  settle (1);
  g_assert_cmpfloat (
      steady_team_view_numeral_px (view), >=, steady_team_numeral_px (0, 4));
  g_assert_true (fixture->state->config.in_control);
  if (g_getenv ("STEADY_TEST_SHOTS") != NULL)
    {
      g_autofree char *file = g_strdup_printf (
          "%s/team-%s.png", g_getenv ("STEADY_TEST_SHOTS"), g_getenv ("LANGUAGE"));
      steady_screenshot_save (GTK_WIDGET (view), file, NULL);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  settle (0.1);
}

#define ADD(path, function) \
  g_test_add ("/console/checklist/" path, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("gate", test_the_gate_tells);
  ADD ("bypass", test_from_nothing_to_bypass);
  ADD ("override", test_the_override);
  ADD ("card", test_a_card);
  ADD ("team", test_the_team);
  ADD ("fits", test_it_fits);
  return g_test_run ();
}
