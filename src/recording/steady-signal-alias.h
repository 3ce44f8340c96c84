/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "measure/steady-channel.h"
#include "recording/steady-recording.h"

/* canonical = value · scale + offset */
typedef struct SteadyUnitChange
{
  double scale;
  double offset;
} SteadyUnitChange;

bool steady_unit_change_find (const char       *from,
                              const char       *to,
                              SteadyUnitChange *ret_change);
void steady_unit_fold (const char *unit, char *ret_text, size_t size);
void steady_signal_alias_assign (GArray           *signals,
                                 const char       *name,
                                 const char       *unit,
                                 double            rate_hz,
                                 SteadyUnitChange *ret_change);
