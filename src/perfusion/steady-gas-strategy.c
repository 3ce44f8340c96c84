/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-gas-strategy.h"

#include <math.h>
#include <string.h>

#define BODY_C          37.0
#define PH_NORMAL       7.4
#define PCO2_NORMAL     40.0
#define PH_PER_C        -0.0147 /* at pH 7.4 (IL 1301) */
#define PH_PER_C_PER_PH 0.0065
#define PCO2_LOG_PER_C  0.0185 /* Bradley 1956: 4.4 % a degree */

/*
 * The targets of a blood gas at @temperature. Corrections: pH(T) = pH37 + (−0.0147 +
 * 0.0065 (7.4 − pH37)) (T − 37) (IL 1301); pCO2(T) = pCO2(37) · 10^(0.0185 (T − 37))
 * (Bradley 1956). By alpha-stat 7.40 and 40 mmHg at 37 °C read 7.53 and 27 at 28 °C,
 * 7.68 and 18 at 18 °C.
 *
 * False outside 10 … 42 °C or for a strategy that is not in the list.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_gas_target (SteadyGasStrategy strategy,
                   SteadyTemp        temperature,
                   SteadyGasTarget  *ret_target)
{
  const double degrees = temperature.c - BODY_C;
  const double factor = pow (10, PCO2_LOG_PER_C * degrees);

  if (!(temperature.c >= 10 && temperature.c <= 42))
    return false;
  switch (strategy)
    {
    case STEADY_GAS_STRATEGY_ALPHA_STAT:
      *ret_target = (SteadyGasTarget){ .ph_37 = PH_NORMAL,
                                       .ph_t = PH_NORMAL + PH_PER_C * degrees,
                                       .pco2_37 = { PCO2_NORMAL },
                                       .pco2_t = { PCO2_NORMAL * factor } };
      return true;
    case STEADY_GAS_STRATEGY_PH_STAT:
      /* The equation of pH(T) solved for the pH at 37 °C that gives 7.40 in the cold.
       */
      *ret_target =
          (SteadyGasTarget){ .ph_37 = PH_NORMAL - PH_PER_C * degrees /
                                                      (1 - PH_PER_C_PER_PH * degrees),
                             .ph_t = PH_NORMAL,
                             .pco2_37 = { PCO2_NORMAL / factor },
                             .pco2_t = { PCO2_NORMAL } };
      return true;
    default:
      return false;
    }
}

/*
 * What the analyser measured at 37 °C as it is in blood of @temperature, by the same
 * corrections. False outside pH 6.5 … 8.0, 5 … 200 mmHg or 10 … 42 °C.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_gas_at (double         ph_37,
               SteadyPressure pco2_37,
               SteadyTemp     temperature,
               double        *ret_ph,
               double        *ret_pco2_mmhg)
{
  const double degrees = temperature.c - BODY_C;

  if (!(temperature.c >= 10 && temperature.c <= 42) ||
      !(ph_37 >= 6.5 && ph_37 <= 8.0) || !(pco2_37.mmhg >= 5 && pco2_37.mmhg <= 200))
    return false;
  *ret_ph = ph_37 + (PH_PER_C + PH_PER_C_PER_PH * (PH_NORMAL - ph_37)) * degrees;
  *ret_pco2_mmhg = pco2_37.mmhg * pow (10, PCO2_LOG_PER_C * degrees);
  return true;
}

/* "alpha-stat" or "ph-stat"; NULL for another. Thread: any. */
const char *
steady_gas_strategy_name (SteadyGasStrategy strategy)
{
  switch (strategy)
    {
    case STEADY_GAS_STRATEGY_ALPHA_STAT:
      return "alpha-stat";
    case STEADY_GAS_STRATEGY_PH_STAT:
      return "ph-stat";
    default:
      return NULL;
    }
}

/* False for a name that is none. Thread: any. */
bool
steady_gas_strategy_from_name (const char *name, SteadyGasStrategy *ret_strategy)
{
  for (int i = STEADY_GAS_STRATEGY_ALPHA_STAT; i <= STEADY_GAS_STRATEGY_PH_STAT; i++)
    if (strcmp (name, steady_gas_strategy_name ((SteadyGasStrategy) i)) == 0)
      {
        *ret_strategy = (SteadyGasStrategy) i;
        return true;
      }
  return false;
}
