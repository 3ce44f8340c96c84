/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-sample.h"

enum
{
  STEADY_WAVE_TRACK_SIZE = 512
};

/* Where the numbering of one waveform stands: kept for a resume. */
typedef struct SteadyWaveAnchor
{
  SteadyInstant t; /* of sample @index */
  int64_t       index;
  int64_t       next; /* index of the sample that comes next */
  uint16_t      channel;
  uint8_t       anchored;
  uint8_t       padding[5];
} SteadyWaveAnchor;

/*
 * Numbers the samples of one waveform. The index goes on by one with each sample,
 * whatever the jitter of the instants; where time has departed from it, it jumps to
 * where time is and the run begins after a gap. A first packet that came late would
 * shift every instant after it; so what the instants say on average moves those of the
 * runs.
 */
typedef struct SteadyWaveTrack
{
  SteadyWaveAnchor anchor;
  double           rate_hz;
  double           away_ns; /* of the instants from the numbering, on average */
  bool             broken;  /* something is missing before the next sample */
  /* the run that waits to be handed on */
  int64_t       first_index;
  SteadyInstant t_first;
  bool          gap_before;
  unsigned      count;
  float         values[STEADY_WAVE_TRACK_SIZE];
} SteadyWaveTrack;

void steady_wave_track_init (SteadyWaveTrack *self, unsigned channel, double rate_hz);
void steady_wave_track_resume (SteadyWaveTrack *self, const SteadyWaveAnchor *anchor);
bool steady_wave_track_add (SteadyWaveTrack *self, const SteadySample *sample);
void steady_wave_track_clear (SteadyWaveTrack *self);
