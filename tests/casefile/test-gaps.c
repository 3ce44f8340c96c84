/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-pyramid.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

enum
{
  SAMPLES = 60000, /* four minutes at 250 Hz */
  CHUNK = 50
};

/* What a wave holds; NaN where it is missing. */
typedef struct Wave
{
  float values[SAMPLES];
} Wave;

static Wave *
make_wave (uint32_t seed)
{
  Wave  *wave = g_new (Wave, 1);
  GRand *random = g_rand_new_with_seed (seed);

  for (unsigned i = 0; i < SAMPLES; i++)
    wave->values[i] = (float) g_rand_int_range (random, -40, 300);
  /* losses of one sample, of some, and of more than a row of the first level */
  static const unsigned lengths[] = { 1, 1, 3, 17, 300, 5000 };
  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      const unsigned from =
          (unsigned) g_rand_int_range (random, 0, SAMPLES - (gint32) lengths[i]);
      for (unsigned k = 0; k < lengths[i]; k++)
        wave->values[from + k] = NAN;
    }
  g_rand_free (random);
  return wave;
}

static void
record (const char *path, const Wave *wave)
{
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);

  g_assert_no_error (error);
  for (unsigned i = 0; i < SAMPLES; i += CHUNK)
    {
      const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      steady_case_writer_wave (writer,
                               STEADY_CHANNEL_ARTERIAL_PRESSURE,
                               i,
                               t,
                               wave->values + i,
                               CHUNK,
                               false);
      steady_case_writer_tick (writer, t, 0);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

static void
test_nothing_is_filled (void)
{
  for (uint32_t seed = 0; seed < 8; seed++)
    {
      g_autofree char  *folder = steady_case_maker_folder ();
      g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
      g_autofree Wave  *wave = make_wave (seed);
      g_autofree Wave  *back = g_new (Wave, 1);
      SteadyCaseVerdict verdict;
      float             values[1000];
      int64_t           index, next = 0;
      SteadyInstant     t;
      unsigned          count = 1;

      record (path, wave);
      g_assert_true (steady_case_verify (path, &verdict, NULL));
      SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
      for (unsigned i = 0; i < SAMPLES; i++)
        back->values[i] = NAN;
      while (count > 0)
        {
          g_assert_true (steady_case_reader_wave (reader,
                                                  STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                                  next,
                                                  values,
                                                  1000,
                                                  &index,
                                                  &t,
                                                  &count,
                                                  NULL));
          for (unsigned i = 0; i < count; i++)
            back->values[index + i] = values[i];
          next = index + count;
        }
      steady_case_reader_free (reader);
      /* whole numbers are stored exactly */
      for (unsigned i = 0; i < SAMPLES; i++)
        g_assert_true (isnan (wave->values[i])
                           ? isnan (back->values[i])
                           : fabsf (wave->values[i] - back->values[i]) < 1e-6f);
      steady_case_maker_remove (folder);
    }
}

/* Low and high of the samples in a column, wherever any of it is touched. */
static void
brute_force (const Wave *wave, unsigned columns, SteadyEnvelope *ret_columns)
{
  memset (ret_columns, 0, columns * sizeof *ret_columns);
  for (unsigned i = 0; i < SAMPLES; i++)
    if (!isnan (wave->values[i]))
      {
        const unsigned last = (unsigned) (((uint64_t) (i + 1) * columns - 1) / SAMPLES);
        for (unsigned c = (unsigned) ((uint64_t) i * columns / SAMPLES); c <= last; c++)
          steady_envelope_add (&ret_columns[c], wave->values[i]);
      }
}

static void
test_pictures_show_gaps (void)
{
  static const unsigned widths[] = { 2000, 500, 90, 13, 1 };

  for (uint32_t seed = 0; seed < 8; seed++)
    {
      g_autofree char *folder = steady_case_maker_folder ();
      g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
      g_autofree Wave *wave = make_wave (seed);
      record (path, wave);
      SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
      for (unsigned i = 0; i < G_N_ELEMENTS (widths); i++)
        {
          g_autofree SteadyEnvelope *got = g_new (SteadyEnvelope, widths[i]);
          g_autofree SteadyEnvelope *exact = g_new (SteadyEnvelope, widths[i]);
          g_assert_true (steady_case_reader_envelope (reader,
                                                      STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                                      0,
                                                      (SteadyInstant) SAMPLES * 4 *
                                                          STEADY_NSEC_PER_MSEC,
                                                      widths[i],
                                                      got,
                                                      NULL));
          brute_force (wave, widths[i], exact);
          for (unsigned c = 0; c < widths[i]; c++)
            {
              /* never less than there is; a bucket reaches at most into a neighbour */
              const bool near = exact[c].count > 0 ||
                                (c > 0 && exact[c - 1].count > 0) ||
                                (c + 1 < widths[i] && exact[c + 1].count > 0);
              g_assert_true (got[c].count == 0 || near);
              g_assert_true (exact[c].count == 0 || got[c].count > 0);
              if (exact[c].count == 0)
                continue;
              g_assert_cmpfloat (got[c].low, <=, exact[c].low);
              g_assert_cmpfloat (got[c].high, >=, exact[c].high);
            }
        }
      steady_case_reader_free (reader);
      steady_case_maker_remove (folder);
    }
}

typedef struct Seen
{
  const Wave *wave;
  unsigned    rows[STEADY_CASE_LEVELS];
} Seen;

/* Each bucket of each row equals brute force and holds no missing sample. */
static void
check_row (void *data, const SteadyCaseLevelRow *row)
{
  Seen         *seen = data;
  const int64_t bucket = steady_case_bucket_samples (row->level);

  seen->rows[row->level]++;
  for (unsigned i = 0; i < STEADY_CASE_ROW_BUCKETS; i++)
    {
      SteadyEnvelope exact = { 0 };
      for (int64_t k = 0; k < bucket; k++)
        {
          const float value = seen->wave->values[row->first_index + i * bucket + k];
          g_assert_false (isnan (value));
          steady_envelope_add (&exact, value);
        }
      g_assert_cmpmem (&row->buckets[i], sizeof exact, &exact, sizeof exact);
    }
}

static void
test_levels_equal_brute_force (void)
{
  for (uint32_t seed = 0; seed < 8; seed++)
    {
      g_autofree Wave              *wave = make_wave (seed);
      g_autofree SteadyCasePyramid *pyramid = g_new0 (SteadyCasePyramid, 1);
      Seen                          seen = { .wave = wave };
      steady_case_pyramid_init (pyramid, 0, check_row, &seen);
      for (unsigned i = 0; i < SAMPLES; i++)
        {
          const SteadyEnvelope sample = { wave->values[i], wave->values[i], 1 };
          if (isnan (wave->values[i]))
            steady_case_pyramid_restart (pyramid);
          else
            steady_case_pyramid_add (
                pyramid, i, (SteadySpan) i * 4000000, 4000000, &sample);
        }
      g_assert_cmpuint (seen.rows[0], >, 5);
    }
}

enum
{
  NUMERIC_SECONDS = 3000
};

/* Numerics with losses, with values that a float holds and with others. */
static void
record_numerics (const char *path, uint32_t seed)
{
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  GRand            *random = g_rand_new_with_seed (seed);
  int               missing = 0;

  g_assert_no_error (error);
  for (int64_t second = 0; second < NUMERIC_SECONDS; second++)
    {
      if (missing == 0 && g_rand_int_range (random, 0, 100) == 0)
        missing = g_rand_int_range (random, 1, 400);
      missing -= missing > 0;
      const bool         whole = second / 500 % 2 == 0;
      const double       value = g_rand_double_range (random, -20, 90);
      const SteadySample sample = {
        .t = second * STEADY_NSEC_PER_SEC,
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = whole ? rint (value) + 0.0 : value, /* SQLite knows no -0 */
        .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
        .quality = missing > 0 ? STEADY_QUALITY_MISSING : STEADY_QUALITY_VALID,
      };
      if (missing % 2 == 0)
        steady_case_writer_numeric (writer, &sample);
      steady_case_writer_tick (writer, (second + 1) * STEADY_NSEC_PER_SEC, 0);
    }
  g_rand_free (random);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

static void
forget_levels (const char *path)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database, "DELETE FROM level", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (database), >, 10);
  sqlite3_close (database);
}

