/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "engine/steady-gate.h"
#include "engine/steady-zero.h"

#define SEC STEADY_NSEC_PER_SEC

/* A laboratory's rig: gas, a roller pump, and what reached them. */
typedef struct Rig
{
  SteadyDevice     device;
  SteadyCommand    last;
  unsigned         count;
  SteadyLinkState  link;
  SteadyGate       gate;
  SteadyValueTable values;
  SteadyGateView   view;
  uint64_t         id;
} Rig;

static Rig *
rig_of (const SteadyDevice *device)
{
  return (Rig *) (void *) (uintptr_t) device;
}

static bool
rig_command (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  rig_of (device)->last = *command;
  rig_of (device)->count++;
  return true;
}

static SteadyLinkState
rig_link (const SteadyDevice *device)
{
  return rig_of (device)->link;
}

static const SteadyDeviceClass   rig_class = { .name = "rig",
                                               .command = rig_command,
                                               .link = rig_link };
static const SteadyDeviceControl controls[] = {
  /* clang-format off */
  { STEADY_CONTROL_PUMP_SPEED, STEADY_CHANNEL_SET_PUMP_SPEED, 0, 5000, 1, 5, SEC },
  { STEADY_CONTROL_SWEEP, STEADY_CHANNEL_SET_SWEEP, 0, 5, 0.01, 0.01, SEC },
  { STEADY_CONTROL_PUMP_STOP, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 0, 0, 0, SEC },
  { STEADY_CONTROL_ARTERIAL_CLAMP, STEADY_CHANNEL_ARTERIAL_CLAMP, 0, 1, 1, 0, SEC },
  { STEADY_CONTROL_PUMP_START, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 0, 0, 0, SEC },
  /* clang-format on */
};

static void
read_back (Rig *rig, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = rig->view.now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&rig->values, &sample);
}

static Rig *
rig_new (void)
{
  Rig *rig = g_new0 (Rig, 1);
  rig->device.class = &rig_class;
  rig->device.number = 2;
  rig->device.controls = controls;
  rig->device.n_controls = G_N_ELEMENTS (controls);
  rig->device.arming = true;
  rig->link = STEADY_LINK_UP;
  rig->view = (SteadyGateView){
    .now = 10 * SEC, .real_now = 100 * SEC, .values = &rig->values, .in_control = true
  };
  steady_gate_init (&rig->gate, STEADY_MODE_LIVE);
  steady_gate_attach (&rig->gate, &rig->device);
  read_back (rig, STEADY_CHANNEL_SET_PUMP_SPEED, 2000);
  read_back (rig, STEADY_CHANNEL_SET_SWEEP, 1);
  return rig;
}

static SteadyRefusal
propose (Rig *rig, SteadyControl control, double value)
{
  const SteadyCommand command = { .id = ++rig->id,
                                  .issued = rig->view.real_now,
                                  .value = value,
                                  .control = (uint16_t) control,
                                  .origin = STEADY_ROLE_CONSOLE };
  SteadyAnswer        answers[STEADY_GATE_ANSWERS];

  steady_gate_propose (&rig->gate, &rig->view, &command);
  const unsigned n =
      steady_gate_take_answers (&rig->gate, answers, STEADY_GATE_ANSWERS);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (answers[n - 1].id, ==, command.id);
  return (SteadyRefusal) answers[n - 1].refusal;
}

static void
pass (Rig *rig, SteadySpan span)
{
  SteadyAnswer answers[STEADY_GATE_ANSWERS];
  rig->view.now += span;
  rig->view.real_now += span;
  steady_gate_update (&rig->gate, &rig->view);
  steady_gate_take_answers (&rig->gate, answers, STEADY_GATE_ANSWERS);
}

/* Nothing rises before a person has armed the rig; what is safer always passes. */
static void
test_armed_first (void)
{
  Rig *rig = rig_new ();

  g_assert_false (steady_gate_is_armed (&rig->gate, &rig->device));
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_PUMP_SPEED, 2100), ==, STEADY_REFUSAL_NOT_ARMED);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_SWEEP, 0.5), ==, STEADY_REFUSAL_NOT_ARMED);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_PUMP_START, 0), ==, STEADY_REFUSAL_NOT_ARMED);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_ARTERIAL_CLAMP, 0), ==, STEADY_REFUSAL_NOT_ARMED);
  g_assert_cmpuint (rig->count, ==, 0);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_PUMP_SPEED, 1500), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpint (propose (rig, STEADY_CONTROL_PUMP_STOP, 0), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_ARTERIAL_CLAMP, 1), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpuint (rig->count, ==, 3);
  pass (rig, 2 * SEC);
  const SteadyCommand stop = { .id = 99, .control = STEADY_CONTROL_PUMP_STOP };
  steady_gate_intervene (&rig->gate, &rig->view, &stop);
  g_assert_cmpuint (rig->last.id, ==, 99);
  g_assert_cmpint (steady_gate_arm (&rig->gate, &rig->device), ==, STEADY_REFUSAL_NONE);
  read_back (rig, STEADY_CHANNEL_SET_SWEEP, 1);
  g_assert_cmpint (propose (rig, STEADY_CONTROL_SWEEP, 0.5), ==, STEADY_REFUSAL_NONE);
  g_assert_true (steady_gate_disarm (&rig->gate, &rig->device));
  g_assert_false (steady_gate_disarm (&rig->gate, &rig->device));
  pass (rig, 2 * SEC);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_SWEEP, 0.6), ==, STEADY_REFUSAL_NOT_ARMED);
  g_free (rig);
}

