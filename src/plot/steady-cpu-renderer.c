/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plot/steady-plot-renderer.h"
#include "plot/steady-plot-tiles.h"
#include "plot/steady-trend-raster.h"

/* Narrow tiles cost nodes, wide ones copying; this is the best of those measured. */
#define TILE_WIDTH 48

/* The back end that needs no graphics card: a picture in memory, shown as tiles. */
typedef struct SteadyCpuRenderer
{
  SteadyPlotRenderer base;
  SteadyPlotPicture  backdrop;
  SteadyPlotPicture  picture;
  float             *scratch;
  SteadyPlotTiles   *tiles;
  bool               fresh; /* no draw since the backdrop was set */
} SteadyCpuRenderer;

static size_t
picture_bytes (const SteadyPlotPicture *picture)
{
  return (size_t) picture->width * picture->height * sizeof (uint32_t);
}

static bool
set_backdrop (SteadyPlotRenderer *renderer, const SteadyPlotPicture *backdrop)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;

  if (backdrop->width != self->picture.width ||
      backdrop->height != self->picture.height)
    {
      self->picture.width = self->backdrop.width = backdrop->width;
      self->picture.height = self->backdrop.height = backdrop->height;
      g_free (self->picture.pixels);
      g_free (self->backdrop.pixels);
      g_free (self->scratch);
      self->picture.pixels = g_malloc (picture_bytes (backdrop));
      self->backdrop.pixels = g_malloc (picture_bytes (backdrop));
      self->scratch = g_new (float, backdrop->height + 2);
      g_clear_pointer (&self->tiles, steady_plot_tiles_free);
    }
  memcpy (self->backdrop.pixels, backdrop->pixels, picture_bytes (backdrop));
  memcpy (self->picture.pixels, backdrop->pixels, picture_bytes (backdrop));
  if (self->tiles)
    steady_plot_tiles_touch (self->tiles, 0, (int) backdrop->width);
  self->fresh = true;
  return true;
}

/* The tiles are as wide as what is drawn wants them. */
static void
need_tiles (SteadyCpuRenderer *self, unsigned tile_width)
{
  if (!self->tiles)
    self->tiles =
        steady_plot_tiles_new (self->picture.width, self->picture.height, tile_width);
}

static void
draw_waves (SteadyPlotRenderer *renderer, SteadyWaveScene *scene)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;
  SteadyWaveRect     rects[STEADY_WAVE_RECTS_MAX];

  if (self->fresh)
    steady_wave_scene_redraw (scene);
  self->fresh = false;
  need_tiles (self, TILE_WIDTH);
  unsigned count = steady_wave_scene_take_damage (scene, rects);
  for (unsigned i = 0; i < count; i++)
    {
      steady_trace_raster_draw (
          scene, &rects[i], &self->backdrop, &self->picture, self->scratch);
      steady_plot_tiles_touch (self->tiles, rects[i].left, rects[i].right);
    }
}

static void
draw_trends (SteadyPlotRenderer *renderer, const SteadyTrendScene *scene)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;

  self->fresh = false;
  need_tiles (self, self->picture.width); /* all of it changes each time */
  steady_trend_raster_draw (scene, &self->backdrop, &self->picture, self->scratch);
  steady_plot_tiles_touch (self->tiles, 0, (int) self->picture.width);
}

static void
read_picture (SteadyPlotRenderer *renderer, SteadyPlotPicture *ret_picture)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;
  memcpy (ret_picture->pixels, self->picture.pixels, picture_bytes (&self->picture));
}

static void
free_renderer (SteadyPlotRenderer *renderer)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;
  g_free (self->picture.pixels);
  g_free (self->backdrop.pixels);
  g_free (self->scratch);
  steady_plot_tiles_free (self->tiles);
  g_free (self);
}

/* Makes the back end that draws in memory. Thread: main. */
SteadyPlotRenderer *
steady_cpu_renderer_new (void)
{
  static const SteadyPlotRendererInterface interface = {
    .backend = STEADY_PLOT_BACKEND_CPU,
    .set_backdrop = set_backdrop,
    .draw_waves = draw_waves,
    .draw_trends = draw_trends,
    .read = read_picture,
    .free = free_renderer,
  };
  SteadyCpuRenderer *self = g_new0 (SteadyCpuRenderer, 1);
  self->base.interface = &interface;
  return &self->base;
}

/* Adds the picture to @snapshot at @area, @scale pixels a unit. Thread: main. */
void
steady_cpu_renderer_append (SteadyPlotRenderer    *renderer,
                            GtkSnapshot           *snapshot,
                            const graphene_rect_t *area,
                            int                    scale)
{
  SteadyCpuRenderer *self = (SteadyCpuRenderer *) renderer;
  if (self->tiles)
    steady_plot_tiles_append (self->tiles, &self->picture, snapshot, area, scale);
}
