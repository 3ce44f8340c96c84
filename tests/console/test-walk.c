/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "console/steady-checklist-row.h"
#include "console/steady-console-window.h"
#include "console/steady-screenshot.h"
#include "console/steady-site-settings.h"
#include "console/steady-value-cell.h"
#include "perfusion/steady-plan-store.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"

/* A whole case as a perfusionist taps it, from the child to the shelf: one window, a
 * real engine in TRAINING, the neonate of the practice sheet 4.4. Each step says how
 * many taps it took; STEADY_TEST_SHOTS names a folder for a picture of each. */

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

static const char *engine_program;
static const char *case_program;
static char       *home; /* cases, plans and index of this test alone */

typedef struct Walk
{
  char                *folder;
  char                *socket;
  char                *scenario;
  char                *case_file;
  GSubprocess         *engine;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
  const char          *step;
  unsigned             steps;
  unsigned             taps; /* of this step */
  unsigned             all;
} Walk;

typedef bool (*Condition) (Walk *walk);

static void
turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (5000);
}

static void
settle (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    turn ();
}

/* The seen widget called @name, by its own name, its id in a template or its label. */
static GtkWidget *
find (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return NULL;
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ||
      g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0 ||
      (GTK_IS_BUTTON (widget) &&
       g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Through places within each other: "pages>more". */
static GtkWidget *
find_path (Walk *walk, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ">", -1);
  GtkWidget *widget = GTK_WIDGET (walk->window);

  for (unsigned i = 0; names[i] != NULL && widget != NULL; i++)
    widget = find (widget, names[i]);
  return widget;
}

/* Whether a finger on the middle of @widget meets it and nothing that lies over it. */
static bool
is_in_reach (Walk *walk, GtkWidget *widget)
{
  graphene_rect_t bounds;

  if (!gtk_widget_is_sensitive (widget) ||
      !gtk_widget_compute_bounds (widget, GTK_WIDGET (walk->window), &bounds) ||
      bounds.size.width < 1)
    return false;
  GtkWidget *met = gtk_widget_pick (GTK_WIDGET (walk->window),
                                    (double) (bounds.origin.x + bounds.size.width / 2),
                                    (double) (bounds.origin.y + bounds.size.height / 2),
                                    GTK_PICK_DEFAULT);
  return met != NULL && (met == widget || gtk_widget_is_ancestor (met, widget));
}

/* Scrolls to @widget, as a finger would. */
static void
bring_into_view (GtkWidget *widget)
{
  GtkWidget      *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (scroller == NULL)
    return;
  GtkWidget *inside = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  if (GTK_IS_VIEWPORT (inside))
    inside = gtk_viewport_get_child (GTK_VIEWPORT (inside));
  if (inside != NULL && gtk_widget_compute_bounds (widget, inside, &bounds))
    gtk_adjustment_clamp_page (adjustment,
                               (double) bounds.origin.y,
                               (double) (bounds.origin.y + bounds.size.height));
}

static void
shot (Walk *walk, const char *name)
{
  const char *shots = g_getenv ("STEADY_TEST_SHOTS");
  const char *language = g_getenv ("LANGUAGE");

  if (shots == NULL)
    return;
  g_autofree char *file =
      g_strdup_printf ("%s/walk-%02u-%s-%s.png", shots, walk->steps, name, language);
  settle (0.4);
  steady_screenshot_save (gtk_window_get_child (GTK_WINDOW (walk->window)), file, NULL);
}

static void
wait_until (Walk *walk, const char *what, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  while (!condition (walk))
    {
      if (steady_clock_now () >= end)
        shot (walk, "failed");
      if (steady_clock_now () >= end)
        g_error ("%s: waited in vain until %s.", walk->step, what);
      turn ();
    }
}

static GtkWidget *
reach (Walk *walk, const char *path)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  GtkWidget          *found;

  while ((found = find_path (walk, path)) == NULL || !is_in_reach (walk, found))
    {
      if (found != NULL)
        bring_into_view (found);
      if (steady_clock_now () >= end)
        shot (walk, "failed");
      if (steady_clock_now () >= end)
        g_error ("%s: “%s” is %s.",
                 walk->step,
                 path,
                 found == NULL                     ? "not there"
                 : gtk_widget_is_sensitive (found) ? "covered"
                                                   : "greyed");
      turn ();
    }
  return found;
}

