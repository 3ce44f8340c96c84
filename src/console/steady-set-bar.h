/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_SET_BAR (steady_set_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadySetBar, steady_set_bar, STEADY, SET_BAR, GtkWidget)

/* Draws what is delivered against what was set, so that a difference is seen and not
 * worked out. Thread: main. */
void steady_set_bar_set (SteadySetBar *self, double set, double delivered);

G_END_DECLS
