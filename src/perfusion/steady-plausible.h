/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

typedef struct SteadyRange
{
  double low;
  double high;
} SteadyRange;

void steady_plausible_at_age (double       age_days,
                              SteadyRange *ret_weight_kg,
                              SteadyRange *ret_height_cm);
bool steady_plausible_build (double weight_kg, double height_cm, double age_days);
