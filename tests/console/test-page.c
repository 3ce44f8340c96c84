/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <json-c/json.h>

#include "console/steady-console-window.h"
#include "console/steady-control-stepper.h"
#include "console/steady-event-pad.h"
#include "console/steady-theme.h"
#include "console/steady-value-cell.h"
#include "console/steady-value-tile.h"
#include "feeder.h"
#include "steady-console-resources.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (60 * STEADY_NSEC_PER_SEC)
/* Drawn smaller than this share of its size text could not be read. */
#define LEAST_SCALE 0.6

typedef struct Fixture
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

/* Feeds a heart beat now and then until @condition holds. */
static void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  SteadyInstant       beat = 0;
  while (!condition (fixture))
    {
      const SteadyInstant now = steady_clock_now ();
      g_assert_cmpint (now, <, end);
      if (now - beat > 100 * STEADY_NSEC_PER_MSEC)
        {
          feeder_beat (&fixture->feeder, 0);
          beat = now;
        }
      feeder_poll (&fixture->feeder);
    }
}

static void
run_for (Fixture *fixture, double seconds, gboolean beating)
{
  const SteadyInstant end = steady_clock_now () + steady_span_from_seconds (seconds);
  SteadyInstant       beat = 0;
  while (steady_clock_now () < end)
    {
      if (beating && steady_clock_now () - beat > 100 * STEADY_NSEC_PER_MSEC)
        {
          feeder_beat (&fixture->feeder, 0);
          beat = steady_clock_now ();
        }
      feeder_poll (&fixture->feeder);
    }
}

static gboolean
is_shown (Fixture *fixture)
{
  return fixture->feeder.arrived > 0 && fixture->state->config.valid &&
         fixture->state->has_heartbeat &&
         gtk_widget_get_mapped (GTK_WIDGET (fixture->window)) &&
         steady_console_window_frames (fixture->window) > 0;
}

