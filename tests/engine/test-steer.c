/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "engine/steady-engine-steer.h"
#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* Ramps, servos and followers: on a pump that does what it is told, and in the whole
 * engine with the simulated child. */

#define SEC  STEADY_NSEC_PER_SEC
#define TICK (20 * STEADY_NSEC_PER_MSEC)

/* A pump and a vent that remember what reached them. */
typedef struct Pump
{
  SteadyDevice device;
  double       flow;
  double       vent;
  unsigned     count;
  bool         deaf; /* takes it and does nothing */
} Pump;

typedef struct Bench
{
  Pump             pump;
  SteadyGate       gate;
  SteadyValueTable values;
  SteadySteer      steer;
  SteadyInstant    now;
  bool             alarm;
  bool             still;    /* the pressure is not measured */
  double           pressure; /* mmHg for each L/min */
} Bench;

static bool
pump_command (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  Pump *pump = (Pump *) device;

  (void) now;
  pump->count++;
  if (pump->deaf)
    return true;
  if (command->control == STEADY_CONTROL_PUMP_FLOW)
    pump->flow = command->value;
  else
    pump->vent = command->value;
  return true;
}

static const SteadyDeviceClass pump_class = { .name = "pump", .command = pump_command };
static const SteadyDeviceControl controls[] = {
  /* clang-format off */
  { STEADY_CONTROL_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_FLOW, 0, 1.5, 0.001, 0.0005, SEC },
  { STEADY_CONTROL_VENT_SPEED, STEADY_CHANNEL_VENT_SPEED, 0, 150, 1, 1, SEC },
  /* clang-format on */
};

static void
set (Bench *bench, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = bench->now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&bench->values, &sample);
}

static void
lose (Bench *bench, SteadyChannel channel)
{
  const SteadySample sample = { .t = bench->now,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_SENSOR_OFF };
  steady_value_table_set (&bench->values, &sample);
}

static void
measure (Bench *bench)
{
  set (bench, STEADY_CHANNEL_SET_PUMP_FLOW, bench->pump.flow);
  set (bench, STEADY_CHANNEL_VENT_SPEED, bench->pump.vent);
  if (!bench->still)
    set (bench, STEADY_CHANNEL_ARTERIAL_MEAN, bench->pressure * bench->pump.flow);
}

static SteadySteerView
view_of (const Bench *bench)
{
  return (SteadySteerView){ .now = bench->now,
                            .gate = &bench->gate,
                            .values = &bench->values,
                            .alarm = bench->alarm,
                            .plan_flow_l_min = 0.5 };
}

