/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-progress.h"
#include "quality/steady-ecmo-course.h"

/* A run of hours of the wall clock, oldest first, with what was measured and entered.
 */
typedef struct SteadyEcmoChart
{
  unsigned        n;
  SteadyEcmoHour *hours;
  uint8_t         fitted[STEADY_ECMO_ROWS]; /* 1: the case knows of a source */
} SteadyEcmoChart;

void steady_ecmo_chart_fitted (SteadyCaseReader *reader,
                               uint8_t           ret_fitted[STEADY_ECMO_ROWS]);
bool steady_ecmo_chart_read (SteadyEcmoChart        *self,
                             SteadyCaseReader       *reader,
                             const SteadyEcmoCourse *course,
                             unsigned                most,
                             SteadyProgress         *progress,
                             GError                **error);
void steady_ecmo_chart_finish (SteadyEcmoChart *self);
