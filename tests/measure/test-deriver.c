/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "bench-rig.h"

#define SEC  STEADY_NSEC_PER_SEC
#define MSEC STEADY_NSEC_PER_MSEC

/* Stuffy: 3.2 kg, 50 cm, 0.211 m². */
static const SteadyDeriverSetup stuffy = { .weight = { 3.2 },
                                           .area = { 0.2108 },
                                           .reservoir_stop = { 25 },
                                           .cerebral_baseline_left = 70,
                                           .cerebral_baseline_right = 0 };

static void
give (Rig          *rig,
      SteadyChannel channel,
      SteadyInstant t,
      double        value,
      SteadyQuality quality)
{
  rig_give (rig,
            (SteadySample){ .t = t,
                            .t_device = STEADY_NO_DEVICE_TIME,
                            .value = value,
                            .channel = channel,
                            .quality = quality,
                            .source = 1 });
}

static void
assert_value (const Rig *rig, SteadyChannel channel, double value, double tolerance)
{
  g_assert_cmpint (rig_quality (rig, channel), ==, STEADY_QUALITY_VALID);
  g_assert_cmpfloat_with_epsilon (rig_value (rig, channel), value, tolerance);
}

static unsigned
flags_of (const Rig *rig, SteadyChannel channel)
{
  return steady_value_table_get (&rig->values, channel)->flags;
}

/* With nothing measured nothing is derived: missing is not zero, and is not told. */
static void
test_nothing_from_nothing (void)
{
  Rig *rig = rig_new (&stuffy);
  rig_run_to (rig, 60 * SEC);
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    {
      g_assert_cmpuint (rig->tallies[i].usable, ==, 0);
      g_assert_cmpuint (rig->tallies[i].unusable, ==, 0);
    }
  rig_free (rig);
}

static void
test_flows (void)
{
  Rig *rig = rig_new (&stuffy);
  for (int64_t i = 0; i < 50; i++)
    {
      rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, i * 200 * MSEC, 0.52);
      rig_sample (rig, STEADY_CHANNEL_SHUNT_FLOW, i * 200 * MSEC, 0.04);
      rig_sample (rig, STEADY_CHANNEL_PUMP_FLOW, i * 200 * MSEC, 0.60);
    }
  rig_run_to (rig, 10 * SEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, 0.48, 1e-9);
  assert_value (rig, STEADY_CHANNEL_FLOW_PER_KG, 150, 1e-9);
  assert_value (rig, STEADY_CHANNEL_FLOW_INDEX, 0.48 / 0.2108, 1e-9);
  g_assert_cmpuint (
      flags_of (rig, STEADY_CHANNEL_PATIENT_FLOW) & STEADY_SAMPLE_CALCULATED, ==, 0);
  /* five a second */
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PATIENT_FLOW].usable, >=, 49);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PATIENT_FLOW].usable, <=, 51);
  rig_free (rig);
}

/* No probe: the pump's flow, and it says so everywhere. */
static void
test_without_a_probe (void)
{
  Rig *rig = rig_new (&stuffy);
  for (int64_t i = 0; i < 10; i++)
    rig_sample (rig, STEADY_CHANNEL_PUMP_FLOW, i * 200 * MSEC, 0.48);
  rig_run_to (rig, 2 * SEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, 0.48, 1e-9);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_PATIENT_FLOW) &
                 STEADY_SAMPLE_CALCULATED);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_FLOW_PER_KG) & STEADY_SAMPLE_CALCULATED);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_FLOW_INDEX) & STEADY_SAMPLE_CALCULATED);
  rig_free (rig);
}

/* A probe that goes off: the calculated flow takes over, in doubt; without it the
 * figure is as lost as the probe, and keeps its last value. */
static void
test_probe_goes_off (void)
{
  Rig *rig = rig_new (&stuffy);
  for (int64_t i = 0; i < 10; i++)
    {
      give (rig,
            STEADY_CHANNEL_MEASURED_FLOW,
            i * 200 * MSEC,
            0.48,
            STEADY_QUALITY_VALID);
      give (rig, STEADY_CHANNEL_PUMP_FLOW, i * 200 * MSEC, 0.5, STEADY_QUALITY_VALID);
    }
  give (rig, STEADY_CHANNEL_MEASURED_FLOW, 2 * SEC, 0, STEADY_QUALITY_SENSOR_OFF);
  give (rig, STEADY_CHANNEL_PUMP_FLOW, 2 * SEC, 0.5, STEADY_QUALITY_VALID);
  rig_run_to (rig, 2 * SEC + 500 * MSEC);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PATIENT_FLOW), ==, STEADY_QUALITY_QUESTIONABLE);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_PATIENT_FLOW), 0.5, 1e-9);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_PATIENT_FLOW) &
                 STEADY_SAMPLE_CALCULATED);
  rig_run_to (rig, 20 * SEC); /* the pump's flow has become stale too */
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PATIENT_FLOW), ==, STEADY_QUALITY_SENSOR_OFF);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_FLOW_PER_KG), ==, STEADY_QUALITY_SENSOR_OFF);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_PATIENT_FLOW), 0.5, 1e-9);
  rig_free (rig);
}

