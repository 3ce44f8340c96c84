/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_CELL (steady_plan_cell_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanCell, steady_plan_cell, STEADY, PLAN_CELL, GtkButton)

/* What stands in a cell of the plan. */
typedef enum SteadyPlanCellKind
{
  STEADY_PLAN_CELL_INPUT, /* a number that is entered */
  STEADY_PLAN_CELL_TEXT,  /* words that are written or chosen */
  STEADY_PLAN_CELL_ITEM   /* an answer of the plan */
} SteadyPlanCellKind;

/* A caption over a value; one tap leads to the entry or to what stands behind it.
 * Thread: main. */
GtkWidget         *steady_plan_cell_new (SteadyPlanCellKind kind, unsigned index);
void               steady_plan_cell_fold (SteadyPlanCell *self);
SteadyPlanCellKind steady_plan_cell_kind (SteadyPlanCell *self);
unsigned           steady_plan_cell_index (SteadyPlanCell *self);
void               steady_plan_cell_show (SteadyPlanCell *self,
                                          const char     *caption,
                                          const char     *value,
                                          gboolean        known);
const char        *steady_plan_cell_value (SteadyPlanCell *self);

G_END_DECLS
