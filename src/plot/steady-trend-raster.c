/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-raster.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/*
 * The law of a trend's picture, kept word for word by resources/shaders/: for each
 * trace of the row in turn first the span from lowest to highest of the column, mixed
 * in by the part of the pixel it covers times STEADY_TREND_FILL, then the line through
 * the middles by the law of steady-trace-raster.c.
 */

/* How @trace is scaled in its row. Thread: any. */
SteadyTraceScale
steady_trend_scale (const SteadyTrendScene *scene, const SteadyTrendTrace *trace)
{
  float            margin = scene->line_width * 0.5f + 1.5f;
  SteadyTraceScale scale;

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

static bool
empty (const SteadyTrendTrace *trace, int column)
{
  return column < 0 || column >= (int) trace->column_count ||
         steady_wave_missing (trace->columns[column].low);
}

static float
middle_y (const SteadyTrendTrace *trace, const SteadyTraceScale *scale, int column)
{
  const SteadyTrendColumn *pair = &trace->columns[column];
  return steady_trace_y (scale, 0.5f * (pair->low + pair->high));
}

static void
fill_span (const SteadyTrendTrace *trace,
           const SteadyTraceScale *scale,
           uint32_t                colour,
           int                     column,
           uint32_t               *pixels,
           unsigned                stride)
{
  float top = steady_trace_y (scale, trace->columns[column].high);
  float bottom = steady_trace_y (scale, trace->columns[column].low);

  for (int y = MAX ((int) floorf (top), trace->top);
       y < MIN ((int) ceilf (bottom), trace->bottom);
       y++)
    {
      float share = fminf (bottom, (float) y + 1) - fmaxf (top, (float) y);
      if (share > 0)
        pixels[(size_t) y * stride] = steady_trace_mix (
            pixels[(size_t) y * stride], colour, share * STEADY_TREND_FILL);
    }
}

static void
draw_line (const SteadyTrendTrace *trace,
           const SteadyTraceScale *scale,
           float                   reach,
           float                   step,
           uint32_t                colour,
           int                     x,
           uint32_t               *pixels,
           unsigned                stride,
           float                  *scratch)
{
  float middle = (float) x + 0.5f;
  int   first = (int) floorf ((middle - reach) / step - 0.5f);
  int   last = (int) ceilf ((middle + reach) / step - 0.5f);
  int   top = 0;
  int   bottom = 0;

  for (int i = first; i <= last; i++)
    {
      if (empty (trace, i))
        continue;
      SteadyTraceSpan span;
      span.ax = ((float) i + 0.5f) * step - middle;
      span.ay = middle_y (trace, scale, i);
      span.bx = span.ax;
      span.by = span.ay;
      if (!empty (trace, i + 1))
        {
          span.bx = ((float) i + 1.5f) * step - middle;
          span.by = middle_y (trace, scale, i + 1);
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

/* Draws the traces of @scene into @picture over what stands there. @scratch has room
 * for one number a row of the picture. Thread: any, one at a time for a picture. */
void
steady_trend_raster_draw_traces (const SteadyTrendScene *scene,
                                 SteadyPlotPicture      *picture,
                                 float                  *scratch)
{
  float reach = scene->line_width * 0.5f + 0.5f;

  for (unsigned i = 0; i < scene->count; i++)
    {
      const SteadyTrendTrace *trace = &scene->traces[i];
      SteadyTraceScale        scale = steady_trend_scale (scene, trace);
      uint32_t colour = scene->stale ? scene->stale_colour : trace->colour;
      if (trace->column_count == 0)
        continue;

      float step = (float) picture->width / (float) trace->column_count;
      for (int x = 0; x < (int) picture->width; x++)
        {
          uint32_t *pixels = &picture->pixels[x];
          int       column = (int) (((float) x + 0.5f) / step);
          if (!empty (trace, column))
            fill_span (trace, &scale, colour, column, pixels, picture->width);
          draw_line (
              trace, &scale, reach, step, colour, x, pixels, picture->width, scratch);
        }
    }
}

/* Draws the whole of @scene into @picture, over @backdrop of the same size. @scratch
 * has room for one number a row of the picture. Thread: any, one at a time for a
 * picture. */
void
steady_trend_raster_draw (const SteadyTrendScene  *scene,
                          const SteadyPlotPicture *backdrop,
                          SteadyPlotPicture       *picture,
                          float                   *scratch)
{
  memcpy (picture->pixels,
          backdrop->pixels,
          (size_t) picture->width * picture->height * sizeof (uint32_t));
  steady_trend_raster_draw_traces (scene, picture, scratch);
}
