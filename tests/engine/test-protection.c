/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "steady-engine-fixture.h"

/* Who may be without protection, how long, and what stops nevertheless. */

#define SEC STEADY_NSEC_PER_SEC

typedef SteadyEngineFixture Fixture;

static bool
is_present (const Fixture *fixture, const char *id)
{
  SteadyAlarmRecord present[STEADY_ENGINE_ALARMS];
  const unsigned    n = steady_alarm_system_present (
      fixture->engine->alarms, present, STEADY_ENGINE_ALARMS);
  for (unsigned i = 0; i < n; i++)
    if (strcmp (present[i].id, id) == 0)
      return true;
  return false;
}

static bool
run_until (Fixture *fixture, const char *id)
{
  for (unsigned i = 0; i < 600 && !is_present (fixture, id); i++)
    steady_engine_fixture_run (fixture, 1);
  return is_present (fixture, id);
}

static void
set_mode (Fixture *fixture, SteadySupportMode mode)
{
  SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .command = { .id = 5,
                                         .issued = fixture->engine->moment.real,
                                         .value = mode,
                                         .control = STEADY_CONTROL_SUPPORT_MODE } };
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
  steady_engine_fixture_run (fixture, 0.02);
}

static int
pump_state (const Fixture *fixture)
{
  double state = -1;
  steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_ARTERIAL_PUMP, &state);
  return (int) lround (state);
}

static void
test_live_start_needs_a_name (Fixture *fixture, gconstpointer data)
{
  SteadyEngine      *engine = fixture->engine;
  const SteadyPhase *phase = &engine->phase;

  steady_engine_fixture_run (fixture, 2);
  g_assert_false (steady_phase_on_bypass (phase));
  /* a live case takes nothing from the simulator: its air detector is lost */
  engine->mode = STEADY_MODE_LIVE;
  engine->gate.mode = STEADY_MODE_LIVE;
  steady_engine_fixture_run (fixture, 8);
  g_assert_cmpint (steady_alarm_system_protection (engine->alarms, "arterial-air"),
                   ==,
                   STEADY_PROTECTION_NONE);
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_false (steady_phase_on_bypass (phase));
  set_mode (fixture, STEADY_SUPPORT_FULL_BYPASS);
  g_assert_false (steady_phase_on_bypass (phase));
  /* other steps are not held up */
  set_mode (fixture, STEADY_SUPPORT_PRE_BYPASS);
  g_assert_cmpuint (phase->support.mode, ==, (guint) STEADY_SUPPORT_PRE_BYPASS);
  /* without a name it is no override */
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_START, "");
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_false (steady_phase_on_bypass (phase));
  steady_engine_fixture_ask (
      fixture, STEADY_ALARM_REQUEST_OVERRIDE_START, "Perfusionist A");
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_true (is_present (fixture, "start-overridden"));
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_true (steady_phase_on_bypass (phase));
  engine->mode = STEADY_MODE_TRAINING;
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_START_REFUSED, 0, "named"),
      ==,
      3);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_ON_BYPASS, 0, ""), ==, 1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_OVERRIDE, STEADY_OVERRIDE_START, "Perfusionist A"),
      ==,
      1);
}

static void
test_a_protected_start_needs_none (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 8);
  steady_engine_fixture_mark (fixture, STEADY_EVENT_ON_BYPASS);
  g_assert_true (steady_phase_on_bypass (&fixture->engine->phase));
  steady_engine_fixture_close (fixture);
}

