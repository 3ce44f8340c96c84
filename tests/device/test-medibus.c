/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/medibus/steady-medibus-frame.h"
#include "steady-driver-bench.h"

static const SteadySpan s = STEADY_NSEC_PER_SEC;

static SteadyDriverBench *
bench_with (const char *interval)
{
  SteadyDriverSettings settings = { .n = 0 };

  if (interval != NULL)
    steady_driver_settings_add (&settings, "wave_interval_ms", interval);
  SteadyDriverBench *bench = steady_driver_bench_new ("medibus", &settings);
  steady_driver_settings_finish (&settings);
  return bench;
}

static void
say (SteadyDriverBench *bench, uint8_t code, const char *data, SteadyInstant t)
{
  uint8_t      frame[512] = { 1, code };
  unsigned     sum = 0;
  const size_t length = 2 + strlen (data);

  memcpy (frame + 2, data, strlen (data));
  for (size_t i = 0; i < length; i++)
    sum += frame[i];
  g_snprintf ((char *) frame + length, 4, "%02X\r", sum & 0xff);
  steady_driver_bench_rx (bench, frame, length + 3, t);
}

static void
expect_asked (const SteadyDriverBench *bench, const char *bytes)
{
  g_assert_cmpmem (bench->sent->data, bench->sent->len, bytes, strlen (bytes));
}

/* The messages that the sheet gives byte by byte. */
static void
test_messages (void)
{
  static const uint8_t icc[] = { 0x1b, 0x51, 0x36, 0x43, 0x0d };
  static const uint8_t echo[] = { 0x01, 0x51, 0x35, 0x32, 0x0d };
  static const uint8_t id[] = { 0x1b, 0x52, 0x36, 0x44, 0x0d };
  static const uint8_t nak[] = { 0x01, 0x15, 0x31, 0x36, 0x0d };
  uint8_t              frame[STEADY_MEDIBUS_COMMAND];
  SteadyMedibusFrame   taken = { .length = 0 };
  SteadyMedibusResult  result = STEADY_MEDIBUS_MORE;

  g_assert_cmpmem (
      frame, steady_medibus_frame_make (true, 0x51, "", frame), icc, sizeof icc);
  g_assert_cmpmem (
      frame, steady_medibus_frame_make (false, 0x51, "", frame), echo, sizeof echo);
  g_assert_cmpmem (
      frame, steady_medibus_frame_make (true, 0x52, "", frame), id, sizeof id);
  for (unsigned i = 0; i < sizeof nak; i++)
    result = steady_medibus_frame_take (&taken, nak[i], 5);
  g_assert_cmpint (result, ==, STEADY_MEDIBUS_WHOLE);
  g_assert_cmphex (taken.bytes[0], ==, 0x15);
  g_assert_cmpuint (taken.length, ==, 1);
  for (unsigned i = 0; i < 4; i++) /* every bit of it matters */
    for (unsigned bit = 0; bit < 7; bit++)
      {
        taken = (SteadyMedibusFrame){ .length = 0 };
        for (unsigned k = 0; k < sizeof echo; k++)
          g_assert_cmpint (
              steady_medibus_frame_take (
                  &taken, (uint8_t) (echo[k] ^ (k == i ? 1u << bit : 0)), 5),
              !=,
              STEADY_MEDIBUS_WHOLE);
      }
}

/* Connected, identified, then asked each second; broken after 3 s of silence. */
static void
test_dialogue (void)
{
  static const uint8_t there[] = { 0x1b, 0x30, 0x34, 0x42, 0x0d };
  SteadyDriverBench   *bench = bench_with (NULL);

  steady_driver_bench_tick (bench, s);
  expect_asked (bench, "\x1bQ6C\r");
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 3 * s);
  expect_asked (bench, "");
  steady_driver_bench_tick (bench, 4 * s); /* not echoed: again */
  expect_asked (bench, "\x1bQ6C\r");
  say (bench, 0x51, "", 4 * s);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 4 * s);
  expect_asked (bench, "\x1bR6D\r");
  say (bench, 0x52, "8088'Evita 4'04.22", 4 * s);
  g_assert_cmpstr (bench->identity, ==, "8088'Evita 4'04.22");
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 5 * s);
  expect_asked (bench, "\x1b$3F\r");
  say (bench, 0x24, "73 10578 5.2B90.85E3 5.0EB  99", 5 * s);
  steady_driver_bench_expect (bench, "mean_pressure", STEADY_QUALITY_VALID, 105, 1e-9);
  steady_driver_bench_expect (bench, "peep", STEADY_QUALITY_VALID, 5.2, 1e-9);
  steady_driver_bench_expect (bench, "minute_volume", STEADY_QUALITY_VALID, 0.85, 1e-9);
  steady_driver_bench_expect (
      bench, "end_tidal_co2", STEADY_QUALITY_VALID, 37.5031, 1e-4);
  steady_driver_bench_expect (bench, "spo2", STEADY_QUALITY_VALID, 99, 1e-9);
  /* what it does not say any more, or says without a number, is off */
  steady_driver_bench_tick (bench, 6 * s);
  say (bench, 0x24, "78----B90.90", 6 * s);
  steady_driver_bench_expect (bench, "peep", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "spo2", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "minute_volume", STEADY_QUALITY_VALID, 0.9, 1e-9);
  g_assert_null (steady_driver_bench_last (bench, "pulse_rate")); /* never said */
  /* it asks whether we are there */
  steady_driver_bench_forget (bench);
  steady_driver_bench_rx (bench, there, sizeof there, 6 * s);
  expect_asked (bench,
                "\x01"
                "031\r");
  /* suspended by DC1: nothing is asked before DC3 */
  steady_driver_bench_forget (bench);
  steady_driver_bench_rx (bench, "\x11", 1, 7 * s);
  steady_driver_bench_tick (bench, 7 * s);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_rx (bench, "\x13", 1, 8 * s);
  steady_driver_bench_tick (bench, 8 * s);
  expect_asked (bench, "\x1b$3F\r");
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 9 * s);
  steady_driver_bench_tick (bench, 11 * s);
  expect_asked (bench, "\x1bQ6C\r");
  steady_driver_bench_free (bench);
}

