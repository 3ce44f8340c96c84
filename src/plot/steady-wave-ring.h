/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Stands in a ring where no sample is. Finite, so that it passes through every GL. */
#define STEADY_WAVE_MISSING 3.0e38f
/* No value is larger. */
#define STEADY_WAVE_MOST 1.0e37f

/* The ring of a trace is a whole number of rows of this length in a texture. */
#define STEADY_WAVE_RING_ROW 1024u

typedef enum SteadyWavePush
{
  STEADY_WAVE_PUSH_NOTHING = 0,  /* all of it was known already */
  STEADY_WAVE_PUSH_ADDED = 1,    /* samples came in, or holes were filled */
  STEADY_WAVE_PUSH_RESTARTED = 2 /* another time line: what was held is forgotten */
} SteadyWavePush;

/* The newest samples of one channel, found by their index. A sample with index i stands
 * in values[i % capacity]. */
typedef struct SteadyWaveRing
{
  float   *values;
  unsigned capacity; /* a power of two, at least STEADY_WAVE_RING_ROW */
  int64_t  begin;    /* the oldest index held */
  int64_t  end;      /* one past the newest; begin == end: empty */
} SteadyWaveRing;

void           steady_wave_ring_init (SteadyWaveRing *self, unsigned samples);
void           steady_wave_ring_finish (SteadyWaveRing *self);
void           steady_wave_ring_clear (SteadyWaveRing *self);
void           steady_wave_ring_grow (SteadyWaveRing *self, unsigned samples);
SteadyWavePush steady_wave_ring_push (SteadyWaveRing *self,
                                      int64_t         first_index,
                                      const float    *values,
                                      unsigned        count,
                                      int64_t        *ret_from,
                                      int64_t        *ret_to);

static inline bool
steady_wave_missing (float value)
{
  return value > STEADY_WAVE_MOST;
}

/* The sample with @index, or STEADY_WAVE_MISSING. */
static inline float
steady_wave_ring_get (const SteadyWaveRing *self, int64_t index)
{
  if (index < self->begin || index >= self->end)
    return STEADY_WAVE_MISSING;
  return self->values[(uint64_t) index & (self->capacity - 1)];
}
