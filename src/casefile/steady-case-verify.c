/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-verify.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "casefile/steady-case-format.h"
#include "casefile/steady-case-reader-private.h"

enum
{
  TELL_TURNS = 16 /* of thousands of SQLite's own steps: some milliseconds */
};

/* Thousands of steps for a page that SQLite's check of itself takes, as measured: only
 * for a bar. */
#define STEPS_OF_A_PAGE 0.2

/* What of the work SQLite's check of itself is, as measured. */
#define INTEGRITY 0.4

/* One pass over the chain. */
typedef struct Check
{
  SteadyCaseReader *reader;
  SteadyProgress    integrity; /* how far SQLite's check of itself is … */
  double            steps_due; /* … which takes about so many thousand steps */
  SteadyProgress    chain;
  SteadyCaseLink    head;
  int64_t           links;
  sqlite3_stmt     *rows[STEADY_CASE_TABLE_COUNT];
  int64_t           last[STEADY_CASE_TABLE_COUNT]; /* id up to which links reach */
  int64_t           seen[STEADY_CASE_TABLE_COUNT]; /* rows that links cover */
  GError           *problem;
} Check;

static void G_GNUC_PRINTF (2, 3) damaged (Check *self, const char *format, ...)
{
  va_list arguments;

  if (self->problem != NULL)
    return;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (&self->problem,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_DAMAGED,
               "%s: %s; use a copy of the case that is whole",
               self->reader->path,
               what);
}

static bool
table_of (const char *name, SteadyCaseTable *ret_table)
{
  for (unsigned i = 0; name != NULL && i < STEADY_CASE_TABLE_COUNT; i++)
    if (strcmp (steady_case_table_info (i)->name, name) == 0)
      {
        *ret_table = i;
        return steady_case_table_info (i)->cover != STEADY_CASE_COVER_NONE;
      }
  return false;
}

static int
prepare_rows (Check *self, SteadyCaseTable table)
{
  g_autofree char *columns = steady_case_table_columns (table);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE id >= ? AND id <= ? ORDER BY id",
                       columns,
                       steady_case_table_info (table)->name);

  if (self->rows[table] != NULL)
    return SQLITE_OK;
  return sqlite3_prepare_v2 (self->reader->database, sql, -1, &self->rows[table], NULL);
}

/* Computes the link again from the rows that it covers. */
static int
check_link (
    Check *self, SteadyCaseTable table, int64_t first, int64_t last, const void *hash)
{
  const char *name = steady_case_table_info (table)->name;
  int         code = prepare_rows (self, table);
  int64_t     rows = 0;

  if (code != SQLITE_OK)
    return code;
  GChecksum    *sum = steady_case_link_begin (&self->head);
  sqlite3_stmt *row = self->rows[table];
  sqlite3_reset (row);
  sqlite3_bind_int64 (row, 1, first);
  sqlite3_bind_int64 (row, 2, last);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      steady_case_link_add_statement (sum, table, row);
      rows++;
    }
  const SteadyCaseLink link = steady_case_link_end (sum);
  if (code != SQLITE_DONE)
    return code;
  if (rows == 0 || memcmp (link.hash, hash, sizeof link.hash) != 0)
    damaged (self,
             "table \"%s\", rows %" PRId64 " to %" PRId64
             ": do not agree with the hash chain, so they were changed or are missing",
             name,
             first,
             last);
  self->head = link;
  self->seen[table] += rows;
  self->last[table] = MAX (self->last[table], last);
  return SQLITE_OK;
}

