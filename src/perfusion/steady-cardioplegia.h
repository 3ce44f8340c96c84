/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Parts of blood and of crystalloid, always written in this order: 1 : 4 is del Nido,
 * 4 : 1 is blood cardioplegia. */
typedef struct SteadyCardioplegiaRatio
{
  double blood;
  double crystalloid;
} SteadyCardioplegiaRatio;

/* The unit that stands on the display of the pump. */
typedef enum SteadyDoseUnit
{
  STEADY_DOSE_UNIT_ML = 1,
  STEADY_DOSE_UNIT_ML_KG = 2,
  STEADY_DOSE_UNIT_L = 3
} SteadyDoseUnit;

bool        steady_cardioplegia_dose (SteadyWeight  weight,
                                      double        ml_kg,
                                      SteadyVolume  cap,
                                      SteadyVolume *ret_dose);
bool        steady_cardioplegia_crystalloid (SteadyVolume            dose,
                                             SteadyCardioplegiaRatio ratio,
                                             SteadyVolume           *ret_crystalloid);
bool        steady_cardioplegia_by_surface (SteadyArea    area,
                                            double        ml_min_m2,
                                            double        minutes,
                                            SteadyVolume *ret_dose);
bool        steady_cardioplegia_on_pump (SteadyVolume   dose,
                                         SteadyWeight   weight,
                                         SteadyDoseUnit unit,
                                         double        *ret_shown);
const char *steady_dose_unit_name (SteadyDoseUnit unit);
bool        steady_dose_unit_from_name (const char *name, SteadyDoseUnit *ret_unit);
