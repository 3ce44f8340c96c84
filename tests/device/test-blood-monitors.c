/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/cdi/steady-cdi-frame.h"
#include "device/steady-wired-device.h"
#include "steady-driver-bench.h"

/* Drivers of the monitors of blood and tissue: Terumo CDI, Nonin, INVOS. */

static void
say (SteadyDriverBench *bench, const char *text, SteadyInstant t)
{
  steady_driver_bench_rx (bench, text, strlen (text), t);
}

/* ---- CDI ---- */

/* Lines as they were seen, and as the heading names their columns. */
#define LINE_SEEN                                                                      \
  " 09:41:33\t7.44\t 042\t 148\t26.4\t 21 \t -1 \t 95\t 4.5\t ---\t    \t    \t7.33\t" \
  "54 \t 50\t25.5\t 98\t 18\t 6.6\r\n"

static void
test_cdi_columns (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("cdi", NULL);

  say (bench, " 37C Temp Data\r\n", 5);
  say (bench, LINE_SEEN, 7);
  g_assert_cmpuint (bench->driver.frames, ==, 1);
  g_assert_cmpuint (bench->driver.faults, ==, 0);
  steady_driver_bench_expect (bench, "arterial_ph", STEADY_QUALITY_VALID, 7.44, 1e-9);
  steady_driver_bench_expect (bench, "arterial_pco2", STEADY_QUALITY_VALID, 42, 1e-9);
  steady_driver_bench_expect (bench, "arterial_po2", STEADY_QUALITY_VALID, 148, 1e-9);
  steady_driver_bench_expect (
      bench, "arterial_temperature", STEADY_QUALITY_VALID, 26.4, 1e-9);
  steady_driver_bench_expect (bench, "base_excess", STEADY_QUALITY_VALID, -1, 1e-9);
  steady_driver_bench_expect (
      bench, "arterial_saturation", STEADY_QUALITY_VALID, 95, 1e-9);
  steady_driver_bench_expect (bench, "potassium", STEADY_QUALITY_VALID, 4.5, 1e-9);
  steady_driver_bench_expect (
      bench, "oxygen_consumption", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "venous_po2", STEADY_QUALITY_VALID, 50, 1e-9);
  steady_driver_bench_expect (
      bench, "venous_saturation", STEADY_QUALITY_VALID, 98, 1e-9);
  steady_driver_bench_expect (bench, "haematocrit", STEADY_QUALITY_VALID, 18, 1e-9);
  steady_driver_bench_expect (bench, "haemoglobin", STEADY_QUALITY_VALID, 6.6, 1e-9);
  g_assert_cmpint (steady_driver_bench_last (bench, "haemoglobin")->t, ==, 7);
  steady_driver_bench_free (bench);
}

/* pH-stat and alpha-stat are never mixed up. */
static void
test_cdi_basis (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("cdi", NULL);

  say (bench, LINE_SEEN, 1);
  steady_driver_bench_expect (
      bench, "arterial_ph", STEADY_QUALITY_QUESTIONABLE, 7.44, 1e-9);
  say (bench, " @ Temp Data\r\n", 2);
  say (bench, LINE_SEEN, 3);
  steady_driver_bench_expect (
      bench, "arterial_ph", STEADY_QUALITY_NOT_APPLICABLE, 0, 0);
  steady_driver_bench_expect (
      bench, "arterial_pco2", STEADY_QUALITY_NOT_APPLICABLE, 0, 0);
  steady_driver_bench_expect (
      bench, "arterial_ph_actual", STEADY_QUALITY_VALID, 7.44, 1e-9);
  steady_driver_bench_expect (bench, "haemoglobin", STEADY_QUALITY_VALID, 6.6, 1e-9);
  say (bench, "37C Temp Data\r", 4);
  say (bench, LINE_SEEN, 5);
  steady_driver_bench_expect (bench, "arterial_ph", STEADY_QUALITY_VALID, 7.44, 1e-9);
  steady_driver_bench_expect (
      bench, "arterial_ph_actual", STEADY_QUALITY_NOT_APPLICABLE, 0, 0);
  g_assert_cmpuint (bench->driver.faults, ==, 0);
  steady_driver_bench_free (bench);
}