static void
read_numerics (const char     *path,
               int64_t         from,
               int64_t         to,
               unsigned        columns,
               SteadyEnvelope *ret_columns)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);

  g_assert_nonnull (reader);
  g_assert_true (steady_case_reader_envelope (reader,
                                              STEADY_CHANNEL_ARTERIAL_MEAN,
                                              from * STEADY_NSEC_PER_SEC,
                                              to * STEADY_NSEC_PER_SEC,
                                              columns,
                                              ret_columns,
                                              NULL));
  steady_case_reader_free (reader);
}

/* Where a column is as long as a second or shorter the levels of numerics leave nothing
 * out and add nothing: the picture is that of the rows, to the last bit. */
static void
test_seconds_are_exact (void)
{
  static const int64_t  spans[][2] = { { 0, NUMERIC_SECONDS },
                                       { 250, 262 },
                                       { 7, 1999 } };
  static SteadyEnvelope by_level[G_N_ELEMENTS (spans)][NUMERIC_SECONDS];
  static SteadyEnvelope by_row[NUMERIC_SECONDS];

  for (uint32_t seed = 0; seed < 4; seed++)
    {
      g_autofree char *folder = steady_case_maker_folder ();
      g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
      record_numerics (path, seed);
      for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
        read_numerics (path, spans[i][0], spans[i][1], NUMERIC_SECONDS, by_level[i]);
      forget_levels (path);
      for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
        {
          read_numerics (path, spans[i][0], spans[i][1], NUMERIC_SECONDS, by_row);
          g_assert_cmpmem (by_level[i], sizeof by_row, by_row, sizeof by_row);
        }
      steady_case_maker_remove (folder);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/gaps/nothing-is-filled", test_nothing_is_filled);
  g_test_add_func ("/casefile/gaps/pictures-show-gaps", test_pictures_show_gaps);
  g_test_add_func ("/casefile/gaps/levels-equal-brute-force",
                   test_levels_equal_brute_force);
  g_test_add_func ("/casefile/gaps/seconds-are-exact", test_seconds_are_exact);
  return g_test_run ();
}