static void
begin (Bench *bench)
{
  *bench = (Bench){ .now = 10 * SEC, .pressure = 80 };
  bench->pump.device.class = &pump_class;
  bench->pump.device.controls = controls;
  bench->pump.device.n_controls = G_N_ELEMENTS (controls);
  bench->pump.flow = 0.5;
  bench->pump.vent = 20;
  steady_gate_init (&bench->gate, STEADY_MODE_TRAINING);
  steady_gate_attach (&bench->gate, &bench->pump.device);
  set (bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  measure (bench);
}

static SteadyRefusal
ask (Bench *bench, SteadySteerRequest request)
{
  const SteadySteerView view = view_of (bench);

  if (request.control == 0)
    request.control = STEADY_CONTROL_PUMP_FLOW;
  if (request.expected <= 0)
    request.expected = request.control == STEADY_CONTROL_PUMP_FLOW ? bench->pump.flow
                                                                   : bench->pump.vent;
  return steady_steer_begin (&bench->steer, &view, &request, "Anna Anders");
}

#define RAMP(to, a_minute) \
  (SteadySteerRequest) { .kind = STEADY_STEER_RAMP, .target = (to), .rate = (a_minute) }
#define SERVO(to, from, up)                                                       \
  (SteadySteerRequest)                                                            \
  {                                                                               \
    .kind = STEADY_STEER_SERVO, .target = (to), .floor = (from), .ceiling = (up), \
    .channel = STEADY_CHANNEL_ARTERIAL_MEAN                                       \
  }
#define FOLLOW(a_litre)                               \
  (SteadySteerRequest)                                \
  {                                                   \
    .kind = STEADY_STEER_FOLLOW, .target = (a_litre), \
    .control = STEADY_CONTROL_VENT_SPEED              \
  }

static void
run (Bench *bench, double seconds)
{
  const SteadyInstant end = bench->now + steady_span_from_seconds (seconds);

  while (bench->now < end)
    {
      bench->now += TICK;
      measure (bench);
      const SteadyGateView gate = { .now = bench->now,
                                    .real_now = bench->now,
                                    .values = &bench->values,
                                    .in_control = true };
      SteadyAnswer         answers[STEADY_GATE_ANSWERS];
      SteadyCommand        command;
      steady_gate_update (&bench->gate, &gate);
      if (steady_steer_runs (&bench->steer))
        {
          const SteadySteerView view = view_of (bench);
          if (steady_steer_turn (&bench->steer, &view, &command) ==
              STEADY_STEER_PROPOSE)
            {
              command.issued = bench->now;
              steady_gate_propose (&bench->gate, &gate, &command);
            }
        }
      while (steady_gate_take_answers (&bench->gate, answers, STEADY_GATE_ANSWERS) > 0)
        continue;
    }
}

static void
assert_ended (const Bench *bench, SteadySteerEnd why)
{
  g_assert_false (steady_steer_runs (&bench->steer));
  g_assert_cmpint (bench->steer.told.end, ==, why);
}

/* 0.5 to 0.6 L/min at 0.3 a minute takes 20 s, in small steps, and ends there. */
static void
test_a_ramp (void)
{
  Bench  bench;
  double before = 0.5;

  begin (&bench);
  g_assert_cmpint (ask (&bench, RAMP (0.6, 0.3)), ==, STEADY_REFUSAL_NONE);
  for (unsigned i = 0; i < 100; i++)
    {
      run (&bench, 0.2);
      g_assert_cmpfloat (bench.pump.flow, >=, before);
      g_assert_cmpfloat (bench.pump.flow, <=, before + 0.0035);
      before = bench.pump.flow;
    }
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 0.6, 0.002);
  run (&bench, 1);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 0.6, 1e-9);
  assert_ended (&bench, STEADY_STEER_REACHED);
  g_assert_false (steady_steer_is_lost (&bench.steer));
  /* and down, past no other end */
  g_assert_cmpint (ask (&bench, RAMP (0, 12)), ==, STEADY_REFUSAL_NONE);
  run (&bench, 4);
  assert_ended (&bench, STEADY_STEER_REACHED);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 0, 1e-9);
}

/* A real machine is not moved faster than it may be, whatever the ramp asks for. */
static void
test_a_ramp_keeps_the_pace (void)
{
  static const SteadyDevicePace paces[] = {
    { .most_step = 0.05, .slew_per_s = 0.05, .interval = SEC }, { .most_step = 0 }
  };
  Bench bench;

  begin (&bench);
  bench.pump.device.paces = paces;
  steady_gate_init (&bench.gate, STEADY_MODE_TRAINING);
  steady_gate_attach (&bench.gate, &bench.pump.device);
  g_assert_cmpint (ask (&bench, RAMP (1.0, 12)), ==, STEADY_REFUSAL_NONE);
  run (&bench, 5);
  g_assert_cmpfloat (bench.pump.flow, <=, 0.5 + 6 * 0.05);
  g_assert_true (steady_steer_runs (&bench.steer));
  run (&bench, 20);
  assert_ended (&bench, STEADY_STEER_REACHED);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 1.0, 1e-9);
}