/* A byte lost or added never moves a value to another column. */
static void
test_cdi_lost_bytes (void)
{
  const size_t length = strlen (LINE_SEEN);

  for (size_t at = 0; at < length; at++)
    {
      SteadyDriverBench *bench = steady_driver_bench_new ("cdi", NULL);
      g_autoptr (GString) line = g_string_new (LINE_SEEN);
      g_string_erase (line, (gssize) at, 1);
      say (bench, "37C Temp Data\r\n", 1);
      say (bench, line->str, 1);
      if (bench->driver.frames == 1)
        {
          steady_driver_bench_last (bench, "haemoglobin");
          const SteadyDriverValue *ph = steady_driver_bench_last (bench, "arterial_ph");
          g_assert_true (ph->quality != STEADY_QUALITY_VALID ||
                         (ph->value > 6 && ph->value < 9));
        }
      say (bench, LINE_SEEN, 2);
      say (bench, LINE_SEEN, 3);
      steady_driver_bench_expect (
          bench, "arterial_ph", STEADY_QUALITY_VALID, 7.44, 1e-9);
      g_assert_cmpint (steady_driver_bench_last (bench, "arterial_ph")->t, ==, 3);
      steady_driver_bench_free (bench);
    }
}

static void
test_cdi_packet (void)
{
  static const char  data[] = "12:00:01\t00007.41\t0100 40\t0700 4.4\t1100 ---\t";
  SteadyDriverBench *bench = steady_driver_bench_new ("cdi", NULL);
  g_autofree char   *body =
      g_strdup_printf ("\x02X20%04XA0%s", (unsigned) strlen (data) + 13, data);
  g_autofree char *packet = g_strdup_printf (
      "%s%02X\x03", body, steady_cdi_crc ((const uint8_t *) body, strlen (body)));

  g_assert_cmphex (steady_cdi_crc ((const uint8_t *) "123456789", 9), ==, 0x2a);
  for (unsigned round = 0; round < 2; round++)
    {
      say (bench, "noise \x02X12", 1); /* a packet that was cut off */
      say (bench, packet, 2);
    }
  g_assert_cmpuint (bench->driver.frames, ==, 2);
  /* the status of a packet's value cannot be read: never simply valid */
  steady_driver_bench_expect (
      bench, "arterial_ph", STEADY_QUALITY_QUESTIONABLE, 7.41, 1e-9);
  steady_driver_bench_expect (
      bench, "potassium", STEADY_QUALITY_QUESTIONABLE, 4.4, 1e-9);
  steady_driver_bench_expect (bench, "haemoglobin", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  packet[20] ^= 1;
  say (bench, packet, 3);
  g_assert_cmpuint (bench->driver.frames, ==, 2);
  steady_driver_bench_free (bench);
}

static void
test_cdi_asks (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("cdi", NULL);

  g_assert_cmpint (steady_driver_bench_tick (bench, 1), ==, 12 * STEADY_NSEC_PER_SEC);
  steady_driver_bench_tick (bench, 11 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_tick (bench, 12 * STEADY_NSEC_PER_SEC);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, "<X08Z36>", 8);
  steady_driver_bench_free (bench);
}

static void
test_cdi_kilopascal (void)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "gas_unit", "kPa");
  SteadyDriverBench *bench = steady_driver_bench_new ("cdi", &settings);
  say (bench, "37C Temp Data\r\n", 1);
  say (bench,
       " 09:41:33\t7.40\t 5.3\t20.0\t36.4\t 21 \t -1 \t 95\t 4.5\t ---\t\t\t7.33\t6.1"
       "\t5.0\t25.5\t 98\t 18\t 6.6\r\n",
       2);
  steady_driver_bench_expect (
      bench, "arterial_pco2", STEADY_QUALITY_VALID, 39.75, 0.01);
  steady_driver_bench_expect (bench, "arterial_po2", STEADY_QUALITY_VALID, 150.0, 0.1);
  steady_driver_bench_expect (bench, "arterial_ph", STEADY_QUALITY_VALID, 7.40, 1e-9);
  steady_driver_bench_free (bench);
  steady_driver_settings_finish (&settings);
}

/* ---- Nonin ---- */

#define NONIN_HEAD                                                                  \
  "Ch1=070 Ch2=--- Ch3=055 Ch4=100 1234&$*|2026-11-20T10:41:33|rSO2=70,---,55,100|" \
  "HbI=-,-,-,-|AUC=-|SIG_QUAL_ALM=0\\EXT_MEM_ERR=0\\CKSUM="

