/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A picture that changes as a whole: it is drawn where GTK reads it. */
typedef struct SteadyPlotSheet SteadyPlotSheet;

SteadyPlotSheet *steady_plot_sheet_new (unsigned width, unsigned height);
void             steady_plot_sheet_free (SteadyPlotSheet *self);
uint32_t        *steady_plot_sheet_begin (SteadyPlotSheet *self);
void             steady_plot_sheet_append (SteadyPlotSheet       *self,
                                           GtkSnapshot           *snapshot,
                                           const graphene_rect_t *area,
                                           int                    scale);
