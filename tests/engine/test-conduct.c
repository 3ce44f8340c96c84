/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "engine/steady-conduct.h"

#define SEC STEADY_NSEC_PER_SEC

/* A 3.2 kg child on full bypass, told second by second. */
typedef struct Case
{
  SteadyConduct    conduct;
  SteadyPhase      phase;
  SteadyValueTable values;
  SteadyInstant    now;
} Case;

static void
begin (Case *test, SteadySupportMode mode)
{
  const SteadySupport start = { .mode = mode };
  memset (test, 0, sizeof *test);
  steady_phase_init (&test->phase, 0, &start, 0.5);
  steady_conduct_init (&test->conduct, 256);
}

static void
set (Case *test, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = test->now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&test->values, &sample);
}

static void
run (Case *test, double seconds)
{
  const SteadyInstant end = test->now + steady_span_from_seconds (seconds);
  SteadySample        samples[STEADY_CONDUCT_SAMPLES];

  while (test->now < end)
    {
      test->now += 20 * STEADY_NSEC_PER_MSEC;
      const unsigned n = steady_conduct_update (
          &test->conduct, test->now, &test->phase, &test->values, samples);
      g_assert_cmpuint (n, <=, STEADY_CONDUCT_SAMPLES);
      for (unsigned i = 0; i < n; i++)
        steady_value_table_set (&test->values, &samples[i]);
    }
}

static void
mark (Case *test, SteadyEvent event, double value)
{
  steady_conduct_mark (&test->conduct, test->now, event, value, &test->values);
  steady_phase_mark (&test->phase, test->now, event);
}

static SteadyQuality
quality_of (const Case *test, SteadyChannel channel)
{
  return (SteadyQuality) steady_value_table_get (&test->values, channel)->quality;
}

static double
value_of (const Case *test, SteadyChannel channel)
{
  double value = -1e9;
  steady_value_table_value (&test->values, channel, &value);
  return value;
}

#define assert_value(test, channel, value) \
  g_assert_cmpfloat_with_epsilon (value_of (test, channel), value, 1e-9)
#define assert_nothing(test, channel) \
  g_assert_cmpint (quality_of (test, channel), ==, STEADY_QUALITY_NOT_APPLICABLE)

/* Off bypass no time runs; on it they run from its beginning until something is
 * entered, and never early. */
static void
test_times_since_act_and_gas (void)
{
  Case         test;
  SteadySample sample;

  begin (&test, STEADY_SUPPORT_PRE_BYPASS);
  run (&test, 90);
  assert_nothing (&test, STEADY_CHANNEL_ACT_AGE);
  assert_nothing (&test, STEADY_CHANNEL_GAS_AGE);
  assert_nothing (&test, STEADY_CHANNEL_BYPASS_TIME);
  mark (&test, STEADY_EVENT_ON_BYPASS, 0);
  run (&test, 1);
  run (&test, 29 * 60 + 58);
  g_assert_cmpfloat (value_of (&test, STEADY_CHANNEL_ACT_AGE), <, 30);
  run (&test, 3);
  assert_value (&test, STEADY_CHANNEL_ACT_AGE, 30);
  assert_value (&test, STEADY_CHANNEL_GAS_AGE, 30);
  g_assert_true (steady_conduct_enter (&test.conduct, test.now, "act", 512, &sample));
  g_assert_cmpuint (sample.channel, ==, STEADY_CHANNEL_ACT);
  g_assert_cmpuint (sample.flags, ==, STEADY_SAMPLE_ENTERED);
  g_assert_cmpfloat_with_epsilon (sample.value, 512, 1e-9);
  run (&test, 61);
  assert_value (&test, STEADY_CHANNEL_ACT_AGE, 1);
  g_assert_cmpfloat (value_of (&test, STEADY_CHANNEL_GAS_AGE), >, 30.9);
  mark (&test, STEADY_EVENT_GAS_SAMPLE, 0);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_GAS_AGE, 0);
}

static void
test_what_may_be_entered (void)
{
  Case         test;
  SteadySample sample = { .value = 7 };

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  g_assert_false (
      steady_conduct_enter (&test.conduct, 0, "arterial_mean", 60, &sample));
  g_assert_false (steady_conduct_enter (&test.conduct, 0, "acts", 400, &sample));
  g_assert_false (steady_conduct_enter (&test.conduct, 0, "", 400, &sample));
  g_assert_false (steady_conduct_enter (&test.conduct, 0, "act", -1, &sample));
  g_assert_false (
      steady_conduct_enter (&test.conduct, 0, "potassium", (double) NAN, &sample));
  g_assert_cmpfloat_with_epsilon (sample.value, 7, 1e-9);
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      if (steady_conduct_is_entered (info->channel))
        for (unsigned k = 0; k < 3; k++) /* each keeps one place */
          g_assert_true (steady_conduct_enter (
              &test.conduct, i * SEC, info->name, info->low, &sample));
    }
  unsigned kept = 0;
  for (unsigned i = 0; i < STEADY_CONDUCT_ENTRIES; i++)
    kept += test.conduct.entries[i].channel != 0;
  g_assert_cmpuint (kept, ==, 14);
}

