/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* What the blood gas is kept at in the cold. */
typedef enum SteadyGasStrategy
{
  STEADY_GAS_STRATEGY_ALPHA_STAT = 1, /* 7.40 and 40 mmHg as measured at 37 °C */
  STEADY_GAS_STRATEGY_PH_STAT = 2 /* 7.40 and 40 mmHg at the temperature of the blood */
} SteadyGasStrategy;

/* pH and pCO2 as the analyser shows them at 37 °C, and at the blood's temperature. */
typedef struct SteadyGasTarget
{
  double         ph_37;
  double         ph_t;
  SteadyPressure pco2_37;
  SteadyPressure pco2_t;
} SteadyGasTarget;

bool        steady_gas_target (SteadyGasStrategy strategy,
                               SteadyTemp        temperature,
                               SteadyGasTarget  *ret_target);
bool        steady_gas_at (double         ph_37,
                           SteadyPressure pco2_37,
                           SteadyTemp     temperature,
                           double        *ret_ph,
                           double        *ret_pco2_mmhg);
const char *steady_gas_strategy_name (SteadyGasStrategy strategy);
bool steady_gas_strategy_from_name (const char *name, SteadyGasStrategy *ret_strategy);
