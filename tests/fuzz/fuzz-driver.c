/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "steady-driver-bench.h"
#include "steady-fuzz.h"

/*
 * Usage: fuzz-driver TAPE [FILE …]; STEADY_FUZZ_ROUNDS sets the number of mutations.
 *
 * The seeds are pieces of a driver's tape. An input is what came from the device; the
 * host's clock goes on by the bytes themselves, so that time-outs come too.
 */
enum
{
  SEED_BYTES = 1500,
  SEEDS_MOST = 64,
  ROUNDS = 4000
};

static SteadyTape        *tape;
static SteadyDriverBench *bench;
static SteadyInstant      t; /* goes on from input to input, as with a real line */

/* What a rig can be told it is told in between: any value, at any moment. */
static void
command (uint8_t byte)
{
  const SteadyDriver *driver = &bench->driver;

  if (driver->n_controls == 0 || byte % 7 != 0)
    return;
  const SteadyDriverControl *control = &driver->controls[byte / 7 % driver->n_controls];
  const double               span = control->high - control->low;
  const SteadyCommand        what = { .id = 1,
                                      .issued = t,
                                      .control = control->control,
                                      .origin = byte % 2,
                                      .value = control->low + span * (byte - 20) / 200 };
  steady_driver_guard_enter (&bench->guard, t);
  driver->class->command (&bench->driver, &what, t);
}

/* Each input is a line that was opened anew, to one driver: what its settings name is
 * read once (the files and patterns of "mapped"). */
static void
run_driver (const uint8_t *bytes, size_t length)
{
  steady_driver_bench_forget (bench);
  steady_driver_bench_start (bench, t);
  for (size_t at = 0; at < length;)
    {
      const size_t piece = MIN ((size_t) bytes[at] + 1, length - at);
      t += (SteadyInstant) (bytes[at] % 16) * 50 * STEADY_NSEC_PER_MSEC;
      command (bytes[at]);
      steady_driver_bench_tick (bench, t);
      steady_driver_bench_rx (bench, bytes + at, piece, t);
      at += piece;
    }
  t += 20 * STEADY_NSEC_PER_SEC;
  steady_driver_bench_tick (bench, t);
  bench->driver.class->probe (bytes, length);
  g_assert_cmpuint (bench->guard.breaches, ==, 0);
}

static unsigned
make_seeds (GByteArray *heard, SteadyFuzzSeed *seeds)
{
  g_autoptr (GError) error = NULL;
  SteadyTapeRecord record;
  unsigned         n = 0;

  while (steady_tape_next (tape, &record, &error))
    if (record.kind == STEADY_TAPE_CAME)
      g_byte_array_append (heard, record.bytes, (guint) record.length);
  g_assert_no_error (error);
  for (guint at = 0; at < heard->len && n < SEEDS_MOST; at += SEED_BYTES)
    seeds[n++] =
        (SteadyFuzzSeed){ heard->data + at, MIN (SEED_BYTES, heard->len - at) };
  return n;
}

int
main (int argc, char **argv)
{
  const char *rounds = g_getenv ("STEADY_FUZZ_ROUNDS");
  g_autoptr (GByteArray) heard = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  SteadyFuzzSeed seeds[SEEDS_MOST];

  if (argc < 2)
    {
      fprintf (stderr, "usage: fuzz-driver TAPE [FILE …]\n");
      return 2;
    }
  g_autofree char *name = g_strconcat (argv[1], ".tape", NULL);
  g_autofree char *file =
      g_build_filename (g_getenv ("STEADY_TEST_DATA"), "tapes", name, NULL);
  tape = steady_tape_open (file, &error);
  g_assert_no_error (error);
  bench =
      steady_driver_bench_new (steady_tape_driver (tape), steady_tape_settings (tape));
  g_autofree char *title = g_strconcat ("driver/", argv[1], NULL);
  const unsigned   n = make_seeds (heard, seeds);
  const int        status = steady_fuzz_main (
      argc - 1,
      argv + 1,
      title,
      run_driver,
      seeds,
      n,
      rounds != NULL ? (unsigned) strtoul (rounds, NULL, 10) : ROUNDS);
  steady_driver_bench_free (bench);
  steady_tape_free (tape);
  return status;
}
