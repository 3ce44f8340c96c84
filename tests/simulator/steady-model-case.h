/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "simulator/steady-simulator-parts.h"

/* A column of the table of bodies, with the circuit and the blood that its printed
 * results stand for. */
typedef struct SteadyModelColumn
{
  double      weight_kg;
  const char *circuit;
  double      haematocrit;
  double      flow_index; /* L/min/m² on full bypass */
  /* printed results */
  double map, output, lap;                        /* before bypass */
  double bypass_map, bypass_pre, bypass_sv, drop; /* full bypass, 37 °C, heart still */
} SteadyModelColumn;

enum
{
  STEADY_MODEL_COLUMNS = 5
};

extern const SteadyModelColumn steady_model_columns[STEADY_MODEL_COLUMNS];

/* Means over some seconds of the true values, not of the sensors. */
typedef struct SteadyModelMeans
{
  double map, low, high, cvp, lap, pre, post, flow, beds;
} SteadyModelMeans;

void             steady_model_setup (SteadySimulatorSetup    *setup,
                                     const SteadyModelColumn *column,
                                     bool                     on_bypass);
SteadyModelMeans steady_model_run (SteadySimulator *model, double seconds);
double           steady_model_time_until (SteadySimulator *model,
                                          bool (*holds) (const SteadySimulator *model,
                                               double                 limit),
                                          double limit,
                                          double longest);
