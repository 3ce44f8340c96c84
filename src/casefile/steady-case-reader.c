/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/steady-clock.h"
#include "base/steady-require.h"
#include "casefile/steady-case-reader-private.h"
#include "casefile/steady-case-row-cache.h"
#include "casefile/steady-case-schema.h"

/* A damaged or hostile file must not keep us for ever. */
enum
{
  STEP_SIZE = 1000,
  MAX_STEPS = 2000000 /* thousands: some seconds */
};

/* The next call begins another transaction after this: half of what a reader may take,
 * since one call comes on top. */
#define LONGEST_HOLD (25 * STEADY_NSEC_PER_MSEC)

/* Pages that SQLite keeps, in KiB: rows that were read are kept decoded, and a page is
 * asked for again soon or not at all; more only costs the time of getting the memory.
 */
#define PAGE_CACHE "PRAGMA cache_size = -512"

/* No case lasts longer; what says so is damaged. */
#define LONGEST_CASE (INT64_C (3650) * 86400 * STEADY_NSEC_PER_SEC)

static const char *const queries[STEADY_CASE_QUERY_COUNT] = {
  [STEADY_CASE_QUERY_WAVE_BEFORE] =
      "SELECT t_ns, first_index, rate_hz, count, gap, format, scale, offset, samples"
      " FROM wave WHERE channel = ? AND t_ns <= ? ORDER BY t_ns DESC LIMIT 1",
  [STEADY_CASE_QUERY_WAVES] =
      "SELECT t_ns, first_index, rate_hz, count, gap, format, scale, offset, samples"
      " FROM wave WHERE channel = ? AND t_ns >= ? AND t_ns < ? ORDER BY t_ns",
  [STEADY_CASE_QUERY_SECOND] =
      "SELECT id, t_ns, value, quality, flags, source, device_ns, channel FROM numeric"
      " WHERE id >= ? AND id <= ? ORDER BY id",
  [STEADY_CASE_QUERY_NEXT] = "SELECT id FROM numeric WHERE id >= ? ORDER BY id LIMIT 1",
  [STEADY_CASE_QUERY_LAST] = "SELECT id FROM numeric ORDER BY id DESC LIMIT 1",
  [STEADY_CASE_QUERY_HELD_BEFORE] =
      "SELECT id, t_ns, value, quality, flags, source, device_ns, channel FROM numeric"
      " WHERE held = 1 AND channel = ? AND t_ns <= ? ORDER BY t_ns DESC, id DESC"
      " LIMIT 1",
  [STEADY_CASE_QUERY_HELD] =
      "SELECT id, t_ns, value, quality, flags, source, device_ns, channel FROM numeric"
      " WHERE held = 1 AND channel = ? AND t_ns >= ? AND t_ns <= ? ORDER BY t_ns, id",
  [STEADY_CASE_QUERY_LEVEL_BEFORE] =
      "SELECT max (t_ns) FROM level WHERE channel = ? AND level = ? AND t_ns <= ?",
  [STEADY_CASE_QUERY_LEVEL_NEXT] =
      "SELECT t_ns, span_ns FROM level AS row"
      " WHERE channel = ?1 AND level = ?2 AND t_ns >= ?3 AND t_ns < ?4"
      " AND EXISTS (SELECT 1 FROM level AS fine WHERE fine.channel = ?1"
      " AND fine.level = ?5 AND fine.t_ns = row.t_ns)"
      " ORDER BY t_ns LIMIT 1",
};

static const char level_query[] =
    "SELECT t_ns, span_ns, format, scale, offset, bounds, counts FROM level"
    " WHERE channel = ? AND level = ? AND t_ns >= ? AND t_ns < ? ORDER BY t_ns";

static int
count_steps (void *data)
{
  SteadyCaseReader *self = data;

  return ++self->steps > MAX_STEPS ||
         (self->on_steps != NULL && self->on_steps (self->on_steps_data) != 0);
}

