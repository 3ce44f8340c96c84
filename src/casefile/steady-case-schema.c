/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-schema.h"

#include <inttypes.h>

#include "base/steady-require.h"
#include "casefile/steady-case-format.h"

/*
 * All times t_ns are nanoseconds of case time. The id of a numeric row is made of its
 * second, its channel and a count (steady-case-numeric.h), so that the rows lie in the
 * order of time and the second of a channel is found without an index.
 */
static const char *const schema =
    "CREATE TABLE meta (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " value TEXT NOT NULL) STRICT;"
    "CREATE TABLE channel (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " label TEXT NOT NULL, unit TEXT NOT NULL, kind INTEGER NOT NULL,"
    " decimals INTEGER NOT NULL, rate_hz REAL NOT NULL, source TEXT NOT NULL,"
    " flags INTEGER NOT NULL, scale REAL NOT NULL, offset REAL NOT NULL) STRICT;"
    "CREATE TABLE wave (id INTEGER PRIMARY KEY, channel INTEGER NOT NULL,"
    " t_ns INTEGER NOT NULL, first_index INTEGER NOT NULL, rate_hz REAL NOT NULL,"
    " count INTEGER NOT NULL, gap INTEGER NOT NULL, format INTEGER NOT NULL,"
    " scale REAL NOT NULL, offset REAL NOT NULL, samples BLOB NOT NULL) STRICT;"
    "CREATE INDEX wave_at ON wave (channel, t_ns);"
    "CREATE TABLE level (id INTEGER PRIMARY KEY, channel INTEGER NOT NULL,"
    " level INTEGER NOT NULL, t_ns INTEGER NOT NULL, span_ns INTEGER NOT NULL,"
    " first_index INTEGER NOT NULL, format INTEGER NOT NULL, scale REAL NOT NULL,"
    " offset REAL NOT NULL, bounds BLOB, counts BLOB) STRICT;"
    "CREATE INDEX level_at ON level (channel, level, t_ns);"
    "CREATE TABLE numeric (id INTEGER PRIMARY KEY, channel INTEGER NOT NULL,"
    " t_ns INTEGER NOT NULL, value REAL, quality INTEGER NOT NULL,"
    " flags INTEGER NOT NULL, source INTEGER NOT NULL, held INTEGER NOT NULL,"
    " device_ns INTEGER) STRICT;"
    "CREATE INDEX numeric_held ON numeric (channel, t_ns) WHERE held = 1;"
    "CREATE TABLE alarm (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " alarm TEXT NOT NULL, state INTEGER NOT NULL, before INTEGER NOT NULL,"
    " priority INTEGER NOT NULL, category INTEGER NOT NULL, channel INTEGER NOT NULL,"
    " value REAL, limit_value REAL, since_ns INTEGER, first_out INTEGER NOT NULL,"
    " sounding INTEGER NOT NULL, condition INTEGER NOT NULL,"
    " technical INTEGER NOT NULL) STRICT;"
    "CREATE TABLE event (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " event INTEGER NOT NULL, value REAL, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE command (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " command INTEGER NOT NULL, step INTEGER NOT NULL, control INTEGER NOT NULL,"
    " value REAL, expected REAL, low REAL, high REAL, refusal INTEGER NOT NULL,"
    " origin INTEGER NOT NULL) STRICT;"
    "CREATE TABLE note (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " author TEXT NOT NULL, about TEXT NOT NULL, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE dose (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " author TEXT NOT NULL, drug TEXT NOT NULL, amount REAL NOT NULL,"
    " unit TEXT NOT NULL, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE gas_sample (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " taken_ns INTEGER NOT NULL, author TEXT NOT NULL, values_json TEXT NOT NULL)"
    " STRICT;"
    "CREATE TABLE plan (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " plan_json TEXT NOT NULL) STRICT;"
    "CREATE TABLE checklist (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " item TEXT NOT NULL, done INTEGER NOT NULL, author TEXT NOT NULL) STRICT;"
    "CREATE TABLE state (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " data BLOB NOT NULL) STRICT;"
    "CREATE TABLE clock (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " boot_id TEXT NOT NULL, start_ns INTEGER NOT NULL, utc_ns INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE audit (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " action TEXT NOT NULL, detail TEXT NOT NULL) STRICT;"
    "CREATE TABLE chain (seq INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, sha256 BLOB NOT NULL) STRICT;"
    "CREATE TABLE judged (id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL,"
    " begins INTEGER NOT NULL, entries BLOB NOT NULL) STRICT;";

/* The columns in the order in which they are bound and hashed: never reorder. */
static const SteadyCaseTableInfo tables[STEADY_CASE_TABLE_COUNT] = {
  /* clang-format off */
  [STEADY_CASE_TABLE_META] = { "meta", STEADY_CASE_COVER_ROW, 3, { "id", "key", "value" } },
  [STEADY_CASE_TABLE_CHANNEL] = { "channel", STEADY_CASE_COVER_ROW, 11, { "id", "name", "label", "unit", "kind", "decimals", "rate_hz", "source", "flags", "scale", "offset" } },
  [STEADY_CASE_TABLE_WAVE] = { "wave", STEADY_CASE_COVER_RANGE, 11, { "id", "channel", "t_ns", "first_index", "rate_hz", "count", "gap", "format", "scale", "offset", "samples" } },
  [STEADY_CASE_TABLE_LEVEL] = { "level", STEADY_CASE_COVER_RANGE, 11, { "id", "channel", "level", "t_ns", "span_ns", "first_index", "format", "scale", "offset", "bounds", "counts" } },
  [STEADY_CASE_TABLE_NUMERIC] = { "numeric", STEADY_CASE_COVER_RANGE, 9, { "id", "channel", "t_ns", "value", "quality", "flags", "source", "held", "device_ns" } },
  [STEADY_CASE_TABLE_ALARM] = { "alarm", STEADY_CASE_COVER_ROW, 15, { "id", "t_ns", "alarm", "state", "before", "priority", "category", "channel", "value", "limit_value", "since_ns", "first_out", "sounding", "condition", "technical" } },
  [STEADY_CASE_TABLE_EVENT] = { "event", STEADY_CASE_COVER_ROW, 5, { "id", "t_ns", "event", "value", "text" } },
  [STEADY_CASE_TABLE_COMMAND] = { "command", STEADY_CASE_COVER_ROW, 11, { "id", "t_ns", "command", "step", "control", "value", "expected", "low", "high", "refusal", "origin" } },
  [STEADY_CASE_TABLE_NOTE] = { "note", STEADY_CASE_COVER_ROW, 5, { "id", "t_ns", "author", "about", "text" } },
  [STEADY_CASE_TABLE_DOSE] = { "dose", STEADY_CASE_COVER_ROW, 7, { "id", "t_ns", "author", "drug", "amount", "unit", "text" } },
  [STEADY_CASE_TABLE_GAS_SAMPLE] = { "gas_sample", STEADY_CASE_COVER_ROW, 5, { "id", "t_ns", "taken_ns", "author", "values_json" } },
  [STEADY_CASE_TABLE_PLAN] = { "plan", STEADY_CASE_COVER_ROW, 3, { "id", "t_ns", "plan_json" } },
  [STEADY_CASE_TABLE_CHECKLIST] = { "checklist", STEADY_CASE_COVER_ROW, 5, { "id", "t_ns", "item", "done", "author" } },
  [STEADY_CASE_TABLE_STATE] = { "state", STEADY_CASE_COVER_NONE, 3, { "id", "t_ns", "data" } },
  [STEADY_CASE_TABLE_CLOCK] = { "clock", STEADY_CASE_COVER_ROW, 5, { "id", "t_ns", "boot_id", "start_ns", "utc_ns" } },
  [STEADY_CASE_TABLE_AUDIT] = { "audit", STEADY_CASE_COVER_ROW, 4, { "id", "t_ns", "action", "detail" } },
  [STEADY_CASE_TABLE_CHAIN] = { "chain", STEADY_CASE_COVER_NONE, 5, { "seq", "name", "first", "last", "sha256" } },
  [STEADY_CASE_TABLE_JUDGED] = { "judged", STEADY_CASE_COVER_RANGE, 4, { "id", "t_ns", "begins", "entries" }, 2 },
  /* clang-format on */
};

G_DEFINE_QUARK (steady - case -error - quark, steady_case_error)

/* What @table is. Thread: any. */
const SteadyCaseTableInfo *
steady_case_table_info (SteadyCaseTable table)
{
  steady_require ((unsigned) table < STEADY_CASE_TABLE_COUNT);
  return &tables[table];
}

/* "id, t_ns, …" of @table. Free with g_free (). Thread: any. */
char *
steady_case_table_columns (SteadyCaseTable table)
{
  const SteadyCaseTableInfo *info = steady_case_table_info (table);
  GString                   *text = g_string_new (NULL);

  for (unsigned i = 0; i < info->n_columns; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", info->columns[i]);
  return g_string_free (text, FALSE);
}

/*
 * Makes the tables of the present schema in an empty database; the caller has begun a
 * transaction. Returns SQLite's code.
 *
 * Thread: the database's.
 */
int
steady_case_schema_create (sqlite3 *database)
{
  g_autofree char *marks =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                       STEADY_CASE_APPLICATION_ID,
                       STEADY_CASE_SCHEMA);
  const int code = sqlite3_exec (database, schema, NULL, NULL, NULL);

  return code == SQLITE_OK ? sqlite3_exec (database, marks, NULL, NULL, NULL) : code;
}

/* Sets a sentence from what SQLite says. Thread: the database's. */
void
steady_case_set_sqlite_error (
    GError **error, int code, sqlite3 *database, const char *path, const char *what)
{
  const bool damaged = (code & 0xff) == SQLITE_CORRUPT;

  if ((code & 0xff) == SQLITE_NOTADB)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: is not a Steady case, or its beginning is damaged; name a file "
                   "that Steady has recorded",
                   path);
      return;
    }
  g_set_error (error,
               STEADY_CASE_ERROR,
               damaged ? STEADY_CASE_ERROR_DAMAGED : STEADY_CASE_ERROR_OPEN,
               "%s: %s (%s); %s",
               path,
               what,
               database != NULL ? sqlite3_errmsg (database) : sqlite3_errstr (code),
               damaged ? "use a copy of the case that is whole"
                       : "check the name, the folder's permissions and the disk");
}

