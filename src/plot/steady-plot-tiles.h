/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "plot/steady-trace-raster.h"

/* A picture as render nodes, one for each strip of columns. A strip that did not change
 * keeps its node, so that GTK neither copies nor shows it again. */
typedef struct SteadyPlotTiles SteadyPlotTiles;

SteadyPlotTiles      *
steady_plot_tiles_new (unsigned width, unsigned height, unsigned tile_width);
void steady_plot_tiles_free (SteadyPlotTiles *self);
void steady_plot_tiles_touch (SteadyPlotTiles *self, int left, int right);
void steady_plot_tiles_append (SteadyPlotTiles         *self,
                               const SteadyPlotPicture *picture,
                               GtkSnapshot             *snapshot,
                               const graphene_rect_t   *area,
                               int                      scale);
