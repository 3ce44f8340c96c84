/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-checklist-book.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CHECKLIST_SHEET (steady_checklist_sheet_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyChecklistSheet, steady_checklist_sheet, STEADY, CHECKLIST_SHEET, GtkWidget)

/* One list or card: how far it is, who verifies, and its items in groups. Emits "read",
 * "verified" and "more" with the row, "second" (who verifies?) and "turn" (begin anew).
 * Thread: main. */
GtkWidget             *steady_checklist_sheet_new (void);
void                   steady_checklist_sheet_take (SteadyChecklistSheet  *self,
                                                    const SteadyChecklist *list,
                                                    gboolean               expedited);
const SteadyChecklist *steady_checklist_sheet_list (SteadyChecklistSheet *self);
void                   steady_checklist_sheet_show (SteadyChecklistSheet      *self,
                                                    const SteadyChecklistBook *book);
void steady_checklist_sheet_mark (SteadyChecklistSheet *self, unsigned need);

G_END_DECLS