static void
close_database (SteadyCaseReader *self)
{
  for (unsigned i = 0; i < STEADY_CASE_QUERY_COUNT; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->database, sqlite3_close);
}

static int
run (SteadyCaseReader *self, const char *sql)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL);
}

static int
open_database (SteadyCaseReader *self)
{
  g_autofree char *escaped = g_uri_escape_string (self->open_path, "/", FALSE);
  g_autofree char *uri = g_strdup_printf (
      "file:%s?mode=ro%s", escaped, self->immutable ? "&immutable=1" : "");

  const int code = sqlite3_open_v2 (
      uri, &self->database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
  if (code != SQLITE_OK)
    return code;
  sqlite3_extended_result_codes (self->database, 1);
  sqlite3_busy_timeout (self->database, 1000);
  sqlite3_progress_handler (self->database, STEP_SIZE, count_steps, self);
  steady_case_harden (self->database);
  run (self, PAGE_CACHE); /* where this fails, so does what follows */
  return SQLITE_OK;
}

/* Sets a sentence from what SQLite says of the case. */
static void
set_error (SteadyCaseReader *self, int code, GError **error)
{
  if ((code & 0xff) == SQLITE_INTERRUPT)
    g_set_error (error,
                 STEADY_CASE_ERROR,
                 STEADY_CASE_ERROR_DAMAGED,
                 "%s: takes for ever to read, so it is damaged; use a copy that is "
                 "whole",
                 self->path);
  else
    steady_case_set_sqlite_error (
        error,
        code,
        self->database != NULL && sqlite3_extended_errcode (self->database) == code
            ? self->database
            : NULL,
        self->path,
        "cannot be read");
}

/*
 * Begins a short transaction, or goes on with the one that was begun since the case is
 * held. Ended by steady_case_reader_leave ().
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_enter (SteadyCaseReader *self, GError **error)
{
  int code = SQLITE_OK;

  self->steps = 0;
  if (self->database == NULL)
    code = open_database (self);
  if (code == SQLITE_OK && sqlite3_get_autocommit (self->database))
    {
      code = run (self, "BEGIN");
      self->begun = steady_clock_now ();
    }
  if (code == SQLITE_OK)
    return true;
  set_error (self, code, error);
  close_database (self);
  return false;
}

static void
end_transaction (SteadyCaseReader *self)
{
  if (self->database != NULL && !sqlite3_get_autocommit (self->database))
    run (self, "COMMIT");
}

/*
 * Ends the transaction; a case that is still written is let go. While the case is held
 * the transaction goes on for a while, since locking the file for each of the channels
 * of a picture took longer than reading them. @code is what came of it; SQLITE_CORRUPT
 * stands also for rows that no writer makes.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_leave (SteadyCaseReader *self, int code, GError **error)
{
  for (unsigned i = 0; i < STEADY_CASE_QUERY_COUNT; i++)
    if (self->statements[i] != NULL)
      sqlite3_reset (self->statements[i]);
  if (code != SQLITE_OK)
    set_error (self, code, error);
  if (code != SQLITE_OK || self->holds == 0 ||
      steady_clock_now () - self->begun > LONGEST_HOLD)
    end_transaction (self);
  if (!self->finished && self->holds == 0)
    close_database (self);
  return code == SQLITE_OK;
}

/* A kept statement, reset; NULL when it cannot be made. Thread: the reader's. */
sqlite3_stmt *
steady_case_reader_statement (SteadyCaseReader *self, unsigned query)
{
  const char *sql = query >= STEADY_CASE_QUERY_LEVEL ? level_query : queries[query];

  if (self->statements[query] == NULL)
    sqlite3_prepare_v3 (self->database,
                        sql,
                        -1,
                        SQLITE_PREPARE_PERSISTENT,
                        &self->statements[query],
                        NULL);
  else
    sqlite3_reset (self->statements[query]);
  return self->statements[query];
}

/* A text column, cut to @size at a whole character. Thread: the reader's. */
void
steady_case_column_text (sqlite3_stmt *statement,
                         int           column,
                         char         *ret_text,
                         size_t        size)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  g_strlcpy (ret_text, text != NULL ? text : "", size);
  /* a cut may have split a character */
  char *end = NULL;
  if (!g_utf8_validate (ret_text, -1, (const char **) &end))
    *end = '\0';
}

