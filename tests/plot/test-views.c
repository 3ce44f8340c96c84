/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gtk/gtk.h>

#include "base/steady-clock.h"
#include "plot/steady-plot-canvas.h"
#include "plot/steady-trend-view.h"

/* Where GL is switched off, or its dialect chosen, by GDK_DEBUG, the same tests run
 * with other expectations. */
#define WIDTH  640
#define HEIGHT 300

/* Longer than any machine takes for a frame; only a failing test waits this long. */
#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct Stage
{
  GtkWidget *window;
  GtkWidget *view;
  unsigned   updates; /* each frame of the clock, drawn or not */
  unsigned   paints;
  int64_t    next;
} Stage;

static bool
gl_is_off (void)
{
  const char *debug = g_getenv ("GDK_DEBUG");
  return debug && strstr (debug, "gl-disable");
}

static void
count_update (GdkFrameClock *clock, void *data)
{
  ++*(unsigned *) data;
}

static void
show (Stage *stage, GtkWidget *view)
{
  memset (stage, 0, sizeof *stage);
  stage->view = view;
  stage->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (stage->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (stage->window), view);
  gtk_window_present (GTK_WINDOW (stage->window));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (stage->window);
  g_signal_connect (clock, "update", G_CALLBACK (count_update), &stage->updates);
  g_signal_connect (clock, "paint", G_CALLBACK (count_update), &stage->paints);
}

