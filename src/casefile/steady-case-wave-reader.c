/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "casefile/steady-case-reader-private.h"

/* When sample number @sample of the block was measured, case time. Thread: any. */
SteadySpan
steady_case_block_time (const SteadyCaseBlock *self, unsigned sample)
{
  return self->t + (SteadySpan) llrint (sample * 1e9 / self->rate_hz);
}

/*
 * Decodes the row on which @statement stands. SQLITE_CORRUPT when it is none that a
 * writer makes.
 *
 * Thread: the reader's.
 */
int
steady_case_block_read (sqlite3_stmt *statement, SteadyCaseBlock *block)
{
  const int64_t         count = sqlite3_column_int64 (statement, 3);
  const int             format = sqlite3_column_int (statement, 5);
  const SteadyCaseScale scale = { sqlite3_column_double (statement, 6),
                                  sqlite3_column_double (statement, 7) };
  const void           *bytes = sqlite3_column_blob (statement, 8);
  const int             length = sqlite3_column_bytes (statement, 8);

  block->t = sqlite3_column_int64 (statement, 0);
  block->first_index = sqlite3_column_int64 (statement, 1);
  block->rate_hz = sqlite3_column_double (statement, 2);
  block->gap = sqlite3_column_int (statement, 4) != 0;
  if (count < 1 || count > STEADY_CASE_MAX_BLOCK ||
      (format != STEADY_CASE_FORMAT_INT16 && format != STEADY_CASE_FORMAT_FLOAT32) ||
      (size_t) length !=
          (size_t) count * steady_case_format_size ((SteadyCaseFormat) format) ||
      !(block->rate_hz > 0.001 && block->rate_hz <= 100000) ||
      llabs (block->t) > INT64_MAX / 4 || llabs (block->first_index) > INT64_MAX / 4)
    return SQLITE_CORRUPT;
  block->count = (unsigned) count;
  if (block->size < block->count)
    {
      g_free (block->values);
      block->values = g_new (float, block->count);
      block->size = block->count;
    }
  return steady_case_block_decode (
             (SteadyCaseFormat) format, &scale, bytes, block->count, block->values)
             ? SQLITE_OK
             : SQLITE_CORRUPT;
}

/*
 * The last block of @channel that begins at or before case time @t; SQLITE_NOTFOUND
 * when there is none.
 *
 * Thread: the reader's.
 */
int
steady_case_block_before (SteadyCaseReader *self,
                          SteadyChannel     channel,
                          SteadySpan        t,
                          SteadyCaseBlock  *block)
{
  sqlite3_stmt *row =
      steady_case_reader_statement (self, STEADY_CASE_QUERY_WAVE_BEFORE);

  if (row == NULL)
    return sqlite3_extended_errcode (self->database);
  sqlite3_bind_int64 (row, 1, channel);
  sqlite3_bind_int64 (row, 2, t);
  const int code = sqlite3_step (row);
  if (code == SQLITE_DONE)
    return SQLITE_NOTFOUND;
  return code == SQLITE_ROW ? steady_case_block_read (row, block) : code;
}

/*
 * The instant from which the search for @index begins: that of the last block that
 * begins at or before it, by halving the time between the first block and the last.
 */
static int
find_block (SteadyCaseReader *self,
            SteadyChannel     channel,
            int64_t           index,
            SteadyCaseBlock  *block)
{
  int code = steady_case_block_before (self, channel, INT64_MAX, block);

  if (code != SQLITE_OK || block->first_index <= index)
    return code;
  /* A guess from the last block, right wherever no gap lies between. */
  const double back = (double) (block->first_index - index) / block->rate_hz;
  SteadySpan   high = block->t;
  SteadySpan   low = -1;
  SteadySpan   middle =
      (SteadySpan) CLAMP ((double) block->t - back * 1e9 + 1000, 0, (double) high);
  while (code == SQLITE_OK && high - low > 1)
    {
      code = steady_case_block_before (self, channel, middle, block);
      if (code == SQLITE_NOTFOUND || (code == SQLITE_OK && block->first_index > index))
        high = middle;
      else if (code == SQLITE_OK && index < block->first_index + block->count)
        return SQLITE_OK;
      else if (code == SQLITE_OK)
        low = middle;
      if (code == SQLITE_NOTFOUND)
        code = SQLITE_OK;
      middle = low + (high - low) / 2;
    }
  if (code != SQLITE_OK)
    return code;
  return steady_case_block_before (self, channel, low >= 0 ? low : high, block);
}

