/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-clinical-sender.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-channel.h"
#include "widgets/steady-words.h"

void
steady_clinical_sender_init (SteadyClinicalSender *self)
{
  *self = (SteadyClinicalSender){ .link = NULL };
  steady_clinical_book_init (&self->book);
}

void
steady_clinical_sender_finish (SteadyClinicalSender *self)
{
  steady_clinical_book_finish (&self->book);
}

static void
take_answer (SteadyClinicalSender *self, const SteadyClinicalAnswer *answer)
{
  const SteadyChannelInfo *info =
      answer->channel != 0 ? steady_channel_info ((SteadyChannel) answer->channel)
                           : NULL;

  if (answer->id != self->last_id)
    return;
  self->bad = answer->status == STEADY_ANSWER_REFUSED;
  if (!self->bad)
    {
      const SteadyClinicalRecord *record =
          steady_clinical_book_find (&self->book, answer->id);
      g_autofree char *words = record != NULL ? steady_clinical_words (record) : NULL;
      g_snprintf (self->words,
                  sizeof self->words,
                  _ ("Recorded: %s"),
                  words != NULL ? words : "");
      return;
    }
  g_snprintf (self->words,
              sizeof self->words,
              _ ("NOT RECORDED: %s%s%s"),
              info != NULL ? _ (info->label) : "",
              info != NULL ? ": " : "",
              steady_words_refusal ((SteadyRefusal) answer->refusal));
}

/* True where @frame changed what is to be shown. */
bool
steady_clinical_sender_take (SteadyClinicalSender *self, const SteadyFrame *frame)
{
  if (frame->header.type == STEADY_FRAME_CLINICAL_ANSWER)
    {
      take_answer (self, frame->payload);
      return true;
    }
  return steady_clinical_book_take (&self->book, frame);
}

/* A record of now, or of as many minutes ago as was chosen, to be filled and sent. */
SteadyClinicalRecord
steady_clinical_sender_begin (SteadyClinicalSender *self,
                              SteadyClinicalKind    kind,
                              const char           *what,
                              double                amount)
{
  /* by the wall clock, so that a console that was started anew repeats none */
  self->last_id = MAX (self->last_id + 1, (uint64_t) steady_clock_utc_ns ());
  SteadyClinicalRecord record = { .id = self->last_id,
                                  .kind = (uint32_t) kind,
                                  .amount = amount,
                                  .concentration = NAN,
                                  .volume_ml = NAN,
                                  .pressure_mmhg = NAN,
                                  .temperature_c = NAN };
  g_strlcpy (record.what, what, sizeof record.what);
  if (self->link != NULL)
    {
      const SteadyConsoleState *state = steady_console_link_state (self->link);
      record.given = MAX (steady_console_state_now (state, steady_clock_now ()) -
                              steady_span_from_seconds (self->minutes_ago * 60),
                          state->config.case_start);
    }
  return record;
}

/* Asks the engine to take it; its answer comes by steady_clinical_sender_take (). */
bool
steady_clinical_sender_send (SteadyClinicalSender       *self,
                             const SteadyClinicalRecord *record)
{
  const bool sent =
      self->link != NULL &&
      steady_console_link_send (
          self->link, STEADY_FRAME_CLINICAL_REQUEST, record, sizeof *record);
  self->bad = !sent;
  g_strlcpy (self->words,
             sent ? "" : _ ("NOT RECORDED: the engine does not answer"),
             sizeof self->words);
  self->minutes_ago = 0;
  return sent;
}

/* kg; NAN: not known. */
double
steady_clinical_sender_weight (const SteadyClinicalSender *self)
{
  return self->link != NULL
             ? steady_console_link_state (self->link)->config.patient.weight_kg
             : (double) NAN;
}
