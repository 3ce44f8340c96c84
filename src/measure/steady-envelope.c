/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-envelope.h"

/* Widens @self by one valid sample. Thread: the owner's. */
void
steady_envelope_add (SteadyEnvelope *self, float value)
{
  if (self->count == 0 || value < self->low)
    self->low = value;
  if (self->count == 0 || value > self->high)
    self->high = value;
  self->count++;
}

/* Widens @self by all that @other holds. Thread: the owner's. */
void
steady_envelope_merge (SteadyEnvelope *self, const SteadyEnvelope *other)
{
  if (other->count == 0)
    return;
  if (self->count == 0 || other->low < self->low)
    self->low = other->low;
  if (self->count == 0 || other->high > self->high)
    self->high = other->high;
  self->count += other->count;
}
