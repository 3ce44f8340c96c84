/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_WINDOW_MEAN_BINS = 64
};

/*
 * The mean of what was measured in the last moments, by time and not by beats: samples
 * fall into bins of equal length, so that neither the sample rate nor a gap inside the
 * window biases it. Plain data; zeroed memory is not ready, see init.
 */
typedef struct SteadyWindowMean
{
  SteadySpan bin;   /* length of one */
  unsigned   count; /* of bins in the window */
  struct
  {
    int64_t  number; /* which stretch of time stands here */
    double   sum;
    uint32_t samples;
  } bins[STEADY_WINDOW_MEAN_BINS];
} SteadyWindowMean;

void
steady_window_mean_init (SteadyWindowMean *self, SteadySpan window, SteadySpan bin);
void steady_window_mean_add (SteadyWindowMean *self,
                             SteadyInstant     t,
                             double            value,
                             uint32_t          count);
bool steady_window_mean_value (const SteadyWindowMean *self,
                               SteadyInstant           now,
                               double                 *ret_mean,
                               double                 *ret_coverage);
