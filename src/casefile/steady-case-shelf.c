/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-shelf.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "casefile/steady-case-format.h"
#include "casefile/steady-case-shelf-private.h"

enum
{
  SHELF_VERSION = 1,
  BUSY_MS = 5000, /* another console may be scanning */
  WORDS_MOST = 8
};

static const char schema[] =
    "CREATE TABLE card (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,"
    " stamp INTEGER NOT NULL, words TEXT NOT NULL, name TEXT NOT NULL,"
    " title TEXT NOT NULL, lesion TEXT NOT NULL, operation TEXT NOT NULL,"
    " profile TEXT NOT NULL, problem TEXT NOT NULL, mode INTEGER NOT NULL,"
    " simulated INTEGER NOT NULL, finished INTEGER NOT NULL,"
    " start_utc INTEGER NOT NULL, length_s REAL, bypass_s REAL, clamp_s REAL,"
    " weight_kg REAL, age_days REAL, high INTEGER NOT NULL, medium INTEGER NOT NULL,"
    " low INTEGER NOT NULL, marks INTEGER NOT NULL, phases BLOB NOT NULL) STRICT;"
    "CREATE INDEX card_by_start ON card (start_utc DESC, id DESC);"
    "CREATE TABLE metric (card INTEGER NOT NULL, rule TEXT NOT NULL, outside_pct REAL,"
    " outside_s REAL, longest_s REAL, known_s REAL, missing_s REAL, area REAL,"
    " PRIMARY KEY (card, rule)) STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

/* True for a code that is no failure; else says what could not be done. Thread: the
 * shelf's. */
bool
steady_case_shelf_fine (SteadyCaseShelf *self, int code, GError **error)
{
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return true;
  g_set_error (error,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_OPEN,
               "%s: the index of cases cannot be used (%s); delete this file, it is "
               "made anew from the cases",
               self->file,
               sqlite3_errstr (code));
  return false;
}

/* NULL and @error when it cannot be prepared. Thread: the shelf's. */
sqlite3_stmt *
steady_case_shelf_prepare (SteadyCaseShelf *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  const int     code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);

  return steady_case_shelf_fine (self, code, error) ? statement : NULL;
}

/* Runs @row to its end and frees it. Thread: the shelf's. */
bool
steady_case_shelf_done (SteadyCaseShelf *self, sqlite3_stmt *row, GError **error)
{
  const int code = sqlite3_step (row);

  sqlite3_finalize (row);
  return steady_case_shelf_fine (self, code, error);
}

/* So that "Ü" is found by "ü". Free with g_free (). Thread: any. */
char *
steady_case_shelf_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  return g_utf8_casefold (normal != NULL ? normal : valid, -1);
}

static int
version_of (SteadyCaseShelf *self)
{
  sqlite3_stmt *row = NULL;
  int           version = -1;

  if (sqlite3_prepare_v2 (self->database, "PRAGMA user_version", -1, &row, NULL) ==
          SQLITE_OK &&
      sqlite3_step (row) == SQLITE_ROW)
    version = sqlite3_column_int (row, 0);
  sqlite3_finalize (row);
  return version;
}

