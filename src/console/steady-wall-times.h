/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/steady-clock.h"

/*
 * What the clock on the wall showed in the course of the case that runs: read from its
 * file by a thread, at its beginning and now and then, so that a clock that was set is
 * known soon. Until then, and where there is no file, times go on from the start.
 */
typedef struct SteadyWallTimes SteadyWallTimes;

SteadyWallTimes *steady_wall_times_new (void);
void             steady_wall_times_free (SteadyWallTimes *self);
void             steady_wall_times_set_case (SteadyWallTimes *self,
                                             const char      *case_file,
                                             SteadyInstant    start,
                                             int64_t          start_utc);
void             steady_wall_times_refresh (SteadyWallTimes *self);
int64_t          steady_wall_times_utc (const SteadyWallTimes *self, SteadyInstant t);
