/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-engine.h"

/*
 * Linked into every engine test: stands between the program and malloc, locks and
 * files, and ends the test with the name of the function when the tick calls one.
 */
void     tick_guard_arm (void);
void     tick_guard_disarm (void);
unsigned tick_guard_calls (void);
bool     tick_guard_works (void);
void     tick_guard_only_count (bool only_count);

/* Many ticks of 20 ms from the engine's present moment on, each under the guard. */
void tick_guarded (SteadyEngine *engine, SteadySpan span);
