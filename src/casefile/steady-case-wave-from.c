/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "casefile/steady-case-reader-private.h"

/* What a call gathers. */
typedef struct Run
{
  float     *values;
  unsigned   size;
  unsigned   count;
  int64_t    next; /* index that goes on without a gap */
  int64_t    first_index;
  SteadySpan first_t;
} Run;

/* The first sample of the block that has not ended at case time @t. */
static unsigned
first_after (const SteadyCaseBlock *block, SteadySpan t)
{
  unsigned low = 0, high = block->count;

  while (low < high)
    {
      const unsigned middle = low + (high - low) / 2;
      if (steady_case_block_time (block, middle + 1) <= t)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Takes what follows without a gap; false when the run has ended. */
static bool
take (Run *self, const SteadyCaseBlock *block, SteadySpan t)
{
  const unsigned skip = self->count == 0 ? first_after (block, t) : 0;

  if (self->count > 0 && (block->gap || block->first_index != self->next))
    return false;
  if (skip == block->count)
    return true;
  if (self->count == 0)
    {
      self->first_index = block->first_index + skip;
      self->first_t = steady_case_block_time (block, skip);
    }
  const unsigned part = MIN (block->count - skip, self->size - self->count);
  memcpy (self->values + self->count, block->values + skip, part * sizeof (float));
  self->count += part;
  self->next = block->first_index + block->count;
  return self->count < self->size;
}

static int
gather (SteadyCaseReader *self, SteadyChannel channel, SteadySpan t, Run *run)
{
  SteadyCaseBlock block = { 0 };
  SteadySpan      begin = t;
  bool            more = true;

  int code = steady_case_block_before (self, channel, t, &block);
  if (code == SQLITE_OK)
    begin = block.t;
  sqlite3_stmt *row = NULL;
  if (code == SQLITE_OK || code == SQLITE_NOTFOUND)
    {
      row = steady_case_reader_statement (self, STEADY_CASE_QUERY_WAVES);
      code = row != NULL ? SQLITE_OK : sqlite3_extended_errcode (self->database);
    }
  if (row != NULL)
    {
      sqlite3_bind_int64 (row, 1, channel);
      sqlite3_bind_int64 (row, 2, begin);
      sqlite3_bind_int64 (row, 3, INT64_MAX);
    }
  while (code == SQLITE_OK && more && (code = sqlite3_step (row)) == SQLITE_ROW)
    {
      code = steady_case_block_read (row, &block);
      more = code == SQLITE_OK && take (run, &block, t);
    }
  g_free (block.values);
  return steady_case_query_end (code);
}

/*
 * Raw samples of a wave from the one that stands for the instant @from on, or from the
 * next that there is; at most @size; stops at a gap. @ret_index and @ret_t are of the
 * first; @ret_count 0 where none follows.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_wave_from (SteadyCaseReader *self,
                              SteadyChannel     channel,
                              SteadyInstant     from,
                              float            *ret_values,
                              unsigned          size,
                              int64_t          *ret_index,
                              SteadyInstant    *ret_t,
                              unsigned         *ret_count,
                              GError          **error)
{
  Run run = { .values = ret_values, .size = size };
  int code = SQLITE_OK;

  if (!steady_case_reader_enter (self, error))
    return false;
  if (size > 0)
    code = gather (self, channel, from - self->start, &run);
  if (!steady_case_reader_leave (self, code, error))
    return false;
  *ret_count = run.count;
  if (run.count > 0)
    {
      *ret_index = run.first_index;
      *ret_t = self->start + run.first_t;
    }
  return true;
}
