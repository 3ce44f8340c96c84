/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"
#include "perfusion/steady-dilution.h"
#include "perfusion/steady-tubing.h"

/* Dynamic viscosity, mPa·s (centipoise). */
typedef struct SteadyViscosity
{
  double mpa_s;
} SteadyViscosity;

/* Montoya's and Sinard's number of a cannula. */
typedef struct SteadyCannulaNumber
{
  double m;
} SteadyCannulaNumber;

bool steady_viscosity_of_blood (SteadyHaematocrit haematocrit,
                                SteadyTemp        temperature,
                                SteadyViscosity  *ret_viscosity);
bool steady_cannula_number_for_size (double               fr,
                                     double               m_at_8_fr,
                                     double               slope,
                                     SteadyCannulaNumber *ret_number);
bool steady_cannula_drop (SteadyCannulaNumber number,
                          SteadyViscosity     viscosity,
                          SteadyFlow          flow,
                          SteadyPressure     *ret_drop);
bool steady_tubing_drop (SteadyTubing    tubing,
                         SteadyLength    length,
                         SteadyViscosity viscosity,
                         SteadyFlow      flow,
                         SteadyPressure *ret_drop);
bool steady_oxygenator_drop (double          resistance_mmhg_min_l,
                             SteadyViscosity viscosity,
                             SteadyFlow      flow,
                             SteadyPressure *ret_drop);