static unsigned
xmodem (const char *text)
{
  unsigned crc = 0;
  for (; *text != '\0'; text++)
    {
      crc ^= (unsigned) (uint8_t) *text << 8;
      for (unsigned bit = 0; bit < 8; bit++)
        crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xffff;
    }
  return crc;
}

static void
test_nonin (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("nonin", NULL);
  g_autofree char *good = g_strdup_printf (NONIN_HEAD "%04X\r\n", xmodem (NONIN_HEAD));
  g_autofree char *other =
      g_strdup_printf (NONIN_HEAD "%04X\r\n", xmodem (NONIN_HEAD) ^ 1);

  g_assert_cmphex (xmodem ("123456789"), ==, 0x31c3);
  say (bench, "55,100|CKSUM=0000\r\n", 1); /* begun before us */
  say (bench, good, 2);
  g_assert_cmpuint (bench->driver.faults, ==, 0);
  steady_driver_bench_expect (bench, "ch1", STEADY_QUALITY_VALID, 70, 1e-9);
  steady_driver_bench_expect (bench, "ch2", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "ch3", STEADY_QUALITY_VALID, 55, 1e-9);
  steady_driver_bench_expect (bench, "ch4", STEADY_QUALITY_VALID, 100, 1e-9);
  say (bench, other, 3);
  steady_driver_bench_expect (bench, "ch1", STEADY_QUALITY_QUESTIONABLE, 70, 1e-9);
  /* the two copies of a value differ */
  steady_driver_bench_forget (bench);
  strstr (good, "rSO2=70")[5] = '8';
  say (bench, good, 4);
  g_assert_cmpuint (bench->values->len, ==, 0);
  g_assert_cmpuint (bench->driver.faults, ==, 1);
  steady_driver_bench_free (bench);
}

/* ---- INVOS ---- */

static void
test_invos (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("invos", NULL);

  say (bench, "  0  0\n", 1);
  say (bench,
       "1.02.05  11/20/26  10:41:33   68   0   0  0   95   0   3  0    0   0   0  0"
       "   14   0   0  0\n",
       2);
  g_assert_cmpuint (bench->driver.frames, ==, 1);
  g_assert_cmpuint (bench->driver.faults, ==, 0);
  steady_driver_bench_expect (bench, "ch1", STEADY_QUALITY_VALID, 68, 1e-9);
  steady_driver_bench_expect (bench, "ch2", STEADY_QUALITY_QUESTIONABLE, 95, 1e-9);
  steady_driver_bench_expect (bench, "ch3", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "ch4", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  /* a field too few, and another layout, are refused */
  say (bench,
       "1.02.05  11/20/26  10:41:33   68   0   0  0   95   0   3  0    0   0   0  0"
       "   14   0   0\n",
       3);
  say (bench, "1.02.05  20.11.26  10:41:33  68 0 0 0 95 0 3 0 0 0 0 0 14 0 0 0\n", 4);
  g_assert_cmpuint (bench->driver.frames, ==, 1);
  g_assert_cmpuint (bench->driver.faults, ==, 2);
  steady_driver_bench_free (bench);
}

/* Nobody knows the speed of its line, so the site must say it. */
static void
test_invos_speed (void)
{
  g_autoptr (GError) error = NULL;
  SteadySerialLine line = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  SteadyWiring wiring = { .driver = "invos", .port = "/dev/steady-none" };

  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PORT);
  wiring.line = &line;
  SteadyDevice *device = steady_device_new_wired (&wiring, NULL);
  g_assert_nonnull (device);
  steady_device_free (device);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/cdi/columns", test_cdi_columns);
  g_test_add_func ("/device/cdi/basis", test_cdi_basis);
  g_test_add_func ("/device/cdi/lost-bytes", test_cdi_lost_bytes);
  g_test_add_func ("/device/cdi/packet", test_cdi_packet);
  g_test_add_func ("/device/cdi/asks", test_cdi_asks);
  g_test_add_func ("/device/cdi/kilopascal", test_cdi_kilopascal);
  g_test_add_func ("/device/nonin/lines", test_nonin);
  g_test_add_func ("/device/invos/lines", test_invos);
  g_test_add_func ("/device/invos/speed", test_invos_speed);
  return g_test_run ();
}
