/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-wave-ring.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/* No recording is that long; beyond it places would no longer be exact. */
#define INDEX_LIMIT (INT64_C (1) << 48)

static unsigned
capacity_for (unsigned samples)
{
  unsigned capacity = STEADY_WAVE_RING_ROW;
  while (capacity < samples)
    capacity *= 2;
  return capacity;
}

/* Makes an empty ring that holds at least @samples. Thread: the owner's. */
void
steady_wave_ring_init (SteadyWaveRing *self, unsigned samples)
{
  self->capacity = capacity_for (samples);
  self->values = g_new (float, self->capacity);
  steady_wave_ring_clear (self);
}

/* Frees what the ring holds. Thread: the owner's. */
void
steady_wave_ring_finish (SteadyWaveRing *self)
{
  g_clear_pointer (&self->values, g_free);
  self->capacity = 0;
  self->begin = self->end = 0;
}

/* Forgets every sample. Thread: the owner's. */
void
steady_wave_ring_clear (SteadyWaveRing *self)
{
  self->begin = self->end = 0;
  for (unsigned i = 0; i < self->capacity; i++)
    self->values[i] = STEADY_WAVE_MISSING;
}

/* Makes room for at least @samples; what is held stays. Thread: the owner's. */
void
steady_wave_ring_grow (SteadyWaveRing *self, unsigned samples)
{
  if (samples <= self->capacity)
    return;

  SteadyWaveRing old = *self;
  steady_wave_ring_init (self, samples);
  self->begin = old.begin;
  self->end = old.end;
  for (int64_t i = old.begin; i < old.end; i++)
    self->values[(uint64_t) i & (self->capacity - 1)] =
        old.values[(uint64_t) i & (old.capacity - 1)];
  g_free (old.values);
}

/* What is not a number a screen could show is not a sample. */
static float
clean (float value)
{
  return isfinite (value) && fabsf (value) < 1.0e30f ? value : STEADY_WAVE_MISSING;
}

/* Whether a sample that is held differs from the one that comes with its index: the
 * index started again, on another time line. */
static bool
contradicts (const SteadyWaveRing *self,
             int64_t               first,
             const float          *values,
             unsigned              count)
{
  for (unsigned i = 0; i < count; i++)
    {
      float held = steady_wave_ring_get (self, first + i);
      float fresh = clean (values[i]);
      if (!steady_wave_missing (held) && !steady_wave_missing (fresh) &&
          memcmp (&held, &fresh, sizeof held) != 0)
        return true;
    }
  return false;
}

static void
write_missing (SteadyWaveRing *self, int64_t from, int64_t to)
{
  for (int64_t i = from; i < to; i++)
    self->values[(uint64_t) i & (self->capacity - 1)] = STEADY_WAVE_MISSING;
}

/* Writes the block and the holes beside it; it is known to lie within reach. */
static void
write_block (SteadyWaveRing *self,
             int64_t         first,
             const float    *values,
             unsigned        count,
             int64_t        *ret_from)
{
  int64_t last = first + count;
  int64_t end = MAX (self->end, last);
  int64_t lower = MAX (first, end - (int64_t) self->capacity);

  *ret_from = lower;
  if (first > self->end)
    {
      *ret_from = self->end;
      write_missing (self, self->end, first);
    }
  if (lower < self->begin)
    {
      if (last < self->begin)
        write_missing (self, last, self->begin);
      self->begin = lower;
    }
  for (int64_t i = lower; i < last; i++)
    {
      float fresh = clean (values[i - first]);
      if (i >= self->end || steady_wave_missing (steady_wave_ring_get (self, i)))
        self->values[(uint64_t) i & (self->capacity - 1)] = fresh;
    }
  self->end = end;
  self->begin = MAX (self->begin, end - (int64_t) self->capacity);
}

/*
 * Takes @count samples, the first of which has @first_index. A jump forward leaves a
 * hole; samples that fill a hole or come before the oldest are taken in; samples that
 * are known are ignored. Samples that contradict what is held, or lie so far back that
 * they cannot belong to it, start the ring anew. Samples that are not finite are
 * missing ones.
 * An index that no recording can reach is refused.
 *
 * On ADDED and RESTARTED [*@ret_from, *@ret_to) is the range of indices that changed.
 *
 * Thread: the owner's.
 */
SteadyWavePush
steady_wave_ring_push (SteadyWaveRing *self,
                       int64_t         first_index,
                       const float    *values,
                       unsigned        count,
                       int64_t        *ret_from,
                       int64_t        *ret_to)
{
  if (count > self->capacity)
    {
      unsigned skip = count - self->capacity;
      first_index += skip;
      values += skip;
      count -= skip;
    }
  if (count == 0 || first_index < 0 || first_index > INDEX_LIMIT)
    return STEADY_WAVE_PUSH_NOTHING;

  int64_t        last = first_index + count;
  int64_t        reach = self->capacity;
  SteadyWavePush result = STEADY_WAVE_PUSH_ADDED;

  if (self->begin == self->end)
    self->begin = self->end = first_index;
  else if (last <= self->end - reach || contradicts (self, first_index, values, count))
    {
      steady_wave_ring_clear (self);
      self->begin = self->end = first_index;
      result = STEADY_WAVE_PUSH_RESTARTED;
    }
  else if (first_index >= self->end + reach)
    {
      steady_wave_ring_clear (self);
      self->begin = self->end = first_index;
    }
  else if (first_index >= self->begin && last <= self->end)
    {
      bool known = true;
      for (unsigned i = 0; i < count && known; i++)
        known = steady_wave_missing (clean (values[i])) ||
                !steady_wave_missing (steady_wave_ring_get (self, first_index + i));
      if (known)
        return STEADY_WAVE_PUSH_NOTHING;
    }

  write_block (self, first_index, values, count, ret_from);
  *ret_to = last;
  return result;
}
