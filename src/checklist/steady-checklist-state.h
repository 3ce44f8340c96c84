/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "checklist/steady-checklist.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_CHECKLIST_LINES = 640 /* items that a case can touch; all of data is fewer */
};

/* An item as it stands: the acts on it added up. */
typedef struct SteadyChecklistLine
{
  uint32_t      state;   /* SteadyChecklistAct READ, VERIFIED or SKIPPED; 0: open */
  uint32_t      turn;    /* of its list when it was done */
  SteadyInstant read_at; /* … or skipped */
  SteadyInstant verified_at;
  double        values[STEADY_CHECKLIST_VALUES];
  char          list[STEADY_CHECKLIST_LIST_SIZE];
  char          item[STEADY_CHECKLIST_ITEM_SIZE];
  char          reader[STEADY_OPERATOR_SIZE]; /* … or who skipped it */
  char          second[STEADY_OPERATOR_SIZE];
  char          text[STEADY_CHECKLIST_TEXT_SIZE];
} SteadyChecklistLine;

/* All checklists of a case as they stand. Plain data, told its records. */
typedef struct SteadyChecklistState
{
  uint64_t            last_id; /* the greatest that was taken */
  unsigned            n_lines;
  SteadyChecklistLine lines[STEADY_CHECKLIST_LINES];
} SteadyChecklistState;

/* How far a list is. */
typedef struct SteadyChecklistCount
{
  unsigned      items;
  unsigned      open;
  unsigned      read; /* and not yet verified, though two are needed */
  unsigned      done;
  unsigned      skipped;
  unsigned      turn;     /* of a list that repeats; 0: not begun */
  SteadyInstant began;    /* of that turn; NEVER: not begun */
  SteadyInstant last_act; /* NEVER: none */
} SteadyChecklistCount;

const SteadyChecklistLine *steady_checklist_state_line (
    const SteadyChecklistState *self, const char *list, const char *item);
unsigned             steady_checklist_state_turn (const SteadyChecklistState *self,
                                                  const char                 *list,
                                                  SteadyInstant              *ret_began);
bool                 steady_checklist_line_done (const SteadyChecklistLine *line,
                                                 const SteadyChecklistItem *item,
                                                 unsigned                   turn);
SteadyChecklistCount steady_checklist_state_count (const SteadyChecklistState *self,
                                                   const SteadyChecklist      *list,
                                                   bool expedited);
SteadyRefusal        steady_checklist_state_check (const SteadyChecklistState *self,
                                                   const GPtrArray            *all,
                                                   SteadyChecklistRecord      *record);
bool                 steady_checklist_state_take (SteadyChecklistState        *self,
                                                  const SteadyChecklistRecord *record);
unsigned             steady_checklist_state_met (const SteadyChecklistState *self,
                                                 const GPtrArray            *all);
