/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One canonical unit per quantity, named in the field, for function borders. Conversion
 * happens only for display and import, by the functions below.
 */
typedef struct SteadyFlow
{
  double l_min;
} SteadyFlow;
typedef struct SteadyPressure
{
  double mmhg;
} SteadyPressure;
typedef struct SteadyTemp
{
  double c;
} SteadyTemp;
typedef struct SteadyWeight
{
  double kg;
} SteadyWeight;
typedef struct SteadyVolume
{
  double ml;
} SteadyVolume;
typedef struct SteadyArea
{
  double m2;
} SteadyArea;
typedef struct SteadyLength
{
  double cm;
} SteadyLength;

double         steady_flow_per_kg (SteadyFlow flow, SteadyWeight weight);
double         steady_flow_index (SteadyFlow flow, SteadyArea area);
SteadyFlow     steady_flow_from_per_kg (double ml_kg_min, SteadyWeight weight);
SteadyPressure steady_pressure_from_kpa (double kpa);
double         steady_pressure_kpa (SteadyPressure pressure);
SteadyTemp     steady_temp_from_f (double fahrenheit);
double         steady_temp_f (SteadyTemp temperature);
