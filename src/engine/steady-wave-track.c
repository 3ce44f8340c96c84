/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-wave-track.h"

#include <math.h>

#include "base/steady-require.h"

/* Time may depart from the index by this, and by 1.5 periods, before it is a gap. */
#define TOLERANCE (40 * STEADY_NSEC_PER_MSEC)
#define PERIODS   1.5

/* The average is one over so many seconds: 40 ms then move a block of half a second by
 * 1 ms, so that blocks keep their order and do not overlap by a sample at 500 Hz. */
#define AVERAGE_S 20.0

/* Less than this share of a period is the rounding of instants: they stay as they are.
 */
#define ROUNDING 0.0625

/* Thread: before the tick starts. */
void
steady_wave_track_init (SteadyWaveTrack *self, unsigned channel, double rate_hz)
{
  steady_require (rate_hz > 0);
  *self = (SteadyWaveTrack){ .rate_hz = rate_hz };
  self->anchor.channel = (uint16_t) channel;
}

/* Goes on after a restart where @anchor stood; a gap comes first. Thread: before the
 * tick starts. */
void
steady_wave_track_resume (SteadyWaveTrack *self, const SteadyWaveAnchor *anchor)
{
  self->anchor = *anchor;
  self->broken = true;
}

static double
period (const SteadyWaveTrack *self)
{
  return (double) STEADY_NSEC_PER_SEC / self->rate_hz;
}

static SteadyInstant
instant_of (const SteadyWaveTrack *self, int64_t index)
{
  return self->anchor.t +
         (SteadySpan) llround ((double) (index - self->anchor.index) * period (self));
}

static bool
departed (const SteadyWaveTrack *self, SteadyInstant t)
{
  const double by = fabs ((double) (t - instant_of (self, self->anchor.next)));
  return by > PERIODS * period (self) && by > (double) TOLERANCE;
}

/* Puts the anchor at @t; the index never goes back. */
static void
anchor_at (SteadyWaveTrack *self, SteadyInstant t)
{
  SteadyWaveAnchor *anchor = &self->anchor;
  if (anchor->anchored)
    {
      const int64_t index =
          anchor->index + (int64_t) llround ((double) (t - anchor->t) / period (self));
      anchor->index = index > anchor->next ? index : anchor->next;
      anchor->next = anchor->index;
    }
  anchor->t = t;
  anchor->anchored = 1;
  self->away_ns = 0;
}

/* How far the run's instants are from the numbering's. */
static SteadySpan
away (const SteadyWaveTrack *self)
{
  const bool matters = fabs (self->away_ns) > ROUNDING * period (self);
  return matters ? (SteadySpan) llround (self->away_ns) : 0;
}

/* The instant of the sample that comes next is @t. */
static void
average (SteadyWaveTrack *self, SteadyInstant t)
{
  const double now = (double) (t - instant_of (self, self->anchor.next));
  self->away_ns += (now - self->away_ns) / (AVERAGE_S * self->rate_hz + 1);
}

/*
 * Adds @sample to the run. False, with nothing changed, when the run must be handed on
 * first (it is full, or a gap comes now): clear it and add again. A sample that cannot
 * be used is missing, so the next one comes after a gap.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_wave_track_add (SteadyWaveTrack *self, const SteadySample *sample)
{
  if (!steady_sample_usable (sample))
    {
      self->broken = true;
      return true;
    }
  const bool gap = self->broken || !self->anchor.anchored ||
                   (sample->flags & STEADY_SAMPLE_GAP) != 0 ||
                   departed (self, sample->t);
  if (self->count == STEADY_WAVE_TRACK_SIZE || (gap && self->count > 0))
    return false;
  if (gap)
    {
      self->gap_before = self->anchor.anchored;
      anchor_at (self, sample->t);
      self->broken = false;
    }
  average (self, sample->t);
  if (self->count == 0)
    {
      self->first_index = self->anchor.next;
      self->t_first = instant_of (self, self->anchor.next) + away (self);
    }
  self->values[self->count++] = (float) sample->value;
  self->anchor.next++;
  return true;
}

/* The run has been handed on. Thread: tick. */
void
steady_wave_track_clear (SteadyWaveTrack *self)
{
  self->count = 0;
  self->gap_before = false;
}
