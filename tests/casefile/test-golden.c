/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-judged.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

/*
 * Cases of every schema that was ever released stay readable. The files in
 * tests/golden/cases are never made anew; what they hold is known.
 */
static SteadyCaseReader *
check_case (const char *name, int64_t links, uint8_t first, uint8_t last)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("STEADY_TEST_DATA"), "golden", "cases", name, NULL);
  GError           *error = NULL;
  SteadyCaseVerdict verdict;
  SteadyCaseSpan    span;
  SteadySample      samples[30];
  float             values[5000];
  int64_t           index;
  SteadyInstant     t;
  unsigned          count;

  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  g_assert_cmpint (verdict.links, ==, links);
  g_assert_cmpuint (verdict.head.hash[0], ==, first);
  g_assert_cmpuint (verdict.head.hash[31], ==, last);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (steady_case_reader_span (reader, &span, &error));
  g_assert_cmpint (span.start_utc, ==, INT64_C (1700000000000000000));
  steady_case_reader_channels (reader, &count);
  g_assert_cmpuint (count, ==, STEADY_CASE_MAKER_CHANNELS);
  g_assert_true (steady_case_reader_wave (reader,
                                          STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                          0,
                                          values,
                                          5000,
                                          &index,
                                          &t,
                                          &count,
                                          &error));
  g_assert_cmpuint (count, ==, 5000);
  for (unsigned i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon (
        values[i], steady_case_maker_wave (STEADY_CHANNEL_ARTERIAL_PRESSURE, i), 0.004);
  g_assert_true (steady_case_reader_numerics (reader,
                                              STEADY_CHANNEL_PATIENT_FLOW,
                                              0,
                                              STEADY_INSTANT_NEVER,
                                              samples,
                                              30,
                                              &count,
                                              &error));
  g_assert_cmpuint (count, ==, 20);
  return reader;
}

static void
check_judged (SteadyCaseReader *reader, unsigned size)
{
  g_autoptr (GError) error = NULL;
  bool has = size == 0;

  g_assert_true (steady_case_reader_has_judged (reader, &has, &error));
  g_assert_no_error (error);
  g_autoptr (GByteArray) judged = g_byte_array_new ();
  int64_t  next;
  unsigned count;
  steady_case_reader_judged_rows (reader, 0, 1000, judged, &next, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (judged->len, ==, size);
  /* whether there is anything is asked of the first row, which begins one */
  g_assert_cmpint (has, ==, size > 0);
  steady_case_reader_free (reader);
}

static void
test_schema_1 (void)
{
  check_judged (check_case ("v1.steady", 25, 0xbe, 0x51), 0);
}

/* Brought what the alarms were told. */
static void
test_schema_2 (void)
{
  check_judged (check_case ("v2.steady", 26, 0x8c, 0x5e), 8 * 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/golden/schema-1", test_schema_1);
  g_test_add_func ("/casefile/golden/schema-2", test_schema_2);
  return g_test_run ();
}