/* A number that stands in the case; 0: it cannot be had. */
static int64_t
ask_number (Check *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int64_t       number = 0;

  if (sqlite3_prepare_v2 (self->reader->database, sql, -1, &statement, NULL) ==
          SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static int
check_chain (Check *self)
{
  const double all = (double) MAX (ask_number (self, "SELECT max (seq) FROM chain"), 1);
  sqlite3_stmt *chain = NULL;
  int64_t       expected = 1;

  int code = sqlite3_prepare_v2 (
      self->reader->database,
      "SELECT seq, name, first, last, sha256 FROM chain ORDER BY seq",
      -1,
      &chain,
      NULL);
  while (code == SQLITE_OK && self->problem == NULL &&
         (code = sqlite3_step (chain)) == SQLITE_ROW)
    {
      const int64_t   seq = sqlite3_column_int64 (chain, 0);
      const int64_t   first = sqlite3_column_int64 (chain, 2);
      const int64_t   last = sqlite3_column_int64 (chain, 3);
      SteadyCaseTable table;
      code = SQLITE_OK;
      self->reader->steps = 0;
      if (seq != expected++ ||
          !table_of ((const char *) sqlite3_column_text (chain, 1), &table) ||
          sqlite3_column_bytes (chain, 4) != STEADY_CASE_HASH_SIZE || last < first ||
          (steady_case_table_info (table)->cover == STEADY_CASE_COVER_RANGE &&
           first <= self->last[table]))
        damaged (
            self, "link %" PRId64 " of the hash chain is not as it should be", seq);
      else
        code = check_link (self, table, first, last, sqlite3_column_blob (chain, 4));
      self->links = seq;
      if (code == SQLITE_OK &&
          !steady_progress_tell (&self->chain, MIN ((double) seq / all, 1)))
        code = SQLITE_INTERRUPT;
    }
  sqlite3_finalize (chain);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int
count_rows (Check          *self,
            SteadyCaseTable table,
            const char     *condition,
            int64_t        *ret_count)
{
  sqlite3_stmt    *statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE %s",
                                          steady_case_table_info (table)->name,
                                          condition);

  int code = sqlite3_prepare_v2 (self->reader->database, sql, -1, &statement, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *ret_count = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return code == SQLITE_ROW ? SQLITE_OK : code;
}

/*
 * Every row must be covered, but for blocks of the last minute of a case that was not
 * closed.
 */
static int
check_uncovered (Check *self, bool finished, int64_t *ret_uncovered)
{
  int     code = SQLITE_OK;
  int64_t uncovered = 0;

  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT && code == SQLITE_OK; i++)
    {
      const SteadyCaseTableInfo *info = steady_case_table_info (i);
      g_autofree char *covered = g_strdup_printf ("id <= %" PRId64, self->last[i]);
      int64_t          rows = 0, reached = 0;
      if (info->cover == STEADY_CASE_COVER_NONE ||
          !steady_case_table_there (self->reader->database, i))
        continue;
      self->reader->steps = 0;
      code = count_rows (self, i, "1", &rows);
      if (code == SQLITE_OK)
        code = count_rows (self, i, covered, &reached);
      const bool may_wait = info->cover == STEADY_CASE_COVER_RANGE && !finished;
      if (reached != self->seen[i] || (rows != reached && !may_wait))
        damaged (self,
                 "table \"%s\" holds %" PRId64 " rows that the hash chain does not "
                 "know, so they were added later",
                 info->name,
                 rows - self->seen[i]);
      uncovered += rows - reached;
    }
  *ret_uncovered = uncovered;
  return code;
}

/* A person may have to wait minutes for it. */
static int
tell_integrity (void *data)
{
  Check *self = data;

  return self->reader->steps % TELL_TURNS == 0 &&
         !steady_progress_tell (&self->integrity,
                                MIN (self->reader->steps / self->steps_due, 1));
}

static int
check_integrity (Check *self)
{
  sqlite3_stmt *statement = NULL;

  self->steps_due =
      1 + STEPS_OF_A_PAGE * (double) ask_number (self, "PRAGMA page_count");
  int code = sqlite3_prepare_v2 (
      self->reader->database, "PRAGMA integrity_check (1)", -1, &statement, NULL);
  self->reader->on_steps = tell_integrity;
  self->reader->on_steps_data = self;
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  self->reader->on_steps = NULL;
  if (code == SQLITE_ROW)
    {
      const char *said = (const char *) sqlite3_column_text (statement, 0);
      if (said == NULL || strcmp (said, "ok") != 0)
        {
          g_autofree char *line = g_strdup (said != NULL ? said : "");
          g_strdelimit (line, "\n", ' ');
          damaged (self, "is damaged (%s)", g_strstrip (line));
        }
      code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  return code;
}

static bool
was_stopped (const Check *self)
{
  return steady_progress_stopped (&self->integrity) ||
         steady_progress_stopped (&self->chain);
}

static bool
check_all (Check *self, SteadyCaseVerdict *ret_verdict, GError **error)
{
  SteadyCaseVerdict verdict = { 0 };

  if (!steady_case_reader_enter (self->reader, error))
    return false;
  verdict.finished = steady_case_is_finished (self->reader->database);
  verdict.copied = steady_case_reader_copied (self->reader);
  int code = check_integrity (self);
  self->reader->steps = 0;
  if (code == SQLITE_OK && self->problem == NULL)
    code = check_chain (self);
  if (code == SQLITE_OK && self->problem == NULL)
    code = check_uncovered (self, verdict.finished, &verdict.uncovered);
  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT; i++)
    sqlite3_finalize (self->rows[i]);
  verdict.links = self->links;
  verdict.head = self->head;
  if (was_stopped (self))
    {
      steady_case_reader_leave (self->reader, SQLITE_OK, NULL);
      g_clear_error (&self->problem);
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_STOPPED,
                   "%s: stopped as asked; whether it is whole is not known",
                   self->reader->path);
      return false;
    }
  if (!steady_case_reader_leave (
          self->reader, code, self->problem == NULL ? error : NULL))
    {
      if (self->problem == NULL)
        return false;
    }
  if (self->problem != NULL)
    {
      g_propagate_error (error, self->problem);
      return false;
    }
  *ret_verdict = verdict;
  return true;
}

/*
 * Whether the case at @path is whole: its schema, SQLite's own integrity check, and the
 * hash chain over all that was recorded. The chain shows accidents and careless edits;
 * it has no key, so it does not stop a forger.
 *
 * Thread: any.
 */
bool
steady_case_verify (const char *path, SteadyCaseVerdict *ret_verdict, GError **error)
{
  return steady_case_verify_told (path, NULL, ret_verdict, error);
}

/*
 * The same, and tells @progress (may be NULL) how far it is. One that is stopped is an
 * error, STEADY_CASE_ERROR_STOPPED.
 *
 * Thread: any; @progress is told on it.
 */
bool
steady_case_verify_told (const char        *path,
                         SteadyProgress    *progress,
                         SteadyCaseVerdict *ret_verdict,
                         GError           **error)
{
  Check check = { .reader = steady_case_reader_open (path, error),
                  .integrity = steady_progress_part (progress, 0, INTEGRITY),
                  .chain = steady_progress_part (progress, INTEGRITY, 1) };

  if (check.reader == NULL)
    return false;
  const bool whole = check_all (&check, ret_verdict, error);
  steady_case_reader_free (check.reader);
  return whole;
}

enum
{
  COPY_PAGES = 512 /* between two words about how far it is */
};

/* Page by page, so that somebody hears how far it is and may stop it. */
static int
step_pages (sqlite3_backup *backup, SteadyProgressTold told, void *data)
{
  int code;

  do
    {
      code = sqlite3_backup_step (backup, COPY_PAGES);
      const int all = sqlite3_backup_pagecount (backup);
      const int left = sqlite3_backup_remaining (backup);
      if (told != NULL && all > 0 && !told (data, (double) (all - left) / all))
        return SQLITE_INTERRUPT;
    }
  while (code == SQLITE_OK);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int
copy_pages (SteadyCaseReader  *reader,
            const char        *to,
            SteadyProgressTold told,
            void              *data)
{
  sqlite3 *target = NULL;

  int code = sqlite3_open_v2 (to, &target, SQLITE_OPEN_READWRITE, NULL);
  if (code == SQLITE_OK)
    {
      sqlite3_backup *backup =
          sqlite3_backup_init (target, "main", reader->database, "main");
      if (backup != NULL)
        code = step_pages (backup, told, data);
      if (backup != NULL)
        sqlite3_backup_finish (backup);
      if (code == SQLITE_OK)
        code = sqlite3_extended_errcode (target);
    }
  if (code == SQLITE_OK)
    code = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  sqlite3_close (target);
  return code;
}

/*
 * Copies a case, also one that is being written, into the one plain file @to, which
 * must not exist.
 *
 * Thread: any.
 */
bool
steady_case_copy (const char *path, const char *to, GError **error)
{
  return steady_case_copy_told (path, to, NULL, NULL, error);
}

/*
 * The same, and tells @told (may be NULL) how far it is. One that is stopped leaves
 * nothing behind.
 *
 * Thread: any; @told is called on it.
 */
bool
steady_case_copy_told (const char        *path,
                       const char        *to,
                       SteadyProgressTold told,
                       void              *data,
                       GError           **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, error);

  if (reader == NULL)
    return false;
  const int file = open (to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    {
      const bool exists = errno == EEXIST;
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   exists ? STEADY_CASE_ERROR_EXISTS : STEADY_CASE_ERROR_OPEN,
                   exists ? "%s: exists already (%s); name a new file"
                          : "%s: cannot be made (%s); check the folder and its "
                            "permissions",
                   to,
                   g_strerror (errno));
      steady_case_reader_free (reader);
      return false;
    }
  close (file);
  bool fine = steady_case_reader_enter (reader, error);
  if (fine)
    {
      reader->steps = 0;
      sqlite3_progress_handler (reader->database, 0, NULL, NULL);
      /* one view of a case that is being written, or each commit would begin it anew */
      int code = sqlite3_exec (
          reader->database, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
      if (code == SQLITE_OK)
        code = copy_pages (reader, to, told, data);
      fine = code == SQLITE_OK;
      if (!fine)
        g_set_error (error,
                     STEADY_CASE_ERROR,
                     STEADY_CASE_ERROR_WRITE,
                     code == SQLITE_INTERRUPT
                         ? "%s: stopped as asked (%s); nothing of it is left"
                         : "%s: cannot be written (%s); make room on the disk",
                     to,
                     sqlite3_errstr (code));
      steady_case_reader_leave (reader, SQLITE_OK, NULL);
    }
  if (!fine)
    unlink (to);
  steady_case_reader_free (reader);
  return fine;
}
