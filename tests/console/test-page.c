/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-control-stepper.h"
#include "console/steady-event-pad.h"
#include "console/steady-value-cell.h"
#include "console/steady-value-tile.h"
#include "live-bench.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"

/* Longer than any of it takes, where no heart beat may be sent. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

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

/* Or older: on a machine that stands still now and then not every second is seen. */
static gboolean
is_three_seconds_old (Fixture *fixture)
{
  const char *note = text_of (fixture, "mean", "note");
  char       *end = NULL;
  return note != NULL && g_ascii_strtoll (note, &end, 10) >= 3 &&
         (strcmp (end, " s old") == 0 || strcmp (end, " s alt") == 0);
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
  /* a busy machine may owe a frame, and not one each time */
  unsigned drawn = 1;
  for (unsigned i = 0; i < 10 && drawn > 0; i++)
    {
      const unsigned before = steady_console_window_frames (fixture->window);
      run_for (fixture, 3, TRUE);
      drawn = steady_console_window_frames (fixture->window) - before;
    }
  g_assert_cmpuint (drawn, ==, 0);
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
  begin_live_test (&argc, &argv);
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
  return g_test_run ();
}
