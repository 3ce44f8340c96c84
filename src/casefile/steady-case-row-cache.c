/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-row-cache.h"

#include <stdlib.h>
#include <string.h>

#include "casefile/steady-case-block.h"
#include "casefile/steady-case-reader-private.h"

/*
 * A row that is full never changes, and none is ever written before the last one. So
 * what was read once is kept: a picture that moves asks for the same rows again and
 * again, and finding and decoding them took nine tenths of its time.
 */

enum
{
  SMALLEST_CHUNK = 4096, /* holds a row */
  LARGEST_CHUNK = 65536,
  MOST_ROWS = 8192 /* 17 MB: all that a day of 48 channels is drawn from, except what
                      spans of some minutes are; a picture takes 1,500 */
};

static void
forget_rows (SteadyCaseRows *self)
{
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->chunks, 0);
  self->left = 0;
  self->chunk_size = 0;
}

/* Thread: the reader's. */
void
steady_case_rows_free (void *data)
{
  SteadyCaseRows *self = data;

  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

/* Room for a row, gone when all rows are forgotten. In chunks, each twice as large as
 * the one before: asking the system for each row took a tenth of the first picture. */
static SteadyCaseRow *
row_room (SteadyCaseRows *self, bool counted)
{
  const size_t counts = counted ? 4 * (size_t) STEADY_CASE_ROW_BUCKETS : 0;
  const size_t size = (sizeof (SteadyCaseRow) + counts + 15) & ~(size_t) 15;

  if (self->left < size)
    {
      self->chunk_size = CLAMP (2 * self->chunk_size, SMALLEST_CHUNK, LARGEST_CHUNK);
      self->left = self->chunk_size;
      self->free = g_malloc (self->chunk_size);
      g_ptr_array_add (self->chunks, self->free);
    }
  SteadyCaseRow *row = (SteadyCaseRow *) (void *) self->free;
  self->free += size;
  self->left -= size;
  return row;
}

/* Forgets what has rows shorter than @span; returns how many rows are left. */
static guint
forget_shorter (SteadyCaseReader *reader, SteadySpan span)
{
  GHashTableIter  all;
  SteadyCaseRows *rows;
  guint           count = 0;

  g_hash_table_iter_init (&all, reader->rows);
  while (g_hash_table_iter_next (&all, NULL, (void **) &rows))
    if (rows->rows->len > 0 && ((SteadyCaseRow *) rows->rows->pdata[0])->span < span)
      g_hash_table_iter_remove (&all);
    else
      count += rows->rows->len;
  return count;
}

/*
 * Forgets the finest when there is too much: of the coarse levels there is little, and
 * they are what takes long to read anew when a person zooms out. Call it between two
 * pictures: the rows of one are not valid afterwards.
 *
 * Thread: the reader's.
 */
void
steady_case_rows_trim (SteadyCaseReader *reader)
{
  SteadySpan span = STEADY_NSEC_PER_SEC;

  if (!reader->rows_added)
    return;
  reader->rows_added = false;
  if (forget_shorter (reader, 0) <= MOST_ROWS)
    return;
  while (forget_shorter (reader, span) > MOST_ROWS / 4 * 3 && span < INT64_MAX / 4)
    span *= 4;
}

static SteadyCaseRows *
rows_of (SteadyCaseReader *reader, uint16_t channel, int level)
{
  void           *key = GUINT_TO_POINTER ((guint) channel * 16 +
                                (guint) (level + STEADY_CASE_FINE_LEVELS) + 1);
  SteadyCaseRows *rows = g_hash_table_lookup (reader->rows, key);

  if (rows == NULL)
    {
      rows = g_new0 (SteadyCaseRows, 1);
      rows->rows = g_ptr_array_new ();
      rows->chunks = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (reader->rows, key, rows);
    }
  return rows;
}

/* What @row says of its buckets, into the room of @row. */
static bool
decode_bounds (sqlite3_stmt  *statement,
               int            level,
               const void    *counts,
               SteadyCaseRow *row)
{
  const int             format = sqlite3_column_int (statement, 2);
  const SteadyCaseScale scale = { sqlite3_column_double (statement, 3),
                                  sqlite3_column_double (statement, 4) };
  const uint8_t        *bounds = sqlite3_column_blob (statement, 5);
  const int             length = sqlite3_column_bytes (statement, 5);
  const int finest = level < 0 ? STEADY_CASE_FORMAT_NARROW : STEADY_CASE_FORMAT_FLOAT32;

  if (format < STEADY_CASE_FORMAT_INT16 || format > finest ||
      (size_t) length != steady_case_bounds_size ((SteadyCaseFormat) format,
                                                  STEADY_CASE_ROW_BUCKETS) ||
      !steady_case_bounds_decode ((SteadyCaseFormat) format,
                                  &scale,
                                  bounds,
                                  STEADY_CASE_ROW_BUCKETS,
                                  row->bounds))
    return false;
  row->counted = counts != NULL;
  row->all = (uint32_t) steady_case_bucket_samples (level);
  for (unsigned i = 0; i < STEADY_CASE_ROW_BUCKETS; i++)
    {
      if (row->counted)
        {
          memcpy (&row->counts[i], (const uint8_t *) counts + (size_t) 4 * i, 4);
          row->counts[i] = GUINT32_FROM_LE (row->counts[i]);
        }
      if (steady_case_row_count (row, i) > 0 &&
          row->bounds[2 * i] > row->bounds[2 * i + 1])
        return false;
    }
  return true;
}

/* The row on which @statement stands, in the room of @rows; NULL: no writer makes
 * such. */
static SteadyCaseRow *
decode (sqlite3_stmt *statement, int level, SteadyCaseRows *rows)
{
  const bool  any = sqlite3_column_type (statement, 5) != SQLITE_NULL;
  const void *counts = sqlite3_column_blob (statement, 6);
  const bool  whole = counts == NULL ||
                     sqlite3_column_bytes (statement, 6) == 4 * STEADY_CASE_ROW_BUCKETS;
  SteadyCaseRow *row = row_room (rows, counts != NULL);

  row->t = sqlite3_column_int64 (statement, 0);
  row->span = sqlite3_column_int64 (statement, 1);
  row->any = any;
  row->counted = false;
  if (row->span > 0 && row->span <= INT64_MAX / 4 && llabs (row->t) <= INT64_MAX / 4 &&
      (!any || (whole && decode_bounds (statement, level, counts, row))))
    return row;
  return NULL;
}

/* Reads the rows that begin in [from, to) and puts them at @place. */
static int
fetch (SteadyCaseReader *reader,
       uint16_t          channel,
       int               level,
       SteadySpan        from,
       SteadySpan        to,
       SteadyCaseRows   *rows,
       guint             place)
{
  sqlite3_stmt *statement = steady_case_reader_statement (
      reader, (unsigned) (STEADY_CASE_QUERY_LEVEL + STEADY_CASE_FINE_LEVELS + level));
  int code = SQLITE_DONE;

  if (statement == NULL)
    return sqlite3_extended_errcode (reader->database);
  sqlite3_bind_int64 (statement, 1, channel);
  sqlite3_bind_int64 (statement, 2, level);
  sqlite3_bind_int64 (statement, 3, from);
  sqlite3_bind_int64 (statement, 4, to);
  while (from < to && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      SteadyCaseRow *row = decode (statement, level, rows);
      if (row == NULL)
        return SQLITE_CORRUPT;
      g_ptr_array_insert (rows->rows, (gint) place++, row);
      reader->rows_added = true;
    }
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int
begin_of (SteadyCaseReader *reader,
          uint16_t          channel,
          int               level,
          SteadySpan        from,
          SteadySpan       *ret_begin)
{
  sqlite3_stmt *row =
      steady_case_reader_statement (reader, STEADY_CASE_QUERY_LEVEL_BEFORE);

  if (row == NULL)
    return sqlite3_extended_errcode (reader->database);
  sqlite3_bind_int64 (row, 1, channel);
  sqlite3_bind_int64 (row, 2, level);
  sqlite3_bind_int64 (row, 3, from);
  const int code = sqlite3_step (row);
  if (code == SQLITE_ROW && sqlite3_column_type (row, 0) != SQLITE_NULL)
    *ret_begin = sqlite3_column_int64 (row, 0);
  return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/* The place of the first row that begins after @t. */
static guint
place_after (const SteadyCaseRows *rows, SteadySpan t)
{
  guint low = 0;
  guint high = rows->rows->len;

  while (low < high)
    {
      const guint          middle = low + (high - low) / 2;
      const SteadyCaseRow *row = rows->rows->pdata[middle];
      if (row->t <= t)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Makes @rows hold all that begin in [from, to). */
static int
cover (SteadyCaseReader *reader,
       uint16_t          channel,
       int               level,
       SteadySpan        from,
       SteadySpan        to,
       SteadyCaseRows   *rows)
{
  int code = SQLITE_OK;

  if (rows->to <= rows->from || to < rows->from || from > rows->to)
    {
      forget_rows (rows);
      rows->from = rows->to = from;
    }
  if (from < rows->from)
    {
      code = fetch (reader, channel, level, from, rows->from, rows, 0);
      rows->from = from;
    }
  if (code == SQLITE_OK && to > rows->to)
    {
      code = fetch (reader, channel, level, rows->to, to, rows, rows->rows->len);
      rows->to = to;
    }
  /* More may come at the end of a case that is still written. */
  if (!reader->finished)
    {
      const guint last = rows->rows->len;
      rows->to =
          last == 0
              ? rows->from
              : MIN (rows->to, ((SteadyCaseRow *) rows->rows->pdata[last - 1])->t + 1);
    }
  if (code != SQLITE_OK)
    {
      forget_rows (rows);
      rows->from = rows->to = 0;
    }
  return code;
}

/*
 * The rows of @level that touch from … to: *@ret_rows from place *@ret_first on, valid
 * until the next trim. Returns SQLite's code; SQLITE_CORRUPT for a row that no writer
 * makes.
 *
 * Thread: the reader's.
 */
int
steady_case_rows_get (SteadyCaseReader      *reader,
                      uint16_t               channel,
                      int                    level,
                      SteadySpan             from,
                      SteadySpan             to,
                      const SteadyCaseRows **ret_rows,
                      guint                 *ret_first)
{
  SteadyCaseRows *rows = rows_of (reader, channel, level);
  SteadySpan      begin = from;
  int             code = SQLITE_OK;
  const bool      known = rows->from <= from && from < rows->to;
  const guint     after = known ? place_after (rows, from) : 0;

  if (after > 0)
    begin = ((SteadyCaseRow *) rows->rows->pdata[after - 1])->t;
  else
    code = begin_of (reader, channel, level, from, &begin);
  if (code == SQLITE_OK)
    code = cover (reader, channel, level, begin, to, rows);
  *ret_rows = rows;
  *ret_first = MAX (place_after (rows, begin), 1) - 1;
  return code;
}
