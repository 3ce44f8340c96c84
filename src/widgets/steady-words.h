/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-command.h"
#include "measure/steady-vocabulary.h"

/* Everything that is said in words, in the user's language. Thread: main, all. */

const char *steady_words_support_mode (SteadySupportMode mode);
char       *steady_words_support_flags (uint32_t flags);
const char *steady_words_profile (const char *profile);
const char *steady_words_quality (SteadyQuality quality);
const char *steady_words_clamp (SteadyClampState state);
const char *steady_words_pump (SteadyPumpState state);
const char *steady_words_link (SteadyLinkState state);
const char *steady_words_recorder (SteadyRecorderState state);
const char *steady_words_priority_mark (SteadyPriority priority);
const char *steady_words_priority (SteadyPriority priority);
const char *steady_words_control (SteadyControl control);
const char *steady_words_control_unit (SteadyControl control);
int         steady_words_control_decimals (SteadyControl control);
const char *steady_words_refusal (SteadyRefusal refusal);
const char *steady_words_event (SteadyEvent event);
void        steady_words_span (SteadySpan span, char *ret_text, size_t size);
void        steady_words_age (SteadySpan age, char *ret_text, size_t size);
void steady_words_number (double value, int decimals, char *ret_text, size_t size);
void steady_words_answer (const SteadyAnswer *answer, char *ret_text, size_t size);
