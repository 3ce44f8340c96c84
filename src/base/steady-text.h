/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

bool  steady_text_to_number (const char *text, double *ret_value);
bool  steady_text_to_span (const char *text, SteadySpan *ret_span);
char *steady_text_wrong_option (char **argv);
