/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-emulator.h"

/* Pumps and gas of a rig, against their emulators. */

static void
set (SteadyDriverSettings *settings, const char *const *pairs)
{
  for (unsigned i = 0; pairs[i] != NULL; i += 2)
    steady_driver_settings_add (settings, pairs[i], pairs[i + 1]);
}

static void
check_roller (const char *driver, const char *kind)
{
  static const char *const pairs[] = { "serves",   "arterial", "ml_per_turn", "2",
                                       "most_rpm", "100",      NULL };
  SteadyDriverSettings     settings = { .n = 0 };

  set (&settings, pairs);
  steady_emulator_check_usual (
      driver,
      kind,
      (SteadyWiring){ .driver = driver, .settings = &settings },
      "speed 48",
      STEADY_CHANNEL_PUMP_SPEED,
      48,
      0.001);
  steady_driver_settings_finish (&settings);
}

static void
test_masterflex (void)
{
  check_roller ("masterflex", NULL);
}

static void
test_ismatec (void)
{
  check_roller ("ismatec", "--tcp");
}

static void
expect_pump (SteadyEmulator *bench, SteadyPumpState state)
{
  steady_emulator_expect (
      bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_QUALITY_VALID, state, 0);
}

/* Set, started and stopped, each read back; a pump that takes commands and does nothing
 * is never told as stopped, and stands as soon as it hears again. */
static void
check_roller_commands (const char *driver)
{
  static const char *const pairs[] = { "serves", "arterial", "most_rpm", "100", NULL };
  SteadyDriverSettings     settings = { .n = 0 };
  SteadyEmulator           bench = { .process = NULL };
  const SteadyCommand speed = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 25 };
  const SteadyCommand start = { .control = STEADY_CONTROL_PUMP_START, .origin = 1 };
  const SteadyCommand stop = { .control = STEADY_CONTROL_PUMP_STOP, .origin = 1 };
  const SteadyCommand halt = { .control = STEADY_CONTROL_PUMP_STOP, .origin = 0 };

  set (&settings, pairs);
  if (!steady_emulator_start (
          &bench,
          driver,
          NULL,
          (SteadyWiring){ .driver = driver, .settings = &settings, .commands = true }))
    return;
  SteadyDevice *device = bench.device;
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_VALID, 0, 0.001);
  g_assert_true (device->class->command (device, 0, &speed));
  g_assert_true (device->class->command (device, 0, &start));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_VALID, 25, 0.001);
  expect_pump (&bench, STEADY_PUMP_RUNNING);
  g_assert_true (device->class->command (device, 0, &stop));
  expect_pump (&bench, STEADY_PUMP_STOPPED);
  steady_emulator_tell (&bench, "run");
  expect_pump (&bench, STEADY_PUMP_RUNNING);
  steady_emulator_tell (&bench, "deaf");
  steady_emulator_tell (&bench, "speed 31"); /* once that is read it is deaf */
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_PUMP_SPEED, STEADY_QUALITY_VALID, 31, 0.001);
  g_assert_true (device->class->command (device, 0, &halt));
  for (unsigned i = 0; i < 4; i++)
    expect_pump (&bench, STEADY_PUMP_RUNNING);
  steady_emulator_tell (&bench, "hears");
  expect_pump (&bench, STEADY_PUMP_STOPPED_BY_INTERVENTION);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&settings);
}

/* A pump that hears and does not answer any more is stopped all the same; nothing else
 * is said to it, and what it says when it is back shows that it stands. */
