/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/steady-require.h"
#include "casefile/steady-case-lock.h"

struct SteadyCaseStore
{
  char          *path;
  char          *vfs;
  sqlite3       *database;
  sqlite3_stmt  *insert[STEADY_CASE_TABLE_COUNT];
  sqlite3_stmt  *since[STEADY_CASE_TABLE_COUNT]; /* rows that the chain shall cover */
  int64_t        covered[STEADY_CASE_TABLE_COUNT];
  SteadyCaseLink head;
  SteadySpan     last; /* case time of the last thing stored before a resume */
  int            lock;
};

static bool
prepare (SteadyCaseStore *self, GError **error)
{
  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT; i++)
    {
      const SteadyCaseTableInfo *info = steady_case_table_info (i);
      g_autofree char           *columns = steady_case_table_columns (i);
      if (!steady_case_table_there (self->database, i))
        continue;
      GString *marks = g_string_new ("?");
      for (unsigned k = 1; k < info->n_columns; k++)
        g_string_append (marks, ", ?");
      g_autofree char *insert =
          g_strdup_printf ("INSERT %sINTO %s (%s) VALUES (%s)",
                           i == STEADY_CASE_TABLE_STATE ? "OR REPLACE " : "",
                           info->name,
                           columns,
                           marks->str);
      g_string_free (marks, TRUE);
      int code = sqlite3_prepare_v3 (self->database,
                                     insert,
                                     -1,
                                     SQLITE_PREPARE_PERSISTENT,
                                     &self->insert[i],
                                     NULL);
      if (code == SQLITE_OK && info->cover == STEADY_CASE_COVER_RANGE)
        {
          g_autofree char *since =
              g_strdup_printf ("SELECT %s FROM %s WHERE id > ? AND id <= ? ORDER BY id",
                               columns,
                               info->name);
          code = sqlite3_prepare_v3 (self->database,
                                     since,
                                     -1,
                                     SQLITE_PREPARE_PERSISTENT,
                                     &self->since[i],
                                     NULL);
        }
      if (code != SQLITE_OK)
        {
          steady_case_set_sqlite_error (
              error, code, self->database, self->path, "cannot be written");
          return false;
        }
    }
  return true;
}

static int
run (SteadyCaseStore *self, const char *sql)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL);
}

static int
bind (sqlite3_stmt *statement, int place, const SteadyCaseValue *value)
{
  switch ((SteadyCaseValueType) value->type)
    {
    case STEADY_CASE_VALUE_INTEGER:
      return sqlite3_bind_int64 (statement, place, value->integer);
    case STEADY_CASE_VALUE_REAL:
      return sqlite3_bind_double (statement, place, value->real);
    case STEADY_CASE_VALUE_TEXT:
      return sqlite3_bind_text (
          statement, place, value->bytes, (int) value->length, SQLITE_STATIC);
    case STEADY_CASE_VALUE_BLOB:
      return value->length == 0 ? sqlite3_bind_zeroblob (statement, place, 0)
                                : sqlite3_bind_blob (statement,
                                                     place,
                                                     value->bytes,
                                                     (int) value->length,
                                                     SQLITE_STATIC);
    case STEADY_CASE_VALUE_NULL:
    default:
      return sqlite3_bind_null (statement, place);
    }
}

static int
insert (SteadyCaseStore *self, SteadyCaseTable table, const SteadyCaseValue *values)
{
  sqlite3_stmt *statement = self->insert[table];
  int           code = SQLITE_OK;

  for (unsigned i = 0; i < steady_case_table_info (table)->n_columns; i++)
    if (code == SQLITE_OK)
      code = bind (statement, (int) i + 1, &values[i]);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  const int after = sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return code == SQLITE_DONE ? SQLITE_OK : after != SQLITE_OK ? after : code;
}

static int
add_link (SteadyCaseStore *self,
          SteadyCaseTable  table,
          int64_t          first,
          int64_t          last,
          GChecksum       *sum)
{
  const char           *name = steady_case_table_info (table)->name;
  const SteadyCaseLink  link = steady_case_link_end (sum);
  const SteadyCaseValue values[] = {
    { .type = STEADY_CASE_VALUE_NULL },
    { .type = STEADY_CASE_VALUE_TEXT,
      .bytes = name,
      .length = (uint32_t) strlen (name) },
    { .type = STEADY_CASE_VALUE_INTEGER, .integer = first },
    { .type = STEADY_CASE_VALUE_INTEGER, .integer = last },
    { .type = STEADY_CASE_VALUE_BLOB, .bytes = link.hash, .length = sizeof link.hash },
  };
  const int code = insert (self, STEADY_CASE_TABLE_CHAIN, values);

  if (code == SQLITE_OK)
    self->head = link;
  return code;
}

