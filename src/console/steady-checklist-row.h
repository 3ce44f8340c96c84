/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-checklist-book.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CHECKLIST_ROW (steady_checklist_row_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyChecklistRow, steady_checklist_row, STEADY, CHECKLIST_ROW, GtkWidget)

/* One item: its words, "Read", "Verified" and a way to skip it or take it back. Emits
 * "read", "verified" and "more". Thread: main. */
GtkWidget                 *steady_checklist_row_new (const SteadyChecklist     *list,
                                                     const SteadyChecklistItem *item);
const SteadyChecklistItem *steady_checklist_row_item (SteadyChecklistRow *self);
void                       steady_checklist_row_show (SteadyChecklistRow        *self,
                                                      const SteadyChecklistBook *book);
void                       steady_checklist_row_mark (SteadyChecklistRow *self);

G_END_DECLS
