/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "plot/steady-trend-axis.h"
#include "plot/steady-trend-group.h"
#include "plot/steady-trend-raster.h"
#include "plot/steady-wave-ring.h"

#define GROUND 0xff101418u

typedef struct Paper
{
  SteadyTrendScene  scene;
  SteadyPlotPicture backdrop;
  SteadyPlotPicture picture;
  float            *scratch;
} Paper;

static void
paper_init (Paper *paper, unsigned width, unsigned height)
{
  const SteadyTrendTrace trace = {
    .channel = 1, .low = 0, .high = 100, .colour = 0xff8000
  };
  size_t count = (size_t) width * height;

  steady_trend_scene_init (&paper->scene);
  steady_trend_scene_set_traces (&paper->scene, &trace, 1);
  steady_trend_scene_set_size (&paper->scene, width, height, 0);
  paper->backdrop = (SteadyPlotPicture){ g_new (uint32_t, count), width, height };
  paper->picture = (SteadyPlotPicture){ g_new (uint32_t, count), width, height };
  paper->scratch = g_new (float, height + 2);
  for (size_t i = 0; i < count; i++)
    paper->backdrop.pixels[i] = GROUND;
}

static void
paper_finish (Paper *paper)
{
  steady_trend_scene_finish (&paper->scene);
  g_free (paper->backdrop.pixels);
  g_free (paper->picture.pixels);
  g_free (paper->scratch);
}

static void
draw (Paper *paper)
{
  steady_trend_raster_draw (
      &paper->scene, &paper->backdrop, &paper->picture, paper->scratch);
}

static bool
column_is_empty (Paper *paper, unsigned x)
{
  for (unsigned y = 0; y < paper->picture.height; y++)
    if (paper->picture.pixels[(size_t) y * paper->picture.width + x] != GROUND)
      return false;
  return true;
}

static void
test_gap_stays (void)
{
  SteadyEnvelope columns[200];
  Paper          paper;

  paper_init (&paper, 200, 60);
  for (unsigned i = 0; i < 200; i++)
    columns[i] = (SteadyEnvelope){ 40, 60, i >= 80 && i < 120 ? 0 : 3 };
  steady_trend_scene_set_data (&paper.scene, 0, columns, 200, 5);
  draw (&paper);
  g_assert_false (column_is_empty (&paper, 10));
  for (unsigned x = 82; x < 118; x++)
    g_assert_true (column_is_empty (&paper, x));
  g_assert_false (column_is_empty (&paper, 122));
  paper_finish (&paper);
}

static void
test_sparse_is_joined (void)
{
  SteadyEnvelope columns[200];
  Paper          paper;

  paper_init (&paper, 200, 60);
  for (unsigned i = 0; i < 200; i++)
    columns[i] = (SteadyEnvelope){ 50, 50, i % 4 == 0 };
  steady_trend_scene_set_data (&paper.scene, 0, columns, 200, 3);
  draw (&paper);
  for (unsigned x = 0; x < 196; x++)
    g_assert_false (column_is_empty (&paper, x));
  steady_trend_scene_set_data (&paper.scene, 0, columns, 200, 2);
  draw (&paper);
  g_assert_true (column_is_empty (&paper, 6));
  paper_finish (&paper);
}

static void
test_span_is_filled (void)
{
  SteadyEnvelope columns[100];
  Paper          paper;

  paper_init (&paper, 100, 104);
  for (unsigned i = 0; i < 100; i++)
    columns[i] = (SteadyEnvelope){ 20, 80, 9 };
  steady_trend_scene_set_data (&paper.scene, 0, columns, 100, 0);
  draw (&paper);
  SteadyTraceScale scale = steady_trend_scale (&paper.scene, &paper.scene.traces[0]);
  unsigned         top = (unsigned) steady_trace_y (&scale, 80);
  unsigned         bottom = (unsigned) steady_trace_y (&scale, 20);
  g_assert_cmpuint (paper.picture.pixels[(top - 2) * 100 + 50], ==, GROUND);
  g_assert_cmpuint (paper.picture.pixels[(bottom + 2) * 100 + 50], ==, GROUND);
  g_assert_cmphex (paper.picture.pixels[(top + 3) * 100 + 50],
                   ==,
                   steady_trace_mix (GROUND, 0xff8000, STEADY_TREND_FILL));
  paper_finish (&paper);
}

