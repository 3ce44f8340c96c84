/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

/*
 * How the resistance of the oxygenator stands to what it was when bypass began: a
 * rising one is clot. The pressure drop alone rises with every rise of flow.
 */
typedef struct SteadyOxygenatorBaseline
{
  SteadyInstant flow_since; /* STEADY_INSTANT_NEVER: no steady flow */
  double        sum;
  uint32_t      readings;
  uint32_t      padding;
  double        baseline; /* mmHg min/L at 1 cP; 0: not taken yet */
  double        smooth;   /* the present one; 0: none yet */
} SteadyOxygenatorBaseline;

/* One second's readings. Where blood or temperature is not known it is left at 0. */
typedef struct SteadyOxygenatorReading
{
  double drop;        /* mmHg across the oxygenator */
  double flow;        /* L/min through it */
  double haematocrit; /* %; 0: unknown */
  double temperature; /* °C; 0: unknown */
} SteadyOxygenatorReading;

void steady_oxygenator_baseline_init (SteadyOxygenatorBaseline *self);
bool steady_oxygenator_baseline_add (SteadyOxygenatorBaseline      *self,
                                     SteadyInstant                  now,
                                     const SteadyOxygenatorReading *reading,
                                     double                        *ret_pct);
