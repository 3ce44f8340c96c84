/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "alarm/steady-alarm-limit.h"
#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* What an operator may change about alarms, and that each change has a name. */

#define SEC STEADY_NSEC_PER_SEC

typedef SteadyEngineFixture Fixture;

/* Each proposal and its answer: the outlet is no part of these tests, so the answer is
 * read from what became of the engine. */
static void
propose (Fixture          *fixture,
         SteadySettingKind kind,
         const char       *rule,
         unsigned          control,
         double            value,
         double            expected)
{
  SteadyRequest request = { .type = STEADY_FRAME_SETTING,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .setting = { .id = 1,
                                         .issued = fixture->engine->moment.real,
                                         .kind = kind,
                                         .control = control,
                                         .value = value,
                                         .expected = expected } };
  g_strlcpy (request.setting.rule, rule, sizeof request.setting.rule);
  if (kind == STEADY_SETTING_OPERATOR)
    g_strlcpy (request.setting.who, rule, sizeof request.setting.who);
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
  steady_engine_fixture_run (fixture, 0.02);
}

static void
sign_in (Fixture *fixture, const char *name)
{
  propose (fixture, STEADY_SETTING_OPERATOR, name, 0, 0, 0);
  g_assert_cmpstr (fixture->engine->desk.operator_name, ==, name);
}

static double
limit_of (const Fixture *fixture, const char *rule)
{
  SteadyAlarmLimit limit = { .value = NAN };
  steady_alarm_system_limit (fixture->engine->alarms, rule, &limit);
  return limit.value;
}

static SteadyAlarmState
state_of (const Fixture *fixture, const char *id)
{
  SteadyAlarmRecord present[STEADY_ENGINE_ALARMS];
  const unsigned    n = steady_alarm_system_present (
      fixture->engine->alarms, present, STEADY_ENGINE_ALARMS);
  for (unsigned i = 0; i < n; i++)
    if (strcmp (present[i].id, id) == 0)
      return (SteadyAlarmState) present[i].state;
  return STEADY_ALARM_INACTIVE;
}

static bool
run_until (Fixture *fixture, const char *id, SteadyAlarmState state)
{
  for (unsigned i = 0; i < 6000 && state_of (fixture, id) != state; i++)
    steady_engine_fixture_run (fixture, 0.1);
  return state_of (fixture, id) == state;
}

static void
test_a_limit_needs_a_name (Fixture *fixture, gconstpointer data)
{
  const double before = limit_of (fixture, "map-low");

  steady_engine_fixture_run (fixture, 1);
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, before + 1, before);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before, 1e-9);
  sign_in (fixture, "Anna B.");
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, before + 1, before);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before + 1, 1e-9);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 1);
  g_assert_cmpstr (fixture->engine->settings.all[0].who, ==, "Anna B.");
  g_assert_cmpfloat_with_epsilon (
      fixture->engine->settings.all[0].original, before, 1e-9);
  /* what the operator saw is not in force any more */
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, before + 2, before);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before + 1, 1e-9);
  /* nobody goes above the ceiling */
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, 500, before + 1);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before + 1, 1e-9);
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, NAN, before + 1);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before + 1, 1e-9);
  propose (fixture, STEADY_SETTING_LIMIT_BACK, "map-low", 0, 0, before + 1);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before, 1e-9);
  g_assert_cmpuint (
      fixture->engine->settings.all[0].has_limit, ==, STEADY_LIMIT_TAKEN_BACK);
  propose (fixture, STEADY_SETTING_LIMIT_BACK, "map-low", 0, 0, before);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_OPERATOR, 0, "Anna B."),
      ==,
      1);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_LIMIT, before + 1, "by Anna B."),
                    ==,
                    1);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_LIMIT, before, "by Anna B."),
      ==,
      1);
}

static void
test_a_viewer_and_a_late_word_change_nothing (Fixture *fixture, gconstpointer data)
{
  const double  before = limit_of (fixture, "map-low");
  SteadyRequest request = {
    .type = STEADY_FRAME_SETTING,
    .role = STEADY_ROLE_CONSOLE,
    .setting = { .kind = STEADY_SETTING_LIMIT, .value = before + 1, .expected = before }
  };

  steady_engine_fixture_run (fixture, 1);
  sign_in (fixture, "Anna B.");
  g_strlcpy (request.setting.rule, "map-low", sizeof request.setting.rule);
  request.setting.issued = fixture->engine->moment.real;
  steady_ring_push (&fixture->engine->requests, &request, sizeof request);
  steady_engine_fixture_run (fixture, 0.02);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before, 1e-9);
  request.in_control = 1;
  request.setting.issued = fixture->engine->moment.real - 2 * SEC;
  steady_ring_push (&fixture->engine->requests, &request, sizeof request);
  steady_engine_fixture_run (fixture, 0.02);
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before, 1e-9);
  steady_engine_fixture_close (fixture);
}

