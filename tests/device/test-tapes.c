/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/steady-random.h"
#include "steady-driver-bench.h"

/*
 * What holds for every driver, shown on the tapes in tests/tapes: dialogues with the
 * emulators, as the transport recorded them. A driver without a tape fails.
 */
typedef struct Dialogue
{
  SteadyTape *tape;
  GArray     *records; /* of SteadyTapeRecord */
} Dialogue;

static char *
tapes_folder (void)
{
  return g_build_filename (g_getenv ("STEADY_TEST_DATA"), "tapes", NULL);
}

static Dialogue
dialogue_load (const char *file)
{
  g_autoptr (GError) error = NULL;
  Dialogue         self = { .tape = steady_tape_open (file, &error) };
  SteadyTapeRecord record;

  g_assert_no_error (error);
  self.records = g_array_new (FALSE, FALSE, sizeof record);
  while (steady_tape_next (self.tape, &record, &error))
    g_array_append_val (self.records, record);
  g_assert_no_error (error);
  g_assert_cmpuint (self.records->len, >, 10);
  return self;
}

static void
dialogue_finish (Dialogue *self)
{
  g_array_unref (self->records);
  steady_tape_free (self->tape);
}

static const SteadyTapeRecord *
record_at (const Dialogue *self, guint i)
{
  return &g_array_index (self->records, SteadyTapeRecord, i);
}

static SteadyDriverBench *
bench_for (const Dialogue *self)
{
  return steady_driver_bench_new (steady_tape_driver (self->tape),
                                  steady_tape_settings (self->tape));
}

static SteadyDriverBench *
play_whole (const Dialogue *self)
{
  SteadyDriverBench *bench = bench_for (self);
  for (guint i = 0; i < self->records->len; i++)
    steady_driver_bench_play (bench, record_at (self, i));
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
  Dialogue           dialogue = dialogue_load (data);
  SteadyDriverBench *once = play_whole (&dialogue);
  SteadyDriverBench *twice = play_whole (&dialogue);
  g_autoptr (GByteArray) asked = g_byte_array_new ();

  g_assert_cmpuint (once->values->len, >, 0);
  g_assert_cmpuint (once->driver.frames, >, 0);
  g_assert_cmpuint (once->guard.breaches, ==, 0);
  assert_same (once->values, twice->values);
  for (guint i = 0; i < dialogue.records->len; i++)
    if (record_at (&dialogue, i)->kind == STEADY_TAPE_SENT)
      g_byte_array_append (asked,
                           record_at (&dialogue, i)->bytes,
                           (guint) record_at (&dialogue, i)->length);
  if (once->driver.class->stop == NULL)
    g_assert_cmpmem (once->sent->data, once->sent->len, asked->data, asked->len);
  steady_driver_bench_free (once);
  steady_driver_bench_free (twice);
  dialogue_finish (&dialogue);
}

/* Bytes cut at every place, and one by one: the same values. A datagram is never cut.
 */
static void
test_fragments (gconstpointer data)
{
  Dialogue           dialogue = dialogue_load (data);
  SteadyDriverBench *whole = play_whole (&dialogue);

  if (steady_tape_link (dialogue.tape) == STEADY_DRIVER_UDP)
    g_test_message ("datagrams come whole");
  for (size_t piece = 1;
       steady_tape_link (dialogue.tape) != STEADY_DRIVER_UDP && piece <= 64;
       piece++)
    {
      SteadyDriverBench *cut = bench_for (&dialogue);
      for (guint i = 0; i < dialogue.records->len; i++)
        {
          const SteadyTapeRecord *record = record_at (&dialogue, i);
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
  dialogue_finish (&dialogue);
}

/* One bit in some hundred bytes is turned: no value outside what the device can mean,
 * no crash; and on a sound line the driver is back. */
static void
test_flipped_bits (gconstpointer data)
{
  Dialogue     dialogue = dialogue_load (data);
  SteadyRandom random;

  steady_random_init (&random, 7);
  for (unsigned round = 0; round < 40; round++)
    {
      SteadyDriverBench *bench = bench_for (&dialogue);
      for (guint i = 0; i < dialogue.records->len; i++)
        {
          SteadyTapeRecord record = *record_at (&dialogue, i);
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
          SteadyTapeRecord record = *record_at (&dialogue, i);
          record.t += record_at (&dialogue, dialogue.records->len - 1)->t;
          steady_driver_bench_play (bench, &record);
        }
      g_assert_cmpuint (bench->values->len, >, 0);
      steady_driver_bench_free (bench);
    }
  dialogue_finish (&dialogue);
}

/* Noise for as long as a cable can be loose: nothing breaks the contract. */
static void
test_noise (gconstpointer data)
{
  Dialogue           dialogue = dialogue_load (data);
  SteadyDriverBench *bench = bench_for (&dialogue);
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
  dialogue_finish (&dialogue);
}

/* Every driver there is has a tape. */
static void
test_complete (void)
{
  const SteadyDriverClass *class;
  g_autofree char *folder = tapes_folder ();

  for (unsigned i = 0; (class = steady_driver_at (i)) != NULL; i++)
    {
      g_autofree char *name = g_strconcat (class->name, ".tape", NULL);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
    }
}

static void
add_tests (const char *folder, const char *name)
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
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/device/tape/%.*s/%s",
                                               (int) (strlen (name) - strlen (".tape")),
                                               name,
                                               tests[i].title);
      g_test_add_data_func_full (
          path, g_build_filename (folder, name, NULL), tests[i].run, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = tapes_folder ();
  GDir            *list = g_dir_open (folder, 0, NULL);
  const char      *name;

  g_test_add_func ("/device/tape/complete", test_complete);
  while (list != NULL && (name = g_dir_read_name (list)) != NULL)
    if (g_str_has_suffix (name, ".tape"))
      add_tests (folder, name);
  if (list != NULL)
    g_dir_close (list);
  return g_test_run ();
}