/* Whatever is not as it should be ends it at once, and nothing more is sent. */
static void
test_what_ends_a_ramp (void)
{
  static const SteadySteerEnd ends[] = {
    STEADY_STEER_CANCELLED, STEADY_STEER_STOPPED,   STEADY_STEER_ALARM,
    STEADY_STEER_SENSOR,    STEADY_STEER_OTHERWISE, STEADY_STEER_NO_ANSWER
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      Bench bench;
      begin (&bench);
      g_assert_cmpint (ask (&bench, RAMP (0.9, 0.6)), ==, STEADY_REFUSAL_NONE);
      run (&bench, 5);
      g_assert_cmpfloat (bench.pump.flow, >, 0.53);
      switch ((int) ends[i])
        {
        case STEADY_STEER_CANCELLED:
          g_assert_true (
              steady_steer_end (&bench.steer, bench.now, STEADY_STEER_CANCELLED));
          g_assert_false (
              steady_steer_end (&bench.steer, bench.now, STEADY_STEER_STOPPED));
          break;
        case STEADY_STEER_STOPPED:
          set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
          break;
        case STEADY_STEER_ALARM:
          bench.alarm = true;
          break;
        case STEADY_STEER_SENSOR:
          lose (&bench, STEADY_CHANNEL_ARTERIAL_PUMP);
          break;
        case STEADY_STEER_OTHERWISE: /* at the pump itself */
          bench.pump.flow = 0.3;
          break;
        default:
          bench.pump.deaf = true;
          break;
        }
      const unsigned count = bench.pump.count;
      const double   flow = bench.pump.flow;
      run (&bench, ends[i] == STEADY_STEER_NO_ANSWER ? 3 : 0.3);
      assert_ended (&bench, ends[i]);
      g_assert_cmpint (steady_steer_is_lost (&bench.steer),
                       ==,
                       ends[i] == STEADY_STEER_SENSOR ||
                           ends[i] == STEADY_STEER_NO_ANSWER);
      /* one that was on its way when it ended may still have been counted */
      g_assert_cmpuint (bench.pump.count, <=, count + 1);
      g_assert_cmpfloat_with_epsilon (bench.pump.flow, flow, 0.003);
      const unsigned after = bench.pump.count;
      bench.alarm = false;
      bench.pump.deaf = false;
      set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
      run (&bench, 5);
      g_assert_cmpuint (bench.pump.count, ==, after);
    }
}