static void
test_stop_of_a_mute_pump (void)
{
  static const char *const pairs[] = { "serves", "arterial", "most_rpm", "100", NULL };
  SteadyDriverSettings     settings = { .n = 0 };
  SteadyEmulator           bench = { .process = NULL };
  const SteadyCommand speed = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 25 };
  const SteadyCommand stop = { .control = STEADY_CONTROL_PUMP_STOP, .origin = 1 };

  set (&settings, pairs);
  if (!steady_emulator_start (&bench,
                              "masterflex",
                              NULL,
                              (SteadyWiring){ .driver = "masterflex",
                                              .settings = &settings,
                                              .commands = true }))
    return;
  SteadyDevice *device = bench.device;
  steady_emulator_tell (&bench, "speed 48");
  expect_pump (&bench, STEADY_PUMP_RUNNING);
  steady_emulator_tell (&bench, "quiet");
  steady_emulator_wait_link (&bench, STEADY_LINK_LOST);
  g_assert_false (device->class->command (device, 0, &speed));
  g_assert_true (device->class->command (device, 0, &stop));
  g_usleep (G_USEC_PER_SEC); /* for its line: nothing tells when it was heard */
  steady_emulator_tell (&bench, "talk");
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  expect_pump (&bench, STEADY_PUMP_STOPPED);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&settings);
}

static void
test_masterflex_commands (void)
{
  check_roller_commands ("masterflex");
}

static void
test_ismatec_commands (void)
{
  check_roller_commands ("ismatec");
}

static void
check_gas (const char        *driver,
           const char        *kind,
           const char *const *pairs,
           const char        *say,
           SteadyChannel      channel,
           double             value)
{
  const SteadySerialLine line = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  SteadyDriverSettings settings = { .n = 0 };

  set (&settings, pairs);
  steady_emulator_check_usual (
      driver,
      kind,
      (SteadyWiring){ .driver = driver, .settings = &settings, .line = &line },
      say,
      channel,
      value,
      0.001);
  steady_driver_settings_finish (&settings);
}

static const char *const controller[] = { "unit", "L/min", "full_scale", "5", NULL };
static const char *const blender[] = {
  "gases", "air,oxygen,co2", "full_scale_l_min", "5", NULL
};

static void
test_bronkhorst (void)
{
  check_gas ("bronkhorst", NULL, controller, "set 0.45", STEADY_CHANNEL_SWEEP, 0.4500);
}

static void
test_gb100 (void)
{
  check_gas ("gb100", NULL, blender, "total 450", STEADY_CHANNEL_SWEEP, 0.450);
}

static void
test_gb100_tcp (void)
{
  check_gas ("gb100", "--tcp", blender, "share 2 50", STEADY_CHANNEL_SET_FIO2, 60.5);
}

static void
test_gas_commands (void)
{
  const SteadyCommand  sweep = { .control = STEADY_CONTROL_SWEEP, .value = 0.72 };
  const SteadyCommand  richer = { .control = STEADY_CONTROL_FIO2, .value = 60 };
  SteadyDriverSettings one = { .n = 0 }, three = { .n = 0 };
  SteadyEmulator       bench = { .process = NULL };

  set (&one, controller);
  set (&three, blender);
  if (!steady_emulator_start (
          &bench,
          "bronkhorst",
          NULL,
          (SteadyWiring){ .driver = "bronkhorst", .settings = &one, .commands = true }))
    return;
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  g_assert_true (bench.device->class->command (bench.device, 0, &sweep));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_SWEEP, STEADY_QUALITY_VALID, 0.72, 0.001);
  steady_emulator_stop (&bench);

  g_assert_true (steady_emulator_start (
      &bench,
      "gb100",
      "--tcp",
      (SteadyWiring){ .driver = "gb100", .settings = &three, .commands = true }));
  g_assert_cmpuint (bench.device->n_controls, ==, 2);
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_FIO2, STEADY_QUALITY_VALID, 52.6, 0.001);
  g_assert_true (bench.device->class->command (bench.device, 0, &sweep));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_VALID, 0.72, 0.001);
  g_assert_true (bench.device->class->command (bench.device, 0, &richer));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_FIO2, STEADY_QUALITY_VALID, 60, 0.05);
  steady_emulator_expect (&bench, STEADY_CHANNEL_FIO2, STEADY_QUALITY_VALID, 60, 0.05);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&one);
  steady_driver_settings_finish (&three);
}

/* The line is cut at many instants of the dialogue; each time it comes back by itself.
 */
