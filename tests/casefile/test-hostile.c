/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

static char *folder;
static char *path;
static char *bytes;
static gsize length;

static void
assert_sentence (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_nonnull (strstr (error->message, "; "));
}

/* Asks everything that a console asks. What fails must fail in a sentence; what comes
 * must be numbers. */
static void
read_all (void)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  SteadyEnvelope    columns[64];
  SteadyCaseSpan    span;
  SteadySample      samples[64];
  SteadyCaseEvent   events[16];
  SteadyAlarmRecord alarms[16];
  float             values[512];
  int64_t           index;
  SteadyInstant     t;
  size_t            size;
  unsigned          count, n_channels;

  if (reader == NULL)
    {
      assert_sentence (error);
      return;
    }
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &n_channels);
  if (!steady_case_reader_span (reader, &span, &error))
    span = (SteadyCaseSpan){ .end = 80 * STEADY_NSEC_PER_SEC };
  g_clear_error (&error);
  for (unsigned i = 0; i < n_channels; i++)
    {
      const SteadyChannel channel = (SteadyChannel) channels[i].channel;
      if (steady_case_reader_envelope (
              reader, channel, span.start, span.end, 64, columns, &error))
        for (unsigned k = 0; k < 64; k++)
          g_assert_true (columns[k].count == 0 ||
                         (isfinite (columns[k].low) && isfinite (columns[k].high) &&
                          columns[k].low <= columns[k].high));
      else
        assert_sentence (error);
      g_clear_error (&error);
      if (steady_case_reader_wave (
              reader, channel, 1000, values, 512, &index, &t, &count, &error))
        for (unsigned k = 0; k < count; k++)
          g_assert_true (isfinite (values[k]));
      g_clear_error (&error);
      if (steady_case_reader_numerics (
              reader, channel, span.start, span.end, samples, 64, &count, &error))
        for (unsigned k = 0; k < count; k++)
          g_assert_true (isfinite (samples[k].value));
      g_clear_error (&error);
    }
  steady_case_reader_events (reader, 0, events, 16, &count, NULL);
  steady_case_reader_alarms (reader, 0, alarms, 16, &count, &index, NULL);
  g_free (steady_case_reader_last_state (reader, &t, &size, NULL));
  g_free (steady_case_reader_meta (reader, "case"));
  steady_case_reader_free (reader);
}

static void
verify (void)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseVerdict verdict;

  if (!steady_case_verify (path, &verdict, &error))
    assert_sentence (error);
}

static void
write_case (const char *content, gsize size)
{
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
}

static void
test_truncated_anywhere (void)
{
  const gsize step = g_getenv ("STEADY_TEST_EVERY_KILOBYTE") != NULL ? 1024 : 3001;

  for (gsize size = 0; size < length; size += size < 300 ? 7 : step)
    {
      write_case (bytes, size);
      read_all ();
      verify ();
    }
}

static void
test_bits_flipped (void)
{
  g_autofree char *spoilt = g_memdup2 (bytes, length);
  GRand           *random = g_rand_new_with_seed (7);

  for (unsigned round = 0; round < 300; round++)
    {
      memcpy (spoilt, bytes, length);
      /* the first rounds hit the header and the schema, where it hurts most */
      const gint32 reach = (gint32) (round < 100 ? MIN (length, 9000) : length);
      for (unsigned i = 0; i < 1 + round % 8; i++)
        spoilt[g_rand_int_range (random, 0, reach)] ^=
            (char) (1 << g_rand_int_range (random, 0, 8));
      write_case (spoilt, length);
      read_all ();
      if (round % 4 == 0)
        verify ();
    }
  g_rand_free (random);
}

static void
change (const char *sql)
{
  sqlite3 *database = NULL;
  char    *said = NULL;

  write_case (bytes, length);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  if (sqlite3_exec (database, sql, NULL, NULL, &said) != SQLITE_OK)
    g_error ("%s: %s", sql, said);
  sqlite3_close (database);
}

static void
assert_refused (const char *sql, SteadyCaseError code)
{
  g_autoptr (GError) error = NULL;

  change (sql);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  if (reader != NULL)
    g_error ("not refused: %s", sql);
  g_assert_error (error, STEADY_CASE_ERROR, (int) code);
  assert_sentence (error);
}

