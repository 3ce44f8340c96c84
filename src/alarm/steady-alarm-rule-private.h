/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-rule.h"
#include "base/steady-json.h"

/* Inside this module: the two files that read rules share these. */
bool  steady_alarm_check_members (const SteadyJsonNode *node,
                                  const char *const    *members,
                                  GError              **error);
bool  steady_alarm_check_source (const SteadyJsonNode *node, GError **error);
char *steady_alarm_source_of (const SteadyJsonNode *node);
bool  steady_alarm_get_sourced (const SteadyJsonNode *node,
                                const char           *key,
                                double                low,
                                double                high,
                                double               *ret_value,
                                GError              **error);
bool  steady_alarm_read_clause (SteadyAlarmClause    *clause,
                                const SteadyJsonNode *node,
                                GError              **error);
bool  steady_alarm_read_condition (SteadyAlarmRule      *rule,
                                   const SteadyJsonNode *node,
                                   GError              **error);
bool  steady_alarm_plan_limit (SteadyAlarmRule *rule,
                               double           value,
                               const char      *source,
                               GError         **error);
bool  steady_alarm_overlay_limit (SteadyAlarmRule      *rule,
                                  const SteadyJsonNode *node,
                                  GError              **error);
