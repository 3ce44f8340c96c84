/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "perfusion/steady-plan-signing.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_REHEARSAL (steady_plan_rehearsal_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPlanRehearsal, steady_plan_rehearsal, STEADY, PLAN_REHEARSAL, GtkWidget)

/* The plan run in the simulator by an engine of its own, and the case that it predicts.
 * Emits "left". Thread: main. */
void        steady_plan_rehearsal_begin (SteadyPlanRehearsal     *self,
                                         const SteadyPlan        *plan,
                                         const SteadyPlanSigning *signing);
gboolean    steady_plan_rehearsal_runs (SteadyPlanRehearsal *self);
const char *steady_plan_rehearsal_words (SteadyPlanRehearsal *self);

G_END_DECLS
