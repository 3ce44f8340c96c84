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

/* Over a serial line and over TCP. */
static void
check_leviflow (const char *kind)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "full_scale_l_min", "8");
  steady_emulator_check_usual (
      "leviflow",
      kind,
      (SteadyWiring){ .driver = "leviflow", .settings = &settings },
      "flow 0.48",
      STEADY_CHANNEL_MEASURED_FLOW,
      0.48,
      0.001);
  steady_driver_settings_finish (&settings);
}

static void
test_leviflow (void)
{
  check_leviflow (NULL);
}

static void
test_leviflow_tcp (void)
{
  check_leviflow ("--tcp");
}

static void
test_puralev (void)
{
  steady_emulator_check_usual ("puralev",
                               NULL,
                               (SteadyWiring){ .driver = "puralev" },
                               "speed 3000",
                               STEADY_CHANNEL_PUMP_SPEED,
                               3000,
                               0.5);
}

/* A rig is commanded only where its site asks for it; the read-back tells the truth. */
static void
test_puralev_commands (void)
{
  SteadyEmulator      bench = { .process = NULL };
  const SteadyCommand faster = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 1500 };
  const SteadyWiring  wiring = { .driver = "puralev", .commands = true };

  if (!steady_emulator_start (&bench, "puralev", "--tcp", wiring))
    return;
  SteadyDevice *device = bench.device;
  g_assert_cmpuint (device->n_controls, ==, 1);
  g_assert_cmpuint (device->controls[0].readback, ==, STEADY_CHANNEL_SET_PUMP_SPEED);
  g_assert_cmpfloat (device->paces[0].most_step, >, 0);
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  g_assert_true (device->class->command (device, 0, &faster));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_VALID, 1500, 0.1);
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_PUMP_SPEED, STEADY_QUALITY_VALID, 1500, 0.5);
  /* the pump is switched to another state at the pump: no speed is sent */
  tell (&bench, "state 1");
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_PUMP_SPEED, STEADY_QUALITY_VALID, 0, 0.5);
  const SteadyCommand again = { .id = 77,
                                .control = STEADY_CONTROL_PUMP_SPEED,
                                .value = 900 };
  g_assert_cmpuint (device->class->refused (device, STEADY_CONTROL_PUMP_SPEED), ==, 0);
  g_assert_true (device->class->command (device, 0, &again));
  for (unsigned i = 0; i < 5; i++)
    steady_emulator_expect (
        &bench, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_VALID, 1500, 0.1);
  g_assert_cmpuint (device->class->refused (device, STEADY_CONTROL_PUMP_SPEED), ==, 77);
  steady_emulator_stop (&bench);

  if (!steady_emulator_start (
          &bench, "puralev", NULL, (SteadyWiring){ .driver = "puralev" }))
    return;
  g_assert_cmpuint (bench.device->n_controls, ==, 0);
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  g_assert_false (bench.device->class->command (bench.device, 0, &faster));
  steady_emulator_stop (&bench);
}

static void
test_mapped (void)
{
  SteadyDriverSettings settings = { .n = 0 };
  g_autofree char     *file = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "..", "data", "devices", "example-map.json", NULL);

  steady_driver_settings_add (&settings, "map", file);
  steady_emulator_check_usual (
      "mapped",
      NULL,
      (SteadyWiring){ .driver = "mapped", .settings = &settings },
      "flow 480",
      STEADY_CHANNEL_MEASURED_FLOW,
      0.48,
      0.0001);
  steady_driver_settings_finish (&settings);
}

/* The same driver with registers: over a serial line and over TCP. */
static void
check_registers (const char *kind)
{
  static const SteadyPlacing placings[] = {
    { (char *) (uintptr_t) "board", STEADY_CHANNEL_RECTAL_TEMPERATURE },
  };
  SteadyDriverSettings settings = { .n = 0 };
  g_autofree char     *file = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "emulators", "registers-map.json", NULL);

  steady_driver_settings_add (&settings, "map", file);
  steady_emulator_check_usual ("leviflow",
                               kind,
                               (SteadyWiring){ .driver = "mapped",
                                               .settings = &settings,
                                               .placings = placings,
                                               .n_placings = G_N_ELEMENTS (placings) },
                               "flow 0.48",
                               STEADY_CHANNEL_FOREIGN, /* the share of its range */
                               6,
                               0.001);
  steady_driver_settings_finish (&settings);
}

static void
test_registers (void)
{
  check_registers (NULL);
}

static void
test_registers_tcp (void)
{
  check_registers ("--tcp");
}

static void
test_alicat (void)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "unit", "L/min");
  steady_emulator_check_usual (
      "alicat",
      "--tcp",
      (SteadyWiring){ .driver = "alicat", .settings = &settings },
      "set 0.45",
      STEADY_CHANNEL_SWEEP,
      0.45,
      0.001);
  steady_driver_settings_finish (&settings);
}