/* The time since cardioplegia counts from the end of the dose and stops at clamp off.
 */
static void
test_cardioplegia (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  run (&test, 10);
  assert_nothing (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE);
  assert_nothing (&test, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN);
  mark (&test, STEADY_EVENT_CLAMP_ON, 0);
  run (&test, 61);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_TAKEN_NOT_YET);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 1);
  set (&test, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 16);
  run (&test, 4);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_TAKEN_NOT_YET);
  run (&test, 120);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_TAKEN_YES);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 0);
  set (&test, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 0);
  run (&test, 20 * 60 + 1);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 20);
  mark (&test, STEADY_EVENT_CARDIOPLEGIA, 60);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 0);
  mark (&test, STEADY_EVENT_CLAMP_OFF, 0);
  run (&test, 2);
  assert_nothing (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE);
  assert_nothing (&test, STEADY_CHANNEL_CLAMP_TIME);
}

/* Nobody has marked the clamp: the dose itself starts the clock. */
static void
test_a_dose_starts_the_clock (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  run (&test, 2);
  set (&test, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 16);
  run (&test, 60);
  set (&test, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 0);
  run (&test, 301);
  assert_value (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 5);
  mark (&test, STEADY_EVENT_OFF_BYPASS, 0);
  run (&test, 2);
  assert_nothing (&test, STEADY_CHANNEL_CARDIOPLEGIA_AGE);
}

static void
test_arrest_is_its_own_time (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  run (&test, 2);
  assert_nothing (&test, STEADY_CHANNEL_ARREST_TIME);
  steady_phase_set_flags (&test.phase, test.now, STEADY_FLAG_CIRCULATORY_ARREST);
  run (&test, 20 * 60 + 1);
  assert_value (&test, STEADY_CHANNEL_ARREST_TIME, 20);
  steady_phase_set_flags (&test.phase, test.now, 0);
  run (&test, 30);
  assert_nothing (&test, STEADY_CHANNEL_ARREST_TIME);
  steady_phase_set_flags (&test.phase, test.now, STEADY_FLAG_CIRCULATORY_ARREST);
  run (&test, 61);
  assert_value (&test, STEADY_CHANNEL_ARREST_TIME, 1);
}

static void
test_suction_after_protamine (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_POST_BYPASS);
  set (&test, STEADY_CHANNEL_SUCKER_1_SPEED, 30);
  run (&test, 2);
  assert_nothing (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE);
  mark (&test, STEADY_EVENT_PROTAMINE, 10);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 1);
  set (&test, STEADY_CHANNEL_SUCKER_1_SPEED, 0);
  set (&test, STEADY_CHANNEL_VENT_SPEED, -20); /* backwards is running too */
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 1);
  set (&test, STEADY_CHANNEL_VENT_SPEED, 0);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 0);
  /* one that is lost may be running: that is no standing */
  test.values.latest[STEADY_CHANNEL_VENT_SPEED].quality = STEADY_QUALITY_LINK_LOST;
  run (&test, 2);
  g_assert_cmpint (quality_of (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE),
                   ==,
                   STEADY_QUALITY_LINK_LOST);
  mark (&test, STEADY_EVENT_HEPARIN, 1000); /* back on bypass */
  run (&test, 2);
  assert_nothing (&test, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE);
}

static void
test_cerebral_baseline (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_PRE_BYPASS);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_TAKEN_NOT_YET);
  mark (&test, STEADY_EVENT_CEREBRAL_BASELINE, 0); /* nothing is measured */
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_TAKEN_NOT_YET);
  set (&test, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 68);
  set (&test, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 71);
  mark (&test, STEADY_EVENT_CEREBRAL_BASELINE, 0);
  run (&test, 2);
  assert_value (&test, STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_TAKEN_YES);
  g_assert_cmpfloat_with_epsilon (test.conduct.baseline_left, 68, 1e-9);
  g_assert_cmpfloat_with_epsilon (test.conduct.baseline_right, 71, 1e-9);
}

