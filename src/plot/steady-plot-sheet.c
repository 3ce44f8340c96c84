/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-sheet.h"

#include "plot/steady-plot-memory.h"

struct SteadyPlotSheet
{
  unsigned          width;
  unsigned          height;
  graphene_rect_t   area; /* where the node lies */
  int               scale;
  SteadyPlotMemory *memory;
  cairo_surface_t  *surface;
  GskRenderNode    *node; /* NULL: @surface is not shown yet */
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

/* Frees the sheet; a node that GTK holds stays good. Accepts NULL. Thread: main. */
void
steady_plot_sheet_free (SteadyPlotSheet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->node, gsk_render_node_unref);
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
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->surface =
      steady_plot_memory_surface (self->memory, (int) self->width, (int) self->height);
  return (uint32_t *) (void *) cairo_image_surface_get_data (self->surface);
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
    g_clear_pointer (&self->node, gsk_render_node_unref);
  self->scale = scale;
  self->area = *area;
  if (self->node == NULL)
    {
      const graphene_rect_t bounds =
          GRAPHENE_RECT_INIT (area->origin.x,
                              area->origin.y,
                              (float) self->width / (float) scale,
                              (float) self->height / (float) scale);
      self->node = steady_plot_memory_node (self->surface, &bounds, scale);
    }
  gtk_snapshot_append_node (snapshot, self->node);
}