static void
test_unplugged (void)
{
  static const char *const roller[] = { "serves", "arterial", NULL };
  static const struct
  {
    const char        *driver;
    const char *const *pairs;
    const char        *say;
    SteadyChannel      channel;
    double             value;
  } all[] = {
    { "masterflex", roller, "speed 48", STEADY_CHANNEL_PUMP_SPEED, 48 },
    { "ismatec", roller, "speed 48", STEADY_CHANNEL_PUMP_SPEED, 48 },
    { "bronkhorst", controller, "set 0.45", STEADY_CHANNEL_SWEEP, 0.45 },
    { "gb100", blender, "total 450", STEADY_CHANNEL_SWEEP, 0.45 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    {
      SteadyDriverSettings settings = { .n = 0 };
      SteadyEmulator       bench = { .process = NULL };
      set (&settings, all[i].pairs);
      const SteadyWiring wiring = { .driver = all[i].driver, .settings = &settings };
      if (!steady_emulator_start (&bench, all[i].driver, "--tcp", wiring))
        return;
      for (unsigned cut = 0; cut < 8; cut++)
        {
          steady_emulator_tell (&bench, all[i].say);
          const SteadyInstant since = steady_clock_now ();
          while (steady_emulator_expect (
                     &bench, all[i].channel, STEADY_QUALITY_VALID, all[i].value, 0.001)
                     .t < since)
            ;
          g_usleep (cut * 23000);
          steady_emulator_tell (&bench, "hang up");
          g_usleep (cut * 31000); /* and again on the way up */
          steady_emulator_tell (&bench, "hang up");
        }
      steady_emulator_expect (
          &bench, all[i].channel, STEADY_QUALITY_VALID, all[i].value, 0.001);
      steady_emulator_stop (&bench);
      steady_driver_settings_finish (&settings);
    }
}

/* The sketch that comes with Steady, compiled for this computer, and the file that
 * describes it: 480 mL/min are read as that, and its pump's speed is set. */
static void
test_sketch (void)
{
  const SteadyCommand  faster = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 94 };
  SteadyDriverSettings settings = { .n = 0 };
  SteadyEmulator       bench = { .process = NULL };
  g_autofree char     *compiler = g_find_program_in_path ("g++");
  g_autofree char     *file = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "..", "data", "devices", "example-map.json", NULL);

  if (compiler == NULL)
    {
      g_test_skip ("no g++ to compile the sketch");
      return;
    }
  steady_driver_settings_add (&settings, "map", file);
  SteadyWiring wiring = { .driver = "mapped", .settings = &settings, .commands = true };
  steady_emulator_check_usual (
      "sketch", NULL, wiring, "flow 480", STEADY_CHANNEL_MEASURED_FLOW, 0.48, 0.01);
  if (!steady_emulator_start (&bench, "sketch", NULL, wiring))
    return;
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  g_assert_true (bench.device->class->command (bench.device, 0, &faster));
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_QUALITY_VALID, 94, 0.1);
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_MEASURED_FLOW, STEADY_QUALITY_VALID, 0, 0.001);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&settings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/masterflex/usual", test_masterflex);
  g_test_add_func ("/device/emulated/masterflex/commands", test_masterflex_commands);
  g_test_add_func ("/device/emulated/masterflex/stop-of-a-mute-pump",
                   test_stop_of_a_mute_pump);
  g_test_add_func ("/device/emulated/ismatec/usual", test_ismatec);
  g_test_add_func ("/device/emulated/ismatec/commands", test_ismatec_commands);
  g_test_add_func ("/device/emulated/bronkhorst/usual", test_bronkhorst);
  g_test_add_func ("/device/emulated/gb100/usual", test_gb100);
  g_test_add_func ("/device/emulated/gb100/tcp", test_gb100_tcp);
  g_test_add_func ("/device/emulated/gas/commands", test_gas_commands);
  g_test_add_func ("/device/emulated/mapped/sketch", test_sketch);
  g_test_add_func ("/device/emulated/rig/unplugged", test_unplugged);
  return g_test_run ();
}