static void
test_stale_in_stale_out (void)
{
  Rig *rig = rig_new (&stuffy);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 0, 0.48);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 0, 34);
  rig_sample (rig, STEADY_CHANNEL_VENOUS_TEMPERATURE, 0, 31.5);
  rig_run_to (rig, SEC);
  assert_value (rig, STEADY_CHANNEL_TEMPERATURE_GRADIENT, 2.5, 1e-9);
  rig_run_to (rig, 30 * SEC);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PATIENT_FLOW), ==, STEADY_QUALITY_STALE);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_TEMPERATURE_GRADIENT), ==, STEADY_QUALITY_STALE);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_TEMPERATURE_GRADIENT), 2.5, 1e-9);
  rig_forget (rig);
  rig_run_to (rig, 60 * SEC); /* told once, not each second */
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PATIENT_FLOW].unusable, ==, 0);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 61 * SEC, 0.3);
  rig_run_to (rig, 62 * SEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, 0.3, 1e-9);
  rig_free (rig);
}

/* A shunt that was there and is lost makes the flow doubtful; backflow stays negative.
 */
static void
test_shunt_and_backflow (void)
{
  Rig *rig = rig_new (&stuffy);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 0, -0.06);
  rig_run_to (rig, 500 * MSEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, -0.06, 1e-9);
  assert_value (rig, STEADY_CHANNEL_FLOW_PER_KG, -18.75, 1e-9);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, SEC, 0.5);
  give (rig, STEADY_CHANNEL_SHUNT_FLOW, SEC, 0, STEADY_QUALITY_SENSOR_OFF);
  rig_run_to (rig, SEC + 500 * MSEC);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PATIENT_FLOW), ==, STEADY_QUALITY_QUESTIONABLE);
  rig_free (rig);
}

/* DO2i = 2.277 · (1.34 · 10 · 0.99 + 0.003 · 200) · 10 */
static void
test_oxygen_delivery (void)
{
  Rig *rig = rig_new (&stuffy);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 0, 0.48);
  rig_sample (rig, STEADY_CHANNEL_HAEMATOCRIT, 0, 30);
  rig_run_to (rig, SEC);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX),
                   ==,
                   STEADY_QUALITY_MISSING);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, SEC, 0.48);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, SEC, 99);
  rig_run_to (rig, 2 * SEC);
  assert_value (rig,
                STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
                0.48 / 0.2108 * 1.34 * 10 * 0.99 * 10,
                1e-6);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 3 * SEC, 0.48);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PO2, 3 * SEC, 200);
  rig_sample (rig, STEADY_CHANNEL_HAEMOGLOBIN, 3 * SEC, 9);
  rig_run_to (rig, 4 * SEC);
  assert_value (rig,
                STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
                0.48 / 0.2108 * (1.34 * 9 * 0.99 + 0.6) * 10,
                1e-6);
  rig_free (rig);
}

/* What does not flow forward delivers nothing: never less than nothing, and in doubt
 * where the probe may be turned round. */
static void
test_oxygen_delivery_of_backflow (void)
{
  static const struct
  {
    double        flow;
    SteadyQuality quality;
  } flows[] = { { 0, STEADY_QUALITY_VALID },
                { -0.002, STEADY_QUALITY_VALID },
                { -0.019, STEADY_QUALITY_VALID },
                { -0.021, STEADY_QUALITY_QUESTIONABLE },
                { -0.48, STEADY_QUALITY_QUESTIONABLE } };
  Rig *rig = rig_new (&stuffy);

  for (int64_t i = 0; i < (int64_t) G_N_ELEMENTS (flows); i++)
    {
      rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 2 * i * SEC, flows[i].flow);
      rig_sample (rig, STEADY_CHANNEL_HAEMATOCRIT, 2 * i * SEC, 30);
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 2 * i * SEC, 99);
      rig_run_to (rig, (2 * i + 1) * SEC);
      g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX),
                       ==,
                       flows[i].quality);
      g_assert_cmpfloat_with_epsilon (
          rig_value (rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX), 0, 1e-12);
      /* the flow itself stays what was measured */
      assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, flows[i].flow, 1e-9);
    }
  rig_free (rig);
}

