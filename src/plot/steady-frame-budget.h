/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-clock.h"

/* Drawing steps down before it hurts: frames that cost little come as fast as the
 * screen shows them, costly ones so far apart that they take half a processor at most.
 */
typedef struct SteadyFrameBudget
{
  SteadySpan cost; /* CPU time of a frame, smoothed */
} SteadyFrameBudget;

void       steady_frame_budget_note (SteadyFrameBudget *self, SteadySpan cpu);
SteadySpan steady_frame_budget_interval (const SteadyFrameBudget *self);
