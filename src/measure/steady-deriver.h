/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "base/steady-units.h"
#include "measure/steady-falling-trend.h"
#include "measure/steady-flush-guard.h"
#include "measure/steady-pulse-detector.h"
#include "measure/steady-qrs-detector.h"
#include "measure/steady-sample.h"
#include "measure/steady-slope.h"
#include "measure/steady-value-table.h"
#include "measure/steady-water-course.h"
#include "measure/steady-window-mean.h"

enum
{
  /* Wave channels have numbers below this. */
  STEADY_DERIVER_WAVES = 16,
  /* One tick never gives more samples than this. */
  STEADY_DERIVER_MAX = 32,
  /* Waves of which a mean over a window is derived. */
  STEADY_DERIVER_MEANS = 6
};

/* What must be known about the child and the circuit before anything is derived. */
typedef struct SteadyDeriverSetup
{
  SteadyWeight weight;                  /* 0: unknown, nothing per kg */
  SteadyArea   area;                    /* 0: unknown, no index, no DO2i */
  SteadyVolume reservoir_stop;          /* the STOP level */
  double       cerebral_baseline_left;  /* %; 0: not taken yet */
  double       cerebral_baseline_right; /* %; 0: not taken yet */
  double       water_per_min;           /* °C/min; 0: unknown, no lag of the water */
  /* Samples per second by wave channel; 0: this case has no such wave. */
  double rates_hz[STEADY_DERIVER_WAVES];
} SteadyDeriverSetup;

/* What is remembered of a wave. */
typedef struct SteadyDeriverWave
{
  SteadyInstant usable_t; /* of the last sample that could be used */
  uint8_t       seen;     /* any sample came */
  uint8_t       used;     /* one that could be used came */
  uint8_t       quality;  /* of the last sample */
  uint8_t       flags;    /* of the last sample */
} SteadyDeriverWave;

/*
 * Makes out of what was measured what a perfusionist reads: means, beats, rates, flow
 * by size, oxygen delivery, times to the STOP level. Plain data, no allocation, no
 * clock: the same samples give the same numbers at any speed.
 */
typedef struct SteadyDeriver
{
  SteadyDeriverSetup  setup;
  SteadyWindowMean    means[STEADY_DERIVER_MEANS];
  SteadyDeriverWave   waves[STEADY_DERIVER_WAVES];
  SteadyFlushGuard    flush;
  SteadyPulseDetector pulse;
  SteadyQrsDetector   heart;
  SteadyFallingTrend  reservoir;
  SteadyInstant       reservoir_t; /* of the last reading in the trend */
  SteadySlope         rewarming;
  SteadyWaterCourse   water;
  uint8_t             native[STEADY_CHANNEL_MAX]; /* a device gives this itself */
  SteadySample        given[STEADY_CHANNEL_MAX];  /* what was last derived */
  int64_t             fast_slot;
  int64_t             slow_slot;
} SteadyDeriver;

void     steady_deriver_init (SteadyDeriver *self, const SteadyDeriverSetup *setup);
void     steady_deriver_feed (SteadyDeriver *self, const SteadySample *sample);
unsigned steady_deriver_tick (SteadyDeriver          *self,
                              SteadyInstant           now,
                              const SteadyValueTable *values,
                              SteadySample           *ret_samples,
                              unsigned                size);
bool     steady_deriver_owns (const SteadyDeriver *self, SteadyChannel channel);
void     steady_deriver_set_baseline (SteadyDeriver *self, double left, double right);
void     steady_deriver_set_water_rate (SteadyDeriver *self, double per_min);
