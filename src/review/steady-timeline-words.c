/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-words.h"

#include <glib.h>

/* Case time as h:mm:ss, with as many decimals as @step has, at most three. Thread: any.
 */
void
steady_timeline_words_time (SteadySpan t, SteadySpan step, char *ret_text, size_t size)
{
  const bool      before = t < 0;
  const long long ms = (before ? -t : t) / STEADY_NSEC_PER_MSEC;
  const long long s = ms / 1000;
  char            part[8] = "";

  if (step < 10 * STEADY_NSEC_PER_MSEC)
    g_snprintf (part, sizeof part, ".%03d", (int) (ms % 1000));
  else if (step < 100 * STEADY_NSEC_PER_MSEC)
    g_snprintf (part, sizeof part, ".%02d", (int) (ms % 1000 / 10));
  else if (step < STEADY_NSEC_PER_SEC)
    g_snprintf (part, sizeof part, ".%d", (int) (ms % 1000 / 100));
  g_snprintf (ret_text,
              size,
              "%s%lld:%02lld:%02lld%s",
              before ? "−" : "",
              s / 3600,
              s / 60 % 60,
              s % 60,
              part);
}

/* The same, without seconds where all ticks are whole minutes. Thread: any. */
void
steady_timeline_words_tick (SteadySpan t, SteadySpan step, char *ret_text, size_t size)
{
  const long long minutes = t / STEADY_NSEC_PER_MIN;

  if (step >= STEADY_NSEC_PER_MIN)
    g_snprintf (ret_text, size, "%lld:%02lld", minutes / 60, minutes % 60);
  else
    steady_timeline_words_time (t, step, ret_text, size);
}
