/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "console/steady-console-config.h"

/*
 * How one control is stepped for this child: in which unit, by how much, between which
 * limits. Shown value = canonical value × factor. Pure.
 */
typedef struct SteadyStepRule
{
  SteadyControl control;
  const char   *unit;   /* shown */
  double        factor; /* shown per canonical */
  double        small;  /* shown unit */
  double        large;
  double        fine_below; /* below this (shown) the small step is @fine; 0: never */
  double        fine;
  int           decimals;
  double        low; /* of the device, shown unit */
  double        high;
  double        plan_low; /* NAN: the plan says nothing */
  double        plan_high;
  double        device_step; /* canonical; 0: any */
  bool          lowering_asks;
} SteadyStepRule;

/* In which unit flow is shown and stepped. */
typedef enum SteadyFlowUnit
{
  STEADY_FLOW_UNIT_USUAL, /* by weight: mL/kg/min below 30 kg, L/min above */
  STEADY_FLOW_UNIT_L_MIN,
  STEADY_FLOW_UNIT_PER_KG,
  STEADY_FLOW_UNIT_INDEX
} SteadyFlowUnit;

typedef enum SteadyStepVerdict
{
  STEADY_STEP_GO,
  STEADY_STEP_ASK,     /* leaves the plan's range: ask once more */
  STEADY_STEP_AT_LIMIT /* the device goes no further */
} SteadyStepVerdict;

void steady_step_rule_set_flow_unit (SteadyFlowUnit unit);
bool steady_step_rule_make (const SteadyConsoleConfig *config,
                            SteadyControl              control,
                            SteadyStepRule            *ret_rule);
double
steady_step_rule_size (const SteadyStepRule *self, double shown, bool large, bool up);
SteadyStepVerdict steady_step_rule_next (const SteadyStepRule *self,
                                         double                shown,
                                         double                by,
                                         double               *ret_shown);
double            steady_step_rule_canonical (const SteadyStepRule *self, double shown);
