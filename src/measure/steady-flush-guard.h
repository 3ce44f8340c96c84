/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

/* What to do with a sample of an invasive pressure. */
typedef enum SteadyFlush
{
  STEADY_FLUSH_NONE,     /* blood pressure */
  STEADY_FLUSH_PENDING,  /* too high to tell: hold it back */
  STEADY_FLUSH_WAS_NONE, /* blood pressure, and so was what was held back */
  STEADY_FLUSH_YES       /* the line is being flushed: no blood pressure */
} SteadyFlush;

/*
 * Recognises that a pressure line is being flushed: the bag's 300 mmHg stand on the
 * transducer for a moment. What stays there for longer than any flush is believed.
 */
typedef struct SteadyFlushGuard
{
  SteadyInstant since; /* above the limit */
  SteadyInstant ended; /* the last flush */
  double        held_sum;
  SteadyInstant held_t;
  uint32_t      held;
  bool          high;
  bool          flushed; /* any flush so far */
} SteadyFlushGuard;

SteadyFlush
     steady_flush_guard_add (SteadyFlushGuard *self, SteadyInstant t, double mmhg);
bool steady_flush_guard_take_held (SteadyFlushGuard *self,
                                   SteadyInstant    *ret_t,
                                   double           *ret_mean,
                                   uint32_t         *ret_count);
