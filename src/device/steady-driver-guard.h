/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/*
 * Holds a driver to its contract, so that a mistake in one of them can neither put
 * nonsense into a case nor let time run backwards.
 */
typedef struct SteadyDriverGuard
{
  const SteadyDriver *driver;
  SteadyInstant       call;     /* the instant of the call that is under way */
  uint64_t            breaches; /* of the contract, mended or dropped */
  SteadyInstant       last[STEADY_DRIVER_SIGNALS];
} SteadyDriverGuard;

void steady_driver_guard_init (SteadyDriverGuard *self, const SteadyDriver *driver);
void steady_driver_guard_enter (SteadyDriverGuard *self, SteadyInstant now);
bool steady_driver_guard_value (SteadyDriverGuard *self, SteadyDriverValue *value);
bool steady_driver_guard_send (SteadyDriverGuard *self, size_t length);
SteadyInstant steady_driver_guard_due (SteadyDriverGuard *self, SteadyInstant due);
