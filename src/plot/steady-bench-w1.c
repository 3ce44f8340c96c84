/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-bench-w1.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <epoxy/gl.h>

#include "plot/steady-plot-gutter.h"
#include "plot/steady-plot-theme.h"
#include "plot/steady-trend-view.h"

/*
 * The workload W1: 12 traces of 250 samples a second, ten seconds wide on 1440 × 1080
 * pixels, beside them 24 numbers and 24 small trends that change once a second.
 */
#define TRACES        12u
#define RATE          250
#define SWEEP_SECONDS 10
#define NUMBERS       24
#define TREND_SECONDS 240
#define WAVE_WIDTH    1440
#define WINDOW_WIDTH  1920
#define WINDOW_HEIGHT 1080
#define TREND_WIDTH   100
#define WARM_UP_US    4000000

typedef struct BenchNumber
{
  GtkWidget parent_instance;
  char      text[16];
} BenchNumber;

typedef GtkWidgetClass BenchNumberClass;

static GType bench_number_get_type (void);
G_DEFINE_TYPE (BenchNumber, bench_number, GTK_TYPE_WIDGET)

/* The state of one run. */
typedef struct BenchW1
{
  GMainLoop   *loop;
  GtkWidget   *waves; /* NULL: an empty GL area stands in their place */
  BenchNumber *numbers[NUMBERS];
  GtkWidget   *trends[NUMBERS];
  double       seconds;
  int64_t      start; /* frame time, µs; 0: not yet */
  int64_t      begin;
  int64_t      next; /* index of the next sample */
  int64_t      last_second;
  unsigned     frames;
} BenchW1;

static void
bench_number_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BenchNumber           *self = (BenchNumber *) widget;
  const SteadyPlotTheme *theme = steady_plot_theme (true);
  PangoLayout           *layout = gtk_widget_create_pango_layout (widget, self->text);
  PangoFontDescription  *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, 28 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  gtk_snapshot_append_color (
      snapshot,
      &theme->ground,
      &GRAPHENE_RECT_INIT (0,
                           0,
                           (float) gtk_widget_get_width (widget),
                           (float) gtk_widget_get_height (widget)));
  gtk_snapshot_append_layout (snapshot, layout, &theme->text);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
bench_number_class_init (BenchNumberClass *class)
{
  class->snapshot = bench_number_snapshot;
}

static void
bench_number_init (BenchNumber *self)
{
}

/* A beat, a pressure or a breath, with a little noise, between 0 and 1. */
static float
wave_value (unsigned trace, int64_t index)
{
  double t = (double) index / RATE;
  double phase = t * (trace < 8 ? 2.137 : 0.453) + trace * 0.13;
  double value;

  phase -= floor (phase);
  if (trace < 3)
    value = 0.25 + 0.56 * exp (-pow ((phase - 0.36) / 0.010, 2)) -
            0.14 * exp (-pow ((phase - 0.39) / 0.010, 2)) +
            0.15 * exp (-pow ((phase - 0.62) / 0.050, 2)) +
            0.08 * exp (-pow ((phase - 0.18) / 0.025, 2));
  else if (trace < 8)
    value = 0.1 + 0.75 * (exp (-pow ((phase - 0.20) / 0.09, 2)) +
                          0.55 * exp (-pow ((phase - 0.42) / 0.16, 2)));
  else
    value = 0.5 + 0.38 * sin (2 * G_PI * phase) + 0.04 * sin (26 * G_PI * phase);
  uint32_t noise = (uint32_t) index * 2654435761u ^ trace * 40503u;
  noise = (noise ^ noise >> 15) * 2246822519u;
  return (float) (value + ((noise >> 16 & 1023) / 1023.0 - 0.5) * 0.02);
}

static float
trend_value (int trend, int64_t second)
{
  return 0.5f + 0.3f * sinf ((float) second * 0.021f + (float) trend) +
         0.05f * sinf ((float) second * 0.37f + (float) trend * 2);
}

