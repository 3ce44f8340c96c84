/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-adjust-page.h"
#include "console/steady-alarm-table-words.h"
#include "console/steady-checklist-page.h"
#include "console/steady-event-pad.h"
#include "console/steady-goals-page.h"
#include "console/steady-plan-cell.h"
#include "console/steady-protections-row.h"
#include "console/steady-setting-words.h"
#include "console/steady-timers-page.h"
#include "console/steady-value-cell.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-shown-unit.h"
#include "page-bench.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-words.h"

/* Fingers on the pages Timers, Oxygen and Flow, and on the event pad: what is tapped,
 * and what the engine is asked then. */

#define SEC STEADY_NSEC_PER_SEC

static GtkWidget *
window_of (PageBench *bench)
{
  return GTK_WIDGET (bench->window);
}

/* Timers */

typedef struct Act
{
  const char *key;
  unsigned    act;
  GtkWidget  *found;
} Act;

static void
look_for_act (GtkWidget *widget, void *data)
{
  Act *wanted = data;
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (g_object_get_data (G_OBJECT (widget), "key"), wanted->key) == 0 &&
      GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "act")) == wanted->act)
    wanted->found = widget;
}

/* The button number @act in the row of the timer @kind. */
static GtkWidget *
timer_act (GtkWidget *page, unsigned kind, unsigned act)
{
  g_autofree char *key = g_strdup_printf ("%u", kind);
  Act              wanted = { .key = key, .act = act };
  page_bench_walk (page, look_for_act, &wanted);
  g_assert_nonnull (wanted.found);
  return wanted.found;
}

static void
tell_timers (PageBench *bench)
{
  const SteadyInstant      now = bench->feeder.t;
  const SteadyTimerSegment all[] = {
    { .kind = STEADY_TIMER_BYPASS, .number = 1, .until = STEADY_INSTANT_NEVER },
    { .kind = STEADY_TIMER_CLAMP, .number = 1, .until = now / 4 },
    { .kind = STEADY_TIMER_CLAMP,
      .number = 2,
      .since = now / 2,
      .until = STEADY_INSTANT_NEVER },
    { .kind = STEADY_TIMER_FREE + 1, .number = 1, .until = now / 2, .label = "MUF" },
  };
  feeder_timers (&bench->feeder, all, G_N_ELEMENTS (all));
  page_bench_run (bench, 0.4);
}

static void
test_timers_say (PageBench *bench, gconstpointer data)
{
  SteadyTimersPage *page =
      STEADY_TIMERS_PAGE (page_bench_show (bench, "timers", STEADY_TYPE_TIMERS_PAGE));
  SteadyWordTable *table = steady_timers_page_table (page);

  (void) data;
  g_assert_cmpuint (steady_word_table_rows (table), ==, 10);
  g_assert_cmpstr (steady_word_table_cell (table, "2", 1), ==, "—");
  bench->feeder.t = 4000 * SEC;
  tell_timers (bench);
  /* ten kinds, and each of their four stretches */
  g_assert_cmpuint (steady_word_table_rows (table), ==, 14);
  g_assert_cmpstr (steady_word_table_cell (table, "1", 2), ==, _ ("runs"));
  g_assert_nonnull (g_strrstr (steady_word_table_cell (table, "2", 1), ":50:"));
  g_assert_cmpstr (steady_word_table_cell (table, "2.1", 1), ==, "0:16:40");
  g_assert_nonnull (
      strstr (steady_word_table_cell (table, "2.1", 2), "0:00:00 – 0:16:40"));
  g_assert_nonnull (strstr (steady_word_table_cell (table, "2.2", 2), _ ("runs")));
  g_assert_cmpstr (steady_word_table_cell (table, "17", 2), ==, _ ("stands"));
  g_assert_nonnull (strstr (steady_word_table_cell (table, "17.1", 0), "MUF"));
}

static gboolean
has_timer (PageBench *bench)
{
  return bench->feeder.n_timers > 0;
}

static const SteadyTimerRequest *
timer_asked (PageBench *bench)
{
  page_bench_wait (bench, has_timer);
  g_assert_cmpuint (bench->feeder.n_timers, ==, 1);
  bench->feeder.n_timers = 0;
  return &bench->feeder.timers[0];
}