static void
test_global_override_is_loud_timed_and_logged (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;

  g_assert_true (run_until (fixture, "reservoir-warn"));
  steady_engine_fixture_ask (
      fixture, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, "Perfusionist A");
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_true (is_present (fixture, "protection-overridden"));
  g_assert_true (run_until (fixture, "reservoir-stop"));
  g_assert_true (steady_overrides_global (&engine->overrides));
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (pump_state (fixture), ==, STEADY_PUMP_RUNNING);
  /* it ends by itself, and then what still holds stops the pump */
  engine->overrides.global_until = engine->moment.now + SEC;
  steady_engine_fixture_run (fixture, 4);
  g_assert_false (steady_overrides_global (&engine->overrides));
  g_assert_false (is_present (fixture, "protection-overridden"));
  g_assert_cmpint (pump_state (fixture), ==, STEADY_PUMP_STOPPED_BY_INTERVENTION);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_OVERRIDE, STEADY_OVERRIDE_GLOBAL, "Perfusionist A"),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_OVERRIDE, STEADY_OVERRIDE_GLOBAL, "held back"),
      >=,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_OVERRIDE_END, STEADY_OVERRIDE_GLOBAL, "over"),
      ==,
      1);
}

static void
test_the_operator_ends_an_override (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_END, "");
  steady_engine_fixture_ask (
      fixture, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, "Perfusionist A");
  const SteadySpan left =
      fixture->engine->overrides.global_until - fixture->engine->moment.now;
  g_assert_cmpint (left, ==, 120 * SEC);
  steady_engine_fixture_ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_END, "");
  g_assert_false (steady_overrides_global (&fixture->engine->overrides));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_OVERRIDE_END, STEADY_OVERRIDE_GLOBAL, "operator"),
      ==,
      1);
}

static bool
deaf (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  return true;
}

static void
test_a_stop_that_fails_is_its_own_alarm (Fixture *fixture, gconstpointer data)
{
  static SteadyDeviceClass class;
  SteadyDevice *device = fixture->engine->simulated;

  steady_engine_fixture_run (fixture, 2);
  class = *device->class;
  class.command = deaf; /* takes every command and does nothing */
  device->class = &class;
  g_assert_true (run_until (fixture, "arterial-air"));
  steady_engine_fixture_run (fixture, 5);
  g_assert_cmpint (pump_state (fixture), ==, STEADY_PUMP_RUNNING);
  g_assert_true (is_present (fixture, "intervention-failed"));
  g_assert_cmpuint (fixture->engine->sound.priority, <=, (guint) STEADY_PRIORITY_HIGH);
  steady_engine_fixture_close (fixture);
}

static double
set_flow (const Fixture *fixture)
{
  double flow = NAN;
  steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_SET_PUMP_FLOW, &flow);
  return flow;
}

/* How many commands of the engine's own for the pump flow stand in the case so. */
static unsigned
count_lowered (Fixture *fixture, SteadyAnswerStatus step)
{
  static SteadyCaseCommand commands[512];
  unsigned                 count = 0, found = 0;
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);

  g_assert_no_error (error);
  g_assert_true (steady_case_reader_commands (
      reader, 0, commands, G_N_ELEMENTS (commands), &count, &error));
  for (unsigned i = 0; i < count; i++)
    found += commands[i].control == STEADY_CONTROL_PUMP_FLOW &&
             commands[i].origin == 0 && commands[i].step == (int) step;
  steady_case_reader_free (reader);
  return found;
}

/* A high line pressure lowers the set flow in steps to its floor, each read back, and
 * nothing raises it again. */
static void
test_line_pressure_servos_the_pump_down (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;
  const double  plan = engine->patient.plan_flow_l_min;
  double        before, lowest;

  steady_engine_fixture_run (fixture, 2);
  before = set_flow (fixture);
  g_assert_true (run_until (fixture, "line-pressure-warn"));
  steady_engine_fixture_run (fixture, 0.5);
  g_assert_cmpfloat_with_epsilon (set_flow (fixture), before - 0.1 * plan, 0.002);
  for (unsigned i = 0; i < 40; i++)
    {
      lowest = set_flow (fixture);
      steady_engine_fixture_run (fixture, 1);
      g_assert_cmpfloat (set_flow (fixture), <=, lowest + 1e-6);
      g_assert_cmpfloat (set_flow (fixture), >=, 0.5 * plan - 1e-6);
    }
  g_assert_false (is_present (fixture, "intervention-failed"));
  g_assert_cmpint (pump_state (fixture), ==, STEADY_PUMP_RUNNING);
  /* the line is free again: what was lowered stays */
  lowest = set_flow (fixture);
  engine->simulated->class->inject (engine->simulated,
                                    engine->moment.now,
                                    "arterial_cannula_resistance",
                                    1,
                                    STEADY_NSEC_PER_SEC);
  steady_engine_fixture_run (fixture, 15);
  g_assert_false (is_present (fixture, "line-pressure-warn"));
  g_assert_false (steady_servo_down_runs (&engine->servo));
  g_assert_cmpfloat_with_epsilon (set_flow (fixture), lowest, 1e-6);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (count_lowered (fixture, STEADY_ANSWER_CONFIRMED), >=, 1);
  g_assert_cmpuint (count_lowered (fixture, STEADY_ANSWER_FAILED), ==, 0);
}

