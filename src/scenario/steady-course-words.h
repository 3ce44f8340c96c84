/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scenario/steady-course.h"

struct json_object;

struct json_object *steady_course_tell_trainee (const SteadyCourse   *self,
                                                const SteadyScenario *scenario);
struct json_object *steady_course_tell_instructor (const SteadyCourse   *self,
                                                   const SteadyScenario *scenario);
struct json_object *steady_course_tell_actions (const SteadyScenario *scenario);

const char *steady_item_verdict_name (SteadyItemVerdict verdict);
const char *steady_outcome_name (SteadyOutcome outcome);
const char *steady_callout_state_name (SteadyCalloutState state);
const char *steady_milestone_name (SteadyMilestone milestone);
