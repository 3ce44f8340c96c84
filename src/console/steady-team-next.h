/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

enum
{
  STEADY_TEAM_NEXT = 4 /* more is not read from 4 m */
};

/* One thing that comes next, in words, and in how many minutes (negative: overdue). */
typedef struct SteadyTeamNext
{
  char   words[96];
  double minutes;
} SteadyTeamNext;

unsigned steady_team_next (const SteadyConsoleState *state,
                           SteadyInstant             real_now,
                           SteadyTeamNext            ret_next[STEADY_TEAM_NEXT]);
double   steady_team_numeral_px (double px_per_mm, double distance_m);
