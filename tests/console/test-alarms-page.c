/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "alarms-bench.h"
#include "console/steady-limits-view.h"
#include "measure/steady-shown-unit.h"
#include "steady-console-resources.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-word-table.h"

static void
test_present (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (steady_word_table_rows (table (fixture)), ==, 0);
  feeder_alarm (&fixture->feeder,
                "map-low",
                STEADY_PRIORITY_MEDIUM,
                STEADY_CHANNEL_ARTERIAL_MEAN,
                22,
                25);
  fixture->key = "map-low";
  wait_until (fixture, has_row);
  SteadyWordTable *shown = table (fixture);
  g_assert_cmpstr (steady_word_table_cell (shown, "map-low", 0), ==, "!!");
  g_assert_nonnull (strstr (steady_word_table_cell (shown, "map-low", 3), "22"));
  g_assert_nonnull (strstr (steady_word_table_cell (shown, "map-low", 3), "25"));
  g_assert_cmpstr (steady_word_table_cell (shown, "map-low", 4), ==, _ ("sounding"));
  click_act (GTK_WIDGET (shown), _ ("Seen"));
  wait_until (fixture, has_request);
  g_assert_cmpuint (
      fixture->feeder.requests[0].kind, ==, STEADY_ALARM_REQUEST_ACKNOWLEDGE);
  g_assert_cmpstr (fixture->feeder.requests[0].id, ==, "map-low");
  feeder_no_alarms (&fixture->feeder);
  run_for (fixture, 0.3);
  g_assert_cmpuint (steady_word_table_rows (shown), ==, 0);
}

static gboolean
is_disarmed (Fixture *fixture)
{
  return g_strcmp0 (steady_word_table_cell (table (fixture), fixture->key, 2),
                    _ ("DISARMED")) == 0;
}

static gboolean
is_armed (Fixture *fixture)
{
  return g_strcmp0 (steady_word_table_cell (table (fixture), fixture->key, 2),
                    _ ("armed")) == 0;
}

/* All rules stand there; a flag disarms and says so, a lost sensor leaves unprotected.
 */
static void
test_arming (Fixture *fixture, gconstpointer data)
{
  press (fixture, "tables", "show_arming");
  SteadyWordTable *shown = table (fixture);
  g_assert_cmpuint (steady_word_table_rows (shown),
                    ==,
                    g_hash_table_size (fixture->state->config.alarms));
  fixture->key = "arterial-air";
  wait_until (fixture, is_armed);
  g_assert_nonnull (
      strstr (steady_word_table_cell (shown, "line-pressure-stop", 4), "≥"));
  g_assert_nonnull (
      strstr (steady_word_table_cell (shown, "no-forward-flow", 4), "< 10 %"));
  g_assert_nonnull (
      strstr (steady_word_table_cell (shown, "arterial-outlet-too-hot", 5), "[GK]"));
  /* a limit of half a turn is not rounded to none */
  g_assert_nonnull (
      strstr (steady_word_table_cell (shown, "arterial-pump-stopped", 4), "< 0.5"));
  feeder_alarm (&fixture->feeder, "sensor-lost-air", STEADY_PRIORITY_HIGH, 0, 0, 0);
  fixture->key = "arterial-air";
  wait_until (fixture, is_unprotected);
  flags = STEADY_FLAG_CIRCULATORY_ARREST;
  fixture->key = "flow-low";
  wait_until (fixture, is_disarmed);
  g_assert_nonnull (
      strstr (steady_word_table_cell (shown, "flow-low", 3), _ ("circulatory arrest")));
}

