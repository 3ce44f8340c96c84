/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_BEAT_INTERVAL_MS = 200
};

/*
 * A program's sign of life to the supervisor that started it: one byte each 200 ms
 * through the pipe given as --beat-fd N, written by the thread that does the work.
 * Without a supervisor (fd -1) every call does nothing.
 */
typedef struct SteadyBeat
{
  int           fd;
  bool          lost; /* the supervisor has gone */
  SteadyInstant last;
} SteadyBeat;

void steady_beat_init (SteadyBeat *self, int fd);
void steady_beat (SteadyBeat *self, SteadyInstant real_now);
void steady_beat_bye (SteadyBeat *self);
bool steady_beat_lost (const SteadyBeat *self);
