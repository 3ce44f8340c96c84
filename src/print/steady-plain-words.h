/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/steady-case-story.h"

/* Words for people who are not of the trade: no figures. Thread: main. */
const char *steady_plain_span (SteadySpan span);
char       *steady_plain_date (const SteadyCaseStory *story);
