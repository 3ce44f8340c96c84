/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sys/resource.h>
#include <time.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-writer.h"
#include "device/sim/steady-simulated-device.h"
#include "steady-reference-kernel.h"

/*
 * CPU time that a simulated second costs the whole simulated device (model, sensors,
 * samples into the ring and out again), as a multiple of the reference kernel measured
 * in the same run. CPU time of this thread, the best of several turns: a loaded machine
 * makes both slower alike.
 */

enum
{
  TURNS = 7,
  SECONDS = 60 /* simulated, each turn */
};

/* Engineering ruling 25. */
#define MOST_OF_REFERENCE 3.0
#define MOST_OF_SILENT    4.0

static double
cpu_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static double
time_reference (void)
{
  SteadyReferenceKernel kernel;
  double                best = INFINITY;

  steady_reference_kernel_init (&kernel);
  for (int turn = 0; turn < TURNS; turn++)
    {
      const double start = cpu_seconds ();
      for (int i = 0; i < SECONDS * 1000; i++)
        steady_reference_kernel_step (&kernel);
      best = fmin (best, (cpu_seconds () - start) / SECONDS);
    }
  double sum = 0;
  for (int i = 0; i < STEADY_REFERENCE_STATES; i++)
    sum += kernel.volume[i];
  g_assert_cmpfloat_with_epsilon (sum, 516.0, 1e-6); /* it did run, and conserved */
  return best;
}

static SteadyDevice *
new_device (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  SteadyDevice *device = steady_device_new_simulated (path, text, 0, 0, &error);
  g_assert_no_error (error);
  return device;
}

static double
time_device (uint64_t *ret_samples)
{
  const SteadySpan tick = 20 * STEADY_NSEC_PER_MSEC;
  SteadySample     sample;
  double           best = INFINITY;
  SteadyInstant    now = 0;
  uint64_t         samples = 0;

  SteadyDevice *device = new_device ();
  for (int turn = 0; turn < TURNS; turn++)
    {
      const double start = cpu_seconds ();
      for (int i = 0; i < SECONDS * 50; i++, now += tick)
        {
          device->class->tick (device, now);
          while (steady_device_next_sample (device, &sample))
            samples++;
        }
      best = fmin (best, (cpu_seconds () - start) / SECONDS);
    }
  steady_device_free (device);
  *ret_samples = samples / (TURNS * SECONDS);
  return best;
}

/* CPU time of all threads, the case's writer among them. */
static double
all_cpu_seconds (void)
{
  struct rusage used;

  getrusage (RUSAGE_SELF, &used);
  return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

/* What a wave has collected since it was last written. */
typedef struct Wave
{
  float         values[128];
  unsigned      count;
  int64_t       first;
  SteadyInstant t;
} Wave;

static void
record (SteadyCaseWriter *writer, const SteadySample *sample, Wave *waves)
{
  const SteadyChannelInfo *info = steady_channel_info (sample->channel);

  if (info->kind != STEADY_CHANNEL_KIND_WAVE)
    {
      steady_case_writer_numeric (writer, sample);
      return;
    }
  Wave *wave = &waves[sample->channel];
  if (wave->count == 0)
    wave->t = sample->t;
  g_assert_cmpuint (wave->count, <, G_N_ELEMENTS (wave->values));
  wave->values[wave->count++] = (float) sample->value;
}

static void
write_waves (SteadyCaseWriter *writer, Wave *waves)
{
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    {
      Wave *wave = &waves[i];
      if (wave->count == 0)
        continue;
      steady_case_writer_wave (writer,
                               (SteadyChannel) i,
                               wave->first,
                               wave->t,
                               wave->values,
                               wave->count,
                               false);
      wave->first += wave->count;
      wave->count = 0;
    }
}

/* The same with every sample written to a case, as fast as it can be written. */
static double
time_recording (void)
{
  const SteadySpan tick = 20 * STEADY_NSEC_PER_MSEC;
  g_autofree char *folder = g_dir_make_tmp ("steady-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.steady", NULL);
  g_autofree Wave *waves = g_new0 (Wave, STEADY_CHANNEL_MAX);
  SteadyDevice    *device = new_device ();
  SteadySample     sample;
  SteadyInstant    now = 0;

  const SteadyCaseSetup setup = { .path = path,
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .channels = device->channels,
                                  .n_channels = device->n_channels };
  SteadyCaseWriter     *writer = steady_case_writer_open (&setup, NULL);
  g_assert_nonnull (writer);
  const double start = all_cpu_seconds ();
  for (int i = 0; i < TURNS * SECONDS * 50; i++, now += tick)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        record (writer, &sample, waves);
      write_waves (writer, waves);
      steady_case_writer_tick (writer, now, 0);
    }
  g_assert_true (steady_case_writer_close (writer, NULL));
  const double used = all_cpu_seconds () - start;
  steady_device_free (device);
  g_unlink (path);
  g_rmdir (folder);
  return used / (TURNS * SECONDS);
}

static void
test_cost_in_reference_kernels (void)
{
  uint64_t     samples;
  const double reference = time_reference ();
  const double device = time_device (&samples);

  g_test_message (
      "CPU for a simulated second: reference kernel %.1f us, device %.1f us",
      1e6 * reference,
      1e6 * device);
  g_test_message (
      "ratio %.2f (at most %.0f), %.0f times real time, %u samples a second",
      device / reference,
      MOST_OF_REFERENCE,
      1.0 / device,
      (unsigned) samples);
  g_assert_cmpuint (samples, >, 1200);
  g_assert_cmpfloat (device / reference, <=, MOST_OF_REFERENCE);
  const double recorded = time_recording ();
  g_test_message (
      "with recording %.1f us: %.2f times that without (at most %.0f), %.0f "
      "times real time on one core",
      1e6 * recorded,
      recorded / device,
      MOST_OF_SILENT,
      1.0 / recorded);
  g_assert_cmpfloat (recorded / device, <=, MOST_OF_SILENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/simulator/cost-in-reference-kernels",
                   test_cost_in_reference_kernels);
  return g_test_run ();
}
