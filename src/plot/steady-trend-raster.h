/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-trace-raster.h"
#include "plot/steady-trend-scene.h"

/* How much of a trace's colour fills the span between lowest and highest. */
#define STEADY_TREND_FILL 0.35f

/* Traces of one or more scenes, ready to be drawn a part of the columns at a time. */
typedef struct SteadyTrendStrokes SteadyTrendStrokes;

SteadyTrendStrokes *steady_trend_strokes_new (void);
void                steady_trend_strokes_free (SteadyTrendStrokes *self);
void                steady_trend_strokes_set (SteadyTrendStrokes     *self,
                                              const SteadyTrendScene *scenes,
                                              unsigned                count,
                                              unsigned                width);
void                steady_trend_strokes_draw (const SteadyTrendStrokes *self,
                                               SteadyPlotPicture        *picture,
                                               float                    *scratch,
                                               unsigned                  left,
                                               unsigned                  right);

SteadyTraceScale steady_trend_scale (const SteadyTrendScene *scene,
                                     const SteadyTrendTrace *trace);
void             steady_trend_raster_draw (const SteadyTrendScene  *scene,
                                           const SteadyPlotPicture *backdrop,
                                           SteadyPlotPicture       *picture,
                                           float                   *scratch);
