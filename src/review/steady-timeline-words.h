/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "review/steady-timeline-scene.h"

/* Case times as words. Thread: any. */
void
steady_timeline_words_time (SteadySpan t, SteadySpan step, char *ret_text, size_t size);
void
steady_timeline_words_tick (SteadySpan t, SteadySpan step, char *ret_text, size_t size);
SteadyShownUnit steady_timeline_trace_shown (const SteadyTimelineTrace *trace);
