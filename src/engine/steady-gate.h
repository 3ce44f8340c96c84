/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "device/steady-device.h"
#include "measure/steady-command.h"
#include "measure/steady-value-table.h"

/* Where a control leads, and the proposal that waits for its read-back. */
typedef struct SteadyGateControl
{
  SteadyDevice              *device; /* NULL: no attached device can do this */
  const SteadyDeviceControl *about;
  const SteadyDevicePace    *pace; /* NULL: as one likes */
  bool                       pending;
  bool                       moved;     /* a command was passed on before */
  bool                       restoring; /* what waits is the set-point of before */
  bool                       has_before;
  double                     before; /* set-point in force when @command was sent */
  SteadyCommand              command;
  SteadyInstant              sent;
} SteadyGateControl;

enum
{
  STEADY_GATE_ANSWERS = 64,
  STEADY_GATE_RESTORED = 4
};

/*
 * Propose, then commit: every command to a device passes here. What makes a child safer
 * at once (stop, clamp, slow down) is let through ahead of every other test.
 */
typedef struct SteadyGate
{
  SteadyMode        mode;
  SteadyGateControl controls[STEADY_CONTROL_MAX];
  uint32_t          armed;      /* bits 1 << SteadyDevice.number */
  unsigned          n_restored; /* sent, waiting to be taken for the record */
  SteadyCommand     restored[STEADY_GATE_RESTORED];
  uint32_t     intervention_failed; /* bits 1 << SteadyControl: not done, until it is */
  bool         command_failed;
  unsigned     n_answers; /* waiting to be taken */
  SteadyAnswer answers[STEADY_GATE_ANSWERS];
} SteadyGate;

/* What the gate must know besides the command. */
typedef struct SteadyGateView
{
  SteadyInstant           now;
  SteadyInstant           real_now;
  const SteadyValueTable *values;
  bool                    in_control; /* who asks is the console in control */
  bool                    pump_held;  /* an alarm that was not reset holds the pump */
  SteadySpan              behind; /* a resumed device's own time is so much earlier */
} SteadyGateView;

void          steady_gate_init (SteadyGate *self, SteadyMode mode);
void          steady_gate_attach (SteadyGate *self, SteadyDevice *device);
SteadyRefusal steady_gate_arm (SteadyGate *self, const SteadyDevice *device);
bool          steady_gate_disarm (SteadyGate *self, const SteadyDevice *device);
bool          steady_gate_is_armed (const SteadyGate *self, const SteadyDevice *device);
bool          steady_gate_take_restored (SteadyGate *self, SteadyCommand *ret_command);
void          steady_gate_propose (SteadyGate           *self,
                                   const SteadyGateView *view,
                                   const SteadyCommand  *command);
void          steady_gate_intervene (SteadyGate           *self,
                                     const SteadyGateView *view,
                                     const SteadyCommand  *command);
SteadyRefusal steady_gate_judge_kept (const SteadyGate     *self,
                                      const SteadyGateView *view,
                                      const SteadyCommand  *command);
void          steady_gate_answer_kept (SteadyGate           *self,
                                       const SteadyGateView *view,
                                       const SteadyCommand  *command,
                                       SteadyRefusal         refusal);
void          steady_gate_update (SteadyGate *self, const SteadyGateView *view);
unsigned
steady_gate_take_answers (SteadyGate *self, SteadyAnswer *ret_answers, unsigned size);
