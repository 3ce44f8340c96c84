/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TEAM_VIEW (steady_team_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTeamView, steady_team_view, STEADY, TEAM_VIEW, GtkWidget)

/* What surgeon and anaesthetist read from 4 m: six numbers, phase, timers, what comes
 * next, the worst alarm. It shows and takes nothing. Thread: main. */
GtkWidget *steady_team_view_new (void);
void       steady_team_view_bind (SteadyTeamView *self, SteadyConsoleLink *link);
void       steady_team_view_refresh (SteadyTeamView *self, SteadyInstant real_now);
double     steady_team_view_numeral_px (SteadyTeamView *self);

G_END_DECLS
