/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "steady-case-maker.h"

/* Raw samples from an instant on, held against what was written. */

enum
{
  SAMPLES = 20000, /* 80 s at 250 Hz */
  CHUNK = 50,
  MOST = 700
};

#define PERIOD (4 * STEADY_NSEC_PER_MSEC)

static char *folder;
static char *path;
static float wave[SAMPLES]; /* NaN where it is missing */

/* Losses of one sample, of some, at the end of a block and of seconds. */
static const int lost[][2] = { { 1000, 1 },  { 2003, 7 },    { 4999, 2 },
                               { 7000, 64 }, { 9000, 2500 }, { 19990, 1 } };

static void
record (void)
{
  GError *error = NULL;

  folder = steady_case_maker_folder ();
  path = g_build_filename (folder, "case.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  for (int i = 0; i < SAMPLES; i++)
    wave[i] = (float) (i * 37 % 300 - 40);
  for (unsigned i = 0; i < G_N_ELEMENTS (lost); i++)
    for (int k = 0; k < lost[i][1]; k++)
      wave[lost[i][0] + k] = NAN;
  for (int i = 0; i < SAMPLES; i += CHUNK)
    {
      steady_case_writer_wave (writer,
                               STEADY_CHANNEL_ARTERIAL_PRESSURE,
                               i,
                               i * PERIOD,
                               wave + i,
                               CHUNK,
                               false);
      steady_case_writer_tick (writer, i * PERIOD, 0);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

/* Asks for @size samples from @from on and holds them against what was written. */
static unsigned
check (SteadyCaseReader *reader, SteadyInstant from, unsigned size)
{
  float         values[MOST];
  int64_t       index = -1, first = from < 0 ? 0 : from / PERIOD;
  SteadyInstant t = -1;
  unsigned      count = 99, run = 0;
  GError       *error = NULL;

  g_assert_true (steady_case_reader_wave_from (reader,
                                               STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                               from,
                                               values,
                                               size,
                                               &index,
                                               &t,
                                               &count,
                                               &error));
  g_assert_no_error (error);
  while (first < SAMPLES && isnan (wave[first]))
    first++;
  while (run < size && first + run < SAMPLES && !isnan (wave[first + run]))
    run++;
  g_assert_cmpuint (count, ==, run);
  if (run == 0)
    {
      /* untouched: nothing stands there */
      g_assert_cmpint (index, ==, -1);
      g_assert_cmpint (t, ==, -1);
      return 0;
    }
  g_assert_cmpint (index, ==, first);
  g_assert_cmpint (t, ==, first * PERIOD);
  for (unsigned i = 0; i < run; i++) /* whole numbers are stored exactly */
    g_assert_cmpfloat_with_epsilon (values[i], wave[first + i], 1e-6f);
  return run;
}

/* From every place about each loss, and in the middle of a sample's time. */
static void
test_from_anywhere (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  unsigned          some = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (lost); i++)
    for (int k = -70; k < 80; k++)
      {
        const SteadyInstant at = (lost[i][0] + k) * PERIOD;
        some += check (reader, at, 1);
        some += check (reader, at + PERIOD - 1, 3);
        some += check (reader, at + 1, MOST);
      }
  g_assert_cmpuint (some, >, 100000);
  steady_case_reader_free (reader);
}

static void
test_ends (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);

  check (reader, -5 * STEADY_NSEC_PER_SEC, 10);
  check (reader, 0, MOST);
  g_assert_cmpuint (check (reader, (SAMPLES - 3) * PERIOD, MOST), ==, 3);
  g_assert_cmpuint (check (reader, (SAMPLES - 1) * PERIOD + PERIOD - 1, MOST), ==, 1);
  g_assert_cmpuint (check (reader, SAMPLES * PERIOD, MOST), ==, 0);
  g_assert_cmpuint (check (reader, INT64_MAX / 4, MOST), ==, 0);
  g_assert_cmpuint (check (reader, 5 * PERIOD, 0), ==, 0);
  steady_case_reader_free (reader);
}

/* One call after the other sees every sample once. */
static void
test_walks (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadyInstant     from = 0, t = 0;
  unsigned          total = 0, there = 0, count;
  float             values[MOST];
  int64_t           index;

  for (unsigned i = 0; i < SAMPLES; i++)
    there += isnan (wave[i]) ? 0 : 1;
  do
    {
      g_assert_true (steady_case_reader_wave_from (reader,
                                                   STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                                   from,
                                                   values,
                                                   MOST,
                                                   &index,
                                                   &t,
                                                   &count,
                                                   NULL));
      total += count;
      from = t + count * PERIOD;
    }
  while (count > 0);
  g_assert_cmpuint (total, ==, there);
  steady_case_reader_free (reader);
}

static void
test_no_such_channel (void)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  float             value;
  int64_t           index;
  SteadyInstant     t;
  unsigned          count = 9;

  g_assert_true (steady_case_reader_wave_from (
      reader, STEADY_CHANNEL_ECG, 0, &value, 1, &index, &t, &count, NULL));
  g_assert_cmpuint (count, ==, 0);
  steady_case_reader_free (reader);
}

/* A device whose crystal is 200 ppm off: its samples are read in pieces, none twice and
 * none left out, and the instant of each is right to half a sample. */
static void
test_drift (void)
{
  GError           *error = NULL;
  g_autofree char  *file = g_build_filename (folder, "drift.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (file);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  float             values[MOST];
  int64_t           next = 0, index;
  SteadyInstant     t;
  unsigned          count, pieces = 0;

  g_assert_no_error (error);
  for (int i = 0; i < 10 * SAMPLES; i += CHUNK)
    {
      for (int k = 0; k < CHUNK; k++)
        values[k] = (float) ((i + k) % 1000);
      const SteadyInstant at = (SteadyInstant) ((double) i * PERIOD * 1.0002);
      steady_case_writer_wave (
          writer, STEADY_CHANNEL_ARTERIAL_PRESSURE, i, at, values, CHUNK, false);
      steady_case_writer_tick (writer, at, 0);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  SteadyCaseReader *reader = steady_case_reader_open (file, NULL);
  for (;; next += count, pieces++)
    {
      g_assert_true (steady_case_reader_wave (reader,
                                              STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                              next,
                                              values,
                                              MOST,
                                              &index,
                                              &t,
                                              &count,
                                              &error));
      if (count == 0)
        break;
      g_assert_cmpint (index, ==, next);
      for (unsigned k = 0; k < count; k++)
        {
          const double truth = (double) (next + k) * PERIOD * 1.0002;
          const double told = (double) t + (double) k * PERIOD;
          g_assert_cmpint ((int64_t) values[k], ==, (next + k) % 1000);
          g_assert_cmpfloat (ABS (told - truth), <, 0.6 * PERIOD);
        }
    }
  g_assert_cmpint (next, ==, 10 * SAMPLES);
  g_assert_cmpuint (pieces, >, 10);
  steady_case_reader_free (reader);
  g_assert_cmpint (g_unlink (file), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  record ();
  g_test_add_func ("/case/wave-from/anywhere", test_from_anywhere);
  g_test_add_func ("/case/wave-from/ends", test_ends);
  g_test_add_func ("/case/wave-from/walks", test_walks);
  g_test_add_func ("/case/wave-from/drift", test_drift);
  g_test_add_func ("/case/wave-from/no-such-channel", test_no_such_channel);
  const int status = g_test_run ();
  steady_case_maker_remove (folder);
  g_free (folder);
  g_free (path);
  return status;
}
