/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/*
 * Gives evenly spaced instants to the samples of a waveform that come in packets. A
 * packet is late by as much as the line and the scheduler make it; the device's own
 * converter is not. So instants are counted on from the first packet, drawn towards the
 * earliest arrivals slowly, and begun anew where a packet is missing.
 */
typedef struct SteadyWaveClock
{
  SteadySpan    period;
  bool          running;
  SteadyInstant next; /* of the next sample, as it is counted on */
  SteadyInstant last; /* of the last sample that was given */
} SteadyWaveClock;

void          steady_wave_clock_init (SteadyWaveClock *self, double rate_hz);
void          steady_wave_clock_gap (SteadyWaveClock *self);
SteadyInstant steady_wave_clock_packet (SteadyWaveClock *self,
                                        SteadyInstant    arrived,
                                        unsigned         n,
                                        SteadySpan      *ret_spacing);
