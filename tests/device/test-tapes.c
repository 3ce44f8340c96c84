/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/steady-random.h"
#include "steady-dialogue.h"

/*
 * What holds for every driver, shown on the tapes in tests/tapes: dialogues with the
 * emulators, as the transport recorded them. A driver without a tape fails.
 */
static SteadyDriverBench *
play_whole (const SteadyDialogue *self)
{
  SteadyDriverBench *bench = steady_dialogue_bench (self);
  for (guint i = 0; i < self->records->len; i++)
    steady_driver_bench_play (bench, steady_dialogue_at (self, i));
  return bench;
}

static void
assert_same (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const SteadyDriverValue *one = &g_array_index (a, SteadyDriverValue, i);
      const SteadyDriverValue *other = &g_array_index (b, SteadyDriverValue, i);
      g_assert_cmpuint (one->signal, ==, other->signal);
      g_assert_cmpuint (one->quality, ==, other->quality);
      g_assert_cmpint (one->t, ==, other->t);
      g_assert_true (memcmp (&one->value, &other->value, sizeof one->value) == 0);
    }
}

/* The tape played twice: values come, all within the contract, the same each time; and
 * the driver asks what was asked then. */
static void
test_plays (gconstpointer data)
{
  SteadyDialogue     dialogue = steady_dialogue_load (data);
  SteadyDriverBench *once = play_whole (&dialogue);
  SteadyDriverBench *twice = play_whole (&dialogue);
  g_autoptr (GByteArray) asked = g_byte_array_new ();

  g_assert_cmpuint (once->values->len, >, 0);
  g_assert_cmpuint (once->driver.frames, >, 0);
  g_assert_cmpuint (once->guard.breaches, ==, 0);
  assert_same (once->values, twice->values);
  for (guint i = 0; i < dialogue.records->len; i++)
    if (steady_dialogue_at (&dialogue, i)->kind == STEADY_TAPE_SENT)
      g_byte_array_append (asked,
                           steady_dialogue_at (&dialogue, i)->bytes,
                           (guint) steady_dialogue_at (&dialogue, i)->length);
  if (once->driver.class->stop == NULL)
    g_assert_cmpmem (once->sent->data, once->sent->len, asked->data, asked->len);
  steady_driver_bench_free (once);
  steady_driver_bench_free (twice);
  steady_dialogue_finish (&dialogue);
}

/* Bytes cut at every place, and one by one: the same values. A datagram is never cut.
 */
static void
test_fragments (gconstpointer data)
{
  SteadyDialogue     dialogue = steady_dialogue_load (data);
  SteadyDriverBench *whole = play_whole (&dialogue);

  for (size_t piece = 1; piece <= 64; piece++)
    {
      SteadyDriverBench *cut = steady_dialogue_bench (&dialogue);
      for (guint i = 0; i < dialogue.records->len; i++)
        {
          const SteadyTapeRecord *record = steady_dialogue_at (&dialogue, i);
          if (record->kind != STEADY_TAPE_CAME)
            steady_driver_bench_play (cut, record);
          for (size_t at = 0; record->kind == STEADY_TAPE_CAME && at < record->length;
               at += piece)
            steady_driver_bench_rx (
                cut, record->bytes + at, MIN (piece, record->length - at), record->t);
        }
      assert_same (whole->values, cut->values);
      steady_driver_bench_free (cut);
    }
  steady_driver_bench_free (whole);
  steady_dialogue_finish (&dialogue);
}

/* One bit in some hundred bytes is turned: no value outside what the device can mean,
 * no crash; and on a sound line the driver is back. */
static void
test_flipped_bits (gconstpointer data)
{
  SteadyDialogue dialogue = steady_dialogue_load (data);
  SteadyRandom   random;

  steady_random_init (&random, 7);
  for (unsigned round = 0; round < 40; round++)
    {
      SteadyDriverBench *bench = steady_dialogue_bench (&dialogue);
      for (guint i = 0; i < dialogue.records->len; i++)
        {
          SteadyTapeRecord record = *steady_dialogue_at (&dialogue, i);
          if (record.kind == STEADY_TAPE_CAME && record.length > 0 &&
              steady_random_bits (&random) % 3 == 0)
            record.bytes[steady_random_bits (&random) % record.length] ^=
                (uint8_t) (1 << steady_random_bits (&random) % 8);
          steady_driver_bench_play (bench, &record);
        }
      g_assert_cmpuint (bench->guard.breaches, ==, 0);
      steady_driver_bench_forget (bench);
      for (guint i = 0; i < dialogue.records->len; i++)
        {
          SteadyTapeRecord record = *steady_dialogue_at (&dialogue, i);
          record.t += steady_dialogue_at (&dialogue, dialogue.records->len - 1)->t;
          steady_driver_bench_play (bench, &record);
        }
      g_assert_cmpuint (bench->values->len, >, 0);
      steady_driver_bench_free (bench);
    }
  steady_dialogue_finish (&dialogue);
}

/* Noise for as long as a cable can be loose: nothing breaks the contract. */
static void
test_noise (gconstpointer data)
{
  SteadyDialogue     dialogue = steady_dialogue_load (data);
  SteadyDriverBench *bench = steady_dialogue_bench (&dialogue);
  SteadyRandom       random;
  SteadyInstant      t = 0;

  steady_random_init (&random, 8);
  for (unsigned round = 0; round < 3000; round++)
    {
      uint8_t      noise[256];
      const size_t length = 1 + steady_random_bits (&random) % sizeof noise;
      for (size_t i = 0; i < length; i++)
        noise[i] = (uint8_t) steady_random_bits (&random);
      t += 20 * STEADY_NSEC_PER_MSEC;
      steady_driver_bench_rx (bench, noise, length, t);
      steady_driver_bench_tick (bench, t);
    }
  g_assert_cmpuint (bench->guard.breaches, ==, 0);
  steady_driver_bench_free (bench);
  steady_dialogue_finish (&dialogue);
}

/* Every driver there is has a tape. */
static void
test_complete (void)
{
  const SteadyDriverClass *class;
  g_autofree char *folder = steady_dialogue_folder ();

  for (unsigned i = 0; (class = steady_driver_at (i)) != NULL; i++)
    {
      g_autofree char *name = g_strconcat (class->name, ".tape", NULL);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
    }
}

static void
add_tests (const char *name, const char *file)
{
  static const struct
  {
    const char *title;
    void (*run) (gconstpointer data);
  } tests[] = {
    { "plays", test_plays },
    { "fragments", test_fragments },
    { "flipped-bits", test_flipped_bits },
    { "noise", test_noise },
  };
  SteadyDialogue dialogue = steady_dialogue_load (file);
  const bool     whole = steady_tape_link (dialogue.tape) == STEADY_DRIVER_UDP;

  steady_dialogue_finish (&dialogue);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      /* datagrams come whole */
      if (whole && tests[i].run == test_fragments)
        continue;
      g_autofree char *path =
          g_strdup_printf ("/device/tape/%s/%s", name, tests[i].title);
      g_test_add_data_func_full (path, g_strdup (file), tests[i].run, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/tape/complete", test_complete);
  steady_dialogue_each (add_tests);
  return g_test_run ();
}
