/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-case-words.h"

#include <math.h>
#include <stdint.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "quality/steady-case-story.h"
#include "widgets/steady-words.h"

/* "2026-01-31 08:15 · Stuffy · Tetralogy of Fallot" */
char *
steady_case_words_title (const SteadyCaseCard *card)
{
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (card->start_utc / STEADY_NSEC_PER_SEC);
  g_autofree char *date =
      when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M") : g_strdup ("—");
  const char *what = card->operation[0] != '\0' ? card->operation
                     : card->lesion[0] != '\0'  ? card->lesion
                                                : card->title;

  if (card->problem[0] != '\0')
    return g_path_get_basename (card->path);
  return g_strdup_printf ("%s · %s%s%s",
                          date,
                          card->name[0] != '\0' ? card->name : _ ("(no name)"),
                          what[0] != '\0' ? " · " : "",
                          what[0] != '\0' ? _ (what) : "");
}

static void
append_span (GString *text, const char *label, double seconds)
{
  char span[32];

  if (!(seconds > 0))
    return;
  steady_words_span (steady_span_from_seconds (seconds), span, sizeof span);
  g_string_append_printf (text, " · %s %s", label, span);
}

/* Weight, lengths and alarms; what is wrong with a case that cannot be read. */
char *
steady_case_words_facts (const SteadyCaseCard *card)
{
  GString *text = g_string_new (NULL);

  if (card->problem[0] != '\0')
    {
      g_string_append (text, card->problem);
      return g_string_free (text, FALSE);
    }
  if (isfinite (card->weight_kg))
    {
      char number[24];
      steady_words_number (card->weight_kg, 1, number, sizeof number);
      g_string_append_printf (text, _ ("%s kg"), number);
    }
  else
    g_string_append (text, _ ("weight not known"));
  append_span (text, _ ("recorded"), card->length_s);
  append_span (text, _ ("bypass"), card->bypass_s);
  append_span (text, _ ("clamp"), card->clamp_s);
  g_string_append (text, " · ");
  g_string_append_printf (
      text, _ ("alarms %u high, %u medium"), card->high, card->medium);
  return g_string_free (text, FALSE);
}

/* Simulated, not closed, teaching, good catch. */
char *
steady_case_words_marks (const SteadyCaseCard *card)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (card->simulated)
    g_ptr_array_add (words, (char *) _ ("SIMULATED"));
  if (!card->finished && card->problem[0] == '\0')
    g_ptr_array_add (words, (char *) _ ("not closed"));
  if ((card->marks & STEADY_STORY_TEACHING) != 0)
    g_ptr_array_add (words, (char *) _ ("Teaching case"));
  if ((card->marks & STEADY_STORY_GOOD_CATCH) != 0)
    g_ptr_array_add (words, (char *) _ ("Good catch"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}
