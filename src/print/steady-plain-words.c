/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-plain-words.h"

#include <glib/gi18n-lib.h>

/* A length of time as one says it to a friend; never shorter than it was by more than a
 * rounding. */
const char *
steady_plain_span (SteadySpan span)
{
  static const struct
  {
    int         below_min;
    const char *words;
  } table[] = {
    { 8, N_ ("a few minutes") },
    { 13, N_ ("about ten minutes") },
    { 23, N_ ("about a quarter of an hour") },
    { 38, N_ ("about half an hour") },
    { 53, N_ ("about three quarters of an hour") },
    { 75, N_ ("about an hour") },
    { 105, N_ ("about an hour and a half") },
    { 150, N_ ("about two hours") },
    { 210, N_ ("about three hours") },
    { 270, N_ ("about four hours") },
    { 330, N_ ("about five hours") },
    { 390, N_ ("about six hours") },
    { 960, N_ ("many hours") },
    { 2160, N_ ("about a day") },
  };
  const int64_t minutes = (span + STEADY_NSEC_PER_MIN / 2) / STEADY_NSEC_PER_MIN;

  for (unsigned i = 0; i < G_N_ELEMENTS (table); i++)
    if (minutes < table[i].below_min)
      return _ (table[i].words);
  return _ ("several days");
}

/* The day of the case, as it is written in a letter. Free with g_free (). */
char *
steady_plain_date (const SteadyCaseStory *story)
{
  static const char *const months[] = {
    N_ ("January"),   N_ ("February"), N_ ("March"),    N_ ("April"),
    N_ ("May"),       N_ ("June"),     N_ ("July"),     N_ ("August"),
    N_ ("September"), N_ ("October"),  N_ ("November"), N_ ("December"),
  };
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (story->span.start_utc / STEADY_NSEC_PER_SEC);

  if (when == NULL)
    return g_strdup ("");
  /* the date of a letter: day, month in full, year */
  return g_strdup_printf (_ ("%d %s %d"),
                          g_date_time_get_day_of_month (when),
                          _ (months[g_date_time_get_month (when) - 1]),
                          g_date_time_get_year (when));
}
