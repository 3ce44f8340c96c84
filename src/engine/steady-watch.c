/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-watch.h"

/* The sounder tells its state every 200 ms and its callback runs far more often. */
#define SOUNDER_SILENCE (800 * STEADY_NSEC_PER_MSEC)
/* A sounder that has just been started may take this long to open a device. */
#define SOUNDER_START (5 * STEADY_NSEC_PER_SEC)
#define REPORT        STEADY_NSEC_PER_SEC
/* The clock of the computer was set when it differs by more than this … [GK] */
#define STEP (500 * STEADY_NSEC_PER_MSEC)
/* … and that is told for so long. [GK] */
#define STEP_TOLD (60 * STEADY_NSEC_PER_SEC)
/* A tick so late is told at once. */
#define LATE_MS 100.0

/* Thread: before the threads start. */
void
steady_watch_init (SteadyWatch *self, SteadyInstant real_now, bool supervised)
{
  *self = (SteadyWatch){ .supervised = supervised,
                         .start = real_now,
                         .callbacks_at = real_now,
                         .reported_at = real_now };
}

/*
 * Whether alarms can be heard: a sounder is connected, has a sound device, and its
 * audio callback runs. NONE only where no sounder was ever expected.
 *
 * Thread: tick. Does not allocate or lock.
 */
SteadyLinkState
steady_watch_sounder (SteadyWatch *self, SteadyInstant real_now)
{
  const bool     connected = atomic_load (&self->sounders) > 0;
  const uint64_t callbacks = atomic_load (&self->callbacks);

  self->sounder_seen = self->sounder_seen || connected;
  if (!self->supervised && !self->sounder_seen)
    return STEADY_LINK_NONE;
  if (callbacks != self->callbacks_before)
    {
      self->callbacks_before = callbacks;
      self->callbacks_at = real_now;
    }
  if (connected && atomic_load (&self->stream_open) && callbacks > 0 &&
      real_now - self->callbacks_at <= SOUNDER_SILENCE)
    {
      self->sounder_heard = true;
      return STEADY_LINK_UP;
    }
  if (!self->sounder_heard && real_now - self->start < SOUNDER_START)
    return STEADY_LINK_CONNECTING;
  return STEADY_LINK_LOST;
}

/* Thread: tick. Does not allocate or lock. */
SteadyLinkState
steady_watch_supervisor (const SteadyWatch *self)
{
  if (!self->supervised)
    return STEADY_LINK_NONE;
  return atomic_load (&self->lost_boss) ? STEADY_LINK_LOST : STEADY_LINK_UP;
}

/*
 * Whether somebody can see the alarms: lost where a console was connected and is not
 * any more. NONE where none was ever expected or seen.
 *
 * Thread: tick. Does not allocate or lock.
 */
SteadyLinkState
steady_watch_console (SteadyWatch *self)
{
  const bool connected = atomic_load (&self->consoles) > 0;

  self->console_seen = self->console_seen || connected;
  if (!self->supervised || !self->console_seen)
    return STEADY_LINK_NONE;
  return connected ? STEADY_LINK_UP : STEADY_LINK_LOST;
}

/*
 * Whether the clock of the computer was set within the last minute. The time of the
 * case does not follow it; the times of day that are stored do.
 *
 * Thread: tick. Does not allocate or lock.
 */
bool
steady_watch_clock (SteadyWatch *self, SteadyInstant real_now, int64_t utc_ns)
{
  const SteadySpan offset = utc_ns - real_now;
  const SteadySpan step = offset - self->utc_offset;

  if (self->utc_known && (step > STEP || step < -STEP))
    self->stepped_until = real_now + STEP_TOLD;
  self->utc_offset = offset;
  self->utc_known = true;
  return real_now < self->stepped_until;
}

/*
 * Remembers that a tick came @lateness after its time. True, with the worst since the
 * last report, once a second and at once when a tick was too late.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_watch_late (SteadyWatch  *self,
                   SteadyInstant real_now,
                   SteadySpan    lateness,
                   double       *ret_ms)
{
  const double ms = (double) lateness / (double) STEADY_NSEC_PER_MSEC;
  if (ms > self->worst_ms)
    self->worst_ms = ms;
  if (real_now - self->reported_at < REPORT && ms <= LATE_MS)
    return false;
  *ret_ms = self->reported_ms = self->worst_ms;
  self->worst_ms = 0;
  self->reported_at = real_now;
  return true;
}
