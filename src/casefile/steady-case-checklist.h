/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "casefile/steady-case-batch.h"
#include "measure/steady-checklist-record.h"

/* Acts on checklists as rows of table checklist: done is the act, author who was signed
 * in, and item the whole record as JSON. */
void  steady_case_checklist_write (const SteadyChecklistRecord *record,
                                   SteadyInstant                start,
                                   SteadyCaseBatch             *batch);
char *steady_case_checklist_json (const SteadyChecklistRecord *record,
                                  SteadyInstant                start);
bool  steady_case_checklist_parse (const char            *text,
                                   SteadyInstant          start,
                                   SteadyChecklistRecord *ret_record,
                                   GError               **error);
