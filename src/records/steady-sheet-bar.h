/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_SHEET_BAR (steady_sheet_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadySheetBar, steady_sheet_bar, STEADY, SHEET_BAR, GtkWidget)

/* Buttons that print the sheets of a case as PDF. Thread: main. */
GtkWidget  *steady_sheet_bar_new (void);
void        steady_sheet_bar_set_case (SteadySheetBar *self, const char *path);
void        steady_sheet_bar_print (SteadySheetBar *self, const char *sheet);
void        steady_sheet_bar_set_compact (SteadySheetBar *self);
const char *steady_sheet_bar_last (SteadySheetBar *self);

G_END_DECLS
