/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gtk/gtk.h>

#include "base/steady-random.h"
#include "plot/steady-plot-renderer.h"
#include "plot/steady-trend-raster.h"

/*
 * The picture of the graphics card against that made in memory: far from a line within
 * 2/255, and in each column the middle and the width of each trace within 0.25 pixels.
 */
#define FAR_LIMIT    2
#define PLACE_LIMIT  0.25
#define FAR_DISTANCE 1.5f

#define WIDTH  330u
#define HEIGHT 212u
#define TRACES 4u

#define BLACK 0xff000000u

/* One of the two pictures and what it is made from. */
typedef struct Side
{
  SteadyWaveScene     scene;
  SteadyPlotRenderer *renderer;
  SteadyPlotPicture   picture;
} Side;

typedef struct Pair
{
  GdkGLContext     *context;
  SteadyPlotPicture backdrop;
  SteadyPlotPicture wide; /* what is no further than FAR_DISTANCE from a line */
  Side              gl;
  Side              cpu;
  unsigned          worst; /* difference of any byte anywhere */
} Pair;

static SteadyPlotPicture
make_picture (unsigned width, unsigned height)
{
  size_t            count = (size_t) width * height;
  SteadyPlotPicture picture = { g_new (uint32_t, count), width, height };

  for (size_t i = 0; i < count; i++)
    picture.pixels[i] = BLACK;
  return picture;
}

static GdkGLContext *
make_context (GdkGLAPI api)
{
  g_autoptr (GError) error = NULL;
  GdkGLContext *context =
      gdk_display_create_gl_context (gdk_display_get_default (), &error);

  if (context)
    {
      gdk_gl_context_set_allowed_apis (context, api);
      if (gdk_gl_context_realize (context, &error))
        {
          gdk_gl_context_make_current (context);
          return context;
        }
      g_object_unref (context);
    }
  g_test_skip (error->message);
  return NULL;
}

static void
side_init (Side *side, SteadyPlotRenderer *renderer, const SteadyPlotPicture *backdrop)
{
  SteadyWaveTrace traces[TRACES] = { 0 };

  side->renderer = renderer;
  steady_wave_scene_init (&side->scene);
  side->scene.line_width = 1.75f;
  for (unsigned i = 0; i < TRACES; i++)
    {
      traces[i].channel = (uint16_t) (i + 1);
      traces[i].rate_hz = i == 3 ? 40 : 125 << i;
      traces[i].low = -1.2;
      traces[i].high = 1.2;
      traces[i].weight = 1;
      traces[i].colour = 0xffffff;
    }
  steady_wave_scene_set_traces (&side->scene, traces, TRACES);
  steady_wave_scene_set_sweep (&side->scene, 4);
  steady_wave_scene_set_size (&side->scene, backdrop->width, backdrop->height);
  side->picture = make_picture (backdrop->width, backdrop->height);
  g_assert_true (renderer->interface->set_backdrop (renderer, backdrop));
}

static bool
pair_init (Pair *pair, GdkGLAPI api)
{
  g_autoptr (GError) error = NULL;

  memset (pair, 0, sizeof *pair);
  pair->context = make_context (api);
  if (!pair->context)
    return false;
  bool es = gdk_gl_context_get_api (pair->context) == GDK_GL_API_GLES;
  g_assert_cmpint (es, ==, api == GDK_GL_API_GLES);
  SteadyPlotRenderer *gl = steady_gl_renderer_new (es, &error);
  g_assert_no_error (error);
  pair->backdrop = make_picture (WIDTH, HEIGHT);
  pair->wide = make_picture (WIDTH, HEIGHT);
  side_init (&pair->gl, gl, &pair->backdrop);
  side_init (&pair->cpu, steady_cpu_renderer_new (), &pair->backdrop);
  return true;
}