static void
test_stale_is_grey (void)
{
  SteadyEnvelope columns[100];
  Paper          paper;

  paper_init (&paper, 100, 50);
  for (unsigned i = 0; i < 100; i++)
    columns[i] = (SteadyEnvelope){ 20, 80, 9 };
  steady_trend_scene_set_data (&paper.scene, 0, columns, 100, 0);
  paper.scene.stale = true;
  draw (&paper);
  unsigned painted = 0;
  for (size_t i = 0; i < 5000; i++)
    {
      uint32_t pixel = paper.picture.pixels[i];
      if (pixel == GROUND)
        continue;
      painted++;
      int red = pixel >> 16 & 0xff, blue = pixel & 0xff;
      g_assert_cmpint (ABS (red - blue), <=, 8);
    }
  g_assert_cmpuint (painted, >, 1000); /* greyed, not blanked */
  paper_finish (&paper);
}

static void
test_no_data (void)
{
  SteadyEnvelope none[3] = { 0 };
  Paper          paper;

  paper_init (&paper, 50, 20);
  draw (&paper);
  g_assert_true (column_is_empty (&paper, 25));
  steady_trend_scene_set_data (&paper.scene, 0, none, 3, 1000);
  draw (&paper);
  g_assert_true (column_is_empty (&paper, 25));
  steady_trend_scene_set_data (&paper.scene, 0, none, 0, 0);
  draw (&paper);
  g_assert_true (column_is_empty (&paper, 25));
  paper_finish (&paper);
}

static void
test_ticks (void)
{
  SteadyTrendTick ticks[STEADY_TREND_TICKS_MAX];
  int64_t         minute = STEADY_NSEC_PER_MIN;
  unsigned        count =
      steady_trend_ticks (100 * minute, 130 * minute, 100 * minute, 1000, ticks);

  g_assert_cmpuint (count, ==, 7);
  g_assert_cmpstr (ticks[0].text, ==, "0:00");
  g_assert_cmpstr (ticks[1].text, ==, "0:05");
  g_assert_cmpfloat_with_epsilon (ticks[1].x, 5.0 / 30, 1e-9);
  g_assert_cmpstr (ticks[6].text, ==, "0:30");

  count = steady_trend_ticks (0, 2 * minute, -90 * minute, 1000, ticks);
  g_assert_cmpuint (count, >, 5);
  g_assert_cmpstr (ticks[0].text, ==, "90:00");

  count = steady_trend_ticks (-30 * minute, 0, -2 * minute, 1000, ticks);
  g_assert_cmpuint (count, ==, 1); /* nothing has a time before the case began */
  g_assert_cmpstr (ticks[0].text, ==, "0:00");

  g_assert_cmpuint (steady_trend_ticks (5, 5, 0, 1000, ticks), ==, 0);
  g_assert_cmpuint (steady_trend_ticks (0, minute, 0, 0, ticks), ==, 0);
  count = steady_trend_ticks (0, 12 * 24 * 60 * minute, 0, 4000, ticks);
  g_assert_cmpuint (count, <=, STEADY_TREND_TICKS_MAX);
}

enum
{
  LAW_WIDTH = 157, /* not a multiple of what is drawn at once */
  LAW_HEIGHT = 90,
  LAW_TRACES = 3
};

/* Steep, flat and torn ones, some of a single column. */
static void
make_columns (GRand *random, SteadyEnvelope *columns, unsigned count)
{
  double value = g_rand_double_range (random, 0, 100);
  double step = exp (g_rand_double_range (random, -3, 5));

  for (unsigned i = 0; i < count; i++)
    {
      const bool gap = g_rand_int_range (random, 0, 12) == 0;
      value += g_rand_double_range (random, -step, step);
      value = CLAMP (value, -20, 120);
      const double width = g_rand_int_range (random, 0, 3) == 0
                               ? 0
                               : g_rand_double_range (random, 0, step + 0.5);
      columns[i] = (SteadyEnvelope){ (float) value, (float) (value + width), !gap };
    }
}

static void
make_law (GRand *random, SteadyTrendScene *scene, unsigned width, bool dense)
{
  SteadyTrendTrace traces[LAW_TRACES] = { 0 };
  SteadyEnvelope   columns[LAW_WIDTH];

  for (unsigned i = 0; i < LAW_TRACES; i++)
    traces[i] = (SteadyTrendTrace){ .channel = (uint16_t) (i + 1),
                                    .row = i / 2,
                                    .low = 0,
                                    .high = 100,
                                    .colour = g_rand_int (random) & 0xffffff };
  steady_trend_scene_init (scene);
  scene->line_width = (float) g_rand_double_range (random, 1, 2);
  steady_trend_scene_set_traces (scene, traces, LAW_TRACES);
  steady_trend_scene_set_size (scene, width, LAW_HEIGHT, 4);
  for (unsigned i = 0; i < LAW_TRACES; i++)
    {
      const unsigned count = dense ? width : width / 2;
      make_columns (random, columns, count);
      steady_trend_scene_set_data (scene, i, columns, count, i);
    }
}

/* Squared distance from a point to the span from column @i to the next, or to the
 * middle of column @i alone. */
