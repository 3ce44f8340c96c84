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
 * whatever the jitter of the instants and however far the device's crystal is off: a
 * run begins at the instant that the numbering is led to by what came, and the steps
 * between runs are small. Only where time has jumped does the index jump to where time
 * is, and the run begins after a gap.
 */
typedef struct SteadyWaveTrack
{
  SteadyWaveAnchor anchor;
  double           rate_hz;
  double           away_ns; /* of the samples from the numbering, jitter taken out */
  double           drift;   /* by which a period of the device is longer than ours */
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
