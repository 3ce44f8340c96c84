/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-json-words.h"

#include <glib.h>

/* NULL becomes null. Thread: any. */
void
steady_words_text (struct json_object *object, const char *key, const char *text)
{
  json_object_object_add (
      object, key, text != NULL ? json_object_new_string (text) : NULL);
}

/* Up to ten digits, by the C locale. Thread: any. */
void
steady_words_number (struct json_object *object, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.10g", value);
  json_object_object_add (object, key, json_object_new_double_s (value, number));
}

/* Thread: any. */
void
steady_words_integer (struct json_object *object, const char *key, int64_t value)
{
  json_object_object_add (object, key, json_object_new_int64 (value));
}

/* Thread: any. */
void
steady_words_bool (struct json_object *object, const char *key, bool value)
{
  json_object_object_add (object, key, json_object_new_boolean (value));
}

/* What is not known. Thread: any. */
void
steady_words_null (struct json_object *object, const char *key)
{
  json_object_object_add (object, key, NULL);
}

/* STEADY_INSTANT_NEVER becomes null. Thread: any. */
void
steady_words_seconds (struct json_object *object, const char *key, SteadySpan span)
{
  if (span == STEADY_INSTANT_NEVER)
    steady_words_null (object, key);
  else
    steady_words_number (object, key, steady_span_seconds (span));
}
