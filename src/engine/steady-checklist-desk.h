/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "checklist/steady-bypass-gate.h"
#include "checklist/steady-checklist-state.h"

/* The checklists of a case, and what "On bypass" still needs. */
typedef struct SteadyChecklistDesk
{
  /* set before the tick starts */
  GPtrArray *all;  /* of SteadyChecklist */
  GArray    *past; /* SteadyChecklistRecord of a resumed case, or NULL */

  /* tick */
  SteadyChecklistState state;
  SteadyBypassFacts    facts;
  unsigned             met;           /* SteadyBypassNeed that lists have met */
  unsigned             open;          /* SteadyBypassNeed that are open */
  bool                 blood_planned; /* red cells in the prime, by the signed plan */
} SteadyChecklistDesk;

struct SteadyEngine;

/* Parts of the tick; none allocates or locks. */
void     steady_engine_take_checklist (struct SteadyEngine         *self,
                                       const SteadyChecklistRecord *asked,
                                       bool                         in_control);
void     steady_engine_note_fact (struct SteadyEngine        *self,
                                  const SteadyClinicalRecord *record);
void     steady_engine_note_fact_mark (struct SteadyEngine *self,
                                       SteadyEvent          event,
                                       double               value);
void     steady_engine_follow_needs (struct SteadyEngine *self);
unsigned steady_engine_needs (struct SteadyEngine *self);
void     steady_engine_refuse_start (struct SteadyEngine *self, unsigned needs);

/* Main, before the tick starts and after it has ended. */
void steady_checklist_desk_load (SteadyChecklistDesk *self);
void steady_engine_recall_checklists (struct SteadyEngine *self);
void steady_checklist_desk_finish (SteadyChecklistDesk *self);
