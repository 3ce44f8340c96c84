/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "link/steady-replay-progress.h"

typedef struct SteadyEngine SteadyEngine;

/* Who waits for a replay to come to its beginning: is told now and then which share of
 * the way is done. False: nobody wants it any more. */
typedef bool (*SteadyEngineOnTheWay) (void *data, double share);

bool steady_engine_skip (SteadyEngine        *self,
                         SteadyInstant        to,
                         SteadyEngineOnTheWay on_the_way,
                         void                *data);
