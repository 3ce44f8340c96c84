/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "checklist/steady-checklist.h"
#include "measure/steady-event-text.h"
#include "measure/steady-shown-unit.h"
#include "print/steady-sheet-words.h"

#define AMENDS "amends "

/* Who knows what the ids in texts are called. */
typedef struct Knowing
{
  const SteadyCaseStory *story;
  const GPtrArray       *lists;
} Knowing;

static const char *
alarm_title (const void *data, const char *rule)
{
  return steady_case_story_alarm_title (((const Knowing *) data)->story, rule);
}

/* The limit of @rule with the decimals that it has and the unit of this site, one more
 * than its channel is shown with at most: those of a plan are computed. A share of
 * another value in per cent. */
static char *
limit_words (const void *data, const char *rule, double limit)
{
  const SteadyCaseStory *story = ((const Knowing *) data)->story;
  const SteadyChannel    channel = steady_case_story_limit_channel (story, rule);
  const SteadyShownUnit  shown = steady_shown_unit (channel);

  if (steady_case_story_limit_is_share (story, rule))
    return steady_sheet_value (
        limit, steady_shown_unit_limit_decimals (channel, limit), "%");
  const int decimals =
      MIN (steady_shown_unit_limit_decimals (channel, limit), shown.decimals + 1);
  return steady_sheet_value (limit * shown.factor, decimals, shown.unit);
}

static const char *
list_title (const void *data, const char *id)
{
  const SteadyChecklist *list =
      steady_checklist_find (((const Knowing *) data)->lists, id);
  return list != NULL ? list->title : NULL;
}

static const char *
item_text (const void *data, const char *id, const char *item)
{
  const SteadyChecklist *list =
      steady_checklist_find (((const Knowing *) data)->lists, id);
  const SteadyChecklistItem *found =
      list != NULL ? steady_checklist_item (list, item) : NULL;
  return found != NULL ? found->text : NULL;
}

static char *
clock_words (const void *data, SteadyInstant t, SteadySpan more)
{
  const int64_t utc = steady_case_story_utc (((const Knowing *) data)->story, t) + more;
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (utc / STEADY_NSEC_PER_SEC);
  return when != NULL ? g_date_time_format (when, "%H:%M:%S") : g_strdup ("—");
}

static char *
plain_line (const SteadyCaseStory *story,
            const GPtrArray       *lists,
            const SteadyCaseEvent *event)
{
  const Knowing         knowing = { .story = story, .lists = lists };
  const SteadyEventLore lore = { .data = &knowing,
                                 .start = story->span.start,
                                 .alarm = alarm_title,
                                 .limit = limit_words,
                                 .list = list_title,
                                 .item = item_text,
                                 .clock = clock_words };
  const SteadyEventTold told = {
    .t = event->t, .value = event->value, .text = event->text, .event = event->event
  };

  return steady_event_text_line (&lore, &told);
}

/* The event that @annotated is about: paper has no numbers of rows. NULL: it is not
 * there. */
static const SteadyCaseEvent *
find_annotated (const SteadyCaseStory *story, const SteadyCaseEvent *annotated)
{
  const char *at = annotated->text;
  gint64      row;

  if (annotated->event != STEADY_EVENT_ANNOTATED || !g_str_has_prefix (at, AMENDS))
    return NULL;
  row = g_ascii_strtoll (at + strlen (AMENDS), NULL, 10);
  for (unsigned i = 0; i < story->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (event->id == row && event != annotated)
        return event;
    }
  return NULL;
}

/*
 * One line about @event for people; free with g_free (). @lists are the checklists.
 *
 * Thread: any.
 */
char *
steady_sheet_event_line (const SteadyCaseStory *story,
                         const GPtrArray       *lists,
                         const SteadyCaseEvent *event)
{
  const SteadyCaseEvent *about = find_annotated (story, event);
  g_autofree char       *line = plain_line (story, lists, event);

  if (about == NULL)
    return g_steal_pointer (&line);
  g_autofree char *other = plain_line (story, lists, about);
  /* TRANSLATORS: what somebody added later, then the line that it is about */
  return g_strdup_printf (_ ("%s. It is about: “%s”"), line, other);
}
