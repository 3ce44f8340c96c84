/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "engine/steady-gate.h"
#include "measure/steady-value-table.h"

/*
 * The way back to the flow before an alarm stopped the arterial pump: set-point down,
 * clamp open, pump on, then up in even steps over 3 s [GK] (safety rule 8). It is one
 * act of a person's, and it ends where anybody else touches the pump. Plain data.
 */
typedef struct SteadyResumeFlow
{
  SteadyInstant since;  /* of the step that runs; case time */
  SteadyInstant begun;  /* of the whole way */
  double        former; /* L/min, while the pump ran freely; 0: not known */
  double        low;    /* L/min, where the way begins */
  SteadyInstant asked;  /* when this step last proposed something; NEVER: not yet */
  uint16_t      state;  /* SteadyResumeState */
  uint16_t      padding[3];
} SteadyResumeFlow;

/* What one turn of the way back asks for. */
typedef enum SteadyResumeTurn
{
  STEADY_RESUME_WAIT,    /* nothing to do now */
  STEADY_RESUME_PROPOSE, /* pass *ret_command on */
  STEADY_RESUME_ENDED    /* state is DONE or FAILED now */
} SteadyResumeTurn;

void             steady_resume_flow_remember (SteadyResumeFlow       *self,
                                              const SteadyGate       *gate,
                                              const SteadyValueTable *values,
                                              bool                    pump_held);
bool             steady_resume_flow_begin (SteadyResumeFlow *self,
                                           const SteadyGate *gate,
                                           SteadyInstant     now);
bool             steady_resume_flow_runs (const SteadyResumeFlow *self);
SteadyResumeTurn steady_resume_flow_turn (SteadyResumeFlow       *self,
                                          const SteadyGate       *gate,
                                          const SteadyValueTable *values,
                                          SteadyInstant           now,
                                          SteadyCommand          *ret_command);
bool             steady_resume_flow_end (SteadyResumeFlow *self);
