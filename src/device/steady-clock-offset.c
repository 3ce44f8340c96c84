/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-clock-offset.h"

/*
 * A message of the device's instant @t_device came at @t. Zeroed memory is a fresh
 * estimate.
 *
 * Thread: the device's.
 */
void
steady_clock_offset_put (SteadyClockOffset *self, SteadyInstant t, int64_t t_device)
{
  const SteadyInstant second = t / STEADY_NSEC_PER_SEC;
  const unsigned      i = (unsigned) (second % STEADY_CLOCK_OFFSET_PLACES);
  const SteadySpan    difference = t - t_device;

  if (!self->used[i] || self->second[i] != second || difference < self->least[i])
    self->least[i] = difference;
  self->used[i] = true;
  self->second[i] = second;
}

/*
 * The device's clock minus the host's by the messages of the last minute; false when
 * there was none.
 *
 * Thread: the device's.
 */
bool
steady_clock_offset_get (const SteadyClockOffset *self,
                         SteadyInstant            now,
                         SteadySpan              *ret_offset)
{
  const SteadyInstant second = now / STEADY_NSEC_PER_SEC;
  bool                any = false;
  SteadySpan          least = 0;

  for (unsigned i = 0; i < STEADY_CLOCK_OFFSET_PLACES; i++)
    {
      if (!self->used[i] || second - self->second[i] >= STEADY_CLOCK_OFFSET_PLACES)
        continue;
      if (!any || self->least[i] < least)
        least = self->least[i];
      any = true;
    }
  if (any)
    *ret_offset = -least;
  return any;
}
