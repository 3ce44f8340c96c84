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
  SteadySpan t;
  SteadySpan span;
  bool       any;     /* something valid is in it; else the bounds are not filled */
  bool       counted; /* buckets have counts of their own … */
  uint32_t   all;     /* … or each has this many */
  float      bounds[2 * STEADY_CASE_ROW_BUCKETS]; /* low and high in turn */
  uint32_t   counts[];
} SteadyCaseRow;

/* The valid samples of bucket @i. Thread: the reader's. */
static inline uint32_t
steady_case_row_count (const SteadyCaseRow *self, unsigned i)
{
  return self->counted ? self->counts[i] : self->all;
}

/* All rows of one level of one channel that begin in [@from, @to), in the order of
 * time. */
typedef struct SteadyCaseRows
{
  SteadySpan from;
  SteadySpan to;
  GPtrArray *rows;   /* of SteadyCaseRow, which stand in … */
  GPtrArray *chunks; /* … these */
  uint8_t   *free;   /* in the last chunk … */
  size_t     left;   /* … this many bytes */
  size_t     chunk_size;
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
