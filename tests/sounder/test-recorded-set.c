/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "measure/steady-vocabulary.h"
#include "sound/steady-sound-scheduler.h"
#include "sounder/steady-recorded-set.h"
#include "sounder/steady-recorded-sound.h"
#include "wave-maker.h"

/* A site's own recordings of alarm sounds, and what is wrong with some. */

static void
write_set (const char *folder)
{
  for (int p = STEADY_PRIORITY_LOW; p <= STEADY_PRIORITY_HIGH; p++)
    for (int c = STEADY_CATEGORY_GENERAL; c <= STEADY_CATEGORY_EQUIPMENT; c++)
      {
        g_autofree char *name =
            g_strdup_printf ("%s-%s.wav",
                             steady_priority_name ((SteadyPriority) p),
                             steady_category_name ((SteadyCategory) c));
        g_autofree char *path = g_build_filename (folder, name, NULL);
        /* a length of its own for each, to tell them apart */
        const WaveShape shape = { .frames = 12000u + 1000u * (unsigned) (8 * p + c),
                                  .loudness = 0.5 };
        g_autoptr (GByteArray) wave = wave_make (&shape);
        g_assert_true (
            g_file_set_contents (path, (char *) wave->data, (gssize) wave->len, NULL));
      }
}

static void
remove_set (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
}

static void
test_all_of_them (void)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-set-XXXXXX", NULL);
  write_set (folder);
  SteadyRecordedSet *set = steady_recorded_set_load (folder);
  g_assert_cmpstr (steady_recorded_set_problem (set), ==, "");
  g_assert_cmpuint (steady_recorded_set_count (set), ==, 24);
  const SteadySoundSet *sounds = steady_recorded_set_sounds (set);
  for (unsigned p = STEADY_SOUND_LOW; p <= STEADY_SOUND_HIGH; p++)
    for (unsigned c = 0; c < STEADY_SOUND_CATEGORIES; c++)
      {
        SteadySoundBurst burst;
        sounds->burst (sounds, (SteadySoundPriority) p, c, &burst);
        g_assert_nonnull (burst.recorded);
        g_assert_cmpuint (burst.length, ==, 12000 + 1000 * (8 * p + c));
        g_assert_cmpuint (burst.least_recorded,
                          ==,
                          p == STEADY_SOUND_HIGH ? burst.length / 2 : burst.length);
        float loudest = 0.0f;
        for (unsigned i = 0; i < burst.length; i++)
          loudest = fmaxf (loudest, fabsf (burst.recorded[i]));
        g_assert_cmpfloat_with_epsilon ((double) loudest, 0.95, 1e-3);
        g_assert_cmpfloat_with_epsilon (
            burst.level, steady_sound_level ((SteadySoundPriority) p), 1e-9);
      }
  SteadySoundBurst unknown, none;
  sounds->burst (sounds, STEADY_SOUND_HIGH, 99, &unknown);
  g_assert_cmpuint (unknown.length, ==, 12000 + 1000 * 24);
  sounds->burst (sounds, STEADY_SOUND_NONE, 0, &none);
  g_assert_null (none.recorded);
  steady_recorded_set_free (set);
  remove_set (folder);
}

static void
test_tones_stand_in (void)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-set-XXXXXX", NULL);
  write_set (folder);
  g_autofree char *bad = g_build_filename (folder, "high-perfusion.wav", NULL);
  g_autofree char *missing = g_build_filename (folder, "low-drug.wav", NULL);
  g_assert_true (g_file_set_contents (bad, "RIFF", 4, NULL));
  SteadyRecordedSet *set = steady_recorded_set_load (folder);
  g_assert_cmpuint (steady_recorded_set_count (set), ==, 23);
  g_assert_nonnull (
      strstr (steady_recorded_set_problem (set), "high-perfusion.wav is no WAV file"));
  steady_recorded_set_free (set);
  g_remove (missing);
  set = steady_recorded_set_load (folder);
  g_assert_cmpuint (steady_recorded_set_count (set), ==, 22);
  g_assert_nonnull (strstr (steady_recorded_set_problem (set), "1 more"));
  const SteadySoundSet *sounds = steady_recorded_set_sounds (set);
  SteadySoundBurst      burst;
  sounds->burst (sounds, STEADY_SOUND_HIGH, STEADY_CATEGORY_PERFUSION, &burst);
  g_assert_null (burst.recorded);
  g_assert_cmpuint (burst.n_pulses, ==, 10);
  steady_recorded_set_free (set);
  remove_set (folder);
}

