/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "review/steady-time-window.h"
#include "review/steady-timeline-picture.h"
#include "review/steady-timeline-read.h"
#include "review/steady-timeline-words.h"

#define S (STEADY_NSEC_PER_SEC)

static SteadyTimeWindow
hour (void)
{
  SteadyTimeWindow window;
  steady_time_window_init (&window, 100 * S, 3700 * S);
  return window;
}

static void
test_whole (void)
{
  SteadyTimeWindow window = hour ();

  g_assert_true (steady_time_window_is_whole (&window));
  g_assert_cmpint (steady_time_window_span (&window), ==, 3600 * S);
  /* more than all of it is all of it */
  g_assert_false (steady_time_window_zoom (&window, 200 * S, 4));
  g_assert_false (steady_time_window_pan (&window, 50 * S));
  steady_time_window_init (&window, 5, 7);
  g_assert_cmpint (steady_time_window_span (&window), ==, S);
}

static void
test_zoom_keeps_place (void)
{
  SteadyTimeWindow    window = hour ();
  const SteadyInstant about = 1000 * S;
  const double        before = steady_time_window_x (&window, about, 1700);

  for (unsigned i = 0; i < 11; i++)
    {
      g_assert_true (steady_time_window_zoom (&window, about, 0.5));
      g_assert_cmpfloat_with_epsilon (
          steady_time_window_x (&window, about, 1700), before, 0.01);
    }
  /* 3600 s by 2^11 is 1.76 s; a second is the least */
  g_assert_true (steady_time_window_zoom (&window, about, 0.5));
  g_assert_cmpint (steady_time_window_span (&window), ==, S);
  g_assert_false (steady_time_window_zoom (&window, about, 0.5));
}

static void
test_zoom_stays_inside (void)
{
  SteadyTimeWindow window = hour ();

  steady_time_window_zoom (&window, 100 * S, 0.25);
  g_assert_cmpint (window.from, ==, 100 * S);
  steady_time_window_zoom (&window, 1000 * S, 3);
  g_assert_cmpint (window.from, >=, 100 * S);
  g_assert_cmpint (window.to, <=, 3700 * S);
  g_assert_cmpint (steady_time_window_span (&window), ==, 2700 * S);
  g_assert_false (steady_time_window_zoom (&window, 1000 * S, 0));
  g_assert_false (steady_time_window_zoom (&window, 1000 * S, (double) NAN));
  g_assert_false (steady_time_window_zoom (&window, 1000 * S, -1));
}

static void
test_pan (void)
{
  SteadyTimeWindow window = hour ();

  steady_time_window_set (&window, 1000 * S, 1600 * S);
  g_assert_true (steady_time_window_pan (&window, 100 * S));
  g_assert_cmpint (window.from, ==, 1100 * S);
  /* the length counts before the place */
  g_assert_true (steady_time_window_pan (&window, 9000 * S));
  g_assert_cmpint (window.to, ==, 3700 * S);
  g_assert_cmpint (steady_time_window_span (&window), ==, 600 * S);
  g_assert_true (steady_time_window_pan (&window, -9000 * S));
  g_assert_cmpint (window.from, ==, 100 * S);
  g_assert_false (steady_time_window_pan (&window, -1));
}

static void
test_show (void)
{
  SteadyTimeWindow window = hour ();

  steady_time_window_set (&window, 1000 * S, 1100 * S);
  g_assert_false (steady_time_window_show (&window, 1050 * S));
  g_assert_true (steady_time_window_show (&window, 1200 * S));
  g_assert_cmpint (window.to, ==, 1210 * S);
  g_assert_true (steady_time_window_show (&window, 500 * S));
  g_assert_cmpint (window.from, ==, 490 * S);
  /* at the ends of the case there is no room for the margin */
  steady_time_window_show (&window, 3700 * S);
  g_assert_cmpint (window.to, ==, 3700 * S);
  g_assert_cmpint (steady_time_window_clamp (&window, 0), ==, 100 * S);
  g_assert_cmpint (steady_time_window_clamp (&window, INT64_MAX), ==, 3700 * S);
}

static void
test_places (void)
{
  SteadyTimeWindow window = hour ();

  steady_time_window_set (&window, 1000 * S, 1010 * S);
  for (int x = 0; x <= 1700; x += 17)
    g_assert_cmpfloat_with_epsilon (
        steady_time_window_x (&window, steady_time_window_t (&window, x, 1700), 1700),
        x,
        1e-6);
  g_assert_cmpint (steady_time_window_t (&window, 5, 0), ==, 1000 * S);
}

static void
test_ticks (void)
{
  static const double spans[] = { 1, 3, 10, 61, 600, 3600, 36000, 86400, 1036800, 1e8 };

  for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      const SteadySpan span = steady_span_from_seconds (spans[i]);
      const SteadySpan step = steady_time_window_tick (span, 1700, 110);
      const double     distance = (double) step / (double) span * 1700;
      g_assert_cmpfloat (distance, >=, 109.9);
      g_assert_cmpfloat (distance, <, 110 * 3.01);
    }
  g_assert_cmpint (steady_time_window_tick (S, 0, 110), >, 0);
}

