/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "alarm/steady-alarm-limit.h"
#include "base/steady-paths.h"
#include "engine/steady-plan-limits.h"
#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* The line pressure's warning limit follows the set flow (safety rule 11). */

#define SEC  STEADY_NSEC_PER_SEC
#define TICK (20 * STEADY_NSEC_PER_MSEC)

#define PLAN                                                      \
  "{\"flow_l_min\":1.0,\"map_low_mmhg\":30,\"map_high_mmhg\":50," \
  "\"line_pressure_expected_mmhg\":140,\"oxygenator_drop_mmhg\":20}"

/* Rules of a neonate, a pump whose set flow comes back, and the instant. */
typedef struct Bench
{
  SteadyAlarmSystem      *alarms;
  SteadyAlarmSettings     settings;
  SteadyGate              gate;
  SteadyDeviceControl     control;
  SteadyValueTable        values;
  SteadyLinePressureLimit limit;
  SteadyInstant           now;
} Bench;

static void
bench_init (Bench *bench, const char *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree char       *base = steady_paths_data ("alarms/base.json");
  g_autofree char       *profile = steady_paths_data ("alarms/neonate.json");
  const SteadyAlarmSetup setup = { .base_file = base, .profile_file = profile };
  SteadyPressurePlan     pressures;

  memset (bench, 0, sizeof *bench);
  bench->alarms = steady_alarm_system_new (&setup, &error);
  g_assert_no_error (error);
  bench->control.readback = STEADY_CHANNEL_SET_PUMP_FLOW;
  bench->gate.controls[STEADY_CONTROL_PUMP_FLOW].about = &bench->control;
  bench->now = SEC;
  if (steady_line_pressure_plan_read (plan, &pressures))
    steady_line_pressure_limit_set (&bench->limit, &pressures);
}

static void
bench_finish (Bench *bench)
{
  steady_alarm_system_free (bench->alarms);
}

static void
tell (Bench *bench, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = bench->now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&bench->values, &sample);
}

static double
limit_of (Bench *bench, const char *rule)
{
  SteadyAlarmLimit limit;

  g_assert_true (steady_alarm_system_limit (bench->alarms, rule, &limit));
  return limit.value;
}

static double
turn (Bench *bench, double seconds)
{
  bench->now += steady_span_from_seconds (seconds);
  steady_line_pressure_limit_turn (&bench->limit,
                                   bench->alarms,
                                   &bench->settings,
                                   &bench->gate,
                                   &bench->values,
                                   bench->now);
  return limit_of (bench, STEADY_LINE_PRESSURE_WARN);
}

static double
set_flow (Bench *bench, double flow, double seconds)
{
  tell (bench, STEADY_CHANNEL_SET_PUMP_FLOW, flow);
  return turn (bench, seconds);
}

static void
test_follows_the_set_flow (void)
{
  Bench bench;

  bench_init (&bench, PLAN);
  /* nobody knows the flow: that of the plan */
  g_assert_cmpfloat_with_epsilon (turn (&bench, 1), 190, 1e-9);
  /* 40 of the child, 20 of the oxygenator and 80 of the cannula at plan flow */
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 1.0, 10), 190, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      set_flow (&bench, 0.5, 20), ceil (40 + 10 + 80 * pow (.5, 1.75) + 50), 1e-9);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 0, 20), 90, 1e-9);
  /* up at once, down no faster than the pressure can follow */
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 1.0, 0.02), 190, 1e-9);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 0, 1), 180, 1e-9);
  g_assert_cmpfloat_with_epsilon (turn (&bench, 0.5), 175, 1e-9);
  g_assert_cmpfloat_with_epsilon (turn (&bench, 20), 90, 1e-9);
  bench_finish (&bench);
}

