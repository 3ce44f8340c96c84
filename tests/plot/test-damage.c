/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-random.h"
#include "plot/steady-plot-renderer.h"

/* A panel that is drawn twice: one picture follows the damage, the other is drawn anew
 * each time from the same samples. */
typedef struct Twin
{
  SteadyWaveScene     scene;
  SteadyPlotRenderer *renderer;
  SteadyPlotPicture   backdrop;
  SteadyPlotPicture   limited;
  SteadyPlotPicture   whole;
  float              *scratch;
  int64_t             next[STEADY_WAVE_TRACES_MAX];
  SteadyRandom        random;
} Twin;

static unsigned
below (Twin *twin, unsigned limit)
{
  return (unsigned) (steady_random_uniform (&twin->random) * limit);
}

static void
set_size (Twin *twin, unsigned width, unsigned height)
{
  size_t count = (size_t) width * height;

  twin->backdrop.width = twin->limited.width = twin->whole.width = width;
  twin->backdrop.height = twin->limited.height = twin->whole.height = height;
  twin->backdrop.pixels = g_renew (uint32_t, twin->backdrop.pixels, count);
  twin->limited.pixels = g_renew (uint32_t, twin->limited.pixels, count);
  twin->whole.pixels = g_renew (uint32_t, twin->whole.pixels, count);
  twin->scratch = g_renew (float, twin->scratch, height + 2);
  for (size_t i = 0; i < count; i++)
    twin->backdrop.pixels[i] = 0xff000000u | (uint32_t) (i * 2654435761u >> 12);
  steady_wave_scene_set_size (&twin->scene, width, height);
  twin->renderer->interface->set_backdrop (twin->renderer, &twin->backdrop);
}

static void
set_traces (Twin *twin, unsigned count)
{
  static const double rates[] = { 250, 125, 500, 62.5, 1000, 3 };
  SteadyWaveTrace     traces[STEADY_WAVE_TRACES_MAX] = { 0 };

  for (unsigned i = 0; i < count; i++)
    {
      traces[i].channel = (uint16_t) (i + 1);
      traces[i].rate_hz = rates[i % G_N_ELEMENTS (rates)];
      traces[i].low = -1;
      traces[i].high = 1;
      traces[i].weight = 1 + i % 3;
      traces[i].colour = 0x20ff40u * (i + 1) & 0xffffffu;
    }
  steady_wave_scene_set_traces (&twin->scene, traces, count);
}

static float
value_at (int64_t index, double rate)
{
  double t = (double) index / rate;
  double beat = sin (t * 13.4);
  return (float) (beat * beat * beat * 1.1 + 0.1 * sin (t * 171));
}

/* The seconds of the feed go on evenly for all traces, in bursts, with holes. */
static void
feed (Twin *twin, double seconds)
{
  for (unsigned i = 0; i < twin->scene.count; i++)
    {
      float   values[4096];
      double  rate = twin->scene.traces[i].rate_hz;
      int64_t end = (int64_t) floor (seconds * rate);

      if (below (twin, 4) == 0)
        continue; /* this one comes late, then in a burst */
      if (below (twin, 150) == 0)
        twin->next[i] = MIN (end, twin->next[i] + below (twin, 300));
      while (twin->next[i] < end)
        {
          unsigned count = (unsigned) MIN (end - twin->next[i], 4096);
          for (unsigned k = 0; k < count; k++)
            values[k] =
                below (twin, 400) == 0 ? NAN : value_at (twin->next[i] + k, rate);
          steady_wave_scene_push (&twin->scene, i, twin->next[i], values, count);
          twin->next[i] += count;
        }
    }
}

static void
compare (Twin *twin, unsigned frame)
{
  SteadyWaveRect  rects[STEADY_WAVE_RECTS_MAX];
  SteadyWaveScene again = twin->scene; /* shares the rings, which are only read */

  twin->renderer->interface->read (twin->renderer, &twin->limited);
  steady_wave_scene_redraw (&again);
  unsigned count = steady_wave_scene_take_damage (&again, rects);
  memset (twin->whole.pixels,
          0x55,
          sizeof (uint32_t) * twin->whole.width * twin->whole.height);
  for (unsigned i = 0; i < count; i++)
    steady_trace_raster_draw (
        &again, &rects[i], &twin->backdrop, &twin->whole, twin->scratch);
  for (unsigned y = 0; y < twin->whole.height; y++)
    for (unsigned x = 0; x < twin->whole.width; x++)
      {
        size_t place = (size_t) y * twin->whole.width + x;
        if (twin->limited.pixels[place] != twin->whole.pixels[place])
          g_error ("frame %u: pixel %u, %u is %08x, drawn anew it is %08x",
                   frame,
                   x,
                   y,
                   twin->limited.pixels[place],
                   twin->whole.pixels[place]);
      }
}

