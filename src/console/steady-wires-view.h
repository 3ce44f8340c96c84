/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_WIRES_VIEW (steady_wires_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyWiresView, steady_wires_view, STEADY, WIRES_VIEW, GtkWidget)

/* Which event makes which device act: one matrix, with the overrides above it. Thread:
 * main. */
GtkWidget *steady_wires_view_new (void);
void       steady_wires_view_bind (SteadyWiresView *self, SteadyConsoleLink *link);
void       steady_wires_view_refresh (SteadyWiresView *self, SteadyInstant real_now);

G_END_DECLS