static void
push_waves (BenchW1 *bench, int64_t end)
{
  float    values[SWEEP_SECONDS * RATE];
  unsigned count = (unsigned) MIN (end - bench->next, SWEEP_SECONDS * RATE);

  bench->next = end - count;
  for (unsigned trace = 0; trace < TRACES; trace++)
    {
      for (unsigned i = 0; i < count; i++)
        values[i] = wave_value (trace, bench->next + i);
      steady_wave_view_push (STEADY_WAVE_VIEW (bench->waves),
                             (uint16_t) (trace + 1),
                             bench->next,
                             values,
                             count);
    }
  bench->next = end;
}

static void
push_numbers (BenchW1 *bench, int64_t second)
{
  SteadyEnvelope columns[TREND_SECONDS];

  for (int i = 0; i < NUMBERS; i++)
    {
      for (int k = 0; k < TREND_SECONDS; k++)
        {
          columns[k].low = columns[k].high = trend_value (i, second + k);
          columns[k].count = 1;
        }
      steady_trend_view_set_data (
          STEADY_TREND_VIEW (bench->trends[i]), 1, columns, TREND_SECONDS);
      g_snprintf (bench->numbers[i]->text,
                  sizeof bench->numbers[i]->text,
                  "%.1f",
                  100 * (double) columns[0].low);
      gtk_widget_queue_draw (GTK_WIDGET (bench->numbers[i]));
    }
}

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, void *data)
{
  BenchW1 *bench = data;
  int64_t  now = gdk_frame_clock_get_frame_time (clock);

  if (bench->start == 0)
    {
      bench->start = now;
      bench->last_second = -1;
    }
  int64_t passed = now - bench->start;
  int64_t end = (SWEEP_SECONDS + 3600) * RATE + passed * RATE / 1000000;
  if (!bench->waves)
    gtk_gl_area_queue_render (GTK_GL_AREA (widget));
  else if (end > bench->next)
    push_waves (bench, end);
  if (passed / 1000000 != bench->last_second)
    {
      bench->last_second = passed / 1000000;
      push_numbers (bench, bench->last_second);
    }
  return G_SOURCE_CONTINUE;
}

/* Counts frames that were painted and marks the measured span. */
static void
after_paint (GdkFrameClock *clock, void *data)
{
  BenchW1 *bench = data;
  int64_t  now = gdk_frame_clock_get_frame_time (clock);

  if (bench->start == 0 || now - bench->start < WARM_UP_US)
    return;
  if (bench->begin == 0)
    {
      bench->begin = now;
      fprintf (stderr, "BEGIN\n");
      return;
    }
  bench->frames++;
  if ((double) (now - bench->begin) >= bench->seconds * 1e6)
    {
      fprintf (stderr, "END\n");
      printf ("frames=%u\n", bench->frames);
      fflush (stdout);
      g_usleep (1500000); /* whoever measures reads our CPU time now */
      g_main_loop_quit (bench->loop);
    }
}

static GtkWidget *
make_waves (SteadyPlotBackend backend)
{
  static const GdkRGBA colours[] = {
    { 0.30f, 0.90f, 0.40f, 1 }, { 0.95f, 0.55f, 0.75f, 1 }, { 0.45f, 0.65f, 1.00f, 1 },
    { 0.90f, 0.75f, 0.60f, 1 }, { 0.75f, 0.60f, 0.95f, 1 }, { 0.55f, 0.85f, 0.80f, 1 },
  };
  GtkWidget       *waves = steady_wave_view_new (backend);
  SteadyTraceStyle styles[TRACES];

  for (unsigned i = 0; i < TRACES; i++)
    styles[i] = (SteadyTraceStyle){
      .channel = (uint16_t) (i + 1),
      .rate_hz = RATE,
      .low = 0,
      .high = 1,
      .weight = 1,
      .colour = colours[i % G_N_ELEMENTS (colours)],
      .label = "W1",
      .unit = "",
    };
  steady_wave_view_set_traces (STEADY_WAVE_VIEW (waves), styles, TRACES);
  steady_wave_view_set_sweep (STEADY_WAVE_VIEW (waves), SWEEP_SECONDS);
  steady_wave_view_set_paced (STEADY_WAVE_VIEW (waves), false);
  gtk_widget_set_size_request (
      waves, WAVE_WIDTH + STEADY_PLOT_GUTTER_WIDTH, WINDOW_HEIGHT);
  gtk_widget_set_hexpand (waves, FALSE);
  return waves;
}

