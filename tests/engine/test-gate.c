/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "engine/steady-gate.h"

#define SEC STEADY_NSEC_PER_SEC

/* A pump with a clamp that remembers what reached it. */
typedef struct Pump
{
  SteadyDevice    device;
  SteadyCommand   last;
  unsigned        count;
  bool            deaf;
  SteadyLinkState link;
  uint64_t        refused; /* id of a command that was taken, and then not sent */
} Pump;

typedef struct Case
{
  Pump             pump;
  SteadyGate       gate;
  SteadyValueTable values;
  SteadyGateView   view;
  uint64_t         id;
} Case;

static bool
pump_command (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  Pump *pump = (Pump *) device;
  pump->last = *command;
  pump->count++;
  return !pump->deaf;
}

static uint64_t
pump_refused (const SteadyDevice *device, uint16_t control)
{
  const Pump *pump = (const Pump *) device;
  return pump->last.control == control ? pump->refused : 0;
}

static SteadyLinkState
pump_link (const SteadyDevice *device)
{
  return ((const Pump *) device)->link;
}

static const SteadyDeviceClass pump_class = {
  .name = "pump", .command = pump_command, .refused = pump_refused, .link = pump_link
};
static const SteadyDeviceControl controls[] = {
  /* clang-format off */
  { STEADY_CONTROL_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_FLOW, 0, 1.5, 0.01, 0.005, SEC },
  { STEADY_CONTROL_PUMP_STOP, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 0, 0, 0, SEC },
  { STEADY_CONTROL_PUMP_START, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 0, 0, 0, SEC },
  { STEADY_CONTROL_ARTERIAL_CLAMP, STEADY_CHANNEL_ARTERIAL_CLAMP, 0, 1, 1, 0, SEC },
  /* clang-format on */
};

static void
set (Case *test, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = test->view.now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&test->values, &sample);
}

static void
begin (Case *test)
{
  *test = (Case){ 0 };
  test->pump.device.class = &pump_class;
  test->pump.device.controls = controls;
  test->pump.device.n_controls = G_N_ELEMENTS (controls);
  test->pump.link = STEADY_LINK_UP;
  test->view = (SteadyGateView){
    .now = 10 * SEC, .real_now = 100 * SEC, .values = &test->values, .in_control = true
  };
  steady_gate_init (&test->gate, STEADY_MODE_TRAINING);
  steady_gate_attach (&test->gate, &test->pump.device);
  set (test, STEADY_CHANNEL_SET_PUMP_FLOW, 0.5);
  set (test, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  set (test, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_OPEN);
}

static SteadyCommand
command (Case *test, SteadyControl control, double value)
{
  return (SteadyCommand){ .id = ++test->id,
                          .issued = test->view.real_now,
                          .value = value,
                          .control = (uint16_t) control,
                          .origin = STEADY_ROLE_CONSOLE };
}

static SteadyAnswer
last_answer (Case *test)
{
  SteadyAnswer   answers[STEADY_GATE_ANSWERS];
  const unsigned n =
      steady_gate_take_answers (&test->gate, answers, STEADY_GATE_ANSWERS);
  g_assert_cmpuint (n, >, 0);
  return answers[n - 1];
}

static SteadyRefusal
propose (Case *test, const SteadyCommand *what)
{
  steady_gate_propose (&test->gate, &test->view, what);
  const SteadyAnswer answer = last_answer (test);
  g_assert_cmpuint (answer.id, ==, what->id);
  g_assert_cmpint (answer.status == STEADY_ANSWER_ACCEPTED,
                   ==,
                   answer.refusal == STEADY_REFUSAL_NONE);
  return (SteadyRefusal) answer.refusal;
}

static SteadyAnswer
after (Case *test, SteadySpan span)
{
  test->view.now += span;
  test->view.real_now += span;
  steady_gate_update (&test->gate, &test->view);
  return last_answer (test);
}

static void
test_confirmed_by_read_back (void)
{
  Case                test;
  const SteadyCommand up =
      (begin (&test), command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6));

  g_assert_cmpint (propose (&test, &up), ==, STEADY_REFUSAL_NONE);
  test.view.now += SEC / 10;
  steady_gate_update (&test.gate, &test.view);
  g_assert_cmpuint (test.gate.n_answers, ==, 0);
  set (&test, STEADY_CHANNEL_SET_PUMP_FLOW, 0.602);
  const SteadyAnswer answer = after (&test, SEC / 10);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_CONFIRMED);
  g_assert_cmpfloat_with_epsilon (answer.value, 0.602, 1e-9);
  g_assert_false (test.gate.command_failed);
}