static void
test_arming_refused (void)
{
  Rig *rig = rig_new ();

  rig->link = STEADY_LINK_LOST;
  g_assert_cmpint (steady_gate_arm (&rig->gate, &rig->device), ==, STEADY_REFUSAL_LINK);
  rig->link = STEADY_LINK_UP;
  rig->gate.mode = STEADY_MODE_REVIEW;
  g_assert_cmpint (steady_gate_arm (&rig->gate, &rig->device), ==, STEADY_REFUSAL_MODE);
  rig->gate.mode = STEADY_MODE_LIVE;
  rig->device.arming = false; /* a clinical device offers none */
  g_assert_cmpint (
      steady_gate_arm (&rig->gate, &rig->device), ==, STEADY_REFUSAL_READ_ONLY);
  g_assert_cmpuint (rig->gate.armed, ==, 0);
  g_free (rig);
}

/* Arms, proposes, and lets the time of the read-back @now_reads pass. */
static bool
fails (Rig           *rig,
       SteadyControl  control,
       SteadyChannel  channel,
       double         before,
       double         wanted,
       double         now_reads,
       SteadyCommand *ret_restored)
{
  steady_gate_arm (&rig->gate, &rig->device);
  read_back (rig, channel, before);
  g_assert_cmpint (propose (rig, control, wanted), ==, STEADY_REFUSAL_NONE);
  rig->view.now += SEC / 2;
  read_back (rig, channel, now_reads);
  pass (rig, SEC);
  g_assert_true (rig->gate.command_failed);
  return steady_gate_take_restored (&rig->gate, ret_restored);
}

/* What was not confirmed is put back, but never up (safety rule 1). */
static void
test_restore (void)
{
  Rig          *rig = rig_new ();
  SteadyCommand restored;

  g_assert_true (fails (rig,
                        STEADY_CONTROL_PUMP_SPEED,
                        STEADY_CHANNEL_SET_PUMP_SPEED,
                        2000,
                        2400,
                        2200,
                        &restored));
  g_assert_cmpfloat_with_epsilon (restored.value, 2000, 1e-9);
  g_assert_cmpfloat_with_epsilon (rig->last.value, 2000, 1e-9);
  g_assert_cmpuint (restored.id >> 62, ==, 3);
  /* put back is not what was asked for: the alarm stays until a person's is confirmed
   */
  rig->view.now += SEC / 10;
  read_back (rig, STEADY_CHANNEL_SET_PUMP_SPEED, 2000);
  pass (rig, 0);
  g_assert_true (rig->gate.command_failed);
  g_assert_cmpint (
      propose (rig, STEADY_CONTROL_PUMP_SPEED, 2050), ==, STEADY_REFUSAL_NONE);
  rig->view.now += SEC / 10;
  read_back (rig, STEADY_CHANNEL_SET_PUMP_SPEED, 2050);
  pass (rig, 0);
  g_assert_false (rig->gate.command_failed);
  /* lowered to too little: going back would raise it */
  g_assert_false (fails (rig,
                         STEADY_CONTROL_PUMP_SPEED,
                         STEADY_CHANNEL_SET_PUMP_SPEED,
                         2000,
                         1500,
                         1200,
                         &restored));
  /* it never took the command: nothing to put back */
  g_assert_false (fails (rig,
                         STEADY_CONTROL_PUMP_SPEED,
                         STEADY_CHANNEL_SET_PUMP_SPEED,
                         2000,
                         2400,
                         2000,
                         &restored));
  /* gas goes back either way */
  g_assert_true (fails (
      rig, STEADY_CONTROL_SWEEP, STEADY_CHANNEL_SET_SWEEP, 2, 1, 0.3, &restored));
  g_assert_cmpfloat_with_epsilon (restored.value, 2, 1e-9);
  /* … once: what was put back and fails too is left */
  pass (rig, 2 * SEC);
  g_assert_false (steady_gate_take_restored (&rig->gate, &restored));
  g_free (rig);
}

