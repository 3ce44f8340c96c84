/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan-signing.h"

bool steady_plan_print (const SteadyPlan        *plan,
                        const SteadyPlanTables  *tables,
                        const SteadyPlanSigning *signing,
                        const char              *file,
                        GError                 **error);
