/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-plan-desk.h"

/* What the Plan page says of a whole plan. Thread: main. */
char *steady_plan_page_words_status (const SteadyPlanDesk *desk);
char *steady_plan_page_words_signing (const SteadyPlanDesk *desk);
