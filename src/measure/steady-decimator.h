/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/*
 * Brings a wave down to a rate at which beats can be found cheaply: each output is the
 * mean of @factor samples, which is low-pass enough for pressures and an ECG.
 */
typedef struct SteadyDecimator
{
  double        rate_hz; /* of the output */
  SteadySpan    period;  /* of the input */
  unsigned      factor;
  unsigned      count;
  double        sum;
  SteadyInstant first; /* of the samples in the sum */
  SteadyInstant last;
  bool          running;
} SteadyDecimator;

void steady_decimator_init (SteadyDecimator *self, double rate_hz, double wanted_hz);
bool steady_decimator_add (SteadyDecimator *self,
                           SteadyInstant    t,
                           double           value,
                           SteadyInstant   *ret_t,
                           double          *ret_value,
                           bool            *ret_gap);
