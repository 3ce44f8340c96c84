/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-event.h"

#include "checklist/steady-checklist.h"
#include "measure/steady-event-text.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-words.h"

static const char *
alarm_title (const void *data, const char *rule)
{
  return steady_review_case_alarm (data, rule, "title");
}

/* A limit with its decimals and the unit of this site. */
static char *
limit_words (const void *data, const char *rule, double limit)
{
  const SteadyReviewCase *review = data;
  const SteadyChannel     channel = steady_review_case_limit_channel (review, rule);
  SteadyShownUnit         shown = steady_shown_unit (channel);
  char                    number[32];

  if (steady_review_case_limit_is_share (review, rule))
    shown.unit = "%";
  steady_words_number (limit * shown.factor,
                       steady_shown_unit_limit_decimals (channel, limit),
                       number,
                       sizeof number);
  return g_strdup_printf (
      "%s%s%s", number, shown.unit[0] != '\0' ? " " : "", shown.unit);
}

static const char *
list_title (const void *data, const char *id)
{
  const SteadyChecklist *list =
      steady_checklist_find (((const SteadyReviewCase *) data)->lists, id);
  return list != NULL ? list->title : NULL;
}

static const char *
item_text (const void *data, const char *id, const char *item)
{
  const SteadyChecklist *list =
      steady_checklist_find (((const SteadyReviewCase *) data)->lists, id);
  const SteadyChecklistItem *found =
      list != NULL ? steady_checklist_item (list, item) : NULL;
  return found != NULL ? found->text : NULL;
}

static char *
clock_words (const void *data, SteadyInstant t, SteadySpan more)
{
  const int64_t utc = steady_review_case_utc (data, t) + more;
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (utc / STEADY_NSEC_PER_SEC);
  return when != NULL ? g_date_time_format (when, "%H:%M:%S") : g_strdup ("—");
}

static SteadyEventLore
lore_of (const SteadyReviewCase *review)
{
  return (SteadyEventLore){ .data = review,
                            .start = review->span.start,
                            .alarm = alarm_title,
                            .limit = limit_words,
                            .list = list_title,
                            .item = item_text,
                            .clock = clock_words };
}

static SteadyEventTold
told_of (const SteadyCaseEvent *event)
{
  return (SteadyEventTold){
    .t = event->t, .value = event->value, .text = event->text, .event = event->event
  };
}

/* One line about @event for people; free with g_free (). Thread: any. */
char *
steady_review_event_line (const SteadyReviewCase *review, const SteadyCaseEvent *event)
{
  const SteadyEventLore lore = lore_of (review);
  const SteadyEventTold told = told_of (event);

  return steady_event_text_line (&lore, &told);
}

/* What @event says beside its name, which may be nothing; free with g_free ().
 * Thread: any. */
char *
steady_review_event_detail (const SteadyReviewCase *review,
                            const SteadyCaseEvent  *event)
{
  const SteadyEventLore lore = lore_of (review);
  const SteadyEventTold told = told_of (event);

  return steady_event_text_detail (&lore, &told);
}
