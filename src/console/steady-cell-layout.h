/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_CELL_LAYOUT (steady_cell_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyCellLayout, steady_cell_layout, STEADY, CELL_LAYOUT, GtkLayoutManager)

/* Equal cells in as few rows as their least width allows; they fill the whole place. */
int steady_cell_layout_rows (int cells, int width, int cell_width, int spacing);

G_END_DECLS
