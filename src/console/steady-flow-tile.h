/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_FLOW_TILE (steady_flow_tile_get_type ())
G_DECLARE_FINAL_TYPE (SteadyFlowTile, steady_flow_tile, STEADY, FLOW_TILE, GtkWidget)

/* The child's three flows together, with what was set. Thread: main. */
void steady_flow_tile_refresh (SteadyFlowTile           *self,
                               const SteadyConsoleState *state,
                               SteadyInstant             real_now);
void steady_flow_tile_set_compact (SteadyFlowTile *self, gboolean compact);

G_END_DECLS
