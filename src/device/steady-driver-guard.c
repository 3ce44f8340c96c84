/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-driver-guard.h"

#include <math.h>

/* A driver that asks to be called at once, again and again, would eat a core. */
#define SHORTEST_PAUSE (1 * STEADY_NSEC_PER_MSEC)

/* Thread: the driver's. */
void
steady_driver_guard_init (SteadyDriverGuard *self, const SteadyDriver *driver)
{
  *self = (SteadyDriverGuard){ .driver = driver };
  for (unsigned i = 0; i < STEADY_DRIVER_SIGNALS; i++)
    self->last[i] = INT64_MIN;
}

/* A call of the driver at @now begins. Thread: the driver's. */
void
steady_driver_guard_enter (SteadyDriverGuard *self, SteadyInstant now)
{
  self->call = now;
}

static bool
can_be_meant (const SteadySignal *signal, double value)
{
  return isfinite (value) && value >= signal->low && value <= signal->high;
}

/*
 * Judges and mends one value; false when it names no signal and must be dropped.
 *
 * Thread: the driver's.
 */
bool
steady_driver_guard_value (SteadyDriverGuard *self, SteadyDriverValue *value)
{
  if (value->signal >= self->driver->n_signals ||
      value->quality > STEADY_QUALITY_NOT_APPLICABLE)
    {
      self->breaches++;
      return false;
    }
  const SteadySignal *signal = &self->driver->signals[value->signal];
  const bool          usable = value->quality == STEADY_QUALITY_VALID ||
                      value->quality == STEADY_QUALITY_QUESTIONABLE;
  if (usable && !can_be_meant (signal, value->value))
    value->quality = STEADY_QUALITY_IMPLAUSIBLE;
  if (!isfinite (value->value))
    value->value = 0;
  if (value->t > self->call)
    {
      self->breaches++;
      value->t = self->call;
    }
  if (value->t < self->last[value->signal])
    {
      self->breaches++;
      value->t = self->last[value->signal];
    }
  self->last[value->signal] = value->t;
  return true;
}

/* Whether a message of @length bytes may leave. Thread: the driver's. */
bool
steady_driver_guard_send (SteadyDriverGuard *self, size_t length)
{
  if (length > 0 && length <= STEADY_DRIVER_MESSAGE)
    return true;
  self->breaches++;
  return false;
}

/* The instant at which the driver is called next. Thread: the driver's. */
SteadyInstant
steady_driver_guard_due (SteadyDriverGuard *self, SteadyInstant due)
{
  if (due > self->call)
    return due;
  self->breaches++;
  return self->call + SHORTEST_PAUSE;
}
