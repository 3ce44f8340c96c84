/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-plan-desk.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_WHY (steady_plan_why_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanWhy, steady_plan_why, STEADY, PLAN_WHY, GtkWidget)

/* What stands behind one number: formula, inputs, source, data file. Emits "left".
 * Thread: main. */
void        steady_plan_why_show (SteadyPlanWhy        *self,
                                  const SteadyPlanDesk *desk,
                                  SteadyPlanItem        item);
const char *steady_plan_why_text (SteadyPlanWhy *self);

G_END_DECLS
