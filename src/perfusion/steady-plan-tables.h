/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-parts.h"
#include "perfusion/steady-practice.h"

/* All that a plan is computed with beside the patient. A plan borrows from it. */
typedef struct SteadyPlanTables
{
  SteadyPractice practice;
  SteadyParts    parts;
} SteadyPlanTables;

SteadyPlanTables *
steady_plan_tables_load (const char *folder, const char *site_folder, GError **error);
SteadyPlanTables *steady_plan_tables_load_installed (GError **error);
void              steady_plan_tables_free (SteadyPlanTables *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyPlanTables, steady_plan_tables_free)