static void
test_timers_are_tapped (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "timers", STEADY_TYPE_TIMERS_PAGE);
  const SteadyTimerRequest *asked;

  (void) data;
  tell_timers (bench);
  page_bench_tap (bench, timer_act (page, STEADY_TIMER_ARREST, 0));
  asked = timer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_TIMER_ARREST);
  g_assert_cmpuint (asked->act, ==, STEADY_TIMER_START);
  g_assert_cmpfloat_with_epsilon (asked->ago_s, 0, 1e-9);
  /* two minutes late, and then of now again */
  g_autofree char *two = g_strdup_printf (_ ("%d min ago"), 2);
  page_bench_tap_label (bench, page, two);
  page_bench_tap (bench, timer_act (page, STEADY_TIMER_CLAMP, 0));
  asked = timer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_TIMER_CLAMP);
  g_assert_cmpuint (asked->act, ==, STEADY_TIMER_STOP); /* it runs */
  g_assert_cmpfloat_with_epsilon (asked->ago_s, 120, 1e-9);
  page_bench_tap (bench, timer_act (page, STEADY_TIMER_CEREBRAL, 0));
  g_assert_cmpfloat_with_epsilon (timer_asked (bench)->ago_s, 0, 1e-9);
  /* a free one that has counted can begin again */
  page_bench_tap (bench, timer_act (page, STEADY_TIMER_FREE + 1, 1));
  asked = timer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_TIMER_FREE + 1);
  g_assert_cmpuint (asked->act, ==, STEADY_TIMER_RESET);
  /* what signals make is no finger's; one that stands at nothing has nothing to reset
   */
  g_assert_false (gtk_widget_is_sensitive (timer_act (page, STEADY_TIMER_BYPASS, 0)));
  g_assert_false (gtk_widget_is_sensitive (timer_act (page, STEADY_TIMER_NO_FLOW, 0)));
  g_assert_false (gtk_widget_is_sensitive (timer_act (page, STEADY_TIMER_FREE, 1)));
}

/* Oxygen */

static gboolean
has_clinical (PageBench *bench)
{
  return bench->feeder.n_clinical > 0;
}

static void
count_cells (GtkWidget *widget, void *data)
{
  GPtrArray *cells = data;
  if (STEADY_IS_PLAN_CELL (widget) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (cells, widget);
}

/* Every number there says its formula, what went in and who says so. */
static void
test_oxygen_says_why (PageBench *bench, gconstpointer data)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  SteadyGoalsPage *page =
      STEADY_GOALS_PAGE (page_bench_show (bench, "oxygen", STEADY_TYPE_GOALS_PAGE));

  (void) data;
  page_bench_walk (GTK_WIDGET (page), count_cells, cells);
  g_assert_cmpuint (cells->len, >=, 10);
  for (guint i = 0; i < cells->len; i++)
    {
      page_bench_tap (bench, cells->pdata[i]);
      g_auto (GStrv) lines = g_strsplit (steady_goals_page_words (page), "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, 3);
      for (unsigned k = 0; k < 3; k++)
        g_assert_cmpuint (strlen (lines[k]), >, 8);
    }
  /* the first is delivery; with what went in */
  page_bench_tap (bench, cells->pdata[0]);
  g_assert_nonnull (strstr (steady_goals_page_words (page), "2.28"));
  g_assert_nonnull (strstr (steady_goals_page_words (page), "29"));
  g_assert_nonnull (
      strstr (steady_plan_cell_value (STEADY_PLAN_CELL (cells->pdata[0])), "341"));
}

static gboolean
has_mark (PageBench *bench)
{
  return bench->feeder.n_marks > 0;
}

static void
test_baseline_is_taken (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "oxygen", STEADY_TYPE_GOALS_PAGE);

  (void) data;
  page_bench_tap_label (bench, page, _ ("Take NIRS baseline"));
  page_bench_wait (bench, has_mark);
  g_assert_cmpuint (bench->feeder.marks[0].event, ==, STEADY_EVENT_CEREBRAL_BASELINE);
  g_assert_cmpuint (bench->feeder.n_marks, ==, 1);
}

/* Both what the brain has and what part of its baseline that is; the gas that leaves
 * the oxygenator, in the unit of the site; and the trend of it all. */
static void
test_oxygen_trend_and_exhaust (PageBench *bench, gconstpointer data)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  GtkWidget *page = page_bench_show (bench, "oxygen", STEADY_TYPE_GOALS_PAGE);

  (void) data;
  page_bench_run (bench, 1.5); /* redrawn once a second where nothing changes */
  page_bench_walk (page, count_cells, cells);
  g_assert_cmpstr (
      steady_plan_cell_value (STEADY_PLAN_CELL (cells->pdata[8])), ==, "67 % · 98 %");
  g_assert_cmpstr (
      steady_plan_cell_value (STEADY_PLAN_CELL (cells->pdata[9])), ==, "68 % · 101 %");
  /* an entry has a name */
  g_assert_false (gtk_widget_is_sensitive (page_bench_find (page, "exhaust")));
  page_bench_sign_in (bench, "Anna Berg");
  page_bench_run (bench, 1.2);
  steady_shown_unit_choose_all ("tension:kPa");
  page_bench_tap_name (bench, page, "exhaust");
  page_bench_tap_name (bench, page, "4");
  page_bench_tap_name (bench, page, "set");
  page_bench_wait (bench, has_clinical);
  g_assert_cmpuint (bench->feeder.clinical[0].kind, ==, STEADY_CLINICAL_SAMPLE);
  g_assert_cmpuint (
      bench->feeder.clinical[0].values[0].channel, ==, STEADY_CHANNEL_EXHAUST_CO2);
  g_assert_cmpstr (bench->feeder.clinical[0].values[0].unit, ==, "kPa");
  g_assert_cmpfloat_with_epsilon (bench->feeder.clinical[0].values[0].entered, 4, 1e-9);
  steady_shown_unit_forget ();
  page_bench_tap_name (bench, page, "trend_tab");
  g_assert_false (gtk_widget_get_mapped (cells->pdata[0]));
  page_bench_run (bench, 0.5);
  g_assert_cmpuint (page_bench_judge (bench, "oxygen-trend"), ==, 0);
}

