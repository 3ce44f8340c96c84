/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "widgets/steady-page.h"
#include "widgets/steady-word-table.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TIMERS_PAGE (steady_timers_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyTimersPage, steady_timers_page, STEADY, TIMERS_PAGE, GtkWidget)

/* Every timer of the case with its stretches and their sum; what a person declares is
 * started and stopped here, dated back where it was earlier. Thread: main. */
GtkWidget *steady_timers_page_new (void);
void       steady_timers_page_bind (SteadyTimersPage *self, SteadyConsoleLink *link);
void       steady_timers_page_act (SteadyTimersPage *self, unsigned kind);
SteadyWordTable *steady_timers_page_table (SteadyTimersPage *self);

G_END_DECLS
