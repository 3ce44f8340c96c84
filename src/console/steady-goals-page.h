/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_GOALS_PAGE (steady_goals_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyGoalsPage, steady_goals_page, STEADY, GOALS_PAGE, GtkWidget)

/* Goal-directed perfusion: delivery, consumption and extraction of oxygen, what was
 * missing, NIRS with its baseline. Each number says its formula and inputs at a tap.
 * Thread: main. */
GtkWidget  *steady_goals_page_new (void);
void        steady_goals_page_bind (SteadyGoalsPage *self, SteadyConsoleLink *link);
void        steady_goals_page_explain (SteadyGoalsPage *self, unsigned cell);
const char *steady_goals_page_words (SteadyGoalsPage *self);

G_END_DECLS
