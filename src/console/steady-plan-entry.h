/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-plan-desk.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_ENTRY (steady_plan_entry_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanEntry, steady_plan_entry, STEADY, PLAN_ENTRY, GtkWidget)

/* Keys for one number of the plan, and beside them what the plan would be with it while
 * it is typed. Emits "entered" with the number, "kept" (what stands there is right),
 * "emptied" (it counts as not entered) and "left". Thread: main. */
void steady_plan_entry_ask (SteadyPlanEntry      *self,
                            const SteadyPlanDesk *desk,
                            SteadyPlanInput       input);
void steady_plan_entry_ask_blind (SteadyPlanEntry *self, SteadyPlanInput input);
void steady_plan_entry_type (SteadyPlanEntry *self, const char *keys);
SteadyPlanInput steady_plan_entry_input (SteadyPlanEntry *self);
const char     *steady_plan_entry_words (SteadyPlanEntry *self);

G_END_DECLS
