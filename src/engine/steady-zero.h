/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-channel.h"
#include "measure/steady-sample.h"

enum
{
  STEADY_ZERO_LINES = 9
};

/* What a line read in about a second, before anything was taken off. */
typedef struct SteadyZeroWindow
{
  SteadyInstant begun;
  double        low;
  double        high;
  double        sum;
  uint64_t      count;
} SteadyZeroWindow;

/*
 * The zeros of the pressure lines. What is taken off a line is taken off all that comes
 * of it: its waveform and the numbers that a monitor makes of it.
 */
typedef struct SteadyZero
{
  double           offset[STEADY_ZERO_LINES]; /* mmHg taken off */
  SteadyZeroWindow now[STEADY_ZERO_LINES];
  SteadyZeroWindow before[STEADY_ZERO_LINES];
} SteadyZero;

int           steady_zero_line (unsigned channel);
SteadyChannel steady_zero_channel (unsigned line);
void          steady_zero_take (SteadyZero *self, SteadySample *sample);
SteadyRefusal
steady_zero_set (SteadyZero *self, unsigned line, double seen, SteadyInstant now);