static void
test_never_beyond_the_stop (void)
{
  Bench bench;

  bench_init (&bench, PLAN);
  g_assert_true (
      steady_alarm_system_set_limit (bench.alarms, "line-pressure-stop", 240));
  g_assert_cmpfloat_with_epsilon (
      set_flow (&bench, 1.2, 1), ceil (40 + 24 + 80 * pow (1.2, 1.75) + 50), 1e-9);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 3, 1), 240, 1e-9);
  /* a reading that is none is not a flow */
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 50, 60), 190, 1e-9);
  bench_finish (&bench);
}

/* After the filter the oxygenator's share is missing, and so is what the flow adds of
 * it; each limit has its own stop and ceiling. */
static void
test_after_the_filter (void)
{
  SteadyMovingLimit shown[STEADY_LINE_PRESSURES];
  Bench             bench;
  double            at_plan = -1, before;

  bench_init (&bench, PLAN);
  g_assert_cmpuint (steady_line_pressure_limit_shown (&bench.limit, shown), ==, 0);
  turn (&bench, 1);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_POST_FILTER_WARN), 170, 1e-9);
  set_flow (&bench, 0.5, 20);
  g_assert_cmpfloat_with_epsilon (limit_of (&bench, STEADY_POST_FILTER_WARN),
                                  ceil (40 + 80 * pow (.5, 1.75) + 50),
                                  1e-9);
  g_assert_cmpuint (steady_line_pressure_limit_shown (&bench.limit, shown), ==, 2);
  g_assert_cmpstr (shown[0].id, ==, STEADY_LINE_PRESSURE_WARN);
  g_assert_cmpstr (shown[1].id, ==, STEADY_POST_FILTER_WARN);
  g_assert_cmpfloat_with_epsilon (shown[1].at_plan, 170, 1e-9);
  g_assert_true (steady_line_pressure_limit_at_plan (
      &bench.limit, bench.alarms, STEADY_POST_FILTER_WARN, &at_plan));
  g_assert_cmpfloat_with_epsilon (at_plan, 170, 1e-9);
  g_assert_false (steady_line_pressure_limit_at_plan (
      &bench.limit, bench.alarms, "post-filter-pressure-stop", &at_plan));
  /* its own stop */
  steady_alarm_system_set_limit (bench.alarms, "post-filter-pressure-stop", 200);
  set_flow (&bench, 3, 1);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_POST_FILTER_WARN), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_LINE_PRESSURE_WARN), 350, 1e-9);
  /* who holds one of them does not hold the other */
  steady_alarm_settings_limit (
      &bench.settings, bench.alarms, STEADY_POST_FILTER_WARN, 111, &before);
  set_flow (&bench, 1.0, 60);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_POST_FILTER_WARN), 111, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_LINE_PRESSURE_WARN), 190, 1e-9);
  bench_finish (&bench);
}

/* What a plan that does not know its oxygenator expects after it is what it expects
 * before it: never too low. */
static void
test_after_an_unknown_oxygenator (void)
{
  Bench bench;

  bench_init (&bench,
              "{\"flow_l_min\":1.0,\"map_planned_mmhg\":40,"
              "\"line_pressure_expected_mmhg\":140}");
  turn (&bench, 1);
  g_assert_cmpfloat_with_epsilon (
      limit_of (&bench, STEADY_POST_FILTER_WARN), 190, 1e-9);
  bench_finish (&bench);
}

/* The limits at the flow of a plan, within what the rules allow whatever it asks for.
 */