static void
test_what_is_refused (void)
{
  Bench bench;

  begin (&bench);
  g_assert_cmpint (ask (&bench, RAMP (1.6, 0.3)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, RAMP (-0.1, 0.3)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, RAMP (NAN, 0.3)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, RAMP (0.6, 0)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, RAMP (0.6, NAN)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, RAMP (0.6, 13)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (
      ask (&bench, SERVO (45, 0.6, 0.9)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (
      ask (&bench, SERVO (45, 0.5, 0.5)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (
      ask (&bench, SERVO (45, 0.4, 1.6)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_assert_cmpint (ask (&bench, SERVO (0, 0.4, 0.6)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  SteadySteerRequest other = SERVO (45, 0.4, 0.6);
  other.channel = STEADY_CHANNEL_CENTRAL_VENOUS_MEAN;
  g_assert_cmpint (ask (&bench, other), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  bench.still = true;
  lose (&bench, STEADY_CHANNEL_ARTERIAL_MEAN);
  g_assert_cmpint (ask (&bench, SERVO (45, 0.4, 0.6)), ==, STEADY_REFUSAL_SENSOR);
  g_assert_cmpint (ask (&bench, FOLLOW (0)), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  other = FOLLOW (40);
  other.control = STEADY_CONTROL_SWEEP;
  g_assert_cmpint (ask (&bench, other), ==, STEADY_REFUSAL_NO_CONTROL);
  other = RAMP (0.6, 0.3);
  other.expected = 0.4;
  g_assert_cmpint (ask (&bench, other), ==, STEADY_REFUSAL_STALE);
  other.expected = 0.5;
  other.kind = 9;
  g_assert_cmpint (ask (&bench, other), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  bench.alarm = true;
  g_assert_cmpint (ask (&bench, RAMP (0.6, 0.3)), ==, STEADY_REFUSAL_INTERVENTION);
  set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  g_assert_cmpint (ask (&bench, RAMP (0.6, 0.3)), ==, STEADY_REFUSAL_STOPPED);
  lose (&bench, STEADY_CHANNEL_SET_PUMP_FLOW);
  g_assert_cmpint (ask (&bench, RAMP (0.6, 0.3)), ==, STEADY_REFUSAL_LINK);
  g_assert_cmpuint (bench.pump.count, ==, 0);
  g_assert_false (steady_steer_runs (&bench.steer));
}

/* A pressure of 80 mmHg for each litre: 44 mmHg need 0.55 L/min. */
static void
test_a_servo_holds_a_pressure (void)
{
  Bench bench;

  begin (&bench);
  g_assert_cmpint (ask (&bench, SERVO (44, 0.3, 0.7)), ==, STEADY_REFUSAL_NONE);
  run (&bench, 60);
  g_assert_true (steady_steer_runs (&bench.steer));
  g_assert_cmpfloat_with_epsilon (80 * bench.pump.flow, 44, 2.1);
  g_assert_cmpuint (bench.steer.told.at_limit, ==, 0);
  /* the child's vessels open: it goes up, to its ceiling and no further */
  bench.pressure = 40;
  run (&bench, 120);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 0.7, 1e-9);
  g_assert_cmpuint (bench.steer.told.at_limit, ==, 1);
  /* they close: down to its floor, never below */
  bench.pressure = 400;
  run (&bench, 120);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, 0.3, 1e-9);
  g_assert_cmpuint (bench.steer.told.at_limit, ==, 1);
  g_assert_true (steady_steer_runs (&bench.steer));
}

/* Without its sensor it would only push on: off at the very next tick. */
static void
test_a_servo_without_its_sensor (void)
{
  Bench bench;

  begin (&bench);
  g_assert_cmpint (ask (&bench, SERVO (44, 0.3, 0.7)), ==, STEADY_REFUSAL_NONE);
  run (&bench, 2.5);
  const double flow = bench.pump.flow;
  bench.still = true;
  lose (&bench, STEADY_CHANNEL_ARTERIAL_MEAN);
  run (&bench, 0.02);
  assert_ended (&bench, STEADY_STEER_SENSOR);
  g_assert_true (steady_steer_is_lost (&bench.steer));
  bench.still = false;
  run (&bench, 20);
  g_assert_cmpfloat_with_epsilon (bench.pump.flow, flow, 1e-9);
}

/* A vent of 40 rpm for each litre goes with the arterial pump, and stands with it. */
static void
test_a_follower (void)
{
  Bench bench;

  begin (&bench);
  g_assert_cmpint (ask (&bench, FOLLOW (40)), ==, STEADY_REFUSAL_NONE);
  run (&bench, 2);
  g_assert_cmpfloat_with_epsilon (bench.pump.vent, 20, 1.01);
  bench.pump.flow = 1.0;
  run (&bench, 2);
  g_assert_cmpfloat_with_epsilon (bench.pump.vent, 40, 1.01);
  /* an alarm that slows the pump down takes it along */
  bench.alarm = true;
  bench.pump.flow = 0.6;
  run (&bench, 2);
  g_assert_cmpfloat_with_epsilon (bench.pump.vent, 24, 1.01);
  bench.alarm = false;
  g_assert_true (steady_steer_runs (&bench.steer));
  set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  run (&bench, 2);
  assert_ended (&bench, STEADY_STEER_STOPPED);
  g_assert_cmpfloat_with_epsilon (bench.pump.vent, 0, 1e-9);
  /* it does not start by itself */
  set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  run (&bench, 5);
  g_assert_cmpfloat_with_epsilon (bench.pump.vent, 0, 1e-9);
}

/* --- in the whole engine --- */

typedef SteadyEngineFixture Fixture;

static void
open_session (Fixture *fixture)
{
  steady_engine_fixture_open (fixture);
  steady_engine_fixture_sign_in (fixture, "Anna Anders");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, data);
  steady_engine_fixture_sign_in (fixture, "Anna Anders");
}

static void
request (Fixture *fixture, SteadySteerRequest steer)
{
  SteadyRequest message = { .type = STEADY_FRAME_STEER,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };

  if (steer.control == 0)
    steer.control = STEADY_CONTROL_PUMP_FLOW;
  steer.expected = steady_engine_fixture_value (
      fixture,
      steer.control == STEADY_CONTROL_PUMP_FLOW ? STEADY_CHANNEL_SET_PUMP_FLOW
                                                : STEADY_CHANNEL_VENT_SPEED);
  steer.issued = fixture->engine->moment.real;
  message.steer = steer;
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &message, sizeof message));
  steady_engine_fixture_run (fixture, 0.02);
}

static const SteadySteering *
steering (const Fixture *fixture)
{
  return &fixture->engine->steers[0].told;
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

/* Stop during a ramp: the pump stands, the ramp is over, starting the pump again does
 * not bring it back. */
static void
test_a_stop_ends_a_ramp (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_engine_fixture_run (fixture, 3);
  request (fixture, RAMP (0.6, 0.6));
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_RUNS);
  g_assert_cmpfloat (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW), >, 0.485);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_STOPPED);
  steady_engine_fixture_run (fixture, 2);
  const double flow =
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW);
  g_assert_cmpint (
      (int) steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_PUMP),
      ==,
      STEADY_PUMP_STOPPED);
  const uint64_t commands = fixture->engine->commands;
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_START, 1);
  steady_engine_fixture_run (fixture, 5);
  g_assert_cmpfloat_with_epsilon (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW), flow, 1e-9);
  g_assert_cmpuint (fixture->engine->commands, ==, commands);
  g_assert_false (is_present (fixture, "steering-ended"));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_STEERING, NAN, "ramp of pump-flow to 0.6"),
      ==,
      1);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_STEERING, NAN, "by Anna Anders"),
                    ==,
                    1);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_STEERING, NAN, "pump was stopped"),
                    ==,
                    1);
}

