/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_CLOCK_OFFSET_PLACES = 60
};

/*
 * How far a device's clock is from the host's. A message comes late, never early: so
 * the smallest difference of the last minute is the best known.
 */
typedef struct SteadyClockOffset
{
  SteadySpan    least[STEADY_CLOCK_OFFSET_PLACES]; /* host minus device, each second */
  SteadyInstant second[STEADY_CLOCK_OFFSET_PLACES];
  bool          used[STEADY_CLOCK_OFFSET_PLACES];
} SteadyClockOffset;

void
steady_clock_offset_put (SteadyClockOffset *self, SteadyInstant t, int64_t t_device);
bool steady_clock_offset_get (const SteadyClockOffset *self,
                              SteadyInstant            now,
                              SteadySpan              *ret_offset);
