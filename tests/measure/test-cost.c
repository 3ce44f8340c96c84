/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "base/steady-clock.h"
#include "bench-rig.h"

/*
 * What judging, beat finding and deriving cost: the engine runs at more than a hundred
 * times real time, with a thousand wave samples for each second of the case. The limit
 * is far above what was measured, since machines differ; the figures are reported.
 */
#define NS_MOST 5000.0

static double
cost_of (SteadyChannel channel, const float *values, unsigned count, double rpm)
{
  SteadyDeriverSetup setup = { .weight = { 0 } };
  setup.rates_hz[channel] = 250;
  Rig         *rig = rig_new (&setup);
  SteadySample sample = { .t_device = STEADY_NO_DEVICE_TIME,
                          .channel = channel,
                          .quality = STEADY_QUALITY_VALID };

  if (rpm > 0)
    rig_sample (rig, STEADY_CHANNEL_PUMP_SPEED, 0, rpm);
  const SteadyInstant before = steady_clock_now ();
  for (unsigned i = 0; i < count; i++)
    {
      sample.t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      sample.value = (double) values[i];
      steady_quality_judge_sample (&rig->judge, &sample);
      steady_deriver_feed (&rig->deriver, &sample);
    }
  const double cost = (double) (steady_clock_now () - before) / count;
  rig_free (rig);
  return cost;
}

static double
cost_of_ticks (unsigned count)
{
  const SteadyDeriverSetup setup = {
    .weight = { 3.2 },
    .area = { 0.21 },
    .rates_hz = { [STEADY_CHANNEL_ECG] = 250, [STEADY_CHANNEL_ARTERIAL_PRESSURE] = 250 }
  };
  Rig *rig = rig_new (&setup);

  for (unsigned i = 0; i < 5000; i++)
    rig_sample (rig,
                STEADY_CHANNEL_ARTERIAL_PRESSURE,
                (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC,
                40 + i % 100 * 0.2);
  const SteadyInstant before = steady_clock_now ();
  rig_run_to (rig, 20 * STEADY_NSEC_PER_SEC + count * 20 * STEADY_NSEC_PER_MSEC);
  const double cost = (double) (steady_clock_now () - before) / count;
  rig_free (rig);
  return cost;
}

static void
test_cost (void)
{
  const unsigned    count = 250 * 600;
  g_autofree float *pressure = g_new (float, count);
  g_autofree float *ecg = g_new (float, count);
  Artery            artery = { .rate_hz = 250,
                               .beats = 122,
                               .diastolic = 40,
                               .pulse = 15,
                               .wander = 0.02,
                               .rpm = 68,
                               .ripple = 3,
                               .noise = 0.4 };
  double            since = 0;

  steady_random_init (&artery.random, 1);
  for (unsigned i = 0; i < count; i++)
    {
      pressure[i] = (float) artery_next (&artery);
      since = artery.beat_began ? 0 : since + 0.004;
      ecg[i] = (float) ecg_at (since, 0.5);
    }
  const double with = cost_of (STEADY_CHANNEL_ARTERIAL_PRESSURE, pressure, count, 68);
  const double without = cost_of (STEADY_CHANNEL_ARTERIAL_PRESSURE, pressure, count, 0);
  const double heart = cost_of (STEADY_CHANNEL_ECG, ecg, count, 0);
  const double line =
      cost_of (STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, pressure, count, 0);
  const double tick = cost_of_ticks (50 * 60);
  g_test_message (
      "per sample: arterial pressure %.0f ns, with a roller turning %.0f ns, "
      "ECG %.0f ns, line pressure %.0f ns; per tick of 20 ms %.0f ns",
      without,
      with,
      heart,
      line,
      tick);
  g_assert_cmpfloat (with, <, NS_MOST);
  g_assert_cmpfloat (heart, <, NS_MOST);
  g_assert_cmpfloat (line, <, NS_MOST);
  g_assert_cmpfloat (tick, <, 10 * NS_MOST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/cost", test_cost);
  return g_test_run ();
}
