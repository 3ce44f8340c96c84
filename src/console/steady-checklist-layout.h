/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Parts that the Checklist page is built of. Thread: main. */
GtkWidget *steady_checklist_layout_button (const char *label,
                                           const char *name,
                                           GCallback   act,
                                           gpointer    self);
GtkWidget *steady_checklist_layout_scroller (GtkWidget *child);
GtkWidget *steady_checklist_layout_flow (unsigned columns);