/* One tap of a finger, as soon as there is something to tap. */
static void
tap (Walk *walk, const char *path)
{
  GtkWidget *button = reach (walk, path);

  walk->taps++;
  if (STEADY_IS_HOLD_BUTTON (button))
    g_signal_emit_by_name (button, "held");
  else
    g_signal_emit_by_name (button, "clicked");
  settle (0.03);
}

/* A tap a key, and one on “Set”. */
static void
type (Walk *walk, const char *digits)
{
  for (const char *c = digits; *c != '\0'; c++)
    {
      const char key[2] = { *c, '\0' };
      tap (walk, *c == '.' ? "point" : *c == '-' ? "minus" : key);
    }
  tap (walk, "set");
}

static void
begin (Walk *walk, const char *step)
{
  walk->step = step;
  walk->taps = 0;
  walk->steps++;
}

static void
end (Walk *walk)
{
  shot (walk, walk->step);
  walk->all += walk->taps;
  g_test_message ("%2u %-22s %3u taps", walk->steps, walk->step, walk->taps);
}

static void
go_to (Walk *walk, const char *page)
{
  g_autofree char *path = g_strdup_printf ("stage>%s", page);
  tap (walk, "pages>more");
  tap (walk, path);
}

static double
value_of (Walk *walk, SteadyChannel channel)
{
  double value;
  return steady_value_table_value (&walk->state->values, channel, &value) ? value : -1;
}

static bool
is_told (Walk *walk)
{
  return gtk_widget_get_width (GTK_WIDGET (walk->window)) > 1 &&
         walk->state->has_heartbeat && walk->state->config.valid &&
         value_of (walk, STEADY_CHANNEL_BYPASS_NEEDS) >= 0;
}

static unsigned
needs (Walk *walk)
{
  return (unsigned) value_of (walk, STEADY_CHANNEL_BYPASS_NEEDS);
}

static bool
is_signed_in (Walk *walk)
{
  return walk->state->desk.desk.operator_name[0] != '\0';
}

static bool
is_ready (Walk *walk)
{
  return needs (walk) == 0;
}

static bool
is_on_bypass (Walk *walk)
{
  return walk->state->heartbeat.support_mode == STEADY_SUPPORT_FULL_BYPASS ||
         walk->state->heartbeat.support_mode == STEADY_SUPPORT_PARTIAL_BYPASS;
}

static bool
is_off_bypass (Walk *walk)
{
  return !is_on_bypass (walk) &&
         walk->state->heartbeat.support_mode != STEADY_SUPPORT_WEANING;
}

static bool
flows (Walk *walk)
{
  return value_of (walk, STEADY_CHANNEL_PATIENT_FLOW) > 0.05;
}

static bool
flows_fully (Walk *walk)
{
  return value_of (walk, STEADY_CHANNEL_FLOW_PER_KG) > 145;
}

static bool
stands (Walk *walk)
{
  return value_of (walk, STEADY_CHANNEL_PATIENT_FLOW) < 0.02;
}

static bool
clamps_are_open (Walk *walk)
{
  return (int) value_of (walk, STEADY_CHANNEL_ARTERIAL_CLAMP) == STEADY_CLAMP_OPEN &&
         (int) value_of (walk, STEADY_CHANNEL_VENOUS_CLAMP) == STEADY_CLAMP_OPEN;
}

static bool
plan_is_in_force (Walk *walk)
{
  return steady_console_config_plan (&walk->state->config, "flow_l_min") > 0.55;
}

