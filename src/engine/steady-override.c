/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-override.h"

/* Bypass may begin although air stops nothing; holds for the case. Thread: tick. */
void
steady_overrides_start (SteadyOverrides *self)
{
  self->start = 1;
}

/* No alarm stops or clamps anything for @span; asked again, it begins anew. Thread:
 * tick. */
void
steady_overrides_begin_global (SteadyOverrides *self,
                               SteadyInstant    now,
                               SteadySpan       span)
{
  self->global_until = now + span;
}

/* False: none was in force. Thread: tick. */
bool
steady_overrides_end_global (SteadyOverrides *self)
{
  const bool was = steady_overrides_global (self);
  self->global_until = 0;
  return was;
}

/* Whether interventions are held back now. Thread: tick. */
bool
steady_overrides_global (const SteadyOverrides *self)
{
  return self->global_until != 0;
}

/* Whether a global override has come to the end of its time. Thread: tick. */
bool
steady_overrides_is_over (const SteadyOverrides *self, SteadyInstant now)
{
  return steady_overrides_global (self) && now >= self->global_until;
}

/* The greatest in force, as its channel tells it. Thread: tick. */
SteadyOverride
steady_overrides_greatest (const SteadyOverrides *self)
{
  if (steady_overrides_global (self))
    return STEADY_OVERRIDE_GLOBAL;
  return self->start != 0 ? STEADY_OVERRIDE_START : STEADY_OVERRIDE_NONE;
}
