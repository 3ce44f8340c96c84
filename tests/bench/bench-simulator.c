/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <time.h>

#include <glib.h>

#include "base/steady-paths.h"
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

static double
time_device (uint64_t *ret_samples)
{
  const SteadySpan tick = 20 * STEADY_NSEC_PER_MSEC;
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SteadySample  sample;
  double        best = INFINITY;
  SteadyInstant now = 0;
  uint64_t      samples = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  SteadyDevice *device = steady_device_new_simulated (path, text, 0, 0, &error);
  g_assert_no_error (error);
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
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/simulator/cost-in-reference-kernels",
                   test_cost_in_reference_kernels);
  return g_test_run ();
}