static int
insert_row (SteadyCaseStore *self, SteadyCaseRow *row)
{
  steady_require (row->count == steady_case_table_info (row->table)->n_columns);
  const int code = insert (self, row->table, row->values);
  if (code != SQLITE_OK ||
      steady_case_table_info (row->table)->cover != STEADY_CASE_COVER_ROW)
    return code;
  const int64_t id = sqlite3_last_insert_rowid (self->database);
  row->values[0] =
      (SteadyCaseValue){ .type = STEADY_CASE_VALUE_INTEGER, .integer = id };
  GChecksum *sum = steady_case_link_begin (&self->head);
  steady_case_link_add (sum, row->table, row->values);
  return add_link (self, row->table, id, id, sum);
}

/* One link over all rows of @table since the last, up to @to. */
static int
cover_table (SteadyCaseStore *self, SteadyCaseTable table, int64_t to)
{
  sqlite3_stmt *statement = self->since[table];
  GChecksum    *sum = steady_case_link_begin (&self->head);
  int64_t       first = 0, last = 0;
  int           code;

  sqlite3_bind_int64 (statement, 1, self->covered[table]);
  sqlite3_bind_int64 (statement, 2, to);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      last = sqlite3_column_int64 (statement, 0);
      first = first == 0 ? last : first;
      steady_case_link_add_statement (sum, table, statement);
    }
  sqlite3_reset (statement);
  if (code != SQLITE_DONE || last == 0)
    {
      g_checksum_free (sum);
      return code == SQLITE_DONE ? SQLITE_OK : code;
    }
  code = add_link (self, table, first, last, sum);
  if (code == SQLITE_OK)
    self->covered[table] = last;
  return code;
}

static int
cover (SteadyCaseStore *self, int64_t numeric_id)
{
  int code = cover_table (self, STEADY_CASE_TABLE_WAVE, INT64_MAX);

  if (code == SQLITE_OK)
    code = cover_table (self, STEADY_CASE_TABLE_LEVEL, INT64_MAX);
  if (code == SQLITE_OK)
    code = cover_table (self, STEADY_CASE_TABLE_NUMERIC, numeric_id);
  if (code == SQLITE_OK)
    code = cover_table (self, STEADY_CASE_TABLE_JUDGED, INT64_MAX);
  return code;
}

/*
 * Puts all rows of @batch on the disk in one transaction; with @cover the chain then
 * covers the blocks written so far and the numerics up to @numeric_id. Returns SQLite's
 * code; when it is not SQLITE_OK nothing has changed and the batch can be tried again.
 *
 * Thread: the owner's.
 */
int
steady_case_store_commit (SteadyCaseStore       *self,
                          const SteadyCaseBatch *batch,
                          bool                   cover_blocks,
                          int64_t                numeric_id)
{
  const SteadyCaseLink head = self->head;
  int64_t              covered[STEADY_CASE_TABLE_COUNT];
  SteadyCaseRow        row;
  size_t               place = 0;

  memcpy (covered, self->covered, sizeof covered);
  int code = run (self, "BEGIN IMMEDIATE");
  while (code == SQLITE_OK && steady_case_batch_next (batch, &place, &row))
    code = insert_row (self, &row);
  if (code == SQLITE_OK && cover_blocks)
    code = cover (self, numeric_id);
  if (code == SQLITE_OK)
    code = run (self, "COMMIT");
  if (code != SQLITE_OK)
    {
      if (!sqlite3_get_autocommit (self->database))
        run (self, "ROLLBACK");
      self->head = head;
      memcpy (self->covered, covered, sizeof covered);
    }
  return code;
}

static void
write_meta (SteadyCaseBatch *batch, const char *key, const char *value)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_META);
  steady_case_batch_null (batch);
  steady_case_batch_text (batch, key);
  steady_case_batch_text (batch, value);
}

static void
write_audit (SteadyCaseBatch *batch,
             SteadySpan       t,
             const char      *action,
             const char      *detail)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_AUDIT);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, t);
  steady_case_batch_text (batch, action);
  steady_case_batch_text (batch, detail);
}

