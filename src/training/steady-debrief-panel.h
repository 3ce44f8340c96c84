/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_DEBRIEF_PANEL (steady_debrief_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyDebriefPanel, steady_debrief_panel, STEADY, DEBRIEF_PANEL, GtkWidget)

/* What happened against what should have, what it cost the child, and when. Before the
 * end of a run: the button that ends it, and the hints. Thread: main. */
void steady_debrief_panel_bind (SteadyDebriefPanel *self, SteadyTrainingLink *link);
void steady_debrief_panel_refresh (SteadyDebriefPanel *self);
bool steady_debrief_panel_is_full (SteadyDebriefPanel *self);

G_END_DECLS