/* Without a device that takes a flow it only warns. */
static void
test_servo_down_that_may_not_act (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;

  engine->gate.controls[STEADY_CONTROL_PUMP_FLOW].device = NULL;
  g_assert_true (run_until (fixture, "line-pressure-warn"));
  steady_engine_fixture_run (fixture, 5);
  g_assert_false (steady_servo_down_runs (&engine->servo));
  g_assert_cmpfloat_with_epsilon (set_flow (fixture), 0.48, 1e-3);
  steady_engine_fixture_close (fixture);
}

/* Where a person overrides or cuts the wire while it runs, it ends at once. */
static void
test_servo_down_ends_with_an_override (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;

  g_assert_true (run_until (fixture, "line-pressure-warn"));
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_true (steady_servo_down_runs (&engine->servo));
  steady_engine_fixture_ask (
      fixture, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, "Perfusionist A");
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_false (steady_servo_down_runs (&engine->servo));
  const double flow = set_flow (fixture);
  steady_engine_fixture_run (fixture, 5);
  g_assert_cmpfloat_with_epsilon (set_flow (fixture), flow, 1e-6);
  steady_engine_fixture_close (fixture);
}

/* A pump that does not follow makes the intervention fail. */
static void
test_servo_down_that_fails_is_told (Fixture *fixture, gconstpointer data)
{
  static SteadyDeviceClass class;
  SteadyDevice *device = fixture->engine->simulated;

  steady_engine_fixture_run (fixture, 2);
  class = *device->class;
  class.command = deaf;
  device->class = &class;
  g_assert_true (run_until (fixture, "line-pressure-warn"));
  steady_engine_fixture_run (fixture, 5);
  g_assert_true (is_present (fixture, "intervention-failed"));
  steady_engine_fixture_close (fixture);
}

static int
follower_state (const Fixture *fixture)
{
  double state = -1;
  steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_CARDIOPLEGIA_PUMP, &state);
  return (int) lround (state);
}

/* Cardioplegia stops with the arterial pump, without any alarm that asks for it; what a
 * person gives afterwards is given. */
static void
test_cardioplegia_follows_its_master (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 2);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_CARDIOPLEGIA_DOSE, 60);
  steady_engine_fixture_run (fixture, 3);
  g_assert_cmpint (follower_state (fixture), ==, STEADY_PUMP_RUNNING);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_STOP, 0);
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (pump_state (fixture), ==, STEADY_PUMP_STOPPED);
  g_assert_cmpint (follower_state (fixture), !=, STEADY_PUMP_RUNNING);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_CARDIOPLEGIA_DOSE, 60);
  steady_engine_fixture_run (fixture, 3);
  g_assert_cmpint (follower_state (fixture), ==, STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (fixture,
                                                 STEADY_EVENT_INTERVENTION,
                                                 STEADY_CONTROL_CARDIOPLEGIA_STOP,
                                                 "arterial-pump-stopped"),
                    ==,
                    1);
}