/* A number, or NaN where none is given. Thread: the reader's. */
double
steady_case_column_real (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? (double) NAN
             : sqlite3_column_double (statement, column);
}

/* A case time, kept inside what a case can last. Thread: the reader's. */
SteadySpan
steady_case_column_time (sqlite3_stmt *statement, int column)
{
  const int64_t t = sqlite3_column_int64 (statement, column);

  return CLAMP (t, -LONGEST_CASE, LONGEST_CASE);
}

/* SQLite's code after the last step, with success as SQLITE_OK. Thread: any. */
int
steady_case_query_end (int code)
{
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

static int
read_channels (SteadyCaseReader *self)
{
  sqlite3_stmt *statement = NULL;
  GArray       *channels = g_array_new (FALSE, TRUE, sizeof (SteadyCaseChannel));

  int code = sqlite3_prepare_v2 (
      self->database,
      "SELECT id, name, label, unit, kind, decimals, rate_hz, source, flags, scale,"
      " offset FROM channel ORDER BY id LIMIT 65536",
      -1,
      &statement,
      NULL);
  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      SteadyCaseChannel channel = { 0 };
      const int64_t     number = sqlite3_column_int64 (statement, 0);
      channel.channel = (uint16_t) number;
      channel.kind = (uint16_t) sqlite3_column_int (statement, 4);
      channel.decimals = sqlite3_column_int (statement, 5);
      channel.rate_hz = sqlite3_column_double (statement, 6);
      channel.flags = (uint32_t) sqlite3_column_int64 (statement, 8);
      channel.scale = sqlite3_column_double (statement, 9);
      channel.offset = sqlite3_column_double (statement, 10);
      steady_case_column_text (statement, 1, channel.name, sizeof channel.name);
      steady_case_column_text (statement, 2, channel.label, sizeof channel.label);
      steady_case_column_text (statement, 3, channel.unit, sizeof channel.unit);
      steady_case_column_text (statement, 7, channel.source, sizeof channel.source);
      const bool wave = channel.kind == STEADY_CHANNEL_KIND_WAVE;
      const bool sound =
          number > 0 && number < 65536 && channel.kind <= STEADY_CHANNEL_KIND_STATE &&
          isfinite (channel.rate_hz) &&
          (!wave || (channel.rate_hz > 0 && channel.rate_hz <= 100000)) &&
          channel.decimals >= 0 && channel.decimals <= 9;
      if (sound)
        g_array_append_val (channels, channel);
      code = sound ? SQLITE_OK : SQLITE_CORRUPT;
    }
  sqlite3_finalize (statement);
  g_free (self->channels);
  self->n_channels = channels->len;
  self->channels = (SteadyCaseChannel *) g_array_free (channels, FALSE);
  return steady_case_query_end (code);
}

static int
read_meta (SteadyCaseReader *self, const char *key, char **ret_value)
{
  sqlite3_stmt *statement = NULL;

  int code = sqlite3_prepare_v2 (
      self->database, "SELECT value FROM meta WHERE key = ?", -1, &statement, NULL);
  if (code == SQLITE_OK)
    sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *ret_value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return steady_case_query_end (code);
}

