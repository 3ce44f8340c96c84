/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_SOUND_RATE = 48000 /* samples per second, mono */
};

/*
 * Renders alarm bursts by counting samples: it needs no clock, allocates nothing and
 * may run in an audio callback. Priorities and categories are the numbers of
 * measure/steady-vocabulary.h (this module may not include it; the sounder maps them).
 */
typedef struct SteadySoundScheduler SteadySoundScheduler;
