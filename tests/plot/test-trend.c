/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "plot/steady-trend-axis.h"
#include "plot/steady-trend-raster.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/trend/gap-stays-a-gap", test_gap_stays);
  g_test_add_func ("/plot/trend/sparse-samples-are-joined", test_sparse_is_joined);
  g_test_add_func ("/plot/trend/span-is-filled", test_span_is_filled);
  g_test_add_func ("/plot/trend/stale-is-grey", test_stale_is_grey);
  g_test_add_func ("/plot/trend/no-data", test_no_data);
  g_test_add_func ("/plot/trend/ticks", test_ticks);
  return g_test_run ();
}
