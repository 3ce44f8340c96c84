/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "casefile/steady-case-pyramid.h"

typedef struct SteadyCaseReader SteadyCaseReader;

/* A row of a level, decoded. */
typedef struct SteadyCaseRow
{
  SteadySpan     t;
  SteadySpan     span;
  bool           any; /* something valid is in it; else the buckets are not filled */
  SteadyEnvelope buckets[STEADY_CASE_ROW_BUCKETS];
} SteadyCaseRow;

/* All rows of one level of one channel that begin in [@from, @to), in the order of
 * time. */
typedef struct SteadyCaseRows
{
  SteadySpan from;
  SteadySpan to;
  GPtrArray *rows; /* of SteadyCaseRow */
} SteadyCaseRows;

int  steady_case_rows_get (SteadyCaseReader      *reader,
                           uint16_t               channel,
                           int                    level,
                           SteadySpan             from,
                           SteadySpan             to,
                           const SteadyCaseRows **ret_rows,
                           guint                 *ret_first);
void steady_case_rows_trim (SteadyCaseReader *reader);
void steady_case_rows_free (void *rows);
