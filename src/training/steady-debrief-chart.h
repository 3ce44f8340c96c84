/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "training/steady-training-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_DEBRIEF_CHART (steady_debrief_chart_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyDebriefChart, steady_debrief_chart, STEADY, DEBRIEF_CHART, GtkWidget)

/* The whole run as trends read from the case file, with the fault, alarms and acts of
 * the debrief as marks. Thread: main. */
void     steady_debrief_chart_show (SteadyDebriefChart        *self,
                                    const SteadyTrainingState *state);
void     steady_debrief_chart_refresh (SteadyDebriefChart *self);
unsigned steady_debrief_chart_filled (SteadyDebriefChart *self);

G_END_DECLS
