/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"
#include "plot/steady-trend-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TREND_PANEL (steady_trend_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyTrendPanel, steady_trend_panel, STEADY, TREND_PANEL, GtkWidget)

/* What is drawn: what the Live page needs, or oxygen and the brain. */
typedef enum SteadyTrendSet
{
  STEADY_TREND_SET_LIVE,
  STEADY_TREND_SET_OXYGEN,
  STEADY_TREND_SETS
} SteadyTrendSet;

/* Trends of the case, read from its file and joined with what has just come. Thread:
 * main. */
void     steady_trend_panel_choose (SteadyTrendPanel *self, SteadyTrendSet set);
void     steady_trend_panel_start (SteadyTrendPanel   *self,
                                   SteadyConsoleState *state,
                                   SteadyPlotBackend   backend);
void     steady_trend_panel_open (SteadyTrendPanel *self);
void     steady_trend_panel_refresh (SteadyTrendPanel *self,
                                     SteadyInstant     real_now,
                                     gboolean          dark);
void     steady_trend_panel_set_compact (SteadyTrendPanel *self, gboolean compact);
void     steady_trend_panel_set_minutes (SteadyTrendPanel *self, int minutes);
unsigned steady_trend_panel_filled (SteadyTrendPanel *self);

G_END_DECLS
