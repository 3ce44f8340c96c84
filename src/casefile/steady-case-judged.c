/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-judged.h"

#include <string.h>

#include "casefile/steady-case-chain.h"
#include "casefile/steady-case-reader-private.h"

enum
{
  /* so far back a beginning is sought: an hour of rows at four a second. They come
   * every five minutes; a case without any must not be read to its beginning. */
  LOOK_BACK = 16 * 1024
};

/* Prepares @sql with up to two numbers. */
static int
prepare (SteadyCaseReader *self,
         const char       *sql,
         int64_t           first,
         int64_t           second,
         sqlite3_stmt    **ret_statement)
{
  const int code = sqlite3_prepare_v2 (self->database, sql, -1, ret_statement, NULL);

  if (code != SQLITE_OK)
    return code;
  sqlite3_bind_int64 (*ret_statement, 1, first);
  if (sqlite3_bind_parameter_count (*ret_statement) > 1)
    sqlite3_bind_int64 (*ret_statement, 2, second);
  return SQLITE_OK;
}

/* The first row at or after @id; @ret_id 0: there is none. */
static int
row_at (SteadyCaseReader *self, int64_t id, int64_t *ret_id, SteadySpan *ret_t)
{
  sqlite3_stmt *row = NULL;
  int           code = prepare (self,
                      "SELECT id, t_ns FROM judged WHERE id >= ? ORDER BY id LIMIT 1",
                      id,
                      0,
                      &row);

  *ret_id = 0;
  if (code == SQLITE_OK && (code = sqlite3_step (row)) == SQLITE_ROW)
    {
      *ret_id = sqlite3_column_int64 (row, 0);
      *ret_t = steady_case_column_time (row, 1);
    }
  sqlite3_finalize (row);
  return steady_case_query_end (code);
}

/* The last row that was stored at or before @t; 0: there is none. Rows are stored in
 * the order of time, and what they hold is long: only some are looked at. */
static int
last_row_before (SteadyCaseReader *self, SteadySpan t, int64_t *ret_id)
{
  sqlite3_stmt *last = NULL;
  SteadySpan    at;
  int64_t       low = 1, high = 0, id = 0;

  *ret_id = 0;
  int code = sqlite3_prepare_v2 (
      self->database, "SELECT max (id) FROM judged", -1, &last, NULL);
  if (code == SQLITE_OK && (code = sqlite3_step (last)) == SQLITE_ROW)
    high = sqlite3_column_int64 (last, 0);
  sqlite3_finalize (last);
  code = steady_case_query_end (code);
  while (code == SQLITE_OK && low <= high)
    {
      const int64_t middle = low + (high - low) / 2;
      code = row_at (self, middle, &id, &at);
      if (id == 0 || id > high || at > t)
        high = middle - 1;
      else
        {
          *ret_id = id;
          if (id == high)
            break;
          low = id + 1;
        }
    }
  return code;
}

/* The nearest row at or before @id that begins, not further away than is sensible. */
static int
find_beginning (SteadyCaseReader *self, int64_t id, SteadyCaseJudgedStart *start)
{
  sqlite3_stmt *row = NULL;
  int           code = prepare (self,
                      "SELECT id, begins, t_ns, entries FROM judged"
                                " WHERE id <= ? ORDER BY id DESC LIMIT ?",
                      id,
                      LOOK_BACK,
                      &row);

  while (code == SQLITE_OK && !start->found &&
         (code = sqlite3_step (row)) == SQLITE_ROW)
    {
      code = SQLITE_OK;
      if (sqlite3_column_int (row, 1) == 0)
        continue;
      const void *bytes = sqlite3_column_blob (row, 3);
      const int   size = sqlite3_column_bytes (row, 3);
      start->found = true;
      start->id = sqlite3_column_int64 (row, 0);
      start->t = steady_case_column_time (row, 2);
      start->entries = g_byte_array_new ();
      if (size > 0 && size <= STEADY_CASE_JUDGED_ROW_MAX)
        g_byte_array_append (start->entries, bytes, (guint) size);
    }
  sqlite3_finalize (row);
  return steady_case_query_end (code);
}

/* The hash that the link before @seq ends with. */
static int
hash_before (SteadyCaseReader *self, int64_t seq, SteadyCaseLink *ret_link)
{
  sqlite3_stmt *row = NULL;
  int code = prepare (self, "SELECT sha256 FROM chain WHERE seq = ?", seq - 1, 0, &row);

  memset (ret_link, 0, sizeof *ret_link);
  if (code == SQLITE_OK && (code = sqlite3_step (row)) == SQLITE_ROW &&
      sqlite3_column_bytes (row, 0) == STEADY_CASE_HASH_SIZE)
    memcpy (ret_link->hash, sqlite3_column_blob (row, 0), sizeof ret_link->hash);
  sqlite3_finalize (row);
  return steady_case_query_end (code);
}

/* Whether the link on which @chain stands is the one of its rows. */
static int
check_link (SteadyCaseReader *self, sqlite3_stmt *chain, bool *ret_fine)
{
  g_autofree char *columns = steady_case_table_columns (STEADY_CASE_TABLE_JUDGED);
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM judged WHERE id >= ? AND id <= ? ORDER BY id", columns);
  sqlite3_stmt  *rows = NULL;
  SteadyCaseLink before;

  int code = hash_before (self, sqlite3_column_int64 (chain, 0), &before);
  if (code == SQLITE_OK)
    code = prepare (self,
                    sql,
                    sqlite3_column_int64 (chain, 1),
                    sqlite3_column_int64 (chain, 2),
                    &rows);
  GChecksum *sum = steady_case_link_begin (&before);
  if (code == SQLITE_OK)
    while ((code = sqlite3_step (rows)) == SQLITE_ROW)
      steady_case_link_add_statement (sum, STEADY_CASE_TABLE_JUDGED, rows);
  const SteadyCaseLink link = steady_case_link_end (sum);
  *ret_fine = sqlite3_column_bytes (chain, 3) == STEADY_CASE_HASH_SIZE &&
              memcmp (link.hash, sqlite3_column_blob (chain, 3), sizeof link.hash) == 0;
  sqlite3_finalize (rows);
  return steady_case_query_end (code);
}

