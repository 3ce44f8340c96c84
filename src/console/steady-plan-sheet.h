/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-plan-cell.h"
#include "console/steady-plan-desk.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_SHEET (steady_plan_sheet_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanSheet, steady_plan_sheet, STEADY, PLAN_SHEET, GtkWidget)

/* All of the plan, chapter after chapter, with buttons that lead to each. Emits
 * "tapped" with the cell. Thread: main. */
void steady_plan_sheet_show (SteadyPlanSheet *self, const SteadyPlanDesk *desk);
void steady_plan_sheet_set_all (SteadyPlanSheet *self, gboolean all);
SteadyPlanCell *
steady_plan_sheet_cell (SteadyPlanSheet *self, SteadyPlanCellKind kind, unsigned index);

G_END_DECLS