/* Flow */

static gboolean
has_command (PageBench *bench)
{
  return bench->feeder.n_commands > 0;
}

static gboolean
has_steer (PageBench *bench)
{
  return bench->feeder.n_steers > 0;
}

static const SteadySteerRequest *
steer_asked (PageBench *bench)
{
  page_bench_wait (bench, has_steer);
  g_assert_cmpuint (bench->feeder.n_steers, ==, 1);
  bench->feeder.n_steers = 0;
  return &bench->feeder.steers[0];
}

/* Opens the pad of the cell @index and taps a number in. */
static void
enter (PageBench *bench, GtkWidget *page, unsigned index, const char *digits)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  page_bench_walk (page, count_cells, cells);
  g_assert_cmpuint (cells->len, >, index);
  page_bench_tap (bench, cells->pdata[index]);
  for (const char *c = digits; *c != '\0'; c++)
    {
      const char key[2] = { *c, '\0' };
      page_bench_tap_name (bench, page, *c == '.' ? "point" : key);
    }
  page_bench_tap_name (bench, page, "set");
}

static void
test_flow_is_set (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE);

  (void) data;
  enter (bench, page, 0, "160");
  g_assert_cmpuint (bench->feeder.n_commands, ==, 0); /* a number is no command */
  page_bench_tap (bench, page_bench_find (page, "act"));
  page_bench_wait (bench, has_command);
  g_assert_cmpuint (bench->feeder.commands[0].control, ==, STEADY_CONTROL_PUMP_FLOW);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 0.512, 1e-9);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].expected, 0.48, 1e-9);
  /* in another unit of the same flow */
  page_bench_tap_label (bench, page, "L/min/m²");
  bench->feeder.n_commands = 0;
  enter (bench, page, 0, "2.4");
  page_bench_tap (bench, page_bench_find (page, "act"));
  page_bench_wait (bench, has_command);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 2.4 * 0.21, 6e-4);
  page_bench_tap_label (bench, page, "mL/kg/min");
}

/* Beyond the plan it asks once more; downwards never. */
static void
test_flow_beyond_the_plan (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE);
  GtkWidget *act;

  (void) data;
  enter (bench, page, 0, "250");
  act = page_bench_find (page, "act");
  page_bench_tap (bench, act);
  g_assert_cmpuint (bench->feeder.n_commands, ==, 0);
  g_assert_cmpstr (
      gtk_button_get_label (GTK_BUTTON (act)), ==, _ ("Outside the plan: tap again"));
  page_bench_tap (bench, act);
  page_bench_wait (bench, has_command);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 0.8, 1e-9);
  page_bench_run (bench, 0.3);
  bench->feeder.n_commands = 0;
  enter (bench, page, 0, "20");
  page_bench_tap (bench, act);
  page_bench_wait (bench, has_command);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 0.064, 1e-9);
}

static void
test_flow_ramps (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE);
  const SteadySteerRequest *asked;

  (void) data;
  page_bench_tap_label (bench, page, _ ("Ramp"));
  enter (bench, page, 0, "100");
  enter (bench, page, 1, "20");
  page_bench_tap (bench, page_bench_find (page, "act"));
  asked = steer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_STEER_RAMP);
  g_assert_cmpuint (asked->control, ==, STEADY_CONTROL_PUMP_FLOW);
  g_assert_cmpfloat_with_epsilon (asked->target, 0.32, 1e-9);
  g_assert_cmpfloat_with_epsilon (asked->rate, 0.064, 1e-9);
  g_assert_cmpfloat_with_epsilon (asked->expected, 0.48, 1e-9);
  /* refused, with the reason in words */
  feeder_steer_refused (&bench->feeder, asked, STEADY_REFUSAL_NO_OPERATOR);
  page_bench_run (bench, 0.3);
  g_assert_nonnull (strstr (steady_adjust_page_status (STEADY_ADJUST_PAGE (page)),
                            steady_words_refusal (STEADY_REFUSAL_NO_OPERATOR)));
  g_assert_cmpuint (bench->feeder.n_commands, ==, 0);
}

