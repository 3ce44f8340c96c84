/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-plan-desk.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_PAGE (steady_plan_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanPage, steady_plan_page, STEADY, PLAN_PAGE, GtkWidget)

/* The Plan page: a plan is made, signed by two, printed, rehearsed, given to the
 * engine. Thread: main. */
GtkWidget            *steady_plan_page_new (void);
const SteadyPlanDesk *steady_plan_page_desk (SteadyPlanPage *self);

G_END_DECLS