static void
test_without_read_back_it_failed (void)
{
  Case                test;
  const SteadyCommand up =
      (begin (&test), command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6));
  const SteadyCommand stop = command (&test, STEADY_CONTROL_PUMP_STOP, 0);

  propose (&test, &up);
  set (&test, STEADY_CHANNEL_SET_PUMP_FLOW, 0.5);
  g_assert_cmpint (after (&test, 11 * SEC / 10).status, ==, STEADY_ANSWER_FAILED);
  g_assert_true (test.gate.command_failed);
  g_assert_false (test.gate.intervention_failed);
  steady_gate_intervene (&test.gate, &test.view, &stop);
  g_assert_cmpint (last_answer (&test).status, ==, STEADY_ANSWER_ACCEPTED);
  g_assert_cmpint (after (&test, 11 * SEC / 10).status, ==, STEADY_ANSWER_FAILED);
  g_assert_true (test.gate.intervention_failed);
  /* a stop that is read back in the end heals it */
  steady_gate_intervene (&test.gate, &test.view, &stop);
  test.view.now += SEC / 10;
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED_BY_INTERVENTION);
  g_assert_cmpint (after (&test, 0).status, ==, STEADY_ANSWER_CONFIRMED);
  g_assert_false (test.gate.intervention_failed);
}

/* A stop that cannot be told to its pump, an operator's too, is the alarm of a failed
 * one; a clamp or another pump's stop that is read back does not end it. */
static void
test_a_stop_that_cannot_be_told (void)
{
  Case                test;
  const SteadyCommand stop =
      (begin (&test), command (&test, STEADY_CONTROL_PUMP_STOP, 0));
  const SteadyCommand clamp = command (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);

  test.pump.link = STEADY_LINK_LOST;
  test.pump.deaf = true;
  test.view.in_control = false;
  g_assert_cmpint (propose (&test, &stop), ==, STEADY_REFUSAL_LINK);
  g_assert_cmpuint (test.pump.count, ==, 1); /* it was tried */
  g_assert_true (test.gate.intervention_failed != 0);
  /* the port is open, but the device does not answer */
  test.pump.deaf = false;
  g_assert_cmpint (propose (&test, &stop), ==, STEADY_REFUSAL_NONE);
  test.pump.refused = stop.id;
  g_assert_cmpint (after (&test, SEC / 50).refusal, ==, STEADY_REFUSAL_LINK);
  test.pump.refused = 0;
  g_assert_cmpint (propose (&test, &clamp), ==, STEADY_REFUSAL_NONE);
  test.view.now += SEC / 10;
  set (&test, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSED);
  g_assert_cmpint (after (&test, 0).status, ==, STEADY_ANSWER_CONFIRMED);
  g_assert_true (test.gate.intervention_failed != 0);
  g_assert_cmpint (propose (&test, &stop), ==, STEADY_REFUSAL_NONE);
  test.view.now += SEC / 10;
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  g_assert_cmpint (after (&test, 0).status, ==, STEADY_ANSWER_CONFIRMED);
  g_assert_false (test.gate.intervention_failed != 0);
}

/* What the device refuses fails at once, and nothing is put back: nothing was sent. An
 * intervention that is refused is the alarm of a failed one, at once too. */
static void
test_refused_by_the_device (void)
{
  Case          test;
  SteadyCommand slower;

  begin (&test);
  slower = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.45);
  g_assert_cmpint (propose (&test, &slower), ==, STEADY_REFUSAL_NONE);
  test.pump.refused = slower.id + 1000; /* another one's */
  steady_gate_update (&test.gate, &test.view);
  g_assert_true (test.gate.controls[STEADY_CONTROL_PUMP_FLOW].pending);
  test.pump.refused = slower.id;
  const SteadyAnswer answer = after (&test, SEC / 50);
  g_assert_cmpuint (answer.id, ==, slower.id);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_FAILED);
  g_assert_cmpint (answer.refusal, ==, STEADY_REFUSAL_DEVICE);
  g_assert_true (test.gate.command_failed);
  g_assert_cmpuint (test.pump.count, ==, 1);

  SteadyCommand stop = command (&test, STEADY_CONTROL_PUMP_STOP, 0);
  stop.origin = 0;
  steady_gate_intervene (&test.gate, &test.view, &stop);
  g_assert_cmpint (last_answer (&test).status, ==, STEADY_ANSWER_ACCEPTED);
  test.pump.refused = stop.id;
  g_assert_cmpint (after (&test, SEC / 50).status, ==, STEADY_ANSWER_FAILED);
  g_assert_true (test.gate.intervention_failed);
  g_assert_cmpuint (test.pump.count, ==, 2);
}

