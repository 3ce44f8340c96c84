/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_SHELF_PANEL (steady_shelf_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyShelfPanel, steady_shelf_panel, STEADY, SHELF_PANEL, GtkWidget)

/* All scenarios in a list, what one is about beside it, and the start. Thread: main. */
void        steady_shelf_panel_bind (SteadyShelfPanel *self, SteadyTrainingLink *link);
void        steady_shelf_panel_load (SteadyShelfPanel *self, const char *data_folder);
void        steady_shelf_panel_refresh (SteadyShelfPanel *self);
unsigned    steady_shelf_panel_count (SteadyShelfPanel *self);
bool        steady_shelf_panel_choose (SteadyShelfPanel *self, const char *name);
const char *steady_shelf_panel_chosen (SteadyShelfPanel *self);

G_END_DECLS