static void
test_strange_schemas_are_refused (void)
{
  assert_refused ("PRAGMA user_version = 3", STEADY_CASE_ERROR_FORMAT);
  assert_refused ("PRAGMA user_version = 0", STEADY_CASE_ERROR_FORMAT);
  assert_refused ("PRAGMA application_id = 1", STEADY_CASE_ERROR_FORMAT);
  assert_refused ("DROP TABLE alarm", STEADY_CASE_ERROR_DAMAGED);
  assert_refused ("ALTER TABLE wave RENAME COLUMN samples TO s",
                  STEADY_CASE_ERROR_DAMAGED);
  assert_refused ("CREATE VIEW v AS SELECT 1", STEADY_CASE_ERROR_FORMAT);
  assert_refused ("DROP TABLE note; CREATE VIEW note AS SELECT 1 AS id, 1 AS t_ns, 1 AS"
                  " author, 1 AS about, 1 AS text",
                  STEADY_CASE_ERROR_FORMAT);
  assert_refused ("CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END",
                  STEADY_CASE_ERROR_FORMAT);
  assert_refused ("UPDATE meta SET value = 'dance' WHERE key = 'mode'",
                  STEADY_CASE_ERROR_DAMAGED);
  assert_refused ("UPDATE channel SET rate_hz = 0 WHERE id = 2",
                  STEADY_CASE_ERROR_DAMAGED);
}

/* Rows that no writer makes. */
static void
test_strange_rows_are_harmless (void)
{
  static const char *const changes[] = {
    "UPDATE wave SET count = 1000000000",
    "UPDATE wave SET count = -1",
    "UPDATE wave SET count = count + 1",
    "UPDATE wave SET rate_hz = 0",
    "UPDATE wave SET rate_hz = 1e308",
    "UPDATE wave SET rate_hz = 9e999",
    "UPDATE wave SET format = 2",
    "UPDATE wave SET format = 99",
    "UPDATE wave SET scale = 9e999",
    "UPDATE wave SET t_ns = 9223372036854775807 WHERE id % 3 = 0",
    "UPDATE wave SET t_ns = -9223372036854775807 WHERE id % 3 = 0",
    "UPDATE wave SET first_index = 9223372036854775807",
    "UPDATE wave SET first_index = -9223372036854775807",
    "UPDATE wave SET samples = x'000000'",
    "UPDATE wave SET samples = zeroblob (1000000)",
    "UPDATE level SET span_ns = 0",
    "UPDATE level SET span_ns = 9223372036854775807",
    "UPDATE level SET t_ns = -9223372036854775807",
    "UPDATE level SET bounds = x'00'",
    "UPDATE level SET counts = x'00'",
    "UPDATE level SET format = 7",
    "UPDATE level SET scale = -scale",
    "UPDATE level SET level = 8",
    "UPDATE numeric SET value = 9e999",
    "UPDATE numeric SET value = NULL",
    "UPDATE numeric SET quality = 250",
    "UPDATE numeric SET t_ns = 9223372036854775807",
    "UPDATE numeric SET id = id + (1 << 62)",
    "UPDATE numeric SET id = -id",
    "UPDATE event SET text = CAST (zeroblob (100000) AS TEXT)",
    "UPDATE event SET t_ns = 9223372036854775807",
    "UPDATE alarm SET since_ns = -9223372036854775807, t_ns = 9223372036854775807",
    "UPDATE alarm SET alarm = hex (zeroblob (5000))",
    "UPDATE clock SET start_ns = 9223372036854775807",
    "UPDATE clock SET start_ns = -9223372036854775807",
    "UPDATE clock SET utc_ns = -9223372036854775807",
    "DELETE FROM clock",
    "DELETE FROM audit",
    "DELETE FROM channel",
    "UPDATE meta SET value = '99999999999999999999' WHERE key = 'start_ns'",
    "UPDATE channel SET id = id + 70000",
    "UPDATE channel SET kind = 77",
    "UPDATE chain SET first = -9223372036854775807, last = 9223372036854775807",
    "UPDATE chain SET sha256 = x''",
    "UPDATE state SET data = zeroblob (1000000)",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      change (changes[i]);
      read_all ();
      verify ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = steady_case_maker_folder ();
  path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  steady_case_maker_run (writer, 0, 4000);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_test_add_func ("/casefile/hostile/truncated-anywhere", test_truncated_anywhere);
  g_test_add_func ("/casefile/hostile/bits-flipped", test_bits_flipped);
  g_test_add_func ("/casefile/hostile/strange-schemas-are-refused",
                   test_strange_schemas_are_refused);
  g_test_add_func ("/casefile/hostile/strange-rows-are-harmless",
                   test_strange_rows_are_harmless);
  const int result = g_test_run ();
  steady_case_maker_remove (folder);
  g_free (folder);
  g_free (path);
  g_free (bytes);
  return result;
}