/* Nobody gives oxygen back: 0, in doubt beyond the error of two saturations. */
static void
test_oxygen_extraction_below_zero (void)
{
  Rig *rig = rig_new (&stuffy);

  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 0, 98);
  rig_sample (rig, STEADY_CHANNEL_VENOUS_SATURATION, 0, 73.5);
  rig_run_to (rig, SEC);
  assert_value (rig, STEADY_CHANNEL_OXYGEN_EXTRACTION, 25, 1e-9);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 2 * SEC, 98);
  rig_sample (rig, STEADY_CHANNEL_VENOUS_SATURATION, 2 * SEC, 99.5);
  rig_run_to (rig, 3 * SEC);
  assert_value (rig, STEADY_CHANNEL_OXYGEN_EXTRACTION, 0, 1e-9);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 4 * SEC, 70);
  rig_sample (rig, STEADY_CHANNEL_VENOUS_SATURATION, 4 * SEC, 99);
  rig_run_to (rig, 5 * SEC);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_OXYGEN_EXTRACTION),
                   ==,
                   STEADY_QUALITY_QUESTIONABLE);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_OXYGEN_EXTRACTION), 0, 1e-12);
  rig_free (rig);
}

static void
test_no_patient_known (void)
{
  const SteadyDeriverSetup nobody = { .weight = { 0 } };
  Rig                     *rig = rig_new (&nobody);
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 0, 0.48);
  rig_sample (rig, STEADY_CHANNEL_HAEMOGLOBIN, 0, 9);
  rig_sample (rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 0, 99);
  rig_run_to (rig, SEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, 0.48, 1e-9);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_FLOW_PER_KG), ==, STEADY_QUALITY_MISSING);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_FLOW_INDEX), ==, STEADY_QUALITY_MISSING);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX),
                   ==,
                   STEADY_QUALITY_MISSING);
  rig_free (rig);
}

static void
test_reservoir_times (void)
{
  Rig         *rig = rig_new (&stuffy);
  SteadyRandom random;

  steady_random_init (&random, 29);
  for (int64_t i = 0; i < 60; i++)
    {
      const SteadyInstant t = i * SEC;
      /* steady for 30 s, then the return is 4 mL/s short */
      const double fall = i < 30 ? 0 : 4.0 * (double) (i - 30);
      rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, t, 0.48);
      rig_sample (rig,
                  STEADY_CHANNEL_RESERVOIR_VOLUME,
                  t,
                  225 - fall + steady_random_normal (&random));
      rig_run_to (rig, t + 900 * MSEC);
      if (i == 25)
        {
          g_assert_cmpfloat_with_epsilon (
              rig_value (rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN), 200 / 8.0, 0.5);
          g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_RESERVOIR_TIME_TREND),
                           ==,
                           STEADY_QUALITY_NOT_APPLICABLE);
        }
      if (i == 50)
        {
          g_assert_cmpfloat_with_epsilon (
              rig_value (rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN), 120 / 8.0, 1);
          g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_RESERVOIR_TIME_TREND),
                           ==,
                           STEADY_QUALITY_VALID);
          g_assert_cmpfloat_with_epsilon (
              rig_value (rig, STEADY_CHANNEL_RESERVOIR_TIME_TREND), 30, 4);
        }
    }
  /* below STOP no time is left, which is a real 0 */
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 61 * SEC, 0.48);
  rig_sample (rig, STEADY_CHANNEL_RESERVOIR_VOLUME, 61 * SEC, 20);
  rig_run_to (rig, 62 * SEC);
  assert_value (rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, 0, 1e-9);
  /* a pump that stands drains nothing */
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 63 * SEC, 0);
  rig_sample (rig, STEADY_CHANNEL_RESERVOIR_VOLUME, 63 * SEC, 300);
  rig_run_to (rig, 64 * SEC);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN),
                   ==,
                   STEADY_QUALITY_NOT_APPLICABLE);
  rig_free (rig);
}

/* Noise of the level sensor is no fall. */
static void
test_level_noise_is_no_trend (void)
{
  Rig         *rig = rig_new (&stuffy);
  SteadyRandom random;

  steady_random_init (&random, 31);
  for (int64_t i = 0; i < 1800; i++)
    {
      rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, i * SEC, 0.48);
      rig_sample (rig,
                  STEADY_CHANNEL_RESERVOIR_VOLUME,
                  i * SEC,
                  225 + 5 * steady_random_normal (&random));
    }
  g_test_message ("%u of 1800 s",
                  rig->tallies[STEADY_CHANNEL_RESERVOIR_TIME_TREND].usable);
  g_assert_cmpuint (
      rig->tallies[STEADY_CHANNEL_RESERVOIR_TIME_TREND].usable, <, 1800 / 100);
  rig_free (rig);
}

