/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-clock.h"
#include "console/steady-console-state.h"
#include "measure/steady-sample.h"

typedef enum SteadyReadoutKind
{
  STEADY_READOUT_MISSING, /* no value: a dash and the reason */
  STEADY_READOUT_LIVE,
  STEADY_READOUT_DOUBTFUL, /* a value, and why it may be wrong */
  STEADY_READOUT_OLD,      /* the last value, greyed, with its age */
  STEADY_READOUT_NONE      /* cannot exist now, and that is no fault */
} SteadyReadoutKind;

/* How one value is shown. A missing one is never shown as a number. */
typedef struct SteadyReadout
{
  SteadyReadoutKind kind;
  char              value[32]; /* "42" or "—" */
  char              note[96];  /* why, or how old; "" for nothing to say */
} SteadyReadout;

void steady_readout_make (const SteadyConsoleState *state,
                          SteadyChannel             channel,
                          double                    factor,
                          int                       decimals,
                          SteadyInstant             real_now,
                          SteadyReadout            *ret_readout);
void steady_readout_channel (const SteadyConsoleState *state,
                             SteadyChannel             channel,
                             SteadyInstant             real_now,
                             SteadyReadout            *ret_readout);
