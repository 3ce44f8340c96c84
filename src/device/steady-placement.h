/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-format.h"
#include "device/steady-wired-device.h"

/* The places of a device's signals among the channels of the circuit. */
typedef struct SteadyPlacement
{
  unsigned          n_signals;
  uint16_t          channel_of[STEADY_DRIVER_SIGNALS]; /* NONE: not used */
  unsigned          n_channels;
  SteadyCaseChannel channels[STEADY_DRIVER_SIGNALS];
  SteadySpan        stale[STEADY_DRIVER_SIGNALS];     /* beside @channels */
  unsigned          signal_of[STEADY_DRIVER_SIGNALS]; /* beside @channels */
} SteadyPlacement;

bool steady_placement_make (SteadyPlacement    *self,
                            const SteadyDriver *driver,
                            const SteadyWiring *wiring,
                            GError            **error);
