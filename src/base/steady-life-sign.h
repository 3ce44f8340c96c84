/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_LIFE_SIGN_INTERVAL_MS = 200
};

/*
 * A program's sign of life to the supervisor that started it: one byte each 200 ms
 * through the pipe given as --beat-fd N, written by the thread that does the work.
 * Without a supervisor (fd -1) every call does nothing.
 */
typedef struct SteadyLifeSign
{
  int           fd;
  bool          lost; /* the supervisor has gone */
  SteadyInstant last;
} SteadyLifeSign;

void steady_life_sign_init (SteadyLifeSign *self, int fd);
void steady_life_sign_beat (SteadyLifeSign *self, SteadyInstant real_now);
void steady_life_sign_bye (SteadyLifeSign *self);
bool steady_life_sign_lost (const SteadyLifeSign *self);
