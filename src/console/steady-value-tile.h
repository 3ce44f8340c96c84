/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_VALUE_TILE (steady_value_tile_get_type ())
G_DECLARE_FINAL_TYPE (SteadyValueTile, steady_value_tile, STEADY, VALUE_TILE, GtkWidget)

/* One measured value: what it is, its number and unit, and what must be known about it.
 * Thread: main. */
void steady_value_tile_set_extra (SteadyValueTile *self, const char *extra);
void steady_value_tile_refresh (SteadyValueTile          *self,
                                const SteadyConsoleState *state,
                                SteadyInstant             real_now);

G_END_DECLS
