/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-raster.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "plot/steady-trend-group.h"

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
  AT_ONCE = 8,         /* spans that are worked out together */
  MARGIN = AT_ONCE + 4 /* columns */
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
  bool                    dense; /* a column a pixel */
  bool                    torn;  /* somewhere there is nothing */
  SteadyTrendRegisters    registers;
  float                  *scratch;
  float                  *middles; /* y of the line in each column, or MISSING; with
                                      MARGIN more on either side */
  float *inverses; /* 1 / squared length of the span that begins there */
  float *slants;   /* 1 / its rise; infinite where it is level */
  float *tops;     /* y of the span from highest to lowest */
  float *bottoms;
} Pen;

static bool
empty (const Pen *pen, int column)
{
  return column < 0 || column >= (int) pen->trace->column_count ||
         steady_wave_missing (pen->middles[column]);
}

/* Some spans at a time; of those beside a gap anything. */
static void
find_slopes (Pen *pen)
{
  typedef float Some __attribute__ ((vector_size (4 * AT_ONCE)));

  for (int i = 0; i < (int) pen->trace->column_count; i += AT_ONCE)
    {
      Some here, next;
      memcpy (&here, &pen->middles[i], sizeof here);
      memcpy (&next, &pen->middles[i + 1], sizeof next);
      const Some rise = next - here;
      const Some inverse = 1 / (1 + rise * rise);
      const Some slant = 1 / rise;
      memcpy (&pen->inverses[i], &inverse, sizeof inverse);
      memcpy (&pen->slants[i], &slant, sizeof slant);
    }
}

/* What any processor that we know works out at once. */
typedef float   Four __attribute__ ((vector_size (16)));
typedef int32_t Marks __attribute__ ((vector_size (16))); /* -1 or 0 each */

/* Replaces the numbers of @mark in @numbers by @by. */
static inline void
replace (Four *numbers, const Marks *mark, float by)
{
  const Four other = (Four){ 0 } + by;

  *numbers = (Four) (((Marks) *numbers & ~*mark) | ((Marks) other & *mark));
}

/* As steady_trace_y (). */
static inline void
find_y (const SteadyTraceScale *scale, const Four *values, Four *ret)
{
  const Four  y = scale->base - (*values - scale->low) * scale->gain;
  const Marks over = y < scale->top;
  const Marks under = y > scale->bottom;

  *ret = y;
  replace (ret, &under, scale->bottom);
  replace (ret, &over, scale->top);
}

/* Four columns from @place on, all of which there are. */
static void
find_four (Pen *pen, int place)
{
  Four pairs[2], top, bottom, middle;

  memcpy (pairs, &pen->trace->columns[place], sizeof pairs);
  const Four  low = __builtin_shufflevector (pairs[0], pairs[1], 0, 2, 4, 6);
  const Four  high = __builtin_shufflevector (pairs[0], pairs[1], 1, 3, 5, 7);
  const Four  half = 0.5f * (low + high);
  const Marks missing = low > STEADY_WAVE_MOST;
  find_y (&pen->scale, &high, &top);
  find_y (&pen->scale, &low, &bottom);
  find_y (&pen->scale, &half, &middle);
  replace (&top, &missing, 0);
  replace (&bottom, &missing, 0);
  replace (&middle, &missing, STEADY_WAVE_MISSING);
  pen->torn = pen->torn || (missing[0] | missing[1] | missing[2] | missing[3]) != 0;
  memcpy (&pen->tops[place], &top, sizeof top);
  memcpy (&pen->bottoms[place], &bottom, sizeof bottom);
  memcpy (&pen->middles[place], &middle, sizeof middle);
}

static void
find_one (Pen *pen, int place)
{
  const SteadyTrendColumn *pair = &pen->trace->columns[place];
  const bool               missing = steady_wave_missing (pair->low);

  pen->torn = pen->torn || missing;
  pen->tops[place] = missing ? 0 : steady_trace_y (&pen->scale, pair->high);
  pen->bottoms[place] = missing ? 0 : steady_trace_y (&pen->scale, pair->low);
  pen->middles[place] =
      missing ? STEADY_WAVE_MISSING
              : steady_trace_y (&pen->scale, 0.5f * (pair->low + pair->high));
}

