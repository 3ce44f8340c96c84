/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widgets/steady-source-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-text-pattern.h"

/* How data files refer to what a number is from. */
static const char *const references[] = {
  N_ ("practice sheet {part} row {row}"),
  N_ ("practice sheet {part} rule {row}"),
  N_ ("practice sheet {part}"),
  N_ ("safety rules {part} and {row}"),
  N_ ("safety rule {part}"),
  N_ ("physiology notes {part} {row}"),
  N_ ("physiology notes {part}"),
  N_ ("safety rulings {part} and {row}"),
  N_ ("safety ruling {part}"),
  N_ ("engineering rule {part}"),
  N_ ("architecture rule {part}"),
  N_ ("architecture {part}"),
};

/* "2.2", "31", "S24" */
static bool
is_part (const char *name, const char *text)
{
  (void) name;
  return text[strspn (text, "S.0123456789")] == '\0';
}

static char *
say_part (const char *name, const SteadyTextPlaces *places, const void *data)
{
  const char *text = steady_text_places_get (places, name);
  (void) data;
  return g_strdup (text != NULL ? text : "");
}

/* One reference, or one remark to it. */
static char *
say_one (const char *text)
{
  for (size_t i = 0; i < G_N_ELEMENTS (references); i++)
    {
      SteadyTextPlaces places = { .count = 0 };
      if (!steady_text_pattern_match (references[i], text, is_part, &places))
        continue;
      char *said =
          steady_text_pattern_fill (_ (references[i]), &places, say_part, NULL);
      steady_text_places_finish (&places);
      return said;
    }
  return g_strdup (text[0] != '\0' ? _ (text) : "");
}

/* How much of @text is a mark at its beginning, with the blank behind it: "[GK] ". */
static size_t
mark_before (const char *text)
{
  const char *end = text[0] == '[' ? strstr (text, "] ") : NULL;
  return end != NULL ? (size_t) (end - text) + 2 : 0;
}

/* … and at its end, with the blank before it; all of it where there is nothing else. */
static size_t
mark_behind (const char *text)
{
  const size_t length = strlen (text);
  const char  *begin = g_str_has_suffix (text, "]") ? g_strrstr (text, "[") : NULL;

  if (begin == NULL)
    return 0;
  return begin > text && begin[-1] == ' ' ? length - (size_t) (begin - text) + 1
                                          : length;
}

/* "safety rule 16 [GK]", "[GK] as long as it takes" or a mark alone. */
static void
append_one (GString *words, const char *text)
{
  const size_t     before = mark_before (text);
  const size_t     behind = mark_behind (text + before);
  const size_t     length = strlen (text) - before - behind;
  g_autofree char *bare = g_strndup (text + before, length);
  g_autofree char *said = say_one (bare);

  g_string_append_len (words, text, (gssize) before);
  g_string_append (words, said);
  g_string_append (words, text + before + length);
}

/*
 * Where a number is from, in the user's language: @source is of a data file, references
 * and remarks between "; " and ": ". What is not known stands as the data have it. Free
 * with g_free ().
 *
 * Thread: main.
 */
char *
steady_source_words (const char *source)
{
  const char *whole = source[0] != '\0' ? _ (source) : source;

  if (whole != source)
    return g_strdup (whole);
  g_auto (GStrv) statements = g_strsplit (source, "; ", 0);
  GString *words = g_string_new (NULL);
  for (unsigned i = 0; statements[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (statements[i], ": ", 0);
      if (i > 0)
        g_string_append (words, "; ");
      for (unsigned k = 0; parts[k] != NULL; k++)
        {
          if (k > 0)
            g_string_append (words, ": ");
          append_one (words, parts[k]);
        }
    }
  return g_string_free (words, FALSE);
}
