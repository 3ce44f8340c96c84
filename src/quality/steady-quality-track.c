/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-quality-track.h"

#include <math.h>

/* Nothing watched yet. Thread: any. */
void
steady_quality_track_init (SteadyQualityTrack *self)
{
  *self = (SteadyQualityTrack){ .since = STEADY_INSTANT_NEVER };
}

/* What comes is not joined to what was: it is not watched now, or nothing is known.
 * Thread: any. */
void
steady_quality_track_break (SteadyQualityTrack *self)
{
  self->run = 0;
  self->since = STEADY_INSTANT_NEVER;
}

/* A stretch that a person marked as an artefact: it is neither good nor bad nor
 * missing, and how much was left out is said. Thread: any. */
void
steady_quality_track_exclude (SteadyQualityTrack *self, SteadySpan span)
{
  self->excluded += span;
  steady_quality_track_break (self);
}

static void
add_outside (SteadyQualityTrack *self, const SteadyQualityStep *step, double beyond)
{
  const bool begins = self->run == 0;
  const bool farther =
      self->excursions == 0 || beyond > fabs (self->worst - self->worst_limit);

  if (begins)
    {
      self->since = step->t;
      if (self->excursions++ == 0)
        self->first_at = step->t;
    }
  if (farther)
    {
      self->worst = step->value;
      self->worst_limit = step->limit;
      self->worst_at = step->t;
    }
  self->run += step->span;
  self->outside += step->span;
  self->area += beyond * steady_span_seconds (step->span) / 60.0;
  if (self->run > self->longest)
    {
      self->longest = self->run;
      self->longest_at = self->since;
    }
}

/* Takes the next stretch, which begins where the last one ended. Thread: any. */
void
steady_quality_track_add (SteadyQualityTrack *self, const SteadyQualityStep *step)
{
  self->watched += step->span;
  if (!step->known || !isfinite (step->value))
    {
      steady_quality_track_break (self);
      return;
    }
  self->known += step->span;
  const double beyond =
      step->above ? step->value - step->limit : step->limit - step->value;
  if (beyond > 0)
    add_outside (self, step, beyond);
  else
    steady_quality_track_break (self);
}

/* Share of the known time that was outside, in %; NaN where nothing is known. Thread:
 * any. */
double
steady_quality_track_percent (const SteadyQualityTrack *self)
{
  return self->known > 0 ? 100.0 * (double) self->outside / (double) self->known : NAN;
}