static void
sign_in (Walk *walk)
{
  g_auto (GStrv) names = steady_site_settings_operators ();

  begin (walk, "sign-in");
  tap (walk, "pages>person");
  tap (walk, names[0]);
  wait_until (walk, "somebody is signed in", is_signed_in);
  end (walk);
}

static void
plan (Walk *walk)
{
  static const char *const answers[] = { "3.2", "50", "5", "45", "", "180" };

  begin (walk, "plan");
  go_to (walk, "plan");
  for (unsigned i = 0; i < G_N_ELEMENTS (answers); i++)
    type (walk, answers[i]);
  end (walk);
  begin (walk, "signatures");
  tap (walk, "sign");
  tap (walk, "Anna Anders");
  tap (walk, "accept");
  tap (walk, "Berta Beispiel");
  tap (walk, "accept");
  type (walk, "3.2");
  type (walk, "50");
  end (walk);
  begin (walk, "offers");
  tap (walk, "offers>accept");
  wait_until (walk, "the plan is in force", plan_is_in_force);
  end (walk);
}

static void
read_and_verify (Walk *walk, const char *item)
{
  g_autofree char *read = g_strdup_printf ("%s>read", item);
  g_autofree char *verified = g_strdup_printf ("%s>verified", item);
  tap (walk, read);
  tap (walk, verified);
}

/* The engine of a rehearsal is looked for beside the program, and this one lies beside
 * none: test-plan-page lets it run. */
static void
rehearse (Walk *walk)
{
  begin (walk, "rehearse");
  tap (walk, "offers>back");
  tap (walk, "rehearse");
  tap (walk, "rehearsal_back");
  end (walk);
}

static void
checklist (Walk *walk)
{
  static const char *const gas[] = { "5.1", "1.1", "-2", "6.5", "28", "34" };

  begin (walk, "checklist");
  tap (walk, "events>bypass"); /* leads to what is missing */
  tap (walk, "short");
  tap (walk, "tubing>read");
  tap (walk, "3/16 in");
  tap (walk, "tubing>verified"); /* asks who */
  tap (walk, _ ("Surgeon"));
  tap (walk, "tubing>verified");
  read_and_verify (walk, "level-test");
  read_and_verify (walk, "air-test");
  read_and_verify (walk, "pressure-test");
  tap (walk, "prime-gas>read");
  for (unsigned i = 0; i < G_N_ELEMENTS (gas); i++)
    type (walk, gas[i]);
  tap (walk, "prime-gas>verified");
  tap (walk, "line-test>read");
  type (walk, "180");
  type (walk, "25");
  tap (walk, "line-test>verified");
  tap (walk, "identity>more");
  tap (walk, "Emergency: no time");
  end (walk);
}

static void
heparin_and_act (Walk *walk)
{
  begin (walk, "heparin-and-act");
  go_to (walk, "drugs");
  tap (walk, _ ("Drugs"));
  tap (walk, "stage>heparin");
  shot (walk, "heparin-pad");
  tap (walk, "set");
  tap (walk, _ ("Laboratory"));
  tap (walk, "act-device");
  tap (walk, "stage>act");
  type (walk, "520");
  wait_until (walk, "nothing is missing for bypass", is_ready);
  end (walk);
}

static void
go_on_bypass (Walk *walk)
{
  begin (walk, "on-bypass");
  go_to (walk, "flow");
  tap (walk, "cell-0");
  type (walk, "50");
  tap (walk, "stage>act");
  tap (walk, "arterial_clamp"); /* the child's pressure is against it: then at once */
  tap (walk, "pump>start");
  wait_until (walk, "it flows", flows);
  tap (walk, "venous_clamp");
  wait_until (walk, "both clamps are open", clamps_are_open);
  tap (walk, "events>bypass");
  tap (walk, "events>record");
  wait_until (walk, "the child is on bypass", is_on_bypass);
  end (walk);
  begin (walk, "ramp");
  tap (walk, _ ("Ramp"));
  tap (walk, "cell-1");
  type (walk, "600");
  tap (walk, "stage>act");
  wait_until (walk, "the flow is full", flows_fully);
  end (walk);
}