/* The words of everything below @widget that can be seen, one to a line. */
static void
gather_all (GtkWidget *widget, GString *all)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (all, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (STEADY_IS_FIT_TEXT (widget))
    g_string_append_printf (
        all, "%s\n", steady_fit_text_get_text (STEADY_FIT_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gather_all (child, all);
}

static GtkWidget *
shown_view (Fixture *fixture)
{
  return gtk_stack_get_visible_child (GTK_STACK (get (fixture, "tables", "stack")));
}

static gboolean
says (Fixture *fixture, const char *words)
{
  g_autoptr (GString) all = g_string_new (NULL);
  gather_all (shown_view (fixture), all);
  return strstr (all->str, words) != NULL;
}

/* All hold buttons below @widget. */
static void
gather_holds (GtkWidget *widget, GPtrArray *all)
{
  if (STEADY_IS_HOLD_BUTTON (widget))
    g_ptr_array_add (all, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gather_holds (child, all);
}

/* The hold button for @rule and @control. */
static GtkWidget *
wire_button (Fixture *fixture, const char *rule, SteadyControl control)
{
  g_autoptr (GPtrArray) holds = g_ptr_array_new ();
  gather_holds (shown_view (fixture), holds);
  for (unsigned i = 0; i < holds->len; i++)
    if (g_strcmp0 (g_object_get_data (holds->pdata[i], "rule"), rule) == 0 &&
        GPOINTER_TO_UINT (g_object_get_data (holds->pdata[i], "control")) ==
            (unsigned) control)
      return holds->pdata[i];
  return NULL;
}

/* The feeder's devices can stop and clamp, and cannot stop cardioplegia. */
static void
test_interventions (Fixture *fixture, gconstpointer data)
{
  press (fixture, "tables", "show_wires");
  g_assert_true (says (fixture, _ ("ALARM ONLY: Steady cannot stop this pump")));
  g_assert_true (says (fixture, _ ("hold: off")));
  g_assert_null (
      wire_button (fixture, "arterial-air", STEADY_CONTROL_CARDIOPLEGIA_STOP));
  g_assert_null (wire_button (fixture, "map-low", STEADY_CONTROL_PUMP_STOP));
  GtkWidget *stop = wire_button (fixture, "arterial-air", STEADY_CONTROL_PUMP_STOP);
  g_assert_nonnull (stop);
  /* a tap does nothing, one second does */
  steady_hold_button_press (STEADY_HOLD_BUTTON (stop));
  run_for (fixture, 0.3);
  steady_hold_button_release (STEADY_HOLD_BUTTON (stop));
  run_for (fixture, 0.3);
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 0);
  steady_hold_button_press (STEADY_HOLD_BUTTON (stop));
  wait_until (fixture, has_setting);
  steady_hold_button_release (STEADY_HOLD_BUTTON (stop));
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_WIRE);
  g_assert_cmpuint (fixture->feeder.settings[0].control, ==, STEADY_CONTROL_PUMP_STOP);
  g_assert_cmpstr (fixture->feeder.settings[0].rule, ==, "arterial-air");
  g_assert_cmpfloat_with_epsilon (fixture->feeder.settings[0].value, 0, 1e-9);
  SteadyAlarmSetting setting = { .cut = UINT32_C (1) << STEADY_CONTROL_PUMP_STOP };
  g_strlcpy (setting.id, "arterial-air", sizeof setting.id);
  feeder_settings (&fixture->feeder, &setting, 1);
  run_for (fixture, 0.3);
  g_assert_true (says (fixture, _ ("NOTHING")));
}

/* The override needs a name, is held, and counts down. */
static void
test_override (Fixture *fixture, gconstpointer data)
{
  SteadyDesk desk = { .override_until = 0 };
  g_autoptr (GPtrArray) holds = g_ptr_array_new ();
  press (fixture, "tables", "show_wires");
  gather_holds (shown_view (fixture), holds);
  GtkWidget *hold =
      holds->pdata[1]; /* behind the one of a question that nobody asked */
  g_assert_false (gtk_widget_is_sensitive (hold));
  g_strlcpy (desk.operator_name, "Anna Berg", sizeof desk.operator_name);
  feeder_desk (&fixture->feeder, &desk);
  run_for (fixture, 0.3);
  g_assert_true (gtk_widget_is_sensitive (hold));
  steady_hold_button_press (STEADY_HOLD_BUTTON (hold));
  wait_until (fixture, has_request);
  steady_hold_button_release (STEADY_HOLD_BUTTON (hold));
  g_assert_cmpuint (
      fixture->feeder.requests[0].kind, ==, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL);
  g_assert_cmpstr (fixture->feeder.requests[0].id, ==, "Anna Berg");
  desk.override_until = fixture->feeder.t + 110 * STEADY_NSEC_PER_SEC;
  feeder_desk (&fixture->feeder, &desk);
  run_for (fixture, 0.3);
  SteadyFitText *line = STEADY_FIT_TEXT (get (fixture, "alarms", "disarmed"));
  g_assert_nonnull (strstr (steady_fit_text_get_text (line), "1:"));
}

/* A limit is changed on the pad, whose refusal says why; the engine has the last word.
 */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  press (fixture, "tables", "show_limits");
  const SteadyAlarmText *text =
      steady_console_config_alarm (&fixture->state->config, "map-low");
  g_assert_nonnull (text);
  SteadyLimitsView *view = STEADY_LIMITS_VIEW (shown_view (fixture));
  steady_limits_view_edit (view, "map-low");
  SteadyNumberPad *pad =
      STEADY_NUMBER_PAD (find_type (GTK_WIDGET (view), STEADY_TYPE_NUMBER_PAD));
  g_assert_cmpfloat_with_epsilon (
      steady_number_pad_value (pad), text->judged_limit, 1e-9);
  steady_number_pad_type (pad, "999\n");
  run_for (fixture, 0.2);
  g_assert_cmpuint (fixture->feeder.n_settings, ==, 0);
  g_assert_cmpstr (steady_number_pad_words (pad), !=, "");
  steady_number_pad_type (pad, "\b\b\b");
  steady_number_pad_type (pad, "29\n");
  wait_until (fixture, has_setting);
  const SteadySettingRequest *request = &fixture->feeder.settings[0];
  g_assert_cmpuint (request->kind, ==, STEADY_SETTING_LIMIT);
  g_assert_cmpfloat_with_epsilon (request->value, 29, 1e-9);
  g_assert_cmpfloat_with_epsilon (request->expected, text->judged_limit, 1e-9);
  /* no: the pad stays up and says why */
  SteadySettingAnswer answer = { .id = request->id,
                                 .kind = request->kind,
                                 .value = text->judged_limit,
                                 .status = STEADY_ANSWER_REFUSED,
                                 .refusal = STEADY_REFUSAL_NO_OPERATOR };
  g_strlcpy (answer.rule, "map-low", sizeof answer.rule);
  feeder_setting_answer (&fixture->feeder, &answer);
  run_for (fixture, 0.3);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (pad)));
  g_assert_cmpstr (steady_number_pad_words (pad), !=, "");
  /* yes: the table is back and names who did it */
  answer.id++;
  answer.status = STEADY_ANSWER_CONFIRMED;
  answer.refusal = STEADY_REFUSAL_NONE;
  SteadyAlarmSetting setting = { .limit = 29,
                                 .original = text->judged_limit,
                                 .has_limit = STEADY_LIMIT_OPERATOR };
  g_strlcpy (setting.id, "map-low", sizeof setting.id);
  g_strlcpy (setting.who, "Anna Berg", sizeof setting.who);
  feeder_settings (&fixture->feeder, &setting, 1);
  feeder_setting_answer (&fixture->feeder, &answer);
  run_for (fixture, 0.3);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (pad)));
  g_assert_true (says (fixture, "Anna Berg"));
  g_assert_true (says (fixture, "29 mmHg"));
}

