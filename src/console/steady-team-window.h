/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-team-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TEAM_WINDOW (steady_team_window_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyTeamWindow, steady_team_window, STEADY, TEAM_WINDOW, GtkWindow)

/* The second window: its own connection of role team, which never holds control.
 * Thread: main. */
GtkWidget      *steady_team_window_new (const char *socket_path);
SteadyTeamView *steady_team_window_view (SteadyTeamWindow *self);

G_END_DECLS
