/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/radiometer/steady-astm-message.h"
#include "steady-driver-bench.h"

/* The records of the sheet, and around them what makes them a message. */
static const char message[] = "H|\\^&|||ABL735^Central Lab.\r"
                              "P|1||0004||Name\r"
                              "O|1||Sample #^267|\r"
                              "R|1|^^^pH^M|7.356|||N||R|||20011023094133\r"
                              "R|6|^^^pCO2^M|?5.25|kPa||N||R|||20011023094133\r"
                              "R|7|^^^pO2^M|11.5|kPa||N||R|||20011023094133\r"
                              "C|1|I|377^a comment\r"
                              "R|8|^^^ABE^C|-2.0|mmol/L||N||R|||20011023094133\r"
                              "R|9|^^^SBE^C|-2.3|mmol/l||N||R|||20011023094133\r"
                              "R|10|^^^sO2^E|97.1|%||N||R|||20011023094133\r"
                              "R|11|^^^Lac^M|.....|mmol/L||N||R|||20011023094133\r"
                              "R|12|^^^K+^M|4.1|meq/h||N||R|||20011023094133\r"
                              "R|13|^^^FIO2^I|50|%||N||R|||20011023094133\r"
                              "R|14|^^^pH(T)^C|7.40|||N||R|||20011023094133\r"
                              "R|15|^^^Na+^M|138|mmol/L||N||R|||20011023094133\r"
                              "L|1|N\r";

typedef struct Kept
{
  SteadyLaboratoryResult results[4];
  unsigned               n;
} Kept;

static void
keep (void *owner, const SteadyLaboratoryResult *result)
{
  Kept *kept = owner;
  g_assert_cmpuint (kept->n, <, 4);
  kept->results[kept->n++] = *result;
}

static const SteadyLaboratoryMeasurement *
value_of (const SteadyLaboratoryResult *result, SteadyChannel channel)
{
  for (unsigned i = 0; i < result->n_values; i++)
    if (result->values[i].channel == (uint32_t) channel)
      return &result->values[i];
  return NULL;
}

static void
expect (const SteadyLaboratoryResult *result,
        SteadyChannel                 channel,
        double                        entered,
        const char                   *unit,
        unsigned                      doubtful)
{
  const SteadyLaboratoryMeasurement *value = value_of (result, channel);
  g_assert_nonnull (value);
  g_assert_cmpfloat_with_epsilon (value->entered, entered, 1e-9);
  g_assert_cmpstr (value->unit, ==, unit);
  g_assert_cmpuint (value->doubtful, ==, doubtful);
}

static void
test_message (void)
{
  Kept kept = { .n = 0 };

  g_assert_true (steady_astm_message_read (message, 5, keep, &kept));
  g_assert_cmpuint (kept.n, ==, 1);
  const SteadyLaboratoryResult *result = &kept.results[0];
  g_assert_cmpstr (result->analyser, ==, "ABL735 Central Lab.");
  g_assert_cmpstr (result->sample, ==, "267");
  g_assert_cmpstr (result->patient, ==, "0004 Name");
  g_assert_cmpstr (result->time, ==, "09:41");
  g_assert_cmpint (result->t, ==, 5);
  g_assert_cmpuint (result->n_values, ==, 5);
  g_assert_cmpuint (
      result->left_out, ==, 1); /* potassium in a unit that is not known */
  expect (result, STEADY_CHANNEL_ARTERIAL_PH, 7.356, "", 0);
  expect (result, STEADY_CHANNEL_ARTERIAL_PCO2, 5.25, "kPa", 1);
  expect (result, STEADY_CHANNEL_ARTERIAL_PO2, 11.5, "kPa", 0);
  expect (result, STEADY_CHANNEL_BASE_EXCESS, -2.3, "mmol/L", 0); /* the standard one */
  expect (result, STEADY_CHANNEL_ARTERIAL_SATURATION, 97.1, "%", 1); /* an estimate */
  g_assert_null (value_of (result, STEADY_CHANNEL_LACTATE));
}

