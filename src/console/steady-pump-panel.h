/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PUMP_PANEL (steady_pump_panel_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPumpPanel, steady_pump_panel, STEADY, PUMP_PANEL, GtkWidget)

/* The arterial pump: what it does, its set-point, stop and start. Thread: main. */
void steady_pump_panel_bind (SteadyPumpPanel *self, SteadyConsoleLink *link);
void steady_pump_panel_refresh (SteadyPumpPanel *self, SteadyInstant real_now);
void steady_pump_panel_set_compact (SteadyPumpPanel *self, gboolean compact);

G_END_DECLS
