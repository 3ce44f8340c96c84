/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "records/steady-place-bar.h"

G_BEGIN_DECLS

#define STEADY_TYPE_EXPORT_VIEW (steady_export_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyExportView, steady_export_view, STEADY, EXPORT_VIEW, GtkWidget)

/*
 * Hands a case on in a format and to a place of choice. Emits "closed", and "nameless"
 * when a copy without names is wanted instead. Thread: main.
 */
void            steady_export_view_set_case (SteadyExportView *self,
                                             const char       *path,
                                             const char       *title);
SteadyPlaceBar *steady_export_view_places (SteadyExportView *self);
const char     *steady_export_view_last (SteadyExportView *self);

G_END_DECLS
