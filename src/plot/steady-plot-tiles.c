/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-tiles.h"

#include <string.h>

/* Tiles that may wait to be used again. */
#define POOL_SIZE 8

/* Memory of tiles that no node shows any more. It outlives the tiles, since a node may
 * live as long as GTK likes. */
typedef struct TilePool
{
  size_t   bytes; /* of one tile */
  unsigned count;
  void    *free[POOL_SIZE];
} TilePool;

/* One tile's memory while a surface uses it. */
typedef struct TileMemory
{
  TilePool *pool;
  uint32_t *pixels;
} TileMemory;

typedef struct Tile
{
  GskRenderNode *node;
  bool           touched;
} Tile;

struct SteadyPlotTiles
{
  unsigned        width;
  unsigned        height;
  unsigned        tile_width;
  unsigned        count;
  graphene_rect_t area; /* where the nodes lie */
  int             scale;
  TilePool       *pool;
  Tile           *tiles;
};

static void
pool_finish (void *data)
{
  TilePool *pool = data;
  for (unsigned i = 0; i < pool->count; i++)
    g_free (pool->free[i]);
}

static uint32_t *
pool_take (TilePool *pool)
{
  return pool->count > 0 ? pool->free[--pool->count] : g_malloc (pool->bytes);
}

static void
tile_memory_free (void *data)
{
  TileMemory *memory = data;
  TilePool   *pool = memory->pool;

  if (pool->count < POOL_SIZE)
    pool->free[pool->count++] = memory->pixels;
  else
    g_free (memory->pixels);
  g_rc_box_release_full (pool, pool_finish);
  g_free (memory);
}

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
  self->pool = g_rc_box_new0 (TilePool);
  self->pool->bytes = (size_t) tile_width * height * sizeof (uint32_t);
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
  g_rc_box_release_full (self->pool, pool_finish);
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

/* A surface of the tile's own: one that stands in a node may never be written again. */
static cairo_surface_t *
make_surface (SteadyPlotTiles *self, const SteadyPlotPicture *picture, unsigned tile)
{
  static const cairo_user_data_key_t key;
  unsigned                           left = tile * self->tile_width;
  unsigned                           width = MIN (self->tile_width, self->width - left);
  uint32_t                          *pixels = pool_take (self->pool);

  for (unsigned y = 0; y < self->height; y++)
    memcpy (&pixels[(size_t) y * width],
            &picture->pixels[(size_t) y * picture->width + left],
            width * sizeof (uint32_t));

  TileMemory *memory = g_new (TileMemory, 1);
  memory->pool = g_rc_box_acquire (self->pool);
  memory->pixels = pixels;
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data ((unsigned char *) pixels,
                                           CAIRO_FORMAT_RGB24,
                                           (int) width,
                                           (int) self->height,
                                           (int) (width * sizeof (uint32_t)));
  cairo_surface_set_user_data (surface, &key, memory, tile_memory_free);
  return surface;
}

static GskRenderNode *
make_node (SteadyPlotTiles *self, const SteadyPlotPicture *picture, unsigned tile)
{
  unsigned        left = tile * self->tile_width;
  unsigned        width = MIN (self->tile_width, self->width - left);
  float           shrink = 1 / (float) self->scale;
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (self->area.origin.x + (float) left * shrink,
                          self->area.origin.y,
                          (float) width * shrink,
                          (float) self->height * shrink);
  GskRenderNode   *node = gsk_cairo_node_new (&bounds);
  cairo_t         *cr = gsk_cairo_node_get_draw_context (node);
  cairo_surface_t *surface = make_surface (self, picture, tile);

  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  cairo_set_source_surface (
      cr, surface, (double) bounds.origin.x, (double) bounds.origin.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr,
                   (double) bounds.origin.x,
                   (double) bounds.origin.y,
                   (double) bounds.size.width,
                   (double) bounds.size.height);
  cairo_fill (cr);
  cairo_destroy (cr);
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
