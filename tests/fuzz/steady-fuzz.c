/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

/* Numbers and marks at which parsers stumble. */
static const char *const tokens[] = { "0",    "-1",   "65536", "2147483648",
                                      "nan",  "inf",  "1e308", "99999999999999999999",
                                      "\"",   "{",    "[",     "/",
                                      "(",    ",",    "\n",    "\r\n",
                                      "\xff", "%s%n", "../",   " " };

static void
overwrite (GByteArray *input, GRand *random)
{
  const unsigned count = 1 + (unsigned) g_rand_int_range (random, 0, 4);

  for (unsigned i = 0; i < count && input->len > 0; i++)
    input->data[g_rand_int_range (random, 0, (gint32) input->len)] =
        (guint8) g_rand_int_range (random, 0, 256);
}

static void
insert_token (GByteArray *input, GRand *random)
{
  const char *token = tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))];
  const guint size = (guint) strlen (token);
  const guint place = (guint) g_rand_int_range (random, 0, (gint32) input->len + 1);
  const guint before = input->len;

  g_byte_array_set_size (input, before + size);
  memmove (input->data + place + size, input->data + place, before - place);
  memcpy (input->data + place, token, size);
}

static void
cut_piece (GByteArray *input, GRand *random)
{
  if (input->len < 2)
    return;
  const guint from = (guint) g_rand_int_range (random, 0, (gint32) input->len - 1);
  const guint most = MIN (input->len - from, 64);

  g_byte_array_remove_range (
      input, from, 1 + (guint) g_rand_int_range (random, 0, (gint32) most));
}

static void
mutate (GByteArray *input, GRand *random)
{
  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      g_byte_array_set_size (
          input, (guint) g_rand_int_range (random, 0, (gint32) input->len + 1));
      break;
    case 1:
      insert_token (input, random);
      break;
    case 2:
      cut_piece (input, random);
      break;
    default:
      overwrite (input, random);
      break;
    }
}

static int
run_files (int argc, char **argv, SteadyFuzzTarget target)
{
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      if (!g_file_get_contents (argv[i], &bytes, &length, &error))
        {
          fprintf (stderr, "%s\n", error->message);
          return 1;
        }
      target ((const uint8_t *) bytes, length);
    }
  return 0;
}

void
steady_fuzz_put (const char *path, const void *bytes, size_t length)
{
  g_assert_true (g_file_set_contents_full (
      path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

int
steady_fuzz_main (int                   argc,
                  char                **argv,
                  const char           *name,
                  SteadyFuzzTarget      target,
                  const SteadyFuzzSeed *seeds,
                  unsigned              n_seeds,
                  unsigned              rounds)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  const char *set = g_getenv ("STEADY_FUZZ_ROUNDS");

  if (argc > 1)
    return run_files (argc, argv, target);
  if (set != NULL)
    rounds = (unsigned) strtoul (set, NULL, 10);
  printf ("1..2\n");
  for (unsigned i = 0; i < n_seeds; i++)
    target (seeds[i].bytes, seeds[i].length);
  printf ("ok 1 /fuzz/%s/seeds\n", name);
  fflush (stdout);
  for (unsigned i = 0; i < rounds; i++)
    {
      const SteadyFuzzSeed *seed = &seeds[i % n_seeds];
      g_autoptr (GByteArray) input = g_byte_array_new ();
      g_byte_array_append (input, seed->bytes, (guint) seed->length);
      const int times = g_rand_int_range (random, 1, 5);
      for (int k = 0; k < times; k++)
        mutate (input, random);
      target (input->data, input->len);
    }
  printf ("ok 2 /fuzz/%s/mutations # %u\n", name, rounds);
  return 0;
}
