/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "measure/steady-reason-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-text-pattern.h"
#include "measure/steady-training-names.h"

/*
 * Why the engine does not do what was asked, where a number is not enough: as it writes
 * it, which is also how people say it in the source language. A test looks that none
 * is missing.
 */
static const char *const phrases[] = {
  /* training */
  N_ ("there is no simulated device in this case"),
  N_ ("{id}: there is no such mechanism"),
  N_ ("{act}: {number} is outside {low} … {high}"),
  N_ ("a ramp takes 0 … {number} s"),
  N_ ("this case runs as fast as it goes, not by the clock"),
  N_ ("the speed is {low} … {high} times that of life"),
  N_ ("the note is empty"),
  N_ ("this is no training case"),
  N_ ("only an instructor can do this"),
  N_ ("only the console in control answers for the trainee"),
  N_ ("a viewer cannot do this"),
  N_ ("this engine was started alone; start another with --training"),
  N_ ("{id}: is no name of a scenario"),
  N_ ("{id}: cannot be written to"),
  /* plans */
  N_ ("a recorded case takes no plan"),
  N_ ("the plan is of no real patient; make one for this patient"),
  N_ ("the plan's weight is not that of this case's patient; find out which is right"),
  N_ ("two people must have signed the plan"),
  N_ ("too many plans in one case; start a new one"),
  N_ ("this plan is not offered any more"),
  N_ ("this plan does not fit this child; make a new one"),
  N_ ("it is not certain that this is the child; confirm it"),
  N_ ("another console is in control"),
  N_ ("the engine is busy; try again"),
  "plan: {said}",
  /* the link */
  N_ ("another build of Steady; start both programs from one build"),
  N_ ("no such role"),
  N_ ("this engine serves another user"),
};

/* The @i-th; NULL behind the last. Thread: any. */
const char *
steady_reason_phrase (unsigned i)
{
  return i < G_N_ELEMENTS (phrases) ? phrases[i] : NULL;
}

static bool
fits (const char *name, const char *text)
{
  char *end = NULL;

  if (strcmp (name, "id") == 0 || strcmp (name, "act") == 0 ||
      strcmp (name, "said") == 0)
    return true;
  g_ascii_strtod (text, &end);
  return end != text && end[0] == '\0';
}

static char *
say (const char *name, const SteadyTextPlaces *places, const void *data)
{
  const char *text = steady_text_places_get (places, name);
  const char *words = text;

  (void) data;
  if (text == NULL)
    return g_strdup ("");
  if (strcmp (name, "act") == 0)
    words = steady_training_names_words (text);
  else if (strcmp (name, "said") != 0)
    return g_strdup (text);
  return g_strdup (words != NULL ? _ (words) : text);
}

/*
 * A reason that the engine gave, in the reader's language; what nobody recognises as it
 * came. Free with g_free ().
 *
 * Thread: any.
 */
char *
steady_reason_text (const char *reason)
{
  for (size_t i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      SteadyTextPlaces places = { .count = 0 };
      if (!steady_text_pattern_match (phrases[i], reason, fits, &places))
        continue;
      g_autofree char *said =
          steady_text_pattern_fill (_ (phrases[i]), &places, say, NULL);
      steady_text_places_finish (&places);
      return g_utf8_make_valid (said, -1);
    }
  return g_utf8_make_valid (reason[0] != '\0' ? _ (reason) : "", -1);
}
