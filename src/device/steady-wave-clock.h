/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/*
 * Gives evenly spaced instants to the samples of a waveform that come in packets. A
 * packet is late by as much as the line and the scheduler make it; the device's own
 * converter is not. So instants are counted on from the first packet, follow the
 * earliest arrivals, learn from them by how much the device's crystal is off, and begin
 * anew where a packet is missing.
 */
typedef struct SteadyWaveClock
{
  SteadySpan    period;
  bool          running;
  SteadyInstant next;  /* of the next sample, as it is counted on */
  SteadyInstant last;  /* of the last sample that was given */
  double        drift; /* by which a period of the device is longer than said */

  unsigned windows; /* from which the drift was learnt */

  /* of some seconds */
  SteadyInstant window; /* when they began */
  SteadySpan early;  /* the least by which a packet was late since the clock was set */
  SteadySpan set_by; /* how far it was set, since a packet came before its time */
  SteadySpan pull;   /* by which it is moved on in the course of the next */
  SteadySpan pulled; /* so much of it is done */
} SteadyWaveClock;

void
steady_wave_clock_init (SteadyWaveClock *self, double rate_hz, SteadyInstant after);
void          steady_wave_clock_gap (SteadyWaveClock *self);
SteadyInstant steady_wave_clock_packet (SteadyWaveClock *self,
                                        SteadyInstant    arrived,
                                        unsigned         n,
                                        SteadySpan      *ret_spacing);
