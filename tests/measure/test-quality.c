/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "base/steady-random.h"
#include "measure/steady-quality-judge.h"
#include "measure/steady-value-table.h"

#define MSEC STEADY_NSEC_PER_MSEC
#define SEC  STEADY_NSEC_PER_SEC

static SteadyQuality
judge (SteadyQualityJudge *judge_of, SteadySample sample)
{
  steady_quality_judge_sample (judge_of, &sample);
  return sample.quality;
}

static SteadySample
sample_of (SteadyChannel channel, SteadyInstant t, double value)
{
  return (SteadySample){ .t = t,
                         .t_device = STEADY_NO_DEVICE_TIME,
                         .value = value,
                         .channel = channel,
                         .quality = STEADY_QUALITY_VALID,
                         .source = 1 };
}

static void
test_implausible (void)
{
  SteadyQualityJudge self;

  steady_quality_judge_init (&self);
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      const SteadyChannel      channel = info->channel;
      g_assert_cmpint (
          judge (&self, sample_of (channel, 1, info->low)), ==, STEADY_QUALITY_VALID);
      g_assert_cmpint (
          judge (&self, sample_of (channel, 2, info->high)), ==, STEADY_QUALITY_VALID);
      g_assert_cmpint (judge (&self, sample_of (channel, 3, info->low - 0.5)),
                       ==,
                       STEADY_QUALITY_IMPLAUSIBLE);
      g_assert_cmpint (judge (&self, sample_of (channel, 4, info->high + 0.5)),
                       ==,
                       STEADY_QUALITY_IMPLAUSIBLE);
      g_assert_cmpint (
          judge (&self, sample_of (channel, 5, NAN)), ==, STEADY_QUALITY_IMPLAUSIBLE);
    }
  /* A foreign signal has no range, but must be a number. */
  g_assert_cmpint (judge (&self, sample_of (STEADY_CHANNEL_FOREIGN + 3, 1, 1e9)),
                   ==,
                   STEADY_QUALITY_VALID);
  g_assert_cmpint (judge (&self, sample_of (STEADY_CHANNEL_FOREIGN + 3, 2, INFINITY)),
                   ==,
                   STEADY_QUALITY_IMPLAUSIBLE);
}

/* What the device says of its sensor is never made better, or worse. */
static void
test_device_has_the_word (void)
{
  static const SteadyQuality said[] = { STEADY_QUALITY_MISSING,
                                        STEADY_QUALITY_SENSOR_OFF,
                                        STEADY_QUALITY_LINK_LOST,
                                        STEADY_QUALITY_NOT_APPLICABLE };
  SteadyQualityJudge         self;

  steady_quality_judge_init (&self);
  for (unsigned i = 0; i < G_N_ELEMENTS (said); i++)
    {
      SteadySample sample = sample_of (STEADY_CHANNEL_MEASURED_FLOW, 1, 1e6);
      sample.quality = said[i];
      g_assert_cmpint (judge (&self, sample), ==, said[i]);
    }
  SteadySample doubted = sample_of (STEADY_CHANNEL_MEASURED_FLOW, 2, 0.48);
  doubted.quality = STEADY_QUALITY_QUESTIONABLE;
  g_assert_cmpint (judge (&self, doubted), ==, STEADY_QUALITY_QUESTIONABLE);
}

/* Zero flow in arrest, a temperature that stands, a pressure of a dead calm line that
 * never had noise: an unchanged value proves nothing. */
static void
test_unchanged_is_not_frozen (void)
{
  SteadyQualityJudge self;

  steady_quality_judge_init (&self);
  for (int64_t i = 0; i < 3600; i++)
    {
      g_assert_cmpint (
          judge (&self, sample_of (STEADY_CHANNEL_MEASURED_FLOW, i * SEC, 0)),
          ==,
          STEADY_QUALITY_VALID);
      g_assert_cmpint (
          judge (&self, sample_of (STEADY_CHANNEL_RECTAL_TEMPERATURE, i * SEC, 18.4)),
          ==,
          STEADY_QUALITY_VALID);
    }
  for (int64_t i = 0; i < 250 * 120; i++)
    g_assert_cmpint (
        judge (&self,
               sample_of (STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, i * 4 * MSEC, 0)),
        ==,
        STEADY_QUALITY_VALID);
}

