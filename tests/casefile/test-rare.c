/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "steady-case-maker.h"

/* Numerics that are seldom or never given, in a case long enough for several levels,
 * with breaks: the reader does not look at each second of such a stretch, and must miss
 * none. */
enum
{
  SECONDS = 30000,
  RARE = 4
};

/* Seconds in which lactate was given; 0: none. */
typedef struct Given
{
  double lactate[SECONDS];
} Given;

static SteadySample
sample_of (SteadyChannel channel, int64_t second, double value)
{
  return (SteadySample){ .t = second * STEADY_NSEC_PER_SEC,
                         .t_device = STEADY_NO_DEVICE_TIME,
                         .value = value,
                         .channel = channel,
                         .quality = STEADY_QUALITY_VALID };
}

static Given *
make_given (GRand *random, const int64_t *breaks, unsigned n_breaks)
{
  Given *given = g_new0 (Given, 1);

  for (unsigned i = 0; i < RARE; i++)
    given->lactate[g_rand_int_range (random, 0, SECONDS)] =
        g_rand_int_range (random, 1, 200) / 8.0;
  /* what a break cuts off is in no row: the last value before it, and the first behind
   */
  for (unsigned i = 0; i < n_breaks; i++)
    {
      given->lactate[breaks[i] - 1 - g_rand_int_range (random, 0, 300)] = 3.5 + i;
      given->lactate[breaks[i]] = 7.25 + i;
    }
  return given;
}

/* From second @from until the one before @to; the mean pressure all the time. */
static void
record (const char *path, const Given *given, int64_t from, int64_t to, bool last)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseSetup setup = steady_case_maker_setup (path);

  setup.resume = from > 0;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  for (int64_t i = from; i < to; i++)
    {
      const SteadySample mean = sample_of (STEADY_CHANNEL_ARTERIAL_MEAN, i, i % 97);
      steady_case_writer_numeric (writer, &mean);
      if (given->lactate[i] > 0)
        {
          const SteadySample rare =
              sample_of (STEADY_CHANNEL_LACTATE, i, given->lactate[i]);
          steady_case_writer_numeric (writer, &rare);
        }
      steady_case_writer_tick (writer, i * STEADY_NSEC_PER_SEC, 0);
    }
  if (last)
    g_assert_true (steady_case_writer_close (writer, &error));
  else
    steady_case_writer_leave (writer);
  g_assert_no_error (error);
}

/* All that was given in seconds @from to @to. */
static SteadyEnvelope
truth (const Given *given, double from, double to)
{
  SteadyEnvelope all = { 0 };

  for (int i = (int) MAX (from, 0); i < MIN (to, SECONDS); i++)
    if (given->lactate[i] > 0)
      steady_envelope_add (&all, (float) given->lactate[i]);
  return all;
}

static void
check_window (SteadyCaseReader *reader,
              const Given      *given,
              int64_t           from,
              int64_t           to,
              unsigned          columns)
{
  g_autofree SteadyEnvelope *seen = g_new (SteadyEnvelope, columns);
  g_autoptr (GError) error = NULL;
  const double width = (double) (to - from) / columns;

  g_assert_true (steady_case_reader_envelope (reader,
                                              STEADY_CHANNEL_LACTATE,
                                              from * STEADY_NSEC_PER_SEC,
                                              to * STEADY_NSEC_PER_SEC,
                                              columns,
                                              seen,
                                              &error));
  g_assert_no_error (error);
  for (unsigned c = 0; c < columns; c++)
    {
      const double         begin = from + c * width;
      const SteadyEnvelope inside = truth (given, ceil (begin), begin + width);
      /* A bucket, no wider than a column, may reach in from beside it. */
      const SteadyEnvelope around =
          truth (given, begin - width - 1, begin + 2 * width + 1);
      g_assert_cmpint (seen[c].count > 0, >=, inside.count > 0);
      g_assert_cmpint (seen[c].count > 0, <=, around.count > 0);
      if (inside.count > 0)
        {
          g_assert_cmpfloat (seen[c].low, <=, inside.low);
          g_assert_cmpfloat (seen[c].high, >=, inside.high);
        }
      if (seen[c].count > 0)
        {
          g_assert_cmpfloat (seen[c].low, >=, around.low);
          g_assert_cmpfloat (seen[c].high, <=, around.high);
        }
    }
}

static void
check_case (const char *path, const Given *given, GRand *random)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);

  g_assert_no_error (error);
  check_window (reader, given, 0, SECONDS, 1);
  check_window (reader, given, 0, SECONDS, 64);
  for (unsigned i = 0; i < 60; i++)
    {
      const int64_t from = g_rand_int_range (random, 0, SECONDS - 2000);
      const int64_t to = g_rand_int_range (random, (gint32) from + 1500, SECONDS);
      check_window (
          reader, given, from, to, (unsigned) g_rand_int_range (random, 1, 300));
    }
  steady_case_reader_free (reader);
}

static void
test_none_is_missed (void)
{
  GRand *random = g_rand_new_with_seed (7);

  for (unsigned round = 0; round < 10; round++)
    {
      g_autofree char  *folder = steady_case_maker_folder ();
      g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
      const int64_t     breaks[] = { g_rand_int_range (random, 1000, 9000),
                                     g_rand_int_range (random, 12000, 28000) };
      g_autofree Given *given = make_given (random, breaks, G_N_ELEMENTS (breaks));
      record (path, given, 0, breaks[0], false);
      record (path, given, breaks[0], breaks[1], false);
      record (path, given, breaks[1], SECONDS, true);
      check_case (path, given, random);
      steady_case_maker_remove (folder);
    }
  g_rand_free (random);
}

static void
test_never_given_is_empty (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree Given *given = g_new0 (Given, 1);
  GRand            *random = g_rand_new_with_seed (11);

  record (path, given, 0, SECONDS, true);
  check_case (path, given, random);
  g_rand_free (random);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/rare/none-is-missed", test_none_is_missed);
  g_test_add_func ("/casefile/rare/never-given-is-empty", test_never_given_is_empty);
  return g_test_run ();
}
