/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "checklist/steady-checklist.h"
#include "measure/steady-limit-text.h"
#include "measure/steady-shown-unit.h"
#include "measure/steady-timer-text.h"
#include "print/steady-sheet-words.h"

/* What the engine writes of an event stands in the case in one language; here it is
 * said in the reader's, as far as it says one of these. */

/* What follows the last @word of @text; "" where it does not stand there. */
static const char *
behind (const char *text, const char *word)
{
  const char *found = g_strrstr (text, word);
  return found != NULL ? found + strlen (word) : "";
}

static char *
timer_line (const SteadyCaseStory *story, const SteadyCaseEvent *event)
{
  SteadyTimerSegment segment;

  if (!steady_timer_text_read (event->text, story->span.start, &segment))
    return NULL;
  g_autofree char *label = g_utf8_make_valid (segment.label, -1);
  g_autofree char *from = steady_sheet_clock (story, segment.since);
  const char *name = label[0] != '\0' ? label : _ (steady_timer_words (segment.kind));
  if (segment.until == STEADY_INSTANT_NEVER)
    return g_strdup_printf (_ ("Timer “%s” began at %s"), name, from);
  g_autofree char *to = steady_sheet_clock (story, segment.until);
  g_autofree char *span = steady_sheet_span (segment.until - segment.since);
  return g_strdup_printf (_ ("Timer “%s” from %s to %s: %s"), name, from, to, span);
}

/* "profile neonate, flow 0.590 L/min, of the plan signed by Anna" */
static char *
plan_line (const SteadyCaseEvent *event)
{
  g_autofree char *flow = steady_sheet_value (event->value, 3, "L/min");
  const char      *who = behind (event->text, " signed by ");

  return who[0] != '\0' && event->value > 0
             ? g_strdup_printf (_ ("Plan in force: flow %s, signed by %s"), flow, who)
             : NULL;
}

/* "followed; a clear match: Anna", "followed; the child was confirmed: Anna", "offered,
 * signed by Anna: clear" and "not followed, signed by Anna: why". */
static char *
stored_plan_line (const SteadyCaseEvent *event)
{
  const char *who = behind (event->text, "; a clear match: ");

  if (who[0] != '\0')
    return g_strdup_printf (_ ("Stored plan followed, a clear match: %s"), who);
  who = behind (event->text, "; the child was confirmed: ");
  if (who[0] != '\0')
    return g_strdup_printf (_ ("Stored plan followed, the child confirmed by %s"), who);
  const char *signer = strstr (event->text, " signed by ");
  const char *end = signer != NULL ? g_strrstr (signer, ": ") : NULL;
  if (end == NULL || !g_str_has_prefix (event->text, "offered"))
    return NULL;
  signer += strlen (" signed by ");
  g_autofree char *name = g_strndup (signer, (gsize) (end - signer));
  return g_strdup_printf (_ ("Stored plan signed by %s was offered"), name);
}

/* The limit of @rule with the decimals that it has and the unit of this site; a share
 * of another value in per cent. */
static char *
limit_words (const SteadyCaseStory *story, const char *rule, double limit)
{
  const SteadyChannel   channel = steady_case_story_limit_channel (story, rule);
  const SteadyShownUnit shown = steady_shown_unit (channel);

  if (steady_case_story_limit_is_share (story, rule))
    return steady_sheet_value (
        limit, steady_shown_unit_limit_decimals (channel, limit), "%");
  return steady_sheet_value (limit * shown.factor,
                             steady_shown_unit_limit_decimals (channel, limit),
                             shown.unit);
}

static char *
limit_line (const SteadyCaseStory *story, const SteadyCaseEvent *event)
{
  SteadyLimitText said;

  if (!isfinite (event->value) || !steady_limit_text_read (event->text, &said))
    return NULL;
  const char      *title = steady_case_story_alarm_title (story, said.rule);
  g_autofree char *before = limit_words (story, said.rule, said.before);
  g_autofree char *now = limit_words (story, said.rule, event->value);
  return g_strdup_printf (said.plan ? _ ("Limit of “%s”: %s, was %s, by the plan of %s")
                                    : _ ("Limit of “%s”: %s, was %s, by %s"),
                          title != NULL ? _ (title) : said.rule,
                          now,
                          before,
                          said.who);
}

/* Of what an alarm did: its title, not its id. */
static char *
intervention_line (const SteadyCaseStory *story, const SteadyCaseEvent *event)
{
  const char *title = steady_case_story_alarm_title (story, event->text);

  return title != NULL
             ? g_strdup_printf ("%s: %s", steady_sheet_event (event->event), _ (title))
             : NULL;
}

/* "before-bypass gone through, 1 skipped, by Anna and Berta" */
static char *
checklist_line (const GPtrArray *lists, const SteadyCaseEvent *event)
{
  const char *gone = strstr (event->text, " gone through, ");
  unsigned    skipped;

  if (gone == NULL || sscanf (gone, " gone through, %9u skipped", &skipped) != 1)
    return NULL;
  g_autofree char       *id = g_strndup (event->text, (gsize) (gone - event->text));
  const SteadyChecklist *list = steady_checklist_find (lists, id);
  return g_strdup_printf (_ ("Checklist “%s” gone through, skipped: %u"),
                          list != NULL ? _ (list->title) : id,
                          skipped);
}

/* Times of day before and after differ, and people ask why. */
static char *
clock_line (const SteadyCaseStory *story, const SteadyCaseEvent *event)
{
  const SteadySpan by = steady_span_from_seconds (event->value);
  const int64_t    utc = steady_case_story_utc (story, event->t);
  g_autofree char *after = steady_sheet_clock (story, event->t);
  g_autoptr (GDateTime) then =
      g_date_time_new_from_unix_local ((utc - by) / STEADY_NSEC_PER_SEC);
  g_autofree char *before =
      then != NULL ? g_date_time_format (then, "%H:%M:%S") : g_strdup ("—");

  return g_strdup_printf (
      _ ("The computer’s clock was set: it showed %s, and from here on %s"),
      before,
      after);
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
  char *line = NULL;

  switch ((int) event->event)
    {
    case STEADY_EVENT_TIMER:
      line = timer_line (story, event);
      break;
    case STEADY_EVENT_PLAN_IN_FORCE:
      line = plan_line (event);
      break;
    case STEADY_EVENT_STORED_PLAN:
      line = stored_plan_line (event);
      break;
    case STEADY_EVENT_LIMIT:
      line = limit_line (story, event);
      break;
    case STEADY_EVENT_CHECKLIST:
      line = checklist_line (lists, event);
      break;
    case STEADY_EVENT_INTERVENTION:
      line = intervention_line (story, event);
      break;
    case STEADY_EVENT_CLOCK_SET:
      line = isfinite (event->value) ? clock_line (story, event) : NULL;
      break;
    default:
      break;
    }
  if (line != NULL)
    return line;
  const char *text = event->text[0] != '\0' ? _ (event->text) : "";
  if (event->event == STEADY_EVENT_NOTE && text[0] != '\0')
    return g_strdup (text);
  return g_strdup_printf (
      "%s%s%s", steady_sheet_event (event->event), text[0] != '\0' ? ": " : "", text);
}
