/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-channel.h"
#include "measure/steady-vocabulary.h"

/* The host's instant only; no time of the device's own. */
#define STEADY_NO_DEVICE_TIME INT64_MIN

/*
 * One value of one channel: never without its quality, its source and its instants.
 * @value is in the channel's canonical unit and means nothing unless @quality says so.
 */
typedef struct SteadySample
{
  SteadyInstant t;        /* when it was measured, host time */
  int64_t       t_device; /* ns on the device's clock, or STEADY_NO_DEVICE_TIME */
  double        value;
  uint16_t      channel; /* SteadyChannel */
  uint8_t       quality; /* SteadyQuality */
  uint8_t       flags;   /* SteadySampleFlag */
  uint32_t      source;  /* number of the device, 0 for the engine */
} SteadySample;

static_assert (sizeof (SteadySample) == 32, "samples stand on the wire and in rings");

static inline bool
steady_sample_usable (const SteadySample *self)
{
  return self->quality == STEADY_QUALITY_VALID ||
         self->quality == STEADY_QUALITY_QUESTIONABLE;
}
