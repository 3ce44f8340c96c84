/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-readout.h"

G_BEGIN_DECLS

#define STEADY_TYPE_VALUE_CELL (steady_value_cell_get_type ())
G_DECLARE_FINAL_TYPE (SteadyValueCell, steady_value_cell, STEADY, VALUE_CELL, GtkWidget)

/* A small named value: a caption over a line of text. Thread: main. */
void        steady_value_cell_set (SteadyValueCell  *self,
                                   const char       *value,
                                   const char       *note,
                                   SteadyReadoutKind kind);
void        steady_value_cell_set_caption (SteadyValueCell *self, const char *caption);
const char *steady_value_cell_get_value (SteadyValueCell *self);

G_END_DECLS