/* In the unit of this site on the pad and in the table; mmHg to the engine. */
static void
test_limits_in_site_units (Fixture *fixture, gconstpointer data)
{
  steady_shown_unit_choose_all ("tension:kPa");
  press (fixture, "tables", "show_limits");
  const SteadyAlarmText *text =
      steady_console_config_alarm (&fixture->state->config, "po2-high");
  SteadyLimitsView *view = STEADY_LIMITS_VIEW (shown_view (fixture));
  g_autofree char  *before = g_strdup_printf ("%.2f kPa", text->judged_limit / 7.50062);
  g_assert_true (says (fixture, before));
  steady_limits_view_edit (view, "po2-high");
  SteadyNumberPad *pad =
      STEADY_NUMBER_PAD (find_type (GTK_WIDGET (view), STEADY_TYPE_NUMBER_PAD));
  g_assert_cmpfloat_with_epsilon (
      steady_number_pad_value (pad), text->judged_limit / 7.50062, 0.01);
  steady_number_pad_type (pad, "40\n");
  wait_until (fixture, has_setting);
  const SteadySettingRequest *request = &fixture->feeder.settings[0];
  g_assert_cmpfloat_with_epsilon (request->value, 300.0248, 1e-9);
  g_assert_cmpfloat_with_epsilon (request->expected, text->judged_limit, 1e-9);
  steady_shown_unit_forget ();
}

/* One tap on the bar's button, one on the name. */
static void
test_operator (Fixture *fixture, gconstpointer data)
{
  press_button (fixture, "pages", "person");
  click_act (shown_view (fixture), _ ("Perfusionist 2"));
  wait_until (fixture, has_setting);
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_OPERATOR);
  g_assert_cmpstr (fixture->feeder.settings[0].who, ==, _ ("Perfusionist 2"));
}

