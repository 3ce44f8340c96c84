/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "measure/steady-channel.h"

/* A unit in which a laboratory may give the value of a channel. */
typedef struct SteadyLaboratoryUnit
{
  SteadyChannel channel;
  const char   *unit;
  double        factor; /* value of the channel = entered × factor */
  double        low;    /* nothing below or above is plausible, in this unit */
  double        high;
  double        step;
  int           decimals;
} SteadyLaboratoryUnit;

const SteadyLaboratoryUnit *steady_laboratory_unit (SteadyChannel channel,
                                                    const char   *unit);
const SteadyLaboratoryUnit *steady_laboratory_unit_at (unsigned i);
bool                        steady_laboratory_value (SteadyChannel channel,
                                                     const char   *unit,
                                                     double        entered,
                                                     double       *ret_value);
