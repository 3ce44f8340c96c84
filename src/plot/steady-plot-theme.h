/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <gtk/gtk.h>

/* Colours of the ground a picture stands on. */
typedef struct SteadyPlotTheme
{
  GdkRGBA ground;
  GdkRGBA grid;
  GdkRGBA edge; /* between rows */
  GdkRGBA text;
  GdkRGBA quiet;     /* text of scales and axes */
  GdkRGBA watermark; /* laid over the ground */
  GdkRGBA stale;     /* every trace, when nothing comes any more */
} SteadyPlotTheme;

const SteadyPlotTheme *steady_plot_theme (bool dark);
uint32_t               steady_plot_theme_pixel (const GdkRGBA *colour);
void                   steady_plot_theme_fill (cairo_t       *cr,
                                               const GdkRGBA *colour,
                                               double         x,
                                               double         y,
                                               double         width,
                                               double         height);
PangoLayout      *
steady_plot_theme_layout (cairo_t *cr, GtkWidget *widget, double size, bool bold);
void steady_plot_theme_watermark (cairo_t    *cr,
                                  GtkWidget  *widget,
                                  bool        dark,
                                  const char *text,
                                  double      width,
                                  double      top,
                                  double      bottom);
