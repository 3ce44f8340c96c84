/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Width of the strip left of a picture, in units. */
#define STEADY_PLOT_GUTTER_WIDTH 144

/* The name of one trace and the scale of its row; heights in pixels of the picture. */
typedef struct SteadyPlotGutterEntry
{
  int         top;
  int         bottom;
  const char *label;
  const char *unit;
  double      low;
  double      high;
  GdkRGBA     colour;
} SteadyPlotGutterEntry;

#define STEADY_TYPE_PLOT_GUTTER (steady_plot_gutter_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPlotGutter, steady_plot_gutter, STEADY, PLOT_GUTTER, GtkWidget)

GtkWidget *steady_plot_gutter_new (void);
void       steady_plot_gutter_set (SteadyPlotGutter            *self,
                                   const SteadyPlotGutterEntry *entries,
                                   unsigned                     count,
                                   int                          scale,
                                   bool                         dark);

G_END_DECLS
