/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "plot/steady-plot-renderer.h"

G_BEGIN_DECLS

/* What a canvas asks of its owner; all in pixels of the picture. */
typedef struct SteadyPlotCanvasClient
{
  void (*resized) (void *owner, unsigned width, unsigned height, int scale);
  void (*paint_backdrop) (void *owner, cairo_t *cr, unsigned width, unsigned height);
  void (*draw) (void *owner, SteadyPlotRenderer *renderer);
} SteadyPlotCanvasClient;

#define STEADY_TYPE_PLOT_CANVAS (steady_plot_canvas_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPlotCanvas, steady_plot_canvas, STEADY, PLOT_CANVAS, GtkWidget)

GtkWidget         *steady_plot_canvas_new (SteadyPlotBackend             backend,
                                           const SteadyPlotCanvasClient *client,
                                           void                         *owner);
void               steady_plot_canvas_queue (SteadyPlotCanvas *self);
void               steady_plot_canvas_set_paced (SteadyPlotCanvas *self, bool paced);
void               steady_plot_canvas_backdrop_changed (SteadyPlotCanvas *self);
unsigned           steady_plot_canvas_get_columns (SteadyPlotCanvas *self);
SteadyPlotBackend  steady_plot_canvas_get_backend (SteadyPlotCanvas *self);
SteadyPlotPicture *steady_plot_canvas_read (SteadyPlotCanvas *self);

G_END_DECLS
