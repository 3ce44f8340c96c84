/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-device.h"

#include "base/steady-require.h"

/*
 * Takes the next sample that the device has produced, with the device's number as its
 * source; false when there is none. The class's tick () or the device's own thread puts
 * them there.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_device_next_sample (SteadyDevice *self, SteadySample *ret_sample)
{
  SteadySample sample;
  const size_t length = steady_ring_pop (&self->samples, &sample, sizeof sample);

  if (length == 0)
    return false;
  steady_require (length == sizeof sample);
  sample.source = self->number;
  *ret_sample = sample;
  return true;
}

/*
 * Takes the next sample of a laboratory that the device has sent; false when there is
 * none.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_device_next_result (SteadyDevice *self, SteadyLaboratoryResult *ret_result)
{
  SteadyLaboratoryResult result;

  if (self->results.capacity == 0 ||
      steady_ring_pop (&self->results, &result, sizeof result) == 0)
    return false;
  *ret_result = result;
  return true;
}

/* Ends the device and all it owns. Accepts NULL. Thread: main. */
void
steady_device_free (SteadyDevice *self)
{
  if (self != NULL)
    self->class->free (self);
}