/* A pump that slows down as asked does not run away. */
static void
test_a_lowered_flow_is_no_runaway (Fixture *fixture, gconstpointer data)
{
  static const double flows[] = { 0.3, 0.5, 0.1, 0.48 };

  steady_engine_fixture_run (fixture, 5);
  for (size_t i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                                .role = STEADY_ROLE_CONSOLE,
                                .in_control = 1,
                                .command = { .id = 5 + i,
                                             .issued = fixture->engine->moment.real,
                                             .value = flows[i],
                                             .control = STEADY_CONTROL_PUMP_FLOW } };
      g_assert_true (
          steady_ring_push (&fixture->engine->requests, &request, sizeof request));
      for (unsigned k = 0; k < 500; k++)
        {
          steady_engine_fixture_run (fixture, 0.02);
          g_assert_false (is_present (fixture, "pump-runaway"));
        }
    }
  steady_engine_fixture_close (fixture);
}

/* Each wire stands in the case with its device; one without is ALARM ONLY. */
static void
test_wires_are_kept_with_the_case (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rules = steady_alarm_system_describe (fixture->engine->alarms);

  g_assert_nonnull (strstr (rules, "\"control\":\"pump-stop\""));
  g_assert_nonnull (strstr (rules, "\"alarm_only\":false"));
  g_assert_null (strstr (rules, "\"alarm_only\":true"));
  steady_engine_fixture_close (fixture);
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, NULL);
  g_autofree char  *kept = steady_case_reader_meta (reader, "rules");
  steady_case_reader_free (reader);
  g_assert_cmpstr (kept, ==, rules);
  /* a replay commands nothing */
  SteadySession       replay;
  const SteadyOptions options = { .source = STEADY_SOURCE_REPLAY,
                                  .file = fixture->case_file,
                                  .listen_fd = -1,
                                  .beat_fd = -1,
                                  .speed = 1,
                                  .until = STEADY_INSTANT_NEVER };
  g_assert_true (steady_session_open (&replay, &options, NULL));
  g_autofree char *again = steady_alarm_system_describe (replay.engine->alarms);
  g_assert_nonnull (strstr (again, "\"alarm_only\":true"));
  g_assert_null (strstr (again, "\"alarm_only\":false"));
  g_assert_true (steady_session_close (&replay, NULL));
}

#define ADD(path, scenario, test)           \
  g_test_add ("/engine/protection/" path,   \
              Fixture,                      \
              scenario,                     \
              steady_engine_fixture_set_up, \
              test,                         \
              steady_engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("live-start-needs-a-name",
       "scenarios/before-bypass.json",
       test_live_start_needs_a_name);
  ADD ("a-protected-start-needs-none",
       "scenarios/before-bypass.json",
       test_a_protected_start_needs_none);
  ADD ("global-override-is-loud-timed-and-logged",
       "scenarios/venous-return-lost.json",
       test_global_override_is_loud_timed_and_logged);
  ADD ("the-operator-ends-an-override",
       "scenarios/stuffy.json",
       test_the_operator_ends_an_override);
  ADD ("a-stop-that-fails-is-its-own-alarm",
       "scenarios/arterial-air.json",
       test_a_stop_that_fails_is_its_own_alarm);
  ADD ("line-pressure-servos-the-pump-down",
       "scenarios/line-pressure.json",
       test_line_pressure_servos_the_pump_down);
  ADD ("servo-down-without-a-flow-command",
       "scenarios/line-pressure.json",
       test_servo_down_that_may_not_act);
  ADD ("servo-down-ends-with-an-override",
       "scenarios/line-pressure.json",
       test_servo_down_ends_with_an_override);
  ADD ("servo-down-that-fails-is-told",
       "scenarios/line-pressure.json",
       test_servo_down_that_fails_is_told);
  ADD ("cardioplegia-follows-its-master",
       "scenarios/stuffy.json",
       test_cardioplegia_follows_its_master);
  ADD ("a-lowered-flow-is-no-runaway",
       "scenarios/stuffy.json",
       test_a_lowered_flow_is_no_runaway);
  ADD ("wires-are-kept-with-the-case",
       "scenarios/stuffy.json",
       test_wires_are_kept_with_the_case);
  return g_test_run ();
}
