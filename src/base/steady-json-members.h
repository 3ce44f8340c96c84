/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

void
steady_json_add_text (struct json_object *object, const char *key, const char *text);
void steady_json_add_number (struct json_object *object, const char *key, double value);
void
steady_json_add_integer (struct json_object *object, const char *key, int64_t value);
void steady_json_add_bool (struct json_object *object, const char *key, bool value);
