/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Haematocrit, %. */
typedef struct SteadyHaematocrit
{
  double percent;
} SteadyHaematocrit;

bool steady_dilution_mix (SteadyVolume       blood,
                          SteadyHaematocrit  haematocrit,
                          SteadyVolume       added,
                          SteadyHaematocrit  added_haematocrit,
                          SteadyHaematocrit *ret_haematocrit);
bool steady_dilution_cells_in_prime (SteadyVolume      blood,
                                     SteadyHaematocrit haematocrit,
                                     SteadyVolume      prime,
                                     SteadyHaematocrit wanted,
                                     SteadyHaematocrit cells,
                                     SteadyVolume     *ret_cells);
bool steady_dilution_cells_on_top (SteadyVolume      blood,
                                   SteadyHaematocrit haematocrit,
                                   SteadyVolume      prime,
                                   SteadyHaematocrit wanted,
                                   SteadyHaematocrit cells,
                                   SteadyVolume     *ret_cells);
bool steady_dilution_to_remove (SteadyVolume      volume,
                                SteadyHaematocrit haematocrit,
                                SteadyHaematocrit wanted,
                                SteadyVolume     *ret_filtrate);
bool steady_dilution_allowable_loss (SteadyVolume      blood,
                                     SteadyHaematocrit haematocrit,
                                     SteadyHaematocrit lowest,
                                     SteadyVolume     *ret_loss);
