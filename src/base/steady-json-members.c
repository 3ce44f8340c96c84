/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-json-members.h"

#include <math.h>

/* @object gets a member @key that is @text; NULL: null. Thread: any. */
void
steady_json_add_text (struct json_object *object, const char *key, const char *text)
{
  json_object_object_add (
      object, key, text != NULL ? json_object_new_string (text) : NULL);
}

/* … that is @value. What is not finite is null: JSON has no word for it. Thread: any.
 */
void
steady_json_add_number (struct json_object *object, const char *key, double value)
{
  json_object_object_add (
      object, key, isfinite (value) ? json_object_new_double (value) : NULL);
}

/* … that is the whole number @value. Thread: any. */
void
steady_json_add_integer (struct json_object *object, const char *key, int64_t value)
{
  json_object_object_add (object, key, json_object_new_int64 (value));
}

/* … that is true or false. Thread: any. */
void
steady_json_add_bool (struct json_object *object, const char *key, bool value)
{
  json_object_object_add (object, key, json_object_new_boolean (value));
}
