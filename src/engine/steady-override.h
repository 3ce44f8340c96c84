/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-vocabulary.h"

/*
 * What a named person has taken upon himself in this case. Plain data: it goes into the
 * state row as it is.
 */
typedef struct SteadyOverrides
{
  SteadyInstant global_until; /* case time; 0: none is in force */
  uint64_t      start;        /* 1: bypass without protection from air was allowed */
} SteadyOverrides;

void steady_overrides_start (SteadyOverrides *self);
void steady_overrides_begin_global (SteadyOverrides *self,
                                    SteadyInstant    now,
                                    SteadySpan       span);
bool steady_overrides_end_global (SteadyOverrides *self);
bool steady_overrides_global (const SteadyOverrides *self);
bool steady_overrides_is_over (const SteadyOverrides *self, SteadyInstant now);
SteadyOverride steady_overrides_greatest (const SteadyOverrides *self);
