/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/steady-wired-device.h"
#include "steady-driver-bench.h"

/* Gas and water of a rig. */

static SteadyDriverBench *
bench_with (const char *driver, const char *name, const char *value, const char *more)
{
  SteadyDriverSettings settings = { .n = 0 };
  steady_driver_settings_add (&settings, name, value);
  if (more != NULL)
    steady_driver_settings_add (&settings, "full_scale", more);
  SteadyDriverBench *bench = steady_driver_bench_new (driver, &settings);
  steady_driver_settings_finish (&settings);
  return bench;
}

static void
say (SteadyDriverBench *bench, const char *text, SteadyInstant t)
{
  steady_driver_bench_rx (bench, text, strlen (text), t);
}

static void
test_gas (void)
{
  SteadyDriverBench  *bench = bench_with ("alicat", "unit", "L/min", "5");
  SteadyDriver       *driver = &bench->driver;
  const SteadyCommand sweep = { .control = STEADY_CONTROL_SWEEP, .value = 0.45 };
  const SteadyCommand more = { .control = STEADY_CONTROL_SWEEP, .value = 5.1 };

  say (bench, "A +014.70 +025.00 +09.000 +09.000 09.000 Air\r", 1); /* nobody asked */
  g_assert_cmpuint (bench->values->len, ==, 0);
  steady_driver_bench_tick (bench, 2);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, "A\r", 2);
  say (bench, "A +014.70 +025.00 +01.230 +01.250 01.260 Air\r", 3);
  steady_driver_bench_expect (bench, "mass_flow", STEADY_QUALITY_VALID, 1.25, 1e-9);
  steady_driver_bench_expect (bench, "volume_flow", STEADY_QUALITY_VALID, 1.23, 1e-9);
  steady_driver_bench_expect (bench, "set_point", STEADY_QUALITY_VALID, 1.26, 1e-9);
  steady_driver_bench_expect (bench, "temperature", STEADY_QUALITY_VALID, 25, 1e-9);
  steady_driver_bench_tick (bench, STEADY_NSEC_PER_SEC);
  say (bench,
       "A +014.70 +025.00 +01.230 +01.250 01.260 Air MOV LCK\r",
       STEADY_NSEC_PER_SEC);
  steady_driver_bench_expect (
      bench, "mass_flow", STEADY_QUALITY_QUESTIONABLE, 1.25, 1e-9);
  /* another device's line, a cut one and an unknown mark are refused */
  static const char *const bad[] = {
    "B +014.70 +025.00 +01.230 +01.250 01.260 Air\r",
    "A +014.70 +025.00 +01.230 +01.250 Air\r",
    "A +014.70 +025.00 +01.230 +01.2.50 01.260 Air\r",
    "A +014.70 +025.00 +01.230 +01.250 01.260 Air XYZ\r",
    "?\r",
  };
  const uint64_t before = driver->frames;
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const SteadyInstant t = (2 + (int) i) * STEADY_NSEC_PER_SEC;
      steady_driver_bench_tick (bench, t);
      say (bench, bad[i], t);
    }
  g_assert_cmpuint (driver->frames, ==, before);
  /* each, and all but the last that no answer came after it */
  g_assert_cmpuint (driver->faults, ==, 2 * G_N_ELEMENTS (bad) - 1);
  steady_driver_bench_forget (bench);
  g_assert_true (driver->class->command (driver, &sweep, 1));
  steady_driver_bench_tick (bench, 20 * STEADY_NSEC_PER_SEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, "AS0.450\r", 8);
  g_assert_false (driver->class->command (driver, &more, 1));
  steady_driver_bench_free (bench);
}

/* Its unit is not on the line: the site must say it; without a range no commands. */
static void
test_gas_settings (void)
{
  g_autoptr (GError) error = NULL;
  const SteadyWiring wiring = { .driver = "alicat", .port = "/dev/steady-none" };

  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_SETTING);
  SteadyDriverBench *bench = bench_with ("alicat", "unit", "mL/min", NULL);
  g_assert_cmpuint (bench->driver.n_controls, ==, 0);
  g_assert_cmpuint (bench->driver.signals[0].channel, ==, STEADY_CHANNEL_CO2_FLOW);
  steady_driver_bench_free (bench);
}

static void
check_water (const char *dialect, const char *first, const char *set)
{
  SteadyDriverBench  *bench = bench_with ("julabo", "dialect", dialect, NULL);
  SteadyDriver       *driver = &bench->driver;
  const SteadyCommand warmer = { .control = STEADY_CONTROL_WATER_TEMPERATURE,
                                 .value = 37 };
  const SteadyCommand hot = { .control = STEADY_CONTROL_WATER_TEMPERATURE,
                              .value = 41.5 };
  SteadyInstant       t = 1;

  steady_driver_bench_tick (bench, t);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, first, strlen (first));
  say (bench, "34.52\r\n", t += 20 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_expect (bench, "water", STEADY_QUALITY_VALID, 34.52, 1e-9);
  /* a quarter of a second between two messages */
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, t + 240 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_tick (bench, t += 261 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (bench->sent->len, >, 0);
  say (bench, "-1.5\r\n", t);
  steady_driver_bench_expect (bench, "set_point", STEADY_QUALITY_VALID, -1.5, 1e-9);
  steady_driver_bench_forget (bench);
  g_assert_true (driver->class->command (driver, &warmer, t));
  g_assert_false (driver->class->command (driver, &hot, t));
  steady_driver_bench_tick (bench, t + 261 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, set, strlen (set));
  steady_driver_bench_free (bench);
}

static void
test_water (void)
{
  check_water ("julabo", "in_pv_00\r", "out_sp_00 37.0\r");
  check_water ("lauda", "IN_PV_00\r\n", "OUT_SP_00_37.0\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/rig/gas", test_gas);
  g_test_add_func ("/device/rig/gas-settings", test_gas_settings);
  g_test_add_func ("/device/rig/water", test_water);
  return g_test_run ();
}
