/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-frame-budget.h"

/* A frame as cheap as this is half of the time between two frames of a usual screen. */
#define CHEAP (8 * STEADY_NSEC_PER_MSEC)

/* However dear: a waveform that moves less often looks frozen. */
#define LONGEST (200 * STEADY_NSEC_PER_MSEC)

/* One odd frame counts this little. */
#define SMOOTHING 16

/* A frame took @cpu of the processor, in all threads. The first frames of a window are
 * dear and say little, so the cost starts at nothing. Thread: main. */
void
steady_frame_budget_note (SteadyFrameBudget *self, SteadySpan cpu)
{
  if (cpu < 0)
    return;
  if (cpu > LONGEST)
    cpu = LONGEST;
  self->cost += (cpu - self->cost) / SMOOTHING;
}

/* Time from one frame to the next, at least; 0: as soon as there is something new.
 * Thread: main. */
SteadySpan
steady_frame_budget_interval (const SteadyFrameBudget *self)
{
  if (self->cost <= CHEAP)
    return 0;
  return 2 * self->cost < LONGEST ? 2 * self->cost : LONGEST;
}