static void
side_finish (Side *side)
{
  side->renderer->interface->free (side->renderer);
  steady_wave_scene_finish (&side->scene);
  g_free (side->picture.pixels);
}

static void
pair_finish (Pair *pair)
{
  side_finish (&pair->gl);
  side_finish (&pair->cpu);
  g_free (pair->backdrop.pixels);
  g_free (pair->wide.pixels);
  gdk_gl_context_clear_current ();
  g_object_unref (pair->context);
}

/* Smooth, steep and flat parts, and a hole now and then. */
static float
value_at (unsigned trace, int64_t index, double rate)
{
  double t = (double) index / rate;
  double spike = exp (-pow ((fmod (t + trace * 0.1, 0.7) - 0.3) / 0.012, 2));

  if (index % 977 > 960)
    return NAN;
  return (float) (0.4 * sin (t * (3 + trace)) + 0.75 * spike);
}

static void
feed_side (Side *side, double from, double to)
{
  for (unsigned i = 0; i < side->scene.count; i++)
    {
      double  rate = side->scene.traces[i].rate_hz;
      int64_t first = (int64_t) (from * rate);
      int64_t end = (int64_t) (to * rate);
      for (int64_t index = first; index < end; index++)
        {
          float value = value_at (i, index, rate);
          steady_wave_scene_push (&side->scene, i, index, &value, 1);
        }
    }
}

static void
feed_and_draw (Pair *pair, double from, double to)
{
  feed_side (&pair->gl, from, to);
  feed_side (&pair->cpu, from, to);
  pair->gl.renderer->interface->draw_waves (pair->gl.renderer, &pair->gl.scene);
  pair->cpu.renderer->interface->draw_waves (pair->cpu.renderer, &pair->cpu.scene);
}

/* Marks what is near a line, by drawing it as wide as that. */
static void
draw_wide (Pair *pair)
{
  SteadyWaveScene   scene = pair->cpu.scene; /* the rings are only read */
  SteadyWaveRect    rects[STEADY_WAVE_RECTS_MAX];
  g_autofree float *scratch = g_new (float, HEIGHT + 2);

  unsigned count;
  steady_wave_scene_redraw (&scene);
  count = steady_wave_scene_take_damage (&scene, rects);
  scene.line_width = 2 * FAR_DISTANCE - 1;
  for (unsigned i = 0; i < count; i++)
    steady_trace_raster_draw (&scene, &rects[i], &pair->backdrop, &pair->wide, scratch);
}

