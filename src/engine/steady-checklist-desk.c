/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-checklist-desk.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "engine/steady-engine.h"

/* Least ACT where no rule of the site says another (safety rulings, 22). */
#define ACT_LEAST_S 480.0
#define ACT_RULE    "act-low"

/* Bits of @needs in words, for the case. */
static void
name_needs (unsigned needs, char *ret_text, size_t size)
{
  static const char *const names[] = {
    "heparin",      "ACT",        "gas of the prime",     "sweep",
    "level tested", "air tested", "line pressure tested", "line test",
    "tubing size",
  };

  g_strlcpy (ret_text, "not ready:", size);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    if ((needs & (1u << i)) != 0)
      {
        g_strlcat (ret_text, " ", size);
        g_strlcat (ret_text, names[i], size);
        g_strlcat (ret_text, ",", size);
      }
  g_strlcat (ret_text, " or a named override", size);
}

/* Loads all lists; what cannot be read is told on stderr and left out. Thread: main. */
void
steady_checklist_desk_load (SteadyChecklistDesk *self)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  self->all = steady_checklist_load_all (problems);
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (problems, i));
}

/* Thread: main. */
void
steady_checklist_desk_finish (SteadyChecklistDesk *self)
{
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->past, g_array_unref);
}

/* After a restart: what was done before still stands. Thread: main. */
void
steady_engine_recall_checklists (SteadyEngine *self)
{
  SteadyChecklistDesk *desk = &self->checks;

  for (guint i = 0; desk->past != NULL && i < desk->past->len; i++)
    steady_checklist_state_take (&desk->state,
                                 &g_array_index (desk->past, SteadyChecklistRecord, i));
  for (guint i = 0; self->past != NULL && i < self->past->len; i++)
    steady_bypass_facts_take (&desk->facts,
                              &g_array_index (self->past, SteadyClinicalRecord, i));
  desk->met = steady_checklist_state_met (&desk->state, desk->all);
}

static double
least_act (const SteadyEngine *self)
{
  SteadyAlarmLimit limit;

  return steady_alarm_system_limit (self->alarms, ACT_RULE, &limit) && limit.value > 0
             ? limit.value
             : ACT_LEAST_S;
}

/*
 * Bits of SteadyBypassNeed that are open now, REQUIRED among them where this case is
 * held up by them: a live one, and training whose scenario asks for it.
 *
 * Thread: tick. Does not allocate.
 */
unsigned
steady_engine_needs (SteadyEngine *self)
{
  SteadyBypassView view = { .now = self->moment.now,
                            .act_least_s = least_act (self),
                            .sweep_l_min = (double) NAN,
                            .met = self->checks.met,
                            .blood_planned = self->checks.blood_planned };
  const bool       required = self->mode == STEADY_MODE_LIVE ||
                        (self->scenario != NULL && self->scenario->bypass_checklist);

  steady_value_table_value (&self->values, STEADY_CHANNEL_SWEEP, &view.sweep_l_min);
  unsigned needs = steady_bypass_needs (&self->checks.facts, &view, NULL);
  if (required && needs != 0)
    needs |= STEADY_NEED_REQUIRED;
  return needs;
}

/* A step of the console that is not taken: told with what is missing. Thread: tick. */
void
steady_engine_refuse_start (SteadyEngine *self, unsigned needs)
{
  char text[STEADY_EVENT_TEXT_SIZE];

  name_needs (needs, text, sizeof text);
  steady_engine_event (self, STEADY_EVENT_START_REFUSED, needs & STEADY_NEED_ALL, text);
}

/* Once a second, and when something changed it. Thread: tick. */
void
steady_engine_follow_needs (SteadyEngine *self)
{
  const bool concerned = self->mode != STEADY_MODE_REVIEW &&
                         !steady_phase_on_bypass (&self->phase) &&
                         self->phase.support.mode < STEADY_SUPPORT_ECMO_VA;
  const SteadySample sample = {
    .t = self->moment.now,
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = concerned ? steady_engine_needs (self) : 0,
    .channel = STEADY_CHANNEL_BYPASS_NEEDS,
    .quality = concerned ? STEADY_QUALITY_VALID : STEADY_QUALITY_NOT_APPLICABLE,
  };

  if (self->mode != STEADY_MODE_REVIEW)
    steady_engine_tell_own (self, &sample);
}

