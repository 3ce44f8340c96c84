/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <gio/gio.h>
#include <glib.h>

#include "device/steady-serial.h"

/*
 * The whole path from a cable to samples against an emulator that was written apart
 * from the driver, in another language (tests/emulators).
 */
typedef struct Bench
{
  GSubprocess      *emulator;
  GOutputStream    *told;
  GDataInputStream *says;
  SteadyDevice     *device;
} Bench;

#define LIMIT (30 * STEADY_NSEC_PER_SEC)

static bool
bench_init (Bench *bench)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *script = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "emulators", "bioprott.py", NULL);
  g_autoptr (GError) error = NULL;

  if (python == NULL)
    {
      g_test_skip ("no python3 to run the emulator");
      return false;
    }
  bench->emulator =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                        &error,
                        python,
                        script,
                        NULL);
  g_assert_no_error (error);
  bench->told = g_subprocess_get_stdin_pipe (bench->emulator);
  bench->says =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->emulator));
  g_autofree char *port =
      g_data_input_stream_read_line (bench->says, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (port);
  bench->device = steady_device_new_serial ("bioprott", port, &error);
  g_assert_no_error (error);
  return true;
}

static void
tell (Bench *bench, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_output_stream_write_all (bench->told, line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_flush (bench->told, NULL, &error);
  g_assert_no_error (error);
}

static void
bench_finish (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  tell (bench, "quit\n");
  g_assert_true (g_subprocess_wait_check (bench->emulator, NULL, &error));
  g_assert_no_error (error);
  steady_device_free (bench->device);
  g_object_unref (bench->says);
  g_object_unref (bench->emulator);
}

/* Waits for a sample of @quality whose value is about @l_min where it can be used. */
static void
expect (Bench *bench, SteadyQuality quality, double l_min)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  SteadySample        sample;

  while (true)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      if (!steady_device_next_sample (bench->device, &sample))
        {
          g_usleep (5000);
          continue;
        }
      g_assert_cmpuint (sample.channel, ==, STEADY_CHANNEL_MEASURED_FLOW);
      if (sample.quality == quality &&
          (!steady_sample_usable (&sample) ||
           (sample.value > l_min - 0.01 && sample.value < l_min + 0.01)))
        return;
    }
}

static void
test_states (void)
{
  Bench bench;

  if (!bench_init (&bench))
    return;
  tell (&bench, "flow 480\n");
  expect (&bench, STEADY_QUALITY_VALID, 0.48);
  tell (&bench, "off\n");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow -60\n");
  expect (&bench, STEADY_QUALITY_VALID, -0.06);
  tell (&bench, "uncoupled\n");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow 5010\n");
  expect (&bench, STEADY_QUALITY_VALID, 5.01);
  tell (&bench, "hot\n");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow 0\n");
  expect (&bench, STEADY_QUALITY_VALID, 0); /* zero flow is real */
  tell (&bench, "quiet\n");
  expect (&bench, STEADY_QUALITY_LINK_LOST, 0);
  tell (&bench, "talk\nflow 300\n");
  expect (&bench, STEADY_QUALITY_VALID, 0.3);
  bench_finish (&bench);
}

/* Lines that lost a byte on the cable never show another flow. */
static void
test_garbled (void)
{
  Bench        bench;
  SteadySample sample;
  unsigned     count = 0;

  if (!bench_init (&bench))
    return;
  tell (&bench, "flow 7193\n");
  expect (&bench, STEADY_QUALITY_VALID, 7.193);
  for (unsigned i = 0; i < 20; i++)
    {
      tell (&bench, "garble\n");
      g_usleep (100000);
    }
  while (steady_device_next_sample (bench.device, &sample))
    if (steady_sample_usable (&sample))
      {
        g_assert_cmpfloat (sample.value, >, 7.1);
        g_assert_cmpfloat (sample.value, <, 7.3);
        count++;
      }
  g_test_message ("%u readings between 20 garbled lines", count);
  expect (&bench, STEADY_QUALITY_VALID, 7.193);
  bench_finish (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/bioprott/states", test_states);
  g_test_add_func ("/device/emulated/bioprott/garbled", test_garbled);
  return g_test_run ();
}
