/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "records/steady-place-bar.h"

G_BEGIN_DECLS

#define STEADY_TYPE_NAMELESS_VIEW (steady_nameless_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyNamelessView, steady_nameless_view, STEADY, NAMELESS_VIEW, GtkWidget)

/*
 * A copy of a case that names nobody, for teaching and for asking another centre. Every
 * free text is shown; it is removed unless a person keeps it. Emits "closed". Thread:
 * main.
 */
void            steady_nameless_view_set_case (SteadyNamelessView *self,
                                               const char         *path,
                                               const char         *title);
SteadyPlaceBar *steady_nameless_view_places (SteadyNamelessView *self);
unsigned        steady_nameless_view_texts (SteadyNamelessView *self);
void
steady_nameless_view_keep (SteadyNamelessView *self, unsigned number, gboolean keep);
const char *steady_nameless_view_last (SteadyNamelessView *self);

G_END_DECLS