static int
read_start (SteadyCaseReader *self)
{
  g_autofree char *mode = NULL;
  g_autofree char *start = NULL;
  g_autofree char *utc = NULL;
  sqlite3_stmt    *statement = NULL;

  int code = read_meta (self, "mode", &mode);
  if (code == SQLITE_OK)
    code = read_meta (self, "start_ns", &start);
  if (code == SQLITE_OK)
    code = read_meta (self, "start_utc_ns", &utc);
  if (code != SQLITE_OK)
    return code;
  const int number = mode != NULL ? steady_mode_from_name (mode) : -1;
  if (number < 0 || start == NULL || utc == NULL ||
      !g_ascii_string_to_signed (
          start, 10, INT64_MIN / 4, INT64_MAX / 4, &self->start, NULL) ||
      !g_ascii_string_to_signed (
          utc, 10, INT64_MIN / 4, INT64_MAX / 4, &self->start_utc, NULL))
    return SQLITE_CORRUPT;
  self->mode = (SteadyMode) number;
  /* After a reboot the same case time has another instant. */
  code = sqlite3_prepare_v2 (self->database,
                             "SELECT start_ns FROM clock ORDER BY id DESC LIMIT 1",
                             -1,
                             &statement,
                             NULL);
  if (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    self->start = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  self->start = CLAMP (self->start, INT64_MIN / 4, INT64_MAX / 4);
  return steady_case_query_end (code);
}

/* Copies one file; a missing one is none. */
static bool
copy_file (const char *from, const char *to, GError **error)
{
  uint8_t    bytes[65536];
  ssize_t    got = 0;
  const int  in = open (from, O_RDONLY | O_CLOEXEC);
  const bool missing = in < 0 && errno == ENOENT;
  const int  out =
      in < 0 ? -1 : open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool fine = out >= 0;

  while (fine && (got = read (in, bytes, sizeof bytes)) > 0)
    fine = write (out, bytes, (size_t) got) == got;
  fine = fine && got == 0;
  if (!fine && !missing)
    g_set_error (error,
                 STEADY_CASE_ERROR,
                 STEADY_CASE_ERROR_OPEN,
                 "%s: cannot be copied to %s (%s); make room there",
                 from,
                 to,
                 g_strerror (errno));
  if (in >= 0)
    close (in);
  if (out >= 0)
    close (out);
  return fine || missing;
}

/*
 * A crashed case on read-only media: SQLite must write beside it to see all of it, so
 * it is read from a copy.
 */
static bool
copy_aside (SteadyCaseReader *self, GError **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);

  self->folder = g_dir_make_tmp ("steady-case-XXXXXX", error);
  if (self->folder == NULL)
    return false;
  g_free (self->open_path);
  self->open_path = g_build_filename (self->folder, "case.steady", NULL);
  g_autofree char *wal_copy = g_strconcat (self->open_path, "-wal", NULL);
  return copy_file (self->path, self->open_path, error) &&
         copy_file (wal, wal_copy, error);
}

static bool
check_is_file (const char *path, GError **error)
{
  struct stat about;

  if (stat (path, &about) != 0 || !S_ISREG (about.st_mode) || access (path, R_OK) != 0)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_OPEN,
                   "%s: cannot be read (%s); check the name and the permissions",
                   path,
                   errno != 0 ? g_strerror (errno) : "not a file");
      return false;
    }
  if (about.st_size < 512)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_FORMAT,
                   "%s: is not a Steady case; name a file that Steady has recorded",
                   path);
      return false;
    }
  return true;
}

/* Opens the file in the way that its place allows; only then is it looked at. */
static bool
find_way (SteadyCaseReader *self, GError **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  struct stat      about;

  int code = open_database (self);
  if (code == SQLITE_OK)
    code = run (self, "SELECT count (*) FROM sqlite_schema");
  const int primary = code & 0xff;
  if (code == SQLITE_OK)
    return true;
  if (primary != SQLITE_CANTOPEN && primary != SQLITE_READONLY &&
      primary != SQLITE_IOERR)
    {
      set_error (self, code, error);
      return false;
    }
  close_database (self);
  self->immutable = stat (wal, &about) != 0 || about.st_size == 0;
  if (!self->immutable && !copy_aside (self, error))
    return false;
  code = open_database (self);
  if (code != SQLITE_OK)
    set_error (self, code, error);
  return code == SQLITE_OK;
}

