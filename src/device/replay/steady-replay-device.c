/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "base/steady-require.h"
#include "device/replay/steady-replay-source.h"
#include "device/steady-device.h"

enum
{
  AHEAD_BYTES = 1024 * 1024, /* about eight seconds of three signals at 1 kHz */
  TICK_BYTES = 256 * 1024
};

/* How far the reading thread has come. */
typedef enum Reading
{
  READING,
  READ_TO_END,
  READ_FAILED
} Reading;

/*
 * A recording as a device. Files are read by a thread of its own, ahead of time; the
 * tick takes from memory only what is due.
 */
typedef struct Replay
{
  SteadyDevice        base;
  SteadyReplaySource *source;
  SteadyRing          ahead; /* of SteadySample, from the reading thread to the tick */
  pthread_t           thread;
  atomic_int          reading; /* Reading */
  atomic_bool         stop;
  GError             *error; /* of the reading thread; read once @reading says so */
  SteadySample        pending;
  bool                has_pending;
} Replay;

static void
nap (void)
{
  const struct timespec span = { .tv_nsec = 200 * STEADY_NSEC_PER_USEC };
  nanosleep (&span, NULL);
}

static void *
read_ahead (void *data)
{
  Replay      *self = data;
  SteadySample sample;

  while (self->source->next (self->source, &sample, &self->error))
    while (!steady_ring_push (&self->ahead, &sample, sizeof sample))
      {
        if (atomic_load (&self->stop))
          return NULL;
        nap ();
      }
  if (self->error != NULL)
    fprintf (stderr, "steady: %s\n", self->error->message);
  atomic_store (&self->reading, self->error != NULL ? READ_FAILED : READ_TO_END);
  return NULL;
}

/*
 * The next sample, waiting for the reading thread where it is behind: a replay may be
 * late, but it never leaves a sample out.
 */
static bool
take_pending (Replay *self)
{
  while (!self->has_pending)
    {
      const bool ended = atomic_load (&self->reading) != READING;
      if (steady_ring_pop (&self->ahead, &self->pending, sizeof self->pending) > 0)
        self->has_pending = true;
      else if (ended)
        return false;
      else
        nap ();
    }
  return true;
}

static void
replay_tick (SteadyDevice *device, SteadyInstant now)
{
  Replay *self = (Replay *) device;

  while (take_pending (self) && self->pending.t <= now)
    {
      if (!steady_ring_push (&self->base.samples, &self->pending, sizeof self->pending))
        return; /* the rest at the next tick */
      self->has_pending = false;
    }
}

static bool
replay_at_end (const SteadyDevice *device)
{
  const Replay *self = (const Replay *) device;
  return !self->has_pending && atomic_load (&self->reading) != READING &&
         steady_ring_used (&self->ahead) == 0;
}

/* A recording that cannot be read further is a device that was lost. */
static SteadyLinkState
replay_link (const SteadyDevice *device)
{
  const Replay *self = (const Replay *) device;
  return atomic_load (&self->reading) == READ_FAILED && replay_at_end (device)
             ? STEADY_LINK_LOST
             : STEADY_LINK_UP;
}

static void
replay_free (SteadyDevice *device)
{
  Replay *self = (Replay *) device;

  atomic_store (&self->stop, true);
  pthread_join (self->thread, NULL);
  steady_replay_source_free (self->source);
  steady_ring_finish (&self->ahead);
  steady_ring_finish (&self->base.samples);
  g_clear_error (&self->error);
  g_free (self);
}

static const SteadyDeviceClass replay_class = {
  .name = "replay",
  .tick = replay_tick,
  .at_end = replay_at_end,
  .link = replay_link,
  .free = replay_free,
};

static bool
holds_simulated (const SteadyReplaySource *source)
{
  for (unsigned i = 0; i < source->channels->len; i++)
    if (g_array_index (source->channels, SteadyCaseChannel, i).flags &
        STEADY_SAMPLE_SIMULATED)
      return true;
  return false;
}

/*
 * Makes a device of a recording or a case. Its controls do nothing: there are none.
 *
 * Thread: main, before the tick starts.
 */
SteadyDevice *
steady_device_new_replay (const char *recording, GError **error)
{
  return steady_device_new_replay_from (recording, 0, error);
}

/*
 * The same; of a case nothing before @from is read. Other recordings are played from
 * their beginning in any case.
 *
 * Thread: main, before the tick starts.
 */
SteadyDevice *
steady_device_new_replay_from (const char *recording, SteadySpan from, GError **error)
{
  SteadyReplaySource *source = steady_replay_source_open (recording, from, error);
  if (source == NULL)
    return NULL;

  Replay          *self = g_new0 (Replay, 1);
  g_autofree char *name = g_path_get_basename (recording);
  self->base.class = &replay_class;
  self->base.simulated = holds_simulated (source);
  self->base.channels = (const SteadyCaseChannel *) (void *) source->channels->data;
  self->base.n_channels = source->channels->len;
  g_strlcpy (self->base.name, name, sizeof self->base.name);
  self->source = source;
  steady_ring_init (&self->base.samples, TICK_BYTES);
  steady_ring_init (&self->ahead, AHEAD_BYTES);
  atomic_init (&self->reading, READING);
  atomic_init (&self->stop, false);
  steady_require (pthread_create (&self->thread, NULL, read_ahead, self) == 0);
  return &self->base;
}
