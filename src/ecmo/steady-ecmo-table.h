/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecmo/steady-ecmo-source.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ECMO_TABLE (steady_ecmo_table_get_type ())
G_DECLARE_FINAL_TYPE (SteadyEcmoTable, steady_ecmo_table, STEADY, ECMO_TABLE, GtkWidget)

/* The flow sheet: quantities down, hours across. What does not fit is drawn smaller.
 * Thread: main. */
GtkWidget *steady_ecmo_table_new (void);
unsigned   steady_ecmo_table_columns (SteadyEcmoTable *self);
void       steady_ecmo_table_show (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet);
const char *
steady_ecmo_table_cell (SteadyEcmoTable *self, unsigned row, unsigned column);
const char *steady_ecmo_table_recorded (SteadyEcmoTable *self, unsigned column);
const char *steady_ecmo_table_unit (SteadyEcmoTable *self, unsigned row);

G_END_DECLS
