/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-vocabulary.h"

/* What the team is doing, as declared by the operator's events and re-armed by signals.
 */
typedef struct SteadySupport
{
  uint32_t      mode;  /* SteadySupportMode */
  uint32_t      flags; /* SteadySupportFlag */
  SteadyInstant mode_since;
  SteadyInstant flags_since;
} SteadySupport;

static_assert (sizeof (SteadySupport) == 24, "stands in case files");
