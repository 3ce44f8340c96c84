/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"
#include "measure/steady-vocabulary.h"

/* A timer that can be started again: its segments add up. */
typedef struct SteadyTimer
{
  SteadyInstant since; /* STEADY_INSTANT_NEVER: stands still */
  SteadySpan    total; /* of the segments that have ended */
  SteadyInstant ended; /* the last of them; NEVER: none has */
} SteadyTimer;

/*
 * What the team is doing, and how long for. The operator's marks set it; signals may
 * arm, never disarm (safety rulings 14, 15, 23). Plain data: it goes into the state row
 * as it is.
 */
typedef struct SteadyPhase
{
  SteadySupport support;
  SteadyTimer   bypass;
  SteadyTimer   clamp;
  SteadyTimer   arrest;
  SteadyTimer   cerebral;
  SteadyInstant no_flow_since; /* on bypass; STEADY_INSTANT_NEVER: blood flows */
  SteadyInstant flow_since;    /* flow above 10 % of plan since; NEVER: not now */
  SteadyInstant flow_end;      /* when it last fell below; NEVER: never did */
  SteadyInstant bypass_asked;  /* the operator has said "on bypass", flow is awaited */
  double        plan_flow_l_min;
} SteadyPhase;

/* What steady_phase_update () found. */
typedef enum SteadyPhaseChange
{
  STEADY_PHASE_SAME,
  STEADY_PHASE_ARMED_BY_FLOW
} SteadyPhaseChange;

void steady_phase_init (SteadyPhase         *self,
                        SteadyInstant        now,
                        const SteadySupport *start,
                        double               plan_flow_l_min);
bool steady_phase_mark (SteadyPhase *self, SteadyInstant now, SteadyEvent event);
bool steady_phase_mark_at (SteadyPhase  *self,
                           SteadyInstant now,
                           SteadyInstant at,
                           SteadyEvent   event);
bool steady_phase_flag_at (SteadyPhase      *self,
                           SteadyInstant     now,
                           SteadyInstant     at,
                           SteadySupportFlag flag,
                           bool              on);
bool steady_phase_set_mode (SteadyPhase *self, SteadyInstant now, double mode);
bool steady_phase_set_flags (SteadyPhase *self, SteadyInstant now, double flags);
SteadyPhaseChange steady_phase_update (SteadyPhase            *self,
                                       SteadyInstant           now,
                                       const SteadyValueTable *values);
bool              steady_phase_on_bypass (const SteadyPhase *self);
bool              steady_phase_is_bypass (double mode);
SteadySpan        steady_timer_total (const SteadyTimer *self, SteadyInstant now);
