/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-clinical-book.h"
#include "console/steady-console-link.h"

/* What the clinical pages share: the book, the link, and what came of the last request.
 * Thread: main. */
typedef struct SteadyClinicalSender
{
  SteadyClinicalBook book;
  SteadyConsoleLink *link; /* NULL: no request can be sent */
  double             minutes_ago;
  uint64_t           last_id; /* of the last request */
  char               words[200];
  bool               bad; /* it was refused */
} SteadyClinicalSender;

void steady_clinical_sender_init (SteadyClinicalSender *self);
void steady_clinical_sender_finish (SteadyClinicalSender *self);
bool steady_clinical_sender_take (SteadyClinicalSender *self, const SteadyFrame *frame);
SteadyClinicalRecord steady_clinical_sender_begin (SteadyClinicalSender *self,
                                                   SteadyClinicalKind    kind,
                                                   const char           *what,
                                                   double                amount);
bool                 steady_clinical_sender_send (SteadyClinicalSender       *self,
                                                  const SteadyClinicalRecord *record);
double               steady_clinical_sender_weight (const SteadyClinicalSender *self);