/* A coarse converter that rests on one step for a second now and then may do so. */
static void
test_coarse_wave_is_not_frozen (void)
{
  SteadyQualityJudge self;

  steady_quality_judge_init (&self);
  for (int64_t i = 0; i < 125 * 300; i++)
    {
      const double s = (double) i / 125;
      const double value = round (5 + 1.2 * sin (s / 3));
      g_assert_cmpint (
          judge (
              &self,
              sample_of (STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, i * 8 * MSEC, value)),
          ==,
          STEADY_QUALITY_VALID);
    }
}

/* A living signal whose noise stops to the last bit is frozen within seconds, and alive
 * again with the first sample that differs. */
static void
test_raw_noise_stops (void)
{
  SteadyQualityJudge self;
  SteadyRandom       random;
  SteadyInstant      frozen_at = 0;

  steady_quality_judge_init (&self);
  steady_random_init (&random, 3);
  for (int64_t i = 0; i < 250 * 60; i++)
    {
      const bool   rests = i >= 250 * 40 && i < 250 * 50;
      const double value = rests ? 40.125 : 40 + 0.3 * steady_random_normal (&random);
      const SteadyQuality quality = judge (
          &self, sample_of (STEADY_CHANNEL_ARTERIAL_PRESSURE, i * 4 * MSEC, value));
      if (!rests)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_VALID);
      else if (quality == STEADY_QUALITY_FROZEN && frozen_at == 0)
        frozen_at = i * 4 * MSEC;
      if (frozen_at != 0 && rests)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_FROZEN);
    }
  g_assert_cmpint (frozen_at, >, 42 * SEC);
  g_assert_cmpint (frozen_at, <, 44 * SEC);
}

/* A signal that often rests for a moment by itself is given more time. */
static void
test_resting_signal_has_time (void)
{
  SteadyQualityJudge self;
  SteadyRandom       random;
  SteadyQuality      quality = STEADY_QUALITY_VALID;
  double             value = 40;

  steady_quality_judge_init (&self);
  steady_random_init (&random, 5);
  for (int64_t i = 0; i < 250 * 50; i++)
    {
      /* a new value each 180 ms, and from 40 s on none */
      if (i % 45 == 0 && i < 250 * 40)
        value = 40 + steady_random_normal (&random);
      quality = judge (
          &self, sample_of (STEADY_CHANNEL_ARTERIAL_PRESSURE, i * 4 * MSEC, value));
      if (i < 250 * 44)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_VALID);
    }
  g_assert_cmpint (quality, ==, STEADY_QUALITY_FROZEN);
}

/* What has moved for a few seconds only is not known well enough to be called frozen.
 */
static void
test_noise_must_be_learnt (void)
{
  SteadyQualityJudge self;
  SteadyRandom       random;

  steady_quality_judge_init (&self);
  steady_random_init (&random, 7);
  for (int64_t i = 0; i < 250 * 30; i++)
    {
      const double value = i < 250 * 5 ? 40 + steady_random_normal (&random) : 40;
      g_assert_cmpint (
          judge (&self,
                 sample_of (STEADY_CHANNEL_ARTERIAL_PRESSURE, i * 4 * MSEC, value)),
          ==,
          STEADY_QUALITY_VALID);
    }
}

/* The device's own clock stands while its samples go on: frozen, whatever the value. */
static void
test_device_clock_stands (void)
{
  SteadyQualityJudge self;
  SteadyQuality      quality = STEADY_QUALITY_VALID;

  steady_quality_judge_init (&self);
  for (int64_t i = 0; i < 80; i++)
    {
      SteadySample sample = sample_of (
          STEADY_CHANNEL_MEASURED_FLOW, i * 100 * MSEC, 0.4 + 0.001 * (double) i);
      sample.t_device = MIN (i, 40) * 100 * MSEC;
      quality = judge (&self, sample);
      if (i <= 50)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_VALID);
    }
  g_assert_cmpint (quality, ==, STEADY_QUALITY_FROZEN);
  SteadySample next = sample_of (STEADY_CHANNEL_MEASURED_FLOW, 9 * SEC, 0.4);
  next.t_device = 9 * SEC;
  g_assert_cmpint (judge (&self, next), ==, STEADY_QUALITY_VALID);
}