static void
test_pressure_is_held (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE);
  const SteadySteerRequest *asked;

  (void) data;
  page_bench_tap_label (bench, page, _ ("Pressure"));
  page_bench_tap_label (
      bench, page, _ (steady_channel_info (STEADY_CHANNEL_ARTERIAL_MEAN)->label));
  enter (bench, page, 0, "45");
  page_bench_tap (bench, page_bench_find (page, "act"));
  asked = steer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_STEER_SERVO);
  g_assert_cmpuint (asked->channel, ==, STEADY_CHANNEL_ARTERIAL_MEAN);
  g_assert_cmpfloat_with_epsilon (asked->target, 45, 1e-9);
  g_assert_cmpfloat_with_epsilon (asked->floor, 0.8 * 0.48, 1e-9);
  g_assert_cmpfloat_with_epsilon (asked->ceiling, 1.2 * 0.48, 1e-9);
  /* it runs: that is said, and can be ended */
  const SteadySteering running = { .control = STEADY_CONTROL_PUMP_FLOW,
                                   .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                   .kind = STEADY_STEER_SERVO,
                                   .target = 45,
                                   .end = STEADY_STEER_RUNS };
  feeder_steering (&bench->feeder, &running, 1);
  page_bench_run (bench, 0.3);
  g_assert_nonnull (strstr (steady_adjust_page_status (STEADY_ADJUST_PAGE (page)),
                            _ ("Pressure held")));
  page_bench_tap (bench, page_bench_find (page, "cancel_steering"));
  asked = steer_asked (bench);
  g_assert_cmpuint (asked->kind, ==, STEADY_STEER_CANCEL);
  g_assert_cmpuint (asked->control, ==, STEADY_CONTROL_PUMP_FLOW);
}

/* A pump that no device has keeps its place and cannot be chosen. */
static void
test_nothing_follows (PageBench *bench, gconstpointer data)
{
  GtkWidget *page = page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE);

  (void) data;
  page_bench_tap_label (bench, page, _ ("Follow"));
  GtkWidget *vent =
      page_bench_find_label (page, steady_words_control (STEADY_CONTROL_VENT_SPEED));
  g_assert_nonnull (vent);
  g_assert_false (gtk_widget_is_sensitive (vent));
  g_assert_false (gtk_widget_is_sensitive (page_bench_find (page, "act")));
}

/* A knob */

/* One notch, as GDK gives it to the stepper. */
static void
turn_knob (GtkWidget *stepper, double dy)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (stepper);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean taken = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_signal_emit_by_name (controller, "scroll", 0.0, dy, &taken);
    }
}

/* A knob steps what has the focus, never more than five steps ahead of what is in
 * force, and asks what a button asks. */
static void
test_knob_steps (PageBench *bench, gconstpointer data)
{
  GtkWidget *pump = page_bench_find (window_of (bench), "pump");
  GtkWidget *stepper = page_bench_find (pump, "stepper");

  (void) data;
  gtk_window_set_focus (GTK_WINDOW (bench->window), NULL);
  turn_knob (stepper, -1);
  page_bench_run (bench, 0.3);
  g_assert_cmpuint (bench->feeder.n_commands, ==, 0); /* nobody chose it */
  gtk_widget_grab_focus (page_bench_find (stepper, "more"));
  turn_knob (stepper, -1);
  page_bench_wait (bench, has_command);
  page_bench_run (bench, 0.3);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 0.4832, 5.1e-4);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].expected, 0.48, 1e-9);
  /* a fast turn while no answer comes is no jump */
  bench->feeder.answers = false;
  bench->feeder.n_commands = 0;
  for (unsigned i = 0; i < 40; i++)
    turn_knob (stepper, 1);
  page_bench_wait (bench, has_command);
  const SteadyCommand first = bench->feeder.commands[0];
  bench->feeder.n_commands = 0;
  bench->feeder.answers = true;
  feeder_answer (&bench->feeder, &first, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE);
  feeder_numeric (
      &bench->feeder, STEADY_CHANNEL_SET_PUMP_FLOW, first.value, STEADY_QUALITY_VALID);
  feeder_answer (&bench->feeder, &first, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE);
  page_bench_run (bench, 1.5);
  g_assert_cmpfloat (bench->feeder.set_flow * 1000 / 3.2, >=, 151 - 5.6);
  g_assert_cmpfloat (bench->feeder.set_flow, <, first.value);
}

