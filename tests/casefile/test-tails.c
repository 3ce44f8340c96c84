/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "steady-case-maker.h"

/*
 * The newest seconds of all numerics are read at once for the second channel that asks
 * for them; what each is told must be what it would be told alone.
 */
enum
{
  SECONDS = 1500,
  BREAK_FROM = 700, /* nothing at all is recorded … */
  BREAK_TO = 1120,  /* … until then */
  COLUMNS = 97,
  ROUNDS = 60
};

static const SteadyChannel numerics[] = { STEADY_CHANNEL_ARTERIAL_MEAN,
                                          STEADY_CHANNEL_PATIENT_FLOW,
                                          STEADY_CHANNEL_LACTATE };

static void
take_second (SteadyCaseWriter *writer, int64_t second, GRand *random)
{
  const bool broken = second >= BREAK_FROM && second < BREAK_TO;

  for (unsigned i = 0; i < G_N_ELEMENTS (numerics); i++)
    {
      const SteadySample sample = {
        .t = second * STEADY_NSEC_PER_SEC,
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = g_rand_double_range (random, -20, 90),
        .channel = (uint16_t) numerics[i],
        .quality = g_rand_int_range (random, 0, 9) == 0 ? STEADY_QUALITY_MISSING
                                                        : STEADY_QUALITY_VALID,
      };
      /* each its own losses; the last numeric comes now and then only */
      if (!broken && g_rand_int_range (random, 0, 12) != 0 &&
          (i < 2 || second % 150 == 3))
        steady_case_writer_numeric (writer, &sample);
    }
  steady_case_writer_tick (writer, (second + 1) * STEADY_NSEC_PER_SEC, 0);
}

static void
read_one (SteadyCaseReader *reader,
          unsigned          place,
          int64_t           from,
          int64_t           to,
          SteadyEnvelope   *ret_columns)
{
  GError *error = NULL;

  g_assert_true (steady_case_reader_envelope (reader,
                                              numerics[place],
                                              from * STEADY_NSEC_PER_SEC,
                                              to * STEADY_NSEC_PER_SEC,
                                              COLUMNS,
                                              ret_columns,
                                              &error));
  g_assert_no_error (error);
}

/* One picture of all numerics by @shared, and by readers that know nothing. */
static bool
is_the_same (SteadyCaseReader *shared, const char *path, int64_t from, int64_t to)
{
  static SteadyEnvelope together[COLUMNS], alone[COLUMNS];
  bool                  same = true;

  steady_case_reader_hold (shared);
  for (unsigned i = 0; i < G_N_ELEMENTS (numerics); i++)
    {
      SteadyCaseReader *fresh = steady_case_reader_open (path, NULL);
      read_one (shared, i, from, to, together);
      read_one (fresh, i, from, to, alone);
      same = same && memcmp (together, alone, sizeof alone) == 0;
      steady_case_reader_free (fresh);
    }
  steady_case_reader_release (shared);
  return same;
}

/* What is written between the readings of one comparison makes them differ, but not
 * for ever. */
static void
check_picture (SteadyCaseReader *shared, const char *path, int64_t from, int64_t to)
{
  unsigned tries = 0;

  while (!is_the_same (shared, path, from, to))
    {
      g_assert_cmpuint (++tries, <, 200);
      g_usleep (5000);
    }
}

static SteadyCaseWriter *
open_writer (const char *path)
{
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);

  g_assert_nonnull (writer);
  return writer;
}

static void
test_closed (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseWriter *writer = open_writer (path);
  GRand            *random = g_rand_new_with_seed (7);

  for (int64_t second = 0; second < SECONDS; second++)
    take_second (writer, second, random);
  g_assert_true (steady_case_writer_close (writer, NULL));
  SteadyCaseReader *shared = steady_case_reader_open (path, NULL);
  g_assert_true (is_the_same (shared, path, 0, SECONDS));
  for (unsigned i = 0; i < ROUNDS; i++)
    {
      const int64_t from = g_rand_int_range (random, 0, SECONDS - 2);
      const int64_t to = g_rand_int_range (random, (gint32) from + 1, SECONDS + 200);
      g_assert_true (is_the_same (shared, path, from, to));
    }
  steady_case_reader_free (shared);
  g_rand_free (random);
  steady_case_maker_remove (folder);
}

/* While it is written the newest second may still change. */
static void
test_growing (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseWriter *writer = open_writer (path);
  GRand            *random = g_rand_new_with_seed (8);
  SteadyCaseReader *shared = NULL;

  for (int64_t second = 0; second < SECONDS; second++)
    {
      take_second (writer, second, random);
      if (second % 37 != 0 || second == 0)
        continue;
      if (shared == NULL)
        shared = steady_case_reader_open (path, NULL);
      g_assert_nonnull (shared);
      check_picture (shared, path, 0, second + 5);
      check_picture (shared, path, MAX (second - 300, 0), second + 1);
    }
  g_assert_true (steady_case_writer_close (writer, NULL));
  steady_case_reader_free (shared);
  g_rand_free (random);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/tails/closed", test_closed);
  g_test_add_func ("/casefile/tails/growing", test_growing);
  return g_test_run ();
}