static void
test_of_baseline (void)
{
  Rig *rig = rig_new (&stuffy);
  rig_sample (rig, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 0, 56);
  rig_sample (rig, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 0, 60);
  rig_run_to (rig, SEC);
  assert_value (rig, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, 80, 1e-9);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE),
                   ==,
                   STEADY_QUALITY_NOT_APPLICABLE); /* no baseline was taken */
  steady_deriver_set_baseline (&rig->deriver, 70, 75);
  rig_run_to (rig, 2 * SEC);
  assert_value (rig, STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, 80, 1e-9);
  rig_free (rig);
}

static void
test_line_pressures (void)
{
  const SteadyDeriverSetup setup = {
    .rates_hz = { [STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE] = 250,
                  [STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE] = 250,
                  [STEADY_CHANNEL_POST_FILTER_PRESSURE] = 250,
                  [STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE] = 250 }
  };
  Rig *rig = rig_new (&setup);
  for (int64_t i = 0; i < 250 * 12; i++)
    {
      const double ripple = 10 * sin (2 * G_PI * 2.3 * (double) i / 250);
      rig_sample (
          rig, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, i * 4 * MSEC, 180 + ripple);
      rig_sample (
          rig, STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE, i * 4 * MSEC, 150 + ripple);
      rig_sample (rig, STEADY_CHANNEL_POST_FILTER_PRESSURE, i * 4 * MSEC, 138 + ripple);
      rig_sample (rig, STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, i * 4 * MSEC, 6);
    }
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN), 180, 3);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE), 30, 0.01);
  g_assert_cmpfloat_with_epsilon (
      rig_value (rig, STEADY_CHANNEL_FILTER_PRESSURE_DROP), 12, 0.01);
  assert_value (rig, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 6, 1e-6);
  /* the transducer comes off: its mean and all that is made of it say so */
  for (int64_t i = 250 * 12; i < 250 * 14; i++)
    {
      give (rig,
            STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE,
            i * 4 * MSEC,
            0,
            STEADY_QUALITY_SENSOR_OFF);
      rig_sample (rig, STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE, i * 4 * MSEC, 150);
    }
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN),
                   ==,
                   STEADY_QUALITY_SENSOR_OFF);
  g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE),
                   ==,
                   STEADY_QUALITY_SENSOR_OFF);
  assert_value (rig, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 150, 0.5);
  rig_free (rig);
}

/* A mean begins with half of its window, in doubt until most of it is full, and is
 * stale half a second after its wave. */
static void
test_mean_begins_and_ends (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  for (int64_t i = 0; i < 250 * 8; i++)
    {
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, i * 4 * MSEC, 40);
      const SteadyQuality quality = rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN);
      if (i * 4 < 1900)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_MISSING);
      if (i == 625)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_QUESTIONABLE);
      if (i * 4 > 5000)
        g_assert_cmpint (quality, ==, STEADY_QUALITY_VALID);
    }
  rig_run_to (rig, 9 * SEC + 100 * MSEC);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN), ==, STEADY_QUALITY_STALE);
  rig_free (rig);
}

/* A line that is clamped shows on the mean within half a second. */
static void
test_line_pressure_is_quick (void)
{
  const SteadyDeriverSetup setup = {
    .rates_hz = { [STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE] = 250 }
  };
  Rig *rig = rig_new (&setup);
  for (int64_t i = 0; i < 2750; i++)
    rig_sample (rig,
                STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE,
                i * 4 * MSEC,
                i < 2500 ? 150 : 400);
  g_assert_cmpfloat (rig_value (rig, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN), >, 350);
  rig_free (rig);
}

/* A device's own flow goes before that of its wave; who owns a channel is told. */
static void
test_owner (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_FLOW_WAVE] = 100 } };
  Rig                     *rig = rig_new (&setup);

  for (int64_t i = 0; i < 400; i++)
    rig_sample (rig, STEADY_CHANNEL_FLOW_WAVE, i * 10 * MSEC, 3);
  assert_value (rig, STEADY_CHANNEL_MEASURED_FLOW, 3, 1e-9);
  g_assert_true (steady_deriver_owns (&rig->deriver, STEADY_CHANNEL_MEASURED_FLOW));
  g_assert_false (steady_deriver_owns (&rig->deriver, STEADY_CHANNEL_ARTERIAL_MEAN));
  g_assert_false (steady_deriver_owns (&rig->deriver, STEADY_CHANNEL_PUMP_FLOW));
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 4 * SEC, 2.8);
  g_assert_false (steady_deriver_owns (&rig->deriver, STEADY_CHANNEL_MEASURED_FLOW));
  rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, 4 * SEC + MSEC, 2.8);
  rig_run_to (rig, 4 * SEC + 500 * MSEC);
  assert_value (rig, STEADY_CHANNEL_PATIENT_FLOW, 2.8, 1e-9);
  rig_free (rig);
}

