/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-checklist-book.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CHECKLIST_PAGE (steady_checklist_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyChecklistPage, steady_checklist_page, STEADY, CHECKLIST_PAGE, GtkWidget)

/* Checklists read and verified by two, what "On bypass" needs, and the crisis cards.
 * Page "checklist". Thread: main. */
GtkWidget *steady_checklist_page_new (void);
void steady_checklist_page_bind (SteadyChecklistPage *self, SteadyConsoleLink *link);
void steady_checklist_page_show_gate (SteadyChecklistPage *self);
bool steady_checklist_page_show_list (SteadyChecklistPage *self, const char *id);
bool steady_checklist_page_show_card_of (SteadyChecklistPage *self, const char *alarm);
SteadyChecklistBook *steady_checklist_page_book (SteadyChecklistPage *self);

G_END_DECLS