static int
read_integer (sqlite3 *database, const char *sql, int64_t *ret_value)
{
  sqlite3_stmt *statement = NULL;
  int           code = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      *ret_value = sqlite3_column_int64 (statement, 0);
      code = SQLITE_OK;
    }
  else if (code == SQLITE_DONE)
    code = SQLITE_NOTFOUND;
  sqlite3_finalize (statement);
  return code;
}

static bool
table_is_right (sqlite3 *database, SteadyCaseTable table)
{
  g_autofree char *columns = steady_case_table_columns (table);
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM %s LIMIT 0", columns, steady_case_table_info (table)->name);
  sqlite3_stmt *statement = NULL;
  const bool    right =
      sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK;

  sqlite3_finalize (statement);
  return right;
}

/* Whether the open case has @table: the first schemas had fewer. Thread: the
 * database's. */
bool
steady_case_table_there (sqlite3 *database, SteadyCaseTable table)
{
  int64_t version = 0;

  return steady_case_table_info (table)->since == 0 ||
         (read_integer (database, "PRAGMA user_version", &version) == SQLITE_OK &&
          version >= steady_case_table_info (table)->since);
}

static bool
check_tables (sqlite3 *database, const char *path, GError **error)
{
  int64_t strangers = 0;

  const int code = read_integer (
      database,
      "SELECT count (*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')"
      " OR sql LIKE 'CREATE VIRTUAL%'",
      &strangers);
  if (code != SQLITE_OK)
    {
      steady_case_set_sqlite_error (error, code, database, path, "cannot be read");
      return false;
    }
  if (strangers != 0)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: holds triggers, views or foreign tables, which no Steady case "
                   "does; do not trust this file",
                   path);
      return false;
    }
  for (unsigned table = 0; table < STEADY_CASE_TABLE_COUNT; table++)
    if (steady_case_table_there (database, table) && !table_is_right (database, table))
      {
        g_set_error (error,
                     STEADY_CASE_ERROR,
                     STEADY_CASE_ERROR_DAMAGED,
                     "%s: table \"%s\" is missing or not as it should be; use a copy "
                     "of the case that is whole",
                     path,
                     tables[table].name);
        return false;
      }
  return true;
}

