/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include <glib.h>

#include "bench-rig.h"

/*
 * Real and measured signals against what is known of them. The readers here are only
 * good for these files and know nothing of the program's own ones.
 */
static char *
shared_file (const char *name)
{
  const char *folder = g_getenv ("STEADY_SHARED_DATA");
  char *path = g_build_filename (folder != NULL ? folder : "/nonexistent", name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the test recordings are not here; set STEADY_SHARED_DATA");
      g_clear_pointer (&path, g_free);
    }
  return path;
}

static SteadyInstant
at (double index, double rate_hz)
{
  return (SteadyInstant) (index * 1e9 / rate_hz);
}

/* Sample @index of a WFDB file of format 212: pairs of 12 bits in 3 bytes. */
static int
sample_212 (const guint8 *bytes, gsize index)
{
  const guint8 *pair = bytes + index / 2 * 3;
  const int     value = index % 2 == 0 ? pair[0] | (pair[1] & 0x0f) << 8
                                       : pair[2] | (pair[1] & 0xf0) << 4;
  return value >= 2048 ? value - 4096 : value;
}

static void
test_infant (void)
{
  g_autofree char *path = shared_file ("wfdb/03700181.dat");
  g_autofree char *bytes = NULL;
  gsize            length;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  const SteadyDeriverSetup setup = {
    .rates_hz = { [STEADY_CHANNEL_ECG] = 500, [STEADY_CHANNEL_ARTERIAL_PRESSURE] = 125 }
  };
  Rig        *rig = rig_new (&setup);
  const gsize frames = length / 9; /* 6 samples of 12 bits */
  g_assert_cmpuint (frames, ==, 75000);
  for (gsize frame = 0; frame < frames; frame++)
    {
      const guint8 *data = (const guint8 *) bytes;
      for (gsize i = 0; i < 4; i++)
        {
          const int raw = sample_212 (data, frame * 6 + i);
          if (raw != -2048)
            rig_sample (rig,
                        STEADY_CHANNEL_ECG,
                        at ((double) (frame * 4 + i), 500),
                        raw / 2963.77);
        }
      const int raw = sample_212 (data, frame * 6 + 4);
      if (raw != -2048)
        rig_sample (rig,
                    STEADY_CHANNEL_ARTERIAL_PRESSURE,
                    at ((double) frame, 125),
                    (raw + 1605) / 12.84);
    }
  const RigTally *mean = &rig->tallies[STEADY_CHANNEL_ARTERIAL_MEAN];
  const RigTally *pulse = &rig->tallies[STEADY_CHANNEL_PULSE_RATE];
  const RigTally *heart = &rig->tallies[STEADY_CHANNEL_HEART_RATE];
  g_test_message ("MAP %.1f (%.1f–%.1f, %u), pulse %.1f (%.1f–%.1f, %u, %u without), "
                  "heart %.1f (%.1f–%.1f, %u), %.0f/%.0f mmHg",
                  rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN),
                  mean->low,
                  mean->high,
                  mean->usable,
                  rig_mean (rig, STEADY_CHANNEL_PULSE_RATE),
                  pulse->low,
                  pulse->high,
                  pulse->usable,
                  pulse->unusable,
                  rig_mean (rig, STEADY_CHANNEL_HEART_RATE),
                  heart->low,
                  heart->high,
                  heart->usable,
                  rig_mean (rig, STEADY_CHANNEL_ARTERIAL_SYSTOLIC),
                  rig_mean (rig, STEADY_CHANNEL_ARTERIAL_DIASTOLIC));
  g_assert_cmpfloat (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN), >=, 31);
  g_assert_cmpfloat (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN), <=, 35);
  g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) - 122), <=, 3);
  g_assert_cmpuint (pulse->usable, >=, 570);
  /* the ECG agrees with the pressure all the way, its T waves not counted */
  g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_HEART_RATE) - 122), <=, 3);
  g_assert_cmpfloat (heart->high, <, 130);
  g_assert_cmpfloat (heart->low, >, 115);
  rig_free (rig);
}

typedef struct Bench
{
  const char *name;
  double      flow;
  double      rate;
  unsigned    rows;
} Bench;

static void
test_bench (gconstpointer data)
{
  const Bench     *bench = data;
  g_autofree char *path = shared_file (bench->name);
  unsigned         rows = 0;
  double           seconds, flow, central, peripheral;

  if (path == NULL)
    return;
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_FLOW_WAVE] = 1000,
                                                   [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       1000 } };
  Rig                     *rig = rig_new (&setup);
  FILE                    *file = fopen (path, "r");
  g_assert_nonnull (file);
  while (fscanf (file, "%lf,%lf,%lf,%lf", &seconds, &flow, &central, &peripheral) == 4)
    {
      const SteadyInstant t = at (rows++, 1000);
      rig_sample (rig, STEADY_CHANNEL_FLOW_WAVE, t, flow * 0.06);
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, central);
    }
  fclose (file);
  g_assert_cmpuint (rows, ==, bench->rows);
  const RigTally *pulse = &rig->tallies[STEADY_CHANNEL_PULSE_RATE];
  g_test_message (
      "flow %.3f L/min (%.2f–%.2f), pulse %.1f (%.1f–%.1f, %u, %u without), "
      "%.1f/%.1f, MAP %.1f",
      rig_mean (rig, STEADY_CHANNEL_MEASURED_FLOW),
      rig->tallies[STEADY_CHANNEL_MEASURED_FLOW].low,
      rig->tallies[STEADY_CHANNEL_MEASURED_FLOW].high,
      rig_mean (rig, STEADY_CHANNEL_PULSE_RATE),
      pulse->low,
      pulse->high,
      pulse->usable,
      pulse->unusable,
      rig_mean (rig, STEADY_CHANNEL_ARTERIAL_SYSTOLIC),
      rig_mean (rig, STEADY_CHANNEL_ARTERIAL_DIASTOLIC),
      rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN));
  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_MEASURED_FLOW) - bench->flow), <=, 0.05);
  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) - bench->rate), <=, 0.3);
  g_assert_cmpuint (pulse->usable, >=, 50);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  /* The first one beats every 0.800 s: 75.0/min, told as "74" in its description. */
  static const Bench normal = { "mcl/NV_step1_COresolution.csv", 5.01, 75, 58000 };
  static const Bench shock = { "mcl/CS_step1_COresolution.csv", 3.03, 90, 58040 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/recordings/infant-03700181", test_infant);
  g_test_add_data_func ("/measure/recordings/bench-normal", &normal, test_bench);
  g_test_add_data_func ("/measure/recordings/bench-shock", &shock, test_bench);
  return g_test_run ();
}
