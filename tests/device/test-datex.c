/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/datex/steady-datex-record.h"
#include "device/steady-bytes.h"
#include "steady-driver-bench.h"

/* The request of the specification: all classes, each 10 s. */
static void
test_request (void)
{
  const uint8_t body[] = { 1, 10, 0, 0x0e, 0, 0, 0, 0, 0 };
  uint8_t       frame[STEADY_DATEX_FRAME];
  uint8_t       wanted[52] = { 0x7e, 0x31 };

  /* the end of the list of parts, the body, the sum */
  wanted[1 + 16 + 3 + 2] = 0xff;
  memcpy (wanted + 41, body, sizeof body);
  wanted[50] = 0x49;
  wanted[51] = 0x7e;
  g_assert_cmpmem (
      frame,
      steady_datex_request (STEADY_DATEX_NUMERICS, body, sizeof body, frame),
      wanted,
      sizeof wanted);
}

/* A record of numerics as the monitor would send it, made here byte by byte. */
typedef struct Numerics
{
  uint8_t record[40 + 278];
} Numerics;

static void
put_group (Numerics *numerics, unsigned at, uint16_t label, int a, int b, int c)
{
  uint8_t *group = numerics->record + 40 + 4 + at;
  group[0] = 3;
  steady_put_le16 (group + 4, label);
  steady_put_le16 (group + 6, (uint16_t) a);
  steady_put_le16 (group + 8, (uint16_t) b);
  steady_put_le16 (group + 10, (uint16_t) c);
}

static Numerics
numerics_new (void)
{
  Numerics numerics = { .record = { 0 } };
  steady_put_le16 (numerics.record, sizeof numerics.record);
  steady_put_le16 (numerics.record + 6, 0x5c20);
  steady_put_le16 (numerics.record + 8, 0x6740);
  numerics.record[18] = 1; /* displayed values, at offset 0 */
  numerics.record[21] = 0xff;
  return numerics;
}

static void
send_record (SteadyDriverBench *bench,
             const uint8_t     *record,
             size_t             length,
             SteadyInstant      t)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  uint8_t sum = 0;

  g_byte_array_append (frame, (const uint8_t *) "\x7e", 1);
  for (size_t i = 0; i <= length; i++)
    {
      const uint8_t byte = i < length ? record[i] : sum;
      const uint8_t escaped[] = { 0x7d, byte & 0xdf };
      if (byte == 0x7e || byte == 0x7d)
        g_byte_array_append (frame, escaped, 2);
      else
        g_byte_array_append (frame, &byte, 1);
      sum = (uint8_t) (sum + byte);
    }
  g_byte_array_append (frame, (const uint8_t *) "\x7e", 1);
  steady_driver_bench_rx (bench, frame->data, frame->len, t);
}

