/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "quality/steady-ecmo-hour.h"

enum
{
  STEADY_ECMO_CLOTTING_HOURS = 72, /* looked at, the last of them */
  STEADY_ECMO_CLOTTING_LEAST = 6   /* hours with both values that a rate needs [GK] */
};

/* One hour of the oxygenator. */
typedef struct SteadyEcmoPressure
{
  double drop_mmhg; /* median; NaN: not known */
  double flow_l_min;
} SteadyEcmoPressure;

/*
 * How the resistance of the oxygenator goes. The pressure drop grows with flow, so that
 * a clot and a turned pump look the same in it; per L/min they do not. No limit stands
 * here: no source of ours gives one.
 */
typedef struct SteadyEcmoClotting
{
  unsigned hours;              /* with both values, that the rates were made of */
  double   drop_mmhg;          /* of the last hour that has one; NaN: none */
  double   drop_per_day;       /* mmHg in 24 h; NaN: too few hours */
  double   resistance;         /* mmHg per L/min, of that hour */
  double   resistance_per_day; /* in 24 h */
  double   resistance_day_ago; /* 24 h before the last hour; NaN: not known */
} SteadyEcmoClotting;

bool
steady_ecmo_slope (const double *x, const double *y, unsigned n, double *ret_slope);
void steady_ecmo_clotting_read (SteadyEcmoClotting       *ret_clotting,
                                const SteadyEcmoPressure *hours,
                                unsigned                  n);
