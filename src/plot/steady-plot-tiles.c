/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-tiles.h"

#include <string.h>

#include "plot/steady-plot-memory.h"

typedef struct Tile
{
  GskRenderNode *node;
  bool           touched;
} Tile;

struct SteadyPlotTiles
{
  unsigned          width;
  unsigned          height;
  unsigned          tile_width;
  unsigned          count;
  graphene_rect_t   area; /* where the nodes lie */
  int               scale;
  SteadyPlotMemory *memory;
  Tile             *tiles;
};

/* Makes tiles of @tile_width for a picture of this size, all of them touched.
 * Thread: main. */
SteadyPlotTiles *
steady_plot_tiles_new (unsigned width, unsigned height, unsigned tile_width)
{
  SteadyPlotTiles *self = g_new0 (SteadyPlotTiles, 1);
  self->width = width;
  self->height = height;
  self->tile_width = tile_width;
  self->count = (width + tile_width - 1) / tile_width;
  self->tiles = g_new0 (Tile, self->count);
  self->memory =
      steady_plot_memory_new ((size_t) tile_width * height * sizeof (uint32_t));
  steady_plot_tiles_touch (self, 0, (int) width);
  return self;
}

/* Frees the tiles; nodes that GTK holds stay good. Thread: main. */
void
steady_plot_tiles_free (SteadyPlotTiles *self)
{
  if (!self)
    return;
  for (unsigned i = 0; i < self->count; i++)
    g_clear_pointer (&self->tiles[i].node, gsk_render_node_unref);
  steady_plot_memory_unref (self->memory);
  g_free (self->tiles);
  g_free (self);
}

/* The columns [left, right) of the picture changed. Thread: main. */
void
steady_plot_tiles_touch (SteadyPlotTiles *self, int left, int right)
{
  if (left >= right)
    return;
  for (unsigned i = (unsigned) left / self->tile_width;
       i <= (unsigned) (right - 1) / self->tile_width && i < self->count;
       i++)
    self->tiles[i].touched = true;
}

static GskRenderNode *
make_node (SteadyPlotTiles *self, const SteadyPlotPicture *picture, unsigned tile)
{
  const unsigned        left = tile * self->tile_width;
  const unsigned        width = MIN (self->tile_width, self->width - left);
  const float           shrink = 1 / (float) self->scale;
  const graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (self->area.origin.x + (float) left * shrink,
                          self->area.origin.y,
                          (float) width * shrink,
                          (float) self->height * shrink);
  cairo_surface_t *surface =
      steady_plot_memory_surface (self->memory, (int) width, (int) self->height);
  uint32_t *pixels = (uint32_t *) (void *) cairo_image_surface_get_data (surface);

  for (unsigned y = 0; y < self->height; y++)
    memcpy (&pixels[(size_t) y * width],
            &picture->pixels[(size_t) y * picture->width + left],
            width * sizeof (uint32_t));
  GskRenderNode *node =
      steady_plot_memory_node (surface, &bounds.origin, &bounds, self->scale);
  cairo_surface_destroy (surface);
  return node;
}

/*
 * Adds the whole @picture to @snapshot at @area, with new nodes only for what was
 * touched since the last time. @scale is the number of pixels a unit. Thread: main.
 */
void
steady_plot_tiles_append (SteadyPlotTiles         *self,
                          const SteadyPlotPicture *picture,
                          GtkSnapshot             *snapshot,
                          const graphene_rect_t   *area,
                          int                      scale)
{
  if (scale != self->scale || !graphene_rect_equal (area, &self->area))
    steady_plot_tiles_touch (self, 0, (int) self->width);
  self->scale = scale;
  self->area = *area;

  for (unsigned i = 0; i < self->count; i++)
    {
      Tile *tile = &self->tiles[i];
      if (tile->touched)
        {
          g_clear_pointer (&tile->node, gsk_render_node_unref);
          tile->node = make_node (self, picture, i);
          tile->touched = false;
        }
      gtk_snapshot_append_node (snapshot, tile->node);
    }
}