static int
prepare_database (SteadyCaseShelf *self)
{
  sqlite3_busy_timeout (self->database, BUSY_MS);
  int code = sqlite3_exec (self->database,
                           "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                           NULL,
                           NULL,
                           NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (code == SQLITE_OK && version_of (self) == 0)
    code = sqlite3_exec (self->database, schema, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->database, "COMMIT", NULL, NULL, NULL);
  return code == SQLITE_OK && version_of (self) != SHELF_VERSION ? SQLITE_SCHEMA : code;
}

static bool
open_database (SteadyCaseShelf *self)
{
  const int code = sqlite3_open_v2 (
      self->file, &self->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  return code == SQLITE_OK && prepare_database (self) == SQLITE_OK;
}

static void
remove_files (const char *file)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (unsigned i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (file, endings[i], NULL);
      g_unlink (path);
    }
}

/*
 * Opens the index @file, or makes it. One that is damaged or of another version is
 * thrown away and made anew: all it knows stands in the cases.
 *
 * Thread: any.
 */
SteadyCaseShelf *
steady_case_shelf_open (const char *file, GError **error)
{
  SteadyCaseShelf *self = g_new0 (SteadyCaseShelf, 1);
  g_autofree char *folder = g_path_get_dirname (file);

  self->file = g_strdup (file);
  g_mkdir_with_parents (folder, 0700);
  if (open_database (self))
    return self;
  sqlite3_close (self->database);
  self->database = NULL;
  remove_files (file);
  if (open_database (self))
    return self;
  steady_case_shelf_fine (self, sqlite3_errcode (self->database), error);
  if (error != NULL && *error == NULL)
    steady_case_shelf_fine (self, SQLITE_CANTOPEN, error);
  steady_case_shelf_free (self);
  return NULL;
}

/* Accepts NULL. Thread: the shelf's. */
void
steady_case_shelf_free (SteadyCaseShelf *self)
{
  if (self == NULL)
    return;
  sqlite3_close (self->database);
  g_free (self->file);
  g_free (self);
}

static char *
where_of (const SteadyShelfQuery *query, char **words)
{
  GString *sql = g_string_new (" WHERE 1");

  for (unsigned i = 0; words[i] != NULL && i < WORDS_MOST; i++)
    if (words[i][0] != '\0')
      g_string_append (sql, " AND instr (words, ?)");
  if (query->marks != 0)
    g_string_append_printf (sql, " AND marks & %u = %u", query->marks, query->marks);
  if (query->real)
    g_string_append (sql, " AND simulated = 0");
  return g_string_free (sql, FALSE);
}

static int
bind_words (sqlite3_stmt *statement, char **words)
{
  int place = 0;

  for (unsigned i = 0; words[i] != NULL && i < WORDS_MOST; i++)
    if (words[i][0] != '\0')
      sqlite3_bind_text (statement, ++place, words[i], -1, SQLITE_TRANSIENT);
  return place;
}

static char **
words_of (const SteadyShelfQuery *query)
{
  g_autofree char *folded =
      steady_case_shelf_fold (query->text != NULL ? query->text : "");
  return g_strsplit (folded, " ", -1);
}

/* How many cases @query finds. Thread: the shelf's. */
bool
steady_case_shelf_count (SteadyCaseShelf        *self,
                         const SteadyShelfQuery *query,
                         unsigned               *ret_count,
                         GError                **error)
{
  g_auto (GStrv) words = words_of (query);
  g_autofree char *where = where_of (query, words);
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM card", where, NULL);
  sqlite3_stmt    *row = steady_case_shelf_prepare (self, sql, error);

  if (row == NULL)
    return false;
  bind_words (row, words);
  const int code = sqlite3_step (row);
  if (code == SQLITE_ROW)
    *ret_count = (unsigned) sqlite3_column_int (row, 0);
  sqlite3_finalize (row);
  return steady_case_shelf_fine (self, code, error);
}

static void
take_text (sqlite3_stmt *row, int column, char *ret_text, size_t size)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  g_strlcpy (ret_text, text != NULL ? text : "", size);
}

static double
take_real (sqlite3_stmt *row, int column)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL
             ? (double) NAN
             : sqlite3_column_double (row, column);
}

static void
take_phases (sqlite3_stmt *row, int column, SteadyCaseCard *card)
{
  const int   length = sqlite3_column_bytes (row, column);
  const void *bytes = sqlite3_column_blob (row, column);

  card->n_phases = (unsigned) MIN ((size_t) length / sizeof (SteadyCardPhase),
                                   (size_t) STEADY_CARD_PHASES);
  if (card->n_phases > 0)
    memcpy (card->phases, bytes, card->n_phases * sizeof (SteadyCardPhase));
}

#define CARD_COLUMNS                                                              \
  "id, path, name, title, lesion, operation, profile, problem, mode, simulated,"  \
  " finished, start_utc, length_s, bypass_s, clamp_s, weight_kg, age_days, high," \
  " medium, low, marks, phases"

static void
take_card (sqlite3_stmt *row, SteadyCaseCard *card)
{
  *card = (SteadyCaseCard){ .id = sqlite3_column_int64 (row, 0) };
  take_text (row, 1, card->path, sizeof card->path);
  take_text (row, 2, card->name, sizeof card->name);
  take_text (row, 3, card->title, sizeof card->title);
  take_text (row, 4, card->lesion, sizeof card->lesion);
  take_text (row, 5, card->operation, sizeof card->operation);
  take_text (row, 6, card->profile, sizeof card->profile);
  take_text (row, 7, card->problem, sizeof card->problem);
  card->mode = (uint16_t) sqlite3_column_int (row, 8);
  card->simulated = sqlite3_column_int (row, 9) != 0;
  card->finished = sqlite3_column_int (row, 10) != 0;
  card->start_utc = sqlite3_column_int64 (row, 11);
  card->length_s = take_real (row, 12);
  card->bypass_s = take_real (row, 13);
  card->clamp_s = take_real (row, 14);
  card->weight_kg = take_real (row, 15);
  card->age_days = take_real (row, 16);
  card->high = (unsigned) sqlite3_column_int (row, 17);
  card->medium = (unsigned) sqlite3_column_int (row, 18);
  card->low = (unsigned) sqlite3_column_int (row, 19);
  card->marks = (unsigned) sqlite3_column_int (row, 20);
  take_phases (row, 21, card);
}

