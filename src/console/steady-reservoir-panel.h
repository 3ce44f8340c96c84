/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_RESERVOIR_PANEL (steady_reservoir_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReservoirPanel, steady_reservoir_panel, STEADY, RESERVOIR_PANEL, GtkWidget)

/* What is in the reservoir and how long it lasts. Thread: main. */
void steady_reservoir_panel_refresh (SteadyReservoirPanel     *self,
                                     const SteadyConsoleState *state,
                                     SteadyInstant             real_now);

G_END_DECLS