/* A dial that GDK does not know does what a knob does, and no more. */
static void
test_dial_steps (PageBench *bench, gconstpointer data)
{
  GtkWidget *pump = page_bench_find (window_of (bench), "pump");
  GtkWidget *stepper = page_bench_find (pump, "stepper");

  (void) data;
  gtk_window_set_focus (GTK_WINDOW (bench->window), NULL);
  steady_console_window_turn (bench->window, 1);
  page_bench_run (bench, 0.3);
  g_assert_cmpuint (bench->feeder.n_commands, ==, 0); /* nobody chose it */
  gtk_widget_grab_focus (page_bench_find (stepper, "more"));
  steady_console_window_turn (bench->window, 1);
  page_bench_wait (bench, has_command);
  g_assert_cmpfloat_with_epsilon (bench->feeder.commands[0].value, 0.4832, 5.1e-4);
  page_bench_run (bench, 0.3);
  steady_console_window_turn (bench->window, -1);
  page_bench_run (bench, 1.5);
  g_assert_cmpfloat_with_epsilon (bench->feeder.set_flow, 0.48, 5.1e-4);
}

/* The event pad */

static GtkWidget *
pad_of (PageBench *bench)
{
  GtkWidget *pad = page_bench_find (window_of (bench), "events");
  g_assert_nonnull (pad);
  return pad;
}

static gboolean
has_act (PageBench *bench)
{
  return bench->feeder.n_clinical > 0;
}

static const SteadyClinicalRecord *
act_recorded (PageBench *bench)
{
  page_bench_wait (bench, has_act);
  g_assert_cmpuint (bench->feeder.n_clinical, ==, 1);
  bench->feeder.n_clinical = 0;
  return &bench->feeder.clinical[0];
}

/* With a name what is given is a clinical record, of the time that is tapped. */
static void
test_pad_records (PageBench *bench, gconstpointer data)
{
  GtkWidget                  *pad = pad_of (bench);
  const SteadyClinicalRecord *act;

  (void) data;
  bench->feeder.t = 4000 * SEC;
  page_bench_sign_in (bench, "Anna Berg");
  page_bench_tap_name (bench, pad, "heparin");
  page_bench_tap_name (bench, pad, "record");
  act = act_recorded (bench);
  g_assert_cmpuint (act->kind, ==, STEADY_CLINICAL_DOSE);
  g_assert_cmpstr (act->what, ==, "heparin");
  g_assert_cmpfloat_with_epsilon (act->amount, 1280, 1e-9);
  g_assert_cmpstr (act->unit, ==, "IU");
  page_bench_tap_name (bench, pad, "gas");
  page_bench_tap_name (bench, pad, "more");
  page_bench_tap_name (bench, pad, "record");
  act = act_recorded (bench);
  g_assert_cmpuint (act->kind, ==, STEADY_CLINICAL_SAMPLE);
  g_assert_cmpfloat_with_epsilon (act->values[0].entered, 490, 1e-9);
  /* five minutes ago is three taps on the time */
  const SteadyInstant now =
      steady_console_state_now (bench->state, steady_clock_now ());
  page_bench_tap_name (bench, pad, "plegia");
  for (unsigned i = 0; i < 3; i++)
    page_bench_tap_name (bench, pad, "ago");
  page_bench_tap_name (bench, pad, "record");
  act = act_recorded (bench);
  g_assert_cmpuint (act->kind, ==, STEADY_CLINICAL_CARDIOPLEGIA);
  g_assert_cmpfloat_with_epsilon (act->amount, 64, 1e-9);
  g_assert_cmpuint (act->blood_parts + act->crystalloid_parts, >, 0);
  g_assert_cmpfloat_with_epsilon (steady_span_seconds (act->given - now), -300, 30);
  g_assert_cmpuint (bench->feeder.n_marks, ==, 0);
}

/* What stands on the second sheet: volume, NIRS baseline, good catch. */
static void
test_pad_second_sheet (PageBench *bench, gconstpointer data)
{
  GtkWidget                  *pad = pad_of (bench);
  const SteadyClinicalRecord *act;

  (void) data;
  page_bench_sign_in (bench, "Anna Berg");
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "volume");
  page_bench_tap_name (bench, pad, "record");
  act = act_recorded (bench);
  g_assert_cmpuint (act->kind, ==, STEADY_CLINICAL_VOLUME);
  g_assert_cmpfloat_with_epsilon (act->amount, 10, 1e-9);
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "good_catch");
  gtk_editable_set_text (GTK_EDITABLE (page_bench_find (pad, "entry")),
                         "Clamp was on the wrong line");
  page_bench_tap_name (bench, pad, "record");
  act = act_recorded (bench);
  g_assert_cmpuint (act->kind, ==, STEADY_CLINICAL_GOOD_CATCH);
  g_assert_cmpstr (act->text, ==, "Clamp was on the wrong line");
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "baseline");
  page_bench_tap_name (bench, pad, "record");
  page_bench_wait (bench, has_mark);
  g_assert_cmpuint (bench->feeder.marks[0].event, ==, STEADY_EVENT_CEREBRAL_BASELINE);
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "back");
  g_assert_true (gtk_widget_get_mapped (page_bench_find (pad, "heparin")));
}

