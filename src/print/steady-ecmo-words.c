/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"

static GDateTime *
local_time (const SteadyCaseStory *story, SteadyInstant t)
{
  return g_date_time_new_from_unix_local (steady_case_story_utc (story, t) /
                                          STEADY_NSEC_PER_SEC);
}

static char *
format_time (const SteadyCaseStory *story, SteadyInstant t, const char *format)
{
  g_autoptr (GDateTime) when = local_time (story, t);

  return when != NULL ? g_date_time_format (when, format) : g_strdup ("—");
}

/* "14:05" */
char *
steady_sheet_minute (const SteadyCaseStory *story, SteadyInstant t)
{
  return format_time (story, t, "%H:%M");
}

/* The day as numbers: one order in all languages. */
char *
steady_sheet_day (const SteadyCaseStory *story, SteadyInstant t)
{
  return format_time (story, t, "%m-%d");
}

/* When it was, with the day where that is not the one on which the record ends. */
char *
steady_sheet_when (const SteadyCaseStory *story, SteadyInstant t)
{
  g_autofree char *date = format_time (story, t, "%Y-%m-%d");
  g_autofree char *last = format_time (story, story->span.end, "%Y-%m-%d");

  return format_time (story, t, g_strcmp0 (date, last) == 0 ? "%H:%M" : "%m-%d %H:%M");
}

/* "3 d 4 h" of what counts days, else hours and minutes. */
char *
steady_sheet_days (SteadySpan span)
{
  const int64_t minutes = MAX (span, 0) / STEADY_NSEC_PER_MIN;

  if (minutes >= 24 * 60)
    return g_strdup_printf (
        _ ("%d d %d h"), (int) (minutes / 1440), (int) (minutes / 60 % 24));
  return steady_sheet_short_span (span);
}

/* What a part of the circuit is called. */
const char *
steady_sheet_ecmo_part (SteadyEcmoPart part)
{
  static const char *const words[STEADY_ECMO_PARTS] = {
    [STEADY_ECMO_PART_CIRCUIT] = N_ ("Whole circuit"),
    [STEADY_ECMO_PART_OXYGENATOR] = N_ ("Oxygenator"),
    [STEADY_ECMO_PART_PUMP_HEAD] = N_ ("Pump head"),
    [STEADY_ECMO_PART_DRAINAGE] = N_ ("Drainage cannula"),
    [STEADY_ECMO_PART_RETURN] = N_ ("Return cannula"),
  };

  return (unsigned) part < STEADY_ECMO_PARTS && words[part] != NULL ? _ (words[part])
                                                                    : "—";
}

/* A handover, in one paragraph. */
char *
steady_sheet_ecmo_handover (const SteadyCaseStory  *story,
                            const SteadyEcmoRecord *record)
{
  g_autofree char *when = steady_sheet_when (story, record->recorded);

  return g_strdup_printf (_ ("Handed over at %s by %s to %s. Concerns: %s. Plan: %s."),
                          when,
                          record->author,
                          record->second,
                          record->concerns[0] != '\0' ? record->concerns : "—",
                          record->plan[0] != '\0' ? record->plan : "—");
}

/* A part that was connected. */
char *
steady_sheet_ecmo_put_in (const SteadyCaseStory *story, const SteadyEcmoRecord *record)
{
  g_autofree char *when = steady_sheet_when (story, record->given);

  return g_strdup_printf (_ ("Put in at %s: %s, %s, lot %s (%s)."),
                          when,
                          steady_sheet_ecmo_part ((SteadyEcmoPart) record->part),
                          record->name[0] != '\0' ? record->name : "—",
                          record->lot[0] != '\0' ? record->lot : "—",
                          record->author);
}
