/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "engine/steady-conduct.h"
#include "engine/steady-phase.h"
#include "measure/steady-timer-segment.h"

/*
 * Every stretch of every timer of a case, the oldest first (safety rule 23). Clamping
 * again begins another one; totals are sums. Plain data, goes into the state row.
 */
typedef struct SteadyTimers
{
  SteadyTimerSegment all[STEADY_TIMER_SEGMENTS];
  uint32_t           count;
  uint32_t           changes; /* grows with every change */
} SteadyTimers;

void steady_timers_follow (SteadyTimers        *self,
                           const SteadyPhase   *phase,
                           const SteadyConduct *conduct,
                           SteadyInstant        now);
bool steady_timers_act (SteadyTimers             *self,
                        const SteadyTimerRequest *request,
                        SteadyInstant             at);
SteadySpan
steady_timers_total (const SteadyTimers *self, unsigned kind, SteadyInstant now);
const SteadyTimerSegment *steady_timers_running (const SteadyTimers *self,
                                                 unsigned            kind);
const char               *steady_timer_kind_name (unsigned kind);