/* Simulated in, simulated out: it can never stand in a live case unmarked. */
static void
test_simulated_stays_marked (void)
{
  Rig         *rig = rig_new (&stuffy);
  SteadySample sample = { .value = 0.48,
                          .t_device = STEADY_NO_DEVICE_TIME,
                          .channel = STEADY_CHANNEL_MEASURED_FLOW,
                          .quality = STEADY_QUALITY_VALID,
                          .flags = STEADY_SAMPLE_SIMULATED,
                          .source = 1 };
  rig_give (rig, sample);
  rig_run_to (rig, SEC);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_PATIENT_FLOW) & STEADY_SAMPLE_SIMULATED);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_FLOW_PER_KG) & STEADY_SAMPLE_SIMULATED);
  g_assert_true (flags_of (rig, STEADY_CHANNEL_FLOW_PER_KG) & STEADY_SAMPLE_DERIVED);
  rig_free (rig);
}

/* Instants that begin far from 0 or below it give the same figures. */
static void
test_any_start (void)
{
  static const SteadyInstant starts[] = { -5 * SEC, 0, INT64_C (86400) * 400 * SEC };
  for (unsigned k = 0; k < G_N_ELEMENTS (starts); k++)
    {
      const SteadyDeriverSetup setup = {
        .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] = 250 }
      };
      Rig   *rig = rig_new (&setup);
      Artery artery = {
        .rate_hz = 250, .beats = 122, .diastolic = 40, .pulse = 20, .noise = 0.3
      };
      rig->next_tick = starts[k];
      steady_random_init (&artery.random, 37);
      for (int64_t i = 0; i < 250 * 20; i++)
        rig_sample (rig,
                    STEADY_CHANNEL_ARTERIAL_PRESSURE,
                    starts[k] + i * 4 * MSEC,
                    artery_next (&artery));
      g_assert_cmpfloat_with_epsilon (
          rig_value (rig, STEADY_CHANNEL_PULSE_RATE), 122, 2);
      g_assert_cmpfloat_with_epsilon (
          rig_value (rig, STEADY_CHANNEL_ARTERIAL_MEAN), 47, 2);
      rig_free (rig);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/deriver/nothing-from-nothing", test_nothing_from_nothing);
  g_test_add_func ("/measure/deriver/flows", test_flows);
  g_test_add_func ("/measure/deriver/without-a-probe", test_without_a_probe);
  g_test_add_func ("/measure/deriver/probe-goes-off", test_probe_goes_off);
  g_test_add_func ("/measure/deriver/stale-in-stale-out", test_stale_in_stale_out);
  g_test_add_func ("/measure/deriver/shunt-and-backflow", test_shunt_and_backflow);
  g_test_add_func ("/measure/deriver/oxygen-delivery", test_oxygen_delivery);
  g_test_add_func ("/measure/deriver/oxygen-delivery-of-backflow",
                   test_oxygen_delivery_of_backflow);
  g_test_add_func ("/measure/deriver/oxygen-extraction-below-zero",
                   test_oxygen_extraction_below_zero);
  g_test_add_func ("/measure/deriver/no-patient-known", test_no_patient_known);
  g_test_add_func ("/measure/deriver/reservoir-times", test_reservoir_times);
  g_test_add_func ("/measure/deriver/level-noise-is-no-trend",
                   test_level_noise_is_no_trend);
  g_test_add_func ("/measure/deriver/of-baseline", test_of_baseline);
  g_test_add_func ("/measure/deriver/line-pressures", test_line_pressures);
  g_test_add_func ("/measure/deriver/mean-begins-and-ends", test_mean_begins_and_ends);
  g_test_add_func ("/measure/deriver/line-pressure-is-quick",
                   test_line_pressure_is_quick);
  g_test_add_func ("/measure/deriver/owner", test_owner);
  g_test_add_func ("/measure/deriver/simulated-stays-marked",
                   test_simulated_stays_marked);
  g_test_add_func ("/measure/deriver/any-start", test_any_start);
  return g_test_run ();
}
