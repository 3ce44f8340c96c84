/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/steady-modbus-poll.h"
#include "device/steady-modbus.h"
#include "device/steady-wired-device.h"
#include "steady-driver-bench.h"

/* Bronkhorst and MCQ: gas of a rig. */

static SteadyDriverBench *
bench_with (const char *driver, const char *const *pairs)
{
  SteadyDriverSettings settings = { .n = 0 };

  for (unsigned i = 0; pairs[i] != NULL; i += 2)
    steady_driver_settings_add (&settings, pairs[i], pairs[i + 1]);
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
test_bronkhorst (void)
{
  static const char *const pairs[] = { "unit", "mL/min", "full_scale", "200", NULL };
  static const char *const bad[] = { ":068002012F7D00\r\n", ":0680020121 7D0\r\n",
                                     ":0680020121\r\n",     ":06800201217D000\r\n",
                                     ":0480000405\r\n",     "7D00\r\n" };
  SteadyDriverBench       *bench = bench_with ("bronkhorst", pairs);
  SteadyDriver            *driver = &bench->driver;
  const SteadyCommand      half = { .control = STEADY_CONTROL_CO2, .value = 100 };
  const SteadyCommand      more = { .control = STEADY_CONTROL_CO2, .value = 201 };
  SteadyInstant            t = 1;

  steady_driver_bench_tick (bench, t);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, ":06800401210120\r\n", 17);
  say (bench, ":06800201217D00\r\n", t += 10 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, 200, 1e-9);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, t += 10 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, ":06800401210121\r\n", 17);
  say (bench, ":06800201211F40\r\n", t);
  steady_driver_bench_expect (bench, "set_point", STEADY_QUALITY_VALID, 50, 1e-9);
  /* beyond its range */
  steady_driver_bench_tick (bench, t = STEADY_NSEC_PER_SEC);
  say (bench, ":06800201217E00\r\n", t);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_QUESTIONABLE, 201.6, 1e-9);
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const uint64_t before = driver->frames;
      steady_driver_bench_tick (bench, t += STEADY_NSEC_PER_SEC);
      say (bench, bad[i], t);
      g_assert_cmpuint (driver->frames, ==, before);
    }
  /* an answer that comes late is no answer to the next question */
  steady_driver_bench_tick (bench, t += STEADY_NSEC_PER_SEC);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, t += 201 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (bench->sent->len, ==, 17);
  say (bench, ":06800201217D00\r\n", t += 10 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (bench->values->len, ==, 0);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, t += 290 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  g_assert_true (driver->class->command (driver, &half, t));
  g_assert_false (driver->class->command (driver, &more, t));
  steady_driver_bench_tick (bench, t += STEADY_NSEC_PER_SEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, ":06800101213E80\r\n", 17);
  steady_driver_bench_free (bench);
}

enum
{
  BLOCK = 5 + 3 * 15
};

