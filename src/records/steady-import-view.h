/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "records/steady-place-bar.h"

G_BEGIN_DECLS

#define STEADY_TYPE_IMPORT_VIEW (steady_import_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyImportView, steady_import_view, STEADY, IMPORT_VIEW, GtkWidget)

/*
 * Takes recordings and cases of others onto the shelf. What is damaged is refused with
 * a sentence, and what stands before the damage is taken only when a person says so;
 * what was mended is told. Emits "imported", and "closed". Thread: main.
 */
void            steady_import_view_look (SteadyImportView *self);
SteadyPlaceBar *steady_import_view_places (SteadyImportView *self);
const char     *steady_import_view_last (SteadyImportView *self);

G_END_DECLS
