/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "casefile/steady-case-batch.h"
#include "casefile/steady-case-format.h"
#include "casefile/steady-case-record.h"

/*
 * Makes rows from records: waves become blocks and levels, numerics fall on the grid of
 * one second, instants become case time. It depends on the records alone, never on how
 * fast they came, so that two runs of one seed give one file.
 */
typedef struct SteadyCaseAssembler SteadyCaseAssembler;

SteadyCaseAssembler *steady_case_assembler_new (SteadyInstant start, bool manual_clock);
void                 steady_case_assembler_hide_boot (SteadyCaseAssembler *self);
void                 steady_case_assembler_free (SteadyCaseAssembler *self);
void steady_case_assembler_resume (SteadyCaseAssembler *self, SteadySpan last);
void steady_case_assembler_channel (SteadyCaseAssembler     *self,
                                    const SteadyCaseChannel *channel);
void steady_case_assembler_take (SteadyCaseAssembler    *self,
                                 const SteadyCaseRecord *record,
                                 const void             *payload,
                                 SteadyCaseBatch        *batch);
void steady_case_assembler_flush (SteadyCaseAssembler *self, SteadyCaseBatch *batch);
SteadySpan steady_case_assembler_complete_to (const SteadyCaseAssembler *self);
bool       steady_case_assembler_cover_due (SteadyCaseAssembler *self,
                                            int64_t             *ret_numeric_id);
uint64_t   steady_case_assembler_refused (const SteadyCaseAssembler *self);
