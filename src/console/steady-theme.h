/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The style sheet and the two tables of colours. Thread: main. */
void steady_theme_load (GdkDisplay *display, gboolean dark);
void steady_theme_set_touch (GdkDisplay *display, int pixels);
int  steady_theme_touch_pixels (int width_px, int width_mm);

G_END_DECLS
