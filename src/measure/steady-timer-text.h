/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "measure/steady-timer-segment.h"

const char *steady_timer_words (unsigned kind);
bool        steady_timer_text_read (const char         *text,
                                    SteadyInstant       start,
                                    SteadyTimerSegment *ret_segment);