/* After an air stop that is over the bar offers the way back, and says what it was. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  SteadyDesk desk = { .former_flow = 0.48 };
  feeder_alarm (&fixture->feeder,
                "arterial-air",
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_ARTERIAL_AIR,
                0,
                0);
  feeder_desk (&fixture->feeder, &desk);
  fixture->key = "arterial-air";
  wait_until (fixture, has_row);
  GtkStack *body = GTK_STACK (get (fixture, "alarms", "body"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (body), ==, "words");
  feeder_latch (&fixture->feeder, "arterial-air");
  run_for (fixture, 0.6);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (body), ==, "resume");
  g_signal_emit_by_name (get (fixture, "alarms", "resume_false"), "clicked");
  wait_until (fixture, has_setting);
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_RESUME);
  g_assert_cmpstr (fixture->feeder.settings[0].rule, ==, "arterial-air");
  g_assert_cmpfloat_with_epsilon (fixture->feeder.settings[0].value, 0, 1e-9);
}

static gboolean
asks_for_tones (Fixture *fixture)
{
  GtkWidget *more = get (fixture, "events", "more_events");
  return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (more)), _ ("Sound test …")) == 0;
}

static gboolean
is_pad (Fixture *fixture)
{
  return !asks_for_tones (fixture);
}

/* Before bypass the console asks whether three tones were heard, without taking the
 * place of what is recorded then; the answer is for the case. */
static void
test_start_question (Fixture *fixture, gconstpointer data)
{
  SteadySounderState sounder = { .stream_open = 1 };
  SteadyDesk         desk = { .heard = STEADY_SOUND_NOT_ANSWERED };
  g_assert_false (asks_for_tones (fixture));
  fixture->feeder.support_mode = STEADY_SUPPORT_PRE_BYPASS;
  wait_until (fixture, asks_for_tones);
  g_assert_true (gtk_widget_get_mapped (get (fixture, "events", "heparin")));
  g_assert_false (gtk_widget_get_mapped (get (fixture, "events", "sound_question")));
  press_button (fixture, "events", "more_events");
  g_assert_true (gtk_widget_get_mapped (get (fixture, "events", "sound_question")));
  g_assert_false (gtk_widget_is_sensitive (get (fixture, "sound_question", "heard")));
  press_button (fixture, "sound_question", "play");
  g_assert_cmpuint (fixture->feeder.n_sounds, ==, 1);
  sounder.test_played = fixture->feeder.sounds[0].test;
  feeder_sounder (&fixture->feeder, &sounder);
  run_for (fixture, 0.3);
  g_assert_true (gtk_widget_is_sensitive (get (fixture, "sound_question", "heard")));
  press_button (fixture, "sound_question", "heard");
  wait_until (fixture, has_setting);
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_HEARD);
  g_assert_cmpfloat_with_epsilon (
      fixture->feeder.settings[0].value, STEADY_SOUND_WAS_HEARD, 1e-9);
  desk.heard = STEADY_SOUND_WAS_HEARD;
  feeder_desk (&fixture->feeder, &desk);
  wait_until (fixture, is_pad);
  g_assert_true (gtk_widget_get_mapped (get (fixture, "events", "heparin")));
  fixture->feeder.support_mode = STEADY_SUPPORT_FULL_BYPASS;
}

/* A row that is tapped shows what, what to do, and the causes in order. */
static void
test_detail (Fixture *fixture, gconstpointer data)
{
  feeder_alarm (&fixture->feeder,
                "no-forward-flow",
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_MEASURED_FLOW,
                0.01,
                0.05);
  fixture->key = "no-forward-flow";
  wait_until (fixture, has_row);
  g_signal_emit_by_name (table (fixture), "chosen", "no-forward-flow");
  run_for (fixture, 0.2);
  const SteadyAlarmText *text =
      steady_console_config_alarm (&fixture->state->config, "no-forward-flow");
  g_auto (GStrv) causes = g_strsplit (text->causes, "\n", -1);
  g_assert_true (says (fixture, _ (text->title)));
  g_assert_true (says (fixture, _ (text->first)));
  g_assert_true (says (fixture, _ (causes[0])));
  click_act (shown_view (fixture), _ ("All present"));
  g_assert_cmpuint (steady_word_table_rows (table (fixture)), ==, 1);
}

