/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/*
 * xoshiro256** by Blackman and Vigna (2018), seeded by splitmix64: a small published
 * generator whose state is plain data, so that a case can be resumed bit for bit.
 */
typedef struct SteadyRandom
{
  uint64_t state[4];
} SteadyRandom;

void     steady_random_init (SteadyRandom *self, uint64_t seed);
uint64_t steady_random_bits (SteadyRandom *self);
double   steady_random_uniform (SteadyRandom *self);
double   steady_random_normal (SteadyRandom *self);
