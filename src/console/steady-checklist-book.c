/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-book.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-words.h"

#define ACT_LEAST_S 480.0

static void
forget (SteadyChecklistBook *self)
{
  g_array_set_size (self->records, 0);
  memset (self->state, 0, sizeof *self->state);
  memset (&self->facts, 0, sizeof self->facts);
}

/* All lists and cards, read once; never freed. */
const GPtrArray *
steady_checklist_book_all (void)
{
  static GPtrArray *all;

  if (all == NULL)
    all = steady_checklist_load_all (NULL);
  return all;
}

void
steady_checklist_book_init (SteadyChecklistBook *self)
{
  *self = (SteadyChecklistBook){ .link = NULL };
  self->all = steady_checklist_book_all ();
  self->records = g_array_new (FALSE, FALSE, sizeof (SteadyChecklistRecord));
  self->state = g_new0 (SteadyChecklistState, 1);
  self->times = steady_wall_times_new ();
}

void
steady_checklist_book_finish (SteadyChecklistBook *self)
{
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->times, steady_wall_times_free);
}

static void
take_answer (SteadyChecklistBook *self, const SteadyChecklistAnswer *answer)
{
  if (answer->id != self->last_id)
    return;
  self->bad = answer->status == STEADY_ANSWER_REFUSED;
  if (self->bad)
    g_snprintf (self->words,
                sizeof self->words,
                _ ("NOT RECORDED: %s%s%s"),
                "",
                "",
                steady_words_refusal ((SteadyRefusal) answer->refusal));
  else
    self->words[0] = '\0';
}

/* True where @frame changed what is to be shown. */
bool
steady_checklist_book_take (SteadyChecklistBook *self, const SteadyFrame *frame)
{
  const SteadyChecklistRecord *checks = frame->payload;
  const SteadyClinicalRecord  *acts = frame->payload;

  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
      forget (self); /* all of the case follows */
      return true;
    case STEADY_FRAME_CHECKLIST:
      for (uint32_t i = 0; i < frame->header.count; i++)
        steady_checklist_state_take (self->state, &checks[i]);
      g_array_append_vals (self->records, checks, frame->header.count);
      steady_wall_times_refresh (self->times);
      return true;
    case STEADY_FRAME_CHECKLIST_ANSWER:
      take_answer (self, frame->payload);
      return true;
    case STEADY_FRAME_CLINICAL:
      for (uint32_t i = 0; i < frame->header.count; i++)
        steady_bypass_facts_take (&self->facts, &acts[i]);
      return true;
    default:
      return false;
    }
}

/* An act to be filled and sent. */
SteadyChecklistRecord
steady_checklist_book_begin (SteadyChecklistBook   *self,
                             SteadyChecklistAct     act,
                             const SteadyChecklist *list,
                             const char            *item)
{
  /* by the wall clock, so that a console that was started anew repeats none */
  self->last_id = MAX (self->last_id + 1, (uint64_t) steady_clock_utc_ns ());
  SteadyChecklistRecord record = { .id = self->last_id, .act = act };

  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    record.values[i] = (double) NAN;
  g_strlcpy (record.list, list->id, sizeof record.list);
  g_strlcpy (record.item, item, sizeof record.item);
  if (act == STEADY_CHECKLIST_VERIFIED)
    memcpy (record.second, self->second, sizeof record.second);
  return record;
}

/* Asks the engine to take it; its answer comes by steady_checklist_book_take (). */
bool
steady_checklist_book_send (SteadyChecklistBook         *self,
                            const SteadyChecklistRecord *record)
{
  const bool sent =
      self->link != NULL &&
      steady_console_link_send (
          self->link, STEADY_FRAME_CHECKLIST_REQUEST, record, sizeof *record);
  self->bad = !sent;
  g_strlcpy (self->words,
             sent ? "" : _ ("NOT RECORDED: the engine does not answer"),
             sizeof self->words);
  return sent;
}

/* Bits of SteadyBypassNeed as the engine tells them. False: it tells none, since the
 * step is behind us or there is no such step. */
bool
steady_checklist_book_needs (const SteadyChecklistBook *self, unsigned *ret_needs)
{
  double value = 0;

  if (self->link == NULL ||
      !steady_value_table_value (&steady_console_link_state (self->link)->values,
                                 STEADY_CHANNEL_BYPASS_NEEDS,
                                 &value))
    return false;
  *ret_needs = (unsigned) value;
  return true;
}

/* What is wrong with the ACT, and the least it must be. */
SteadyBypassAnswer
steady_checklist_book_act (const SteadyChecklistBook *self, double *ret_least)
{
  SteadyBypassView   view = { .act_least_s = ACT_LEAST_S };
  SteadyBypassAnswer answer = STEADY_BYPASS_NONE;

  if (self->link != NULL)
    {
      const SteadyConsoleState *state = steady_console_link_state (self->link);
      const SteadyAlarmText    *text =
          steady_console_config_alarm (&state->config, "act-low");
      view.now = steady_console_state_now (state, steady_clock_now ());
      if (text != NULL && isfinite (text->limit) && text->limit > 0)
        view.act_least_s = text->limit;
    }
  steady_bypass_needs (&self->facts, &view, &answer);
  *ret_least = view.act_least_s;
  return answer;
}