static void
test_words (void)
{
  char text[32];

  steady_timeline_words_time (3723 * S + 450 * STEADY_NSEC_PER_MSEC, S, text, 32);
  g_assert_cmpstr (text, ==, "1:02:03");
  steady_timeline_words_time (
      3723 * S + 456 * STEADY_NSEC_PER_MSEC, STEADY_NSEC_PER_MSEC, text, 32);
  g_assert_cmpstr (text, ==, "1:02:03.456");
  steady_timeline_words_time (-61 * S, S, text, 32);
  g_assert_cmpstr (text, ==, "−0:01:01");
  steady_timeline_words_tick (7260 * S, 60 * S, text, 32);
  g_assert_cmpstr (text, ==, "2:01");
  steady_timeline_words_tick (7 * S, S / 5, text, 32);
  g_assert_cmpstr (text, ==, "0:00:07.0");
}

static void
test_rows (void)
{
  SteadyTimelineRows rows;

  for (int height = 0; height < 1200; height += 7)
    for (unsigned count = 0; count <= STEADY_TIMELINE_ROWS; count += 3)
      {
        const unsigned lanes = (unsigned) height & ((1u << STEADY_TIMELINE_LANES) - 1);
        memset (&rows, 0, sizeof rows);
        steady_timeline_rows_lay_out (&rows, height, 1, lanes, count);
        int y = 0;
        for (int i = 0; i < STEADY_TIMELINE_LANES; i++)
          if (lanes & 1u << i)
            {
              g_assert_cmpint (rows.lane_top[i], ==, y);
              y += rows.lane_height;
            }
          else
            g_assert_cmpint (rows.lane_top[i], ==, -1);
        g_assert_cmpint (rows.head, ==, y);
        g_assert_cmpint (rows.lane_height, <=, 24);
        for (unsigned i = 0; i < rows.count; i++)
          {
            g_assert_cmpint (rows.top[i], ==, y);
            g_assert_cmpint (rows.bottom[i], >=, y);
            y = rows.bottom[i];
          }
        if (count > 0)
          g_assert_cmpint (y, ==, height);
      }
}

static void
test_join (void)
{
  const float    values[] = { 0, 10, 0 };
  SteadyEnvelope columns[21] = { 0 };

  /* samples at columns 0.5, 10.5 and 20.5 */
  steady_timeline_join (values, 3, 0.5, 10, columns, 21);
  for (unsigned i = 0; i < 21; i++)
    {
      const float line = i <= 10 ? (float) i : 20 - (float) i;
      g_assert_cmpuint (columns[i].count, >, 0);
      g_assert_cmpfloat_with_epsilon (columns[i].low, line, 1e-4);
      g_assert_cmpfloat_with_epsilon (columns[i].high, line, 1e-4);
    }
}

/* The peak of a sample between the middles of two columns is never cut. */
static void
test_join_keeps_peaks (void)
{
  const float    values[] = { 0, 10, 0 };
  SteadyEnvelope columns[20] = { 0 };

  steady_timeline_join (values, 3, -0.1, 4, columns, 20);
  g_assert_cmpfloat_with_epsilon (columns[3].high, 10, 1e-4);
  g_assert_cmpuint (columns[7].count, >, 0);
  for (unsigned i = 8; i < 20; i++)
    g_assert_cmpuint (columns[i].count, ==, 0);
}

static void
test_join_leaves_holes (void)
{
  const float    values[] = { 1, (float) NAN, 3 };
  SteadyEnvelope columns[30] = { 0 };

  steady_timeline_join (values, 3, 0.5, 10, columns, 30);
  g_assert_cmpuint (columns[0].count, >, 0);
  g_assert_cmpuint (columns[20].count, >, 0);
  for (unsigned i = 1; i < 20; i++)
    g_assert_cmpuint (columns[i].count, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/window/whole", test_whole);
  g_test_add_func ("/review/window/zoom-keeps-place", test_zoom_keeps_place);
  g_test_add_func ("/review/window/zoom-stays-inside", test_zoom_stays_inside);
  g_test_add_func ("/review/window/pan", test_pan);
  g_test_add_func ("/review/window/show", test_show);
  g_test_add_func ("/review/window/places", test_places);
  g_test_add_func ("/review/window/ticks", test_ticks);
  g_test_add_func ("/review/window/words", test_words);
  g_test_add_func ("/review/rows", test_rows);
  g_test_add_func ("/review/join/line", test_join);
  g_test_add_func ("/review/join/keeps-peaks", test_join_keeps_peaks);
  g_test_add_func ("/review/join/leaves-holes", test_join_leaves_holes);
  return g_test_run ();
}
