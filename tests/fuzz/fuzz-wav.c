/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "sounder/steady-recorded-sound.h"
#include "steady-fuzz.h"
#include "wave-maker.h"

/* A site's WAV file of an alarm sound. */
static void
read_wave (const uint8_t *bytes, size_t length)
{
  SteadyRecordedSound sound = { 0 };
  /* a block of just this size, so that the sanitizer sees a step beyond it */
  g_autofree void *copy = g_memdup2 (bytes, length);

  if (steady_recorded_sound_parse (copy, length, &sound) == NULL)
    g_assert_true (sound.samples != NULL && sound.length > 0);
  g_free (sound.samples);
}

int
main (int argc, char **argv)
{
  const WaveShape shapes[] = {
    { .frames = 9700, .loudness = 0.5 },
    { .frames = 9700, .loudness = 0.5, .channels = 2, .bits = 24 },
    { .frames = 9700, .loudness = 0.5, .is_float = true, .bits = 32 },
  };
  SteadyFuzzSeed seeds[G_N_ELEMENTS (shapes)];
  GByteArray    *waves[G_N_ELEMENTS (shapes)];

  for (unsigned i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      waves[i] = wave_make (&shapes[i]);
      seeds[i] = (SteadyFuzzSeed){ waves[i]->data, waves[i]->len };
    }
  const int status = steady_fuzz_main (
      argc, argv, "wav", read_wave, seeds, G_N_ELEMENTS (seeds), 5000);
  for (unsigned i = 0; i < G_N_ELEMENTS (shapes); i++)
    g_byte_array_unref (waves[i]);
  return status;
}