/* Two children in one message stay apart; what is cut does not tell its last sample. */
static void
test_two (void)
{
  static const char two[] = "H|\\^&|||ABL90\rP|1||7||A^B\rO|1||Sample #^1|\r"
                            "R|1|^^^Lac^M|1.2|mmol/L||N||R|||\r"
                            "P|2||8||C\rO|1||2|\rR|1|^^^Lac^M|9.9|mmol/L||N||R|||\r";
  Kept              kept = { .n = 0 };
  g_autofree char  *whole = g_strconcat (two, "L|1|N\r", NULL);

  g_assert_true (steady_astm_message_read (whole, 5, keep, &kept));
  g_assert_cmpuint (kept.n, ==, 2);
  g_assert_cmpstr (kept.results[0].patient, ==, "7 A B");
  g_assert_cmpstr (kept.results[1].patient, ==, "8 C");
  g_assert_cmpstr (kept.results[1].sample, ==, "2");
  expect (&kept.results[1], STEADY_CHANNEL_LACTATE, 9.9, "mmol/L", 0);
  kept.n = 0;
  g_assert_false (steady_astm_message_read (two, 5, keep, &kept));
  g_assert_cmpuint (kept.n, ==, 1);
  g_assert_false (steady_astm_message_read ("H|~^&|||ABL90\rL|1|N\r", 5, keep, &kept));
  g_assert_false (steady_astm_message_read ("", 5, keep, &kept));
  g_assert_cmpuint (kept.n, ==, 1);
}

static size_t
make_frame (char *frame, unsigned number, const char *text, size_t length, char end)
{
  unsigned sum = 0;

  frame[0] = 2;
  frame[1] = (char) ('0' + number);
  memcpy (frame + 2, text, length);
  frame[2 + length] = end;
  for (size_t i = 1; i < 3 + length; i++)
    sum += (uint8_t) frame[i];
  g_snprintf (frame + 3 + length, 5, "%02X\r\n", sum & 0xff);
  return length + 7;
}

static void
expect_answer (SteadyDriverBench *bench, char answer)
{
  g_assert_cmpmem (bench->sent->data, bench->sent->len, &answer, 1);
  steady_driver_bench_forget (bench);
}

/* Frames that are cut, repeated, corrupted and out of order: the message comes once. */
static void
test_session (void)
{
  SteadyDriverBench *bench = steady_driver_bench_new ("radiometer", NULL);
  char               frame[300];
  unsigned           number = 1;
  const size_t       length = sizeof message - 1;

  steady_driver_bench_rx (bench,
                          "\x02"
                          "1H\x03"
                          "00\r\n",
                          8,
                          1); /* nobody was asked */
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_rx (bench, "\x05", 1, 2);
  expect_answer (bench, 6);
  for (size_t at = 0; at < length; at += 100)
    {
      const size_t part = MIN ((size_t) 100, length - at);
      const char   end = at + part < length ? 0x17 : 3;
      const size_t n = make_frame (frame, number, message + at, part, end);
      frame[3] ^= 1;
      steady_driver_bench_rx (bench, frame, n, 3);
      expect_answer (bench, 0x15);
      frame[3] ^= 1;
      steady_driver_bench_rx (bench, frame, n, 3);
      expect_answer (bench, 6);
      steady_driver_bench_rx (bench, frame, n, 3); /* our ACK was lost */
      expect_answer (bench, 6);
      const size_t later =
          make_frame (frame, (number + 2) % 8, message + at, part, end);
      steady_driver_bench_rx (bench, frame, later, 3);
      expect_answer (bench, 0x15);
      number = (number + 1) % 8;
    }
  g_assert_cmpuint (bench->results->len, ==, 0);
  steady_driver_bench_rx (bench, "\x04", 1, 4);
  g_assert_cmpuint (bench->results->len, ==, 1);
  g_assert_cmpuint (
      g_array_index (bench->results, SteadyLaboratoryResult, 0).n_values, ==, 5);
  steady_driver_bench_expect (bench, "values", STEADY_QUALITY_VALID, 5, 0);
  steady_driver_bench_rx (bench, "\x04", 1, 4); /* and not twice */
  g_assert_cmpuint (bench->results->len, ==, 1);
  /* one that stops in the middle is forgotten */
  steady_driver_bench_rx (bench, "\x05", 1, 5);
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 31 * STEADY_NSEC_PER_SEC);
  steady_driver_bench_rx (
      bench, frame, make_frame (frame, 1, "L|1|N\r", 6, 3), 32 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_free (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/radiometer/message", test_message);
  g_test_add_func ("/device/radiometer/two", test_two);
  g_test_add_func ("/device/radiometer/session", test_session);
  return g_test_run ();
}