/* The time of day of @t, as the clock on the wall showed it. Free with g_free (). */
char *
steady_checklist_book_clock (const SteadyChecklistBook *self, SteadyInstant t)
{
  const SteadyConsoleState *state =
      self->link != NULL ? steady_console_link_state (self->link) : NULL;

  if (state == NULL || t == STEADY_INSTANT_NEVER)
    return g_strdup ("");
  const SteadyConsoleConfig *config = &state->config;
  /* the time of a training case is simulated: nobody sets its clock */
  steady_wall_times_set_case (self->times,
                              config->mode == STEADY_MODE_LIVE ? config->case_file
                                                               : NULL,
                              config->case_start,
                              config->start_utc);
  const int64_t utc = steady_wall_times_utc (self->times, t);
  g_autoptr (GDateTime) at =
      g_date_time_new_from_unix_local (utc / STEADY_NSEC_PER_SEC);
  return at != NULL ? g_date_time_format (at, "%H:%M") : g_strdup ("");
}

static void
append_answers (GString                   *text,
                const SteadyChecklistLine *line,
                const SteadyChecklistItem *item)
{
  char number[32];

  for (unsigned i = 0; i < item->n_values; i++)
    {
      if (!isfinite (line->values[i]))
        continue;
      const SteadyShownUnit shown = steady_checklist_value_shown (&item->values[i]);
      steady_words_number (
          line->values[i] * shown.factor, shown.decimals, number, sizeof number);
      g_string_append_printf (
          text, "%s %s %s · ", _ (item->values[i].label), number, shown.unit);
    }
  if (line->text[0] != '\0')
    g_string_append_printf (text, "%s · ", _ (line->text));
}

/* Who read and who verified it, and when. */
static void
append_who (const SteadyChecklistBook *self,
            GString                   *text,
            const SteadyChecklistLine *line)
{
  g_autofree char *read = steady_checklist_book_clock (self, line->read_at);

  g_string_append_printf (text, "%s %s", read, line->reader);
  if (line->state == STEADY_CHECKLIST_VERIFIED)
    {
      g_autofree char *seen = steady_checklist_book_clock (self, line->verified_at);
      g_string_append_printf (text, " · %s %s", seen, line->second);
    }
}

/* Who did what with the item and when, with what was measured; what it asks for where
 * nobody has. Free with g_free (). */
char *
steady_checklist_book_note (const SteadyChecklistBook *self,
                            const SteadyChecklist     *list,
                            const SteadyChecklistItem *item)
{
  const SteadyChecklistLine *line =
      steady_checklist_state_line (self->state, list->id, item->id);
  GString *text = g_string_new (NULL);

  if (line == NULL || line->state == 0 ||
      line->turn != steady_checklist_state_turn (self->state, list->id, NULL))
    {
      for (unsigned i = 0; i < item->n_values; i++)
        g_string_append_printf (
            text, "%s%s", i > 0 ? ", " : _ ("asks for: "), _ (item->values[i].label));
      return g_string_free (text, FALSE);
    }
  if (line->state == STEADY_CHECKLIST_SKIPPED)
    g_string_append_printf (text, "%s · ", _ ("SKIPPED"));
  append_answers (text, line, item);
  append_who (self, text, line);
  return g_string_free (text, FALSE);
}

/* The newest act of that kind that nobody has withdrawn, or NULL. */
static const SteadyBypassAct *
newest_act (const SteadyBypassFacts *facts, bool heparin)
{
  const SteadyBypassAct *newest = NULL;

  for (unsigned i = 0; i < MIN (facts->count, STEADY_BYPASS_ACTS); i++)
    {
      const SteadyBypassAct *act = &facts->acts[i];
      if (act->withdrawn == 0 && (act->act < 1e-9) == heparin &&
          (newest == NULL || act->given > newest->given))
        newest = act;
    }
  return newest;
}

/* Who met @need of "On bypass" and when, by the lists and what was recorded; "": nobody
 * yet, or it is seen and not said. Free with g_free (). */
char *
steady_checklist_book_need (const SteadyChecklistBook *self, unsigned need)
{
  const unsigned wanted =
      need == STEADY_NEED_PRIME ? STEADY_NEED_PRIME | STEADY_NEED_CLEAR_PRIME : need;

  if (need == STEADY_NEED_HEPARIN || need == STEADY_NEED_ACT)
    {
      const SteadyBypassAct *act =
          newest_act (&self->facts, need == STEADY_NEED_HEPARIN);
      g_autofree char *when =
          act != NULL ? steady_checklist_book_clock (self, act->given) : g_strdup ("");
      return act != NULL && need == STEADY_NEED_ACT
                 ? g_strdup_printf ("%.0f s · %s", act->act, when)
                 : g_steal_pointer (&when);
    }
  for (guint i = 0; i < self->all->len; i++)
    {
      const SteadyChecklist *list = g_ptr_array_index (self->all, i);
      for (unsigned j = 0; j < list->n_items; j++)
        {
          const SteadyChecklistItem *item = &list->items[j];
          const SteadyChecklistLine *line =
              (item->need & wanted) != 0
                  ? steady_checklist_state_line (self->state, list->id, item->id)
                  : NULL;
          if (line == NULL || line->state == 0)
            continue;
          GString *text = g_string_new (
              line->state == STEADY_CHECKLIST_SKIPPED ? _ ("SKIPPED") : "");
          if (text->len > 0)
            g_string_append (text, " · ");
          append_who (self, text, line);
          return g_string_free (text, FALSE);
        }
    }
  return g_strdup ("");
}
