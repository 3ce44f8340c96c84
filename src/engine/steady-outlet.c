/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-outlet.h"

#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

enum
{
  /* 60 s of everything a case tells, many times over */
  RING_SIZE = 8 * 1024 * 1024
};

/* @wake_fd: an eventfd that the I/O thread polls. Thread: before the tick starts. */
void
steady_outlet_init (SteadyOutlet *self, int wake_fd, bool wait)
{
  memset (self, 0, sizeof *self);
  steady_ring_init (&self->ring, RING_SIZE);
  self->wake_fd = wake_fd;
  self->wait = wait;
  self->open = true;
}

/* Accepts one that is all zero. Thread: after the tick and the I/O thread have ended.
 */
void
steady_outlet_finish (SteadyOutlet *self)
{
  steady_ring_finish (&self->ring);
}

static void
wait_for_room (void)
{
  const struct timespec moment = { .tv_nsec = 200000 };
  nanosleep (&moment, NULL);
}

/*
 * Hands on one frame. Under the real clock it never waits: a waveform that finds no
 * room is lost (its index tells); for anything else the clients are sent away, and get
 * all of it when they come back.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_outlet_put (SteadyOutlet *self,
                   unsigned      type,
                   SteadyInstant t,
                   unsigned      count,
                   const void   *payload,
                   size_t        length)
{
  const SteadyFrameHeader header = { .type = (uint16_t) type,
                                     .length = (uint32_t) (sizeof header + length),
                                     .count = count,
                                     .t = t };
  if (!self->open)
    return;
  while (!steady_ring_push2 (&self->ring, &header, sizeof header, payload, length))
    {
      if (!self->wait)
        {
          if (!steady_frame_is_droppable (type))
            atomic_store (&self->lost, true);
          return;
        }
      eventfd_write (self->wake_fd, 1);
      wait_for_room ();
    }
  self->pushed = true;
}

static void
put_numerics (SteadyOutlet *self, SteadyInstant t)
{
  if (self->n_numerics > 0)
    steady_outlet_put (self,
                       STEADY_FRAME_NUMERICS,
                       t,
                       self->n_numerics,
                       self->numerics,
                       self->n_numerics * sizeof self->numerics[0]);
  self->n_numerics = 0;
}

static void
put_waves (SteadyOutlet *self, SteadyInstant t)
{
  if (self->n_runs > 0)
    steady_outlet_put (
        self, STEADY_FRAME_WAVES, t, self->n_runs, self->waves, self->wave_bytes);
  self->n_runs = 0;
  self->wave_bytes = 0;
}

/* Adds a numeric to this tick's frame. Thread: tick. Does not allocate. */
void
steady_outlet_sample (SteadyOutlet *self, const SteadySample *sample)
{
  if (!self->open)
    return;
  if (self->n_numerics == STEADY_OUTLET_NUMERICS)
    put_numerics (self, sample->t);
  self->numerics[self->n_numerics++] = *sample;
}

/* Adds a run to this tick's frame. Thread: tick. Does not allocate. */
void
steady_outlet_wave (SteadyOutlet *self, const SteadyWaveRun *run, const float *values)
{
  const size_t size = steady_wave_run_size (run->count);
  if (!self->open)
    return;
  if (self->wave_bytes + size > STEADY_OUTLET_WAVES)
    put_waves (self, run->t_first);
  uint8_t *at = self->waves + self->wave_bytes;
  memset (at + size - 8, 0, 8);
  memcpy (at, run, sizeof *run);
  memcpy (at + sizeof *run, values, run->count * sizeof values[0]);
  self->wave_bytes += size;
  self->n_runs++;
}

/* Ends the tick: all that was collected goes out. Thread: tick. Does not allocate or
 * lock. */
void
steady_outlet_flush (SteadyOutlet *self, SteadyInstant t)
{
  put_waves (self, t);
  put_numerics (self, t);
  if (self->pushed)
    eventfd_write (self->wake_fd, 1);
  self->pushed = false;
}
