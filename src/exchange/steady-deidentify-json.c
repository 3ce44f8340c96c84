/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "exchange/steady-deidentify-acts.h"

enum
{
  KEY_SIZE = 64
};

/* Members whose text Steady writes itself from its own words and data. */
static bool
is_own_word (const char *key)
{
  static const char *const words[] = { "format",  "profile",  "unit",    "quality",
                                       "formula", "source",   "label",   "file",
                                       "place",   "warnings", "refusals" };

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (key, words[i]) == 0)
      return true;
  return false;
}

/* A day and time of the wall, moved; NULL: it is none. */
static char *
move_date (const char *text, SteadySpan offset)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, utc);

  if (date == NULL)
    return NULL;
  g_autoptr (GDateTime) moved = g_date_time_add (date, -offset / 1000);
  g_autoptr (GDateTime) there = g_date_time_to_utc (moved);
  return g_date_time_format (there, "%Y-%m-%dT%H:%M:%SZ");
}

/* The end of the string whose opening quote stands at @at: its closing quote, or the
 * end of the text. */
static const char *
string_end (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;
  return at;
}

static void
put_value (GString              *out,
           const char           *key,
           const char           *text,
           SteadySpan            offset,
           SteadyDeidentifyJudge judge,
           void                 *data)
{
  const size_t     size = strlen (text) + 64;
  g_autofree char *moved = move_date (text, offset);
  g_autofree char *judged = g_malloc0 (size);

  if (text[0] == '\0' || is_own_word (key))
    g_string_append (out, text);
  else if (moved != NULL)
    g_string_append (out, moved);
  else
    {
      judge (data, text, judged, size);
      g_string_append (out, judged);
    }
}

/*
 * A copy of the JSON text @json: numbers as they are, words that are the program's own
 * as they are, times of the wall moved back by @offset, and every other text as @judge
 * gives it back. Free with g_free ().
 *
 * Thread: any.
 */
char *
steady_deidentify_json (const char           *json,
                        SteadySpan            offset,
                        SteadyDeidentifyJudge judge,
                        void                 *data)
{
  GString *out = g_string_new (NULL);
  char     key[KEY_SIZE] = "";

  for (const char *at = json; *at != '\0'; at++)
    {
      if (*at != '"')
        {
          g_string_append_c (out, *at);
          continue;
        }
      const char      *end = string_end (at);
      g_autofree char *text = g_strndup (at + 1, (gsize) (end - at - 1));
      const char      *next = *end != '\0' ? end + 1 : end;
      while (*next == ' ' || *next == '\n' || *next == '\t' || *next == '\r')
        next++;
      g_string_append_c (out, '"');
      if (*next == ':')
        {
          g_strlcpy (key, text, sizeof key);
          g_string_append (out, text);
        }
      else
        put_value (out, key, text, offset, judge, data);
      g_string_append_c (out, '"');
      if (*end == '\0')
        break;
      at = end;
    }
  return g_string_free (out, FALSE);
}
