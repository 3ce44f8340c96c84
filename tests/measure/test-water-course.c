/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-deriver.h"
#include "measure/steady-water-course.h"

#define SEC   STEADY_NSEC_PER_SEC
#define RATE  0.5 /* °C/min */
#define EXACT 1e-9

/* Feeds one reading a second, the water moving by @per_min, and returns the last lag.
 */
static double
run (SteadyWaterCourse *course,
     SteadyInstant     *now,
     unsigned           seconds,
     double             set,
     double            *water,
     double             per_min)
{
  double lag = 0;
  for (unsigned s = 0; s < seconds; s++)
    {
      *now += SEC;
      *water += per_min / 60.0;
      lag = steady_water_course_lag (course, *now, RATE, set, *water);
    }
  return lag;
}

/* At rest nothing lags; what then leaves its set point does at once, in full, either
 * way. */
static void
test_leaves_its_set_point (void)
{
  for (int way = -1; way <= 1; way += 2)
    {
      SteadyWaterCourse course = { 0 };
      SteadyInstant     now = 0;
      double            water = 37;

      g_assert_cmpfloat_with_epsilon (
          run (&course, &now, 600, 37, &water, 0), 0, EXACT);
      g_assert_cmpfloat_with_epsilon (
          run (&course, &now, 90, 37, &water, way * 1.0), way * 1.5, EXACT);
      /* and it stays away however long that lasts */
      g_assert_cmpfloat_with_epsilon (
          run (&course, &now, 3600, 37, &water, 0), way * 1.5, EXACT);
    }
}

/* A new set point is no lag: not at once, not at the least rate, not when the water is
 * quick, and not when the set point turns back half way. */
static void
test_follows_a_new_set_point (void)
{
  static const double rates[] = { -RATE, -4 };

  for (size_t i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      SteadyWaterCourse course = { 0 };
      SteadyInstant     now = 0;
      double            water = 37;

      run (&course, &now, 10, 37, &water, 0);
      g_assert_cmpfloat_with_epsilon (
          run (&course, &now, 1, 18, &water, 0), RATE / 60, EXACT);
      for (unsigned s = 0; s < 120; s++)
        g_assert_cmpfloat (
            run (&course, &now, 1, 18, &water, rates[i]), <=, RATE / 60 + EXACT);
      for (unsigned s = 0; s < 120; s++)
        g_assert_cmpfloat (fabs (run (&course, &now, 1, 37, &water, -rates[i])),
                           <=,
                           RATE / 60 + EXACT);
    }
}

/* One that stands still in the middle of a change lags by what it should have done. */
static void
test_stands_still_on_the_way (void)
{
  SteadyWaterCourse course = { 0 };
  SteadyInstant     now = 0;
  double            water = 20;

  run (&course, &now, 1, 37, &water, 0);
  g_assert_cmpfloat_with_epsilon (run (&course, &now, 240, 37, &water, 0), -2, EXACT);
  /* the other way it lags faster */
  g_assert_cmpfloat_with_epsilon (run (&course, &now, 60, 37, &water, -1), -3.5, EXACT);
  /* it never ought to be beyond its set point */
  g_assert_cmpfloat_with_epsilon (run (&course, &now, 7200, 37, &water, 0), -18, EXACT);
}

/* Who turns the set point up again and again does not silence it; who sets it to where
 * the water is has asked for no more. */
static void
test_set_point_is_turned (void)
{
  SteadyWaterCourse course = { 0 };
  SteadyInstant     now = 0;
  double            water = 30, lag = 0;

  run (&course, &now, 1, 30, &water, 0);
  for (unsigned minute = 1; minute <= 6; minute++)
    lag = run (&course, &now, 60, 30 + minute, &water, 0);
  g_assert_cmpfloat_with_epsilon (lag, -3, EXACT);
  g_assert_cmpfloat_with_epsilon (run (&course, &now, 1, 30, &water, 0), 0, EXACT);
  g_assert_cmpfloat_with_epsilon (run (&course, &now, 600, 30, &water, 0), 0, EXACT);
}

/* A gap of up to a minute changes nothing, a longer one begins anew, and so does time
 * that went back. */
