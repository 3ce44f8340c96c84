/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-text-pattern.h"

#include <string.h>

#include <glib.h>

enum
{
  TRIES_MOST = 4000 /* a damaged case must not keep anybody waiting */
};

typedef struct Matching
{
  SteadyTextFits    fits;
  SteadyTextPlaces *places;
  unsigned          tries;
} Matching;

/* The name behind a brace, and what follows its end; NULL: this is no place. */
static const char *
place_name (const char *brace, char ret_name[STEADY_TEXT_PATTERN_NAME])
{
  const char *end = strchr (brace, '}');

  if (brace[0] != '{' || end == NULL || end == brace + 1 ||
      (size_t) (end - brace) > STEADY_TEXT_PATTERN_NAME)
    return NULL;
  memcpy (ret_name, brace + 1, (size_t) (end - brace - 1));
  ret_name[end - brace - 1] = '\0';
  return end + 1;
}

static bool match (Matching *self, const char *pattern, const char *text);

/* Whether a place called @name holds the first @length bytes of @text, and the rest is
 * as the rest of the pattern says. */
static bool
try_length (
    Matching *self, const char *name, const char *rest, const char *text, size_t length)
{
  SteadyTextPlaces *places = self->places;
  g_autofree char  *part = g_strndup (text, length);

  if (length == 0 || places->count >= STEADY_TEXT_PATTERN_PLACES ||
      !self->fits (name, part))
    return false;
  SteadyTextPlace *place = &places->all[places->count++];
  g_strlcpy (place->name, name, sizeof place->name);
  place->text = g_steal_pointer (&part);
  if (match (self, rest, text + length))
    return true;
  g_clear_pointer (&place->text, g_free);
  places->count--;
  return false;
}

static bool
match (Matching *self, const char *pattern, const char *text)
{
  char name[STEADY_TEXT_PATTERN_NAME];

  while (pattern[0] != '\0' && pattern[0] != '{' && pattern[0] == text[0])
    pattern++, text++;
  const char *rest = place_name (pattern, name);
  if (rest == NULL)
    return pattern[0] == '\0' && text[0] == '\0';
  /* the longest first: names and notes may hold the words that follow them */
  for (size_t length = strlen (text); length > 0; length--)
    {
      const bool may_end = rest[0] == '\0' ? text[length] == '\0'
                                           : rest[0] == '{' || rest[0] == text[length];
      if (may_end && self->tries++ >= TRIES_MOST)
        return false;
      if (may_end && try_length (self, name, rest, text, length))
        return true;
    }
  return false;
}

/*
 * Whether @text says what @pattern says, "{rule} seen by {who}" for one, with something
 * in each place that @fits lets stand there. @ret_places is finished by the caller.
 *
 * Thread: any.
 */
bool
steady_text_pattern_match (const char       *pattern,
                           const char       *text,
                           SteadyTextFits    fits,
                           SteadyTextPlaces *ret_places)
{
  SteadyTextPlaces places = { .count = 0 };
  Matching         matching = { .fits = fits, .places = &places };

  if (!match (&matching, pattern, text))
    return false;
  *ret_places = places;
  return true;
}

/*
 * @words with what @say says in each of its places; free with g_free (). @data is for
 * @say.
 *
 * Thread: any.
 */
char *
steady_text_pattern_fill (const char             *words,
                          const SteadyTextPlaces *places,
                          SteadyTextSay           say,
                          const void             *data)
{
  GString *text = g_string_new (NULL);
  char     name[STEADY_TEXT_PATTERN_NAME];

  while (words[0] != '\0')
    {
      const char *rest = place_name (words, name);
      if (rest == NULL)
        {
          g_string_append_c (text, words[0]);
          words++;
          continue;
        }
      g_autofree char *said = say (name, places, data);
      g_string_append (text, said);
      words = rest;
    }
  return g_string_free (text, FALSE);
}

/* What stood in the place called @name, or NULL. Thread: any. */
const char *
steady_text_places_get (const SteadyTextPlaces *self, const char *name)
{
  for (unsigned i = 0; i < self->count; i++)
    if (strcmp (self->all[i].name, name) == 0)
      return self->all[i].text;
  return NULL;
}

/* Thread: any. */
void
steady_text_places_finish (SteadyTextPlaces *self)
{
  for (unsigned i = 0; i < self->count; i++)
    g_clear_pointer (&self->all[i].text, g_free);
  self->count = 0;
}