/*
 * Opens a case for reading: a finished one, one that is being written, or one that was
 * not closed.
 *
 * Thread: any; the reader belongs to one thread at a time.
 */
SteadyCaseReader *
steady_case_reader_open (const char *path, GError **error)
{
  errno = 0;
  if (!check_is_file (path, error))
    return NULL;
  SteadyCaseReader *self = g_new0 (SteadyCaseReader, 1);
  self->tails = g_hash_table_new_full (NULL, NULL, NULL, steady_case_tail_free);
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, steady_case_rows_free);
  self->path = g_strdup (path);
  self->open_path = g_strdup (path);
  if (!find_way (self, error) ||
      !steady_case_schema_check (self->database, self->path, error))
    {
      steady_case_reader_free (self);
      return NULL;
    }
  int code = read_start (self);
  if (code == SQLITE_OK)
    code = read_channels (self);
  self->finished = steady_case_is_finished (self->database);
  if (code != SQLITE_OK)
    set_error (self, code, error);
  if (!self->finished)
    close_database (self);
  if (code == SQLITE_OK)
    return self;
  steady_case_reader_free (self);
  return NULL;
}

/* Accepts NULL. Thread: the reader's. */
void
steady_case_reader_free (SteadyCaseReader *self)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  if (self == NULL)
    return;
  close_database (self);
  for (unsigned i = 0; self->folder != NULL && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->open_path, endings[i], NULL);
      g_unlink (path);
    }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_hash_table_unref (self->tails);
  g_hash_table_unref (self->rows);
  g_free (self->edges.places);
  g_free (self->folder);
  g_free (self->open_path);
  g_free (self->path);
  g_free (self->channels);
  g_free (self);
}

/*
 * Keeps a live case open over several calls, which then cost less. Release it before
 * the main loop turns: while it is held the engine cannot finish the case.
 *
 * Thread: the reader's.
 */
void
steady_case_reader_hold (SteadyCaseReader *self)
{
  self->holds++;
}

/* Thread: the reader's. */
void
steady_case_reader_release (SteadyCaseReader *self)
{
  steady_require (self->holds > 0);
  if (--self->holds > 0)
    return;
  end_transaction (self);
  if (!self->finished)
    close_database (self);
}

/* Whether it was closed for good when it was opened here. Thread: the reader's. */
bool
steady_case_reader_finished (const SteadyCaseReader *self)
{
  return self->finished;
}

/* Whether a temporary copy is read, since the case lies where nothing can be written.
 * Thread: the reader's. */
bool
steady_case_reader_copied (const SteadyCaseReader *self)
{
  return self->folder != NULL;
}

/* Thread: the reader's. */
SteadyMode
steady_case_reader_mode (const SteadyCaseReader *self)
{
  return self->mode;
}

/* One channel, or NULL. Thread: the reader's. */
const SteadyCaseChannel *
steady_case_reader_channel (const SteadyCaseReader *self, SteadyChannel channel)
{
  for (unsigned i = 0; i < self->n_channels; i++)
    if (self->channels[i].channel == channel)
      return &self->channels[i];
  return NULL;
}

/*
 * The channels of the case, in the order of their numbers; valid until the next call.
 *
 * Thread: the reader's.
 */
const SteadyCaseChannel *
steady_case_reader_channels (SteadyCaseReader *self, unsigned *ret_count)
{
  if (!self->finished && steady_case_reader_enter (self, NULL))
    steady_case_reader_leave (self, read_channels (self), NULL);
  *ret_count = self->n_channels;
  return self->channels;
}

/* Text stored about the whole case ("case", "rules", "mode"), or NULL; free with g_free
 * (). Thread: the reader's. */
