/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "measure/steady-deriver.h"
#include "measure/steady-slope.h"

#define SEC STEADY_NSEC_PER_SEC

static void
test_slope_of_a_straight_line (void)
{
  SteadySlope slope = { 0 };
  double      rate = -1;

  for (unsigned s = 0; s < 300; s++)
    {
      steady_slope_add (&slope, s * SEC, 28 + 0.5 * s / 60.0);
      const bool known = steady_slope_per_minute (&slope, s * SEC, &rate);
      g_assert_true (known == (s >= 60));
      if (known)
        g_assert_cmpfloat_with_epsilon (rate, 0.5, 1e-9);
    }
  /* an older warming does not count any more after two minutes at rest */
  for (unsigned s = 300; s <= 430; s++)
    steady_slope_add (&slope, s * SEC, 30.5);
  g_assert_true (steady_slope_per_minute (&slope, 430 * SEC, &rate));
  g_assert_cmpfloat_with_epsilon (rate, 0, 1e-9);
  /* nothing new for two minutes: nothing is known */
  g_assert_false (steady_slope_per_minute (&slope, 600 * SEC, &rate));
}

static void
give (SteadyValueTable *values, SteadyChannel channel, SteadyInstant t, double value)
{
  const SteadySample sample = { .t = t,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (values, &sample);
}

static void
derive (SteadyDeriver *deriver, SteadyValueTable *values, SteadyInstant now)
{
  SteadySample   samples[STEADY_DERIVER_MAX];
  const unsigned n =
      steady_deriver_tick (deriver, now, values, samples, STEADY_DERIVER_MAX);
  for (unsigned i = 0; i < n; i++)
    steady_value_table_set (values, &samples[i]);
}

static double
value_of (const SteadyValueTable *values, SteadyChannel channel)
{
  double value = -1e9;
  steady_value_table_value (values, channel, &value);
  return value;
}

static SteadyQuality
quality_of (const SteadyValueTable *values, SteadyChannel channel)
{
  return (SteadyQuality) steady_value_table_get (values, channel)->quality;
}

/* What the deriver makes of temperatures and saturations; what it cannot know it does
 * not say. */
static void
test_derived_of_temperatures_and_saturations (void)
{
  const SteadyDeriverSetup setup = { .weight = { 3.2 } };
  SteadyDeriver            deriver;
  SteadyValueTable         values;

  memset (&values, 0, sizeof values);
  steady_deriver_init (&deriver, &setup);
  for (unsigned s = 0; s <= 70; s++)
    {
      give (&values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, s * SEC, 30 + s / 60.0);
      give (&values, STEADY_CHANNEL_WATER_TEMPERATURE, s * SEC, 38);
      give (&values, STEADY_CHANNEL_VENOUS_TEMPERATURE, s * SEC, 26.5);
      give (&values, STEADY_CHANNEL_ARTERIAL_SATURATION, s * SEC, 98);
      give (&values, STEADY_CHANNEL_VENOUS_SATURATION, s * SEC, 58.8);
      give (&values, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, s * SEC, 52);
      give (&values, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, s * SEC, 66);
      derive (&deriver, &values, s * SEC);
      if (s == 30)
        g_assert_cmpint (quality_of (&values, STEADY_CHANNEL_REWARMING_RATE),
                         ==,
                         STEADY_QUALITY_NOT_APPLICABLE);
    }
  g_assert_cmpfloat_with_epsilon (
      value_of (&values, STEADY_CHANNEL_REWARMING_RATE), 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      value_of (&values, STEADY_CHANNEL_WATER_BLOOD_GRADIENT), 11.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      value_of (&values, STEADY_CHANNEL_OXYGEN_EXTRACTION), 40, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      value_of (&values, STEADY_CHANNEL_CEREBRAL_DIFFERENCE), 14, 1e-9);
  g_assert_cmpint (quality_of (&values, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE),
                   ==,
                   STEADY_QUALITY_NOT_APPLICABLE);
  steady_deriver_set_baseline (&deriver, 65, 66);
  derive (&deriver, &values, 71 * SEC);
  g_assert_cmpfloat_with_epsilon (
      value_of (&values, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE), 80, 1e-9);
  values.latest[STEADY_CHANNEL_VENOUS_SATURATION].quality = STEADY_QUALITY_SENSOR_OFF;
  derive (&deriver, &values, 72 * SEC);
  g_assert_cmpint (quality_of (&values, STEADY_CHANNEL_OXYGEN_EXTRACTION),
                   ==,
                   STEADY_QUALITY_SENSOR_OFF);
}

/* What a person entered holds for an hour, whatever a sensor of it would. */
static void
test_entered_values_grow_old (void)
{
  SteadyValueTable values;
  memset (&values, 0, sizeof values);
  give (&values, STEADY_CHANNEL_POTASSIUM, 0, 4);
  values.latest[STEADY_CHANNEL_POTASSIUM].flags = STEADY_SAMPLE_ENTERED;
  give (&values, STEADY_CHANNEL_HAEMATOCRIT, 0, 30);
  steady_value_table_judge (&values, 3600 * SEC);
  g_assert_cmpint (
      quality_of (&values, STEADY_CHANNEL_POTASSIUM), ==, STEADY_QUALITY_VALID);
  g_assert_cmpint (
      quality_of (&values, STEADY_CHANNEL_HAEMATOCRIT), ==, STEADY_QUALITY_STALE);
  steady_value_table_judge (&values, 3601 * SEC);
  g_assert_cmpint (
      quality_of (&values, STEADY_CHANNEL_POTASSIUM), ==, STEADY_QUALITY_STALE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/slope/of-a-straight-line", test_slope_of_a_straight_line);
  g_test_add_func ("/measure/slope/derived-of-temperatures-and-saturations",
                   test_derived_of_temperatures_and_saturations);
  g_test_add_func ("/measure/slope/entered-values-grow-old",
                   test_entered_values_grow_old);
  return g_test_run ();
}
