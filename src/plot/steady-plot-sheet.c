/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-sheet.h"

#include "plot/steady-plot-memory.h"

/*
 * GTK draws what a cairo node shows into memory of its own first, as large as the node.
 * Strips of a megabyte stay in the processor's cache on that way, and their memory is
 * used again and again; that of a whole sheet is fetched from the system anew.
 */
enum
{
  STRIP_PIXELS = 262144,
  STRIPS_MOST = 64
};

struct SteadyPlotSheet
{
  unsigned          width;
  unsigned          height;
  graphene_rect_t   area; /* where the node lies */
  int               scale;
  SteadyPlotMemory *memory;
  cairo_surface_t  *surface;
  GskRenderNode    *nodes[STRIPS_MOST]; /* NULL: @surface is not shown yet */
};

/* Makes a sheet without a picture. Thread: main. */
SteadyPlotSheet *
steady_plot_sheet_new (unsigned width, unsigned height)
{
  SteadyPlotSheet *self = g_new0 (SteadyPlotSheet, 1);

  self->width = width;
  self->height = height;
  self->memory = steady_plot_memory_new ((size_t) width * height * sizeof (uint32_t));
  return self;
}

static void
forget_nodes (SteadyPlotSheet *self)
{
  for (unsigned i = 0; i < STRIPS_MOST; i++)
    g_clear_pointer (&self->nodes[i], gsk_render_node_unref);
}

/* Frees the sheet; a node that GTK holds stays good. Accepts NULL. Thread: main. */
void
steady_plot_sheet_free (SteadyPlotSheet *self)
{
  if (self == NULL)
    return;
  forget_nodes (self);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  steady_plot_memory_unref (self->memory);
  g_free (self);
}

/*
 * Begins another picture: returns its pixels, 0xffRRGGBB in rows from the top, in which
 * anything may stand. They can be written until the next append and read until the next
 * begin; what was shown before is not touched, since GTK may show it again.
 *
 * Thread: main.
 */
uint32_t *
steady_plot_sheet_begin (SteadyPlotSheet *self)
{
  forget_nodes (self);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->surface =
      steady_plot_memory_surface (self->memory, (int) self->width, (int) self->height);
  return (uint32_t *) (void *) cairo_image_surface_get_data (self->surface);
}

/* How many rows of pixels a strip has; whole units, so that strips meet without a seam.
 */
static unsigned
strip_height (const SteadyPlotSheet *self)
{
  const unsigned scale = (unsigned) self->scale;
  const unsigned even = (self->height + STRIPS_MOST - 1) / STRIPS_MOST;
  const unsigned rows = MAX (STRIP_PIXELS / MAX (self->width, 1), MAX (even, 1));

  return (rows + scale - 1) / scale * scale;
}

static void
make_nodes (SteadyPlotSheet *self)
{
  const unsigned rows = strip_height (self);
  const float    scale = (float) self->scale;

  for (unsigned i = 0; i * rows < self->height; i++)
    {
      const graphene_rect_t strip =
          GRAPHENE_RECT_INIT (self->area.origin.x,
                              self->area.origin.y + (float) (i * rows) / scale,
                              (float) self->width / scale,
                              (float) MIN (rows, self->height - i * rows) / scale);
      self->nodes[i] = steady_plot_memory_node (
          self->surface, &self->area.origin, &strip, self->scale);
    }
}

/* Adds the picture to @snapshot at @area; @scale is the number of pixels a unit.
 * Nothing before the first begin. Thread: main. */
void
steady_plot_sheet_append (SteadyPlotSheet       *self,
                          GtkSnapshot           *snapshot,
                          const graphene_rect_t *area,
                          int                    scale)
{
  if (self->surface == NULL)
    return;
  if (scale != self->scale || !graphene_rect_equal (area, &self->area))
    forget_nodes (self);
  self->scale = scale;
  self->area = *area;
  if (self->nodes[0] == NULL)
    make_nodes (self);
  for (unsigned i = 0; i < STRIPS_MOST && self->nodes[i] != NULL; i++)
    gtk_snapshot_append_node (snapshot, self->nodes[i]);
}
