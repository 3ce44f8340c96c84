/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-timers.h"

#include <glib/gi18n-lib.h>

#include "measure/steady-timer-text.h"
#include "widgets/steady-words.h"

/* Stretches of timers that were told, by what tells them apart. */
GHashTable *
steady_review_timers_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* "Cross-clamp 2", or what a person called it. */
static char *
name_of (const SteadyTimerSegment *segment)
{
  g_autofree char *label = g_utf8_make_valid (segment->label, -1);

  if (label[0] != '\0')
    return g_steal_pointer (&label);
  return segment->number > 1 ? g_strdup_printf ("%s %u",
                                                _ (steady_timer_words (segment->kind)),
                                                segment->number)
                             : g_strdup (_ (steady_timer_words (segment->kind)));
}

static void
describe (SteadyTimelineMark *mark, const SteadyTimerSegment *segment)
{
  char span[32];

  g_free (mark->text);
  steady_words_span (mark->to - mark->from, span, sizeof span);
  mark->text = segment->until == STEADY_INSTANT_NEVER
                   ? g_strdup_printf (_ ("%s: %s, not ended"), mark->name, span)
                   : g_strdup_printf ("%s: %s", mark->name, span);
}

/*
 * A stretch that began or ended: one bar from its beginning to its end, as it was dated
 * back. False: @event says nothing of the kind.
 *
 * Thread: any.
 */
bool
steady_review_timers_take (GHashTable            *timers,
                           SteadyReviewCase      *review,
                           const SteadyCaseEvent *event)
{
  SteadyTimerSegment segment;

  if (event->event != STEADY_EVENT_TIMER ||
      !steady_timer_text_read (event->text, review->span.start, &segment))
    return false;
  g_autofree char    *key = g_strdup_printf ("%u %u %" G_GINT64_FORMAT " %s",
                                          segment.kind,
                                          segment.number,
                                          (gint64) segment.since,
                                          segment.label);
  SteadyTimelineMark *mark = g_hash_table_lookup (timers, key);
  if (mark == NULL)
    {
      mark = g_new0 (SteadyTimelineMark, 1);
      mark->lane = STEADY_TIMELINE_TIMERS;
      mark->from = segment.since;
      mark->id = (int64_t) segment.kind;
      mark->name = name_of (&segment);
      steady_review_marks_add (review, mark);
      g_hash_table_insert (timers, g_steal_pointer (&key), mark);
    }
  mark->to = MIN (segment.until, review->span.end);
  mark->to = MAX (mark->to, mark->from);
  describe (mark, &segment);
  return true;
}

/* Stretches that overlap stand above each other. Call it when the marks stand in the
 * order of their beginnings. Thread: any. */
void
steady_review_timers_place (SteadyReviewCase *review)
{
  SteadyInstant free_from[STEADY_TIMELINE_TRACKS];

  for (unsigned k = 0; k < STEADY_TIMELINE_TRACKS; k++)
    free_from[k] = review->span.start;
  for (guint i = 0; i < review->marks->len; i++)
    {
      SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      unsigned            track = 0;
      if (mark->lane != STEADY_TIMELINE_TIMERS)
        continue;
      while (track + 1 < STEADY_TIMELINE_TRACKS && free_from[track] > mark->from)
        track++;
      mark->track = track;
      free_from[track] = MAX (free_from[track], mark->to);
    }
}