static unsigned
difference (uint32_t a, uint32_t b)
{
  unsigned worst = 0;
  for (unsigned shift = 0; shift < 24; shift += 8)
    worst = MAX (
        worst, (unsigned) ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return worst;
}

/* Middle and width of what stands in one column of one row, white on black. */
static void
weigh (const SteadyPlotPicture *picture,
       unsigned                 x,
       int                      top,
       int                      bottom,
       double                  *ret_middle,
       double                  *ret_width)
{
  double sum = 0;
  double moment = 0;

  for (int y = top; y < bottom; y++)
    {
      uint32_t pixel = picture->pixels[(size_t) y * picture->width + x];
      double   share = (pixel & 0xff) / 255.0;
      sum += share;
      moment += share * (y + 0.5);
    }
  *ret_width = sum;
  *ret_middle = sum > 0 ? moment / sum : 0;
}

/* NULL, or what is wrong. */
static char *
compare (Pair *pair)
{
  pair->gl.renderer->interface->read (pair->gl.renderer, &pair->gl.picture);
  pair->cpu.renderer->interface->read (pair->cpu.renderer, &pair->cpu.picture);
  draw_wide (pair);

  for (size_t i = 0; i < (size_t) WIDTH * HEIGHT; i++)
    {
      unsigned off =
          difference (pair->gl.picture.pixels[i], pair->cpu.picture.pixels[i]);
      pair->worst = MAX (pair->worst, off);
      if (pair->wide.pixels[i] == BLACK && off > FAR_LIMIT)
        return g_strdup_printf ("far from a line %u, %u differs by %u",
                                (unsigned) (i % WIDTH),
                                (unsigned) (i / WIDTH),
                                off);
    }
  for (unsigned trace = 0; trace < TRACES; trace++)
    for (unsigned x = 0; x < WIDTH; x++)
      {
        int    top = pair->cpu.scene.traces[trace].top;
        int    bottom = pair->cpu.scene.traces[trace].bottom;
        double middle[2], width[2];
        weigh (&pair->gl.picture, x, top, bottom, &middle[0], &width[0]);
        weigh (&pair->cpu.picture, x, top, bottom, &middle[1], &width[1]);
        if (fabs (width[0] - width[1]) > PLACE_LIMIT ||
            fabs (middle[0] - middle[1]) > PLACE_LIMIT)
          return g_strdup_printf ("trace %u, column %u: middle %.3f and %.3f, width "
                                  "%.3f and %.3f",
                                  trace,
                                  x,
                                  middle[0],
                                  middle[1],
                                  width[0],
                                  width[1]);
      }
  return NULL;
}

static void
assert_agree (Pair *pair)
{
  g_autofree char *wrong = compare (pair);
  if (wrong)
    g_error ("The pictures differ: %s", wrong);
}

static unsigned
painted (const SteadyPlotPicture *picture)
{
  unsigned count = 0;
  for (size_t i = 0; i < (size_t) picture->width * picture->height; i++)
    count += picture->pixels[i] != BLACK;
  return count;
}

static void
test_waves_agree (gconstpointer data)
{
  Pair   pair;
  double t = 100000;

  if (!pair_init (&pair, (GdkGLAPI) GPOINTER_TO_INT (data)))
    return;
  feed_and_draw (&pair, t, t + 3);
  assert_agree (&pair);
  t += 3;
  for (unsigned frame = 0; frame < 400; frame++)
    {
      double next = t + (frame % 50 == 7 ? 0.4 : 1 / 60.0);
      if (frame % 90 == 60)
        next = t += 0.3; /* nothing came: a hole */
      feed_and_draw (&pair, t, next);
      t = next;
      if (frame % 10 == 0)
        assert_agree (&pair);
    }
  assert_agree (&pair);
  g_assert_cmpuint (painted (&pair.cpu.picture), >, 2000);
  g_test_message ("largest difference of any byte: %u", pair.worst);
  pair_finish (&pair);
}

static void
set_width (Side *side, float width)
{
  side->scene.line_width = width;
  steady_wave_scene_redraw (&side->scene);
}

static void
test_styles_agree (gconstpointer data)
{
  Pair pair;

  if (!pair_init (&pair, (GdkGLAPI) GPOINTER_TO_INT (data)))
    return;
  for (unsigned style = 0; style < 5; style++)
    {
      float width = 1 + 0.5f * (float) style;
      set_width (&pair.gl, width);
      set_width (&pair.cpu, width);
      steady_wave_scene_set_sweep (&pair.gl.scene, 2 + style);
      steady_wave_scene_set_sweep (&pair.cpu.scene, 2 + style);
      feed_and_draw (&pair, 50 + style, 51 + style);
      assert_agree (&pair);
    }
  pair_finish (&pair);
}

/* The comparison must be able to fail. */
static void
test_shifted_trace_fails (gconstpointer data)
{
  Pair pair;

  if (!pair_init (&pair, (GdkGLAPI) GPOINTER_TO_INT (data)))
    return;
  SteadyTraceScale scale = steady_trace_scale (&pair.gl.scene, 2);
  pair.gl.scene.traces[2].low += 1 / (double) scale.gain;
  pair.gl.scene.traces[2].high += 1 / (double) scale.gain;
  feed_and_draw (&pair, 10, 13.2);
  g_autofree char *wrong = compare (&pair);
  g_assert_nonnull (wrong);
  pair_finish (&pair);
}

static void
test_trends_agree (gconstpointer data)
{
  GdkGLContext       *context = make_context ((GdkGLAPI) GPOINTER_TO_INT (data));
  SteadyTrendTrace    traces[3] = { 0 };
  SteadyTrendScene    scene;
  SteadyEnvelope      columns[WIDTH];
  SteadyPlotPicture   backdrop = make_picture (WIDTH, HEIGHT);
  SteadyPlotPicture   pictures[2] = { make_picture (WIDTH, HEIGHT),
                                      make_picture (WIDTH, HEIGHT) };
  SteadyPlotRenderer *renderers[2];
  unsigned            worst = 0;

  if (!context)
    return;
  renderers[0] = steady_gl_renderer_new (
      gdk_gl_context_get_api (context) == GDK_GL_API_GLES, NULL);
  renderers[1] = steady_cpu_renderer_new ();
  for (size_t i = 0; i < (size_t) WIDTH * HEIGHT; i++)
    backdrop.pixels[i] = 0xff000000u | (uint32_t) (i % 200 * 0x010101u);
  steady_trend_scene_init (&scene);
  for (unsigned i = 0; i < 3; i++)
    {
      traces[i] = (SteadyTrendTrace){ .channel = (uint16_t) i,
                                      .row = i / 2,
                                      .low = 0,
                                      .high = 100,
                                      .colour = 0x40c080u << i & 0xffffff };
    }
  steady_trend_scene_set_traces (&scene, traces, 3);
  steady_trend_scene_set_size (&scene, WIDTH, HEIGHT, 20);
  for (unsigned trace = 0; trace < 3; trace++)
    {
      unsigned count = trace == 1 ? WIDTH / 2 : WIDTH; /* as just after a resize */
      for (unsigned i = 0; i < count; i++)
        {
          float middle = 50 + 30 * sinf ((float) i * 0.05f * (float) (trace + 1));
          columns[i] = (SteadyEnvelope){ middle - 4, middle + 9, i % 61 < 50 };
        }
      steady_trend_scene_set_data (&scene, trace, columns, count, 2);
    }
  for (unsigned i = 0; i < 2; i++)
    {
      g_assert_true (renderers[i]->interface->set_backdrop (renderers[i], &backdrop));
      renderers[i]->interface->draw_trends (renderers[i], &scene);
      renderers[i]->interface->read (renderers[i], &pictures[i]);
      renderers[i]->interface->free (renderers[i]);
    }
  for (size_t i = 0; i < (size_t) WIDTH * HEIGHT; i++)
    worst = MAX (worst, difference (pictures[0].pixels[i], pictures[1].pixels[i]));
  g_assert_cmpuint (worst, <=, FAR_LIMIT);
  g_assert_cmpint (
      memcmp (pictures[1].pixels, backdrop.pixels, WIDTH * HEIGHT * 4), !=, 0);
  steady_trend_scene_finish (&scene);
  g_free (backdrop.pixels);
  g_free (pictures[0].pixels);
  g_free (pictures[1].pixels);
  gdk_gl_context_clear_current ();
  g_object_unref (context);
}

static void
add (const char *what, GTestDataFunc function)
{
  g_autofree char *gl = g_strconcat ("/plot/gl/", what, NULL);
  g_autofree char *es = g_strconcat ("/plot/gles/", what, NULL);

  g_test_add_data_func (gl, GINT_TO_POINTER (GDK_GL_API_GL), function);
  g_test_add_data_func (es, GINT_TO_POINTER (GDK_GL_API_GLES), function);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  add ("waves-agree-with-memory", test_waves_agree);
  add ("styles-agree-with-memory", test_styles_agree);
  add ("trends-agree-with-memory", test_trends_agree);
  add ("shifted-trace-fails", test_shifted_trace_fails);
  return g_test_run ();
}