/* A pause, another device, or a clock that went back begin anew. */
static void
test_begins_anew (void)
{
  SteadyQualityJudge self;

  steady_quality_judge_init (&self);
  SteadySample sample = sample_of (STEADY_CHANNEL_MEASURED_FLOW, 0, 0.4);
  sample.t_device = 5;
  judge (&self, sample);
  sample.t = 2 * SEC;
  g_assert_cmpint (judge (&self, sample), ==, STEADY_QUALITY_FROZEN);
  SteadySample other = sample;
  other.source = 2;
  g_assert_cmpint (judge (&self, other), ==, STEADY_QUALITY_VALID);
  other.t = 4 * SEC;
  g_assert_cmpint (judge (&self, other), ==, STEADY_QUALITY_FROZEN);
  other.flags = STEADY_SAMPLE_GAP;
  other.t = 5 * SEC;
  g_assert_cmpint (judge (&self, other), ==, STEADY_QUALITY_VALID);
}

/* Set-points and what the engine derived stand still by nature. */
static void
test_set_points (void)
{
  SteadyQualityJudge self;

  steady_quality_judge_init (&self);
  for (int64_t i = 0; i < 20; i++)
    {
      SteadySample sample = sample_of (STEADY_CHANNEL_SET_SWEEP, i * SEC, 0.5);
      sample.t_device = 7;
      sample.flags = STEADY_SAMPLE_SET;
      g_assert_cmpint (judge (&self, sample), ==, STEADY_QUALITY_VALID);
    }
}

/* Stale by the channel's own time: the value and its instant stay. */
static void
test_stale (void)
{
  SteadyValueTable table = { 0 };

  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      const SteadySample       sample = sample_of (info->channel, 10 * SEC, info->low);
      const SteadySample      *latest = steady_value_table_get (&table, info->channel);
      double                   value = -12345;

      g_assert_cmpint (latest->quality, ==, STEADY_QUALITY_MISSING);
      g_assert_false (steady_value_table_value (&table, info->channel, &value));
      g_assert_cmpfloat_with_epsilon (value, -12345, 1e-9);
      steady_value_table_set (&table, &sample);
      steady_value_table_judge (&table, 10 * SEC + info->stale);
      g_assert_cmpint (latest->quality, ==, STEADY_QUALITY_VALID);
      steady_value_table_judge (&table, 10 * SEC + info->stale + 1);
      g_assert_cmpint (latest->quality,
                       ==,
                       info->stale > 0 ? STEADY_QUALITY_STALE : STEADY_QUALITY_VALID);
      g_assert_cmpfloat_with_epsilon (latest->value, info->low, 1e-12);
      g_assert_cmpint (latest->t, ==, 10 * SEC);
      table.latest[info->channel].quality = STEADY_QUALITY_MISSING;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/quality/implausible", test_implausible);
  g_test_add_func ("/measure/quality/device-has-the-word", test_device_has_the_word);
  g_test_add_func ("/measure/quality/unchanged-is-not-frozen",
                   test_unchanged_is_not_frozen);
  g_test_add_func ("/measure/quality/coarse-wave-is-not-frozen",
                   test_coarse_wave_is_not_frozen);
  g_test_add_func ("/measure/quality/raw-noise-stops", test_raw_noise_stops);
  g_test_add_func ("/measure/quality/resting-signal-has-time",
                   test_resting_signal_has_time);
  g_test_add_func ("/measure/quality/noise-must-be-learnt", test_noise_must_be_learnt);
  g_test_add_func ("/measure/quality/device-clock-stands", test_device_clock_stands);
  g_test_add_func ("/measure/quality/begins-anew", test_begins_anew);
  g_test_add_func ("/measure/quality/set-points", test_set_points);
  g_test_add_func ("/measure/quality/stale", test_stale);
  return g_test_run ();
}
