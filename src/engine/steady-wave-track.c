/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-wave-track.h"

#include <math.h>

#include "base/steady-require.h"

/* A sample may be this far from where it is expected, and 1.5 periods, before it is a
 * gap. */
#define TOLERANCE (40 * STEADY_NSEC_PER_MSEC)
#define PERIODS   1.5

/* The numbering follows the instants as a loop of second order, damped so that it
 * hardly swings: a crystal that is 200 ppm off leads it astray by less than a
 * millisecond for a minute, and not at all then. */
#define SETTLE_S 3.0
#define LEARN    (1.0 / 16)

/* It never follows by more than 1.5 ms a second: blocks of half a second keep their
 * order and do not overlap by a sample at 500 Hz, whatever came late. What is further
 * than a third of that is no crystal: nothing is learnt from it. */
#define FASTEST    0.0015
#define DRIFT_MOST 0.0005

/* Less than this share of a period is the rounding of instants: they stay as they are.
 */
#define ROUNDING 0.002

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

/* How far a sample of @t is from where it is expected; 0: no further than it may be. */
static double
departure (const SteadyWaveTrack *self, SteadyInstant t)
{
  const double by = (double) (t - instant_of (self, self->anchor.next)) - self->away_ns;
  const bool   far =
      fabs (by) > PERIODS * period (self) && fabs (by) > (double) TOLERANCE;
  return far ? by : 0;
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

/*
 * A run begins. Where what came is not where the numbering is, and not for rounding,
 * the numbering is taken there: so the anchor is never old, and instants that are exact
 * stay so to the nanosecond.
 */
static void
begin_run (SteadyWaveTrack *self)
{
  SteadyWaveAnchor *anchor = &self->anchor;

  if (fabs (self->away_ns) > ROUNDING * period (self))
    {
      anchor->t =
          instant_of (self, anchor->next) + (SteadySpan) llround (self->away_ns);
      anchor->index = anchor->next;
      self->away_ns = 0;
    }
  self->first_index = anchor->next;
  self->t_first = instant_of (self, anchor->next);
}

static double
within (double value, double most)
{
  return fmin (fmax (value, -most), most);
}

/* The sample that comes next is of @t. */
static void
follow (SteadyWaveTrack *self, SteadyInstant t)
{
  const double step = period (self);
  const double gain = step / (SETTLE_S * (double) STEADY_NSEC_PER_SEC);
  const double error =
      (double) (t - instant_of (self, self->anchor.next)) - self->away_ns;

  if (fabs (gain * error) < DRIFT_MOST * step)
    self->drift = within (self->drift + LEARN * gain * gain * error / step, DRIFT_MOST);
  self->away_ns += within (gain * error, FASTEST * step);
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
  const bool broken = self->broken || !self->anchor.anchored ||
                      (sample->flags & STEADY_SAMPLE_GAP) != 0;
  const double by = broken ? 0 : departure (self, sample->t);
  const bool   anew = broken || fabs (by) > 0;
  if (self->count == STEADY_WAVE_TRACK_SIZE || (anew && self->count > 0))
    return false;
  if (anew)
    {
      /* earlier than expected: those before it were told too late, and none is missing
       */
      self->gap_before = self->anchor.anchored && by >= 0;
      anchor_at (self, sample->t);
      self->broken = false;
    }
  follow (self, sample->t);
  if (self->count == 0)
    begin_run (self);
  self->values[self->count++] = (float) sample->value;
  self->anchor.next++;
  self->away_ns += self->drift * period (self);
  return true;
}

/* The run has been handed on. Thread: tick. */
void
steady_wave_track_clear (SteadyWaveTrack *self)
{
  self->count = 0;
  self->gap_before = false;
}