static void
clamp_and_cardioplegia (Walk *walk)
{
  begin (walk, "clamp");
  tap (walk, "events>clamp");
  tap (walk, "events>record");
  end (walk);
  begin (walk, "cardioplegia");
  go_to (walk, "cardioplegia");
  tap (walk, _ ("Dose ended: record"));
  end (walk);
}

static void
drugs_and_gas (Walk *walk)
{
  begin (walk, "blood-gas");
  go_to (walk, "drugs");
  tap (walk, _ ("Laboratory"));
  tap (walk, "arterial_pco2");
  type (walk, "41");
  tap (walk, "potassium");
  type (walk, "4.6");
  tap (walk, "record-sample");
  end (walk);
  begin (walk, "drugs-and-fluids");
  tap (walk, _ ("Drugs"));
  tap (walk, "phenylephrine");
  tap (walk, "set");
  tap (walk, _ ("Fluids"));
  tap (walk, "red-cells");
  type (walk, "20");
  tap (walk, _ ("Entries"));
  end (walk);
}

static void
look (Walk *walk, const char *page)
{
  begin (walk, page);
  go_to (walk, page);
  end (walk);
}

static void
event_pad (Walk *walk)
{
  begin (walk, "good-catch");
  tap (walk, "events>more_events");
  tap (walk, "events>good_catch");
  tap (walk, "events>record");
  end (walk);
}

static void
go_off_bypass (Walk *walk)
{
  begin (walk, "off-bypass");
  tap (walk, "events>clamp");
  tap (walk, "events>record");
  tap (walk, "venous_clamp");
  tap (walk, "pump>stop");
  wait_until (walk, "the flow stands", stands);
  tap (walk, "arterial_clamp");
  tap (walk, "events>bypass");
  tap (walk, "events>record");
  wait_until (walk, "the child is off bypass", is_off_bypass);
  end (walk);
  begin (walk, "protamine");
  tap (walk, "events>more_events");
  tap (walk, "events>protamine");
  shot (walk, "protamine-asked");
  tap (walk, "events>record");
  end (walk);
}

static const char *
plegia_due (Walk *walk)
{
  return steady_value_cell_get_value (
      STEADY_VALUE_CELL (find_path (walk, "timers>plegia")));
}

static bool
plegia_is_due (Walk *walk)
{
  return g_strcmp0 (plegia_due (walk), "—") != 0;
}

static bool
nothing_is_due (Walk *walk)
{
  return !plegia_is_due (walk);
}

static bool
is_silent (Walk *walk)
{
  return walk->state->silent;
}

/* A program that must succeed. */
static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) program =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (program, NULL, &error));
  g_assert_no_error (error);
}

/* The case is over and stands on the shelf; what a page starts beside its own program
 * is started here, since a test does not lie beside steady-case. */
static void
end_the_case (Walk *walk)
{
  g_autofree char  *sheet = g_build_filename (walk->folder, "record.pdf", NULL);
  const char *const index[] = { case_program, "index", NULL };
  const char *const print[] = { case_program,    "export",  "--format",
                                "pdf",           "--sheet", "record",
                                walk->case_file, sheet,     NULL };
  GStatBuf          status;

  begin (walk, "end-of-case");
  g_subprocess_send_signal (walk->engine, 15);
  g_assert_true (g_subprocess_wait_check (walk->engine, NULL, NULL));
  run (index);
  run (print);
  g_assert_cmpint (g_stat (sheet, &status), ==, 0);
  g_assert_cmpint (status.st_size, >, 10000);
  g_unlink (sheet);
  wait_until (walk, "the console says that nobody watches", is_silent);
  end (walk);
  begin (walk, "shelf");
  go_to (walk, "cases");
  tap (walk, "stage>open");
  end (walk);
}

