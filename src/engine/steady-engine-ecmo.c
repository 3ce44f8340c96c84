/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "casefile/steady-case-ecmo.h"
#include "engine/steady-engine.h"

/* A circuit older than this is a slip of the finger [GK]. */
#define OLDEST (90 * 24 * 60 * STEADY_NSEC_PER_MIN)

/* Ends inside its room, at a whole character. */
static void
tidy (char *text, size_t size)
{
  const char *end = NULL;

  text[size - 1] = '\0';
  if (!g_utf8_validate (text, -1, &end))
    text[end - text] = '\0';
}

static SteadyRefusal
judge_part (const SteadyEngine *self, const SteadyEcmoRecord *record)
{
  if (record->part < STEADY_ECMO_PART_CIRCUIT || record->part >= STEADY_ECMO_PARTS)
    return STEADY_REFUSAL_NO_SUCH_RECORD;
  if (record->given > self->moment.now + STEADY_NSEC_PER_SEC ||
      record->given < self->moment.now - OLDEST)
    return STEADY_REFUSAL_TIME;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
judge (const SteadyEngine *self, const SteadyEcmoRecord *record, bool in_control)
{
  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (self->desk.operator_name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  if (self->writer == NULL)
    return STEADY_REFUSAL_FILE;
  if (record->id == 0 || record->id > INT64_MAX || record->id == self->ecmo_last)
    return STEADY_REFUSAL_STALE;
  if (record->act == STEADY_ECMO_PUT_IN)
    return judge_part (self, record);
  if (record->act != STEADY_ECMO_HANDOVER)
    return STEADY_REFUSAL_NO_SUCH_RECORD;
  if (record->second[0] == '\0' ||
      strcmp (record->second, self->desk.operator_name) == 0)
    return STEADY_REFUSAL_OTHER_PERSON;
  return STEADY_REFUSAL_NONE;
}

static void
tell_event (SteadyEngine *self, const SteadyEcmoRecord *record)
{
  char text[STEADY_EVENT_TEXT_SIZE];

  if (record->act == STEADY_ECMO_HANDOVER)
    {
      g_snprintf (text, sizeof text, "%s to %s", record->author, record->second);
      steady_engine_event (self, STEADY_EVENT_HANDOVER, 0, text);
      return;
    }
  const double hours = steady_span_seconds (self->moment.now - record->given) / 3600;
  g_snprintf (text,
              sizeof text,
              "%s%s%s, by %s",
              record->name,
              record->lot[0] != '\0' ? ", " : "",
              record->lot,
              record->author);
  if (hours >= 0.1)
    {
      const size_t used = strlen (text);
      g_snprintf (text + used, sizeof text - used, ", %.1f h ago", hours);
    }
  steady_engine_event (self, STEADY_EVENT_CIRCUIT_PART, record->part, text);
}

static void
keep (SteadyEngine *self, SteadyEcmoRecord *record)
{
  char text[STEADY_CASE_ECMO_TEXT];

  record->recorded = self->moment.now;
  if (record->act == STEADY_ECMO_HANDOVER)
    {
      record->part = 0;
      record->given = self->moment.now;
    }
  else
    record->second[0] = '\0';
  record->given = MIN (record->given, self->moment.now);
  memcpy (record->author, self->desk.operator_name, sizeof record->author);
  self->ecmo_last = record->id;
  steady_case_ecmo_write (record, self->start, text, sizeof text);
  steady_case_writer_told (
      self->writer, self->moment.now, STEADY_CASE_ECMO_ABOUT, text);
  tell_event (self, record);
}

/*
 * Takes that a part of the circuit was put in, or that one person hands the child over
 * to another, or says why not. It stands in the case as a note, which the chain covers,
 * and as an event.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_ecmo (SteadyEngine           *self,
                         const SteadyEcmoRecord *asked,
                         bool                    in_control)
{
  SteadyEcmoRecord record = *asked;
  SteadyEcmoAnswer answer = { .id = asked->id, .status = STEADY_ANSWER_CONFIRMED };

  tidy (record.name, sizeof record.name);
  tidy (record.lot, sizeof record.lot);
  tidy (record.second, sizeof record.second);
  tidy (record.concerns, sizeof record.concerns);
  tidy (record.plan, sizeof record.plan);
  const SteadyRefusal refusal = judge (self, &record, in_control);
  if (refusal == STEADY_REFUSAL_NONE)
    keep (self, &record);
  else
    answer.status = STEADY_ANSWER_REFUSED;
  answer.refusal = (uint16_t) refusal;
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_ECMO_ANSWER,
                     self->moment.now,
                     1,
                     &answer,
                     sizeof answer);
}
