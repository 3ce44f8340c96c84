/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-sample.h"

/* What is remembered of one channel to tell a source that repeats itself. */
typedef struct SteadyQualityMemory
{
  double        value;        /* of the last sample */
  int64_t       t_device;     /* of the last sample that had one */
  SteadyInstant device_since; /* when @t_device began to stand still */
  SteadyInstant value_since;  /* when @value was first seen in this run */
  SteadyInstant noisy_since;  /* since when the raw signal moved without a long rest */
  uint32_t      run;          /* samples with this very value */
  uint32_t      longest;      /* run while the signal was alive */
  uint32_t      source;
  uint8_t       known;
} SteadyQualityMemory;

/*
 * Judges each sample as it comes: implausible, or frozen. What a device says itself
 * (sensor off, link lost, questionable) stays. Stale is judged by the value table.
 */
typedef struct SteadyQualityJudge
{
  SteadyQualityMemory channels[STEADY_CHANNEL_MAX];
} SteadyQualityJudge;

void steady_quality_judge_init (SteadyQualityJudge *self);
void steady_quality_judge_sample (SteadyQualityJudge *self, SteadySample *sample);