static void
write_channels (SteadyCaseBatch       *batch,
                const SteadyCaseSetup *setup,
                const bool             known[65536])
{
  for (unsigned i = 0; i < setup->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &setup->channels[i];
      if (known[channel->channel])
        continue;
      steady_case_batch_begin (batch, STEADY_CASE_TABLE_CHANNEL);
      steady_case_batch_integer (batch, channel->channel);
      steady_case_batch_text (batch, channel->name);
      steady_case_batch_text (batch, channel->label);
      steady_case_batch_text (batch, channel->unit);
      steady_case_batch_integer (batch, channel->kind);
      steady_case_batch_integer (batch, channel->decimals);
      steady_case_batch_real (batch, channel->rate_hz);
      steady_case_batch_text (batch, channel->source);
      steady_case_batch_integer (batch, channel->flags);
      steady_case_batch_real (batch, channel->scale);
      steady_case_batch_real (batch, channel->offset);
    }
}

static int
fill_new (SteadyCaseStore *self, const SteadyCaseSetup *setup)
{
  SteadyCaseBatch  batch;
  g_autofree bool *known = g_new0 (bool, 65536);
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, setup->start);
  g_autofree char *utc = g_strdup_printf ("%" G_GINT64_FORMAT, setup->start_utc);

  int code = run (self, "BEGIN IMMEDIATE");
  if (code == SQLITE_OK)
    code = steady_case_schema_create (self->database);
  if (code == SQLITE_OK)
    code = run (self, "COMMIT");
  GError *ignored = NULL;
  if (code != SQLITE_OK || !prepare (self, &ignored))
    {
      g_clear_error (&ignored);
      return code != SQLITE_OK ? code : sqlite3_extended_errcode (self->database);
    }
  steady_case_batch_init (&batch);
  write_meta (&batch, "mode", steady_mode_name (setup->mode));
  write_meta (&batch, "start_ns", start);
  write_meta (&batch, "start_utc_ns", utc);
  write_meta (&batch, "case", setup->meta_json != NULL ? setup->meta_json : "{}");
  write_meta (&batch, "rules", setup->rules_json != NULL ? setup->rules_json : "{}");
  write_channels (&batch, setup, known);
  write_audit (&batch, 0, "created", "");
  code = steady_case_store_commit (self, &batch, false, 0);
  steady_case_batch_finish (&batch);
  return code;
}

static int
secure (SteadyCaseStore *self)
{
  sqlite3_extended_result_codes (self->database, 1);
  sqlite3_busy_timeout (self->database, 2000);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  return SQLITE_OK;
}

static int
configure (SteadyCaseStore *self)
{
  secure (self);
  return run (self,
              "PRAGMA page_size = 8192;"
              "PRAGMA journal_mode = WAL;"
              "PRAGMA synchronous = FULL;"
              "PRAGMA temp_store = MEMORY;"
              "PRAGMA cell_size_check = ON;"
              "PRAGMA journal_size_limit = 16777216");
}

static bool
open_database (SteadyCaseStore *self, int flags, GError **error)
{
  int code = sqlite3_open_v2 (
      self->path, &self->database, SQLITE_OPEN_READWRITE | flags, self->vfs);

  if (code == SQLITE_OK)
    code = configure (self);
  if (code == SQLITE_OK)
    return true;
  steady_case_set_sqlite_error (
      error, code, self->database, self->path, "cannot be opened for recording");
  return false;
}

static bool
create (SteadyCaseStore *self, const SteadyCaseSetup *setup, GError **error)
{
  /* A case is about a patient: nobody else reads it unless its owner says so. */
  const int file = open (self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (file < 0)
    {
      const bool exists = errno == EEXIST;
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   exists ? STEADY_CASE_ERROR_EXISTS : STEADY_CASE_ERROR_OPEN,
                   exists ? "%s: exists already (%s); name a new file"
                          : "%s: cannot be made (%s); check the folder and its "
                            "permissions",
                   self->path,
                   g_strerror (errno));
      return false;
    }
  close (file);
  if (!steady_case_lock_take (self->path, &self->lock, error) ||
      !open_database (self, 0, error))
    return false;
  const int code = fill_new (self, setup);
  if (code != SQLITE_OK)
    steady_case_set_sqlite_error (
        error, code, self->database, self->path, "cannot be recorded into");
  return code == SQLITE_OK;
}

