/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/steady-ring.h"
#include "link/steady-frame.h"

enum
{
  STEADY_OUTLET_NUMERICS = 1024,
  STEADY_OUTLET_WAVES = 60 * 1024
};

/*
 * What the tick tells the clients: frames put into a ring that the I/O thread empties.
 * Samples are collected over a tick, so that one frame carries them all.
 */
typedef struct SteadyOutlet
{
  SteadyRing   ring; /* of SteadyFrameHeader and payload */
  int          wake_fd;
  bool         open; /* there is an I/O thread */
  bool         wait; /* manual clock: wait for room rather than lose anything */
  bool         pushed;
  atomic_bool  lost; /* what may not be dropped found no room: clients must come anew */
  unsigned     n_numerics;
  unsigned     n_runs;
  size_t       wave_bytes;
  SteadySample numerics[STEADY_OUTLET_NUMERICS];
  _Alignas(8) uint8_t waves[STEADY_OUTLET_WAVES];
} SteadyOutlet;

void steady_outlet_init (SteadyOutlet *self, int wake_fd, bool wait);
void steady_outlet_finish (SteadyOutlet *self);
void steady_outlet_put (SteadyOutlet *self,
                        unsigned      type,
                        SteadyInstant t,
                        unsigned      count,
                        const void   *payload,
                        size_t        length);
void steady_outlet_sample (SteadyOutlet *self, const SteadySample *sample);
void
steady_outlet_wave (SteadyOutlet *self, const SteadyWaveRun *run, const float *values);
void steady_outlet_flush (SteadyOutlet *self, SteadyInstant t);
