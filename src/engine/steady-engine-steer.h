/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-engine.h"

/* Parts of the tick: set-points that move on behalf of a person. Thread: tick, all.
 * None allocates or locks. */
void steady_engine_take_steer (SteadyEngine             *self,
                               const SteadySteerRequest *request,
                               bool                      in_control);
void steady_engine_steer (SteadyEngine *self);
void steady_engine_end_steer (SteadyEngine *self, unsigned control, SteadySteerEnd why);
bool steady_engine_steer_is_lost (const SteadyEngine *self);
