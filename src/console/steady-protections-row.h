/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PROTECTIONS_ROW (steady_protections_row_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyProtectionsRow, steady_protections_row, STEADY, PROTECTIONS_ROW, GtkWidget)

/* The state of every protection, and what is not protected now. Thread: main. */
void steady_protections_row_bind (SteadyProtectionsRow *self, SteadyConsoleLink *link);
void steady_protections_row_refresh (SteadyProtectionsRow *self,
                                     SteadyInstant         real_now);

G_END_DECLS
