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
  g_usleep (50000);
  g_assert_true (device->class->command (device, 0, &halt));
  for (unsigned i = 0; i < 4; i++)
    expect_pump (&bench, STEADY_PUMP_RUNNING);
  steady_emulator_tell (&bench, "hears");
  expect_pump (&bench, STEADY_PUMP_STOPPED_BY_INTERVENTION);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/masterflex/usual", test_masterflex);
  g_test_add_func ("/device/emulated/masterflex/commands", test_masterflex_commands);
  g_test_add_func ("/device/emulated/ismatec/usual", test_ismatec);
  g_test_add_func ("/device/emulated/ismatec/commands", test_ismatec_commands);
  return g_test_run ();
}