static void
answer (SteadyDriverBench *bench, const uint16_t *values, unsigned n, SteadyInstant t)
{
  uint8_t frame[STEADY_MODBUS_FRAME] = { 1, 3, (uint8_t) (2 * n) };

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

/* 80 L/min of total, so that both halves of 32 bits are needed: 72 L of air, 6 of
 * oxygen, 2 of CO2. */
static void
fill (uint16_t *values)
{
  static const unsigned shares[] = { 9000, 750, 250 };
  static const uint32_t flows[] = { 3600000, 300000, 100000 };

  memset (values, 0, BLOCK * sizeof *values);
  values[0] = 3;
  values[1] = 1;
  values[3] = 40000;
  for (unsigned i = 0; i < 3; i++)
    {
      uint16_t *channel = values + 5 + (size_t) i * 15;
      channel[5] = 1;
      channel[6] = (uint16_t) shares[i];
      channel[9] = (uint16_t) (flows[i] >> 16);
      channel[10] = (uint16_t) (flows[i] & 0xffff);
    }
}

/* Once through both questions. */
static void
poll (SteadyDriverBench *bench, uint16_t alert, const uint16_t *values, SteadyInstant t)
{
  steady_driver_bench_tick (bench, t);
  answer (bench, &alert, 1, t + 1);
  steady_driver_bench_tick (bench, t + 10 * STEADY_NSEC_PER_MSEC);
  answer (bench, values, BLOCK, t + 11 * STEADY_NSEC_PER_MSEC);
}

static void
test_blender (void)
{
  static const char *const pairs[] = {
    "gases", "air, oxygen, co2", "full_scale_l_min", "50", NULL
  };
  static const uint8_t sweep_at[] = { 1, 16, 0, 7, 0, 2, 4, 0, 0, 0xaf, 0xc8 };
  static const uint8_t share_at[] = { 1, 16, 0, 31, 0, 1, 2, 0x12, 0xe7 };
  SteadyDriverBench   *bench = bench_with ("gb100", pairs);
  SteadyDriver        *driver = &bench->driver;
  const SteadyCommand  sweep = { .control = STEADY_CONTROL_SWEEP, .value = 45 };
  const SteadyCommand  fio2 = { .control = STEADY_CONTROL_FIO2, .value = 58.7 };
  const SteadySpan     s = STEADY_NSEC_PER_SEC;
  uint16_t             values[BLOCK];

  fill (values);
  poll (bench, 0, values, s);
  steady_driver_bench_expect (bench, "sweep", STEADY_QUALITY_VALID, 40, 1e-9);
  steady_driver_bench_expect (bench, "set_sweep", STEADY_QUALITY_VALID, 40, 1e-9);
  steady_driver_bench_expect (bench, "fio2", STEADY_QUALITY_VALID, 26.4, 1e-9);
  steady_driver_bench_expect (bench, "set_fio2", STEADY_QUALITY_VALID, 26.4, 1e-9);
  steady_driver_bench_expect (bench, "co2", STEADY_QUALITY_VALID, 1000, 1e-9);
  /* commands: what they say on the line */
  steady_driver_bench_forget (bench);
  g_assert_true (driver->class->command (driver, &sweep, s));
  steady_driver_bench_tick (bench, s + 50 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpmem (bench->sent->data, 11, sweep_at, sizeof sweep_at);
  steady_driver_bench_tick (bench, s + 260 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_tick (bench, s + 700 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_tick (bench, s + 900 * STEADY_NSEC_PER_MSEC);
  steady_driver_bench_forget (bench);
  g_assert_true (driver->class->command (driver, &fio2, s));
  steady_driver_bench_tick (bench, 3 * s);
  g_assert_cmpmem (bench->sent->data, 9, share_at, sizeof share_at);
  steady_driver_bench_tick (bench, 4 * s);
  steady_driver_bench_free (bench);
}

static void
test_blender_doubt (void)
{
  static const char *const pairs[] = { "gases", "air,oxygen,co2", NULL };
  SteadyDriverBench       *bench = bench_with ("gb100", pairs);
  const SteadySpan         s = STEADY_NSEC_PER_SEC;
  uint16_t                 values[BLOCK];

  g_assert_cmpuint (bench->driver.n_controls, ==, 0);
  fill (values);
  poll (bench, 8, values, s); /* an alert of the device */
  steady_driver_bench_expect (bench, "sweep", STEADY_QUALITY_QUESTIONABLE, 40, 1e-9);
  values[5 + 15 + 2] = 1; /* of its second channel */
  poll (bench, 0, values, 2 * s);
  steady_driver_bench_expect (bench, "fio2", STEADY_QUALITY_QUESTIONABLE, 26.4, 1e-9);
  fill (values);
  values[5 + 6] = 8000; /* shares that make no whole */
  poll (bench, 0, values, 3 * s);
  steady_driver_bench_expect (
      bench, "set_fio2", STEADY_QUALITY_QUESTIONABLE, 24.3, 1e-9);
  fill (values);
  for (unsigned i = 0; i < 3; i++)
    values[5 + 15 * i + 9] = values[5 + 15 * i + 10] = 0;
  poll (bench, 0, values, 4 * s); /* nothing flows */
  steady_driver_bench_expect (bench, "sweep", STEADY_QUALITY_VALID, 0, 0);
  steady_driver_bench_expect (bench, "fio2", STEADY_QUALITY_NOT_APPLICABLE, 0, 0);
  fill (values);
  values[0] = 2; /* another device than the site says */
  poll (bench, 0, values, 5 * s);
  steady_driver_bench_expect (bench, "sweep", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  steady_driver_bench_free (bench);
}

/* What the line does not tell must be said by the site. */
static void
test_settings (void)
{
  static const char *const drivers[] = { "bronkhorst", "gb100" };

  for (unsigned i = 0; i < G_N_ELEMENTS (drivers); i++)
    {
      g_autoptr (GError) error = NULL;
      const SteadyWiring wiring = { .driver = drivers[i], .port = "/dev/steady-none" };
      g_assert_null (steady_device_new_wired (&wiring, &error));
      g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_SETTING);
    }
}

/* Two set points of one device do not take each other's place while the line is busy; a
 * newer one of the same does, and a stop takes them all with it. */
static void
test_writes_that_wait (void)
{
  static const char *const pairs[] = {
    "gases", "air,oxygen,co2", "full_scale_l_min", "5", NULL
  };
  static const SteadyModbusRead reads[] = {
    { STEADY_MODBUS_READ_HOLDING, 3, 1, STEADY_NSEC_PER_SEC }
  };
  SteadyDriverBench   *bench = bench_with ("gb100", pairs);
  SteadyModbusPoll     poll;
  SteadyModbusQuestion write = { .function = STEADY_MODBUS_WRITE_ONE, .count = 1 };

  steady_modbus_poll_start (&poll, STEADY_MODBUS_RTU, 1, reads, 1, 1);
  steady_modbus_poll_tick (&poll, &bench->driver, 1); /* a reading is under way */
  steady_driver_bench_forget (bench);
  for (unsigned i = 0; i < 3; i++)
    {
      write.first = i == 1 ? 16 : 7;
      write.values[0] = (uint16_t) (100 + i);
      g_assert_true (steady_modbus_poll_write (&poll, &write));
    }
  SteadyInstant t = 1 + 300 * STEADY_NSEC_PER_MSEC;
  for (unsigned i = 0; i < 4; i++, t += 210 * STEADY_NSEC_PER_MSEC)
    steady_modbus_poll_tick (&poll, &bench->driver, t);
  /* the newer one of register 7, then that of 16, and a reading again */
  g_assert_cmpuint (bench->sent->len, >=, 16);
  g_assert_cmpuint (bench->sent->data[3], ==, 7);
  g_assert_cmpuint (bench->sent->data[5], ==, 102);
  g_assert_cmpuint (bench->sent->data[11], ==, 16);
  g_assert_cmpuint (bench->sent->data[13], ==, 101);
  steady_driver_bench_forget (bench);
  g_assert_true (steady_modbus_poll_write (&poll, &write));
  write.first = 9;
  g_assert_true (steady_modbus_poll_stop (&poll, &write));
  for (unsigned i = 0; i < 3; i++, t += 210 * STEADY_NSEC_PER_MSEC)
    steady_modbus_poll_tick (&poll, &bench->driver, t);
  unsigned writes = 0;
  for (guint at = 0; at + 8 <= bench->sent->len; at += 8)
    if (bench->sent->data[at + 1] == STEADY_MODBUS_WRITE_ONE)
      {
        g_assert_cmpuint (bench->sent->data[at + 3], ==, 9);
        writes++;
      }
  g_assert_cmpuint (writes, ==, 1);
  steady_driver_bench_free (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/gas/bronkhorst", test_bronkhorst);
  g_test_add_func ("/device/gas/blender", test_blender);
  g_test_add_func ("/device/gas/blender-doubt", test_blender_doubt);
  g_test_add_func ("/device/gas/settings", test_settings);
  g_test_add_func ("/device/gas/writes-that-wait", test_writes_that_wait);
  return g_test_run ();
}
