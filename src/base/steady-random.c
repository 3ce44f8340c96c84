/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-random.h"

#include <math.h>

static uint64_t
split_mix (uint64_t *state)
{
  uint64_t z = (*state += UINT64_C (0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static uint64_t
rotate_left (uint64_t x, int k)
{
  return (x << k) | (x >> (64 - k));
}

/* Thread: any. */
void
steady_random_init (SteadyRandom *self, uint64_t seed)
{
  for (int i = 0; i < 4; i++)
    self->state[i] = split_mix (&seed);
}

/* The next 64 random bits. Thread: the owner's. */
uint64_t
steady_random_bits (SteadyRandom *self)
{
  uint64_t      *s = self->state;
  const uint64_t result = rotate_left (s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

/* Evenly spread in [0, 1). Thread: the owner's. */
double
steady_random_uniform (SteadyRandom *self)
{
  return (double) (steady_random_bits (self) >> 11) * 0x1.0p-53;
}

/* Mean 0, standard deviation 1 (Box and Muller 1958, one of the pair). Thread: the
 * owner's. */
double
steady_random_normal (SteadyRandom *self)
{
  const double radius = sqrt (-2.0 * log (1.0 - steady_random_uniform (self)));
  return radius * cos (2.0 * 3.14159265358979323846 * steady_random_uniform (self));
}
