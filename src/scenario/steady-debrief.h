/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scenario/steady-course.h"

#define STEADY_DEBRIEF_FORMAT "steady-debrief"

enum
{
  STEADY_DEBRIEF_VERSION = 1
};

struct json_object;

struct json_object *steady_debrief_new (const SteadyCourse   *course,
                                        const SteadyScenario *scenario);
char *steady_debrief_text (const SteadyCourse *course, const SteadyScenario *scenario);