/* A person who sets the flow has it; air ends a ramp; nobody signed in steers nothing.
 */
static void
test_people_and_alarms_come_first (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_engine_fixture_run (fixture, 3);
  fixture->engine->desk.operator_name[0] = '\0';
  request (fixture, RAMP (0.6, 0.6));
  g_assert_cmpuint (steering (fixture)->control, ==, 0);
  g_strlcpy (fixture->engine->desk.operator_name, "Anna Anders", STEADY_OPERATOR_SIZE);
  request (fixture, RAMP (0.6, 0.6));
  steady_engine_fixture_run (fixture, 1);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_FLOW, 0.46);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_OTHERWISE);
  steady_engine_fixture_run (fixture, 3);
  g_assert_cmpfloat_with_epsilon (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW),
      0.46,
      0.0005);
  request (fixture, RAMP (0.6, 0.6));
  steady_engine_fixture_run (fixture, 1);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_RUNS);
  SteadyDevice *child = fixture->engine->simulated;
  g_assert_true (
      child->class->inject (
          child, fixture->engine->moment.now, "arterial_air_ml", 1, 0) ||
      child->class->inject (child, fixture->engine->moment.now, "bubble_ml", 1, 0));
  for (unsigned i = 0; i < 40 && !is_present (fixture, "arterial-air"); i++)
    steady_engine_fixture_run (fixture, 0.5);
  g_assert_true (is_present (fixture, "arterial-air"));
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_cmpint (steering (fixture)->end, !=, STEADY_STEER_RUNS);
  request (fixture, RAMP (0.6, 0.6));
  g_assert_cmpint (steering (fixture)->end, !=, STEADY_STEER_RUNS);
  steady_engine_fixture_close (fixture);
}

