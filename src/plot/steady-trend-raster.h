/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-trace-raster.h"
#include "plot/steady-trend-scene.h"

/* How much of a trace's colour fills the span between lowest and highest. */
#define STEADY_TREND_FILL 0.35f

SteadyTraceScale steady_trend_scale (const SteadyTrendScene *scene,
                                     const SteadyTrendTrace *trace);
void             steady_trend_raster_draw_traces (const SteadyTrendScene *scene,
                                                  SteadyPlotPicture      *picture,
                                                  float                  *scratch);
void             steady_trend_raster_draw (const SteadyTrendScene  *scene,
                                           const SteadyPlotPicture *backdrop,
                                           SteadyPlotPicture       *picture,
                                           float                   *scratch);
