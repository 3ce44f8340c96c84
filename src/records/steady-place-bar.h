/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_PLACE_BAR (steady_place_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlaceBar, steady_place_bar, STEADY, PLACE_BAR, GtkWidget)

/*
 * Where something goes to or comes from, one tap each: the media that are plugged in
 * first, then this computer, then any folder by the desktop's own chooser. Emits
 * "changed" when another one is chosen. Thread: main.
 */
void        steady_place_bar_look (SteadyPlaceBar *self);
void        steady_place_bar_offer (SteadyPlaceBar *self, const char *folder);
const char *steady_place_bar_folder (SteadyPlaceBar *self);

G_END_DECLS