static void
test_numerics (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("datex", NULL);
  Numerics           numerics = numerics_new ();

  put_group (&numerics, 0, 0, 142, 0, 0);         /* heart rate */
  put_group (&numerics, 16, 2, 900, 400, 600);    /* P1 is called CVP */
  put_group (&numerics, 30, 1, 6290, 3810, 4820); /* P2 is called ART */
  put_group (&numerics, 44, 1, 1, 2, 3);          /* and so is P3: not told */
  put_group (&numerics, 86, 2, 3451, 0, 0);       /* T1: NASO */
  put_group (&numerics, 94, 4, -32763, 0, 0);     /* T2: RECT, over range */
  put_group (&numerics, 118, 0, -32767, 0, 0);    /* SpO2: invalid */
  put_group (&numerics, 132, 0, 480, 0, 0);       /* end-tidal CO2 */
  send_record (bench, numerics.record, sizeof numerics.record, 9);
  g_assert_cmpuint (bench->driver.frames, ==, 1);
  g_assert_cmpuint (bench->driver.faults, ==, 0);
  steady_driver_bench_expect (bench, "heart_rate", STEADY_QUALITY_VALID, 142, 1e-9);
  steady_driver_bench_expect (bench, "cvp_mean", STEADY_QUALITY_VALID, 6, 1e-9);
  steady_driver_bench_expect (bench, "art_systolic", STEADY_QUALITY_VALID, 62.9, 1e-9);
  steady_driver_bench_expect (bench, "art_diastolic", STEADY_QUALITY_VALID, 38.1, 1e-9);
  steady_driver_bench_expect (bench, "art_mean", STEADY_QUALITY_VALID, 48.2, 1e-9);
  steady_driver_bench_expect (bench, "t_naso", STEADY_QUALITY_VALID, 34.51, 1e-9);
  steady_driver_bench_expect (bench, "t_rect", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  steady_driver_bench_expect (bench, "spo2", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "end_tidal_co2", STEADY_QUALITY_VALID, 4.8, 1e-9);
  g_assert_null (steady_driver_bench_last (bench, "abp_mean"));
  g_assert_cmpint (steady_driver_bench_last (bench, "art_mean")->t_device,
                   ==,
                   (int64_t) 0x67405c20 * STEADY_NSEC_PER_SEC);

  /* not updated: nothing is told; not active: nothing either */
  steady_driver_bench_forget (bench);
  put_group (&numerics, 30, 1, -32766, -32766, -32766);
  numerics.record[44 + 16] = 1;
  send_record (bench, numerics.record, sizeof numerics.record, 10);
  g_assert_null (steady_driver_bench_last (bench, "art_mean"));
  g_assert_null (steady_driver_bench_last (bench, "cvp_mean"));
  /* a wrong sum */
  numerics.record[300] ^= 1;
  steady_driver_bench_forget (bench);
  g_autoptr (GByteArray) bad = g_byte_array_new ();
  g_byte_array_append (bad, (const uint8_t *) "\x7e", 1);
  g_byte_array_append (bad, numerics.record, sizeof numerics.record);
  g_byte_array_append (bad, (const uint8_t *) "\x01\x7e", 2);
  steady_driver_bench_rx (bench, bad->data, bad->len, 11);
  g_assert_cmpuint (bench->driver.faults, ==, 1);
  g_assert_cmpuint (bench->values->len, ==, 0);
  steady_driver_bench_free (bench);
}

static void
send_wave (SteadyDriverBench *bench,
           uint8_t            kind,
           uint16_t           status,
           uint16_t           label,
           SteadyInstant      t)
{
  uint8_t record[40 + 6 + 20] = { 0 };

  steady_put_le16 (record, sizeof record);
  steady_put_le16 (record + 14, 1);
  record[18] = kind;
  record[21] = 0xff;
  steady_put_le16 (record + 40, 10);
  steady_put_le16 (record + 42, status);
  steady_put_le16 (record + 44, label);
  for (unsigned i = 0; i < 10; i++)
    steady_put_le16 (record + 46 + (size_t) 2 * i, (uint16_t) (5000 + i * 10));
  send_record (bench, record, sizeof record, t);
}

static void
test_waves (void)
{
  SteadyDriverBench  *bench = steady_driver_bench_new ("datex", NULL);
  const SteadyInstant t = 10 * STEADY_NSEC_PER_SEC;

  send_wave (bench, 4, 0, 1, t);
  g_assert_cmpuint (bench->values->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const SteadyDriverValue *value =
          &g_array_index (bench->values, SteadyDriverValue, i);
      g_assert_cmpstr (bench->driver.signals[value->signal].name, ==, "art_wave");
      g_assert_cmpfloat_with_epsilon (value->value, 50 + 0.1 * i, 1e-9);
      g_assert_cmpint (value->t, ==, t - (9 - (int) i) * 10 * STEADY_NSEC_PER_MSEC);
    }
  send_wave (bench, 5, 0, 2, t);
  steady_driver_bench_expect (bench, "cvp_wave", STEADY_QUALITY_VALID, 50.9, 1e-9);
  send_wave (bench, 1, 8, 0, t);
  steady_driver_bench_expect (bench, "ecg_wave", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  send_wave (bench, 8, 0, 0, t);
  steady_driver_bench_expect (bench, "pleth_wave", STEADY_QUALITY_VALID, 5090, 1e-9);
  /* after a gap the instants begin anew */
  send_wave (bench, 4, 1, 1, t + 20 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (steady_driver_bench_last (bench, "art_wave")->t,
                   ==,
                   t + 20 * STEADY_NSEC_PER_SEC);
  steady_driver_bench_free (bench);
}

static void
test_asks (void)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "waves", "off");
  SteadyDriverBench *all = steady_driver_bench_new ("datex", NULL);
  SteadyDriverBench *numerics = steady_driver_bench_new ("datex", &settings);
  steady_driver_bench_tick (all, 1);
  steady_driver_bench_tick (numerics, 1);
  g_assert_cmpuint (numerics->sent->len, >, 50);
  g_assert_cmpuint (all->sent->len, >, numerics->sent->len + 70);
  steady_driver_bench_forget (all);
  steady_driver_bench_tick (all, 2 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (all->sent->len, ==, 0); /* it waits for an answer */
  steady_driver_bench_tick (all, 11 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (all->sent->len, >, 100);
  steady_driver_bench_free (all);
  steady_driver_bench_free (numerics);
  steady_driver_settings_finish (&settings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/datex/request", test_request);
  g_test_add_func ("/device/datex/numerics", test_numerics);
  g_test_add_func ("/device/datex/waves", test_waves);
  g_test_add_func ("/device/datex/asks", test_asks);
  return g_test_run ();
}