/* Numbers and small trends, two columns of twelve. The small pictures are always made
 * in memory: a GL context each would cost far more than they do. */
static GtkWidget *
make_numbers (BenchW1 *bench)
{
  GtkWidget       *grid = gtk_grid_new ();
  int              room = WINDOW_WIDTH - WAVE_WIDTH - STEADY_PLOT_GUTTER_WIDTH;
  SteadyTrendStyle style = {
    .channel = 1, .low = 0, .high = 1, .colour = { 0.8f, 0.8f, 0.8f, 1 }
  };

  for (int i = 0; i < NUMBERS; i++)
    {
      bench->numbers[i] = g_object_new (bench_number_get_type (), NULL);
      bench->trends[i] = steady_trend_view_new (STEADY_PLOT_BACKEND_CPU);
      steady_trend_view_set_plain (STEADY_TREND_VIEW (bench->trends[i]), true);
      steady_trend_view_set_traces (STEADY_TREND_VIEW (bench->trends[i]), &style, 1);
      gtk_widget_set_size_request (
          GTK_WIDGET (bench->numbers[i]), room / 2 - TREND_WIDTH, WINDOW_HEIGHT / 12);
      gtk_widget_set_size_request (bench->trends[i], TREND_WIDTH, WINDOW_HEIGHT / 12);
      gtk_grid_attach (
          GTK_GRID (grid), GTK_WIDGET (bench->numbers[i]), i % 2 * 2, i / 2, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), bench->trends[i], i % 2 * 2 + 1, i / 2, 1, 1);
    }
  return grid;
}

static gboolean
clear_area (GtkGLArea *area, GdkGLContext *context, void *data)
{
  const GdkRGBA *ground = &steady_plot_theme (true)->ground;

  glClearColor (ground->red, ground->green, ground->blue, 1);
  glClear (GL_COLOR_BUFFER_BIT);
  return TRUE;
}

static GtkWidget *
make_empty_area (void)
{
  GtkWidget *area = gtk_gl_area_new ();

  gtk_gl_area_set_auto_render (GTK_GL_AREA (area), FALSE);
  gtk_widget_set_size_request (area, WAVE_WIDTH, WINDOW_HEIGHT);
  gtk_widget_set_margin_start (area, STEADY_PLOT_GUTTER_WIDTH);
  g_signal_connect (area, "render", G_CALLBACK (clear_area), NULL);
  return area;
}

/* Shows the window with @main where the waveforms belong, until the span is over. */
static int
run_bench (BenchW1 *bench, GtkWidget *main)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (box), main);
  gtk_box_append (GTK_BOX (box), make_numbers (bench));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WINDOW_WIDTH, WINDOW_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_widget_add_tick_callback (main, tick, bench, NULL);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (after_paint),
                    bench);
  bench->loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (bench->loop);
  g_main_loop_unref (bench->loop);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}

static bool
has_screen (void)
{
  if (gtk_init_check ())
    return true;
  fprintf (stderr, "There is no display to draw on; start under xvfb-run.\n");
  return false;
}

/*
 * Draws the workload W1 for @seconds after a warm-up. Prints BEGIN and END on stderr
 * around the measured span and frames=N on stdout, then stays a moment so that its CPU
 * time can be read.
 *
 * Returns: the exit status. Thread: main.
 */
int
steady_bench_w1 (double seconds, SteadyPlotBackend backend)
{
  BenchW1 bench = { .seconds = seconds };

  if (!has_screen ())
    return 1;
  bench.waves = make_waves (backend);
  return run_bench (&bench, bench.waves);
}

/*
 * The same with an empty GL area in the place of the waveforms: what GTK alone takes to
 * show so large a picture of the graphics card in this window.
 *
 * Returns: the exit status. Thread: main.
 */
int
steady_bench_w1_empty (double seconds)
{
  BenchW1 bench = { .seconds = seconds };

  if (!has_screen ())
    return 1;
  return run_bench (&bench, make_empty_area ());
}
