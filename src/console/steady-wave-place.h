/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "link/steady-frame.h"

enum
{
  STEADY_WAVE_PLACE_FILL = 8 /* samples that are repeated at most */
};

/*
 * Where the samples of one waveform stand on a picture whose traces share one time.
 * Each device counts its own samples from its own beginning, by its own crystal; so an
 * index says nothing of another device's. Here they are counted from one instant, and a
 * trace gives way by a sample where its device has gained or lost one.
 */
typedef struct SteadyWavePlace
{
  bool    known;
  int64_t ahead; /* place of a sample, less its index */
  int64_t next;  /* place and index of the sample that comes next */
  int64_t next_index;
  float   last;
} SteadyWavePlace;

/* What is to be drawn of a run. */
typedef struct SteadyWavePlaced
{
  int64_t  first; /* place of the first sample that is drawn */
  unsigned skip;  /* samples at the beginning that are not */
  unsigned fill;  /* times that the last one is repeated before */
  float    last;
} SteadyWavePlaced;

SteadyWavePlaced steady_wave_place_run (SteadyWavePlace     *self,
                                        SteadyInstant        epoch,
                                        const SteadyWaveRun *run,
                                        const float         *values);
