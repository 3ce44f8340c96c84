/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Heparin, in international units. */
typedef struct SteadyHeparin
{
  double iu;
} SteadyHeparin;

/* Protamine, mg. */
typedef struct SteadyProtamine
{
  double mg;
} SteadyProtamine;

bool
steady_heparin_bolus (SteadyWeight weight, double iu_kg, SteadyHeparin *ret_heparin);
bool
steady_heparin_prime (SteadyVolume prime, double iu_ml, SteadyHeparin *ret_heparin);
bool steady_protamine_dose (SteadyHeparin    heparin,
                            double           mg_per_100_iu,
                            SteadyProtamine *ret_protamine);
