/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checklist/steady-bypass-gate.h"
#include "checklist/steady-checklist-state.h"
#include "console/steady-console-link.h"
#include "console/steady-wall-times.h"

/*
 * The console's copy of all checklists of the case, fed by frames, and what it asks of
 * the engine. Without a window. Thread: main, all.
 */
typedef struct SteadyChecklistBook
{
  SteadyConsoleLink    *link; /* NULL before the start */
  const GPtrArray      *all;  /* of SteadyChecklist; of steady_checklist_book_all () */
  GArray               *records; /* SteadyChecklistRecord, all of the case */
  SteadyChecklistState *state;
  SteadyBypassFacts     facts;
  char                  second[STEADY_OPERATOR_SIZE]; /* who verifies; empty: nobody */
  uint64_t              last_id;
  char                  words[200]; /* what became of the last act; empty: nothing */
  bool                  bad;
  SteadyWallTimes      *times;
} SteadyChecklistBook;

const GPtrArray *steady_checklist_book_all (void);

void steady_checklist_book_init (SteadyChecklistBook *self);
void steady_checklist_book_finish (SteadyChecklistBook *self);
bool steady_checklist_book_take (SteadyChecklistBook *self, const SteadyFrame *frame);
SteadyChecklistRecord steady_checklist_book_begin (SteadyChecklistBook   *self,
                                                   SteadyChecklistAct     act,
                                                   const SteadyChecklist *list,
                                                   const char            *item);
bool                  steady_checklist_book_send (SteadyChecklistBook         *self,
                                                  const SteadyChecklistRecord *record);
bool steady_checklist_book_needs (const SteadyChecklistBook *self, unsigned *ret_needs);
SteadyBypassAnswer steady_checklist_book_act (const SteadyChecklistBook *self,
                                              double                    *ret_least);
char *steady_checklist_book_clock (const SteadyChecklistBook *self, SteadyInstant t);
char *steady_checklist_book_need (const SteadyChecklistBook *self, unsigned need);
char *steady_checklist_book_note (const SteadyChecklistBook *self,
                                  const SteadyChecklist     *list,
                                  const SteadyChecklistItem *item);
