/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-time-window.h"

#include <math.h>

#include <glib.h>

/* A case of @first to @last, all of it seen. One shorter than a second is shown as a
 * second. Thread: any. */
void
steady_time_window_init (SteadyTimeWindow *self,
                         SteadyInstant     first,
                         SteadyInstant     last)
{
  self->first = first;
  self->last = MAX (last, first + STEADY_TIME_WINDOW_LEAST);
  self->from = self->first;
  self->to = self->last;
}

/* Thread: any. */
SteadySpan
steady_time_window_span (const SteadyTimeWindow *self)
{
  return self->to - self->from;
}

/* Whether all of the case is seen. Thread: any. */
bool
steady_time_window_is_whole (const SteadyTimeWindow *self)
{
  return self->from == self->first && self->to == self->last;
}

/* Shows @from to @to, or as much of it as there is: the length counts before the place.
 * Returns whether anything changed. Thread: any. */
bool
steady_time_window_set (SteadyTimeWindow *self, SteadyInstant from, SteadyInstant to)
{
  const SteadySpan span =
      CLAMP (to - from, STEADY_TIME_WINDOW_LEAST, self->last - self->first);
  const SteadyInstant begin = CLAMP (from, self->first, self->last - span);
  const bool          changed = begin != self->from || begin + span != self->to;

  self->from = begin;
  self->to = begin + span;
  return changed;
}

/* Makes the span @factor times as long; @about stays where it is on the screen, as far
 * as the ends of the case allow. Thread: any. */
bool
steady_time_window_zoom (SteadyTimeWindow *self, SteadyInstant about, double factor)
{
  const double span = (double) (self->to - self->from);
  const double most = (double) (self->last - self->first);
  const double place = span > 0 ? (double) (about - self->from) / span : 0.5;

  if (!(factor > 0) || !isfinite (factor))
    return false;
  const double wanted = CLAMP (span * factor, (double) STEADY_TIME_WINDOW_LEAST, most);
  const SteadySpan    whole = (SteadySpan) llround (wanted);
  const SteadyInstant from = about - (SteadySpan) llround (wanted * place);
  return steady_time_window_set (self, from, from + whole);
}

/* Moves what is seen; later for a positive @by. Thread: any. */
bool
steady_time_window_pan (SteadyTimeWindow *self, SteadySpan by)
{
  return steady_time_window_set (self, self->from + by, self->to + by);
}

/* Moves what is seen by as little as brings @t into it, a tenth away from its edge.
 * Thread: any. */
bool
steady_time_window_show (SteadyTimeWindow *self, SteadyInstant t)
{
  const SteadySpan margin = (self->to - self->from) / 10;

  if (t < self->from + margin)
    return steady_time_window_pan (self, t - margin - self->from);
  if (t > self->to - margin)
    return steady_time_window_pan (self, t + margin - self->to);
  return false;
}

/* @t, kept inside the case. Thread: any. */
SteadyInstant
steady_time_window_clamp (const SteadyTimeWindow *self, SteadyInstant t)
{
  return CLAMP (t, self->first, self->last);
}

/* Where @t stands on a picture @width wide; may lie outside. Thread: any. */
double
steady_time_window_x (const SteadyTimeWindow *self, SteadyInstant t, double width)
{
  return (double) (t - self->from) / (double) (self->to - self->from) * width;
}

/* The instant at @x of a picture @width wide. Thread: any. */
SteadyInstant
steady_time_window_t (const SteadyTimeWindow *self, double x, double width)
{
  if (!(width > 0))
    return self->from;
  return self->from +
         (SteadySpan) llround (x / width * (double) (self->to - self->from));
}

/*
 * The time between two ticks of an axis of @span on @width units, so that they stand at
 * least @distance apart: 1, 2 or 5 of a decimal part of a second, then the steps that
 * clocks have. Thread: any.
 */
SteadySpan
steady_time_window_tick (SteadySpan span, double width, double distance)
{
  static const int64_t ms[] = { 1,        2,       5,       10,      20,      50,
                                100,      200,     500,     1000,    2000,    5000,
                                10000,    15000,   30000,   60000,   120000,  300000,
                                600000,   900000,  1800000, 3600000, 7200000, 10800000,
                                21600000, 43200000 };
  const double least = width > 0 ? (double) span * distance / width : (double) span;
  SteadySpan   step = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (ms); i++)
    {
      step = ms[i] * STEADY_NSEC_PER_MSEC;
      if ((double) step >= least)
        return step;
    }
  while ((double) step < least && step < INT64_MAX / 4)
    step *= 2;
  return step;
}
