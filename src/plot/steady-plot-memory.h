/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Memory for pictures of one size that stand in nodes: it is used again when GTK has
 * let go of them. */
typedef struct SteadyPlotMemory SteadyPlotMemory;

SteadyPlotMemory *steady_plot_memory_new (size_t bytes);
void              steady_plot_memory_unref (SteadyPlotMemory *self);
cairo_surface_t *
steady_plot_memory_surface (SteadyPlotMemory *self, int width, int height);
GskRenderNode *steady_plot_memory_node (cairo_surface_t        *surface,
                                        const graphene_point_t *origin,
                                        const graphene_rect_t  *bounds,
                                        int                     scale);
