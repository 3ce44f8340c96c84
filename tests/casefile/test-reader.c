/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

enum
{
  SECONDS = 700 /* two rows of level 1 of the fast wave and more */
};

/* One case for all tests that only read. */
static char *folder;
static char *path;

static void
record (void)
{
  GError         *error = NULL;
  SteadyCaseSetup setup;

  folder = steady_case_maker_folder ();
  path = g_build_filename (folder, "case.steady", NULL);
  setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  steady_case_maker_run (writer, 0, SECONDS * 50);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

static void
test_waves_come_back (void)
{
  GError           *error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  float             values[1000];
  int64_t           index, next = 0;
  SteadyInstant     t;
  unsigned          count;

  g_assert_no_error (error);
  while (steady_case_reader_wave (reader,
                                  STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                  next,
                                  values,
                                  1000,
                                  &index,
                                  &t,
                                  &count,
                                  &error) &&
         count > 0)
    {
      g_assert_cmpint (index, ==, next);
      g_assert_cmpint (t, ==, index * 4 * STEADY_NSEC_PER_MSEC);
      for (unsigned i = 0; i < count; i++)
        g_assert_cmpfloat_with_epsilon (
            values[i],
            steady_case_maker_wave (STEADY_CHANNEL_ARTERIAL_PRESSURE, index + i),
            0.0040);
      next = index + count;
    }
  g_assert_no_error (error);
  g_assert_cmpint (next, ==, SECONDS * 250);
  for (int64_t wanted = 0; wanted < SECONDS * 125; wanted += 997)
    {
      g_assert_true (steady_case_reader_wave (reader,
                                              STEADY_CHANNEL_FOREIGN,
                                              wanted,
                                              values,
                                              1,
                                              &index,
                                              &t,
                                              &count,
                                              &error));
      g_assert_cmpint (count, ==, 1);
      g_assert_cmpint (index, ==, wanted);
      /* no scale is known for a foreign channel: kept as it was given */
      const float given = steady_case_maker_wave (STEADY_CHANNEL_FOREIGN, wanted);
      g_assert_cmpmem (&values[0], sizeof (float), &given, sizeof (float));
    }
  steady_case_reader_free (reader);
}

/* What the columns should be, from the samples themselves. */
static void
brute_force (SteadyCaseReader *reader,
             SteadyChannel     channel,
             double            rate_hz,
             SteadyInstant     from,
             SteadyInstant     to,
             unsigned          columns,
             SteadyEnvelope   *ret_columns)
{
  const int64_t     last = (int64_t) (SECONDS * rate_hz);
  g_autofree float *values = g_new (float, last);
  int64_t           index;
  SteadyInstant     t;
  unsigned          count;

  g_assert_true (steady_case_reader_wave (
      reader, channel, 0, values, (unsigned) last, &index, &t, &count, NULL));
  g_assert_cmpint (count, ==, last);
  memset (ret_columns, 0, columns * sizeof *ret_columns);
  for (int64_t i = 0; i < last; i++)
    {
      const SteadyInstant t0 = (SteadyInstant) llrint ((double) i * 1e9 / rate_hz);
      const SteadyInstant t1 =
          (SteadyInstant) llrint ((double) (i + 1) * 1e9 / rate_hz);
      for (unsigned c = 0; c < columns; c++)
        {
          const double c0 = (double) from + (double) (to - from) * c / columns;
          const double c1 = (double) from + (double) (to - from) * (c + 1) / columns;
          if ((double) t1 > c0 && (double) t0 < c1)
            steady_envelope_add (&ret_columns[c], values[i]);
        }
    }
}

/*
 * A column may take in what lies up to one bucket beside it, never less than its own
 * samples, and each extreme must be one of the stored samples.
 */
static void
check_picture (SteadyCaseReader *reader,
               SteadyChannel     channel,
               double            rate_hz,
               SteadyInstant     from,
               SteadyInstant     to,
               unsigned          columns)
{
  g_autofree SteadyEnvelope *got = g_new0 (SteadyEnvelope, columns);
  g_autofree SteadyEnvelope *exact = g_new0 (SteadyEnvelope, columns);

  g_assert_true (
      steady_case_reader_envelope (reader, channel, from, to, columns, got, NULL));
  brute_force (reader, channel, rate_hz, from, to, columns, exact);
  for (unsigned c = 0; c < columns; c++)
    {
      SteadyEnvelope wide = exact[c];
      if (c > 0)
        steady_envelope_merge (&wide, &exact[c - 1]);
      if (c + 1 < columns)
        steady_envelope_merge (&wide, &exact[c + 1]);
      g_assert_cmpint (got[c].count > 0, ==, exact[c].count > 0);
      if (exact[c].count == 0)
        continue;
      g_assert_cmpfloat (got[c].low, <=, exact[c].low);
      g_assert_cmpfloat (got[c].high, >=, exact[c].high);
      if (c > 0 && c + 1 < columns)
        {
          g_assert_cmpfloat (got[c].low, >=, wide.low);
          g_assert_cmpfloat (got[c].high, <=, wide.high);
        }
    }
}

static void
test_pictures_equal_brute_force (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  const int64_t     s = STEADY_NSEC_PER_SEC;

  check_picture (reader, STEADY_CHANNEL_ARTERIAL_PRESSURE, 250, 0, SECONDS * s, 64);
  check_picture (reader, STEADY_CHANNEL_ARTERIAL_PRESSURE, 250, 0, SECONDS * s, 7);
  check_picture (
      reader, STEADY_CHANNEL_ARTERIAL_PRESSURE, 250, 100 * s + 1, 161 * s, 100);
  check_picture (
      reader, STEADY_CHANNEL_ARTERIAL_PRESSURE, 250, 690 * s, 760 * s + 3, 50);
  check_picture (reader, STEADY_CHANNEL_FOREIGN, 125, -20 * s, 400 * s, 90);
  check_picture (reader, STEADY_CHANNEL_FOREIGN, 125, 10 * s, 11 * s, 300);
  steady_case_reader_free (reader);
}

static int64_t
query (const char *sql)
{
  sqlite3      *database = NULL;
  sqlite3_stmt *statement = NULL;

  sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL);
  g_assert_cmpint (
      sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  const int64_t value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return value;
}

static void
test_levels_are_small_and_full (void)
{
  const int64_t raw = query ("SELECT sum (length (samples)) FROM wave");
  const int64_t levels = query (
      "SELECT sum (coalesce (length (bounds), 0) + coalesce (length (counts), 0))"
      " FROM level WHERE channel IN (SELECT channel FROM wave)");

  g_test_message ("levels are %.1f %% of the waves",
                  100.0 * (double) levels / (double) raw);
  g_assert_cmpint (levels, >, raw / 10);
  g_assert_cmpint (levels * 5, <=, raw);
  /* 42 full rows of 4096 samples at 250 Hz, 21 at 125 Hz */
  g_assert_cmpint (
      query ("SELECT count (*) FROM level WHERE level = 0 AND channel = 2"), ==, 42);
  g_assert_cmpint (
      query ("SELECT count (*) FROM level WHERE level = 0 AND channel = 1000"), ==, 21);
  g_assert_cmpint (
      query ("SELECT count (*) FROM level WHERE level = 1 AND channel = 2"), ==, 10);
}

static void
test_numerics_come_back (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadySample      samples[SECONDS + 10];
  unsigned          count;
  const int64_t     s = STEADY_NSEC_PER_SEC;

  g_assert_true (steady_case_reader_numerics (reader,
                                              STEADY_CHANNEL_ARTERIAL_MEAN,
                                              0,
                                              STEADY_INSTANT_NEVER,
                                              samples,
                                              SECONDS + 10,
                                              &count,
                                              NULL));
  g_assert_cmpuint (count, ==, SECONDS);
  for (unsigned i = 0; i < count; i++)
    {
      const int64_t tick = i * 50 + 40; /* the last of its second */
      g_assert_cmpint (samples[i].t, ==, tick * STEADY_CASE_MAKER_TICK);
      g_assert_true (steady_sample_usable (&samples[i]));
      g_assert_cmpfloat_with_epsilon (
          samples[i].value,
          steady_case_maker_numeric (STEADY_CHANNEL_ARTERIAL_MEAN, tick),
          1e-12);
    }
  g_assert_true (steady_case_reader_numerics (reader,
                                              STEADY_CHANNEL_ARTERIAL_PUMP,
                                              0,
                                              STEADY_INSTANT_NEVER,
                                              samples,
                                              SECONDS,
                                              &count,
                                              NULL));
  g_assert_cmpuint (count, ==, SECONDS / 20);
  g_assert_true (steady_case_reader_numerics (
      reader, STEADY_CHANNEL_LACTATE, 0, 300 * s, samples, SECONDS, &count, NULL));
  g_assert_cmpuint (count, ==, 3);
  steady_case_reader_free (reader);
}

static void
test_trends_of_numerics_and_states (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadyEnvelope    columns[SECONDS];
  const int64_t     s = STEADY_NSEC_PER_SEC;

  g_assert_true (steady_case_reader_envelope (
      reader, STEADY_CHANNEL_ARTERIAL_MEAN, 0, SECONDS * s, SECONDS, columns, NULL));
  for (unsigned i = 0; i < SECONDS; i++)
    {
      const double value =
          steady_case_maker_numeric (STEADY_CHANNEL_ARTERIAL_MEAN, i * 50 + 40);
      g_assert_cmpuint (columns[i].count, ==, 1);
      g_assert_cmpfloat (columns[i].low, <=, value);
      g_assert_cmpfloat (columns[i].high, >=, value);
      g_assert_cmpfloat_with_epsilon (columns[i].low, value, 1e-5);
    }
  g_assert_true (steady_case_reader_envelope (
      reader, STEADY_CHANNEL_ARTERIAL_PUMP, 5 * s, 45 * s, 4, columns, NULL));
  g_assert_cmpfloat_with_epsilon (columns[0].low, STEADY_PUMP_RUNNING, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns[0].high, STEADY_PUMP_RUNNING, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns[2].low, STEADY_PUMP_STOPPED, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns[2].high, STEADY_PUMP_STOPPED, 1e-9);
  /* nothing is invented where nothing was recorded */
  g_assert_true (steady_case_reader_envelope (
      reader, STEADY_CHANNEL_LACTATE, 10 * s, 90 * s, 40, columns, NULL));
  for (unsigned i = 0; i < 40; i++)
    g_assert_cmpuint (columns[i].count, ==, 0);
  g_assert_true (steady_case_reader_envelope (
      reader, STEADY_CHANNEL_SWEEP, 0, 90 * s, 40, columns, NULL));
  g_assert_cmpuint (columns[0].count, ==, 0);
  steady_case_reader_free (reader);
}

static void
test_records_come_back (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadyCaseEvent   events[200];
  SteadyAlarmRecord alarms[200];
  SteadyCaseCommand commands[200];
  SteadyCaseSpan    span;
  SteadyInstant     t;
  int64_t           last;
  size_t            size;
  unsigned          count;

  g_assert_true (steady_case_reader_finished (reader));
  g_assert_false (steady_case_reader_copied (reader));
  g_assert_cmpint (steady_case_reader_mode (reader), ==, STEADY_MODE_TRAINING);
  g_assert_true (steady_case_reader_span (reader, &span, NULL));
  g_assert_cmpint (span.start, ==, 0);
  g_assert_cmpint (
      span.end, >=, SECONDS * STEADY_NSEC_PER_SEC - STEADY_NSEC_PER_SEC / 2);
  g_assert_cmpint (span.end, <=, SECONDS * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_case_reader_events (reader, 0, events, 200, &count, NULL));
  g_assert_cmpuint (count, ==, SECONDS / 10);
  g_assert_cmpstr (events[3].text, ==, "a note");
  g_assert_true (isnan (events[3].value));
  g_assert_true (
      steady_case_reader_events (reader, events[3].id, events, 200, &count, NULL));
  g_assert_cmpuint (count, ==, SECONDS / 10 - 4);
  g_assert_true (
      steady_case_reader_alarms (reader, 0, alarms, 200, &count, &last, NULL));
  g_assert_cmpuint (count, ==, SECONDS / 10);
  g_assert_cmpstr (alarms[0].id, ==, "map-low");
  g_assert_cmpfloat_with_epsilon (alarms[0].limit, 30, 1e-9);
  g_assert_cmpint (alarms[0].t, ==, 2 * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_case_reader_commands (reader, 0, commands, 200, &count, NULL));
  g_assert_cmpuint (count, ==, SECONDS / 5);
  g_assert_cmpint (commands[1].step, ==, STEADY_ANSWER_ACCEPTED);
  g_autofree int64_t *state = steady_case_reader_last_state (reader, &t, &size, NULL);
  g_assert_cmpuint (size, ==, sizeof *state);
  g_assert_cmpint (*state, ==, SECONDS * 50 - 1);
  g_autofree char *rules = steady_case_reader_meta (reader, "rules");
  g_assert_cmpstr (rules, ==, "{\"rules\": []}");
  g_assert_null (steady_case_reader_meta (reader, "nothing"));
  steady_case_reader_free (reader);
}

static void
test_a_live_case_can_be_read_and_finished (void)
{
  g_autofree char  *live = g_build_filename (folder, "live.steady", NULL);
  g_autofree char  *wal = g_strconcat (live, "-wal", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (live);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  SteadyEnvelope    columns[10];
  GError           *error = NULL;
  unsigned          waited = 0;

  steady_case_maker_run (writer, 0, 1000);
  while (steady_case_writer_progress (writer).committed_to < 18 * STEADY_NSEC_PER_SEC)
    {
      g_usleep (10000);
      g_assert_cmpuint (++waited, <, 3000);
    }
  SteadyCaseReader *reader = steady_case_reader_open (live, &error);
  g_assert_no_error (error);
  g_assert_false (steady_case_reader_finished (reader));
  g_assert_true (steady_case_reader_envelope (reader,
                                              STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                              0,
                                              18 * STEADY_NSEC_PER_SEC,
                                              10,
                                              columns,
                                              &error));
  for (unsigned i = 0; i < 10; i++)
    g_assert_cmpuint (columns[i].count, >, 0);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_true (steady_case_reader_envelope (reader,
                                              STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                              0,
                                              20 * STEADY_NSEC_PER_SEC,
                                              10,
                                              columns,
                                              &error));
  steady_case_reader_free (reader);
}

static void
test_verify_and_copy (void)
{
  g_autofree char  *copy = g_build_filename (folder, "copy.steady", NULL);
  GError           *error = NULL;
  SteadyCaseVerdict verdict, again;

  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  g_assert_true (verdict.finished);
  g_assert_cmpint (verdict.uncovered, ==, 0);
  g_assert_cmpint (verdict.links, >, 100);
  g_assert_true (steady_case_copy (path, copy, &error));
  g_assert_no_error (error);
  g_assert_true (steady_case_verify (copy, &again, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (
      verdict.head.hash, STEADY_CASE_HASH_SIZE, again.head.hash, STEADY_CASE_HASH_SIZE);
  g_assert_false (steady_case_copy (path, copy, &error));
  g_assert_error (error, STEADY_CASE_ERROR, STEADY_CASE_ERROR_EXISTS);
  g_error_free (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  record ();
  g_test_add_func ("/casefile/reader/waves-come-back", test_waves_come_back);
  g_test_add_func ("/casefile/reader/pictures-equal-brute-force",
                   test_pictures_equal_brute_force);
  g_test_add_func ("/casefile/reader/levels-are-small-and-full",
                   test_levels_are_small_and_full);
  g_test_add_func ("/casefile/reader/numerics-come-back", test_numerics_come_back);
  g_test_add_func ("/casefile/reader/trends-of-numerics-and-states",
                   test_trends_of_numerics_and_states);
  g_test_add_func ("/casefile/reader/records-come-back", test_records_come_back);
  g_test_add_func ("/casefile/reader/a-live-case-can-be-read-and-finished",
                   test_a_live_case_can_be_read_and_finished);
  g_test_add_func ("/casefile/reader/verify-and-copy", test_verify_and_copy);
  const int result = g_test_run ();
  steady_case_maker_remove (folder);
  g_free (folder);
  g_free (path);
  return result;
}