static gboolean
has_flow (Fixture *fixture)
{
  return fixture->state->usable[STEADY_CHANNEL_BATTERY_MINUTES].channel != 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  feeder_init (&fixture->feeder);
  fixture->feeder.answers = true;
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, FALSE);
  steady_live_page_set_clock (steady_console_window_page (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  steady_console_window_start (
      fixture->window, fixture->feeder.path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_shown);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  wait_until (fixture, has_flow);
  run_for (fixture, 0.3, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for (fixture, 0.05, FALSE);
  feeder_finish (&fixture->feeder);
}

typedef void (*Visit) (GtkWidget *widget, void *data);

static void
walk (GtkWidget *widget, Visit visit, void *data)
{
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, visit, data);
}

/* The widget called @id in a template, below a widget called @in (NULL: anywhere). */
static GtkWidget *
find (GtkWidget *widget, const char *in, const char *id)
{
  const char *name = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  if (in != NULL && g_strcmp0 (name, in) == 0)
    in = NULL;
  else if (in == NULL && g_strcmp0 (name, id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, in, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get (Fixture *fixture, const char *in, const char *id)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->window), in, id);
  if (found == NULL)
    g_error ("There is no “%s” in “%s”.", id, in);
  return found;
}

static const char *
text_of (Fixture *fixture, const char *in, const char *id)
{
  return steady_fit_text_get_text (STEADY_FIT_TEXT (get (fixture, in, id)));
}

static void
click (Fixture *fixture, const char *in, const char *id)
{
  GtkWidget *button = get (fixture, in, id);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
check_name (GtkWidget *widget, void *data)
{
  unsigned      *count = data;
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  const char    *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  const gboolean acts =
      GTK_IS_BUTTON (widget) || STEADY_IS_HOLD_BUTTON (widget) || GTK_IS_ENTRY (widget);
  const gboolean reads = STEADY_IS_VALUE_TILE (widget) ||
                         STEADY_IS_VALUE_CELL (widget) ||
                         STEADY_IS_CONTROL_STEPPER (widget);
  if (!acts && !reads)
    return;
  (*count)++;
  const gboolean named =
      gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (accessible,
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  if (!named)
    g_error ("“%s” (%s) has no accessible name.", id, G_OBJECT_TYPE_NAME (widget));
  if (GTK_IS_BUTTON (widget) && !GTK_IS_TOGGLE_BUTTON (widget))
    g_assert_true (
        gtk_test_accessible_has_role (accessible, GTK_ACCESSIBLE_ROLE_BUTTON));
  if (reads)
    g_assert_true (gtk_test_accessible_has_property (
        accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  if (acts && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget))
    g_assert_true (gtk_widget_get_focusable (widget));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  unsigned count = 0;
  walk (GTK_WIDGET (fixture->window), check_name, &count);
  g_assert_cmpuint (count, >, 60);
}

static gboolean
has_command (Fixture *fixture)
{
  return fixture->feeder.n_commands > 0;
}

static gboolean
flow_is_151 (Fixture *fixture)
{
  const char *value = text_of (fixture, "pump", "value");
  return value != NULL && g_str_has_prefix (value, "151 mL/kg/min");
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (text_of (fixture, "pump", "value"), ==, "150 mL/kg/min");
  click (fixture, "pump", "more");
  wait_until (fixture, flow_is_151);
  g_assert_cmpuint (fixture->feeder.n_commands, ==, 1);
  const SteadyCommand *command = &fixture->feeder.commands[0];
  g_assert_cmpuint (command->control, ==, STEADY_CONTROL_PUMP_FLOW);
  g_assert_cmpfloat_with_epsilon (command->value, 0.483, 1e-9);
  g_assert_cmpfloat_with_epsilon (command->expected, 0.480, 1e-9);
  /* and back again */
  click (fixture, "pages", "undo");
  fixture->feeder.n_commands = 0;
  wait_until (fixture, has_command);
  g_assert_cmpfloat_with_epsilon (fixture->feeder.commands[0].value, 0.480, 1e-9);
}

/* Taps while an answer is on its way are not lost and not sent on top of each other. */
static void
test_taps_add_up (Fixture *fixture, gconstpointer data)
{
  fixture->feeder.answers = false;
  for (unsigned i = 0; i < 4; i++)
    click (fixture, "pump", "more");
  wait_until (fixture, has_command);
  run_for (fixture, 0.3, TRUE);
  g_assert_cmpuint (fixture->feeder.n_commands, ==, 1);
  const SteadyCommand first = fixture->feeder.commands[0];
  fixture->feeder.n_commands = 0;
  fixture->feeder.answers = true;
  feeder_answer (&fixture->feeder, &first, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE);
  feeder_numeric (&fixture->feeder,
                  STEADY_CHANNEL_SET_PUMP_FLOW,
                  first.value,
                  STEADY_QUALITY_VALID);
  feeder_answer (
      &fixture->feeder, &first, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE);
  wait_until (fixture, has_command);
  g_assert_cmpfloat_with_epsilon (
      fixture->feeder.commands[0].value * 1000 / 3.2, 154, 0.2);
  g_assert_cmpfloat_with_epsilon (
      fixture->feeder.commands[0].expected, first.value, 1e-9);
}

static void
test_beyond_the_plan_asks (Fixture *fixture, gconstpointer data)
{
  GtkStack             *stack = GTK_STACK (get (fixture, "pump", "stack"));
  SteadyControlStepper *stepper =
      STEADY_CONTROL_STEPPER (get (fixture, "pump", "stepper"));
  for (unsigned i = 0; i < 8; i++) /* 150 + 8 × 5 crosses 187.5 */
    steady_control_stepper_step (stepper, TRUE, TRUE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "question");
  const unsigned before = fixture->feeder.n_commands;
  steady_control_stepper_confirm (stepper, FALSE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "steps");
  run_for (fixture, 0.5, TRUE);
  for (unsigned i = before; i < fixture->feeder.n_commands; i++)
    g_assert_cmpfloat (fixture->feeder.commands[i].value, <, 0.6);
}

static gboolean
difference_is_shown (Fixture *fixture)
{
  return gtk_widget_has_css_class (get (fixture, "sweep", "note"), "differs");
}

/* A blender that gives no gas is seen in every shape, also where only the set-point has
 * room. */
static void
test_gas_that_is_not_delivered_is_seen (Fixture *fixture, gconstpointer data)
{
  SteadyControlStepper *stepper = STEADY_CONTROL_STEPPER (get (fixture, NULL, "sweep"));
  g_assert_false (difference_is_shown (fixture));
  feeder_numeric (&fixture->feeder, STEADY_CHANNEL_SWEEP, 0, STEADY_QUALITY_VALID);
  wait_until (fixture, difference_is_shown);
  for (unsigned stacked = 0; stacked < 2; stacked++)
    {
      steady_control_stepper_set_stacked (stepper, stacked);
      g_assert_true (gtk_widget_get_visible (get (fixture, "sweep", "note")));
      g_assert_true (difference_is_shown (fixture));
    }
  g_assert_false (gtk_widget_get_visible (get (fixture, "sweep", "caption")));
}

static void
test_stop_is_held (Fixture *fixture, gconstpointer data)
{
  SteadyHoldButton *stop = STEADY_HOLD_BUTTON (get (fixture, "pump", "stop"));
  steady_hold_button_press (stop);
  run_for (fixture, 0.2, TRUE);
  steady_hold_button_release (stop);
  run_for (fixture, 0.6, TRUE);
  g_assert_cmpuint (fixture->feeder.n_commands, ==, 0);
  steady_hold_button_press (stop);
  wait_until (fixture, has_command);
  steady_hold_button_release (stop);
  g_assert_cmpuint (fixture->feeder.commands[0].control, ==, STEADY_CONTROL_PUMP_STOP);
  g_assert_cmpuint (fixture->feeder.n_commands, ==, 1);
}

static void
test_clamp_is_held (Fixture *fixture, gconstpointer data)
{
  SteadyHoldButton *clamp =
      STEADY_HOLD_BUTTON (get (fixture, "protections", "arterial_clamp"));
  steady_hold_button_press (clamp);
  wait_until (fixture, has_command);
  steady_hold_button_release (clamp);
  g_assert_cmpuint (
      fixture->feeder.commands[0].control, ==, STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpfloat (fixture->feeder.commands[0].value, >, 0.5);
}

static gboolean
has_mark (Fixture *fixture)
{
  return fixture->feeder.n_marks > 0;
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *button;
    SteadyEvent event;
    double      value;
  } all[] = {
    { "bypass", STEADY_EVENT_OFF_BYPASS, 0 },
    { "clamp", STEADY_EVENT_CLAMP_ON, 0 },
    { "plegia", STEADY_EVENT_CARDIOPLEGIA, 64 },
    { "heparin", STEADY_EVENT_HEPARIN, 1280 },
    { "gas", STEADY_EVENT_GAS_SAMPLE, 480 },
    { "note", STEADY_EVENT_NOTE, 0 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    {
      fixture->feeder.n_marks = 0;
      click (fixture, "events", all[i].button);
      click (fixture, "events", "record");
      wait_until (fixture, has_mark);
      g_assert_cmpuint (fixture->feeder.marks[0].event, ==, all[i].event);
      g_assert_cmpfloat_with_epsilon (
          fixture->feeder.marks[0].value, all[i].value, 1e-9);
    }
  click (fixture, "events", "heparin");
  click (fixture, "events", "cancel");
  run_for (fixture, 0.2, TRUE);
  g_assert_cmpuint (fixture->feeder.n_marks, ==, 1);
}

static gboolean
has_request (Fixture *fixture)
{
  return fixture->feeder.n_requests > 0;
}

static gboolean
asks_for_override (Fixture *fixture)
{
  return gtk_widget_get_mapped (get (fixture, "events", "override"));
}

/* Bypass without protection from air wants a hold and a name, and nothing typed. */
static void
test_override (Fixture *fixture, gconstpointer data)
{
  SteadyDesk desk = { .override_until = 0 };
  feeder_event (&fixture->feeder, STEADY_EVENT_START_REFUSED);
  wait_until (fixture, asks_for_override);
  SteadyHoldButton *hold = STEADY_HOLD_BUTTON (get (fixture, "events", "override"));
  /* nobody is signed in: nobody can take it upon himself */
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (hold)));
  g_strlcpy (desk.operator_name, "Anna Berg", sizeof desk.operator_name);
  feeder_desk (&fixture->feeder, &desk);
  run_for (fixture, 0.3, TRUE);
  feeder_event (&fixture->feeder, STEADY_EVENT_START_REFUSED);
  run_for (fixture, 0.3, TRUE);
  steady_hold_button_press (hold);
  run_for (fixture, 0.3, TRUE);
  g_assert_cmpuint (fixture->feeder.n_requests, ==, 0);
  wait_until (fixture, has_request);
  steady_hold_button_release (hold);
  wait_until (fixture, has_mark);
  g_assert_cmpuint (
      fixture->feeder.requests[0].kind, ==, STEADY_ALARM_REQUEST_OVERRIDE_START);
  g_assert_cmpstr (fixture->feeder.requests[0].id, ==, "Anna Berg");
  g_assert_cmpuint (fixture->feeder.marks[0].event, ==, STEADY_EVENT_ON_BYPASS);
}

static gboolean
shows_alarm (Fixture *fixture)
{
  return fixture->state->n_present > 0 &&
         gtk_widget_is_sensitive (get (fixture, "alarms", "acknowledge"));
}

static void
test_alarm_acts (Fixture *fixture, gconstpointer data)
{
  feeder_alarm (&fixture->feeder,
                "map-low",
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_ARTERIAL_MEAN,
                22,
                25);
  wait_until (fixture, shows_alarm);
  g_assert_true (gtk_widget_has_css_class (get (fixture, NULL, "mean"), "alarm-high"));
  g_assert_nonnull (strstr (text_of (fixture, "mean", "note"), "25"));
  /* a finger that came down for what stood there before */
  click (fixture, "alarms", "acknowledge");
  run_for (fixture, 0.6, TRUE);
  g_assert_cmpuint (fixture->feeder.n_requests, ==, 0);
  click (fixture, "alarms", "acknowledge");
  wait_until (fixture, has_request);
  g_assert_cmpuint (
      fixture->feeder.requests[0].kind, ==, STEADY_ALARM_REQUEST_ACKNOWLEDGE);
  g_assert_cmpstr (fixture->feeder.requests[0].id, ==, "map-low");
  fixture->feeder.n_requests = 0;
  click (fixture, "alarms", "pause");
  wait_until (fixture, has_request);
  g_assert_cmpuint (fixture->feeder.requests[0].kind, ==, STEADY_ALARM_REQUEST_PAUSE);
  g_assert_false (gtk_widget_is_sensitive (get (fixture, "alarms", "reset")));
}

static gboolean
is_silent (Fixture *fixture)
{
  return fixture->state->silent;
}

static gboolean
is_heard (Fixture *fixture)
{
  return !fixture->state->silent;
}

static gboolean
is_three_seconds_old (Fixture *fixture)
{
  return g_strcmp0 (text_of (fixture, "mean", "note"), "3 s old") == 0 ||
         g_strcmp0 (text_of (fixture, "mean", "note"), "3 s alt") == 0;
}

/* As wait_until (), without a heart beat. */
static void
wait_in_silence (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      feeder_poll (&fixture->feeder);
    }
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = GTK_STACK (get (fixture, "alarms", "stack"));
  feeder_die (&fixture->feeder);
  wait_in_silence (fixture, is_silent);
  run_for (fixture, 0.3, FALSE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "silence");
  wait_in_silence (fixture, is_three_seconds_old);
  g_assert_cmpstr (text_of (fixture, "flow", "flow"), ==, "0.478");
  g_assert_true (gtk_widget_has_css_class (get (fixture, NULL, "flow"), "old"));
  g_assert_true (gtk_widget_has_css_class (get (fixture, NULL, "mean"), "old"));
  g_assert_false (gtk_widget_is_sensitive (get (fixture, "pump", "stop")));
  g_assert_true (
      gtk_widget_has_css_class (get (fixture, "protections", "air"), "unprotected"));
  feeder_live (&fixture->feeder);
  wait_until (fixture, is_heard);
  run_for (fixture, 0.3, TRUE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "quiet");
}

static gboolean
air_is_lost (Fixture *fixture)
{
  return gtk_widget_has_css_class (get (fixture, "protections", "air"), "unprotected");
}

static void
test_lost_sensor_keeps_its_place (Fixture *fixture, gconstpointer data)
{
  GtkWidget *air = get (fixture, "protections", "air");
  const int  width = gtk_widget_get_width (air);
  g_assert_false (air_is_lost (fixture));
  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_ARTERIAL_AIR, 0, STEADY_QUALITY_SENSOR_OFF);
  wait_until (fixture, air_is_lost);
  run_for (fixture, 0.2, TRUE);
  g_assert_cmpstr (
      steady_value_cell_get_value (STEADY_VALUE_CELL (air)), ==, _ ("NOT PROTECTED"));
  g_assert_cmpint (gtk_widget_get_width (air), ==, width);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  SteadyLivePage *page = steady_console_window_page (fixture->window);
  steady_live_page_set_locked (page, TRUE);
  g_assert_false (gtk_widget_get_can_target (get (fixture, NULL, "pump")));
  g_assert_true (gtk_widget_get_can_target (get (fixture, NULL, "alarms")));
  steady_live_page_set_locked (page, FALSE);
  g_assert_true (gtk_widget_get_can_target (get (fixture, NULL, "pump")));
}

static gboolean
room_is_shown (Fixture *fixture)
{
  GtkWidget *record = get (fixture, "strip", "record");
  return strstr (steady_fit_text_get_text (STEADY_FIT_TEXT (record)), "5.5 h") != NULL;
}

/* How long the disk will do stands beside the light of the record. */
static void
test_room_on_the_disk (Fixture *fixture, gconstpointer data)
{
  GtkWidget *record = get (fixture, "strip", "record");

  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_DISK_HOURS, 5.5, STEADY_QUALITY_VALID);
  wait_until (fixture, room_is_shown);
  g_assert_nonnull (gtk_widget_get_tooltip_text (record));
  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_DISK_HOURS, 0, STEADY_QUALITY_NOT_APPLICABLE);
  run_for (fixture, 1, TRUE);
  g_assert_false (room_is_shown (fixture));
}