static void
test_limits_of_a_plan (void)
{
  static const struct
  {
    const char *plan;
    double      warn;
    double      stop;
  } cases[] = {
    { PLAN, 170, 220 },
    { "{\"line_pressure_expected_mmhg\":140}", 190, 240 },
    { "{\"line_pressure_expected_mmhg\":250}", 300, 320 },
    { "{\"line_pressure_expected_mmhg\":100,\"oxygenator_drop_mmhg\":90}", 80, 110 },
    { "{\"oxygenator_drop_mmhg\":20}", 220, 300 },
  };
  g_autofree char *base = steady_paths_data ("alarms/base.json");
  g_autofree char *profile = steady_paths_data ("alarms/neonate.json");

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SteadyAlarmPlanLimit limits[STEADY_PLAN_LIMITS];
      SteadyAlarmSetup     setup = { .base_file = base,
                                     .profile_file = profile,
                                     .plan_limits = limits };
      SteadyAlarmLimit     limit;
      setup.n_plan_limits = steady_plan_limits (cases[i].plan, limits);
      SteadyAlarmSystem *alarms = steady_alarm_system_new (&setup, &error);
      g_assert_no_error (error);
      g_assert_true (
          steady_alarm_system_limit (alarms, STEADY_POST_FILTER_WARN, &limit));
      g_assert_cmpfloat_with_epsilon (limit.value, cases[i].warn, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit.floor, 80, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit.ceiling, 320, 1e-9);
      g_assert_true (
          steady_alarm_system_limit (alarms, "post-filter-pressure-stop", &limit));
      g_assert_cmpfloat_with_epsilon (limit.value, cases[i].stop, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit.floor, 80, 1e-9);
      g_assert_cmpfloat_with_epsilon (limit.ceiling, 320, 1e-9);
      steady_alarm_system_free (alarms);
    }
}

static void
test_a_pump_that_says_less (void)
{
  Bench bench;

  bench_init (&bench, PLAN);
  set_flow (&bench, 0.2, 60);
  /* it still turns faster, or is driven at its own panel */
  tell (&bench, STEADY_CHANNEL_PUMP_FLOW, 1.0);
  g_assert_cmpfloat_with_epsilon (turn (&bench, 1), 190, 1e-9);
  /* it does not say what it is set to */
  bench.control.readback = 0;
  tell (&bench, STEADY_CHANNEL_PUMP_FLOW, 0.5);
  g_assert_cmpfloat_with_epsilon (
      turn (&bench, 60), ceil (40 + 10 + 80 * pow (.5, 1.75) + 50), 1e-9);
  /* and no control at all */
  bench.gate.controls[STEADY_CONTROL_PUMP_FLOW].about = NULL;
  g_assert_cmpfloat_with_epsilon (
      turn (&bench, 1), ceil (40 + 10 + 80 * pow (.5, 1.75) + 50), 1e-9);
  bench_finish (&bench);
}

/* What the alarm itself lowers is not what a person asked for. */
static void
test_stays_while_the_alarm_lowers (void)
{
  Bench bench;

  bench_init (&bench, PLAN);
  set_flow (&bench, 1.0, 1);
  steady_line_pressure_limit_lowered (&bench.limit);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 0.9, 60), 190, 1e-9);
  steady_line_pressure_limit_lowered (&bench.limit);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 0.5, 60), 190, 1e-9);
  steady_line_pressure_limit_chosen (&bench.limit);
  g_assert_cmpfloat_with_epsilon (
      turn (&bench, 60), ceil (40 + 10 + 80 * pow (.5, 1.75) + 50), 1e-9);
  bench_finish (&bench);
}

static void
test_without_a_plan (void)
{
  static const char *const plans[] = {
    "{}",
    "nothing",
    "{\"flow_l_min\":1.0,\"line_pressure_expected_mmhg\":140}",
    "{\"line_pressure_expected_mmhg\":140,\"map_planned_mmhg\":40}",
    "{\"flow_l_min\":1.0,\"line_pressure_expected_mmhg\":30,\"map_planned_mmhg\":40}",
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      Bench  bench;
      double at_plan = -1;
      bench_init (&bench, plans[i]);
      g_assert_cmpfloat_with_epsilon (set_flow (&bench, 0.1, 60), 250, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          limit_of (&bench, STEADY_POST_FILTER_WARN), 220, 1e-9);
      g_assert_false (steady_line_pressure_limit_at_plan (
          &bench.limit, bench.alarms, STEADY_LINE_PRESSURE_WARN, &at_plan));
      g_assert_cmpfloat_with_epsilon (at_plan, -1, 1e-9);
      bench_finish (&bench);
    }
}