static void
test_refusals (void)
{
  Case          test;
  SteadyCommand what = (begin (&test), command (&test, STEADY_CONTROL_PUMP_FLOW, 1.6));
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  what.value = NAN;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  what = command (&test, STEADY_CONTROL_SWEEP, 1);
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_NO_CONTROL);
  what = command (&test, STEADY_CONTROL_MAX, 1);
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_NO_CONTROL);
  what = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6);
  what.issued -= 11 * SEC / 10;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_EXPIRED);
  what = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6);
  what.flags = STEADY_COMMAND_HAS_EXPECTED;
  what.expected = 0.45;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_STALE);
  test.view.in_control = false;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_NOT_IN_CONTROL);
  test.view.in_control = true;
  test.pump.link = STEADY_LINK_LOST;
  what.expected = 0.5;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_LINK);
  test.pump.link = STEADY_LINK_UP;
  test.gate.mode = STEADY_MODE_REVIEW;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_MODE);
  g_assert_cmpuint (test.pump.count, ==, 0);
  test.gate.mode = STEADY_MODE_TRAINING;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_NONE);
  what.id = ++test.id;
  g_assert_cmpint (propose (&test, &what), ==, STEADY_REFUSAL_BUSY);
  g_assert_cmpuint (test.pump.count, ==, 1);
}

static void
test_what_is_safer_passes (void)
{
  Case          test;
  SteadyCommand up = (begin (&test), command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6));
  SteadyCommand down = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.3);
  SteadyCommand stop = command (&test, STEADY_CONTROL_PUMP_STOP, 0);
  SteadyCommand clamp = command (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);

  g_assert_cmpint (propose (&test, &up), ==, STEADY_REFUSAL_NONE);
  /* another set-point was seen, a proposal is under way, and a viewer asks */
  test.view.in_control = false;
  down.flags = STEADY_COMMAND_HAS_EXPECTED;
  down.expected = 0.9;
  g_assert_cmpint (propose (&test, &down), ==, STEADY_REFUSAL_NONE);
  stop.issued -= 30 * SEC;
  g_assert_cmpint (propose (&test, &stop), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpint (test.pump.last.control, ==, STEADY_CONTROL_PUMP_STOP);
  g_assert_cmpint (propose (&test, &clamp), ==, STEADY_REFUSAL_NONE);
  /* a stop is sent to a pump that no longer answers, too: it may still hear */
  const unsigned sent = test.pump.count;
  test.pump.link = STEADY_LINK_LOST;
  stop.id = ++test.id;
  g_assert_cmpint (propose (&test, &stop), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpuint (test.pump.count, ==, sent + 1);
}

static void
test_a_held_pump_stays_stopped (void)
{
  Case          test;
  SteadyCommand start = (begin (&test), command (&test, STEADY_CONTROL_PUMP_START, 0));
  SteadyCommand open = command (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 0);

  test.view.pump_held = true;
  g_assert_cmpint (propose (&test, &start), ==, STEADY_REFUSAL_INTERVENTION);
  g_assert_cmpint (propose (&test, &open), ==, STEADY_REFUSAL_INTERVENTION);
  g_assert_cmpuint (test.pump.count, ==, 0);
  test.view.pump_held = false;
  g_assert_cmpint (propose (&test, &start), ==, STEADY_REFUSAL_NONE);
}

static void
test_an_intervention_empties_the_queue (void)
{
  Case          test;
  SteadyCommand up = (begin (&test), command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6));
  SteadyCommand stop = command (&test, STEADY_CONTROL_PUMP_STOP, 0);
  SteadyAnswer  answers[8];

  propose (&test, &up);
  stop.origin = 0;
  steady_gate_intervene (&test.gate, &test.view, &stop);
  g_assert_cmpuint (steady_gate_take_answers (&test.gate, answers, 8), ==, 2);
  g_assert_cmpuint (answers[0].id, ==, up.id);
  g_assert_cmpint (answers[0].status, ==, STEADY_ANSWER_FAILED);
  g_assert_cmpint (answers[0].refusal, ==, STEADY_REFUSAL_INTERVENTION);
  g_assert_cmpint (answers[1].status, ==, STEADY_ANSWER_ACCEPTED);
  test.pump.deaf = true;
  steady_gate_intervene (&test.gate, &test.view, &stop);
  g_assert_true (test.gate.intervention_failed);
}

/* A real machine is moved in steps that it can follow; what is safer is never slowed.
 */
