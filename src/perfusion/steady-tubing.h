/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

/* Inner diameters that are made, in sixteenths of an inch. */
typedef enum SteadyTubing
{
  STEADY_TUBING_1_8 = 2,
  STEADY_TUBING_3_16 = 3,
  STEADY_TUBING_1_4 = 4,
  STEADY_TUBING_3_8 = 6,
  STEADY_TUBING_1_2 = 8
} SteadyTubing;

bool steady_tubing_volume (SteadyTubing  tubing,
                           SteadyLength  length,
                           SteadyVolume *ret_volume);
bool
steady_tubing_roller_flow (SteadyVolume per_turn, double rpm, SteadyFlow *ret_flow);
bool
steady_tubing_roller_speed (SteadyVolume per_turn, SteadyFlow flow, double *ret_rpm);