/* The engine dies during a ramp: what comes back sends nothing, says so, and is quiet
 * as soon as a person has set the flow. */
static void
test_a_restart_sends_nothing (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_engine_fixture_run (fixture, 3);
  request (fixture, RAMP (0.6, 0.2));
  request (fixture, FOLLOW (60));
  steady_engine_fixture_run (fixture, 3);
  g_assert_true (steady_steer_runs (&fixture->engine->steers[0]));
  g_assert_true (steady_steer_runs (&fixture->engine->steers[1]));
  const size_t        size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t *row = g_malloc0 (size);
  const size_t        used = steady_state_row_save (fixture->engine, row, size);
  const SteadyMoment  then = fixture->engine->moment;
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  open_session (fixture);
  g_assert_true (steady_state_row_restore (
      fixture->engine, row, used, then.now + STEADY_NSEC_PER_SEC));
  fixture->engine->moment.now = then.now + STEADY_NSEC_PER_SEC;
  const uint64_t commands = fixture->engine->commands;
  steady_engine_fixture_run (fixture, 5);
  g_assert_cmpuint (fixture->engine->commands, ==, commands);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_RESTART);
  g_assert_cmpint (fixture->engine->steers[1].told.end, ==, STEADY_STEER_RESTART);
  g_assert_true (is_present (fixture, "steering-ended"));
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_FLOW, 0.5);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_VENT_SPEED, 20);
  steady_engine_fixture_run (fixture, 1);
  g_assert_false (is_present (fixture, "steering-ended"));
  steady_engine_fixture_close (fixture);
}

/* A servo in the whole engine: it brings the child's pressure to its target. */
static void
test_a_servo_in_the_circuit (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_engine_fixture_run (fixture, 30);
  const double pressure =
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_MEAN);
  const double flow =
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW);
  request (fixture, SERVO (pressure + 5, flow - 0.1, flow + 0.15));
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_RUNS);
  g_assert_cmpint (steering (fixture)->kind, ==, STEADY_STEER_SERVO);
  steady_engine_fixture_run (fixture, 90);
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_RUNS);
  g_assert_cmpfloat (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_MEAN),
      >,
      pressure + 2);
  g_assert_cmpfloat (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW), >, flow);
  request (fixture, (SteadySteerRequest){ .kind = STEADY_STEER_CANCEL });
  g_assert_cmpint (steering (fixture)->end, ==, STEADY_STEER_CANCELLED);
  g_assert_false (is_present (fixture, "steering-ended"));
  steady_engine_fixture_close (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/steer/a-ramp", test_a_ramp);
  g_test_add_func ("/engine/steer/a-ramp-keeps-the-pace", test_a_ramp_keeps_the_pace);
  g_test_add_func ("/engine/steer/what-ends-a-ramp", test_what_ends_a_ramp);
  g_test_add_func ("/engine/steer/what-is-refused", test_what_is_refused);
  g_test_add_func ("/engine/steer/a-servo-holds-a-pressure",
                   test_a_servo_holds_a_pressure);
  g_test_add_func ("/engine/steer/a-servo-without-its-sensor",
                   test_a_servo_without_its_sensor);
  g_test_add_func ("/engine/steer/a-follower", test_a_follower);
#define IN_ENGINE(name, function)      \
  g_test_add ("/engine/steer/" name,   \
              Fixture,                 \
              "scenarios/stuffy.json", \
              set_up,                  \
              function,                \
              steady_engine_fixture_tear_down)
  IN_ENGINE ("a-stop-ends-a-ramp", test_a_stop_ends_a_ramp);
  IN_ENGINE ("people-and-alarms-come-first", test_people_and_alarms_come_first);
  IN_ENGINE ("a-restart-sends-nothing", test_a_restart_sends_nothing);
  IN_ENGINE ("a-servo-in-the-circuit", test_a_servo_in_the_circuit);
#undef IN_ENGINE
  return g_test_run ();
}
