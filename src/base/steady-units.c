/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-units.h"

#include "base/steady-require.h"

/* 1 kPa in mmHg: 101.325 kPa are 760 mmHg by definition. */
static const double mmhg_per_kpa = 760.0 / 101.325;

/* Flow in mL/kg/min. @weight must be above 0. Thread: any. */
double
steady_flow_per_kg (SteadyFlow flow, SteadyWeight weight)
{
  steady_require (weight.kg > 0);
  return flow.l_min * 1000.0 / weight.kg;
}

/* Flow in L/min/m². @area must be above 0. Thread: any. */
double
steady_flow_index (SteadyFlow flow, SteadyArea area)
{
  steady_require (area.m2 > 0);
  return flow.l_min / area.m2;
}

/* The flow that gives @ml_kg_min to a patient of @weight. Thread: any. */
SteadyFlow
steady_flow_from_per_kg (double ml_kg_min, SteadyWeight weight)
{
  return (SteadyFlow){ ml_kg_min * weight.kg / 1000.0 };
}

/* Thread: any. */
SteadyPressure
steady_pressure_from_kpa (double kpa)
{
  return (SteadyPressure){ kpa * mmhg_per_kpa };
}

/* Thread: any. */
double
steady_pressure_kpa (SteadyPressure pressure)
{
  return pressure.mmhg / mmhg_per_kpa;
}

/* Thread: any. */
SteadyTemp
steady_temp_from_f (double fahrenheit)
{
  return (SteadyTemp){ (fahrenheit - 32.0) / 1.8 };
}

/* Thread: any. */
double
steady_temp_f (SteadyTemp temperature)
{
  return temperature.c * 1.8 + 32.0;
}
