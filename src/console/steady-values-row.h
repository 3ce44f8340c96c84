/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_VALUES_ROW (steady_values_row_get_type ())
G_DECLARE_FINAL_TYPE (SteadyValuesRow, steady_values_row, STEADY, VALUES_ROW, GtkWidget)

/* The permanent row: what is looked at now and then and must always be there. Thread:
 * main. */
void steady_values_row_refresh (SteadyValuesRow          *self,
                                const SteadyConsoleState *state,
                                SteadyInstant             real_now);
void steady_values_row_set_venous (SteadyValuesRow *self, gboolean shown);

G_END_DECLS
