/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

/* Members of JSON that came over the link or from a file: whatever is not there, or is
 * something else than was asked for, reads as nothing. Every function accepts NULL. */
struct json_object *steady_training_member (struct json_object *object,
                                            const char         *key);
const char         *steady_training_text (struct json_object *object, const char *key);
double  steady_training_number (struct json_object *object, const char *key);
int64_t steady_training_integer (struct json_object *object, const char *key);
bool    steady_training_flag (struct json_object *object, const char *key);
size_t  steady_training_count (struct json_object *object, const char *key);
struct json_object *
steady_training_at (struct json_object *object, const char *key, size_t index);
const char *
steady_training_text_at (struct json_object *object, const char *key, size_t index);