static void
test_pace (void)
{
  static const SteadyDevicePace paces[G_N_ELEMENTS (controls)] = {
    { .most_step = 0.2, .slew_per_s = 0.1, .interval = SEC / 2 },
  };
  Case test;

  begin (&test);
  test.pump.device.paces = paces;
  steady_gate_init (&test.gate, STEADY_MODE_TRAINING);
  steady_gate_attach (&test.gate, &test.pump.device);
  SteadyCommand leap = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.75);
  g_assert_cmpint (propose (&test, &leap), ==, STEADY_REFUSAL_TOO_FAST);
  SteadyCommand step = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.6);
  g_assert_cmpint (propose (&test, &step), ==, STEADY_REFUSAL_NONE);
  test.view.now += SEC / 8;
  test.view.real_now += SEC / 8;
  set (&test, STEADY_CHANNEL_SET_PUMP_FLOW, 0.6);
  g_assert_cmpint (after (&test, SEC / 8).status, ==, STEADY_ANSWER_CONFIRMED);
  step = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.61);
  g_assert_cmpint (propose (&test, &step), ==, STEADY_REFUSAL_TOO_FAST); /* too soon */
  test.view.now += SEC / 4;
  test.view.real_now += SEC / 4;
  step = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.7);
  g_assert_cmpint (
      propose (&test, &step), ==, STEADY_REFUSAL_TOO_FAST); /* 0.2 a second */
  step = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.64);
  g_assert_cmpint (propose (&test, &step), ==, STEADY_REFUSAL_NONE);
  /* lowering and stopping at once, whatever came before */
  step = command (&test, STEADY_CONTROL_PUMP_FLOW, 0.1);
  g_assert_cmpint (propose (&test, &step), ==, STEADY_REFUSAL_NONE);
  step = command (&test, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_cmpint (propose (&test, &step), ==, STEADY_REFUSAL_NONE);
}

static SteadyAnswer
intervene (Case *test, SteadyControl control, double value)
{
  SteadyCommand what = command (test, control, value);
  what.origin = 0;
  steady_gate_intervene (&test->gate, &test->view, &what);
  return last_answer (test);
}

/* An alarm closes a clamp behind a pump that stands or took its stop, and on no other:
 * a roller that runs on would burst the line. */
static void
test_no_clamp_closes_on_a_running_pump (void)
{
  Case         test;
  SteadyAnswer answer = (begin (&test), intervene (&test, STEADY_CONTROL_PUMP_STOP, 0));

  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_ACCEPTED);
  answer = intervene (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_ACCEPTED);

  /* nothing stops this pump */
  begin (&test);
  test.gate.controls[STEADY_CONTROL_PUMP_STOP].device = NULL;
  answer = intervene (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_REFUSED);
  g_assert_cmpint (answer.refusal, ==, STEADY_REFUSAL_CLAMP_ALONE);
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_UNKNOWN);
  answer = intervene (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpint (answer.refusal, ==, STEADY_REFUSAL_CLAMP_ALONE);
  g_assert_cmpuint (test.pump.count, ==, 0);
  /* one that stands may be clamped */
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  answer = intervene (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_ACCEPTED);
  g_assert_cmpuint (test.pump.count, ==, 1);

  /* the stop did not get through: it is tried, the clamp is not, and that is told */
  begin (&test);
  test.pump.deaf = true;
  answer = intervene (&test, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_cmpint (answer.status, ==, STEADY_ANSWER_FAILED);
  test.pump.deaf = false;
  answer = intervene (&test, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpint (answer.refusal, ==, STEADY_REFUSAL_CLAMP_ALONE);
  g_assert_cmpuint (test.pump.count, ==, 1);
  g_assert_true (test.gate.intervention_failed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/gate/confirmed-by-read-back", test_confirmed_by_read_back);
  g_test_add_func ("/engine/gate/without-read-back-it-failed",
                   test_without_read_back_it_failed);
  g_test_add_func ("/engine/gate/refused-by-the-device", test_refused_by_the_device);
  g_test_add_func ("/engine/gate/a-stop-that-cannot-be-told",
                   test_a_stop_that_cannot_be_told);
  g_test_add_func ("/engine/gate/refusals", test_refusals);
  g_test_add_func ("/engine/gate/pace", test_pace);
  g_test_add_func ("/engine/gate/what-is-safer-passes", test_what_is_safer_passes);
  g_test_add_func ("/engine/gate/a-held-pump-stays-stopped",
                   test_a_held_pump_stays_stopped);
  g_test_add_func ("/engine/gate/an-intervention-empties-the-queue",
                   test_an_intervention_empties_the_queue);
  g_test_add_func ("/engine/gate/no-clamp-closes-on-a-running-pump",
                   test_no_clamp_closes_on_a_running_pump);
  return g_test_run ();
}
