/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "casefile/steady-case-format.h"
#include "measure/steady-channel.h"
#include "simulator/steady-reading.h"

/* Where one channel of the simulated device comes from, and how often. */
typedef struct SteadySimulatedChannel
{
  uint16_t channel;     /* SteadyChannel */
  uint16_t source;      /* SteadyReading, or SteadySetting when @flags says SET */
  uint32_t interval_ms; /* between samples */
  uint32_t flags;       /* SteadySampleFlag */
} SteadySimulatedChannel;

enum
{
  STEADY_SIMULATED_CHANNELS_MAX = 64,
  STEADY_SIMULATED_FAST_MS = 4 /* the shortest interval; all others are multiples */
};

const SteadySimulatedChannel *steady_simulated_channels (unsigned *ret_count);
void steady_simulated_channel_describe (const SteadySimulatedChannel *self,
                                        SteadyCaseChannel            *ret_channel);
