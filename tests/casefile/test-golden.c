/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

/*
 * Cases of every schema that was ever released stay readable. The files in
 * tests/golden/cases are never made anew; what they hold is known.
 */
static void
test_schema_1 (void)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "golden", "cases", "v1.steady", NULL);
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
  g_assert_cmpint (verdict.links, ==, 25);
  g_assert_cmpuint (verdict.head.hash[0], ==, 0xbe);
  g_assert_cmpuint (verdict.head.hash[31], ==, 0x51);
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
  steady_case_reader_free (reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/golden/schema-1", test_schema_1);
  return g_test_run ();
}
