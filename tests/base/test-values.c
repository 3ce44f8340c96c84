/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-random.h"
#include "base/steady-text.h"
#include "base/steady-units.h"

/* Text to numbers and spans, units, random numbers, instants. */

static void
test_numbers (void)
{
  static const char *const bad[] = {
    "",    " ",    "x",     "1x",  "1 ", "1,5", "nan",
    "inf", "-inf", "1e999", "--1", "1e", "0x",  "+-1"
  };
  double value = 77;

  g_assert_true (steady_text_to_number ("3.2", &value));
  g_assert_cmpfloat_with_epsilon (value, 3.2, 1e-15);
  g_assert_true (steady_text_to_number ("-1e-3", &value));
  g_assert_cmpfloat_with_epsilon (value, -0.001, 1e-15);
  value = 77;
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (steady_text_to_number (bad[i], &value))
        g_test_message ("\"%s\" was read", bad[i]);
      g_assert_cmpfloat_with_epsilon (value, 77, 1e-15);
    }
}

static void
test_spans (void)
{
  static const struct
  {
    const char *text;
    double      seconds;
  } good[] = { { "20min", 1200 }, { "90s", 90 },      { "1.5h", 5400 },
               { "250ms", 0.25 }, { "12d", 1036800 }, { "0s", 0 } };
  static const char *const bad[] = { "",       "20",        "min",   "-1s",
                                     "20 min", "20mn",      "nans",  "infs",
                                     "1e300d", "20minutes", "40000d" };
  SteadySpan               span = 77;

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (steady_text_to_span (bad[i], &span));
      g_assert_cmpint (span, ==, 77);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (steady_text_to_span (good[i].text, &span));
      g_assert_cmpint (span, ==, (SteadySpan) (good[i].seconds * 1e9));
    }
}

static void
test_units (void)
{
  const SteadyFlow   flow = { 0.48 };
  const SteadyWeight weight = { 3.2 };

  g_assert_cmpfloat_with_epsilon (steady_flow_per_kg (flow, weight), 150, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_flow_from_per_kg (150, weight).l_min, 0.48, 1e-12);
  g_assert_cmpfloat_with_epsilon (
      steady_flow_index (flow, (SteadyArea){ 0.211 }), 2.2749, 1e-4);
  /* one atmosphere, by definition */
  g_assert_cmpfloat_with_epsilon (steady_pressure_from_kpa (101.325).mmhg, 760, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_pressure_kpa ((SteadyPressure){ 100 }), 13.3322, 1e-4);
  g_assert_cmpfloat_with_epsilon (steady_temp_from_f (98.6).c, 37, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_temp_f ((SteadyTemp){ 18 }), 64.4, 1e-9);
  for (double kpa = -10; kpa < 60; kpa += 0.7)
    g_assert_cmpfloat_with_epsilon (
        steady_pressure_kpa (steady_pressure_from_kpa (kpa)), kpa, 1e-9);
}

/* A weight of zero must end the program, not give infinity. */
static void
test_no_weight (void)
{
  if (g_test_subprocess ())
    {
      steady_flow_per_kg ((SteadyFlow){ 1 }, (SteadyWeight){ 0 });
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*weight*");
}

/*
 * The generator from a state of 1, 2, 3, 4, as its authors' code gives it, and seed 0
 * of splitmix64 as published.
 */
static void
test_random_vectors (void)
{
  static const uint64_t expected[] = {
    11520, 0, 1509978240, UINT64_C (1215971899390074240)
  };
  SteadyRandom random = { { 1, 2, 3, 4 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (steady_random_bits (&random), ==, expected[i]);
  steady_random_init (&random, 0);
  g_assert_cmpuint (random.state[0], ==, UINT64_C (0xe220a8397b1dcdaf));
  g_assert_cmpuint (random.state[1], ==, UINT64_C (0x6e789e6aa1b965f4));
  g_assert_cmpuint (random.state[2], ==, UINT64_C (0x06c45d188009454f));
  g_assert_cmpuint (random.state[3], ==, UINT64_C (0xf88bb8a8724c81ec));
}

static void
test_random_shape (void)
{
  SteadyRandom   random, again;
  double         sum = 0, squares = 0, even = 0;
  const unsigned count = 200000;

  steady_random_init (&random, 12);
  steady_random_init (&again, 12);
  for (unsigned i = 0; i < count; i++)
    {
      const double value = steady_random_normal (&random);
      g_assert_true (isfinite (value));
      g_assert_cmpfloat_with_epsilon (value, steady_random_normal (&again), 1e-300);
      sum += value;
      squares += value * value;
      const double share = steady_random_uniform (&random);
      g_assert_cmpfloat (share, >=, 0);
      g_assert_cmpfloat (share, <, 1);
      steady_random_uniform (&again);
      even += share;
    }
  g_assert_cmpfloat_with_epsilon (sum / count, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (squares / count, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (even / count, 0.5, 0.005);
}

static void
test_clock (void)
{
  const SteadyInstant first = steady_clock_now ();
  const SteadyInstant second = steady_clock_now ();

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >=, first);
  g_assert_cmpint (
      steady_clock_utc_ns (), >, INT64_C (1700000000) * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (steady_span_from_seconds (0.02), ==, 20 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpint (steady_span_from_seconds (-0.02), ==, -20 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpint (steady_span_from_seconds (0), ==, 0);
  g_assert_cmpint (steady_span_from_seconds (1e-9), ==, 1);
  g_assert_cmpfloat_with_epsilon (
      steady_span_seconds (90 * STEADY_NSEC_PER_SEC), 90, 1e-12);
  for (int64_t ns = -3000000000; ns <= 3000000000; ns += 7654321)
    g_assert_cmpint (steady_span_from_seconds (steady_span_seconds (ns)), ==, ns);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/numbers", test_numbers);
  g_test_add_func ("/base/text/spans", test_spans);
  g_test_add_func ("/base/units/conversions", test_units);
  g_test_add_func ("/base/units/no-weight", test_no_weight);
  g_test_add_func ("/base/random/vectors", test_random_vectors);
  g_test_add_func ("/base/random/shape", test_random_shape);
  g_test_add_func ("/base/clock/conversions", test_clock);
  return g_test_run ();
}