/* An act that the gate counts. Thread: tick. */
void
steady_engine_note_fact (SteadyEngine *self, const SteadyClinicalRecord *record)
{
  steady_bypass_facts_take (&self->checks.facts, record);
}

/* A mark of the event pad has the time of heparin, and an ACT without its device. */
void
steady_engine_note_fact_mark (SteadyEngine *self, SteadyEvent event, double value)
{
  SteadyClinicalRecord record = { .given = self->moment.now };

  if (event == STEADY_EVENT_HEPARIN)
    {
      record.kind = STEADY_CLINICAL_DOSE;
      g_strlcpy (record.what, "heparin", sizeof record.what);
    }
  else if (event == STEADY_EVENT_GAS_SAMPLE && value > 0)
    {
      record.kind = STEADY_CLINICAL_SAMPLE;
      record.n_values = 1;
      record.values[0] =
          (SteadyClinicalValue){ .value = value, .channel = STEADY_CHANNEL_ACT };
    }
  else
    return;
  steady_bypass_facts_take (&self->checks.facts, &record);
}

static SteadyRefusal
judge (SteadyEngine *self, SteadyChecklistRecord *record, bool in_control)
{
  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (self->desk.operator_name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  memcpy (record->author, self->desk.operator_name, sizeof record->author);
  record->t = self->moment.now;
  return steady_checklist_state_check (&self->checks.state, self->checks.all, record);
}

/* A list that was gone through, and an item that was left out, are events. */
static void
tell_event (SteadyEngine *self, const SteadyChecklistRecord *record)
{
  const SteadyChecklist *list = steady_checklist_find (self->checks.all, record->list);
  char                   text[STEADY_EVENT_TEXT_SIZE];

  if (record->act == STEADY_CHECKLIST_SKIPPED)
    {
      g_snprintf (text,
                  sizeof text,
                  "%s, %s: %s, by %s",
                  record->list,
                  record->item,
                  record->text,
                  record->author);
      steady_engine_event (self, STEADY_EVENT_ITEM_SKIPPED, 0, text);
    }
  if (list == NULL || record->act == STEADY_CHECKLIST_ROUND ||
      record->act == STEADY_CHECKLIST_TAKEN_BACK)
    return;
  const SteadyChecklistCount count =
      steady_checklist_state_count (&self->checks.state, list, false);
  if (count.open + count.read > 0)
    return;
  g_snprintf (text,
              sizeof text,
              "%s gone through, %u skipped, by %s%s%s",
              record->list,
              count.skipped,
              record->author,
              record->second[0] != '\0' ? " and " : "",
              record->second);
  steady_engine_event (self, STEADY_EVENT_CHECKLIST, count.done, text);
}

/*
 * Takes what a person did with an item, or says why not. What was taken stands in the
 * case and at every client.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_checklist (SteadyEngine                *self,
                              const SteadyChecklistRecord *asked,
                              bool                         in_control)
{
  SteadyChecklistDesk  *desk = &self->checks;
  SteadyChecklistRecord record = *asked;
  SteadyChecklistAnswer answer = { .id = asked->id, .status = STEADY_ANSWER_CONFIRMED };

  const SteadyRefusal refusal = judge (self, &record, in_control);
  if (refusal == STEADY_REFUSAL_NONE)
    {
      steady_checklist_state_take (&desk->state, &record);
      desk->met = steady_checklist_state_met (&desk->state, desk->all);
      if (self->writer != NULL)
        steady_case_writer_checklist (self->writer, &record);
      steady_outlet_put (&self->outlet,
                         STEADY_FRAME_CHECKLIST,
                         self->moment.now,
                         1,
                         &record,
                         sizeof record);
      tell_event (self, &record);
    }
  else
    answer.status = STEADY_ANSWER_REFUSED;
  answer.refusal = (uint16_t) refusal;
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_CHECKLIST_ANSWER,
                     self->moment.now,
                     1,
                     &answer,
                     sizeof answer);
}