static void
walk_all (Walk *walk)
{
  sign_in (walk);
  plan (walk);
  rehearse (walk);
  checklist (walk);
  heparin_and_act (walk);
  go_on_bypass (walk);
  clamp_and_cardioplegia (walk);
  wait_until (walk, "the next dose is due", plegia_is_due);
  drugs_and_gas (walk);
  look (walk, "timers");
  look (walk, "oxygen");
  event_pad (walk);
  go_off_bypass (walk);
  wait_until (walk, "no dose is due without a clamp", nothing_is_due);
  look (walk, "record");
  end_the_case (walk);
}

static char *
scenario_text (void)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("STEADY_DATA_DIR"), "scenarios", "before-bypass.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  GString *changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed,
                                      "\"length_s\": 240",
                                      "\"length_s\": 7200, \"bypass_checklist\": true",
                                      0),
                    ==,
                    1);
  return g_string_free (changed, FALSE);
}

static void
set_up (Walk *walk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = scenario_text ();

  (void) data;
  memset (walk, 0, sizeof *walk);
  walk->step = "start";
  walk->folder = g_dir_make_tmp ("steady-walk-XXXXXX", NULL);
  walk->socket = g_build_filename (walk->folder, "s", NULL);
  walk->scenario = g_build_filename (walk->folder, "neonate.json", NULL);
  g_autofree char *cases =
      g_build_filename (g_get_user_data_dir (), "steady", "cases", NULL);
  g_mkdir_with_parents (cases, 0700);
  walk->case_file = g_build_filename (cases, "walk.steady", NULL);
  g_unlink (walk->case_file);
  g_assert_true (g_file_set_contents (walk->scenario, text, -1, NULL));
  steady_plan_store_add_signer ("Berta Beispiel");
  steady_plan_store_add_signer ("Anna Anders");
  walk->engine =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        engine_program,
                        "--training",
                        walk->scenario,
                        "--socket",
                        walk->socket,
                        "--case",
                        walk->case_file,
                        "--speed",
                        "5",
                        "--until", /* it leaves by itself at the latest then */
                        "900s",
                        NULL);
  g_assert_no_error (error);
  walk->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (walk->window, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (walk->window), 1280, 800);
  steady_console_window_start (walk->window, walk->socket, STEADY_PLOT_BACKEND_CPU);
  walk->state = steady_console_link_state (steady_console_window_link (walk->window));
  gtk_window_present (GTK_WINDOW (walk->window));
  wait_until (walk, "the engine tells", is_told);
}

static void
tear_down (Walk *walk, gconstpointer data)
{
  (void) data;
  gtk_window_destroy (GTK_WINDOW (walk->window));
  settle (0.05);
  g_subprocess_send_signal (walk->engine, 15);
  g_subprocess_wait (walk->engine, NULL, NULL);
  g_object_unref (walk->engine);
  g_unlink (walk->socket);
  g_unlink (walk->scenario);
  g_unlink (walk->case_file);
  g_rmdir (walk->folder);
  g_free (walk->folder);
  g_free (walk->socket);
  g_free (walk->scenario);
  g_free (walk->case_file);
}

static void
test_from_the_child_to_the_shelf (Walk *walk, gconstpointer data)
{
  (void) data;
  walk_all (walk);
  g_test_message ("%u taps in all", walk->all);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (g_getenv ("STEADY_LOCALE_DIR") != NULL)
    bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  home = g_dir_make_tmp ("steady-walk-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE); /* before anybody asks for it */
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  engine_program = argv[1];
  case_program = argv[2];
  gtk_init ();
  steady_console_resources_register_resource ();
  g_test_add ("/console/walk/from-the-child-to-the-shelf",
              Walk,
              NULL,
              set_up,
              test_from_the_child_to_the_shelf,
              tear_down);
  const int         status = g_test_run ();
  const char *const away[] = { "rm", "-r", home, NULL };
  run (away);
  g_free (home);
  return status;
}