static void
test_an_operators_own_limit_stays (void)
{
  Bench  bench;
  double before;

  bench_init (&bench, PLAN);
  set_flow (&bench, 0.5, 60);
  g_assert_cmpint (
      steady_alarm_settings_limit (
          &bench.settings, bench.alarms, STEADY_LINE_PRESSURE_WARN, 111, &before),
      ==,
      STEADY_REFUSAL_NONE);
  g_assert_cmpfloat_with_epsilon (set_flow (&bench, 1.0, 1), 111, 1e-9);
  g_assert_cmpuint (bench.limit.places[0].now.moves, ==, 0);
  g_assert_cmpfloat_with_epsilon (bench.limit.places[0].now.limit, 111, 1e-9);
  g_assert_cmpint (
      steady_alarm_settings_limit_back (
          &bench.settings, bench.alarms, STEADY_LINE_PRESSURE_WARN, &before),
      ==,
      STEADY_REFUSAL_NONE);
  g_assert_cmpfloat_with_epsilon (turn (&bench, 1), 190, 1e-9);
  g_assert_cmpuint (bench.limit.places[0].now.moves, ==, 1);
  bench_finish (&bench);
}

typedef SteadyEngineFixture Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, "scenarios/line-pressure.json");
}

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

/* Runs, and says whether the warning came meanwhile. */
static bool
run (Fixture *fixture, double seconds)
{
  SteadyMoment        moment = fixture->engine->moment;
  const SteadyInstant end = moment.now + steady_span_from_seconds (seconds);
  bool                warned = false;
  while (moment.now < end)
    {
      moment.now += TICK;
      moment.real += TICK;
      steady_engine_tick (fixture->engine, &moment);
      warned = warned || is_present (fixture, STEADY_LINE_PRESSURE_WARN);
    }
  return warned;
}

static void
command_flow (Fixture *fixture, double flow)
{
  static uint64_t id;
  SteadyRequest   request = { .type = STEADY_FRAME_COMMAND,
                              .role = STEADY_ROLE_CONSOLE,
                              .in_control = 1,
                              .command = { .id = ++id,
                                           .issued = fixture->engine->moment.real,
                                           .value = flow,
                                           .control = STEADY_CONTROL_PUMP_FLOW } };
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
}

static double
limit_now (const Fixture *fixture)
{
  SteadyAlarmLimit limit;
  g_assert_true (steady_alarm_system_limit (
      fixture->engine->alarms, STEADY_LINE_PRESSURE_WARN, &limit));
  return limit.value;
}

/* A plain ramp of the flow, down and up again, is no alarm; the limit goes along. */
static void
test_a_ramp_is_no_alarm (Fixture *fixture, gconstpointer data)
{
  double lowest = 1000;

  g_assert_false (run (fixture, 5));
  const double at_plan = limit_now (fixture);
  for (int step = -12; step <= 12; step++)
    {
      command_flow (fixture, 0.24 + 0.02 * ABS (step));
      g_assert_false (run (fixture, 0.6));
      lowest = fmin (lowest, limit_now (fixture));
    }
  g_assert_cmpfloat (lowest, <, at_plan - 15);
  g_assert_false (run (fixture, 5));
  g_assert_cmpfloat_with_epsilon (limit_now (fixture), at_plan, 2);
  steady_engine_fixture_close (fixture);
}

