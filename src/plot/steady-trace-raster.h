/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-trace-span.h"
#include "plot/steady-wave-scene.h"

/* A picture in memory: 0xffRRGGBB, rows from the top. */
typedef struct SteadyPlotPicture
{
  uint32_t *pixels;
  unsigned  width;
  unsigned  height;
} SteadyPlotPicture;

/* How values of a trace become rows of the picture. */
typedef struct SteadyTraceScale
{
  float base; /* y of @low */
  float low;
  float gain; /* pixels a unit */
  float top;  /* a line never leaves [top, bottom] */
  float bottom;
} SteadyTraceScale;

SteadyTraceScale steady_trace_scale (const SteadyWaveScene *scene, unsigned trace);
uint32_t         steady_trace_colour (const SteadyWaveScene *scene, unsigned trace);
void             steady_trace_raster_draw (const SteadyWaveScene   *scene,
                                           const SteadyWaveRect    *rect,
                                           const SteadyPlotPicture *backdrop,
                                           SteadyPlotPicture       *picture,
                                           float                   *scratch);

static inline float
steady_trace_y (const SteadyTraceScale *scale, float value)
{
  float y = scale->base - (value - scale->low) * scale->gain;
  return y < scale->top ? scale->top : y > scale->bottom ? scale->bottom : y;
}
