/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "measure/steady-checklist-record.h"
#include "measure/steady-shown-unit.h"

typedef enum SteadyChecklistKind
{
  STEADY_CHECKLIST_PHASE = 0,  /* read and verified, once */
  STEADY_CHECKLIST_HOURLY = 1, /* … and again every @repeat_min */
  STEADY_CHECKLIST_CARD = 2    /* a crisis card: one person ticks off what is done */
} SteadyChecklistKind;

/* A number that an item asks for. */
typedef struct SteadyChecklistValue
{
  char         *label; /* in the source language */
  char         *unit;  /* in which it is kept */
  double        low;   /* what can be entered at all */
  double        high;
  unsigned      decimals;
  SteadyChannel channel; /* whose unit a site may choose; NONE: no such value */
} SteadyChecklistValue;

/* One line of a list. Texts are in the source language. */
typedef struct SteadyChecklistItem
{
  char                *id;
  char                *group; /* heading above it; shared by those that follow */
  char                *text;
  char                *source;
  char               **choices; /* NULL-terminated; NULL: none to choose */
  SteadyChecklistValue values[STEADY_CHECKLIST_VALUES];
  unsigned             n_values;
  bool                 two;       /* a second person verifies it */
  unsigned             need;      /* SteadyBypassNeed that it meets, or 0 */
  bool                 expedited; /* stands on the emergency short list, too */
} SteadyChecklistItem;

/* A checklist or crisis card as it was loaded; it never changes. */
typedef struct SteadyChecklist
{
  char                *id;
  char                *title;
  char                *when;  /* one sentence: when to use it, or how to know it */
  char                *never; /* of a card: what must not be done; or NULL */
  char                *source;
  char               **alarms; /* of a card: ids that lead to it; NULL-terminated */
  SteadyChecklistKind  kind;
  unsigned             rank; /* order on the page */
  unsigned             repeat_min;
  SteadyChecklistItem *items;
  unsigned             n_items;
} SteadyChecklist;

SteadyChecklist           *steady_checklist_parse (const char *file,
                                                   const char *text,
                                                   gssize      length,
                                                   GError    **error);
void                       steady_checklist_free (SteadyChecklist *self);
GPtrArray                 *steady_checklist_load_all (GPtrArray *ret_problems);
const SteadyChecklist     *steady_checklist_find (const GPtrArray *all, const char *id);
const SteadyChecklistItem *steady_checklist_item (const SteadyChecklist *self,
                                                  const char            *id);
SteadyShownUnit        steady_checklist_value_shown (const SteadyChecklistValue *self);
const SteadyChecklist *steady_checklist_card_of (const GPtrArray *all,
                                                 const char      *alarm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyChecklist, steady_checklist_free)
