/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-artefact.h"

#include <string.h>

#include "casefile/steady-case-annotate.h"

/* What follows the third blank. */
static const char *
reason_of (const char *text)
{
  for (unsigned blanks = 0; blanks < 3; blanks++)
    {
      text = strchr (text, ' ');
      if (text == NULL)
        return "";
      text++;
    }
  return text;
}

/*
 * What a note about an artefact says: "arterial_pressure 100000000 130000000 flushed",
 * nanoseconds of the case that begins at @start. False: it is none, or of a channel
 * that is not among @channels.
 *
 * Thread: any.
 */
bool
steady_case_artefact_read (const SteadyCaseNote    *note,
                           const SteadyCaseChannel *channels,
                           unsigned                 n_channels,
                           SteadyInstant            start,
                           SteadyCaseArtefact      *ret_artefact)
{
  int64_t from, to;

  if (strcmp (note->about, STEADY_CASE_ABOUT_ARTEFACT) != 0)
    return false;
  g_auto (GStrv) words = g_strsplit (note->text, " ", 4);
  if (g_strv_length (words) < 3 ||
      !g_ascii_string_to_signed (words[1], 10, 0, INT64_MAX / 4, &from, NULL) ||
      !g_ascii_string_to_signed (words[2], 10, 0, INT64_MAX / 4, &to, NULL))
    return false;
  for (unsigned i = 0; i < n_channels; i++)
    if (strcmp (channels[i].name, words[0]) == 0)
      {
        *ret_artefact = (SteadyCaseArtefact){ .channel = channels[i].channel,
                                              .from = start + from,
                                              .to = start + to,
                                              .reason = reason_of (note->text) };
        return true;
      }
  return false;
}

/* Whether somebody took the artefact of note @id back. Thread: any. */
bool
steady_case_artefact_is_withdrawn (const GArray *notes, int64_t id)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (notes, SteadyCaseNote, i);
      if (strcmp (note->about, STEADY_CASE_ABOUT_WITHDRAWN) == 0 &&
          g_ascii_strtoll (note->text, NULL, 10) == id)
        return true;
    }
  return false;
}