static void
test_gaps (void)
{
  SteadyWaterCourse course = { 0 };

  steady_water_course_lag (&course, 0, RATE, 37, 20);
  g_assert_cmpfloat_with_epsilon (
      steady_water_course_lag (&course, 60 * SEC, RATE, 37, 20), -0.5, EXACT);
  g_assert_cmpfloat_with_epsilon (
      steady_water_course_lag (&course, 120 * SEC + 1, RATE, 37, 20), 0, EXACT);
  g_assert_cmpfloat_with_epsilon (
      steady_water_course_lag (&course, 180 * SEC, RATE, 37, 20), -0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      steady_water_course_lag (&course, 170 * SEC, RATE, 37, 20), 0, EXACT);
}

typedef struct Rig
{
  SteadyDeriver    deriver;
  SteadyValueTable values;
  SteadyInstant    now;
} Rig;

static void
give (Rig *rig, SteadyChannel channel, double value, SteadyQuality quality)
{
  const SteadySample sample = { .t = rig->now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = (uint8_t) quality };
  steady_value_table_set (&rig->values, &sample);
}

/* One second; the quality of the lag that is then known. */
static SteadyQuality
second (Rig *rig)
{
  SteadySample samples[STEADY_DERIVER_MAX];

  rig->now += SEC;
  const unsigned n = steady_deriver_tick (
      &rig->deriver, rig->now, &rig->values, samples, STEADY_DERIVER_MAX);
  for (unsigned i = 0; i < n; i++)
    steady_value_table_set (&rig->values, &samples[i]);
  return (SteadyQuality) steady_value_table_get (&rig->values, STEADY_CHANNEL_WATER_LAG)
      ->quality;
}

/* The deriver says no lag before both are known and the rules said the rate, and what
 * is lost is said as lost, never as a lag of zero. */
static void
test_derived (void)
{
  const SteadyDeriverSetup setup = { .weight = { 3.2 } };
  g_autofree Rig          *rig = g_new0 (Rig, 1);

  steady_deriver_init (&rig->deriver, &setup);
  give (rig, STEADY_CHANNEL_WATER_TEMPERATURE, 34, STEADY_QUALITY_VALID);
  give (rig, STEADY_CHANNEL_SET_WATER_TEMPERATURE, 36, STEADY_QUALITY_VALID);
  g_assert_cmpint (second (rig), ==, STEADY_QUALITY_MISSING);
  steady_deriver_set_water_rate (&rig->deriver, RATE);
  g_assert_cmpint (second (rig), ==, STEADY_QUALITY_VALID);
  for (unsigned s = 0; s < 120; s++)
    g_assert_cmpint (second (rig), ==, STEADY_QUALITY_VALID);
  const SteadySample *lag =
      steady_value_table_get (&rig->values, STEADY_CHANNEL_WATER_LAG);
  g_assert_cmpfloat_with_epsilon (lag->value, -1, EXACT);
  g_assert_true ((lag->flags & STEADY_SAMPLE_DERIVED) != 0);
  give (rig, STEADY_CHANNEL_SET_WATER_TEMPERATURE, 36, STEADY_QUALITY_SENSOR_OFF);
  g_assert_cmpint (second (rig), ==, STEADY_QUALITY_SENSOR_OFF);
  give (rig, STEADY_CHANNEL_SET_WATER_TEMPERATURE, 36, STEADY_QUALITY_VALID);
  give (rig, STEADY_CHANNEL_WATER_TEMPERATURE, 34, STEADY_QUALITY_LINK_LOST);
  g_assert_cmpint (second (rig), ==, STEADY_QUALITY_LINK_LOST);
  memset (&rig->values, 0, sizeof rig->values);
  give (rig, STEADY_CHANNEL_WATER_TEMPERATURE, 34, STEADY_QUALITY_VALID);
  g_assert_cmpint (second (rig), ==, STEADY_QUALITY_MISSING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/water-course/leaves-its-set-point",
                   test_leaves_its_set_point);
  g_test_add_func ("/measure/water-course/follows-a-new-set-point",
                   test_follows_a_new_set_point);
  g_test_add_func ("/measure/water-course/stands-still-on-the-way",
                   test_stands_still_on_the_way);
  g_test_add_func ("/measure/water-course/set-point-is-turned",
                   test_set_point_is_turned);
  g_test_add_func ("/measure/water-course/gaps", test_gaps);
  g_test_add_func ("/measure/water-course/derived", test_derived);
  return g_test_run ();
}