/* The limits of the case come back with it, and no others. */
static void
test_limits_and_wires_come_back (Fixture *fixture, gconstpointer data)
{
  const double before = limit_of (fixture, "map-low");

  sign_in (fixture, "Anna B.");
  propose (fixture, STEADY_SETTING_LIMIT, "map-low", 0, before + 2, before);
  propose (
      fixture, STEADY_SETTING_WIRE, "reservoir-stop", STEADY_CONTROL_PUMP_STOP, 0, 0);
  steady_engine_fixture_run (fixture, 2);
  g_autofree uint8_t *row = g_malloc (steady_state_row_size (fixture->engine));
  const size_t        size = steady_state_row_save (
      fixture->engine, row, steady_state_row_size (fixture->engine));
  const SteadyInstant at = fixture->engine->moment.now;
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  g_assert_true (steady_state_row_restore (fixture->engine, row, size, at));
  g_assert_cmpfloat_with_epsilon (limit_of (fixture, "map-low"), before + 2, 1e-9);
  g_assert_cmpstr (fixture->engine->desk.operator_name, ==, "Anna B.");
  g_assert_true (steady_alarm_settings_is_cut (
      &fixture->engine->settings, "reservoir-stop", STEADY_CONTROL_PUMP_STOP));
  g_assert_false (steady_alarm_settings_restore (
      &fixture->engine->settings, fixture->engine->alarms, row, 5));
  steady_engine_fixture_close (fixture);
}

static void
test_a_wire_that_is_off_does_nothing (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, "Anna B.");
  propose (
      fixture, STEADY_SETTING_WIRE, "reservoir-stop", STEADY_CONTROL_PUMP_STOP, 0, 0);
  propose (fixture, STEADY_SETTING_WIRE, "map-low", STEADY_CONTROL_PUMP_STOP, 0, 0);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 1);
  g_assert_true (run_until (fixture, "reservoir-stop", STEADY_ALARM_ACTIVE));
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (
      lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_PUMP)),
      ==,
      STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_WIRE, 0, "reservoir-stop pump-stop by Anna"),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_WIRE, 0, "nothing done"),
      >=,
      1);
}

/* Air must stop something, or "on bypass" needs somebody's name. */
static void
test_air_must_have_a_response (Fixture *fixture, gconstpointer data)
{
  const SteadyPhase *phase = &fixture->engine->phase;

  steady_engine_fixture_run (fixture, 8);
  sign_in (fixture, "Anna B.");
  propose (fixture,
           STEADY_SETTING_WIRE,
           "arterial-air",
           STEADY_CONTROL_ARTERIAL_CLAMP,
           0,
           0);
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_true (steady_phase_on_bypass (phase)); /* the pump still stops */
  steady_engine_fixture_mark (fixture, STEADY_EVENT_OFF_BYPASS);
  g_assert_false (steady_phase_on_bypass (phase));
  propose (
      fixture, STEADY_SETTING_WIRE, "arterial-air", STEADY_CONTROL_PUMP_STOP, 0, 0);
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_false (steady_phase_on_bypass (phase));
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_START, "Anna B.");
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_true (steady_phase_on_bypass (phase));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_START_REFUSED, 0, "named"),
      ==,
      1);
}

/* On bypass the last response to air is not switched off without an override. */
static void
test_the_last_response_stays_on_bypass (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 2);
  g_assert_true (steady_phase_on_bypass (&fixture->engine->phase));
  sign_in (fixture, "Anna B.");
  propose (fixture,
           STEADY_SETTING_WIRE,
           "arterial-air",
           STEADY_CONTROL_ARTERIAL_CLAMP,
           0,
           0);
  propose (
      fixture, STEADY_SETTING_WIRE, "arterial-air", STEADY_CONTROL_PUMP_STOP, 0, 0);
  g_assert_true (steady_alarm_settings_is_cut (
      &fixture->engine->settings, "arterial-air", STEADY_CONTROL_ARTERIAL_CLAMP));
  g_assert_false (steady_alarm_settings_is_cut (
      &fixture->engine->settings, "arterial-air", STEADY_CONTROL_PUMP_STOP));
  propose (fixture,
           STEADY_SETTING_WIRE,
           "arterial-air",
           STEADY_CONTROL_ARTERIAL_CLAMP,
           1,
           0);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
  steady_engine_fixture_close (fixture);
}

/* While the sensor sees air nobody resumes, signed in or not. */
static void
test_no_resuming_into_air (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, "Anna B.");
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_ACTIVE));
  propose (fixture, STEADY_SETTING_RESUME, "arterial-air", 0, 0, 0);
  g_assert_cmpint (state_of (fixture, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (fixture->engine->resume.state, ==, STEADY_RESUME_NONE);
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_LATCHED));
  steady_engine_fixture_run (fixture, 5);
  g_assert_cmpint (state_of (fixture, "arterial-air"), ==, STEADY_ALARM_LATCHED);
  g_assert_cmpfloat (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_PUMP_FLOW), <, 0.01);
  steady_engine_fixture_close (fixture);
}

