/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "measure/steady-event-text.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-channel.h"
#include "measure/steady-control-words.h"
#include "measure/steady-event-phrases.h"
#include "measure/steady-event-words.h"
#include "measure/steady-given-words.h"
#include "measure/steady-limit-text.h"
#include "measure/steady-reason-text.h"
#include "measure/steady-text-pattern.h"
#include "measure/steady-timer-text.h"
#include "measure/steady-training-names.h"

/*
 * What the engine writes of an event stands in the case in one language; here it is
 * said in the reader's, for the screen and for paper. What is not recognised is shown
 * as it was recorded.
 */

/* Words that stand inside a text, as the engine writes them. */
static const char *const inner[] = {
  /* what moves a set-point, and why it does no more */
  N_ ("ramp"),
  N_ ("servo"),
  N_ ("follower"),
  N_ ("target reached"),
  N_ ("cancelled"),
  N_ ("the arterial pump was stopped"),
  N_ ("an alarm holds or slows the pump"),
  N_ ("its signal is not valid"),
  N_ ("set otherwise"),
  N_ ("the device did not follow"),
  N_ ("the engine was started anew"),
  /* what bypass waits for */
  N_ ("heparin"),
  N_ ("ACT"),
  N_ ("gas of the prime"),
  N_ ("sweep"),
  N_ ("level tested"),
  N_ ("air tested"),
  N_ ("line pressure tested"),
  N_ ("line test"),
  N_ ("tubing size"),
  /* why a plan is not followed */
  N_ ("other-child"),
  N_ ("unfit"),
  N_ ("doubtful"),
  /* who did it */
  N_ ("nobody signed in"),
  N_ ("nobody"),
};

/* What the places of one text are said with. */
typedef struct Saying
{
  const SteadyEventLore *lore;
  const SteadyEventTold *told;
} Saying;

static bool
is_id (const char *text)
{
  return text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

static bool
is_number (const char *text)
{
  char *end = NULL;

  g_ascii_strtod (text, &end);
  return end != text && end[0] == '\0';
}

static bool
is_inner (const char *text)
{
  for (size_t i = 0; i < G_N_ELEMENTS (inner); i++)
    if (strcmp (inner[i], text) == 0)
      return true;
  return false;
}

static bool
fits (const char *name, const char *text)
{
  static const char *const ids[] = { "rule", "list", "item" };
  static const char *const numbers[] = { "number", "low",     "high",
                                         "rate",   "seconds", "set" };
  SteadyChannel            channel;

  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    if (strcmp (ids[i], name) == 0)
      return is_id (text);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (numbers[i], name) == 0)
      return is_number (text);
  if (strcmp (name, "control") == 0)
    return steady_control_from_name (text) > 0;
  if (strcmp (name, "channel") == 0)
    return steady_channel_from_name (text, &channel);
  if (strcmp (name, "given") == 0)
    return steady_given_words (text) != NULL;
  if (strcmp (name, "unit") == 0)
    return strchr (text, ' ') == NULL;
  if (strcmp (name, "act") == 0)
    return steady_training_names_words (text) != NULL;
  if (strcmp (name, "steer") == 0)
    return is_inner (text);
  return true;
}

/* "−2.5", with a real minus sign and the decimal mark of all other numbers here. */
static char *
say_number (const char *text)
{
  char half[8];
  char number[64];

  g_snprintf (half, sizeof half, "%.1f", 0.5);
  g_strlcpy (number, text[0] == '-' ? text + 1 : text, sizeof number);
  if (strlen (half) == strlen ("0.5"))
    g_strdelimit (number, ".", half[1]);
  return g_strdup_printf ("%s%s", text[0] == '-' ? "−" : "", number);
}

/* A number in the unit of the control that the text names. */
static char *
say_set (const SteadyTextPlaces *places, const char *text)
{
  const char      *control = steady_text_places_get (places, "control");
  const int        which = control != NULL ? steady_control_from_name (control) : 0;
  const char      *unit = steady_control_unit ((SteadyControl) MAX (which, 0));
  g_autofree char *number = say_number (text);

  return g_strdup_printf ("%s%s%s", number, unit[0] != '\0' ? " " : "", unit);
}

/* What bypass waits for: " heparin, ACT,". */
static char *
say_needs (const char *text)
{
  g_auto (GStrv) needs = g_strsplit (text, ",", 0);
  GString *said = g_string_new (NULL);

  for (unsigned i = 0; needs[i] != NULL; i++)
    {
      g_strstrip (needs[i]);
      if (needs[i][0] != '\0')
        g_string_append_printf (said, "%s%s", said->len > 0 ? ", " : "", _ (needs[i]));
    }
  return g_string_free (said, FALSE);
}

