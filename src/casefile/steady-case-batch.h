/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "casefile/steady-case-schema.h"
#include "casefile/steady-case-value.h"

/*
 * Rows that wait for one transaction. They stay here until it has succeeded, so that a
 * full disk loses nothing that was once taken from the ring.
 */
typedef struct SteadyCaseBatch
{
  GByteArray *bytes;
  size_t      row; /* where the row being written begins */
  uint64_t    samples;
  uint64_t    numerics;
} SteadyCaseBatch;

/* A row as read back; values borrow from the batch. */
typedef struct SteadyCaseRow
{
  SteadyCaseTable table;
  unsigned        count;
  SteadyCaseValue values[STEADY_CASE_MAX_COLUMNS];
} SteadyCaseRow;

void steady_case_batch_init (SteadyCaseBatch *self);
void steady_case_batch_finish (SteadyCaseBatch *self);
void steady_case_batch_clear (SteadyCaseBatch *self);
void steady_case_batch_begin (SteadyCaseBatch *self, SteadyCaseTable table);
void steady_case_batch_null (SteadyCaseBatch *self);
void steady_case_batch_integer (SteadyCaseBatch *self, int64_t value);
void steady_case_batch_real (SteadyCaseBatch *self, double value);
void steady_case_batch_text (SteadyCaseBatch *self, const char *text);
void steady_case_batch_blob (SteadyCaseBatch *self, const void *bytes, size_t length);
bool steady_case_batch_next (const SteadyCaseBatch *self,
                             size_t                *place,
                             SteadyCaseRow         *ret_row);
