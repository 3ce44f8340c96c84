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

static cairo_surface_t *
lend (cairo_pattern_t             *pattern,
      void                        *data,
      cairo_surface_t             *target,
      const cairo_rectangle_int_t *extents)
{
  return cairo_surface_reference (data);
}

static void
take_back (cairo_pattern_t *pattern, void *data, cairo_surface_t *surface)
{
  cairo_surface_destroy (surface);
}

/* What is recorded is a copy of the pattern; each of them holds the surface. */
static cairo_status_t
hold (cairo_pattern_t *pattern, void *data, const cairo_pattern_t *other)
{
  cairo_surface_reference (data);
  return CAIRO_STATUS_SUCCESS;
}

static void
let_go (cairo_pattern_t *pattern, void *data)
{
  cairo_surface_destroy (data);
}

/* The pixels of @surface as they are lent to cairo when it draws them. Were the surface
 * itself the source of what is recorded, cairo would copy all its pixels when the last
 * one lets go of it, for a recording that is gone by then. */
static cairo_pattern_t *
make_pattern (cairo_surface_t *surface)
{
  cairo_pattern_t *pattern =
      cairo_pattern_create_raster_source (cairo_surface_reference (surface),
                                          CAIRO_CONTENT_COLOR,
                                          cairo_image_surface_get_width (surface),
                                          cairo_image_surface_get_height (surface));

  cairo_raster_source_pattern_set_acquire (pattern, lend, take_back);
  cairo_raster_source_pattern_set_copy (pattern, hold);
  cairo_raster_source_pattern_set_finish (pattern, let_go);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  return pattern;
}

/*
 * A node that shows the part of @surface that lies in @bounds where its first pixel
 * lies at @origin, @scale pixels a unit. The node holds the surface for as long as it
 * lives.
 *
 * Thread: main.
 */
GskRenderNode *
steady_plot_memory_node (cairo_surface_t        *surface,
                         const graphene_point_t *origin,
                         const graphene_rect_t  *bounds,
                         int                     scale)
{
  GskRenderNode   *node = gsk_cairo_node_new (bounds);
  cairo_t         *cr = gsk_cairo_node_get_draw_context (node);
  cairo_pattern_t *pattern = make_pattern (surface);
  const double     x = (double) bounds->origin.x;
  const double     y = (double) bounds->origin.y;
  cairo_matrix_t   matrix;

  cairo_matrix_init_scale (&matrix, scale, scale);
  cairo_matrix_translate (&matrix, -(double) origin->x, -(double) origin->y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_set_source (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr, x, y, (double) bounds->size.width, (double) bounds->size.height);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}