static void
find_middles (Pen *pen)
{
  const int count = (int) pen->trace->column_count;
  int       i = 0;

  pen->torn = false;
  for (; i + 4 <= count; i += 4)
    find_four (pen, i);
  for (; i < count; i++)
    find_one (pen, i);
  for (i = 0; i < MARGIN; i++)
    pen->middles[-1 - i] = pen->middles[count + i] = STEADY_WAVE_MISSING;
  find_slopes (pen);
}

static void
fill_span (const Pen *pen, int column, uint32_t *pixels)
{
  const float top = pen->tops[column];
  const float bottom = pen->bottoms[column];
  const int   first = MAX ((int) floorf (top), pen->trace->top);
  const int   end = MIN ((int) ceilf (bottom), pen->trace->bottom);

  for (int y = first; y < end; y++)
    {
      uint32_t   *pixel = &pixels[(size_t) y * pen->stride];
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

/* Whether the line has no gap from two columns before @x to two after it. */
static inline bool
is_whole (const Pen *pen, int x)
{
  const float *y = &pen->middles[x];

  return !steady_wave_missing (y[-2]) && !steady_wave_missing (y[-1]) &&
         !steady_wave_missing (y[0]) && !steady_wave_missing (y[1]) &&
         !steady_wave_missing (y[2]);
}

/* Which of the columns from @x on that stand in [left, right) are drawn by a group; the
 * line beside a gap is not. */
static void
choose_lanes (const Pen *pen, int x, int left, int right, SteadyTrendGroup *group)
{
  const bool edge =
      x < 2 || x + STEADY_TREND_LANES + 2 > (int) pen->trace->column_count;
  bool gap = false;

  for (int i = -2; i < STEADY_TREND_LANES + 2 && (pen->torn || edge); i++)
    gap = gap || steady_wave_missing (pen->middles[x + i]);
  if (!gap && x >= left && x + STEADY_TREND_LANES <= right)
    {
      memset (group->line, -1, sizeof group->line);
      memset (group->fill, -1, sizeof group->fill);
      return;
    }
  for (int i = 0; i < STEADY_TREND_LANES; i++)
    {
      const bool inside = x + i >= left && x + i < right;
      group->line[i] = inside && (!gap || is_whole (pen, x + i)) ? -1 : 0;
      group->fill[i] = inside && (!gap || !empty (pen, x + i)) ? -1 : 0;
    }
}

/* Columns from @x on, as many as a group holds, that stand in [left, right). */
static void
draw_group (const Pen *pen, int x, int left, int right, SteadyPlotPicture *picture)
{
  SteadyTrendGroup group = { .middles = pen->middles + x,
                             .inverses = pen->inverses + x,
                             .slants = pen->slants + x,
                             .tops = pen->tops + x,
                             .bottoms = pen->bottoms + x,
                             .reach = pen->reach,
                             .top = pen->trace->top,
                             .bottom = pen->trace->bottom,
                             .colour = pen->colour,
                             .pixels = picture->pixels + x,
                             .stride = pen->stride };

  choose_lanes (pen, x, left, right, &group);
  steady_trend_group_draw (&group, pen->registers);
  for (int i = 0; i < STEADY_TREND_LANES; i++)
    if (group.line[i] == 0 && x + i >= left && x + i < right)
      draw_line (pen, x + i, picture->pixels + x + i);
}

/* Columns [left, right). */
static void
draw_part (const Pen *pen, SteadyPlotPicture *picture, int left, int right)
{
  const int most = (int) picture->width - STEADY_TREND_LANES;

  if (pen->dense)
    for (int x = left; x < right; x += STEADY_TREND_LANES)
      draw_group (pen, MIN (x, most), x, right, picture);
  else
    for (int x = left; x < right; x++)
      {
        const int column = (int) (((float) x + 0.5f) / pen->step);
        if (!empty (pen, column))
          fill_span (pen, column, &picture->pixels[x]);
        draw_line (pen, x, &picture->pixels[x]);
      }
}

struct SteadyTrendStrokes
{
  Pen     *pens;
  unsigned count;
  unsigned size;
  float   *numbers;
  size_t   numbers_size;
};

/* Makes room for the traces of a picture. Thread: any. */
SteadyTrendStrokes *
steady_trend_strokes_new (void)
{
  return g_new0 (SteadyTrendStrokes, 1);
}

/* Accepts NULL. Thread: any. */
void
steady_trend_strokes_free (SteadyTrendStrokes *self)
{
  if (self == NULL)
    return;
  g_free (self->pens);
  g_free (self->numbers);
  g_free (self);
}

static size_t
room_for (const SteadyTrendTrace *trace)
{
  return 5 * (trace->column_count + 2 * (size_t) MARGIN);
}

static void
make_room (SteadyTrendStrokes *self, const SteadyTrendScene *scenes, unsigned count)
{
  unsigned pens = 0;
  size_t   numbers = 0;

  for (unsigned i = 0; i < count; i++)
    for (unsigned j = 0; j < scenes[i].count; j++)
      numbers += room_for (&scenes[i].traces[j]);
  for (unsigned i = 0; i < count; i++)
    pens += scenes[i].count;
  if (pens > self->size)
    self->pens = g_renew (Pen, self->pens, self->size = pens);
  if (numbers > self->numbers_size)
    {
      g_free (self->numbers);
      self->numbers = g_new0 (float, numbers);
      self->numbers_size = numbers;
    }
}

/*
 * Works out what is drawn of @scenes, @count of them, in a picture @width wide. Rows
 * that follow each other are drawn after each other, traces of one row in their order.
 *
 * Thread: any, one at a time for a picture.
 */
void
steady_trend_strokes_set (SteadyTrendStrokes     *self,
                          const SteadyTrendScene *scenes,
                          unsigned                count,
                          unsigned                width)
{
  make_room (self, scenes, count);
  float *numbers = self->numbers;
  self->count = 0;
  for (unsigned i = 0; i < count; i++)
    for (unsigned j = 0; j < scenes[i].count; j++)
      {
        const SteadyTrendScene *scene = &scenes[i];
        const SteadyTrendTrace *trace = &scene->traces[j];
        const size_t            most = trace->column_count + 2 * (size_t) MARGIN;
        unsigned                place = self->count;
        if (trace->column_count == 0)
          continue;
        Pen pen = { .trace = trace,
                    .scale = steady_trend_scale (scene, trace),
                    .colour = scene->stale ? scene->stale_colour : trace->colour,
                    .reach = scene->line_width * 0.5f + 0.5f,
                    .step = (float) width / (float) trace->column_count,
                    .stride = width,
                    .middles = numbers + MARGIN,
                    .inverses = numbers + most + MARGIN,
                    .tops = numbers + 2 * most + MARGIN,
                    .bottoms = numbers + 3 * most + MARGIN,
                    .slants = numbers + 4 * most + MARGIN,
                    .registers = steady_trend_group_best () };
        pen.dense = trace->column_count == width && pen.reach >= 1 &&
                    pen.reach <= 1.5f && width >= STEADY_TREND_LANES;
        find_middles (&pen);
        numbers += room_for (trace);
        for (; place > 0 && self->pens[place - 1].trace->top > trace->top; place--)
          self->pens[place] = self->pens[place - 1];
        self->pens[place] = pen;
        self->count++;
      }
}

/*
 * Draws columns [@left, @right) of what was set into @picture over what stands there.
 * @scratch has room for one number a row of the picture.
 *
 * Thread: any, one at a time for a picture.
 */
void
steady_trend_strokes_draw (const SteadyTrendStrokes *self,
                           SteadyPlotPicture        *picture,
                           float                    *scratch,
                           unsigned                  left,
                           unsigned                  right)
{
  for (unsigned i = 0; i < self->count; i++)
    {
      Pen pen = self->pens[i];
      pen.scratch = scratch;
      draw_part (&pen, picture, (int) left, (int) MIN (right, picture->width));
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
  SteadyTrendStrokes *strokes = steady_trend_strokes_new ();

  memcpy (picture->pixels,
          backdrop->pixels,
          (size_t) picture->width * picture->height * sizeof (uint32_t));
  steady_trend_strokes_set (strokes, scene, 1, picture->width);
  steady_trend_strokes_draw (strokes, picture, scratch, 0, picture->width);
  steady_trend_strokes_free (strokes);
}