/* Whether the minute on the clock of the strip changes within the next seconds. */
static gboolean
clock_turns (void)
{
  /* and it may be a second late: a beat that changes nothing waits that long */
  const int64_t second = steady_clock_utc_ns () / STEADY_NSEC_PER_SEC % 60;
  return second >= 54 || second < 2;
}

/* Nothing new, no frames: heart beats that say the same draw nothing. */
static void
test_idle_draws_nothing (Fixture *fixture, gconstpointer data)
{
  fixture->feeder.frozen = true;
  run_for (fixture, 3, TRUE); /* the trends ask once more */
  while (clock_turns ())      /* which draws, and should */
    run_for (fixture, 1, TRUE);
  const unsigned before = steady_console_window_frames (fixture->window);
  run_for (fixture, 3, TRUE);
  g_assert_cmpuint (steady_console_window_frames (fixture->window) - before, ==, 0);
}

typedef struct Fit
{
  const char *what; /* the situation, for the report */
  unsigned    bad;
  double      worst; /* smallest scale met */
  char        worst_text[200];
} Fit;

static void
check_fit (GtkWidget *widget, void *data)
{
  Fit        *fit = data;
  int         minimum;
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  if (!gtk_widget_get_mapped (widget))
    return;
  gtk_widget_measure (
      widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > gtk_widget_get_allocated_width (widget))
    {
      g_test_message ("%s: %s “%s” needs %d px and has %d",
                      fit->what,
                      G_OBJECT_TYPE_NAME (widget),
                      id,
                      minimum,
                      gtk_widget_get_allocated_width (widget));
      fit->bad++;
    }
  gtk_widget_measure (widget,
                      GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_allocated_width (widget),
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  if (minimum > gtk_widget_get_allocated_height (widget))
    {
      g_test_message ("%s: %s “%s” needs %d px of height and has %d",
                      fit->what,
                      G_OBJECT_TYPE_NAME (widget),
                      id,
                      minimum,
                      gtk_widget_get_allocated_height (widget));
      fit->bad++;
    }
  if (GTK_IS_LABEL (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    {
      g_test_message (
          "%s: “%s” is cut", fit->what, gtk_label_get_text (GTK_LABEL (widget)));
      fit->bad++;
    }
  if (!STEADY_IS_FIT_TEXT (widget))
    return;
  const double scale = steady_fit_text_get_scale (STEADY_FIT_TEXT (widget));
  const char  *text = steady_fit_text_get_text (STEADY_FIT_TEXT (widget));
  if (scale < fit->worst)
    {
      fit->worst = scale;
      g_strlcpy (fit->worst_text, text, sizeof fit->worst_text);
    }
  if (scale < LEAST_SCALE)
    {
      g_test_message ("%s: “%s” (%s) would be drawn at %.2f of its size",
                      fit->what,
                      text,
                      id,
                      scale);
      fit->bad++;
    }
}

/* The real rules, as a WELCOME describes them. */
static char *
real_rules (GPtrArray *ids)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "alarms", "base.json", NULL);
  struct json_object *root = json_object_from_file (path);
  struct json_object *rules = NULL;
  g_assert_nonnull (root);
  g_assert_true (json_object_object_get_ex (root, "rules", &rules));
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *id = NULL;
      json_object_object_get_ex (json_object_array_get_idx (rules, i), "id", &id);
      g_ptr_array_add (ids, g_strdup (json_object_get_string (id)));
    }
  struct json_object *whole = json_object_new_object ();
  json_object_object_add (whole, "rules", json_object_get (rules));
  char *text = g_strdup (json_object_to_json_string (whole));
  json_object_put (whole);
  json_object_put (root);
  return text;
}