static gboolean
sees_air (Fixture *fixture)
{
  return says (fixture, _ ("SEES AIR now"));
}

static gboolean
reads_clear (Fixture *fixture)
{
  return says (fixture, _ ("reads CLEAR now"));
}

static gboolean
reads_nothing (Fixture *fixture)
{
  return says (fixture, _ ("reads nothing now"));
}

/* An air alarm says how much was seen, and what its detector reads now. */
static void
test_air (Fixture *fixture, gconstpointer data)
{
  const char      *ids[] = { "arterial-air", "venous-air" };
  g_autofree char *bubble = g_strdup_printf (_ ("bubble %s mL"), "2.00");
  SteadyFitText   *title = STEADY_FIT_TEXT (get (fixture, "alarms", "title"));

  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_BUBBLE_VOLUME, 2, STEADY_QUALITY_VALID);
  feeder_numeric (&fixture->feeder,
                  STEADY_CHANNEL_ARTERIAL_AIR,
                  STEADY_DETECTOR_TRIPPED,
                  STEADY_QUALITY_VALID);
  feeder_alarm (&fixture->feeder,
                ids[0],
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_ARTERIAL_AIR,
                0,
                0);
  fixture->key = ids[0];
  wait_until (fixture, has_row);
  g_assert_nonnull (strstr (steady_fit_text_get_text (title), bubble));
  g_signal_emit_by_name (table (fixture), "chosen", ids[0]);
  wait_until (fixture, sees_air);
  g_assert_true (says (fixture, bubble));
  feeder_numeric (&fixture->feeder,
                  STEADY_CHANNEL_ARTERIAL_AIR,
                  STEADY_DETECTOR_CLEAR,
                  STEADY_QUALITY_VALID);
  wait_until (fixture, reads_clear);
  feeder_numeric (
      &fixture->feeder, STEADY_CHANNEL_ARTERIAL_AIR, 0, STEADY_QUALITY_SENSOR_OFF);
  wait_until (fixture, reads_nothing);
  /* the volume is the arterial line's */
  click_act (shown_view (fixture), _ ("All present"));
  feeder_no_alarms (&fixture->feeder);
  feeder_numeric (&fixture->feeder,
                  STEADY_CHANNEL_VENOUS_AIR,
                  STEADY_DETECTOR_TRIPPED,
                  STEADY_QUALITY_VALID);
  feeder_alarm (&fixture->feeder,
                ids[1],
                STEADY_PRIORITY_MEDIUM,
                STEADY_CHANNEL_VENOUS_AIR,
                0,
                0);
  fixture->key = ids[1];
  wait_until (fixture, has_row);
  g_assert_null (strstr (steady_fit_text_get_text (title), bubble));
  g_signal_emit_by_name (table (fixture), "chosen", ids[1]);
  wait_until (fixture, sees_air);
  g_assert_false (says (fixture, bubble));
}

static gboolean
may_say_heard (Fixture *fixture)
{
  return gtk_widget_get_sensitive (get (fixture, "tables", "yes"));
}

/* Volume within its floor, the test by the way of alarms, and the answer of a person.
 */
static void
test_sound (Fixture *fixture, gconstpointer data)
{
  const SteadySounderState sounder = { .stream_open = 1,
                                       .volume_db = -10,
                                       .floor_db = -12 };
  press (fixture, "tables", "show_sound");
  feeder_sounder (&fixture->feeder, &sounder);
  run_for (fixture, 0.3);
  g_signal_emit_by_name (get (fixture, "tables", "softer"), "clicked");
  g_signal_emit_by_name (get (fixture, "tables", "softer"), "clicked");
  /* nobody can have heard what was not played to its end */
  g_assert_false (gtk_widget_get_sensitive (get (fixture, "tables", "yes")));
  g_signal_emit_by_name (get (fixture, "tables", "play"), "clicked");
  g_signal_emit_by_name (get (fixture, "tables", "no"), "clicked");
  wait_until (fixture, has_setting);
  g_assert_cmpuint (fixture->feeder.n_sounds, ==, 3);
  g_assert_cmpfloat_with_epsilon (fixture->feeder.sounds[1].volume_db, -12, 1e-9);
  g_assert_cmpuint (fixture->feeder.sounds[2].test, !=, 0);
  g_assert_true (isnan (fixture->feeder.sounds[2].volume_db));
  g_assert_cmpuint (fixture->feeder.settings[0].kind, ==, STEADY_SETTING_HEARD);
  g_assert_cmpfloat_with_epsilon (
      fixture->feeder.settings[0].value, STEADY_SOUND_NOT_HEARD, 1e-9);
  SteadySounderState played = sounder;
  played.test_played = fixture->feeder.sounds[2].test;
  feeder_sounder (&fixture->feeder, &played);
  wait_until (fixture, may_say_heard);
}