static char *
say_known (const char *words, const char *text)
{
  return g_strdup (words != NULL ? _ (words) : text);
}

static char *
say_item (const SteadyEventLore *lore, const SteadyTextPlaces *places, const char *item)
{
  const char *list = steady_text_places_get (places, "list");

  return say_known (
      list != NULL && lore->item != NULL ? lore->item (lore->data, list, item) : NULL,
      item);
}

static char *
say (const char *name, const SteadyTextPlaces *places, const void *data)
{
  const Saying          *self = data;
  const SteadyEventLore *lore = self->lore;
  const char            *text = steady_text_places_get (places, name);
  SteadyChannel          channel;

  if (text == NULL)
    return g_strdup ("");
  if (strcmp (name, "rule") == 0)
    return say_known (lore->alarm != NULL ? lore->alarm (lore->data, text) : NULL,
                      text);
  if (strcmp (name, "list") == 0)
    return say_known (lore->list != NULL ? lore->list (lore->data, text) : NULL, text);
  if (strcmp (name, "item") == 0)
    return say_item (lore, places, text);
  if (strcmp (name, "control") == 0)
    return say_known (
        steady_control_words ((SteadyControl) steady_control_from_name (text)), text);
  if (strcmp (name, "channel") == 0 && steady_channel_from_name (text, &channel))
    return say_known (steady_channel_info (channel)->label, text);
  if (strcmp (name, "given") == 0)
    return say_known (steady_given_words (text), text);
  if (strcmp (name, "act") == 0)
    return say_known (steady_training_names_words (text), text);
  if (strcmp (name, "needs") == 0)
    return say_needs (text);
  if (strcmp (name, "set") == 0)
    return say_set (places, text);
  if (strcmp (name, "more") == 0)
    {
      const SteadyEventTold inside = {
        self->told->t, self->told->value, text, self->told->event
      };
      return steady_event_text_detail (lore, &inside);
    }
  if (is_number (text))
    return say_number (text);
  if (strcmp (name, "why") == 0)
    return steady_reason_text (text);
  return g_strdup (is_inner (text) || strcmp (name, "said") == 0 ||
                           strcmp (name, "unit") == 0
                       ? _ (text)
                       : text);
}

static bool
is_act (SteadyEvent event)
{
  switch ((int) event)
    {
    case STEADY_EVENT_CARDIOPLEGIA:
    case STEADY_EVENT_HEPARIN:
    case STEADY_EVENT_GAS_SAMPLE:
    case STEADY_EVENT_PROTAMINE:
    case STEADY_EVENT_VALUE_ENTERED:
    case STEADY_EVENT_VOLUME:
    case STEADY_EVENT_DOSE:
    case STEADY_EVENT_GOOD_CATCH:
    case STEADY_EVENT_AMENDED:
      return true;
    default:
      return false;
    }
}

/* Whether @phrase can be what @told says. */
static bool
concerns (const SteadyEventPhrase *phrase, const SteadyEventTold *told)
{
  if (phrase->event == STEADY_EVENT_PHRASE_ACT)
    return is_act (told->event);
  if (phrase->event == STEADY_EVENT_PHRASE_MARK)
    return is_act (told->event) || told->event < STEADY_EVENT_CASE_START;
  return phrase->event == (int) told->event &&
         (!phrase->valued ||
          (isfinite (told->value) && lround (told->value) == phrase->value));
}

/* What the text says, or NULL where nobody has such a phrase. */
static char *
by_phrase (const SteadyEventLore    *lore,
           const SteadyEventTold    *told,
           const SteadyEventPhrase **ret_phrase)
{
  const Saying             saying = { .lore = lore, .told = told };
  const SteadyEventPhrase *phrase;

  for (unsigned i = 0; (phrase = steady_event_phrase (i)) != NULL; i++)
    {
      SteadyTextPlaces places = { .count = 0 };
      if (!concerns (phrase, told) ||
          !steady_text_pattern_match (phrase->pattern, told->text, fits, &places))
        continue;
      g_autofree char *said =
          steady_text_pattern_fill (_ (phrase->words), &places, say, &saying);
      steady_text_places_finish (&places);
      *ret_phrase = phrase;
      return g_utf8_make_valid (said, -1);
    }
  return NULL;
}