/* The channel of a rule's first comparison, as its alarms carry it; 0: a sensor rule.
 */
static SteadyChannel
channel_of (struct json_object *rules, unsigned index)
{
  struct json_object *rule = json_object_array_get_idx (rules, index);
  struct json_object *condition, *clauses, *name;
  SteadyChannel       channel = STEADY_CHANNEL_NONE;
  if (!json_object_object_get_ex (rule, "condition", &condition))
    return channel;
  if (json_object_object_get_ex (condition, "any", &clauses) ||
      json_object_object_get_ex (condition, "all", &clauses))
    condition = json_object_array_get_idx (clauses, 0);
  if (json_object_object_get_ex (condition, "channel", &name))
    steady_channel_from_name (json_object_get_string (name), &channel);
  return channel;
}

static gboolean
is_sized (Fixture *fixture)
{
  const int *size = g_object_get_data (G_OBJECT (fixture->window), "wanted");
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) == size[0] &&
         gtk_widget_get_height (GTK_WIDGET (fixture->window)) == size[1];
}

static gboolean
shows_wanted_alarm (Fixture *fixture)
{
  const char *id = g_object_get_data (G_OBJECT (fixture->window), "alarm");
  return fixture->state->n_present == 1 &&
         strcmp (fixture->state->present[0].id, id) == 0;
}

