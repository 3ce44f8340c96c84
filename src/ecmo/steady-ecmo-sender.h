/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "link/steady-frame.h"
#include "widgets/steady-page.h"

/* What the views that write share: who is signed in, the link, and what came of the
 * last request. Thread: main. */
typedef struct SteadyEcmoSender
{
  const SteadyPageHost *host;
  SteadyInstant         now; /* of the engine */
  uint64_t              last_id;
  char                  operator_name[STEADY_OPERATOR_SIZE];
  char                  words[200]; /* of the last answer; empty: none */
  bool                  bad;
  unsigned              taken; /* requests that were confirmed */
} SteadyEcmoSender;

bool steady_ecmo_sender_take (SteadyEcmoSender *self, const SteadyFrame *frame);
bool steady_ecmo_sender_send (SteadyEcmoSender *self, SteadyEcmoRecord *record);
bool steady_ecmo_sender_enter (SteadyEcmoSender *self,
                               SteadyChannel     channel,
                               double            value,
                               const char       *unit);