/* "1:05:00 h", as durations stand everywhere. */
static char *
say_span (SteadySpan span)
{
  const int64_t seconds = MAX (span, 0) / STEADY_NSEC_PER_SEC;

  return g_strdup_printf (_ ("%d:%02d:%02d h"),
                          (int) (seconds / 3600),
                          (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

/* "clamp 1 from 0:05:06 to 0:39:36", by the wall clock; NULL: it says nothing, or
 * nobody knows that. */
static char *
timer_sentence (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  SteadyTimerSegment segment;

  if (lore->clock == NULL ||
      !steady_timer_text_read (told->text, lore->start, &segment))
    return NULL;
  g_autofree char *label = g_utf8_make_valid (segment.label, -1);
  g_autofree char *from = lore->clock (lore->data, segment.since, 0);
  const char *name = label[0] != '\0' ? label : _ (steady_timer_words (segment.kind));
  if (segment.until == STEADY_INSTANT_NEVER)
    return g_strdup_printf (_ ("Timer “%s” began at %s"), name, from);
  g_autofree char *to = lore->clock (lore->data, segment.until, 0);
  g_autofree char *span = say_span (segment.until - segment.since);
  return g_strdup_printf (_ ("Timer “%s” from %s to %s: %s"), name, from, to, span);
}

static char *
limit_sentence (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  SteadyLimitText said;

  if (!isfinite (told->value) || lore->limit == NULL ||
      !steady_limit_text_read (told->text, &said))
    return NULL;
  const char *title = lore->alarm != NULL ? lore->alarm (lore->data, said.rule) : NULL;
  g_autofree char *before = lore->limit (lore->data, said.rule, said.before);
  g_autofree char *now = lore->limit (lore->data, said.rule, told->value);
  return g_strdup_printf (said.plan ? _ ("Limit of “%s”: %s, was %s, by the plan of %s")
                                    : _ ("Limit of “%s”: %s, was %s, by %s"),
                          title != NULL ? _ (title) : said.rule,
                          now,
                          before,
                          said.who);
}

/* Times of day before and after differ, and people ask why. */
static char *
clock_sentence (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  if (lore->clock == NULL || !isfinite (told->value))
    return NULL;
  g_autofree char *before =
      lore->clock (lore->data, told->t, -steady_span_from_seconds (told->value));
  g_autofree char *after = lore->clock (lore->data, told->t, 0);
  return g_strdup_printf (
      _ ("The computer’s clock was set: it showed %s, and from here on %s"),
      before,
      after);
}

/* What stands without the name of its event; NULL: it does not. */
static char *
sentence (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  switch ((int) told->event)
    {
    case STEADY_EVENT_TIMER:
      return timer_sentence (lore, told);
    case STEADY_EVENT_LIMIT:
      return limit_sentence (lore, told);
    case STEADY_EVENT_CLOCK_SET:
      return clock_sentence (lore, told);
    default:
      return NULL;
    }
}

/* What is said of an event beside its name, or instead of it. */
static char *
say_event (const SteadyEventLore *lore,
           const SteadyEventTold *told,
           bool                  *ret_sentence,
           bool                  *ret_known)
{
  const SteadyEventPhrase *phrase = NULL;
  char                    *said = sentence (lore, told);

  *ret_sentence = *ret_known = true;
  if (said != NULL)
    return said;
  said = by_phrase (lore, told, &phrase);
  if (said != NULL)
    {
      *ret_sentence = phrase->sentence;
      return said;
    }
  /* what a scenario says is one of ours; what a person wrote is in no list */
  const char *words = told->text[0] != '\0' ? _ (told->text) : "";
  *ret_sentence = false;
  *ret_known = words != told->text;
  return g_utf8_make_valid (words, -1);
}

/* The number that a mark was made with, which its text does not say. */
static void
append_value (GString *line, const SteadyEventTold *told)
{
  if (told->event >= STEADY_EVENT_CASE_START || !isfinite (told->value) ||
      fabs (told->value) < 1e-9)
    return;
  g_string_append_printf (
      line, " %s%.0f", round (told->value) < 0 ? "−" : "", fabs (told->value));
}

/*
 * One line about an event for people: its name, and what it says. A note is what was
 * noted. Free with g_free ().
 *
 * Thread: any.
 */
char *
steady_event_text_line (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  bool             alone, known;
  g_autofree char *said = say_event (lore, told, &alone, &known);

  if (alone || (told->event == STEADY_EVENT_NOTE && said[0] != '\0'))
    return g_steal_pointer (&said);
  GString *line = g_string_new (_ (steady_event_words (told->event)));
  append_value (line, told);
  if (said[0] != '\0')
    g_string_append_printf (line, ": %s", said);
  return g_string_free (line, FALSE);
}

/* What an event says beside its name, which may be nothing. Free with g_free ().
 * Thread: any. */
char *
steady_event_text_detail (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  bool alone, known;

  return say_event (lore, told, &alone, &known);
}

/* Whether what an event says is understood, and not only shown as it was recorded.
 * Thread: any. */
bool
steady_event_text_known (const SteadyEventLore *lore, const SteadyEventTold *told)
{
  bool             alone, known;
  g_autofree char *said = say_event (lore, told, &alone, &known);

  return known;
}