/* One tap, only when the sensor reads clear: back to the former flow in 3 s. */
static void
test_inspected_and_resumed (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 5);
  const double flow =
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW);
  g_assert_cmpfloat (flow, >, 0.1);
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_ACTIVE));
  steady_engine_fixture_run (fixture, 1);
  g_assert_cmpfloat (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_PUMP_FLOW), <, 0.01);
  propose (fixture, STEADY_SETTING_RESUME, "arterial-air", 0, 0, 0);
  g_assert_cmpint (state_of (fixture, "arterial-air"), !=, STEADY_ALARM_INACTIVE);
  sign_in (fixture, "Anna B.");
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_LATCHED));
  propose (fixture, STEADY_SETTING_RESUME, "arterial-air", 0, 1, 0);
  g_assert_cmpint (state_of (fixture, "arterial-air"), ==, STEADY_ALARM_INACTIVE);
  /* it rises, and never beyond the former flow */
  double last = 0;
  for (unsigned i = 0; i < 80; i++)
    {
      steady_engine_fixture_run (fixture, 0.1);
      const double set =
          steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW);
      g_assert_cmpfloat (set, <=, flow + 1e-6);
      last = set;
    }
  g_assert_cmpfloat_with_epsilon (last, flow, 1e-3);
  g_assert_cmpint (
      lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_PUMP)),
      ==,
      STEADY_PUMP_RUNNING);
  g_assert_cmpint (
      lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_CLAMP)),
      ==,
      STEADY_CLAMP_OPEN);
  g_assert_cmpint (fixture->engine->resume.state, ==, STEADY_RESUME_DONE);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_INSPECTED, 1, "by Anna B."),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_RESUME, flow, "reached"),
      ==,
      1);
}

/* Anybody who sets the pump meanwhile has it. */
static void
test_a_hand_on_the_pump_ends_the_way_back (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 5);
  sign_in (fixture, "Anna B.");
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_LATCHED));
  propose (fixture, STEADY_SETTING_RESUME, "arterial-air", 0, 0, 0);
  steady_engine_fixture_run (fixture, 1.5);
  SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .command = { .id = 77,
                                         .issued = fixture->engine->moment.real,
                                         .control = STEADY_CONTROL_PUMP_STOP } };
  steady_ring_push (&fixture->engine->requests, &request, sizeof request);
  steady_engine_fixture_run (fixture, 6);
  g_assert_cmpint (fixture->engine->resume.state, ==, STEADY_RESUME_FAILED);
  g_assert_cmpint (
      lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_PUMP)),
      !=,
      STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_RESUME, 0, "set otherwise"),
      ==,
      1);
}

static void
test_every_act_has_a_name (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, "Anna B.");
  propose (fixture, STEADY_SETTING_HEARD, "", 0, STEADY_SOUND_NOT_HEARD, 0);
  g_assert_cmpint (fixture->engine->desk.heard, ==, STEADY_SOUND_NOT_HEARD);
  propose (fixture, STEADY_SETTING_HEARD, "", 0, 7, 0);
  g_assert_cmpint (fixture->engine->desk.heard, ==, STEADY_SOUND_NOT_HEARD);
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_ACTIVE));
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_ACKNOWLEDGE, "arterial-air");
  sign_in (fixture, "Carl D.");
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_PAUSE, "");
  g_assert_true (run_until (fixture, "arterial-air", STEADY_ALARM_LATCHED));
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_RESET, "arterial-air");
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (fixture,
                                                 STEADY_EVENT_SOUND_HEARD,
                                                 STEADY_SOUND_NOT_HEARD,
                                                 "not heard by Anna B."),
                    ==,
                    1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_ALARM_ACT, 3, "arterial-air seen by Anna B."),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_ALARM_ACT, 4, "arterial-air reset by Carl D."),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_AUDIO_PAUSE, 0, "Carl D."),
      ==,
      1);
}

#define ADD(path, scenario, test)           \
  g_test_add ("/engine/desk/" path,         \
              Fixture,                      \
              scenario,                     \
              steady_engine_fixture_set_up, \
              test,                         \
              steady_engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-limit-needs-a-name", "scenarios/stuffy.json", test_a_limit_needs_a_name);
  ADD ("a-viewer-and-a-late-word",
       "scenarios/stuffy.json",
       test_a_viewer_and_a_late_word_change_nothing);
  ADD ("limits-and-wires-come-back",
       "scenarios/stuffy.json",
       test_limits_and_wires_come_back);
  ADD ("a-wire-that-is-off",
       "scenarios/venous-return-lost.json",
       test_a_wire_that_is_off_does_nothing);
  ADD ("air-must-have-a-response",
       "scenarios/before-bypass.json",
       test_air_must_have_a_response);
  ADD ("the-last-response-stays-on-bypass",
       "scenarios/stuffy.json",
       test_the_last_response_stays_on_bypass);
  ADD (
      "no-resuming-into-air", "scenarios/arterial-air.json", test_no_resuming_into_air);
  ADD ("inspected-and-resumed",
       "scenarios/arterial-air.json",
       test_inspected_and_resumed);
  ADD ("a-hand-on-the-pump-ends-the-way-back",
       "scenarios/arterial-air.json",
       test_a_hand_on_the_pump_ends_the_way_back);
  ADD (
      "every-act-has-a-name", "scenarios/arterial-air.json", test_every_act_has_a_name);
  return g_test_run ();
}