/* An engine that was killed goes on with the limit where the flow has it. */
static void
test_a_resumed_engine_goes_on (Fixture *fixture, gconstpointer data)
{
  run (fixture, 3);
  for (int step = 1; step <= 6; step++)
    {
      command_flow (fixture, 0.48 - 0.02 * step);
      run (fixture, 0.6);
    }
  run (fixture, 10);
  const double        before = limit_now (fixture);
  const size_t        size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t *row = g_malloc0 (size);
  const size_t        used = steady_state_row_save (fixture->engine, row, size);
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  g_assert_true (steady_state_row_restore (
      fixture->engine, row, used, fixture->engine->moment.now));
  g_assert_cmpfloat (fixture->engine->line_pressure.plan.flow.l_min, >, 0);
  /* until the pump has said what it is set to, the plan's flow counts */
  run (fixture, 8);
  g_assert_cmpfloat_with_epsilon (limit_now (fixture), before, 1.5);
  steady_engine_fixture_close (fixture);
}

/* A pump that is being slowed down goes on down after a crash: its alarm is still
 * there, the read-back is where it begins, and nothing is raised. */
static void
test_a_servo_goes_on (Fixture *fixture, gconstpointer data)
{
  double before = NAN, after = NAN;

  for (unsigned i = 0; i < 2400 && !steady_servo_down_runs (&fixture->engine->servo);
       i++)
    run (fixture, 0.1);
  g_assert_true (steady_servo_down_runs (&fixture->engine->servo));
  run (fixture, 0.5);
  g_assert_true (steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_SET_PUMP_FLOW, &before));
  const size_t          size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t   *row = g_malloc0 (size);
  const size_t          used = steady_state_row_save (fixture->engine, row, size);
  const SteadyServoDown was = fixture->engine->servo;
  SteadyMoment          later = fixture->engine->moment;
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  later.now += SEC;
  later.real += SEC;
  fixture->engine->moment = later;
  g_assert_true (steady_state_row_restore (fixture->engine, row, used, later.now));
  g_assert_cmpstr (fixture->engine->servo.alarm, ==, STEADY_LINE_PRESSURE_WARN);
  g_assert_cmpfloat_with_epsilon (fixture->engine->servo.floor, was.floor, 1e-9);
  /* before the first values nobody knows whether it is over: then it is not */
  run (fixture, 0.02);
  g_assert_true (steady_servo_down_runs (&fixture->engine->servo));
  for (unsigned i = 0; i < 100; i++)
    {
      run (fixture, 0.1);
      if (steady_value_table_value (
              &fixture->engine->values, STEADY_CHANNEL_SET_PUMP_FLOW, &after))
        g_assert_cmpfloat (after, <=, before + 1e-6);
    }
  g_assert_cmpfloat (after, <, before);
  g_assert_cmpfloat (after, >=, was.floor - 1e-6);
  steady_engine_fixture_close (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/line-pressure/set-flow", test_follows_the_set_flow);
  g_test_add_func ("/engine/line-pressure/stop", test_never_beyond_the_stop);
  g_test_add_func ("/engine/line-pressure/after-the-filter", test_after_the_filter);
  g_test_add_func ("/engine/line-pressure/unknown-oxygenator",
                   test_after_an_unknown_oxygenator);
  g_test_add_func ("/engine/line-pressure/limits-of-a-plan", test_limits_of_a_plan);
  g_test_add_func ("/engine/line-pressure/given", test_a_pump_that_says_less);
  g_test_add_func ("/engine/line-pressure/lowered", test_stays_while_the_alarm_lowers);
  g_test_add_func ("/engine/line-pressure/no-plan", test_without_a_plan);
  g_test_add_func ("/engine/line-pressure/operator", test_an_operators_own_limit_stays);
  g_test_add ("/engine/line-pressure/ramp",
              Fixture,
              NULL,
              set_up,
              test_a_ramp_is_no_alarm,
              steady_engine_fixture_tear_down);
  g_test_add ("/engine/line-pressure/resume",
              Fixture,
              NULL,
              set_up,
              test_a_resumed_engine_goes_on,
              steady_engine_fixture_tear_down);
  g_test_add ("/engine/line-pressure/servo-goes-on",
              Fixture,
              NULL,
              set_up,
              test_a_servo_goes_on,
              steady_engine_fixture_tear_down);
  return g_test_run ();
}
