/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-writer.h"

/* The text that stands in the copy for @text; false: it was removed. */
typedef bool (*SteadyDeidentifyJudge) (void       *data,
                                       const char *text,
                                       char       *ret_text,
                                       size_t      size);

/* Doses, volumes, blood gases, notes, plans and checklists of a case on their way into
 * a copy that names nobody. Thread: one at a time. */
typedef struct SteadyDeidentifyActs SteadyDeidentifyActs;

SteadyDeidentifyActs *steady_deidentify_acts_new (SteadyCaseReader     *reader,
                                                  SteadyInstant         start,
                                                  SteadySpan            offset,
                                                  SteadyDeidentifyJudge judge,
                                                  void                 *data,
                                                  GError              **error);
void                  steady_deidentify_acts_free (SteadyDeidentifyActs *self);
void                  steady_deidentify_acts_copy (SteadyDeidentifyActs *self,
                                                   SteadyCaseWriter     *writer,
                                                   SteadyInstant         end);
uint64_t steady_deidentify_acts_number (SteadyDeidentifyActs *self, uint64_t id);
char    *steady_deidentify_json (const char           *json,
                                 SteadySpan            offset,
                                 SteadyDeidentifyJudge judge,
                                 void                 *data);