static unsigned
check_alarms_at (
    Fixture *fixture, GPtrArray *ids, struct json_object *rules, int width, int height)
{
  int  size[2] = { width, height };
  Fit  fit = { .worst = 1 };
  char what[128];
  g_object_set_data (G_OBJECT (fixture->window), "wanted", size);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  wait_until (fixture, is_sized);
  run_for (fixture, 0.3, TRUE);
  for (unsigned i = 0; i < ids->len; i++)
    {
      g_snprintf (
          what, sizeof what, "%d × %d, %s", width, height, (char *) ids->pdata[i]);
      fit.what = what;
      g_object_set_data (G_OBJECT (fixture->window), "alarm", ids->pdata[i]);
      feeder_alarm (&fixture->feeder,
                    ids->pdata[i],
                    STEADY_PRIORITY_HIGH,
                    channel_of (rules, i),
                    37.6,
                    37.5);
      wait_until (fixture, shows_wanted_alarm);
      run_for (fixture, 0.05, TRUE);
      walk (GTK_WIDGET (fixture->window), check_fit, &fit);
    }
  g_test_message (
      "%d × %d: smallest scale %.2f: “%s”", width, height, fit.worst, fit.worst_text);
  return fit.bad;
}

/* Without an engine every place says something else; that has to fit as well. */
static unsigned
check_silence_at (Fixture *fixture, int width, int height)
{
  int size[2] = { width, height };
  Fit fit = { .worst = 1, .what = "silence" };
  g_object_set_data (G_OBJECT (fixture->window), "wanted", size);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  wait_until (fixture, is_sized);
  feeder_die (&fixture->feeder);
  wait_until (fixture, is_silent);
  run_for (fixture, 0.4, FALSE);
  walk (GTK_WIDGET (fixture->window), check_fit, &fit);
  g_test_message ("%d × %d, silent: smallest scale %.2f: “%s”",
                  width,
                  height,
                  fit.worst,
                  fit.worst_text);
  feeder_live (&fixture->feeder);
  wait_until (fixture, is_heard);
  feeder_all_numerics (&fixture->feeder);
  run_for (fixture, 0.2, TRUE);
  return fit.bad;
}