static void
test_restore_not_of_pumps_and_clamps (void)
{
  static const SteadyControl never[] = { STEADY_CONTROL_PUMP_START,
                                         STEADY_CONTROL_PUMP_STOP,
                                         STEADY_CONTROL_ARTERIAL_CLAMP };
  SteadyCommand              restored;

  for (unsigned i = 0; i < G_N_ELEMENTS (never); i++)
    {
      Rig *rig = rig_new ();
      steady_gate_arm (&rig->gate, &rig->device);
      read_back (rig, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_UNKNOWN);
      read_back (rig, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_UNKNOWN);
      g_assert_cmpint (propose (rig, never[i], 1), ==, STEADY_REFUSAL_NONE);
      pass (rig, 2 * SEC);
      g_assert_true (rig->gate.command_failed || rig->gate.intervention_failed);
      g_assert_false (steady_gate_take_restored (&rig->gate, &restored));
      g_assert_cmpuint (rig->count, ==, 1);
      g_free (rig);
    }
}

static double
reads (SteadyZero *zero, SteadyChannel channel, SteadyInstant t, double value)
{
  SteadySample sample = { .t = t,
                          .value = value,
                          .channel = (uint16_t) channel,
                          .quality = STEADY_QUALITY_VALID };
  steady_zero_take (zero, &sample);
  return sample.value;
}

/* A line that is open to air becomes 0, in its waveform and in a monitor's numbers. */
static void
test_zero (void)
{
  SteadyZero     zero = { .offset = { 0 } };
  SteadyInstant  t = 0;
  const unsigned line =
      (unsigned) steady_zero_line (STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE);

  g_assert_cmpint (
      steady_zero_set (&zero, line, 0, 0), ==, STEADY_REFUSAL_NOT_NEAR_ZERO);
  for (; t < 3 * SEC; t += SEC / 100)
    reads (&zero, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, t, 7 + sin ((double) t));
  g_assert_cmpint (steady_zero_set (&zero, line, 30, t), ==, STEADY_REFUSAL_STALE);
  g_assert_cmpint (steady_zero_set (&zero, line, 7, t), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpfloat_with_epsilon (zero.offset[line], 7, 0.3);
  g_assert_cmpfloat_with_epsilon (
      reads (&zero, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, t, 107), 100, 0.3);
  g_assert_cmpfloat_with_epsilon (
      reads (&zero, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, t, 107), 100, 0.3);
  g_assert_cmpfloat_with_epsilon (
      reads (&zero, STEADY_CHANNEL_ARTERIAL_MEAN, t, 50), 50, 1e-9);
  /* 30 s later nothing of it is a reading any more */
  g_assert_cmpint (
      steady_zero_set (&zero, line, 0, t + 30 * SEC), ==, STEADY_REFUSAL_NOT_NEAR_ZERO);
  g_assert_cmpint (steady_zero_line (STEADY_CHANNEL_ECG), ==, -1);
  for (unsigned i = 0; i < STEADY_ZERO_LINES; i++)
    g_assert_cmpint (steady_zero_line (steady_zero_channel (i)), ==, (int) i);
}

/* Neither a pressure nor a pulse can be zeroed away, and zeros cannot creep. */
static void
test_zero_refused (void)
{
  SteadyZero     zero = { .offset = { 0 } };
  SteadyInstant  t = 0;
  const unsigned line = (unsigned) steady_zero_line (STEADY_CHANNEL_ARTERIAL_PRESSURE);

  for (; t < 3 * SEC; t += SEC / 100)
    reads (&zero, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, 45);
  g_assert_cmpint (
      steady_zero_set (&zero, line, 45, t), ==, STEADY_REFUSAL_NOT_NEAR_ZERO);
  zero.offset[line] = 19;
  for (const SteadyInstant end = t + 3 * SEC; t < end; t += SEC / 100)
    reads (&zero, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, 25);
  g_assert_cmpint (
      steady_zero_set (&zero, line, 6, t), ==, STEADY_REFUSAL_NOT_NEAR_ZERO);
  for (const SteadyInstant end = t + 3 * SEC; t < end; t += SEC / 100)
    reads (&zero,
           STEADY_CHANNEL_ARTERIAL_PRESSURE,
           t,
           10 * sin (2 * G_PI * steady_span_seconds (t)));
  g_assert_cmpint (
      steady_zero_set (&zero, line, -19, t), ==, STEADY_REFUSAL_NOT_NEAR_ZERO);
  g_assert_cmpfloat_with_epsilon (zero.offset[line], 19, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/arming/armed-first", test_armed_first);
  g_test_add_func ("/engine/arming/refused", test_arming_refused);
  g_test_add_func ("/engine/arming/restore", test_restore);
  g_test_add_func ("/engine/arming/restore-not-of-pumps-and-clamps",
                   test_restore_not_of_pumps_and_clamps);
  g_test_add_func ("/engine/zero/open-to-air", test_zero);
  g_test_add_func ("/engine/zero/refused", test_zero_refused);
  return g_test_run ();
}
