/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/steady-modbus.h"
#include "device/steady-wired-device.h"
#include "steady-driver-bench.h"

/* An answer as the device would make it, on a serial line. */
static void
answer (SteadyDriverBench *bench, const uint16_t *values, unsigned n, SteadyInstant t)
{
  uint8_t frame[STEADY_MODBUS_FRAME] = { 1, 4, (uint8_t) (2 * n) };

  for (unsigned i = 0; i < n; i++)
    {
      frame[3 + 2 * i] = (uint8_t) (values[i] >> 8);
      frame[4 + 2 * i] = (uint8_t) (values[i] & 0xff);
    }
  const size_t   length = 3 + (size_t) 2 * n;
  const uint16_t crc = steady_modbus_crc (frame, length);
  frame[length] = (uint8_t) (crc & 0xff);
  frame[length + 1] = (uint8_t) (crc >> 8);
  steady_driver_bench_rx (bench, frame, length + 2, t);
}

static void
test_pump (void)
{
  static const uint8_t question[] = { 1, 4, 0x40, 0, 0, 9, 0x24, 0x0c };
  static const uint8_t set[] = { 0x01, 0x06, 0x40, 0x01, 0x09, 0xc4, 0xca, 0x09 };
  const uint16_t       values[] = { 2, 3001, 0, 3000, 0, 0, 0, 0, 41 };
  const SteadyCommand  faster = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 2500 };
  SteadyDriverBench   *bench = steady_driver_bench_new ("puralev", NULL);
  SteadyDriver        *driver = &bench->driver;

  g_assert_false (driver->class->command (driver, &faster, 0)); /* state not known */
  steady_driver_bench_tick (bench, 1);
  g_assert_cmpuint (bench->sent->len, ==, sizeof question);
  g_assert_cmpmem (bench->sent->data, 6, question, 6);
  answer (bench, values, 9, 10 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (driver->frames, ==, 1);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_VALID, 3001, 1e-9);
  steady_driver_bench_expect (bench, "set_speed", STEADY_QUALITY_VALID, 3000, 1e-9);
  steady_driver_bench_expect (
      bench, "driver_temperature", STEADY_QUALITY_VALID, 41, 1e-9);
  /* a set-point goes ahead of reading */
  steady_driver_bench_forget (bench);
  g_assert_true (driver->class->command (driver, &faster, 0));
  steady_driver_bench_tick (bench, 200 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, set, sizeof set);
  steady_driver_bench_rx (bench, set, sizeof set, 210 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (driver->frames, ==, 2);
  /* in trouble its speed is doubted */
  const uint16_t trouble[] = { 4, 0, 0, 2500, 0, 7, 0, 0, 41 };
  steady_driver_bench_tick (bench, 220 * STEADY_NSEC_PER_MSEC);
  answer (bench, trouble, 9, 230 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_QUESTIONABLE, 0, 1e-9);
  g_assert_false (driver->class->command (driver, &faster, 0));
  steady_driver_bench_free (bench);
}

/* Without an answer in 200 ms it asks again; what comes too late belongs to nothing. */
static void
test_patience (void)
{
  const uint16_t     values[] = { 2, 3001, 0, 3000, 0, 0, 0, 0, 41 };
  SteadyDriverBench *bench = steady_driver_bench_new ("puralev", NULL);

  SteadyInstant due = steady_driver_bench_tick (bench, 1);
  g_assert_cmpint (due, ==, 1 + 200 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_forget (bench);
  due = steady_driver_bench_tick (bench, due);
  g_assert_cmpuint (bench->driver.faults, ==, 1);
  answer (bench, values, 9, due - 1);
  g_assert_cmpuint (bench->values->len, ==, 0);
  due = steady_driver_bench_tick (bench, due);
  g_assert_cmpuint (bench->sent->len, ==, 8);
  answer (bench, values, 9, due);
  g_assert_cmpuint (bench->values->len, ==, 5);
  steady_driver_bench_free (bench);
}

static void
test_flow (void)
{
  SteadyDriverSettings settings = { .n = 0 };
  const uint16_t       flow[] = { 0, 600, 0, 0, 0, 0, 2450 };
  const uint16_t       back[] = { 4 | 1, (uint16_t) -100, 0, 0, 0, 0, 2450 };
  const uint16_t       error[] = { 2, 600, 0, 0, 0, 0, 2450 };
  g_autoptr (GError) missing = NULL;
  const SteadyWiring wiring = { .driver = "leviflow", .port = "/dev/steady-none" };

  g_assert_null (steady_device_new_wired (&wiring, &missing));
  g_assert_error (missing, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_SETTING);
  steady_driver_settings_add (&settings, "full_scale_l_min", "8");
  SteadyDriverBench *bench = steady_driver_bench_new ("leviflow", &settings);
  steady_driver_bench_tick (bench, 1);
  answer (bench, flow, 7, 2);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, 0.48, 1e-9);
  steady_driver_bench_expect (bench, "bubble", STEADY_QUALITY_VALID, 0, 1e-9);
  steady_driver_bench_expect (bench, "temperature", STEADY_QUALITY_VALID, 24.5, 1e-9);
  steady_driver_bench_tick (bench, STEADY_NSEC_PER_SEC);
  answer (bench, back, 7, STEADY_NSEC_PER_SEC + 1);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, -0.08, 1e-9);
  steady_driver_bench_expect (bench, "bubble", STEADY_QUALITY_VALID, 1, 1e-9);
  steady_driver_bench_tick (bench, 2 * STEADY_NSEC_PER_SEC);
  answer (bench, error, 7, 2 * STEADY_NSEC_PER_SEC + 1);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_free (bench);
  steady_driver_settings_finish (&settings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/levitronix/pump", test_pump);
  g_test_add_func ("/device/levitronix/patience", test_patience);
  g_test_add_func ("/device/levitronix/flow", test_flow);
  return g_test_run ();
}
