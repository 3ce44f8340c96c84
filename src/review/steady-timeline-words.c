/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-words.h"

#include <string.h>

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

/*
 * In what a trace is shown to people: the unit of this site, where the case holds the
 * channel in the unit that Steady has for it; a foreign recording's own otherwise. The
 * texts are those of the channel or of @trace.
 *
 * Thread: any.
 */
SteadyShownUnit
steady_timeline_trace_shown (const SteadyTimelineTrace *trace)
{
  const SteadyCaseChannel *channel = &trace->channel;
  const SteadyChannelInfo *info =
      steady_channel_info ((SteadyChannel) channel->channel);
  const SteadyShownUnit site = steady_shown_unit ((SteadyChannel) channel->channel);

  /* a foreign recording may hold it in another: that own unit is shown */
  if (info != NULL && strcmp (info->unit, channel->unit) == 0 &&
      strcmp (info->unit, site.unit) != 0)
    return site;
  return (SteadyShownUnit){ .unit = channel->unit,
                            .factor = 1,
                            .decimals = CLAMP (channel->decimals, 0, 3) };
}