static void
hide (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
set_flag (void *flag)
{
  *(bool *) flag = true;
  return G_SOURCE_REMOVE;
}

static void
run_for (unsigned ms)
{
  bool over = false;

  g_timeout_add (ms, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Runs until a tenth of a second passes without a frame. */
static void
settle (Stage *stage)
{
  int64_t  end = g_get_monotonic_time () + PATIENCE_US;
  unsigned before;

  do
    {
      before = stage->updates;
      run_for (150);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
  while (stage->updates != before || stage->paints == 0);
}

static void
add_traces (GtkWidget *view)
{
  const SteadyTraceStyle styles[2] = {
    { 1, 250, -1, 1, 1, { 0.3f, 0.9f, 0.4f, 1 }, "ECG", "mV" },
    { 2, 250, -1, 1, 2, { 0.9f, 0.5f, 0.7f, 1 }, "Arterial", "mmHg" },
  };
  steady_wave_view_set_traces (STEADY_WAVE_VIEW (view), styles, 2);
  steady_wave_view_set_watermark (STEADY_WAVE_VIEW (view), "SIMULATED");
}

static void
push (Stage *stage, unsigned count)
{
  float values[2500];

  for (unsigned i = 0; i < count; i++)
    values[i] = sinf ((float) (stage->next + i) * 0.05f);
  for (uint16_t channel = 1; channel <= 2; channel++)
    steady_wave_view_push (
        STEADY_WAVE_VIEW (stage->view), channel, stage->next, values, count);
  stage->next += count;
}

static void
show_waves (Stage *stage, SteadyPlotBackend backend)
{
  show (stage, steady_wave_view_new (backend));
  add_traces (stage->view);
  push (stage, 1000);
  settle (stage);
}

static void
test_idle (gconstpointer data)
{
  Stage stage;

  show_waves (&stage, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  run_for (500); /* a busy machine may still owe a frame */
  settle (&stage);
  stage.updates = stage.paints = 0;
  run_for (3000);
  g_assert_cmpuint (stage.updates, ==, 0); /* nor is a tick callback installed */
  g_assert_cmpuint (stage.paints, ==, 0);

  stage.next -= 500; /* what is known already is nothing new */
  push (&stage, 500);
  steady_wave_view_set_stale (STEADY_WAVE_VIEW (stage.view), false);
  steady_wave_view_set_watermark (STEADY_WAVE_VIEW (stage.view), "SIMULATED");
  run_for (300);
  g_assert_cmpuint (stage.updates, ==, 0);

  push (&stage, 5); /* the test can see a frame */
  settle (&stage);
  g_assert_cmpuint (stage.paints, >, 0);
  hide (&stage);
}

static void
test_burst (gconstpointer data)
{
  Stage stage;

  show_waves (&stage, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  stage.updates = stage.paints = 0;
  for (unsigned i = 0; i < 100; i++)
    push (&stage, 5);
  settle (&stage);
  g_assert_cmpuint (stage.paints, >=, 1);
  g_assert_cmpuint (stage.paints, <=, 2);
  hide (&stage);
}

/* Burns the processor while a frame is painted, as a driver in software does. */
static void
burn (GdkFrameClock *clock, void *data)
{
  SteadySpan until = steady_clock_cpu () + 40 * STEADY_NSEC_PER_MSEC;
  while (steady_clock_cpu () < until)
    ;
}

static unsigned
paints_in_two_seconds (Stage *stage)
{
  int64_t end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  stage->paints = 0;
  while (g_get_monotonic_time () < end)
    {
      push (stage, 1);
      run_for (4);
    }
  return stage->paints;
}

/* Frames that cost too much come less often, and none is lost for good. */
static void
test_pacing (gconstpointer data)
{
  Stage stage;

  show_waves (&stage, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (stage.window);
  g_signal_connect (clock, "paint", G_CALLBACK (burn), NULL);
  paints_in_two_seconds (&stage); /* learns what a frame costs */
  unsigned paced = paints_in_two_seconds (&stage);
  g_assert_cmpuint (paced, >=, 2);
  g_assert_cmpuint (paced, <=, 2000 / 80 + 2);
  settle (&stage);
  push (&stage, 1);
  stage.paints = 0;
  settle (&stage);
  g_assert_cmpuint (stage.paints, ==, 1);
  hide (&stage);
}

static SteadyPlotCanvas *
canvas_of (GtkWidget *view)
{
  return STEADY_PLOT_CANVAS (gtk_widget_get_last_child (view));
}

static void
free_picture (SteadyPlotPicture *picture)
{
  g_free (picture->pixels);
  g_free (picture);
}

static unsigned
worst_difference (const SteadyPlotPicture *a, const SteadyPlotPicture *b)
{
  unsigned worst = 0;

  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  for (size_t i = 0; i < (size_t) a->width * a->height; i++)
    for (unsigned shift = 0; shift < 24; shift += 8)
      worst = MAX (worst,
                   (unsigned) ABS ((int) (a->pixels[i] >> shift & 0xff) -
                                   (int) (b->pixels[i] >> shift & 0xff)));
  return worst;
}

/* What the window shows where the canvas is: the way every pixel goes to the screen. */
static SteadyPlotPicture *
screen_picture (Stage *stage)
{
  GtkWidget      *canvas = GTK_WIDGET (canvas_of (stage->view));
  graphene_rect_t bounds;
  int             width = gtk_widget_get_width (stage->window);
  int             height = gtk_widget_get_height (stage->window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (stage->window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  g_assert_true (gtk_widget_compute_bounds (canvas, stage->window, &bounds));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (stage->window)),
      node,
      &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_autofree uint32_t *pixels = g_new (uint32_t, (size_t) width * (size_t) height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);

  SteadyPlotPicture *picture = g_new (SteadyPlotPicture, 1);
  picture->width = (unsigned) bounds.size.width;
  picture->height = (unsigned) bounds.size.height;
  picture->pixels = g_new (uint32_t, (size_t) picture->width * picture->height);
  for (unsigned y = 0; y < picture->height; y++)
    memcpy (&picture->pixels[(size_t) y * picture->width],
            &pixels[((size_t) bounds.origin.y + y) * (size_t) width +
                    (size_t) bounds.origin.x],
            picture->width * sizeof (uint32_t));
  return picture;
}

/* Neither flipped nor dimmed nor empty: on the screen stands what was drawn, and both
 * back ends put the same there. */
static void
test_screen (void)
{
  SteadyPlotPicture *drawn[2];
  const char        *scale = g_getenv ("GDK_SCALE");

  if (scale && strcmp (scale, "1") != 0)
    {
      g_test_skip ("a window's picture is rendered here at its size in units");
      return;
    }
  for (unsigned i = 0; i < 2; i++)
    {
      Stage stage;
      show_waves (&stage, i == 0 ? STEADY_PLOT_BACKEND_CPU : STEADY_PLOT_BACKEND_GL);
      for (unsigned frame = 0; frame < 20; frame++)
        {
          push (&stage, 37);
          run_for (20);
        }
      settle (&stage);
      drawn[i] = steady_plot_canvas_read (canvas_of (stage.view));
      g_assert_nonnull (drawn[i]);
      SteadyPlotPicture *seen = screen_picture (&stage);
      g_assert_cmpuint (worst_difference (drawn[i], seen), <=, i); /* tiles: equal */
      free_picture (seen);
      hide (&stage);
    }
  g_assert_cmpuint (worst_difference (drawn[0], drawn[1]), <=, 2);
  free_picture (drawn[0]);
  free_picture (drawn[1]);
}

static void
test_backend (void)
{
  Stage stage;

  show_waves (&stage, STEADY_PLOT_BACKEND_GL);
  g_assert_cmpint (steady_wave_view_get_backend (STEADY_WAVE_VIEW (stage.view)),
                   ==,
                   gl_is_off () ? STEADY_PLOT_BACKEND_CPU : STEADY_PLOT_BACKEND_GL);
  hide (&stage);
  show (&stage, steady_trend_view_new (STEADY_PLOT_BACKEND_GL));
  settle (&stage);
  g_assert_cmpint (steady_trend_view_get_backend (STEADY_TREND_VIEW (stage.view)),
                   ==,
                   gl_is_off () ? STEADY_PLOT_BACKEND_CPU : STEADY_PLOT_BACKEND_GL);
  hide (&stage);
}

/* Each change of style while samples come; the picture stays that of a new view. */
static void
test_changes (gconstpointer data)
{
  Stage           stage;
  SteadyWaveView *view;

  show_waves (&stage, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  view = STEADY_WAVE_VIEW (stage.view);
  steady_wave_view_set_dark (view, false);
  push (&stage, 100);
  steady_wave_view_set_line_width (view, 3);
  steady_wave_view_set_sweep (view, 5);
  steady_wave_view_set_range (view, 2, -3, 3);
  settle (&stage);
  steady_wave_view_set_stale (view, true);
  push (&stage, 1);
  settle (&stage);
  gtk_window_set_default_size (GTK_WINDOW (stage.window), WIDTH + 77, HEIGHT + 31);
  settle (&stage);
  SteadyPlotPicture *changed = steady_plot_canvas_read (canvas_of (stage.view));
  g_assert_nonnull (changed);
  hide (&stage);

  show (&stage, steady_wave_view_new (STEADY_PLOT_BACKEND_CPU));
  gtk_window_set_default_size (GTK_WINDOW (stage.window), WIDTH + 77, HEIGHT + 31);
  view = STEADY_WAVE_VIEW (stage.view);
  add_traces (stage.view);
  steady_wave_view_set_dark (view, false);
  steady_wave_view_set_line_width (view, 3);
  steady_wave_view_set_sweep (view, 5);
  steady_wave_view_set_range (view, 2, -3, 3);
  steady_wave_view_set_stale (view, true);
  push (&stage, 1101);
  settle (&stage);
  SteadyPlotPicture *plain = steady_plot_canvas_read (canvas_of (stage.view));
  g_assert_cmpuint (worst_difference (changed, plain), <=, 2);
  free_picture (changed);
  free_picture (plain);
  hide (&stage);
}

/* A view that leaves its window and comes to another has its picture again. */
static void
test_moves (gconstpointer data)
{
  Stage      first, second;
  GtkWidget *view;

  show_waves (&first, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  view = g_object_ref (first.view);
  SteadyPlotPicture *before = steady_plot_canvas_read (canvas_of (view));
  gtk_window_set_child (GTK_WINDOW (first.window), NULL);
  settle (&first);
  show (&second, view);
  settle (&second);
  SteadyPlotPicture *after = steady_plot_canvas_read (canvas_of (view));
  g_assert_nonnull (after);
  g_assert_cmpuint (worst_difference (before, after), ==, 0);
  free_picture (before);
  free_picture (after);
  g_object_unref (view);
  hide (&second);
  hide (&first);
}

/* On a fine screen the picture has as many pixels as the screen. */
static void
test_scale (gconstpointer data)
{
  Stage stage;

  show_waves (&stage, (SteadyPlotBackend) GPOINTER_TO_INT (data));
  GtkWidget         *canvas = GTK_WIDGET (canvas_of (stage.view));
  SteadyPlotPicture *picture = steady_plot_canvas_read (STEADY_PLOT_CANVAS (canvas));
  int                scale = gtk_widget_get_scale_factor (canvas);
  g_assert_cmpint (picture->width, ==, gtk_widget_get_width (canvas) * scale);
  g_assert_cmpint (picture->height, ==, gtk_widget_get_height (canvas) * scale);
  free_picture (picture);
  hide (&stage);
}

static void
test_trend_columns (void)
{
  const SteadyTrendStyle style = { .channel = 5,
                                   .high = 10,
                                   .band_low = 2,
                                   .band_high = 6,
                                   .label = "Flow",
                                   .unit = "L/min" };
  const SteadyTrendMark  mark = { 30, { 1, 0, 0, 1 }, "Air" };
  SteadyEnvelope         columns[2000];
  Stage                  stage;

  show (&stage, steady_trend_view_new (STEADY_PLOT_BACKEND_CPU));
  SteadyTrendView *view = STEADY_TREND_VIEW (stage.view);
  g_assert_cmpuint (steady_trend_view_get_columns (view), ==, 0);
  steady_trend_view_set_traces (view, &style, 1);
  steady_trend_view_set_span (view, 0, 100, 0);
  steady_trend_view_set_marks (view, &mark, 1);
  settle (&stage);
  unsigned count = steady_trend_view_get_columns (view);
  g_assert_cmpuint (count, >, 300);
  g_assert_cmpuint (count, <, WIDTH * 4);

  for (unsigned i = 0; i < count; i++)
    columns[i] = (SteadyEnvelope){ 4, 5, 1 };
  stage.paints = stage.updates = 0;
  for (unsigned i = 0; i < 10; i++)
    steady_trend_view_set_data (view, 5, columns, count);
  settle (&stage);
  g_assert_cmpuint (stage.paints, <=, 2);
  stage.updates = 0;
  steady_trend_view_set_span (view, 0, 100, 0); /* as it was */
  run_for (500);
  g_assert_cmpuint (stage.updates, ==, 0);
  hide (&stage);
}

static void
add (const char *what, GTestDataFunc function)
{
  g_autofree char *cpu = g_strconcat ("/plot/views/cpu/", what, NULL);
  g_autofree char *gl = g_strconcat ("/plot/views/gl/", what, NULL);

  g_test_add_data_func (cpu, GINT_TO_POINTER (STEADY_PLOT_BACKEND_CPU), function);
  g_test_add_data_func (gl, GINT_TO_POINTER (STEADY_PLOT_BACKEND_GL), function);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  add ("nothing-new-no-frames", test_idle);
  add ("burst-is-one-frame", test_burst);
  add ("changes-equal-a-new-view", test_changes);
  add ("moves-between-windows", test_moves);
  add ("costly-frames-step-down", test_pacing);
  add ("as-fine-as-the-screen", test_scale);
  g_test_add_func ("/plot/views/screen-shows-what-was-drawn", test_screen);
  g_test_add_func ("/plot/views/backend-in-use", test_backend);
  g_test_add_func ("/plot/views/trend-columns", test_trend_columns);
  return g_test_run ();
}
