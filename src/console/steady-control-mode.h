/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

const SteadySteering *steady_control_mode_steering (const SteadyConsoleState *state,
                                                    SteadyControl             control);
void                  steady_control_mode_words (const SteadyConsoleState *state,
                                                 SteadyControl             control,
                                                 char                     *ret_text,
                                                 size_t                    size);