static int64_t
query (SteadyCaseStore *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int64_t       value = 0;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

/* Where the chain ended and what it has not covered yet. */
static int
read_chain (SteadyCaseStore *self)
{
  sqlite3_stmt *statement = NULL;

  int code = sqlite3_prepare_v2 (self->database,
                                 "SELECT sha256 FROM chain ORDER BY seq DESC LIMIT 1",
                                 -1,
                                 &statement,
                                 NULL);
  if (code == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW &&
      sqlite3_column_bytes (statement, 0) == STEADY_CASE_HASH_SIZE)
    memcpy (self->head.hash, sqlite3_column_blob (statement, 0), STEADY_CASE_HASH_SIZE);
  else if (code == SQLITE_OK)
    code = SQLITE_CORRUPT;
  sqlite3_finalize (statement);
  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT max (last) FROM chain WHERE name = '%s'",
                           steady_case_table_info (i)->name);
      self->covered[i] = query (self, sql);
    }
  return code;
}

static SteadySpan
read_last (SteadyCaseStore *self)
{
  static const char *const queries[] = {
    "SELECT t_ns + CAST (count * 1e9 / rate_hz AS INTEGER) FROM wave"
    " ORDER BY id DESC LIMIT 1",
    "SELECT t_ns FROM numeric ORDER BY id DESC LIMIT 1",
    "SELECT max (t_ns) FROM event",
    "SELECT max (t_ns) FROM alarm",
    "SELECT max (t_ns) FROM state",
    "SELECT max (t_ns) FROM clock"
  };
  SteadySpan last = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (queries); i++)
    last = MAX (last, query (self, queries[i]));
  return last;
}

static void
read_known (SteadyCaseStore *self, bool known[65536])
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (
          self->database, "SELECT id FROM channel", -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      known[sqlite3_column_int (statement, 0) & 0xffff] = true;
  sqlite3_finalize (statement);
}

static int
fill_resumed (SteadyCaseStore *self, const SteadyCaseSetup *setup)
{
  SteadyCaseBatch  batch;
  g_autofree bool *known = g_new0 (bool, 65536);

  int code = read_chain (self);
  if (code != SQLITE_OK)
    return code;
  self->last = read_last (self);
  read_known (self, known);
  steady_case_batch_init (&batch);
  write_channels (&batch, setup, known);
  write_audit (&batch, self->last, "resumed", "");
  code = steady_case_store_commit (self, &batch, true, INT64_MAX);
  steady_case_batch_finish (&batch);
  return code;
}

static bool
reopen (SteadyCaseStore *self, const SteadyCaseSetup *setup, GError **error)
{
  if (!steady_case_lock_take (self->path, &self->lock, error) ||
      !open_database (self, 0, error) ||
      !steady_case_schema_check (self->database, self->path, error))
    return false;
  if (steady_case_is_finished (self->database))
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FINISHED,
                   "%s: is finished and takes no more recording; begin a new case",
                   self->path);
      return false;
    }
  if (!steady_case_table_there (self->database, STEADY_CASE_TABLE_JUDGED))
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: was begun by an older Steady and cannot be gone on with; begin "
                   "a new case",
                   self->path);
      return false;
    }
  if (!prepare (self, error))
    return false;
  const int code = fill_resumed (self, setup);
  if (code != SQLITE_OK)
    steady_case_set_sqlite_error (
        error, code, self->database, self->path, "cannot be gone on with");
  return code == SQLITE_OK;
}

/*
 * Makes a new case, or reopens an unfinished one, under the lock of its one writer. A
 * new case that cannot be made leaves no file behind.
 *
 * Thread: any; the store belongs to one thread at a time.
 */
SteadyCaseStore *
steady_case_store_open (const SteadyCaseSetup *setup, GError **error)
{
  SteadyCaseStore *self = g_new0 (SteadyCaseStore, 1);
  GError          *problem = NULL;

  self->path = g_strdup (setup->path);
  self->vfs = g_strdup (setup->vfs);
  self->lock = -1;
  if (setup->resume ? reopen (self, setup, &problem) : create (self, setup, &problem))
    return self;
  const bool ours =
      !setup->resume &&
      !g_error_matches (problem, STEADY_CASE_ERROR, STEADY_CASE_ERROR_EXISTS) &&
      self->lock >= 0;
  if (ours)
    unlink (self->path);
  g_propagate_error (error, problem);
  steady_case_store_free (self);
  return NULL;
}