/* Without a name nothing is lost: the same taps make a mark. */
static void
test_pad_without_a_name (PageBench *bench, gconstpointer data)
{
  GtkWidget *pad = pad_of (bench);

  (void) data;
  page_bench_tap_name (bench, pad, "heparin");
  page_bench_tap_name (bench, pad, "record");
  page_bench_wait (bench, has_mark);
  g_assert_cmpuint (bench->feeder.marks[0].event, ==, STEADY_EVENT_HEPARIN);
  g_assert_cmpfloat_with_epsilon (bench->feeder.marks[0].value, 1280, 1e-9);
  g_assert_cmpuint (bench->feeder.n_clinical, ==, 0);
}

/* Suckers and vent clot the circuit after protamine: it is asked, with what turns. */
static void
test_protamine_asks (PageBench *bench, gconstpointer data)
{
  GtkWidget *pad = pad_of (bench);

  (void) data;
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "protamine");
  g_autofree char *turning = g_strdup_printf (
      _ ("Protamine %s mg: STOP suckers and vent first, they turn!"), "0");
  g_assert_cmpstr (page_bench_text (pad, "question"), ==, turning);
  page_bench_tap_name (bench, pad, "cancel");
  feeder_numeric (&bench->feeder, STEADY_CHANNEL_VENT_SPEED, 0, STEADY_QUALITY_VALID);
  feeder_numeric (
      &bench->feeder, STEADY_CHANNEL_SUCKER_1_SPEED, 0, STEADY_QUALITY_VALID);
  page_bench_run (bench, 0.4);
  page_bench_tap_name (bench, pad, "more_events");
  page_bench_tap_name (bench, pad, "protamine");
  g_autofree char *still =
      g_strdup_printf (_ ("Protamine %s mg: have suckers and vent been stopped?"), "0");
  g_assert_cmpstr (page_bench_text (pad, "question"), ==, still);
  g_assert_cmpuint (bench->feeder.n_marks, ==, 0);
}

/* "On bypass" leads to what is missing; with nothing missing it is two taps. */
static void
test_on_bypass_knows_what_is_missing (PageBench *bench, gconstpointer data)
{
  GtkWidget *pad = pad_of (bench);

  (void) data;
  bench->feeder.support_mode = STEADY_SUPPORT_PRE_BYPASS;
  feeder_numeric (&bench->feeder,
                  STEADY_CHANNEL_BYPASS_NEEDS,
                  STEADY_NEED_REQUIRED | STEADY_NEED_HEPARIN,
                  STEADY_QUALITY_VALID);
  page_bench_run (bench, 0.5);
  /* the test of the sound waits, and is in nobody's way */
  page_bench_tap_name (bench, pad, "bypass");
  page_bench_run (bench, 0.3);
  g_assert_cmpuint (bench->feeder.n_marks, ==, 0);
  g_assert_false (gtk_widget_get_mapped (page_bench_find (pad, "record")));
  g_assert_true (
      steady_live_page_show (steady_console_window_page (bench->window), "checklist"));
  feeder_numeric (&bench->feeder, STEADY_CHANNEL_BYPASS_NEEDS, 0, STEADY_QUALITY_VALID);
  steady_live_page_show (steady_console_window_page (bench->window), "live");
  page_bench_run (bench, 0.5);
  page_bench_tap_name (bench, pad, "bypass");
  page_bench_tap_name (bench, pad, "record");
  page_bench_wait (bench, has_mark);
  g_assert_cmpuint (bench->feeder.marks[0].event, ==, STEADY_EVENT_ON_BYPASS);
}

/* Units of the site */

static void
choose (PageBench *bench, const char *units)
{
  steady_shown_unit_forget ();
  steady_shown_unit_choose_all (units);
  feeder_numeric (
      &bench->feeder, STEADY_CHANNEL_ARTERIAL_PO2, 234, STEADY_QUALITY_VALID);
  page_bench_run (bench, 0.4);
}

/* An ECMO circuit has no reservoir; one of bypass that tells no level protects nobody.
 */