/* An odd number of characters is no list of values; a wrong sum no message. */
static void
test_refused (void)
{
  static const char *const bad[] = { "\x01$78 5.26B\r", "\x01$78 5.2FF\r", "\x01$\r" };
  SteadyDriverBench       *bench = bench_with (NULL);
  SteadyInstant            t = s;

  steady_driver_bench_tick (bench, t);
  say (bench, 0x51, "", t);
  steady_driver_bench_tick (bench, t);
  say (bench, 0x52, "", t);
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      steady_driver_bench_tick (bench, t += s);
      steady_driver_bench_rx (bench, bad[i], strlen (bad[i]), t);
    }
  steady_driver_bench_tick (bench, t += s);
  say (bench, 0x24, "78 5.2B90.9", t);
  g_assert_cmpuint (bench->values->len, ==, 0);
  g_assert_cmpuint (bench->driver.faults, >=, 4);
  steady_driver_bench_free (bench);
}

/* Curves stand between slow messages, in bytes with their eighth bit. */
static void
test_curves (void)
{
  static const uint8_t begin[] = { 0xd0, 0xc1, 0xc3, 0xc0, 0xc0 };
  /* both; then a command about the stream, and the second alone; then cut short */
  static const uint8_t records[] = { 0xd3, 0xbf, 0xbf, 0x80, 0x80, 0xd2, 0xc5, 0xc1,
                                     0x80, 0xa0, 0xd3, 0x80, 0xd1, 0x80, 0x80 };
  SteadyDriverBench   *bench = bench_with ("16");
  unsigned             n[2] = { 0, 0 };
  double               last[2] = { 0, 0 };

  steady_driver_bench_tick (bench, s);
  say (bench, 0x51, "", s);
  steady_driver_bench_tick (bench, s);
  say (bench, 0x52, "", s);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, s);
  expect_asked (bench, "\x1bS6E\r");
  steady_driver_bench_forget (bench);
  /* one at its own interval, one at half of it, one that cannot be had at 16 ms */
  say (bench,
       0x53,
       "00   16000  -20  100FFF"
       "01    8000 -200  2003FF"
       "02   25000    0  100FFF",
       s);
  expect_asked (bench, "\x1bT00010102F3\r");
  steady_driver_bench_forget (bench);
  say (bench, 0x54, "", s);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, begin, sizeof begin);
  steady_driver_bench_rx (bench, records, sizeof records, 2 * s);
  const int first = steady_driver_signal (&bench->driver, "pressure_wave");
  for (guint i = 0; i < bench->values->len; i++)
    {
      const SteadyDriverValue *value =
          &g_array_index (bench->values, SteadyDriverValue, i);
      n[value->signal - first]++;
      last[value->signal - first] = value->value;
    }
  g_assert_cmpuint (n[0], ==, 2); /* the cut record's half number is none */
  g_assert_cmpuint (n[1], ==, 1);
  g_assert_cmpfloat_with_epsilon (last[0], -20, 1e-9);
  /* 2048 of 1023 bins cannot be: refused; so the first stays the last */
  g_assert_cmpfloat_with_epsilon (last[1], -200, 1e-9);
  steady_driver_bench_free (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/medibus/messages", test_messages);
  g_test_add_func ("/device/medibus/dialogue", test_dialogue);
  g_test_add_func ("/device/medibus/refused", test_refused);
  g_test_add_func ("/device/medibus/curves", test_curves);
  return g_test_run ();
}
