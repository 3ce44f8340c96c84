/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"

/* Members of a JSON object, one call each. */

void steady_words_text (struct json_object *object, const char *key, const char *text);
void steady_words_number (struct json_object *object, const char *key, double value);
void steady_words_integer (struct json_object *object, const char *key, int64_t value);
void steady_words_bool (struct json_object *object, const char *key, bool value);
void steady_words_null (struct json_object *object, const char *key);
void
steady_words_seconds (struct json_object *object, const char *key, SteadySpan span);
