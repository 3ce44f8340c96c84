/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_VOLUME_MINUTES = 11
};

/*
 * Whether the reservoir changes by more than what was given or taken: bleeding, a leak
 * of the heat exchanger, a forgotten line. One mean a minute is kept, for ten minutes.
 */
typedef struct SteadyVolumeBalance
{
  double        blood_volume_ml; /* of the child; 0: unknown, nothing is told */
  double        entered_ml;      /* given less taken, ever */
  double        sum;             /* of the minute under way */
  uint32_t      readings;        /* in it */
  uint32_t      minutes;         /* kept since it began */
  SteadyInstant minute_began;
  double        unexplained_ml[STEADY_VOLUME_MINUTES]; /* reservoir less entered */
} SteadyVolumeBalance;

void steady_volume_balance_init (SteadyVolumeBalance *self, double blood_volume_ml);
void steady_volume_balance_begin (SteadyVolumeBalance *self, SteadyInstant now);
void steady_volume_balance_enter (SteadyVolumeBalance *self, double ml);
void
steady_volume_balance_add (SteadyVolumeBalance *self, SteadyInstant now, double ml);
bool steady_volume_balance_drift (const SteadyVolumeBalance *self, double *ret_pct);
