/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/* A stretch of time, and what one value did in it. */
typedef struct SteadyQualityStep
{
  SteadyInstant t;
  SteadySpan    span;
  bool          known; /* false: the value is missing, and nothing is said of it */
  double        value; /* in the unit of its channel */
  double        limit;
  bool          above; /* the value is outside above @limit, else below it */
} SteadyQualityStep;

/*
 * How long one value was outside its target. What is missing counts as missing and
 * never as good: known + missing = watched, and an excursion ends where nothing is
 * known any more. Instants are meaningless until @excursions is above 0.
 */
typedef struct SteadyQualityTrack
{
  SteadySpan    watched;
  SteadySpan    known;
  SteadySpan    excluded; /* not watched, since a person said not to trust it */
  SteadySpan    outside;
  SteadySpan    longest;
  double        area;  /* distance beyond the limit × minutes */
  double        worst; /* the value farthest outside */
  double        worst_limit;
  unsigned      excursions;
  SteadyInstant first_at;
  SteadyInstant worst_at;
  SteadyInstant longest_at;
  SteadyInstant since; /* of the excursion that runs */
  SteadySpan    run;   /* its length; 0: none runs */
} SteadyQualityTrack;

void steady_quality_track_init (SteadyQualityTrack *self);
void steady_quality_track_add (SteadyQualityTrack *self, const SteadyQualityStep *step);
void steady_quality_track_exclude (SteadyQualityTrack *self, SteadySpan span);
void steady_quality_track_break (SteadyQualityTrack *self);
double steady_quality_track_percent (const SteadyQualityTrack *self);
