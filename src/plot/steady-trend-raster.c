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

enum
{
  MARGIN = 4 /* columns */
};

/* What is worked out once for a trace. */
typedef struct Pen
{
  const SteadyTrendTrace *trace;
  SteadyTraceScale        scale;
  uint32_t                colour;
  float                   reach;
  float                   step;
  unsigned                stride;
  float                  *scratch;
  float                  *middles; /* y of the line in each column, or MISSING; with
                                      MARGIN more on either side */
  float  *inverses; /* 1 / squared length of the span that begins there */
  bool    has_fill;
  uint8_t fill[3][256]; /* a colour's part laid under STEADY_TREND_FILL */
} Pen;

static bool
empty (const Pen *pen, int column)
{
  return column < 0 || column >= (int) pen->trace->column_count ||
         steady_wave_missing (pen->middles[column]);
}

static void
find_middles (Pen *pen)
{
  const int count = (int) pen->trace->column_count;

  for (int i = 0; i < MARGIN; i++)
    pen->middles[-1 - i] = pen->middles[count + i] = STEADY_WAVE_MISSING;
  for (int i = 0; i < count; i++)
    {
      const SteadyTrendColumn *pair = &pen->trace->columns[i];
      pen->middles[i] =
          steady_wave_missing (pair->low)
              ? STEADY_WAVE_MISSING
              : steady_trace_y (&pen->scale, 0.5f * (pair->low + pair->high));
    }
  for (int i = 0; i + 1 < count; i++)
    {
      const float rise = pen->middles[i + 1] - pen->middles[i];
      pen->inverses[i] = 1 / (1 + rise * rise);
    }
}

/* What a pixel that the span covers wholly becomes, for each value it can have. */
static void
mix_fill (Pen *pen)
{
  for (unsigned value = 0; value < 256; value++)
    {
      const uint32_t mixed =
          steady_trace_mix (value * 0x010101u, pen->colour, STEADY_TREND_FILL);
      for (unsigned part = 0; part < 3; part++)
        pen->fill[part][value] = (uint8_t) (mixed >> (16 - 8 * part));
    }
  pen->has_fill = true;
}

static inline uint32_t
filled (const Pen *pen, uint32_t under)
{
  return 0xff000000u | (uint32_t) pen->fill[0][under >> 16 & 0xff] << 16 |
         (uint32_t) pen->fill[1][under >> 8 & 0xff] << 8 | pen->fill[2][under & 0xff];
}

static void
fill_span (Pen *pen, int column, uint32_t *pixels)
{
  const SteadyTrendTrace *trace = pen->trace;
  const float top = steady_trace_y (&pen->scale, trace->columns[column].high);
  const float bottom = steady_trace_y (&pen->scale, trace->columns[column].low);
  const int   first = MAX ((int) floorf (top), trace->top);
  const int   end = MIN ((int) ceilf (bottom), trace->bottom);

  if (!pen->has_fill && end - first > 2)
    mix_fill (pen);
  for (int y = first; y < end; y++)
    {
      uint32_t *pixel = &pixels[(size_t) y * pen->stride];
      if ((float) y >= top && (float) y + 1 <= bottom && pen->has_fill)
        {
          *pixel = filled (pen, *pixel);
          continue;
        }
      const float share = MIN (bottom, (float) y + 1) - MAX (top, (float) y);
      if (share > 0)
        *pixel = steady_trace_mix (*pixel, pen->colour, share * STEADY_TREND_FILL);
    }
}

static void
draw_line (const Pen *pen, int x, uint32_t *pixels)
{
  const float reach = pen->reach;
  const float step = pen->step;
  const float middle = (float) x + 0.5f;
  const int   first = (int) floorf ((middle - reach) / step - 0.5f);
  const int   last = (int) ceilf ((middle + reach) / step - 0.5f);
  const int   end = pen->trace->bottom;
  float      *scratch = pen->scratch;
  int         top = 0;
  int         bottom = 0;

  for (int i = first; i <= last; i++)
    {
      if (empty (pen, i))
        continue;
      SteadyTraceSpan span;
      span.ax = ((float) i + 0.5f) * step - middle;
      span.ay = pen->middles[i];
      span.bx = span.ax;
      span.by = span.ay;
      if (!empty (pen, i + 1))
        {
          span.bx = ((float) i + 1.5f) * step - middle;
          span.by = pen->middles[i + 1];
        }
      steady_trace_raster_span (&span, reach, end, scratch, &top, &bottom);
    }
  for (int y = MAX (top, pen->trace->top); y < bottom; y++)
    if (scratch[y] < reach * reach)
      {
        uint32_t   *pixel = &pixels[(size_t) y * pen->stride];
        const float share = reach - sqrtf (scratch[y]);
        *pixel = share >= 1 ? 0xff000000u | pen->colour
                            : steady_trace_mix (*pixel, pen->colour, share);
      }
}

/* Four numbers that are worked on at once. */
typedef float   Four __attribute__ ((vector_size (16)));
typedef int32_t FourMask __attribute__ ((vector_size (16)));

