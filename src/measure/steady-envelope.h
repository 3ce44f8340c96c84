/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Lowest and highest of a run of samples. @count 0: nothing valid there, a gap. */
typedef struct SteadyEnvelope
{
  float    low;
  float    high;
  uint32_t count;
} SteadyEnvelope;

void steady_envelope_add (SteadyEnvelope *self, float value);
void steady_envelope_merge (SteadyEnvelope *self, const SteadyEnvelope *other);
