/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/steady-training-json.h"

#include <math.h>

#include "base/steady-json.h"

/* The member @key, or NULL. Borrowed. Thread: any. */
struct json_object *
steady_training_member (struct json_object *object, const char *key)
{
  struct json_object *member = NULL;
  if (json_object_is_type (object, json_type_object))
    json_object_object_get_ex (object, key, &member);
  return member;
}

/* The text of the member @key, "" where there is none. Borrowed. Thread: any. */
const char *
steady_training_text (struct json_object *object, const char *key)
{
  struct json_object *member = steady_training_member (object, key);
  return json_object_is_type (member, json_type_string)
             ? json_object_get_string (member)
             : "";
}

/* The number of the member @key, NAN where there is none. Thread: any. */
double
steady_training_number (struct json_object *object, const char *key)
{
  struct json_object *member = steady_training_member (object, key);
  return json_object_is_type (member, json_type_double) ||
                 json_object_is_type (member, json_type_int)
             ? json_object_get_double (member)
             : NAN;
}

/* The whole number of the member @key, 0 where there is none. Thread: any. */
int64_t
steady_training_integer (struct json_object *object, const char *key)
{
  struct json_object *member = steady_training_member (object, key);
  return json_object_is_type (member, json_type_int) ? json_object_get_int64 (member)
                                                     : 0;
}

/* Whether the member @key is true. Thread: any. */
bool
steady_training_flag (struct json_object *object, const char *key)
{
  struct json_object *member = steady_training_member (object, key);
  return json_object_is_type (member, json_type_boolean) &&
         json_object_get_boolean (member);
}

/* How many elements the list @key has. Thread: any. */
size_t
steady_training_count (struct json_object *object, const char *key)
{
  struct json_object *member = steady_training_member (object, key);
  return json_object_is_type (member, json_type_array)
             ? json_object_array_length (member)
             : 0;
}

/* Element @index of the list @key, or NULL. Borrowed. Thread: any. */
struct json_object *
steady_training_at (struct json_object *object, const char *key, size_t index)
{
  return index < steady_training_count (object, key)
             ? json_object_array_get_idx (steady_training_member (object, key), index)
             : NULL;
}

/* The text that element @index of the list @key is, or "". Borrowed. Thread: any. */
const char *
steady_training_text_at (struct json_object *object, const char *key, size_t index)
{
  struct json_object *element = steady_training_at (object, key, index);
  return json_object_is_type (element, json_type_string)
             ? json_object_get_string (element)
             : "";
}