static double
distance_to (const SteadyTrendScene *scene,
             const SteadyTrendTrace *trace,
             int                     i,
             double                  x,
             double                  y)
{
  const SteadyTraceScale   scale = steady_trend_scale (scene, trace);
  const SteadyTrendColumn *columns = trace->columns;
  const double             step = (double) scene->width / trace->column_count;
  const bool               joined =
      i + 1 < (int) trace->column_count && !steady_wave_missing (columns[i + 1].low);
  const SteadyTrendColumn *other = &columns[joined ? i + 1 : i];
  const double             ax = (i + 0.5) * step;
  const double             ay =
      (double) steady_trace_y (&scale, 0.5f * (columns[i].low + columns[i].high));
  const double ex = joined ? step : 0;
  const double ey =
      (double) steady_trace_y (&scale, 0.5f * (other->low + other->high)) - ay;
  const double length = ex * ex + ey * ey;
  const double t =
      length > 0 ? CLAMP (((x - ax) * ex + (y - ay) * ey) / length, 0, 1) : 0;

  return pow (x - ax - t * ex, 2) + pow (y - ay - t * ey, 2);
}

/* One pixel by the law as it is written down, with nothing left out and nothing worked
 * out before. */
static uint32_t
law_pixel (const SteadyTrendScene *scene, unsigned x, unsigned y)
{
  uint32_t pixel = GROUND;

  for (unsigned i = 0; i < scene->count; i++)
    {
      const SteadyTrendTrace *trace = &scene->traces[i];
      const SteadyTraceScale  scale = steady_trend_scale (scene, trace);
      const double            step = (double) scene->width / trace->column_count;
      const int               column = (int) ((x + 0.5) / step);
      double                  nearest = 1e9;
      if ((int) y < trace->top || (int) y >= trace->bottom)
        continue;
      if (!steady_wave_missing (trace->columns[column].low))
        {
          const double top =
              (double) steady_trace_y (&scale, trace->columns[column].high);
          const double bottom =
              (double) steady_trace_y (&scale, trace->columns[column].low);
          const double share = MIN (bottom, y + 1.0) - MAX (top, (double) y);
          if (share > 0)
            pixel = steady_trace_mix (
                pixel, trace->colour, (float) share * STEADY_TREND_FILL);
        }
      for (int j = 0; j < (int) trace->column_count; j++)
        if (!steady_wave_missing (trace->columns[j].low))
          nearest = MIN (nearest, distance_to (scene, trace, j, x + 0.5, y + 0.5));
      const double share = (double) scene->line_width * 0.5 + 0.5 - sqrt (nearest);
      if (share > 0)
        pixel = steady_trace_mix (pixel, trace->colour, (float) MIN (share, 1));
    }
  return pixel;
}

static void
assert_near (uint32_t pixel, uint32_t wanted, unsigned x, unsigned y)
{
  for (unsigned shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (pixel >> shift & 0xff) - (int) (wanted >> shift & 0xff)) > 1)
      g_error ("pixel %u, %u is %08x and not %08x", x, y, pixel, wanted);
  g_assert_cmphex (pixel >> 24, ==, 0xff);
}

/* Each pixel is what the law says, wherever gaps are and however wide the picture. */
static void
test_law (void)
{
  GRand *random = g_rand_new_with_seed (20);

  for (unsigned round = 0; round < 40; round++)
    {
      const unsigned   width = (unsigned) g_rand_int_range (random, 2, LAW_WIDTH + 1);
      SteadyTrendScene scene;
      Paper            paper;
      paper_init (&paper, width, LAW_HEIGHT);
      make_law (random, &scene, width, round % 4 != 0);
      steady_trend_raster_draw (&scene, &paper.backdrop, &paper.picture, paper.scratch);
      for (unsigned y = 0; y < LAW_HEIGHT; y++)
        for (unsigned x = 0; x < width; x++)
          assert_near (
              paper.picture.pixels[y * width + x], law_pixel (&scene, x, y), x, y);
      steady_trend_scene_finish (&scene);
      paper_finish (&paper);
    }
  g_rand_free (random);
}