static gboolean
has_rules (Fixture *fixture)
{
  return g_hash_table_size (fixture->state->config.alarms) > 20;
}

/* Every alarm's text, and everything else, fits its place in this language. */
static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char    *text = real_rules (ids);
  struct json_object *whole = json_tokener_parse (text);
  struct json_object *rules = NULL;
  json_object_object_get_ex (whole, "rules", &rules);
  unsigned bad = 0;
  g_free (fixture->feeder.welcome);
  fixture->feeder.welcome = feeder_welcome_text (text);
  feeder_die (&fixture->feeder);
  feeder_live (&fixture->feeder);
  wait_until (fixture, has_rules);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    bad += check_silence_at (fixture, sizes[i][0], sizes[i][1]);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    bad += check_alarms_at (fixture, ids, rules, sizes[i][0], sizes[i][1]);
  json_object_put (whole);
  g_assert_cmpuint (bad, ==, 0);
}

static void
test_translated (Fixture *fixture, gconstpointer data)
{
  const char *language = g_getenv ("LANGUAGE");
  const char *stop = text_of (fixture, "stop", "label");
  if (g_strcmp0 (language, "de") == 0)
    g_assert_cmpstr (stop, ==, "STOPP: HALTEN");
  else
    g_assert_cmpstr (stop, ==, "HOLD TO STOP");
}

#define ADD(path, function) \
  g_test_add ("/console/page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  steady_console_resources_register_resource ();
  ADD ("names", test_names);
  ADD ("translated", test_translated);
  ADD ("step-and-undo", test_step);
  ADD ("taps-add-up", test_taps_add_up);
  ADD ("beyond-the-plan-asks", test_beyond_the_plan_asks);
  ADD ("gas-that-is-not-delivered-is-seen", test_gas_that_is_not_delivered_is_seen);
  ADD ("stop-is-held", test_stop_is_held);
  ADD ("clamp-is-held", test_clamp_is_held);
  ADD ("events", test_events);
  ADD ("override", test_override);
  ADD ("alarm-acts", test_alarm_acts);
  ADD ("silence", test_silence);
  ADD ("lost-sensor-keeps-its-place", test_lost_sensor_keeps_its_place);
  ADD ("lock", test_lock);
  ADD ("idle-draws-nothing", test_idle_draws_nothing);
  ADD ("room-on-the-disk", test_room_on_the_disk);
  ADD ("fits", test_fits);
  return g_test_run ();
}