static void
test_no_reservoir_is_not_fitted (PageBench *bench, gconstpointer data)
{
  GtkWidget       *row = page_bench_find (window_of (bench), "protections");
  SteadyValueCell *level = STEADY_VALUE_CELL (page_bench_find (row, "level"));

  (void) data;
  bench->state->config.expected[STEADY_CHANNEL_LEVEL_DETECTOR] = false;
  bench->state->config.expected[STEADY_CHANNEL_RESERVOIR_VOLUME] = false;
  bench->state->heartbeat.support_mode = STEADY_SUPPORT_ECMO_VA;
  steady_protections_row_refresh (STEADY_PROTECTIONS_ROW (row), steady_clock_now ());
  g_assert_cmpstr (steady_value_cell_get_value (level), ==, _ ("not fitted"));
  bench->state->heartbeat.support_mode = STEADY_SUPPORT_FULL_BYPASS;
  steady_protections_row_refresh (STEADY_PROTECTIONS_ROW (row), steady_clock_now ());
  g_assert_cmpstr (steady_value_cell_get_value (level), !=, _ ("not fitted"));
}

/* A unit of the site changes every place that shows the value, and nothing that is
 * kept, judged or sent. */
static void
test_units_change_what_is_shown (PageBench *bench, gconstpointer data)
{
  const SteadyAlarmRecord record = { .channel = STEADY_CHANNEL_ARTERIAL_PO2,
                                     .priority = STEADY_PRIORITY_HIGH,
                                     .state = STEADY_ALARM_ACTIVE,
                                     .value = 75.0062,
                                     .limit = 80,
                                     .has_value = 1 };
  const SteadyAlarmText   rule = { .judged_channel = STEADY_CHANNEL_ARTERIAL_PO2,
                                   .judged_percent = NAN };
  GtkWidget              *cell = page_bench_find (window_of (bench), "oxygen");
  char                    limit[48];

  (void) data;
  choose (bench, "");
  g_assert_nonnull (strstr (page_bench_text (cell, "caption"), "mmHg"));
  g_assert_nonnull (
      strstr (steady_value_cell_get_value (STEADY_VALUE_CELL (cell)), "234"));
  choose (bench, "tension:kPa haemoglobin:g/L metabolite:mg/dL");
  g_assert_nonnull (strstr (page_bench_text (cell, "caption"), "kPa"));
  g_assert_nonnull (
      strstr (steady_value_cell_get_value (STEADY_VALUE_CELL (cell)), "31.2"));
  g_autofree char *value = steady_alarm_table_value (&record);
  g_assert_nonnull (strstr (value, "10.0 kPa"));
  g_assert_nonnull (strstr (value, "10.67")); /* a limit with one decimal more */
  steady_setting_words_limit (&rule, 80, limit, sizeof limit);
  g_assert_cmpstr (limit, ==, "10.67 kPa");
  SteadyGoalsPage *page =
      STEADY_GOALS_PAGE (page_bench_show (bench, "oxygen", STEADY_TYPE_GOALS_PAGE));
  steady_goals_page_explain (page, 0);
  g_assert_nonnull (strstr (steady_goals_page_words (page), "31.2 kPa"));
  g_assert_null (strstr (steady_goals_page_words (page), "234"));
  /* what the console knows is as the engine said it */
  double kept = 0;
  g_assert_true (steady_value_table_value (
      &bench->state->values, STEADY_CHANNEL_ARTERIAL_PO2, &kept));
  g_assert_cmpfloat_with_epsilon (kept, 234, 1e-12);
  steady_shown_unit_forget ();
}

/* Control modes */

static const char *
pump_heading (PageBench *bench)
{
  return page_bench_text (page_bench_find (window_of (bench), "pump"), "heading");
}

static gboolean
pump_is_in_litres (PageBench *bench)
{
  return g_str_has_suffix (pump_heading (bench), "· L/min");
}

static gboolean
pump_is_in_servo (PageBench *bench)
{
  g_autofree char *servo = g_strdup_printf (
      _ ("servo: %s"), _ (steady_channel_info (STEADY_CHANNEL_ARTERIAL_MEAN)->label));
  return g_str_has_suffix (pump_heading (bench), servo);
}

static gboolean
pump_is_local (PageBench *bench)
{
  return strstr (pump_heading (bench), steady_words_pump (STEADY_PUMP_LOCAL)) != NULL;
}

static void
test_mode_stands_beside_each_pump (PageBench *bench, gconstpointer data)
{
  GtkWidget           *vent = page_bench_find (window_of (bench), "vent");
  const SteadySteering moving[] = {
    { .control = STEADY_CONTROL_PUMP_FLOW,
      .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
      .kind = STEADY_STEER_SERVO },
    { .control = STEADY_CONTROL_VENT_SPEED, .kind = STEADY_STEER_FOLLOW },
  };

  (void) data;
  page_bench_wait (bench, pump_is_in_litres);
  g_assert_cmpstr (page_bench_text (vent, "caption"), ==, _ ("Vent"));
  feeder_steering (&bench->feeder, moving, G_N_ELEMENTS (moving));
  page_bench_wait (bench, pump_is_in_servo);
  g_assert_true (g_str_has_suffix (page_bench_text (vent, "caption"), _ ("follows")));
  feeder_steering (&bench->feeder, moving, 0);
  feeder_numeric (&bench->feeder,
                  STEADY_CHANNEL_ARTERIAL_PUMP,
                  STEADY_PUMP_LOCAL,
                  STEADY_QUALITY_VALID);
  page_bench_wait (bench, pump_is_local);
  g_assert_null (strstr (pump_heading (bench), "L/min"));
}

