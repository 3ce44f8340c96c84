/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-memory.h"

#include <sys/mman.h>

/* Pieces that may wait to be used again. */
#define POOL_SIZE 8

/* Of rows that are drawn eight pixels at a time. */
#define ALIGNMENT 64

/* What the processor's large pages are long, where it has any. */
#define LARGE_PAGE ((size_t) 2 << 20)

/* It outlives its maker, since a node may live as long as GTK likes. */
struct SteadyPlotMemory
{
  size_t   bytes; /* of one piece */
  unsigned count;
  void    *free[POOL_SIZE];
};

/* One piece while a surface uses it. */
typedef struct Piece
{
  SteadyPlotMemory *memory;
  void             *pixels;
} Piece;

static void
finish (void *data)
{
  SteadyPlotMemory *self = data;

  for (unsigned i = 0; i < self->count; i++)
    g_aligned_free (self->free[i]);
}

/* A piece as large as a window is asked for in large pages: two thousand small ones,
 * each fetched when it is first written, took as long as drawing into them. */
static void *
piece_memory (size_t bytes)
{
  if (bytes < LARGE_PAGE)
    return g_aligned_alloc (1, bytes, ALIGNMENT);
  bytes = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  void *pixels = g_aligned_alloc (1, bytes, LARGE_PAGE);
  madvise (pixels, bytes, MADV_HUGEPAGE); /* where it cannot, small ones do */
  return pixels;
}

/* Makes a pool for pieces of @bytes. Thread: main. */
SteadyPlotMemory *
steady_plot_memory_new (size_t bytes)
{
  SteadyPlotMemory *self = g_rc_box_new0 (SteadyPlotMemory);

  self->bytes = bytes;
  return self;
}

/* Lets go of the pool; surfaces that still live keep it. Thread: main. */
void
steady_plot_memory_unref (SteadyPlotMemory *self)
{
  g_rc_box_release_full (self, finish);
}

static void
piece_free (void *data)
{
  Piece            *piece = data;
  SteadyPlotMemory *self = piece->memory;

  if (self->count < POOL_SIZE)
    self->free[self->count++] = piece->pixels;
  else
    g_aligned_free (piece->pixels);
  steady_plot_memory_unref (self);
  g_free (piece);
}

/*
 * A surface of its own, in which anything may stand: one that stands in a node may
 * never be written again. @width × @height pixels of four bytes fit into a piece.
 *
 * Thread: main.
 */
cairo_surface_t *
steady_plot_memory_surface (SteadyPlotMemory *self, int width, int height)
{
  static const cairo_user_data_key_t key;
  Piece                             *piece = g_new (Piece, 1);

  piece->memory = g_rc_box_acquire (self);
  piece->pixels =
      self->count > 0 ? self->free[--self->count] : piece_memory (self->bytes);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      piece->pixels, CAIRO_FORMAT_RGB24, width, height, width * 4);
  cairo_surface_set_user_data (surface, &key, piece, piece_free);
  return surface;
}

/*
 * A node that shows the part of @surface that lies in @bounds where its first pixel
 * lies at @origin, @scale pixels a unit. The node holds a
 * reference for as long as it lives: where the last one went before it, cairo would
 * keep a copy of all pixels instead.
 *
 * Thread: main.
 */
GskRenderNode *
steady_plot_memory_node (cairo_surface_t        *surface,
                         const graphene_point_t *origin,
                         const graphene_rect_t  *bounds,
                         int                     scale)
{
  static const cairo_user_data_key_t key;
  GskRenderNode                     *node = gsk_cairo_node_new (bounds);
  cairo_t                           *cr = gsk_cairo_node_get_draw_context (node);
  const double                       x = (double) bounds->origin.x;
  const double                       y = (double) bounds->origin.y;

  double known_x, known_y;

  /* setting it where a node shows the surface already would copy all pixels */
  cairo_surface_get_device_scale (surface, &known_x, &known_y);
  if ((int) known_x != scale)
    cairo_surface_set_device_scale (surface, scale, scale);
  cairo_set_source_surface (cr, surface, (double) origin->x, (double) origin->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr, x, y, (double) bounds->size.width, (double) bounds->size.height);
  cairo_fill (cr);
  cairo_surface_set_user_data (cairo_get_target (cr),
                               &key,
                               cairo_surface_reference (surface),
                               (cairo_destroy_func_t) cairo_surface_destroy);
  cairo_destroy (cr);
  return node;
}
