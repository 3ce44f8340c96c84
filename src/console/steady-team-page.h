/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TEAM_PAGE (steady_team_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTeamPage, steady_team_page, STEADY, TEAM_PAGE, GtkWidget)

/* What the team sees, and the button that opens it in a window of its own. Page "team".
 * Thread: main. */
GtkWidget *steady_team_page_new (void);
void       steady_team_page_bind (SteadyTeamPage *self, SteadyConsoleLink *link);

G_END_DECLS
