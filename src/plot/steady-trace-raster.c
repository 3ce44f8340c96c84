/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trace-raster.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/*
 * The one law of the picture, kept word for word by resources/shaders/: the colour of a
 * pixel is the backdrop mixed with the trace by
 *
 *   clamp (line width / 2 + 1/2 - distance, 0, 1)
 *
 * where distance is that from the pixel's middle to the nearest point of the line. It
 * depends on nothing but the samples near that pixel, so the order and the size of the
 * parts that are drawn cannot show.
 */

/* How @trace is scaled in its row. Thread: any. */
SteadyTraceScale
steady_trace_scale (const SteadyWaveScene *scene, unsigned trace_place)
{
  const SteadyWaveTrace *trace = &scene->traces[trace_place];
  float                  margin = steady_wave_scene_reach (scene) + 1;
  SteadyTraceScale       scale;

  scale.top = (float) trace->top + margin;
  scale.bottom = (float) trace->bottom - margin;
  if (scale.bottom < scale.top)
    scale.top = scale.bottom = 0.5f * (float) (trace->top + trace->bottom);
  scale.base = scale.bottom;
  scale.low = (float) trace->low;
  double range = trace->high - trace->low;
  scale.gain = range > 0 ? (float) ((double) (scale.bottom - scale.top) / range) : 0;
  return scale;
}

/* The colour @trace is drawn in now. Thread: any. */
uint32_t
steady_trace_colour (const SteadyWaveScene *scene, unsigned trace)
{
  return scene->stale ? scene->stale_colour : scene->traces[trace].colour;
}

/* One column of one trace, @column in the endless row. */
static void
draw_column (const SteadyWaveTrace  *trace,
             const SteadyTraceScale *scale,
             float                   reach,
             uint32_t                colour,
             int64_t                 column,
             uint32_t               *pixels, /* of row 0 */
             unsigned                stride,
             float                  *scratch)
{
  double  middle = (double) column + 0.5;
  int64_t first = (int64_t) floor ((middle - (double) reach) / trace->step);
  int64_t last = (int64_t) ceil ((middle + (double) reach) / trace->step);
  int     top = 0;
  int     bottom = 0;

  first = MAX (first, trace->ring.begin);
  last = MIN (last, trace->ring.end - 1);
  float next = steady_wave_ring_get (&trace->ring, first);
  for (int64_t i = first; i <= last; i++)
    {
      float value = next;
      next = steady_wave_ring_get (&trace->ring, i + 1);
      if (steady_wave_missing (value))
        continue;

      SteadyTraceSpan span;
      span.ax = (float) ((double) i * trace->step - middle);
      span.ay = steady_trace_y (scale, value);
      span.bx = span.ax;
      span.by = span.ay;
      if (!steady_wave_missing (next))
        {
          span.bx = (float) ((double) (i + 1) * trace->step - middle);
          span.by = steady_trace_y (scale, next);
        }
      steady_trace_raster_span (&span, reach, trace->bottom, scratch, &top, &bottom);
    }

  for (int y = MAX (top, trace->top); y < bottom; y++)
    if (scratch[y] < reach * reach)
      {
        uint32_t *pixel = &pixels[(size_t) y * stride];
        float     share = reach - sqrtf (scratch[y]);
        *pixel = steady_trace_mix (*pixel, colour, share > 1 ? 1 : share);
      }
}

/*
 * Draws @rect of @scene into @picture, over @backdrop of the same size. @scratch has
 * room for one number a row of the picture. Thread: any, one at a time for a picture.
 */
void
steady_trace_raster_draw (const SteadyWaveScene   *scene,
                          const SteadyWaveRect    *rect,
                          const SteadyPlotPicture *backdrop,
                          SteadyPlotPicture       *picture,
                          float                   *scratch)
{
  const SteadyWaveTrace *trace = &scene->traces[rect->trace];
  size_t                 run = (size_t) (rect->right - rect->left) * sizeof (uint32_t);

  for (int y = trace->top; y < trace->bottom; y++)
    {
      size_t start = (size_t) y * picture->width + (size_t) rect->left;
      memcpy (&picture->pixels[start], &backdrop->pixels[start], run);
    }
  if (rect->blank || trace->ring.begin == trace->ring.end)
    return;

  SteadyTraceScale scale = steady_trace_scale (scene, rect->trace);
  uint32_t         colour = steady_trace_colour (scene, rect->trace);
  float            reach = steady_wave_scene_reach (scene);
  for (int x = rect->left; x < rect->right; x++)
    draw_column (trace,
                 &scale,
                 reach,
                 colour,
                 rect->column + x - rect->left,
                 &picture->pixels[x],
                 picture->width,
                 scratch);
}
