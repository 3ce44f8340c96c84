/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "console/steady-console-state.h"

/* How fast a hand must turn. Plain data. */
typedef struct SteadyCrankGuide
{
  double last_rpm;  /* while the pump ran; 0: never seen */
  double last_flow; /* L/min, with it */
} SteadyCrankGuide;

/* Where the number is from. */
typedef enum SteadyCrankSource
{
  STEADY_CRANK_UNKNOWN = 0,
  STEADY_CRANK_LAST_SPEED = 1, /* the pump's own, when it last ran */
  STEADY_CRANK_TUBING = 2      /* plan flow by the stroke of the tubing */
} SteadyCrankSource;

void              steady_crank_guide_follow (SteadyCrankGuide         *self,
                                             const SteadyConsoleState *state);
SteadyCrankSource steady_crank_guide_rpm (const SteadyCrankGuide *self,
                                          double                  plan_flow_l_min,
                                          const char             *tubing,
                                          double                 *ret_rpm);
double            steady_crank_stroke_ml (const char *tubing);
