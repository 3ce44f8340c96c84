/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "device/mapped/steady-device-map.h"
#include "device/steady-modbus.h"
#include "steady-driver-bench.h"

static SteadyDriverBench *
bench_for (const char *file)
{
  SteadyDriverSettings settings = { .n = 0 };
  steady_driver_settings_add (&settings, "map", file);
  SteadyDriverBench *bench = steady_driver_bench_new ("mapped", &settings);
  steady_driver_settings_finish (&settings);
  return bench;
}

static char *
example (void)
{
  return g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "..", "data", "devices", "example-map.json", NULL);
}

static void
say (SteadyDriverBench *bench, const char *text)
{
  steady_driver_bench_rx (bench, text, strlen (text), 1);
}

static void
test_example (void)
{
  g_autofree char    *file = example ();
  SteadyDriverBench  *bench = bench_for (file);
  const SteadyCommand set = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 94.4 };
  const SteadyCommand more = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 251 };
  SteadyDriver       *driver = &bench->driver;

  say (bench, "80 T=36.5 P=94\r\nF=480 T=36.5 P=94\r\n");
  g_assert_cmpuint (driver->faults, ==, 0); /* the first line began before us */
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, 0.48, 1e-9);
  steady_driver_bench_expect (bench, "temperature", STEADY_QUALITY_VALID, 36.5, 1e-9);
  steady_driver_bench_expect (bench, "set", STEADY_QUALITY_VALID, 94, 1e-9);
  say (bench, "F=-9000 T=- P=0\r\n");
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  steady_driver_bench_expect (bench, "temperature", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  say (bench, "F=480 T=36.5\r\n");
  g_assert_cmpuint (driver->faults, ==, 1);
  g_assert_true (driver->class->command (driver, &set, 1));
  g_assert_cmpmem (bench->sent->data, bench->sent->len, "P94\n", 4);
  g_assert_false (driver->class->command (driver, &more, 1));
  steady_driver_bench_free (bench);
}

#define SIGNAL_ROW                                                               \
  "{\"name\":\"a\",\"unit\":\"mmHg\",\"low\":-50,\"high\":300,\"register\":100," \
  "\"type\":\"int16\",\"scale\":0.1,\"place\":\"arterial_mean\"}"
#define WIDE_ROW \
  "{\"name\":\"b\",\"low\":0,\"high\":1e6,\"register\":101,\"type\":\"float32\"}"
#define MODBUS_MAP(signals, controls)                                                  \
  "{\"format\":\"steady-device-map\",\"version\":1,\"title\":\"t\",\"source\":\"s\","  \
  "\"modbus\":{\"address\":3,\"reads\":[{\"function\":3,\"first\":100,\"count\":3}]}," \
  "\"signals\":[" signals "]" controls "}"
#define CONTROL(members)                                                          \
  ",\"controls\":[{\"control\":\"pump-speed\",\"low\":0,\"high\":100,\"step\":1," \
  "\"most_step\":5,\"slew_per_s\":5,\"tolerance\":1" members "}]"

static char *
write_map (const char *text)
{
  char *file = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("steady-map-XXXXXX.json", &file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return file;
}

static void
test_registers (void)
{
  g_autofree char *file = write_map (
      MODBUS_MAP (SIGNAL_ROW "," WIDE_ROW,
                  CONTROL (",\"register\":7,\"readback\":\"a\",\"scale\":0.5")));
  SteadyDriverBench   *bench = bench_for (file);
  uint8_t              frame[] = { 3, 3, 6, 0xff, 0x9c, 0x41, 0x48, 0, 0, 0, 0 };
  const uint16_t       crc = steady_modbus_crc (frame, 9);
  const SteadyCommand  set = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 20 };
  static const uint8_t written[] = { 3, 6, 0, 7, 0, 40 };

  frame[9] = (uint8_t) (crc & 0xff);
  frame[10] = (uint8_t) (crc >> 8);
  steady_driver_bench_tick (bench, 1);
  steady_driver_bench_rx (bench, frame, sizeof frame, 2);
  steady_driver_bench_expect (bench, "a", STEADY_QUALITY_VALID, -10, 1e-9);
  steady_driver_bench_expect (bench, "b", STEADY_QUALITY_VALID, 12.5, 1e-9);
  steady_driver_bench_forget (bench);
  g_assert_true (bench->driver.class->command (&bench->driver, &set, 3));
  steady_driver_bench_tick (bench, STEADY_NSEC_PER_SEC);
  g_assert_cmpmem (bench->sent->data, 6, written, sizeof written);
  steady_driver_bench_free (bench);
  g_unlink (file);
}

/* One sentence each, with the file and the place. */
static void
test_refused (void)
{
  static const char *const maps[] = {
    "{}",
    "[",
    MODBUS_MAP ("", ""),
    MODBUS_MAP ("{\"name\":\"a\",\"low\":0,\"high\":1,\"register\":99}", ""),
    MODBUS_MAP (
        "{\"name\":\"a\",\"low\":0,\"high\":1,\"register\":102,\"type\":\"int32\"}",
        ""),
    MODBUS_MAP (
        "{\"name\":\"a\",\"low\":0,\"high\":1,\"register\":100,\"type\":\"int8\"}", ""),
    MODBUS_MAP ("{\"name\":\"a\",\"low\":1,\"high\":0,\"register\":100}", ""),
    MODBUS_MAP ("{\"name\":\"a\",\"low\":0,\"high\":1,\"register\":100,\"scale\":0}",
                ""),
    MODBUS_MAP (
        "{\"name\":\"a\",\"unit\":\"kPa\",\"low\":0,\"high\":1,\"register\":100,"
        "\"place\":\"arterial_mean\"}",
        ""),
    MODBUS_MAP (SIGNAL_ROW, CONTROL (",\"register\":7")),
    MODBUS_MAP (SIGNAL_ROW, CONTROL (",\"register\":7,\"readback\":\"z\"")),
    MODBUS_MAP (SIGNAL_ROW, ",\"lines\":{\"patterns\":[\"(\"]}"),
    "{\"format\":\"steady-device-map\",\"version\":1,\"lines\":{\"patterns\":[\"x\"]},"
    "\"signals\":[{\"name\":\"a\",\"low\":0,\"high\":1,\"group\":\"none\"}]}",
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *file = write_map (maps[i]);
      g_assert_null (steady_device_map_load (file, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, file));
      g_unlink (file);
    }
}

/* A pattern that would take for ever on this line gives up, and says that it is none.
 */
static void
test_runaway (void)
{
  g_autofree char *file = write_map (
      "{\"format\":\"steady-device-map\",\"version\":1,\"lines\":{\"patterns\":"
      "[\"^(?<a>(x+x+)+y)$\"]},\"signals\":[{\"name\":\"a\",\"low\":0,\"high\":1,"
      "\"group\":\"a\"}]}");
  SteadyDriverBench *bench = bench_for (file);
  g_autofree char   *line = g_strnfill (900, 'x');

  say (bench, "\n");
  say (bench, line);
  say (bench, "\n");
  say (bench, line);
  say (bench, "\n");
  g_assert_cmpuint (bench->driver.faults, ==, 1);
  g_assert_cmpuint (bench->values->len, ==, 0);
  steady_driver_bench_free (bench);
  g_unlink (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/mapped/example", test_example);
  g_test_add_func ("/device/mapped/registers", test_registers);
  g_test_add_func ("/device/mapped/refused", test_refused);
  g_test_add_func ("/device/mapped/runaway", test_runaway);
  return g_test_run ();
}