static SteadyWordTable *
log_table (Fixture *fixture)
{
  return STEADY_WORD_TABLE (find_type (shown_view (fixture), STEADY_TYPE_WORD_TABLE));
}

static gboolean
has_log (Fixture *fixture)
{
  return steady_word_table_rows (log_table (fixture)) > 2;
}

static void
make_case (const char *path)
{
  g_autofree char *scenario = g_build_filename (
      g_getenv ("STEADY_DATA_DIR"), "scenarios", "arterial-air.json", NULL);
  const char *argv[] = { engine_program, "--training", scenario, "--speed", "max",
                         "--until",      "90s",        "--case", path,      NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* What stands in the texts of all labels below @widget, one to a line. */
static void
gather (GtkWidget *widget, GString *all)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (all, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gather (child, all);
}

static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->feeder.folder, "a.steady", NULL);
  g_autofree char *quoted = g_strdup_printf ("\"case_file\": \"%s\"", file);
  g_autoptr (GString) welcome = g_string_new (fixture->feeder.welcome);
  g_autoptr (GString) all = g_string_new (NULL);
  make_case (file);
  g_assert_cmpuint (
      g_string_replace (welcome, "\"case_file\": null", quoted, 0), ==, 1);
  g_free (fixture->feeder.welcome);
  fixture->feeder.welcome = g_strdup (welcome->str);
  feeder_die (&fixture->feeder);
  feeder_live (&fixture->feeder);
  wait_until (fixture, is_shown);
  press (fixture, "tables", "show_log");
  wait_until (fixture, has_log);
  gather (GTK_WIDGET (log_table (fixture)), all);
  g_assert_true (says (fixture, _ ("Phase")));
  g_assert_false (says (fixture, _ ("No alarms so far.")));
  const SteadyAlarmText *air =
      steady_console_config_alarm (&fixture->state->config, "arterial-air");
  g_assert_nonnull (strstr (all->str, _ (air->title)));
  g_assert_nonnull (strstr (all->str, _ ("began")));
  /* newest first: nothing that is older stands above */
  char last[32] = "9:99:99";
  g_auto (GStrv) lines = g_strsplit (all->str, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    if (g_regex_match_simple ("^\\d:\\d\\d:\\d\\d$", lines[i], 0, 0))
      {
        g_assert_cmpstr (lines[i], <=, last);
        g_strlcpy (last, lines[i], sizeof last);
      }
  g_assert_cmpstr (last, <, "9");
  g_unlink (file);
}

/* Where no case is kept there is no log, which is not the same as no alarm. */
static void
test_log_without_a_case (Fixture *fixture, gconstpointer data)
{
  feeder_alarm (&fixture->feeder,
                "arterial-air",
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_ARTERIAL_AIR,
                0,
                0);
  fixture->key = "arterial-air";
  wait_until (fixture, has_row);
  press (fixture, "tables", "show_log");
  run_for (fixture, 0.5);
  g_assert_true (says (fixture, _ ("No case is kept, so there is no log.")));
  g_assert_false (says (fixture, _ ("No alarms so far.")));
}

/* Every widget has the room it needs; what scrolls need only be wide enough. */
static void
check_fit (GtkWidget *widget, unsigned *bad)
{
  const int width = gtk_widget_get_allocated_width (widget);
  int       minimum, height;
  if (!gtk_widget_get_mapped (widget))
    return;
  gtk_widget_measure (
      widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (
      widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  minimum -= gtk_widget_get_margin_start (widget) + gtk_widget_get_margin_end (widget);
  const gboolean cut = STEADY_IS_FIT_TEXT (widget) &&
                       steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < 0.6;
  if (minimum > width || cut ||
      (height > gtk_widget_get_allocated_height (widget) && !GTK_IS_VIEWPORT (widget)))
    {
      g_test_message ("%s “%s” needs %d × %d and has %d × %d%s",
                      G_OBJECT_TYPE_NAME (widget),
                      gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
                      minimum,
                      height,
                      width,
                      gtk_widget_get_allocated_height (widget),
                      cut ? ", cut" : "");
      (*bad)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_fit (child, bad);
}

static gboolean
is_sized (Fixture *fixture)
{
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) == fixture->width &&
         gtk_widget_get_height (GTK_WIDGET (fixture->window)) == fixture->height;
}

/* Where @id is in the window. */
static graphene_rect_t
place_of (Fixture *fixture, const char *id)
{
  graphene_rect_t bounds;
  g_assert_true (gtk_widget_compute_bounds (
      get (fixture, NULL, id), GTK_WIDGET (fixture->window), &bounds));
  return bounds;
}

/* On every screen the tables fit, and what keeps the child safe has not moved. */
static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };
  static const char *const tabs[] = { "show_present", "show_log",   "show_limits",
                                      "show_arming",  "show_wires", "show_sound",
                                      "show_operator" };
  static const char *const fixed[] = { "alarms", "strip", "flow", "stop", "pages" };
  unsigned                 bad = 0;
  feeder_alarm (&fixture->feeder,
                "line-pressure-stop",
                STEADY_PRIORITY_HIGH,
                STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
                237.6,
                220);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      graphene_rect_t live[G_N_ELEMENTS (fixed)];
      fixture->width = sizes[i][0];
      fixture->height = sizes[i][1];
      gtk_window_set_default_size (
          GTK_WINDOW (fixture->window), fixture->width, fixture->height);
      wait_until (fixture, is_sized);
      press (fixture, "pages", "live");
      for (unsigned j = 0; j < G_N_ELEMENTS (fixed); j++)
        live[j] = place_of (fixture, fixed[j]);
      press (fixture, "pages", "alarms_page");
      for (unsigned j = 0; j < G_N_ELEMENTS (tabs); j++)
        {
          press (fixture, "tables", tabs[j]);
          check_fit (GTK_WIDGET (fixture->window), &bad);
        }
      for (unsigned j = 0; j < G_N_ELEMENTS (fixed); j++)
        {
          const graphene_rect_t now = place_of (fixture, fixed[j]);
          g_assert_true (gtk_widget_get_mapped (get (fixture, NULL, fixed[j])));
          g_assert_true (graphene_rect_equal (&live[j], &now));
        }
    }
  g_assert_cmpuint (bad, ==, 0);
}