/* Sizes */

/* Everything on these pages fits at each size that is promised. */
static void
test_everything_fits (PageBench *bench, gconstpointer data)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  static const char *const pages[] = { "live", "timers", "oxygen", "flow", "around" };
  unsigned                 bad = 0;

  (void) data;
  const SteadySteering moving[] = {
    { .control = STEADY_CONTROL_PUMP_FLOW,
      .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
      .kind = STEADY_STEER_SERVO },
    { .control = STEADY_CONTROL_VENT_SPEED, .kind = STEADY_STEER_FOLLOW },
    { .control = STEADY_CONTROL_SUCKER_1_SPEED, .kind = STEADY_STEER_FOLLOW },
    { .control = STEADY_CONTROL_CARDIOPLEGIA_FLOW, .kind = STEADY_STEER_FOLLOW },
  };

  tell_timers (bench);
  feeder_steering (&bench->feeder, moving, G_N_ELEMENTS (moving));
  steady_shown_unit_choose_all ("tension:kPa haemoglobin:mmol/L metabolite:mg/dL");
  page_bench_sign_in (bench, "Anna Berg");
  for (unsigned s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      page_bench_size (bench, sizes[s][0], sizes[s][1]);
      for (unsigned p = 0; p < G_N_ELEMENTS (pages); p++)
        {
          g_autofree char *what =
              g_strdup_printf ("%s-%dx%d", pages[p], sizes[s][0], sizes[s][1]);
          g_assert_true (steady_live_page_show (
              steady_console_window_page (bench->window), pages[p]));
          page_bench_run (bench, 0.4);
          bad += page_bench_judge (bench, what);
        }
      for (unsigned tab = 1; tab < STEADY_ADJUST_TABS; tab++)
        {
          g_autofree char *what =
              g_strdup_printf ("flow-%u-%dx%d", tab, sizes[s][0], sizes[s][1]);
          SteadyAdjustPage *page = STEADY_ADJUST_PAGE (
              page_bench_show (bench, "flow", STEADY_TYPE_ADJUST_PAGE));
          steady_adjust_page_choose (page, (SteadyAdjustTab) tab);
          page_bench_run (bench, 0.2);
          bad += page_bench_judge (bench, what);
        }
    }
  steady_shown_unit_forget ();
  g_assert_cmpuint (bad, ==, 0);
}

#define ADD(path, function)             \
  g_test_add ("/console/conduct/" path, \
              PageBench,                \
              NULL,                     \
              page_bench_set_up,        \
              function,                 \
              page_bench_tear_down)

static void
add (void)
{
  ADD ("timers-say", test_timers_say);
  ADD ("timers-are-tapped", test_timers_are_tapped);
  ADD ("oxygen-says-why", test_oxygen_says_why);
  ADD ("baseline-is-taken", test_baseline_is_taken);
  ADD ("flow-is-set", test_flow_is_set);
  ADD ("flow-beyond-the-plan", test_flow_beyond_the_plan);
  ADD ("flow-ramps", test_flow_ramps);
  ADD ("pressure-is-held", test_pressure_is_held);
  ADD ("nothing-follows", test_nothing_follows);
  ADD ("oxygen-trend-and-exhaust", test_oxygen_trend_and_exhaust);
  ADD ("knob-steps", test_knob_steps);
  ADD ("dial-steps", test_dial_steps);
  ADD ("pad-records", test_pad_records);
  ADD ("pad-second-sheet", test_pad_second_sheet);
  ADD ("pad-without-a-name", test_pad_without_a_name);
  ADD ("protamine-asks", test_protamine_asks);
  ADD ("on-bypass-knows-what-is-missing", test_on_bypass_knows_what_is_missing);
  ADD ("no-reservoir-is-not-fitted", test_no_reservoir_is_not_fitted);
  ADD ("units-change-what-is-shown", test_units_change_what_is_shown);
  ADD ("mode-stands-beside-each-pump", test_mode_stands_beside_each_pump);
  ADD ("everything-fits", test_everything_fits);
}

int
main (int argc, char **argv)
{
  return page_bench_main (argc, argv, add, GETTEXT_PACKAGE);
}