char *
steady_case_reader_meta (SteadyCaseReader *self, const char *key)
{
  char *value = NULL;

  if (!steady_case_reader_enter (self, NULL))
    return NULL;
  steady_case_reader_leave (self, read_meta (self, key, &value), NULL);
  return value;
}

static int
read_note (SteadyCaseReader *self, const char *about, char **ret_text)
{
  sqlite3_stmt *statement = NULL;

  int code =
      sqlite3_prepare_v2 (self->database,
                          "SELECT text FROM note WHERE about = ? ORDER BY id DESC",
                          -1,
                          &statement,
                          NULL);
  if (code == SQLITE_OK)
    sqlite3_bind_text (statement, 1, about, -1, SQLITE_STATIC);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *ret_text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return steady_case_query_end (code);
}

/* The last note about something ("debrief"), or NULL; free with g_free (). Thread: the
 * reader's. */
char *
steady_case_reader_note (SteadyCaseReader *self, const char *about)
{
  char *text = NULL;

  if (!steady_case_reader_enter (self, NULL))
    return NULL;
  steady_case_reader_leave (self, read_note (self, about, &text), NULL);
  return text;
}

/* From the start of the case to the last thing that is stored. Thread: the reader's. */
bool
steady_case_reader_span (SteadyCaseReader *self,
                         SteadyCaseSpan   *ret_span,
                         GError          **error)
{
  static const char *const ends[] = {
    "SELECT max (t_ns + CAST (count * 1e9 / rate_hz AS INTEGER)) FROM"
    " (SELECT t_ns, count, rate_hz FROM wave ORDER BY id DESC LIMIT 64)",
    "SELECT t_ns FROM numeric ORDER BY id DESC LIMIT 1",
    "SELECT t_ns FROM event ORDER BY id DESC LIMIT 1",
    "SELECT t_ns FROM alarm ORDER BY id DESC LIMIT 1",
    "SELECT t_ns FROM command ORDER BY id DESC LIMIT 1",
    "SELECT t_ns FROM clock ORDER BY id DESC LIMIT 1"
  };
  SteadySpan end = 0;

  if (!steady_case_reader_enter (self, error))
    return false;
  int code = read_start (self);
  for (unsigned i = 0; i < G_N_ELEMENTS (ends) && code == SQLITE_OK; i++)
    {
      sqlite3_stmt *statement = NULL;
      code = sqlite3_prepare_v2 (self->database, ends[i], -1, &statement, NULL);
      if (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
        end = MAX (end, steady_case_column_time (statement, 0));
      sqlite3_finalize (statement);
      code = steady_case_query_end (code);
    }
  if (!steady_case_reader_leave (self, code, error))
    return false;
  *ret_span = (SteadyCaseSpan){ .start = self->start,
                                .end = self->start + end,
                                .start_utc = self->start_utc };
  return true;
}

/* See the header. Thread: the reader's. */
void *
steady_case_reader_last_state (SteadyCaseReader *self,
                               SteadyInstant    *ret_t,
                               size_t           *ret_size,
                               GError          **error)
{
  sqlite3_stmt *statement = NULL;
  void         *data = NULL;

  *ret_size = 0;
  if (!steady_case_reader_enter (self, error))
    return NULL;
  int code =
      sqlite3_prepare_v2 (self->database,
                          "SELECT t_ns, data FROM state ORDER BY id DESC LIMIT 1",
                          -1,
                          &statement,
                          NULL);
  if (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      *ret_t = self->start + steady_case_column_time (statement, 0);
      *ret_size = (size_t) sqlite3_column_bytes (statement, 1);
      data = g_memdup2 (sqlite3_column_blob (statement, 1), *ret_size);
    }
  sqlite3_finalize (statement);
  if (!steady_case_reader_leave (self, steady_case_query_end (code), error))
    {
      *ret_size = 0;
      g_clear_pointer (&data, g_free);
    }
  return data;
}