/* Whether the minute on the clock of the strip changes within the next seconds. */
static gboolean
clock_turns (void)
{
  /* and it may be a second late: a beat that changes nothing waits that long */
  const int64_t second = steady_clock_utc_ns () / STEADY_NSEC_PER_SEC % 60;
  return second >= 54 || second < 2;
}

/* The same alarm again costs no frame. */
static void
test_idle_draws_nothing (Fixture *fixture, gconstpointer data)
{
  fixture->feeder.frozen = true;
  press (fixture, "tables", "show_arming");
  run_for (fixture, 3);  /* the trends ask once more */
  while (clock_turns ()) /* which draws, and should */
    run_for (fixture, 1);
  /* a busy machine may owe a frame, and not one each time */
  unsigned drawn = 1;
  for (unsigned i = 0; i < 10 && drawn > 0; i++)
    {
      const unsigned before = steady_console_window_frames (fixture->window);
      run_for (fixture, 2);
      drawn = steady_console_window_frames (fixture->window) - before;
    }
  g_assert_cmpuint (drawn, ==, 0);
}

#define ADD(path, function) \
  g_test_add ("/console/alarms-page/" path, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("present", test_present);
  ADD ("arming", test_arming);
  ADD ("interventions", test_interventions);
  ADD ("override", test_override);
  ADD ("limits", test_limits);
  ADD ("limits-in-site-units", test_limits_in_site_units);
  ADD ("operator", test_operator);
  ADD ("resume", test_resume);
  ADD ("detail", test_detail);
  ADD ("air", test_air);
  ADD ("sound", test_sound);
  ADD ("start-question", test_start_question);
  ADD ("log-without-a-case", test_log_without_a_case);
  ADD ("log", test_log);
  ADD ("fits", test_fits);
  ADD ("idle-draws-nothing", test_idle_draws_nothing);
  return g_test_run ();
}
