/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * A quiet tick at a steady rate: the beat that a hand on the crank turns to. It is no
 * tone and lasts a thirteenth of the shortest alarm pulse, and where an alarm is to be
 * heard it is not. Zeroed memory is silent.
 */
typedef struct SteadySoundTick
{
  uint32_t period;   /* samples from tick to tick; 0: none */
  uint32_t position; /* samples since the last one began */
  uint32_t fade;     /* samples left until one that was cut is silent */
  bool     sounding;
  uint64_t ticks; /* begun and heard, ever */
} SteadySoundTick;

uint32_t steady_sound_tick_period (double per_minute);
void     steady_sound_tick_set (SteadySoundTick *self, uint32_t period);
void     steady_sound_tick_mix (
        SteadySoundTick *self, bool may, double gain, float *samples, unsigned count);