static void
test_julabo (void)
{
  steady_emulator_check_usual ("julabo",
                               NULL,
                               (SteadyWiring){ .driver = "julabo" },
                               "water 34.5",
                               STEADY_CHANNEL_WATER_TEMPERATURE,
                               34.5,
                               0.01);
}

/* The other maker's words. */
static void
test_lauda (void)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "dialect", "lauda");
  steady_emulator_check_usual (
      "julabo",
      "--lauda",
      (SteadyWiring){ .driver = "julabo", .settings = &settings },
      "water 34.5",
      STEADY_CHANNEL_WATER_TEMPERATURE,
      34.5,
      0.01);
  steady_driver_settings_finish (&settings);
}

/* Gas and water are set and read back; a bath that is set at its own keys is not. */
static void
test_rig_commands (void)
{
  SteadyEmulator       gas = { .process = NULL }, water = { .process = NULL };
  SteadyDriverSettings settings = { .n = 0 };
  const SteadyCommand  sweep = { .control = STEADY_CONTROL_SWEEP, .value = 0.72 };
  const SteadyCommand  warm = { .control = STEADY_CONTROL_WATER_TEMPERATURE,
                                .value = 30 };
  const SteadyCommand  cold = { .control = STEADY_CONTROL_WATER_TEMPERATURE,
                                .value = 25 };

  steady_driver_settings_add (&settings, "unit", "L/min");
  steady_driver_settings_add (&settings, "full_scale", "5");
  if (!steady_emulator_start (&gas,
                              "alicat",
                              NULL,
                              (SteadyWiring){ .driver = "alicat",
                                              .settings = &settings,
                                              .commands = true }))
    return;
  steady_emulator_wait_link (&gas, STEADY_LINK_UP);
  g_assert_true (gas.device->class->command (gas.device, 0, &sweep));
  steady_emulator_expect (
      &gas, STEADY_CHANNEL_SET_SWEEP, STEADY_QUALITY_VALID, 0.72, 0.001);
  steady_emulator_expect (
      &gas, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_VALID, 0.72, 0.001);
  steady_emulator_stop (&gas);
  steady_driver_settings_finish (&settings);

  g_assert_true (steady_emulator_start (
      &water, "julabo", NULL, (SteadyWiring){ .driver = "julabo", .commands = true }));
  steady_emulator_wait_link (&water, STEADY_LINK_UP);
  g_assert_true (water.device->class->command (water.device, 0, &warm));
  steady_emulator_expect (
      &water, STEADY_CHANNEL_SET_WATER_TEMPERATURE, STEADY_QUALITY_VALID, 30, 0.01);
  tell (&water, "local");
  g_assert_true (water.device->class->command (water.device, 0, &cold));
  for (unsigned i = 0; i < 3; i++)
    steady_emulator_expect (
        &water, STEADY_CHANNEL_SET_WATER_TEMPERATURE, STEADY_QUALITY_VALID, 30, 0.01);
  steady_emulator_stop (&water);
}

/* Over the network and over a serial line. */
static void
check_intellivue (const char *kind)
{
  steady_emulator_check_usual ("intellivue",
                               kind,
                               (SteadyWiring){ .driver = "intellivue" },
                               "set 4a17 43.5",
                               STEADY_CHANNEL_ARTERIAL_MEAN,
                               43.5,
                               0.001);
}

static void
test_intellivue (void)
{
  check_intellivue ("--udp");
}

static void
test_intellivue_serial (void)
{
  check_intellivue (NULL);
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
  g_test_add_func ("/device/emulated/leviflow/usual", test_leviflow);
  g_test_add_func ("/device/emulated/leviflow/tcp", test_leviflow_tcp);
  g_test_add_func ("/device/emulated/puralev/usual", test_puralev);
  g_test_add_func ("/device/emulated/puralev/commands", test_puralev_commands);
  g_test_add_func ("/device/emulated/mapped/usual", test_mapped);
  g_test_add_func ("/device/emulated/mapped/registers", test_registers);
  g_test_add_func ("/device/emulated/mapped/registers-tcp", test_registers_tcp);
  g_test_add_func ("/device/emulated/alicat/usual", test_alicat);
  g_test_add_func ("/device/emulated/julabo/usual", test_julabo);
  g_test_add_func ("/device/emulated/julabo/lauda", test_lauda);
  g_test_add_func ("/device/emulated/rig/commands", test_rig_commands);
  g_test_add_func ("/device/emulated/intellivue/usual", test_intellivue);
  g_test_add_func ("/device/emulated/intellivue/serial", test_intellivue_serial);
  return g_test_run ();
}