/*
 * Whether the open @database is a case that this Steady reads.
 *
 * Thread: the database's.
 */
bool
steady_case_schema_check (sqlite3 *database, const char *path, GError **error)
{
  int64_t application = 0, version = 0;

  int code = read_integer (database, "PRAGMA application_id", &application);
  if (code == SQLITE_OK)
    code = read_integer (database, "PRAGMA user_version", &version);
  if (code != SQLITE_OK)
    {
      steady_case_set_sqlite_error (
          error, code, database, path, "cannot be read as a Steady case");
      return false;
    }
  if (application != STEADY_CASE_APPLICATION_ID || version < 1)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: is not a Steady case; name a file that Steady has recorded",
                   path);
      return false;
    }
  if (version > STEADY_CASE_SCHEMA)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: was recorded by a newer Steady (schema %" PRId64
                   ", this one reads up to %d); use a newer Steady",
                   path,
                   version,
                   STEADY_CASE_SCHEMA);
      return false;
    }
  return check_tables (database, path, error);
}

/* Whether the case was closed for good. Thread: the database's. */
bool
steady_case_is_finished (sqlite3 *database)
{
  int64_t finished = 0;

  return read_integer (database,
                       "SELECT action = 'closed' FROM audit WHERE action IN"
                       " ('created', 'resumed', 'closed') ORDER BY id DESC LIMIT 1",
                       &finished) == SQLITE_OK &&
         finished != 0;
}

/*
 * A case may come from anywhere: nothing in it is run, and nothing in it can make us
 * take memory without bound.
 *
 * Thread: the database's.
 */
void
steady_case_harden (sqlite3 *database)
{
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (database, SQLITE_LIMIT_LENGTH, 32 * 1024 * 1024);
  sqlite3_limit (database, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
  sqlite3_limit (database, SQLITE_LIMIT_COLUMN, 64);
  sqlite3_limit (database, SQLITE_LIMIT_EXPR_DEPTH, 50);
  sqlite3_limit (database, SQLITE_LIMIT_COMPOUND_SELECT, 5);
  sqlite3_limit (database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_exec (database, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
}
