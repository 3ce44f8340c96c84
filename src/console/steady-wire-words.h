/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

/* What the matrix of interventions says. Texts in the user's language. Thread: main. */
bool        steady_wire_words_acts (const SteadyConsoleState *state,
                                    const char               *rule,
                                    SteadyControl             control);
const char *steady_wire_words_alone (SteadyControl control);
const char *steady_wire_words_response (SteadyControl control);
const char *steady_wire_words_against (const SteadyConsoleState *state,
                                       const char               *rule,
                                       SteadyControl             control);
char       *steady_wire_words_question (const SteadyConsoleState *state,
                                        const char               *rule,
                                        SteadyControl             control);
