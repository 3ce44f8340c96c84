/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine.h"
#include "engine/steady-training.h"

/*
 * Acts of people at the table: checked, written, told to everybody, and told to what
 * counts times and volumes. All of it in the tick; records are plain and bounded.
 */

/* Forward only, but for an amendment of the very one that counted. */
static void
follow_time (SteadyInstant            *counted,
             const SteadyClinicalLine *before,
             bool                      concerned,
             SteadyInstant             given,
             SteadyInstant             latest)
{
  if (before != NULL && *counted == before->given)
    *counted = latest;
  else if (concerned && (*counted == STEADY_INSTANT_NEVER || given > *counted))
    *counted = given;
}

static void
follow_sample (SteadyEngine               *self,
               const SteadyClinicalRecord *record,
               const SteadyClinicalLine   *before)
{
  SteadyConduct *conduct = &self->conduct;
  bool           act = false, gas = false;

  for (unsigned i = 0; i < record->n_values; i++)
    if (record->values[i].channel == STEADY_CHANNEL_ACT)
      act = true;
    else if (steady_clinical_is_gas ((SteadyChannel) record->values[i].channel))
      gas = true;
  follow_time (
      &conduct->act_at,
      before,
      act,
      record->given,
      steady_clinical_desk_latest (&self->clinical, STEADY_CLINICAL_SAMPLE, true));
  follow_time (
      &conduct->gas_at,
      before,
      gas,
      record->given,
      steady_clinical_desk_latest (&self->clinical, STEADY_CLINICAL_SAMPLE, false));
  if ((record->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
    return;
  for (unsigned i = 0; i < record->n_values; i++)
    steady_engine_show_entered (self,
                                record->given,
                                (SteadyChannel) record->values[i].channel,
                                record->values[i].value);
}

/* Neither an ACT nor a gas: how blood clots, or whether it breaks. */
static bool
is_other (const SteadyClinicalRecord *record)
{
  for (unsigned i = 0; i < record->n_values; i++)
    if (record->values[i].channel == STEADY_CHANNEL_ACT ||
        steady_clinical_is_gas ((SteadyChannel) record->values[i].channel))
      return false;
  return record->kind == STEADY_CLINICAL_SAMPLE && record->n_values > 0;
}

/* What an event says first. */
static const char *
subject_of (const SteadyClinicalRecord *record)
{
  if (record->kind == STEADY_CLINICAL_GOOD_CATCH)
    return record->text;
  return is_other (record)
             ? steady_channel_info ((SteadyChannel) record->values[0].channel)->name
             : record->what;
}

/* What counts of a record: its event, or 0. */
static SteadyEvent
event_of (const SteadyClinicalRecord *record, double *ret_value)
{
  *ret_value = record->amount;
  switch ((SteadyClinicalKind) record->kind)
    {
    case STEADY_CLINICAL_DOSE:
      if (strcmp (record->what, "heparin") == 0)
        return STEADY_EVENT_HEPARIN;
      if (strcmp (record->what, "protamine") == 0)
        return STEADY_EVENT_PROTAMINE;
      return STEADY_EVENT_DOSE;
    case STEADY_CLINICAL_CARDIOPLEGIA:
      return STEADY_EVENT_CARDIOPLEGIA;
    case STEADY_CLINICAL_SAMPLE:
      *ret_value = 0;
      for (unsigned i = 0; i < record->n_values; i++)
        if (record->values[i].channel == STEADY_CHANNEL_ACT)
          *ret_value = record->values[i].value;
      if (is_other (record))
        {
          *ret_value = record->values[0].value;
          return STEADY_EVENT_VALUE_ENTERED;
        }
      return STEADY_EVENT_GAS_SAMPLE;
    case STEADY_CLINICAL_VOLUME:
      return STEADY_EVENT_VOLUME;
    case STEADY_CLINICAL_GOOD_CATCH:
    default:
      *ret_value = 0;
      return STEADY_EVENT_GOOD_CATCH;
    }
}

static void
tell_event (SteadyEngine *self, const SteadyClinicalRecord *record)
{
  char              text[STEADY_EVENT_TEXT_SIZE];
  double            value;
  const bool        amends = record->amends != 0;
  const SteadyEvent event = event_of (record, &value);
  const double minutes = steady_span_seconds (self->moment.now - record->given) / 60.0;

  g_snprintf (text,
              sizeof text,
              "%s%s%s%s%s",
              (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0 ? "withdrawn: " : "",
              subject_of (record),
              record->unit[0] != '\0' ? ", " : "",
              record->unit,
              record->author[0] != '\0' ? " by " : "");
  g_strlcat (text, record->author, sizeof text);
  if (minutes >= 0.5)
    {
      const size_t used = strlen (text);
      g_snprintf (text + used, sizeof text - used, ", %.0f min ago", minutes);
    }
  steady_engine_event (self, amends ? STEADY_EVENT_AMENDED : event, value, text);
  if (!amends)
    steady_training_happened (self, STEADY_CONDITION_MARK, event, value, "");
}

static void
follow (SteadyEngine               *self,
        const SteadyClinicalRecord *record,
        const SteadyClinicalLine   *before)
{
  double            value;
  const bool        withdrawn = (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0;
  const SteadyEvent event = event_of (record, &value);

  if (record->kind == STEADY_CLINICAL_SAMPLE)
    follow_sample (self, record, before);
  else if (record->kind == STEADY_CLINICAL_CARDIOPLEGIA)
    follow_time (&self->conduct.dose_end,
                 before,
                 !withdrawn,
                 record->given,
                 steady_clinical_desk_latest (&self->clinical, record->kind, false));
  else if (record->kind == STEADY_CLINICAL_VOLUME)
    steady_volume_balance_enter (&self->conduct.balance,
                                 (withdrawn ? 0 : record->amount) -
                                     (before != NULL ? before->ml : 0));
  else if (!withdrawn)
    steady_conduct_mark (&self->conduct, record->given, event, value, &self->values);
}

static SteadyRefusal
judge (SteadyEngine *self, SteadyClinicalRecord *record, bool in_control, uint32_t *ret)
{
  *ret = 0;
  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (self->desk.operator_name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  return steady_clinical_check (
      &self->clinical, record, self->start, self->moment.now, ret);
}

/*
 * Takes an act of the operator, or says why not. What was taken stands in the case, at
 * every client, and in the times and volumes that alarms judge.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_clinical (SteadyEngine               *self,
                             const SteadyClinicalRecord *asked,
                             bool                        in_control)
{
  SteadyClinicalRecord record = *asked;
  SteadyClinicalLine   before;
  SteadyClinicalAnswer answer = { .id = asked->id, .status = STEADY_ANSWER_CONFIRMED };

  const SteadyRefusal refusal = judge (self, &record, in_control, &answer.channel);
  if (refusal == STEADY_REFUSAL_NONE)
    {
      record.recorded = self->moment.now;
      memcpy (record.author, self->desk.operator_name, sizeof record.author);
      const bool amended = steady_clinical_desk_add (&self->clinical, &record, &before);
      if (self->writer != NULL)
        steady_case_writer_clinical (self->writer, &record);
      steady_outlet_put (&self->outlet,
                         STEADY_FRAME_CLINICAL,
                         self->moment.now,
                         1,
                         &record,
                         sizeof record);
      tell_event (self, &record);
      steady_engine_note_fact (self, &record);
      follow (self, &record, amended ? &before : NULL);
    }
  else
    answer.status = STEADY_ANSWER_REFUSED;
  answer.refusal = (uint16_t) refusal;
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_CLINICAL_ANSWER,
                     self->moment.now,
                     1,
                     &answer,
                     sizeof answer);
}