static void
test_no_folder_is_all_tones (void)
{
  SteadyRecordedSet *set = steady_recorded_set_load ("/nowhere/at/all");
  g_assert_cmpuint (steady_recorded_set_count (set), ==, 0);
  g_assert_nonnull (strstr (steady_recorded_set_problem (set), "/nowhere/at/all"));
  steady_recorded_set_free (set);
  g_unsetenv ("STEADY_SOUND_SET");
  g_assert_null (steady_recorded_set_from_site ());
  g_setenv ("STEADY_SOUND_SET", "", TRUE);
  g_assert_null (steady_recorded_set_from_site ());
  steady_recorded_set_free (NULL);
}

typedef struct Bad
{
  WaveShape   shape;
  const char *word; /* NULL: it is fine */
} Bad;

static void
test_what_cannot_be_heard_is_refused (void)
{
  static const Bad bad[] = {
    { { .frames = 24000, .loudness = 0.5 }, NULL },
    { { .frames = 24000, .loudness = 0.5, .channels = 2 }, NULL },
    { { .frames = 24000, .loudness = 0.5, .bits = 24 }, NULL },
    { { .frames = 24000, .loudness = 0.5, .is_float = true, .bits = 32 }, NULL },
    { { .frames = 24000, .loudness = 0.0 }, "too soft" },
    { { .frames = 24000, .loudness = 0.05 }, "too soft" },
    { { .frames = 5000, .loudness = 0.5 }, "shorter" },
    { { .frames = 300000, .loudness = 0.5 }, "longer" },
    { { .frames = 24000, .loudness = 0.5, .rate = 44100 }, "48000" },
    { { .frames = 24000, .loudness = 0.5, .channels = 3 }, "two channels" },
    { { .frames = 48000, .loudness = 0.5, .late = 6000 }, "begins with" },
    { { .frames = 48000, .loudness = 0.5, .until = 20 }, "almost all silence" },
    { { .frames = 24000, .loudness = 0.5, .tag = 0x11 }, NULL },
    { { .frames = 24000, .loudness = (double) INFINITY, .is_float = true, .bits = 32 },
      "no number" },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GByteArray) wave = wave_make (&bad[i].shape);
      SteadyRecordedSound sound = { 0 };
      const char *problem = steady_recorded_sound_parse (wave->data, wave->len, &sound);
      if (bad[i].shape.tag != 0) /* ADPCM: any word will do, but it is refused */
        g_assert_nonnull (problem);
      else if (bad[i].word == NULL)
        g_assert_cmpstr (problem, ==, NULL);
      else
        g_assert_nonnull (strstr (problem, bad[i].word));
      g_assert_true ((problem == NULL) == (sound.samples != NULL));
      g_free (sound.samples);
    }
}

static void
test_cut_off_anywhere (void)
{
  const WaveShape shape = { .frames = 20000, .loudness = 0.5 };
  g_autoptr (GByteArray) wave = wave_make (&shape);
  for (unsigned length = 0; length < wave->len; length += length < 64 ? 1 : 997)
    {
      SteadyRecordedSound sound = { 0 };
      /* a copy of its own size, so that reading beyond it is seen */
      g_autofree void *copy = g_memdup2 (wave->data, length);
      const char      *problem = steady_recorded_sound_parse (copy, length, &sound);
      /* libsndfile takes what is there; what remains must still be a sound */
      g_assert_true (problem != NULL || sound.length >= 9600);
      g_free (sound.samples);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sounder/recorded-set/all-of-them", test_all_of_them);
  g_test_add_func ("/sounder/recorded-set/tones-stand-in", test_tones_stand_in);
  g_test_add_func ("/sounder/recorded-set/no-folder-is-all-tones",
                   test_no_folder_is_all_tones);
  g_test_add_func ("/sounder/recorded-set/what-cannot-be-heard-is-refused",
                   test_what_cannot_be_heard_is_refused);
  g_test_add_func ("/sounder/recorded-set/cut-off-anywhere", test_cut_off_anywhere);
  return g_test_run ();
}
