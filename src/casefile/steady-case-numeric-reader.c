/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "casefile/steady-case-numeric.h"
#include "casefile/steady-case-reader-private.h"

/* A row "id, t_ns, value, quality, flags, source, device_ns, channel". */
static SteadySample
numeric_of (SteadyCaseReader *self, sqlite3_stmt *row)
{
  SteadySample sample = {
    .t = self->start + steady_case_column_time (row, 1),
    .t_device = sqlite3_column_type (row, 6) == SQLITE_NULL
                    ? STEADY_NO_DEVICE_TIME
                    : sqlite3_column_int64 (row, 6),
    .value = sqlite3_column_double (row, 2),
    .quality = (uint8_t) sqlite3_column_int (row, 3),
    .flags = (uint8_t) sqlite3_column_int (row, 4),
    .source = (uint32_t) sqlite3_column_int64 (row, 5),
    .channel = (uint16_t) sqlite3_column_int (row, 7),
  };
  /* A value that is missing is never usable, whatever the file claims. */
  const bool given = sqlite3_column_type (row, 2) == SQLITE_FLOAT &&
                     isfinite (sqlite3_column_double (row, 2));
  if (!given)
    sample.value = 0;
  if (!given && steady_sample_usable (&sample))
    sample.quality = STEADY_QUALITY_MISSING;
  return sample;
}

/* What read_numeric () fills. */
typedef struct Numerics
{
  SteadySample *samples;
  int64_t       last_id;
} Numerics;

static void
read_numeric (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Numerics *numerics = ret;

  numerics->last_id = sqlite3_column_int64 (row, 0);
  numerics->samples[i] = numeric_of (self, row);
}

/* See the header. Thread: the reader's. */
bool
steady_case_reader_all_numerics (SteadyCaseReader *self,
                                 int64_t           after_id,
                                 SteadySample     *ret_samples,
                                 unsigned          size,
                                 unsigned         *ret_count,
                                 int64_t          *ret_last_id,
                                 GError          **error)
{
  Numerics numerics = { .samples = ret_samples, .last_id = after_id };

  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT id, t_ns, value, quality, flags, source, device_ns, channel FROM numeric"
      " WHERE id > ? ORDER BY id",
      after_id,
      size,
      read_numeric,
      &numerics,
      ret_count);
  *ret_last_id = numerics.last_id;
  return steady_case_reader_leave (self, code, error);
}

/* The numerics of one second; @ret_found says whether there were any. */
static int
read_second (SteadyCaseReader *self,
             SteadyChannel     channel,
             int64_t           second,
             SteadySpan        from,
             SteadySpan        to,
             SteadySample     *ret_samples,
             unsigned          size,
             unsigned         *count,
             bool             *ret_found)
{
  sqlite3_stmt *row = steady_case_reader_statement (self, STEADY_CASE_QUERY_SECOND);
  int           code;

  if (row == NULL)
    return sqlite3_extended_errcode (self->database);
  *ret_found = false;
  sqlite3_bind_int64 (row, 1, steady_case_numeric_id (second, (uint16_t) channel, 0));
  sqlite3_bind_int64 (row, 2, steady_case_numeric_id (second, (uint16_t) channel, 15));
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const SteadySpan t = steady_case_column_time (row, 1);
      *ret_found = true;
      if (t >= from && t <= to && *count < size)
        ret_samples[(*count)++] = numeric_of (self, row);
    }
  return steady_case_query_end (code);
}

/* The first second from @second on in which any channel has a numeric. */
static int
next_second (SteadyCaseReader *self, int64_t second, int64_t *ret_second)
{
  sqlite3_stmt *row = steady_case_reader_statement (self, STEADY_CASE_QUERY_NEXT);

  if (row == NULL)
    return sqlite3_extended_errcode (self->database);
  sqlite3_bind_int64 (row, 1, steady_case_numeric_id (second, 0, 0));
  const int code = sqlite3_step (row);
  *ret_second = code == SQLITE_ROW
                    ? sqlite3_column_int64 (row, 0) >> STEADY_CASE_SECOND_SHIFT
                    : INT64_MAX;
  return steady_case_query_end (code);
}

static int
read_grid (SteadyCaseReader *self,
           SteadyChannel     channel,
           SteadySpan        from,
           SteadySpan        to,
           SteadySample     *ret_samples,
           unsigned          size,
           unsigned         *ret_count)
{
  int64_t second = steady_case_second (from);
  /* a late sample stands in the second in which it came */
  const int64_t last = steady_case_second (to) + 2;
  int           code = SQLITE_OK;

  while (code == SQLITE_OK && second <= last && *ret_count < size)
    {
      bool found = false;
      code = read_second (
          self, channel, second, from, to, ret_samples, size, ret_count, &found);
      second++;
      if (code == SQLITE_OK && !found)
        code = next_second (self, second, &second);
    }
  return code;
}

static int
read_held (SteadyCaseReader *self,
           SteadyChannel     channel,
           SteadySpan        from,
           SteadySpan        to,
           SteadySample     *ret_samples,
           unsigned          size,
           unsigned         *ret_count)
{
  sqlite3_stmt *row = steady_case_reader_statement (self, STEADY_CASE_QUERY_HELD);
  int           code = SQLITE_DONE;

  if (row == NULL)
    return sqlite3_extended_errcode (self->database);
  sqlite3_bind_int64 (row, 1, channel);
  sqlite3_bind_int64 (row, 2, from);
  sqlite3_bind_int64 (row, 3, to);
  while (*ret_count < size && (code = sqlite3_step (row)) == SQLITE_ROW)
    ret_samples[(*ret_count)++] = numeric_of (self, row);
  return steady_case_query_end (code);
}

/* See the header. Thread: the reader's. */
bool
steady_case_reader_numerics (SteadyCaseReader *self,
                             SteadyChannel     channel,
                             SteadyInstant     from,
                             SteadyInstant     to,
                             SteadySample     *ret_samples,
                             unsigned          size,
                             unsigned         *ret_count,
                             GError          **error)
{
  const SteadyCaseChannel *info = steady_case_reader_channel (self, channel);
  unsigned                 count = 0;
  int                      code;

  if (!steady_case_reader_enter (self, error))
    return false;
  if (info != NULL && info->kind == STEADY_CHANNEL_KIND_STATE)
    code = read_held (
        self, channel, from - self->start, to - self->start, ret_samples, size, &count);
  else
    code = read_grid (
        self, channel, from - self->start, to - self->start, ret_samples, size, &count);
  *ret_count = count;
  return steady_case_reader_leave (self, code, error);
}