static void
twin_init (Twin *twin, uint64_t seed)
{
  memset (twin, 0, sizeof *twin);
  steady_random_init (&twin->random, seed);
  steady_wave_scene_init (&twin->scene);
  twin->renderer = steady_cpu_renderer_new ();
}

static void
twin_finish (Twin *twin)
{
  steady_wave_scene_finish (&twin->scene);
  twin->renderer->interface->free (twin->renderer);
  g_free (twin->backdrop.pixels);
  g_free (twin->limited.pixels);
  g_free (twin->whole.pixels);
  g_free (twin->scratch);
}

/* A change of style now and then, as when a person touches the settings. */
static void
change_style (Twin *twin)
{
  switch (below (twin, 7))
    {
    case 0:
      set_size (twin, 60 + below (twin, 300), 40 + below (twin, 160));
      break;
    case 1:
      twin->scene.line_width = 1 + 0.5f * (float) below (twin, 6);
      steady_wave_scene_redraw (&twin->scene);
      break;
    case 2:
      steady_wave_scene_set_sweep (&twin->scene, 1 + below (twin, 8));
      break;
    case 3:
      twin->scene.stale = !twin->scene.stale;
      steady_wave_scene_redraw (&twin->scene);
      break;
    case 4:
      twin->scene.traces[0].high = 0.5 + below (twin, 4);
      steady_wave_scene_redraw (&twin->scene);
      break;
    case 5:
      set_traces (twin, 1 + below (twin, 6));
      break;
    default:
      steady_wave_scene_clear (&twin->scene);
      break;
    }
}

static void
test_random_feed (void)
{
  for (uint64_t seed = 1; seed <= 3; seed++)
    {
      Twin   twin;
      double seconds = 0;

      twin_init (&twin, seed);
      set_traces (&twin, 5);
      set_size (&twin, 240, 150);
      for (unsigned frame = 0; frame < 1500; frame++)
        {
          seconds += below (&twin, 200) == 0 ? below (&twin, 12) : 1 / 60.0;
          feed (&twin, seconds);
          if (below (&twin, 60) == 0)
            change_style (&twin);
          twin.renderer->interface->draw_waves (twin.renderer, &twin.scene);
          compare (&twin, frame);
        }
      twin_finish (&twin);
    }
}

/* Without changes of style, so that nothing hides a stale column by drawing all. */
static void
test_long_sweep (void)
{
  Twin   twin;
  double seconds = 3600 * 24 * 3;

  twin_init (&twin, 99);
  set_traces (&twin, 4);
  set_size (&twin, 181, 96);
  steady_wave_scene_set_sweep (&twin.scene, 2.7);
  for (unsigned i = 0; i < twin.scene.count; i++)
    twin.next[i] = (int64_t) (seconds * twin.scene.traces[i].rate_hz);
  for (unsigned frame = 0; frame < 3000; frame++)
    {
      seconds += 1 / 60.0;
      feed (&twin, seconds);
      twin.renderer->interface->draw_waves (twin.renderer, &twin.scene);
      compare (&twin, frame);
    }
  twin_finish (&twin);
}

/* The comparison must be able to fail: a column that was left out shows. */
static void
test_missed_column_shows (void)
{
  Twin twin;

  twin_init (&twin, 5);
  set_traces (&twin, 2);
  set_size (&twin, 200, 80);
  feed (&twin, 3);
  twin.renderer->interface->draw_waves (twin.renderer, &twin.scene);
  feed (&twin, 3.2);
  twin.scene.last_column += 2;
  for (unsigned i = 0; i < twin.scene.count; i++)
    twin.scene.traces[i].dirty_from = twin.scene.traces[i].dirty_to = 0;
  twin.renderer->interface->draw_waves (twin.renderer, &twin.scene);
  if (g_test_subprocess ())
    {
      compare (&twin, 0);
      return;
    }
  twin_finish (&twin);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*drawn anew it is*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/damage/random-feed-equals-full-redraw", test_random_feed);
  g_test_add_func ("/plot/damage/long-sweep-equals-full-redraw", test_long_sweep);
  g_test_add_func ("/plot/damage/missed-column-shows", test_missed_column_shows);
  return g_test_run ();
}
