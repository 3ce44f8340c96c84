/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-checklist-book.h"

G_BEGIN_DECLS

#define STEADY_TYPE_BYPASS_PANEL (steady_bypass_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyBypassPanel, steady_bypass_panel, STEADY, BYPASS_PANEL, GtkWidget)

/* All that "On bypass" needs in one list, what is missing first, each with the one tap
 * that leads there. Emits "lead" with a SteadyBypassNeed, "start", and "override" after
 * a hold. Thread: main. */
GtkWidget *steady_bypass_panel_new (void);
void       steady_bypass_panel_show (SteadyBypassPanel         *self,
                                     const SteadyChecklistBook *book);

G_END_DECLS