static inline Four
four_from (const float *numbers)
{
  Four all;
  memcpy (&all, numbers, sizeof all);
  return all;
}

/* @t, kept between 0 and 1. */
static inline Four
clamp_share (Four t)
{
  const Four     one = { 1, 1, 1, 1 };
  const FourMask above = t > one;

  t = (Four) ((FourMask) t & (t > 0));
  return (Four) (((FourMask) t & ~above) | ((FourMask) one & above));
}

/* The rows of column @x that come within the reach of the line, which has no gap
 * there. */
static void
rows_of_line (const Pen *pen, int x, int *ret_first, int *ret_end)
{
  const float *y = &pen->middles[x];
  const float  over = pen->reach - 1;
  const float  left = y[-1] + (y[-2] - y[-1]) * over;
  const float  right = y[1] + (y[2] - y[1]) * over;
  const float  low = MIN (MIN (y[0], MIN (y[-1], y[1])), MIN (left, right));
  const float  high = MAX (MAX (y[0], MAX (y[-1], y[1])), MAX (left, right));

  *ret_first = MAX (pen->trace->top, (int) floorf (low - pen->reach - 0.5f));
  *ret_end = MIN (pen->trace->bottom, (int) ceilf (high + pen->reach + 0.5f));
}

/*
 * The same law where each column is one pixel wide and the four spans about @x are
 * there: nearly all of every picture. Their distances are worked out at once, and what
 * stays the same for the four columns that a span reaches is worked out before.
 */
static void
draw_dense_line (const Pen *pen, int x, uint32_t *pixels)
{
  static const Four before = { 2, 1, 0, -1 }; /* columns from a span's start to @x */
  const Four        y0 = four_from (&pen->middles[x - 2]);
  const Four        rise = four_from (&pen->middles[x - 1]) - y0;
  const Four        inverse = four_from (&pen->inverses[x - 2]);
  const float       reach = pen->reach;
  int               first, end;

  rows_of_line (pen, x, &first, &end);
  for (int y = first; y < end; y++)
    {
      const Four  below = (float) y + 0.5f - y0;
      const Four  t = clamp_share ((before + below * rise) * inverse);
      const Four  across = before - t;
      const Four  down = below - t * rise;
      const Four  square = across * across + down * down;
      const float nearest =
          MIN (MIN (square[0], square[1]), MIN (square[2], square[3]));
      if (nearest >= reach * reach)
        continue;
      uint32_t   *pixel = &pixels[(size_t) y * pen->stride];
      const float share = reach - sqrtf (nearest);
      *pixel = share >= 1 ? 0xff000000u | pen->colour
                          : steady_trace_mix (*pixel, pen->colour, share);
    }
}

/* Whether the line has no gap from two columns before @x to two after it. */
static inline bool
is_whole (const Pen *pen, int x)
{
  const float *y = &pen->middles[x];

  return !steady_wave_missing (y[-2]) && !steady_wave_missing (y[-1]) &&
         !steady_wave_missing (y[0]) && !steady_wave_missing (y[1]) &&
         !steady_wave_missing (y[2]);
}

static void
draw_trace (Pen *pen, SteadyPlotPicture *picture)
{
  const bool dense = pen->trace->column_count == picture->width && pen->reach >= 1 &&
                     pen->reach <= 1.5f;

  find_middles (pen);
  for (int x = 0; x < (int) picture->width; x++)
    {
      uint32_t *pixels = &picture->pixels[x];
      const int column = (int) (((float) x + 0.5f) / pen->step);
      if (!empty (pen, column))
        fill_span (pen, column, pixels);
      if (dense && is_whole (pen, x))
        draw_dense_line (pen, x, pixels);
      else
        draw_line (pen, x, pixels);
    }
}

/* Draws the traces of @scene into @picture over what stands there. @scratch has room
 * for one number a row of the picture. Thread: any, one at a time for a picture. */
void
steady_trend_raster_draw_traces (const SteadyTrendScene *scene,
                                 SteadyPlotPicture      *picture,
                                 float                  *scratch)
{
  g_autofree float *numbers = NULL;
  size_t            most = 0;

  for (unsigned i = 0; i < scene->count; i++)
    most = MAX (most, scene->traces[i].column_count + 2 * (size_t) MARGIN);
  numbers = g_new0 (float, 2 * most);
  for (unsigned i = 0; i < scene->count; i++)
    {
      const SteadyTrendTrace *trace = &scene->traces[i];
      if (trace->column_count == 0)
        continue;
      Pen pen = { .trace = trace,
                  .scale = steady_trend_scale (scene, trace),
                  .colour = scene->stale ? scene->stale_colour : trace->colour,
                  .reach = scene->line_width * 0.5f + 0.5f,
                  .step = (float) picture->width / (float) trace->column_count,
                  .stride = picture->width,
                  .scratch = scratch,
                  .middles = numbers + MARGIN,
                  .inverses = numbers + most + MARGIN };
      draw_trace (&pen, picture);
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
