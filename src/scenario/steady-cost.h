/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"

/* The limits against which the cost to the child is counted. */
typedef struct SteadyCostLimits
{
  double map_low_mmhg;
  double cerebral_low_pct;
  double delivery_critical_ml_min_m2; /* at 37 °C */
  double plan_flow_l_min;
} SteadyCostLimits;

/* What a course has cost the child so far; plain bytes. A low is meaningless until its
 * count is above 0. */
typedef struct SteadyCost
{
  double   deficit_ml_m2;         /* oxygen that was not delivered below the critical */
  double   map_under_s;           /* seconds under the limit */
  double   cerebral_area_pct_min; /* of the lower side, under its limit */
  double   no_flow_s;
  double   air_ml; /* that reached the child */
  double   lactate_peak;
  double   map_lowest;
  double   venous_saturation_lowest;
  double   cerebral_lowest;
  double   reservoir_lowest;
  double   line_pressure_highest;
  double   counted_s; /* on bypass, looked at */
  uint32_t seen;      /* a bit for each of the extremes above, lactate first */
  uint32_t padding;
} SteadyCost;

enum
{
  STEADY_COST_LACTATE = 1 << 0,
  STEADY_COST_MAP = 1 << 1,
  STEADY_COST_VENOUS_SATURATION = 1 << 2,
  STEADY_COST_CEREBRAL = 1 << 3,
  STEADY_COST_RESERVOIR = 1 << 4,
  STEADY_COST_LINE_PRESSURE = 1 << 5
};

SteadyCostLimits
steady_cost_limits (const char *profile, double map_low_mmhg, double plan_flow_l_min);
double steady_cost_critical (double at_37, double temperature_c);
void   steady_cost_add (SteadyCost             *self,
                        const SteadyCostLimits *limits,
                        SteadySpan              passed,
                        const SteadyValueTable *values,
                        const SteadySupport    *support);
