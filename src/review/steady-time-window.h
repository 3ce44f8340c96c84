/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/* The least and the shortest step that is shown. */
#define STEADY_TIME_WINDOW_LEAST STEADY_NSEC_PER_SEC

/*
 * The part of a case that is seen: [from, to) inside [first, last). Plain arithmetic;
 * every change keeps the window inside the case and no shorter than a second.
 */
typedef struct SteadyTimeWindow
{
  SteadyInstant first; /* of the case */
  SteadyInstant last;
  SteadyInstant from; /* that are seen */
  SteadyInstant to;
} SteadyTimeWindow;

void       steady_time_window_init (SteadyTimeWindow *self,
                                    SteadyInstant     first,
                                    SteadyInstant     last);
SteadySpan steady_time_window_span (const SteadyTimeWindow *self);
bool       steady_time_window_is_whole (const SteadyTimeWindow *self);
bool
steady_time_window_set (SteadyTimeWindow *self, SteadyInstant from, SteadyInstant to);
bool
steady_time_window_zoom (SteadyTimeWindow *self, SteadyInstant about, double factor);
bool          steady_time_window_pan (SteadyTimeWindow *self, SteadySpan by);
bool          steady_time_window_show (SteadyTimeWindow *self, SteadyInstant t);
SteadyInstant steady_time_window_clamp (const SteadyTimeWindow *self, SteadyInstant t);
double
steady_time_window_x (const SteadyTimeWindow *self, SteadyInstant t, double width);
SteadyInstant
           steady_time_window_t (const SteadyTimeWindow *self, double x, double width);
SteadySpan steady_time_window_tick (SteadySpan span, double width, double distance);