/* Drawn in parts of any size the picture is the same, byte for byte. */
static void
test_parts (void)
{
  GRand              *random = g_rand_new_with_seed (21);
  SteadyTrendStrokes *strokes = steady_trend_strokes_new ();

  for (unsigned round = 0; round < 400; round++)
    {
      const unsigned   width = (unsigned) g_rand_int_range (random, 2, LAW_WIDTH + 1);
      SteadyTrendScene scene;
      Paper            whole, parts;
      paper_init (&whole, width, LAW_HEIGHT);
      paper_init (&parts, width, LAW_HEIGHT);
      make_law (random, &scene, width, round % 4 != 0);
      steady_trend_raster_draw (&scene, &whole.backdrop, &whole.picture, whole.scratch);
      memcpy (
          parts.picture.pixels, parts.backdrop.pixels, (size_t) width * LAW_HEIGHT * 4);
      steady_trend_strokes_set (strokes, &scene, 1, width);
      for (unsigned left = 0, right; left < width; left = right)
        {
          right = MIN (left + (unsigned) g_rand_int_range (random, 1, 70), width);
          steady_trend_strokes_draw (
              strokes, &parts.picture, parts.scratch, left, right);
        }
      g_assert_cmpmem (parts.picture.pixels,
                       (size_t) width * LAW_HEIGHT * 4,
                       whole.picture.pixels,
                       (size_t) width * LAW_HEIGHT * 4);
      steady_trend_scene_finish (&scene);
      paper_finish (&whole);
      paper_finish (&parts);
    }
  steady_trend_strokes_free (strokes);
  g_rand_free (random);
}

static void
make_group (GRand *random,
            float (*numbers)[STEADY_TREND_LANES + 8],
            SteadyTrendGroup *ret)
{
  *ret = (SteadyTrendGroup){ .middles = numbers[0] + 4,
                             .inverses = numbers[1] + 4,
                             .tops = numbers[2] + 4,
                             .bottoms = numbers[3] + 4,
                             .slants = numbers[4] + 4,
                             .reach = (float) g_rand_double_range (random, 1, 1.5),
                             .top = g_rand_int_range (random, 0, 20),
                             .bottom = LAW_HEIGHT - g_rand_int_range (random, 0, 20),
                             .colour = g_rand_int (random) & 0xffffff,
                             .stride = STEADY_TREND_LANES };
  const bool level = g_rand_int_range (random, 0, 4) == 0;
  for (unsigned i = 0; i < STEADY_TREND_LANES + 8; i++)
    {
      numbers[0][i] = level && i > 0 && g_rand_boolean (random)
                          ? numbers[0][i - 1]
                          : (float) g_rand_double_range (random, 2, LAW_HEIGHT - 2);
      numbers[2][i] = numbers[0][i] - (float) g_rand_double_range (random, 0, 9);
      numbers[3][i] = numbers[0][i] + (float) g_rand_double_range (random, 0, 9);
    }
  for (unsigned i = 0; i + 1 < STEADY_TREND_LANES + 8; i++)
    {
      const float rise = numbers[0][i + 1] - numbers[0][i];
      numbers[1][i] = 1 / (1 + rise * rise);
      numbers[4][i] = 1 / rise;
    }
  for (unsigned i = 0; i < STEADY_TREND_LANES; i++)
    {
      ret->line[i] = -g_rand_int_range (random, 0, 2);
      ret->fill[i] = -g_rand_int_range (random, 0, 2);
    }
}

/* With registers of any width the same bits come out. */
static void
test_registers (void)
{
  GRand                     *random = g_rand_new_with_seed (22);
  float                      numbers[5][STEADY_TREND_LANES + 8] = { 0 };
  const SteadyTrendRegisters best = steady_trend_group_best ();
  uint32_t                   pictures[2][LAW_HEIGHT * STEADY_TREND_LANES];

  if (best == STEADY_TREND_REGISTERS_ANY)
    {
      g_test_skip ("this processor has no registers of 256 bits");
      g_rand_free (random);
      return;
    }
  for (unsigned round = 0; round < 20000; round++)
    {
      SteadyTrendGroup group;
      make_group (random, numbers, &group);
      for (unsigned i = 0; i < LAW_HEIGHT * STEADY_TREND_LANES; i++)
        pictures[0][i] = pictures[1][i] = g_rand_int (random) | 0xff000000u;
      group.pixels = pictures[0];
      steady_trend_group_draw (&group, STEADY_TREND_REGISTERS_ANY);
      group.pixels = pictures[1];
      steady_trend_group_draw (&group,
                               round % 2 == 0 ? best : STEADY_TREND_REGISTERS_256);
      g_assert_cmpmem (
          pictures[0], sizeof pictures[0], pictures[1], sizeof pictures[1]);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/trend/gap-stays-a-gap", test_gap_stays);
  g_test_add_func ("/plot/trend/sparse-samples-are-joined", test_sparse_is_joined);
  g_test_add_func ("/plot/trend/span-is-filled", test_span_is_filled);
  g_test_add_func ("/plot/trend/each-pixel-by-the-law", test_law);
  g_test_add_func ("/plot/trend/parts-are-the-whole", test_parts);
  g_test_add_func ("/plot/trend/registers-of-any-width", test_registers);
  g_test_add_func ("/plot/trend/stale-is-grey", test_stale_is_grey);
  g_test_add_func ("/plot/trend/no-data", test_no_data);
  g_test_add_func ("/plot/trend/ticks", test_ticks);
  return g_test_run ();
}
