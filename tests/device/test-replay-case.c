/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-writer.h"
#include "device/sim/steady-simulated-device.h"

#define TICK (20 * STEADY_NSEC_PER_MSEC)

static char *
scratch (void)
{
  char *folder = g_dir_make_tmp ("steady-replay-XXXXXX", NULL);
  g_assert_nonnull (folder);
  return folder;
}

static void
remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

/* What was recorded, to be compared with what comes back. */
typedef struct Tape
{
  GArray *samples; /* of SteadySample, the order of the device */
} Tape;

static SteadyCaseWriter *
new_case (const char *path, const SteadyDevice *device)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseChannel       channels[80];
  const SteadyCaseChannel derived = { .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                      .kind = STEADY_CHANNEL_KIND_NUMERIC,
                                      .name = "arterial_mean",
                                      .label = "MAP",
                                      .unit = "mmHg",
                                      .source = "engine",
                                      .flags = STEADY_SAMPLE_DERIVED };
  memcpy (channels, device->channels, device->n_channels * sizeof channels[0]);
  channels[device->n_channels] = derived;
  SteadyCaseSetup   setup = { .path = path,
                              .wait = true,
                              .mode = STEADY_MODE_TRAINING,
                              .start = 100 * STEADY_NSEC_PER_SEC,
                              .start_utc = 1,
                              .meta_json = "{}",
                              .rules_json = "{}",
                              .channels = channels,
                              .n_channels = device->n_channels + 1 };
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  return writer;
}

static void
record_case (const char *path, const Tape *tape)
{
  g_autofree char *file = steady_paths_data ("scenarios/stuffy.json");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  const SteadyInstant start = 100 * STEADY_NSEC_PER_SEC;
  SteadyDevice       *device = steady_device_new_simulated (file, text, start, 0, NULL);
  SteadyCaseWriter   *writer = new_case (path, device);
  SteadySample        sample;

  for (SteadyInstant now = start; now < start + 8 * STEADY_NSEC_PER_SEC; now += TICK)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        {
          const SteadyChannelInfo *info = steady_channel_info (sample.channel);
          const float              value = (float) sample.value;
          g_array_append_val (tape->samples, sample);
          if (info->kind != STEADY_CHANNEL_KIND_WAVE)
            steady_case_writer_numeric (writer, &sample);
          else
            {
              const SteadySpan step =
                  (sample.channel == STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE ||
                           sample.channel == STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE
                       ? 8
                       : 4) *
                  STEADY_NSEC_PER_MSEC;
              steady_case_writer_wave (writer,
                                       (SteadyChannel) sample.channel,
                                       (sample.t - start) / step,
                                       sample.t,
                                       &value,
                                       1,
                                       false);
            }
        }
      sample = (SteadySample){ .t = now,
                               .t_device = STEADY_NO_DEVICE_TIME,
                               .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                               .quality = STEADY_QUALITY_VALID,
                               .flags = STEADY_SAMPLE_DERIVED };
      steady_case_writer_numeric (writer, &sample);
      steady_case_writer_tick (writer, now, now);
    }
  g_assert_true (steady_case_writer_close (writer, NULL));
  steady_device_free (device);
}

/* The recorded sample of that channel and instant. */
static const SteadySample *
find_recorded (const Tape *tape, const SteadySample *replayed)
{
  for (unsigned i = 0; i < tape->samples->len; i++)
    {
      const SteadySample *sample = &g_array_index (tape->samples, SteadySample, i);
      if (sample->channel == replayed->channel &&
          sample->t == replayed->t + 100 * STEADY_NSEC_PER_SEC)
        return sample;
    }
  return NULL;
}

/* Waves come back whole, to the resolution they are stored with; numerics once a
 * second, as a case keeps them; what the engine derived does not come back. */
static void
test_a_case_comes_back_as_it_was_measured (void)
{
  char            *folder = scratch ();
  g_autofree char *path = g_build_filename (folder, "x.steady", NULL);
  g_autoptr (GError) error = NULL;
  Tape          tape = { g_array_new (FALSE, FALSE, sizeof (SteadySample)) };
  SteadySample  sample;
  unsigned      count[STEADY_CHANNEL_MAX] = { 0 };
  SteadyInstant last = 0;

  record_case (path, &tape);
  SteadyDevice *device = steady_device_new_replay (path, &error);
  g_assert_no_error (error);
  for (SteadyInstant now = 0; !device->class->at_end (device); now += TICK)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        {
          const SteadySample *recorded = find_recorded (&tape, &sample);
          g_assert_cmpint (sample.t, >=, last);
          g_assert_cmpint (sample.t, <=, now);
          g_assert_true (sample.flags & STEADY_SAMPLE_SIMULATED);
          g_assert_nonnull (recorded);
          g_assert_cmpfloat_with_epsilon (sample.value, recorded->value, 0.05);
          last = sample.t;
          count[sample.channel]++;
        }
    }
  g_assert_cmpuint (count[STEADY_CHANNEL_ARTERIAL_MEAN], ==, 0);
  g_assert_cmpuint (count[STEADY_CHANNEL_ECG], ==, 1996);
  g_assert_cmpuint (count[STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE], ==, 998);
  g_assert_cmpuint (count[STEADY_CHANNEL_MEASURED_FLOW], ==, 8);
  g_assert_cmpuint (count[STEADY_CHANNEL_SET_SWEEP], ==, 8);
  g_assert_cmpuint (count[STEADY_CHANNEL_ARTERIAL_PUMP], >=, 1);
  steady_device_free (device);
  g_array_unref (tape.samples);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/replay/a-case-comes-back-as-it-was-measured",
                   test_a_case_comes_back_as_it_was_measured);
  return g_test_run ();
}
