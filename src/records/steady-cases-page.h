/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/steady-case-list.h"
#include "records/steady-sheet-bar.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CASES_PAGE (steady_cases_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCasesPage, steady_cases_page, STEADY, CASES_PAGE, GtkWidget)

/*
 * The shelf: every case that was kept, found by words and marks, however many there
 * are. Emits "open-case" with the path of a case that is to be looked at. Thread: main.
 */
GtkWidget      *steady_cases_page_new (void);
SteadyCaseList *steady_cases_page_list (SteadyCasesPage *self);
SteadySheetBar *steady_cases_page_sheets (SteadyCasesPage *self);
void            steady_cases_page_choose (SteadyCasesPage *self, unsigned position);
void            steady_cases_page_reload (SteadyCasesPage *self);

G_END_DECLS