/* 256 mL of blood: 40 mL that nobody entered are 15.6 %. */
static void
test_volume_that_nobody_entered (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  set (&test, STEADY_CHANNEL_RESERVOIR_VOLUME, 200);
  run (&test, 11 * 60 - 5);
  assert_nothing (&test, STEADY_CHANNEL_VOLUME_DRIFT);
  run (&test, 10);
  assert_value (&test, STEADY_CHANNEL_VOLUME_DRIFT, 0);
  set (&test, STEADY_CHANNEL_RESERVOIR_VOLUME, 160);
  run (&test, 130);
  g_assert_cmpfloat_with_epsilon (
      value_of (&test, STEADY_CHANNEL_VOLUME_DRIFT), -15.6, 0.05);
  /* given and entered: the rise is explained, the loss stays */
  set (&test, STEADY_CHANNEL_RESERVOIR_VOLUME, 220);
  mark (&test, STEADY_EVENT_VOLUME, 60);
  run (&test, 130);
  g_assert_cmpfloat_with_epsilon (
      value_of (&test, STEADY_CHANNEL_VOLUME_DRIFT), -15.6, 0.05);
  /* a level that is not measured is not steady */
  test.values.latest[STEADY_CHANNEL_RESERVOIR_VOLUME].quality =
      STEADY_QUALITY_SENSOR_OFF;
  run (&test, 2);
  g_assert_cmpint (
      quality_of (&test, STEADY_CHANNEL_VOLUME_DRIFT), ==, STEADY_QUALITY_SENSOR_OFF);
}

static void
set_oxygenator (Case *test, double drop, double flow, double hct, double temperature)
{
  set (test, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, drop);
  set (test, STEADY_CHANNEL_MEASURED_FLOW, flow);
  set (test, STEADY_CHANNEL_HAEMATOCRIT, hct);
  set (test, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, temperature);
}

/* More flow or colder blood is no clot; a higher drop at the same is. */
static void
test_resistance_of_the_oxygenator (void)
{
  Case test;

  begin (&test, STEADY_SUPPORT_FULL_BYPASS);
  set_oxygenator (&test, 20, 0.5, 30, 37);
  run (&test, 4.9 * 60);
  assert_nothing (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE);
  run (&test, 20);
  assert_value (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 100);
  set_oxygenator (&test, 40, 1.0, 30, 37);
  run (&test, 60);
  assert_value (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 100);
  /* exp (0.03 * 15) more viscous at 22 °C */
  set_oxygenator (&test, 40 * 1.5683, 1.0, 30, 22);
  run (&test, 60);
  assert_value (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 100);
  set_oxygenator (&test, 64, 1.0, 30, 37);
  run (&test, 60);
  assert_value (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 160);
  test.values.latest[STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE].quality =
      STEADY_QUALITY_STALE;
  run (&test, 2);
  g_assert_cmpint (quality_of (&test, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE),
                   ==,
                   STEADY_QUALITY_STALE);
}

/* The same seconds give the same bits, and a copy goes on as the first does. */
static void
test_goes_on_from_a_copy (void)
{
  static Case one, other;

  begin (&one, STEADY_SUPPORT_FULL_BYPASS);
  set (&one, STEADY_CHANNEL_RESERVOIR_VOLUME, 200);
  set_oxygenator (&one, 20, 0.5, 30, 37);
  run (&one, 12 * 60 + 7);
  other = one;
  run (&one, 400);
  run (&other, 400);
  g_assert_cmpmem (
      &one.conduct, sizeof one.conduct, &other.conduct, sizeof other.conduct);
  g_assert_cmpmem (&one.values, sizeof one.values, &other.values, sizeof other.values);
}

#define ADD(path, test) g_test_add_func ("/engine/conduct/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("times-since-act-and-gas", test_times_since_act_and_gas);
  ADD ("what-may-be-entered", test_what_may_be_entered);
  ADD ("cardioplegia", test_cardioplegia);
  ADD ("a-dose-starts-the-clock", test_a_dose_starts_the_clock);
  ADD ("arrest-is-its-own-time", test_arrest_is_its_own_time);
  ADD ("suction-after-protamine", test_suction_after_protamine);
  ADD ("cerebral-baseline", test_cerebral_baseline);
  ADD ("volume-that-nobody-entered", test_volume_that_nobody_entered);
  ADD ("resistance-of-the-oxygenator", test_resistance_of_the_oxygenator);
  ADD ("goes-on-from-a-copy", test_goes_on_from_a_copy);
  return g_test_run ();
}
