/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Whose formula of the body surface. */
typedef enum SteadySurfaceFormula
{
  STEADY_SURFACE_MOSTELLER,
  STEADY_SURFACE_DU_BOIS,
  STEADY_SURFACE_HAYCOCK /* made for children, infants above all */
} SteadySurfaceFormula;

bool steady_body_surface (SteadySurfaceFormula formula,
                          SteadyWeight         weight,
                          SteadyLength         height,
                          SteadyArea          *ret_area);
bool
steady_body_blood_volume (SteadyWeight weight, double ml_kg, SteadyVolume *ret_volume);
bool steady_body_ideal_weight (SteadyLength  height,
                               double        age_days,
                               SteadyWeight *ret_weight);
