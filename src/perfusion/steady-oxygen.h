/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Haemoglobin, g/dL. */
typedef struct SteadyHaemoglobin
{
  double g_dl;
} SteadyHaemoglobin;

/* What a gram of haemoglobin binds, and what plasma dissolves. Always said beside a
 * figure: sources differ. */
typedef struct SteadyOxygenConstants
{
  double ml_per_g;       /* mL O2 per g of saturated haemoglobin */
  double ml_per_dl_mmhg; /* mL O2 per dL and mmHg */
} SteadyOxygenConstants;

/* The goal-directed perfusion tools, 1.34 and 0.003: Steady's own. */
extern const SteadyOxygenConstants steady_oxygen_goal_directed;
/* HemoSphere, 1.38 and 0.0031. */
extern const SteadyOxygenConstants steady_oxygen_hemosphere;

bool steady_oxygen_content (const SteadyOxygenConstants *constants,
                            SteadyHaemoglobin            haemoglobin,
                            double                       saturation,
                            SteadyPressure               po2,
                            double                      *ret_ml_dl);
bool steady_oxygen_delivery_index (SteadyFlow flow,
                                   SteadyArea area,
                                   double     content_ml_dl,
                                   double    *ret_ml_min_m2);
bool steady_oxygen_flow_for_delivery (double      delivery_ml_min_m2,
                                      SteadyArea  area,
                                      double      content_ml_dl,
                                      SteadyFlow *ret_flow);
bool steady_oxygen_consumption (SteadyFlow flow,
                                double     arterial_ml_dl,
                                double     venous_ml_dl,
                                double    *ret_ml_min);
bool steady_oxygen_extraction (double  arterial_ml_dl,
                               double  venous_ml_dl,
                               double *ret_fraction);
bool steady_oxygen_carbon_dioxide (SteadyFlow     sweep,
                                   SteadyPressure exhaust,
                                   double        *ret_ml_min);