/*
 * The cards from the @from-th on, newest case first, at most @size; without metrics.
 *
 * Thread: the shelf's.
 */
bool
steady_case_shelf_page (SteadyCaseShelf        *self,
                        const SteadyShelfQuery *query,
                        unsigned                from,
                        SteadyCaseCard         *ret_cards,
                        unsigned                size,
                        unsigned               *ret_count,
                        GError                **error)
{
  g_auto (GStrv) words = words_of (query);
  g_autofree char *where = where_of (query, words);
  g_autofree char *sql =
      g_strconcat ("SELECT " CARD_COLUMNS " FROM card",
                   where,
                   " ORDER BY start_utc DESC, id DESC LIMIT ? OFFSET ?",
                   NULL);
  sqlite3_stmt *row = steady_case_shelf_prepare (self, sql, error);
  unsigned      count = 0;
  int           code = SQLITE_ROW;

  if (row == NULL)
    return false;
  const int bound = bind_words (row, words);
  sqlite3_bind_int64 (row, bound + 1, size);
  sqlite3_bind_int64 (row, bound + 2, from);
  while (count < size && (code = sqlite3_step (row)) == SQLITE_ROW)
    take_card (row, &ret_cards[count++]);
  sqlite3_finalize (row);
  *ret_count = count;
  return steady_case_shelf_fine (self, code, error);
}

/*
 * How earlier finished cases of one size did by @rule, real ones or simulated ones:
 * the percentages of time outside as doubles. Free with g_array_unref ().
 *
 * Thread: the shelf's.
 */
bool
steady_case_shelf_earlier (SteadyCaseShelf *self,
                           const char      *rule,
                           const char      *profile,
                           bool             simulated,
                           int64_t          before_utc,
                           GArray         **ret_percents,
                           GError         **error)
{
  sqlite3_stmt *row = steady_case_shelf_prepare (
      self,
      "SELECT metric.outside_pct FROM metric JOIN card ON card.id = metric.card"
      " WHERE rule = ? AND profile = ? AND start_utc < ? AND simulated = ?"
      " AND finished = 1 AND outside_pct IS NOT NULL",
      error);
  GArray *percents;
  int     code;

  if (row == NULL)
    return false;
  percents = g_array_new (FALSE, FALSE, sizeof (double));
  sqlite3_bind_text (row, 1, rule, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (row, 2, profile, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (row, 3, before_utc);
  sqlite3_bind_int (row, 4, simulated);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const double percent = sqlite3_column_double (row, 0);
      g_array_append_val (percents, percent);
    }
  sqlite3_finalize (row);
  if (!steady_case_shelf_fine (self, code, error))
    {
      g_array_unref (percents);
      return false;
    }
  *ret_percents = percents;
  return true;
}

/* How the case of @card did, rule by rule. Thread: the shelf's. */
bool
steady_case_shelf_metrics (SteadyCaseShelf  *self,
                           int64_t           card,
                           SteadyCardMetric *ret_metrics,
                           unsigned          size,
                           unsigned         *ret_count,
                           GError          **error)
{
  sqlite3_stmt *row = steady_case_shelf_prepare (
      self,
      "SELECT rule, outside_pct, outside_s, longest_s, known_s, missing_s, area"
      " FROM metric WHERE card = ? ORDER BY rule",
      error);
  unsigned count = 0;
  int      code = SQLITE_ROW;

  if (row == NULL)
    return false;
  sqlite3_bind_int64 (row, 1, card);
  while (count < size && (code = sqlite3_step (row)) == SQLITE_ROW)
    {
      SteadyCardMetric *metric = &ret_metrics[count++];
      take_text (row, 0, metric->rule, sizeof metric->rule);
      metric->outside_pct = take_real (row, 1);
      metric->outside_s = take_real (row, 2);
      metric->longest_s = take_real (row, 3);
      metric->known_s = take_real (row, 4);
      metric->missing_s = take_real (row, 5);
      metric->area = take_real (row, 6);
    }
  sqlite3_finalize (row);
  *ret_count = count;
  return steady_case_shelf_fine (self, code, error);
}