/*
 * Opens a case that no engine writes any more, to add rows beside what is there, under
 * the same lock. A finished one stays the one plain file that it is.
 *
 * Thread: any; the store belongs to one thread at a time.
 */
SteadyCaseStore *
steady_case_store_open_again (const char *path, GError **error)
{
  SteadyCaseStore *self = g_new0 (SteadyCaseStore, 1);

  self->path = g_strdup (path);
  self->lock = -1;
  bool fine = steady_case_lock_take (path, &self->lock, error);
  int  code = SQLITE_OK;
  if (fine)
    code = sqlite3_open_v2 (path, &self->database, SQLITE_OPEN_READWRITE, NULL);
  if (fine && code == SQLITE_OK)
    code = secure (self);
  if (fine && code == SQLITE_OK)
    code = run (self, "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON");
  if (fine && code == SQLITE_OK)
    fine =
        steady_case_schema_check (self->database, path, error) && prepare (self, error);
  if (fine && code == SQLITE_OK)
    code = read_chain (self);
  if (fine && code != SQLITE_OK)
    steady_case_set_sqlite_error (
        error, code, self->database, path, "cannot be added to");
  if (fine && code == SQLITE_OK)
    {
      self->last = read_last (self);
      return self;
    }
  steady_case_store_free (self);
  return NULL;
}

/* The whole number that @sql selects; 0 for none. Thread: the owner's. */
int64_t
steady_case_store_query (SteadyCaseStore *self, const char *sql)
{
  return query (self, sql);
}

/* What SQLite says of the last call. Thread: the owner's. */
const char *
steady_case_store_problem (SteadyCaseStore *self)
{
  return sqlite3_errmsg (self->database);
}

/*
 * Closes without finishing: the case can be resumed.
 *
 * Thread: the owner's.
 */
void
steady_case_store_free (SteadyCaseStore *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT; i++)
    {
      sqlite3_finalize (self->insert[i]);
      sqlite3_finalize (self->since[i]);
    }
  sqlite3_close (self->database);
  if (self->lock >= 0)
    steady_case_lock_release (self->lock);
  g_free (self->path);
  g_free (self->vfs);
  g_free (self);
}

/* Case time of the last thing stored when it was reopened. Thread: the owner's. */
SteadySpan
steady_case_store_last (SteadyCaseStore *self)
{
  return self->last;
}

/* Size of the write-ahead log. Thread: the owner's. */
uint64_t
steady_case_store_wal_bytes (SteadyCaseStore *self)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  struct stat      about;

  return stat (wal, &about) == 0 ? (uint64_t) about.st_size : 0;
}

/* A disk that refuses, or a reader that is not done yet, is asked again for a second.
 */
static int
run_patiently (SteadyCaseStore *self, const char *sql)
{
  int code = run (self, sql);

  for (unsigned ms = 20; ms < 1000 && code != SQLITE_OK; ms *= 2)
    {
      g_usleep (ms * 1000);
      code = run (self, sql);
    }
  return code;
}

/*
 * Makes one plain file of the case. The caller has committed everything, with a cover,
 * and still frees the store.
 *
 * Thread: the owner's.
 */
bool
steady_case_store_finish (SteadyCaseStore *self, GError **error)
{
  SteadyCaseBatch batch;

  steady_case_batch_init (&batch);
  write_audit (&batch, read_last (self), "closed", "");
  int code = steady_case_store_commit (self, &batch, true, INT64_MAX);
  for (unsigned ms = 20; ms < 1000 && code != SQLITE_OK; ms *= 2)
    {
      g_usleep (ms * 1000);
      code = steady_case_store_commit (self, &batch, true, INT64_MAX);
    }
  steady_case_batch_finish (&batch);
  if (code == SQLITE_OK)
    code = run_patiently (self, "PRAGMA wal_checkpoint (TRUNCATE)");
  for (unsigned i = 0; i < STEADY_CASE_TABLE_COUNT; i++)
    {
      g_clear_pointer (&self->insert[i], sqlite3_finalize);
      g_clear_pointer (&self->since[i], sqlite3_finalize);
    }
  if (code == SQLITE_OK)
    code = run_patiently (self, "PRAGMA journal_mode = DELETE");
  if (code == SQLITE_OK)
    return true;
  g_set_error (error,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_WRITE,
               "%s: is recorded but could not be made one file (%s); keep the files "
               "beside it whose names begin alike",
               self->path,
               sqlite3_errmsg (self->database));
  return false;
}
