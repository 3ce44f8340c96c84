/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>

#include <glib.h>

#include "steady-case-maker.h"

static int64_t
query (const char *path, const char *sql)
{
  sqlite3      *database = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (
      sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  const int64_t value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return value;
}

static void
test_nothing_is_missing (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char  *wal = g_strconcat (path, "-wal", NULL);
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  const unsigned    seconds = 130;

  g_assert_no_error (error);
  steady_case_maker_run (writer, 0, seconds * 50);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  g_assert_cmpint (query (path, "SELECT sum (count) FROM wave WHERE channel = 2"),
                   ==,
                   seconds * 250);
  g_assert_cmpint (query (path, "SELECT sum (count) FROM wave WHERE channel = 1000"),
                   ==,
                   seconds * 125);
  g_assert_cmpint (
      query (path, "SELECT count (*) FROM numeric WHERE channel = 100"), ==, seconds);
  g_assert_cmpint (
      query (path, "SELECT count (*) FROM numeric WHERE channel = 214"), ==, 7);
  g_assert_cmpint (query (path, "SELECT count (*) FROM alarm"), ==, seconds / 10);
  g_assert_cmpint (query (path, "SELECT count (*) FROM command"), ==, 2 * seconds / 10);
  g_assert_cmpint (query (path, "SELECT count (*) FROM clock"), ==, 3);
  g_assert_cmpint (query (path, "SELECT count (*) FROM wave WHERE gap"), ==, 2);
  g_assert_cmpint (query (path, "PRAGMA user_version"), ==, STEADY_CASE_SCHEMA);
  g_assert_cmpint (
      query (path, "PRAGMA application_id"), ==, STEADY_CASE_APPLICATION_ID);
  steady_case_maker_remove (folder);
}

/* Packets that were late were told too late; when that is set right nothing is missing,
 * and no sample keeps the instant of the block before. */
static void
test_instants_are_set_right (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  const SteadySpan  early = 60 * STEADY_NSEC_PER_MSEC;

  g_assert_no_error (error);
  for (int64_t tick = 0; tick < 500; tick++)
    {
      float values[5] = { 1, 2, 3, 4, 5 };
      steady_case_writer_wave (writer,
                               STEADY_CHANNEL_ARTERIAL_PRESSURE,
                               tick * 5,
                               tick * STEADY_CASE_MAKER_TICK + (tick < 210 ? early : 0),
                               values,
                               5,
                               false);
      steady_case_writer_tick (writer,
                               (tick + 1) * STEADY_CASE_MAKER_TICK,
                               setup.start_utc + (tick + 1) * STEADY_CASE_MAKER_TICK);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (query (path, "SELECT sum (count) FROM wave"), ==, 2500);
  g_assert_cmpint (query (path, "SELECT count (*) FROM wave WHERE gap"), ==, 1);
  g_assert_cmpint (query (path, "SELECT t_ns FROM wave WHERE first_index = 1050"),
                   ==,
                   210 * STEADY_CASE_MAKER_TICK);
  g_assert_cmpint (query (path,
                          "SELECT count (*) FROM wave WHERE first_index >= 1050 AND "
                          "t_ns <> first_index * 4000000"),
                   ==,
                   0);
  steady_case_maker_remove (folder);
}

static void
test_an_existing_file_is_refused (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) error = NULL;
  SteadyCaseSetup setup = steady_case_maker_setup (path);

  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  g_assert_null (steady_case_writer_open (&setup, &error));
  g_assert_error (error, STEADY_CASE_ERROR, STEADY_CASE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  steady_case_maker_remove (folder);
}

static void
test_one_engine_only_and_never_after_the_end (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) locked = NULL;
  g_autoptr (GError) finished = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);

  setup.resume = true;
  g_assert_null (steady_case_writer_open (&setup, &locked));
  g_assert_error (locked, STEADY_CASE_ERROR, STEADY_CASE_ERROR_LOCKED);
  steady_case_maker_run (writer, 0, 100);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_assert_null (steady_case_writer_open (&setup, &finished));
  g_assert_error (finished, STEADY_CASE_ERROR, STEADY_CASE_ERROR_FINISHED);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/writer/nothing-is-missing", test_nothing_is_missing);
  g_test_add_func ("/casefile/writer/instants-are-set-right",
                   test_instants_are_set_right);
  g_test_add_func ("/casefile/writer/an-existing-file-is-refused",
                   test_an_existing_file_is_refused);
  g_test_add_func ("/casefile/writer/one-engine-only-and-never-after-the-end",
                   test_one_engine_only_and_never_after_the_end);
  return g_test_run ();
}
