/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-emulator.h"

static const SteadyWiring probe = { .driver = "bioprott" };

static void
expect (SteadyEmulator *bench, SteadyQuality quality, double l_min)
{
  steady_emulator_expect (bench, STEADY_CHANNEL_MEASURED_FLOW, quality, l_min, 0.01);
}

static void
tell (SteadyEmulator *bench, const char *line)
{
  steady_emulator_tell (bench, line);
}

static void
test_states (void)
{
  SteadyEmulator bench = { .process = NULL };

  if (!steady_emulator_start (&bench, "bioprott", NULL, probe))
    return;
  tell (&bench, "flow 480");
  expect (&bench, STEADY_QUALITY_VALID, 0.48);
  tell (&bench, "off");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow -60");
  expect (&bench, STEADY_QUALITY_VALID, -0.06);
  tell (&bench, "uncoupled");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow 5010");
  expect (&bench, STEADY_QUALITY_VALID, 5.01);
  tell (&bench, "hot");
  expect (&bench, STEADY_QUALITY_SENSOR_OFF, 0);
  tell (&bench, "flow 0");
  expect (&bench, STEADY_QUALITY_VALID, 0); /* zero flow is real */
  tell (&bench, "quiet");
  expect (&bench, STEADY_QUALITY_LINK_LOST, 0);
  tell (&bench, "talk");
  tell (&bench, "flow 300");
  expect (&bench, STEADY_QUALITY_VALID, 0.3);
  steady_emulator_stop (&bench);
}

/* Lines that lost a byte on the cable never show another flow. */
static void
test_garbled (void)
{
  SteadyEmulator bench = { .process = NULL };
  SteadySample   sample;
  unsigned       count = 0;

  if (!steady_emulator_start (&bench, "bioprott", NULL, probe))
    return;
  tell (&bench, "flow 7193");
  expect (&bench, STEADY_QUALITY_VALID, 7.193);
  for (unsigned i = 0; i < 20; i++)
    {
      tell (&bench, "garble");
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
  steady_emulator_stop (&bench);
}

static void
test_usual (void)
{
  steady_emulator_check_usual (
      "bioprott", NULL, probe, "flow 480", STEADY_CHANNEL_MEASURED_FLOW, 0.48, 0.01);
}

static void
test_cdi (void)
{
  steady_emulator_check_usual ("cdi",
                               NULL,
                               (SteadyWiring){ .driver = "cdi" },
                               "set k 5.5",
                               STEADY_CHANNEL_POTASSIUM,
                               5.5,
                               0.01);
}

static void
test_nonin (void)
{
  steady_emulator_check_usual ("nonin",
                               NULL,
                               (SteadyWiring){ .driver = "nonin" },
                               "rso2 66 - 50 51",
                               STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
                               66,
                               0.01);
}

static void
test_invos (void)
{
  const SteadySerialLine line = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  steady_emulator_check_usual ("invos",
                               NULL,
                               (SteadyWiring){ .driver = "invos", .line = &line },
                               "rso2 66 0 50 51",
                               STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
                               66,
                               0.01);
}

static void
test_datex (void)
{
  steady_emulator_check_usual ("datex",
                               NULL,
                               (SteadyWiring){ .driver = "datex" },
                               "t 1 NASO 30.25",
                               STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
                               30.25,
                               0.001);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/bioprott/states", test_states);
  g_test_add_func ("/device/emulated/bioprott/garbled", test_garbled);
  g_test_add_func ("/device/emulated/bioprott/usual", test_usual);
  g_test_add_func ("/device/emulated/cdi/usual", test_cdi);
  g_test_add_func ("/device/emulated/nonin/usual", test_nonin);
  g_test_add_func ("/device/emulated/invos/usual", test_invos);
  g_test_add_func ("/device/emulated/datex/usual", test_datex);
  return g_test_run ();
}