/* Compares the rows @first … @last with the links that cover any of them. */
static int
check_rows (SteadyCaseReader *self, int64_t first, int64_t last, SteadyCaseTrust *trust)
{
  sqlite3_stmt *chain = NULL;
  bool          fine = true;
  int           code = prepare (self,
                      "SELECT seq, first, last, sha256 FROM chain"
                                " WHERE name = 'judged' AND last >= ? AND first <= ?",
                      first,
                      last,
                      &chain);

  *trust = STEADY_CASE_TRUST_UNCOVERED;
  while (code == SQLITE_OK && fine && (code = sqlite3_step (chain)) == SQLITE_ROW)
    {
      code = check_link (self, chain, &fine);
      *trust = fine ? STEADY_CASE_TRUST_VERIFIED : STEADY_CASE_TRUST_DAMAGED;
    }
  sqlite3_finalize (chain);
  return steady_case_query_end (code);
}

/*
 * Where to begin to read so that nothing told up to case time @before is missed: the
 * nearest row that can be read by itself, checked against the hash chain together with
 * all rows from there to @before. @ret_start->found is false where none is near. Finish
 * it with steady_case_judged_start_finish () when this was true.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_judged_start (SteadyCaseReader      *self,
                                 SteadySpan             before,
                                 SteadyCaseJudgedStart *ret_start,
                                 GError               **error)
{
  SteadyCaseJudgedStart start = { .found = false };
  int64_t               last = 0;
  int                   code = SQLITE_OK;

  if (!steady_case_reader_enter (self, error))
    return false;
  if (steady_case_table_there (self->database, STEADY_CASE_TABLE_JUDGED))
    code = last_row_before (self, before, &last);
  if (code == SQLITE_OK && last > 0)
    code = find_beginning (self, last, &start);
  if (code == SQLITE_OK && start.found)
    code = check_rows (self, start.id, last, &start.trust);
  if (!steady_case_reader_leave (self, code, error))
    {
      steady_case_judged_start_finish (&start);
      return false;
    }
  *ret_start = start;
  return true;
}

/* Thread: any. */
void
steady_case_judged_start_finish (SteadyCaseJudgedStart *self)
{
  g_clear_pointer (&self->entries, g_byte_array_unref);
}

/* What read_row () fills. */
typedef struct Rows
{
  GByteArray *entries;
  int64_t     last_id;
  bool        begun;
  bool        too_long;
} Rows;

static void
read_row (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Rows          *rows = ret;
  const void    *bytes = sqlite3_column_blob (row, 2);
  const unsigned size = (unsigned) sqlite3_column_bytes (row, 2);

  (void) self;
  (void) i;
  rows->last_id = sqlite3_column_int64 (row, 0);
  rows->begun = rows->begun || sqlite3_column_int (row, 1) != 0;
  if (size > STEADY_CASE_JUDGED_ROW_MAX)
    rows->too_long = true;
  else if (size > 0 && rows->begun && !rows->too_long)
    g_byte_array_append (rows->entries, bytes, size);
}

/*
 * Appends the entries of the next rows, at most @size, from row @from_id on; 0: from
 * the first that can be read by itself. @ret_next_id is where to go on; @ret_count 0:
 * there are no more. False as well for a row that no journal can have written.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_judged_rows (SteadyCaseReader *self,
                                int64_t           from_id,
                                unsigned          size,
                                GByteArray       *entries,
                                int64_t          *ret_next_id,
                                unsigned         *ret_count,
                                GError          **error)
{
  Rows     rows = { .entries = entries, .begun = from_id > 0 };
  unsigned count = 1;

  rows.last_id = from_id > 0 ? from_id - 1 : 0;
  /* what cannot be read by itself is passed over, however long that takes */
  do
    {
      int code = SQLITE_OK;
      if (!steady_case_reader_enter (self, error))
        return false;
      count = 0;
      if (steady_case_table_there (self->database, STEADY_CASE_TABLE_JUDGED))
        code = steady_case_read_rows (
            self,
            "SELECT id, begins, entries FROM judged WHERE id > ? ORDER BY id",
            rows.last_id,
            size,
            read_row,
            &rows,
            &count);
      if (!steady_case_reader_leave (self, code, error))
        return false;
    }
  while (count > 0 && !rows.begun);
  if (rows.too_long || rows.last_id == INT64_MAX)
    {
      g_set_error (
          error,
          STEADY_CASE_ERROR,
          STEADY_CASE_ERROR_DAMAGED,
          "%s: table \"judged\", before row %" G_GINT64_FORMAT
          ": what the alarms were told is longer than it can be; use a copy of "
          "the case that is whole",
          self->path,
          rows.last_id + 1);
      return false;
    }
  *ret_next_id = rows.last_id + 1;
  *ret_count = count;
  return true;
}

/* Whether there is anything that the alarms were told. Thread: the reader's. */
bool
steady_case_reader_has_judged (SteadyCaseReader *self, bool *ret_has, GError **error)
{
  GByteArray *entries = g_byte_array_new ();
  int64_t     next;
  unsigned    count;
  const bool  fine =
      steady_case_reader_judged_rows (self, 0, 1, entries, &next, &count, error);

  if (fine)
    *ret_has = entries->len > 0;
  g_byte_array_unref (entries);
  return fine;
}
