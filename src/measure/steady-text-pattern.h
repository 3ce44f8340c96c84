/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

enum
{
  STEADY_TEXT_PATTERN_PLACES = 8, /* in one pattern */
  STEADY_TEXT_PATTERN_NAME = 16   /* of the name of a place */
};

/* What stood in one place of a text: "{rule}" is the place called rule. */
typedef struct SteadyTextPlace
{
  char  name[STEADY_TEXT_PATTERN_NAME];
  char *text; /* its own */
} SteadyTextPlace;

typedef struct SteadyTextPlaces
{
  SteadyTextPlace all[STEADY_TEXT_PATTERN_PLACES];
  unsigned        count;
} SteadyTextPlaces;

/* Whether @text can stand in the place called @name. */
typedef bool (*SteadyTextFits) (const char *name, const char *text);

/* What is to be said in the place called @name; free with g_free (). */
typedef char *(*SteadyTextSay) (const char             *name,
                                const SteadyTextPlaces *places,
                                const void             *data);

bool        steady_text_pattern_match (const char       *pattern,
                                       const char       *text,
                                       SteadyTextFits    fits,
                                       SteadyTextPlaces *ret_places);
char       *steady_text_pattern_fill (const char             *words,
                                      const SteadyTextPlaces *places,
                                      SteadyTextSay           say,
                                      const void             *data);
const char *steady_text_places_get (const SteadyTextPlaces *self, const char *name);
void        steady_text_places_finish (SteadyTextPlaces *self);
