/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-rule.h"
#include "measure/steady-value-table.h"

/* What can be known of a condition. Zero is "unknown", so that zeroed memory claims
 * nothing. */
typedef enum SteadyAlarmTruth
{
  STEADY_ALARM_UNKNOWN = 0,
  STEADY_ALARM_FALSE = 1,
  STEADY_ALARM_TRUE = 2
} SteadyAlarmTruth;

/* Against what a condition is judged. */
typedef struct SteadyAlarmContext
{
  const SteadyValueTable *values;
  const bool             *fitted; /* by channel */
  double                  plan_flow_l_min;
} SteadyAlarmContext;

/* What was found, and by which value against which limit. */
typedef struct SteadyAlarmFinding
{
  SteadyAlarmTruth truth;
  SteadyChannel    channel;
  bool             blind; /* something that it needs is unknown, decided or not */
  bool             has_value;
  double           value;
  double           limit;
} SteadyAlarmFinding;

bool               steady_alarm_value_usable (const SteadySample *sample);
SteadyAlarmFinding steady_alarm_judge_clause (const SteadyAlarmClause  *clause,
                                              const SteadyAlarmContext *context,
                                              bool                      was_true);
SteadyAlarmFinding steady_alarm_judge_rule (const SteadyAlarmRule    *rule,
                                            const SteadyAlarmContext *context,
                                            uint32_t                 *clauses_true);
SteadyAlarmFinding steady_alarm_judge_sensor (const SteadyAlarmRule    *rule,
                                              const SteadyAlarmContext *context,
                                              bool                      link_known);
bool               steady_alarm_rule_fitted (const SteadyAlarmRule    *rule,
                                             const SteadyAlarmContext *context);
bool               steady_alarm_rule_lacks_base (const SteadyAlarmRule    *rule,
                                                 const SteadyAlarmContext *context,
                                                 SteadyChannel            *ret_of);
