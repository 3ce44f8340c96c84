/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-sender.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-words.h"

static void
say (SteadyEcmoSender *self, const char *words, bool bad)
{
  g_strlcpy (self->words, words, sizeof self->words);
  self->bad = bad;
}

static void
take_answer (SteadyEcmoSender *self, uint64_t id, uint16_t status, uint16_t refusal)
{
  if (id != self->last_id)
    return;
  const bool fine = status == STEADY_ANSWER_CONFIRMED;
  if (fine)
    {
      self->taken++;
      say (self, _ ("It stands in the case."), false);
      return;
    }
  g_autofree char *text = g_strdup_printf (
      _ ("Not recorded: %s"), steady_words_refusal ((SteadyRefusal) refusal));
  say (self, text, true);
}

/* True where @frame changed something. */
bool
steady_ecmo_sender_take (SteadyEcmoSender *self, const SteadyFrame *frame)
{
  const SteadyEcmoAnswer     *answer = frame->payload;
  const SteadyClinicalAnswer *clinical = frame->payload;

  self->now = frame->header.t;
  if (frame->header.type == STEADY_FRAME_DESK)
    memcpy (self->operator_name,
            ((const SteadyDesk *) frame->payload)->operator_name,
            sizeof self->operator_name);
  else if (frame->header.type == STEADY_FRAME_ECMO_ANSWER)
    take_answer (self, answer->id, answer->status, answer->refusal);
  else if (frame->header.type == STEADY_FRAME_CLINICAL_ANSWER)
    take_answer (self, clinical->id, clinical->status, clinical->refusal);
  else
    return false;
  return true;
}

/* An id that no other act of this case has. */
static uint64_t
next_id (SteadyEcmoSender *self)
{
  self->last_id = MAX ((uint64_t) steady_clock_utc_ns (), self->last_id + 1);
  return self->last_id;
}

static bool
send (SteadyEcmoSender *self, SteadyFrameType type, const void *data, size_t length)
{
  if (self->operator_name[0] == '\0')
    say (self, _ ("Nobody is signed in: nothing can be recorded."), true);
  else if (self->host == NULL ||
           !self->host->send (self->host->data, type, data, length))
    say (self, _ ("There is no link to the engine now; nothing was written."), true);
  else
    {
      say (self, "", false);
      return true;
    }
  return false;
}

/* Sends @record, whose id is made here. False, with the reason in words: it was not. */
bool
steady_ecmo_sender_send (SteadyEcmoSender *self, SteadyEcmoRecord *record)
{
  record->id = next_id (self);
  return send (self, STEADY_FRAME_ECMO_REQUEST, record, sizeof *record);
}

/* Sends one value of the laboratory, drawn now. */
bool
steady_ecmo_sender_enter (SteadyEcmoSender *self,
                          SteadyChannel     channel,
                          double            value,
                          const char       *unit)
{
  SteadyClinicalRecord record = { .id = next_id (self),
                                  .given = self->now,
                                  .kind = STEADY_CLINICAL_SAMPLE,
                                  .amount = NAN,
                                  .concentration = NAN,
                                  .volume_ml = NAN,
                                  .pressure_mmhg = NAN,
                                  .temperature_c = NAN,
                                  .n_values = 1 };

  record.values[0].channel = (uint32_t) channel;
  record.values[0].entered = value;
  g_strlcpy (record.values[0].unit, unit, sizeof record.values[0].unit);
  return send (self, STEADY_FRAME_CLINICAL_REQUEST, &record, sizeof record);
}