/* What a call gathers. */
typedef struct Gathered
{
  float     *values;
  unsigned   size;
  unsigned   count;
  int64_t    first_index;
  SteadySpan first_t;
} Gathered;

/* Whether a block stands where those before it lead to: a device's crystal is never
 * just right, and each block holds the instant at which it began. */
static bool
stands_right (const Gathered *self, const SteadyCaseBlock *block)
{
  const double period = 1e9 / block->rate_hz;
  const double expected = (double) self->first_t + self->count * period;

  return fabs ((double) block->t - expected) <= period / 2;
}

/* Takes samples from @index on; false when the run has ended, or its time is another
 * one by half a sample: then the next call says which. */
static bool
gather (Gathered *self, const SteadyCaseBlock *block, int64_t index)
{
  unsigned skip = 0;

  if (self->count > 0 &&
      (block->gap || block->first_index != self->first_index + self->count ||
       !stands_right (self, block)))
    return false;
  if (index > block->first_index)
    skip = (unsigned) MIN (index - block->first_index, block->count);
  if (skip == block->count)
    return true;
  if (self->count == 0)
    {
      self->first_index = block->first_index + skip;
      self->first_t = steady_case_block_time (block, skip);
    }
  else
    skip = 0;
  const unsigned part = MIN (block->count - skip, self->size - self->count);
  memcpy (self->values + self->count, block->values + skip, part * sizeof (float));
  self->count += part;
  return self->count < self->size;
}

static int
gather_wave (SteadyCaseReader *self,
             SteadyChannel     channel,
             int64_t           index,
             SteadyCaseBlock  *block,
             Gathered         *gathered)
{
  int code = find_block (self, channel, index, block);

  if (code != SQLITE_OK && code != SQLITE_NOTFOUND)
    return code;
  sqlite3_stmt *row = steady_case_reader_statement (self, STEADY_CASE_QUERY_WAVES);
  if (row == NULL)
    return sqlite3_extended_errcode (self->database);
  sqlite3_bind_int64 (row, 1, channel);
  sqlite3_bind_int64 (row, 2, code == SQLITE_OK ? block->t : INT64_MIN);
  sqlite3_bind_int64 (row, 3, INT64_MAX);
  bool more = true;
  while (more && (code = sqlite3_step (row)) == SQLITE_ROW)
    {
      code = steady_case_block_read (row, block);
      if (code != SQLITE_OK)
        return code;
      more = gather (gathered, block, index);
    }
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

/* See the header. Thread: the reader's. */
bool
steady_case_reader_wave (SteadyCaseReader *self,
                         SteadyChannel     channel,
                         int64_t           index,
                         float            *ret_values,
                         unsigned          size,
                         int64_t          *ret_index,
                         SteadyInstant    *ret_t,
                         unsigned         *ret_count,
                         GError          **error)
{
  SteadyCaseBlock block = { 0 };
  Gathered        gathered = { .values = ret_values, .size = size };

  if (!steady_case_reader_enter (self, error))
    return false;
  int code = SQLITE_OK;
  if (size > 0)
    code = gather_wave (self, channel, index, &block, &gathered);
  g_free (block.values);
  if (!steady_case_reader_leave (self, code, error))
    return false;
  *ret_count = gathered.count;
  if (gathered.count > 0)
    {
      *ret_index = gathered.first_index;
      *ret_t = self->start + gathered.first_t;
    }
  return true;
}
