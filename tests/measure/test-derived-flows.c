/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "measure/steady-deriver.h"

/* A deriver for a 3.2 kg neonate and the values that devices gave. */
typedef struct Rig
{
  SteadyDeriver    deriver;
  SteadyValueTable values;
  SteadyInstant    now;
} Rig;

static void
rig_init (Rig *rig)
{
  const SteadyDeriverSetup setup = { .weight = { 3.2 },
                                     .area = { 0.211 },
                                     .reservoir_stop = { 50 } };

  memset (rig, 0, sizeof *rig);
  steady_deriver_init (&rig->deriver, &setup);
}

static void
rig_give (Rig          *rig,
          SteadyChannel channel,
          double        value,
          SteadyQuality quality,
          unsigned      flags)
{
  const SteadySample sample = { .t = rig->now,
                                .t_device = STEADY_NO_DEVICE_TIME,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = (uint8_t) quality,
                                .flags = (uint8_t) flags,
                                .source = 1 };
  steady_value_table_set (&rig->values, &sample);
  steady_deriver_feed (&rig->deriver, &sample);
}

static void
rig_step (Rig *rig, unsigned seconds)
{
  SteadySample samples[STEADY_DERIVER_MAX];

  for (unsigned i = 0; i < 50 * seconds; i++)
    {
      rig->now += 20 * STEADY_NSEC_PER_MSEC;
      const unsigned count = steady_deriver_tick (
          &rig->deriver, rig->now, &rig->values, samples, STEADY_DERIVER_MAX);
      for (unsigned k = 0; k < count; k++)
        steady_value_table_set (&rig->values, &samples[k]);
    }
}

static const SteadySample *
rig_get (const Rig *rig, SteadyChannel channel)
{
  return steady_value_table_get (&rig->values, channel);
}

static void
give_pump (Rig *rig)
{
  rig_give (rig,
            STEADY_CHANNEL_PUMP_FLOW,
            0.5,
            STEADY_QUALITY_VALID,
            STEADY_SAMPLE_CALCULATED);
  rig_give (rig,
            STEADY_CHANNEL_SHUNT_FLOW,
            0.03,
            STEADY_QUALITY_VALID,
            STEADY_SAMPLE_CALCULATED);
}

static void
test_probe_minus_shunts_is_the_patients (void)
{
  Rig rig;

  rig_init (&rig);
  give_pump (&rig);
  rig_give (&rig, STEADY_CHANNEL_MEASURED_FLOW, 0.48, STEADY_QUALITY_VALID, 0);
  rig_step (&rig, 2);
  const SteadySample *flow = rig_get (&rig, STEADY_CHANNEL_PATIENT_FLOW);
  g_assert_cmpfloat_with_epsilon (flow->value, 0.45, 1e-9);
  g_assert_cmpuint (flow->quality, ==, STEADY_QUALITY_VALID);
  /* the shunt is calculated, the flow was measured */
  g_assert_cmpuint (flow->flags & STEADY_SAMPLE_CALCULATED, ==, 0);
  g_assert_cmpfloat_with_epsilon (
      rig_get (&rig, STEADY_CHANNEL_FLOW_PER_KG)->value, 450 / 3.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      rig_get (&rig, STEADY_CHANNEL_FLOW_INDEX)->value, 0.45 / 0.211, 1e-9);
}

static void
test_without_a_probe_it_is_calculated (void)
{
  Rig rig;

  rig_init (&rig);
  give_pump (&rig);
  rig_step (&rig, 2);
  const SteadySample *flow = rig_get (&rig, STEADY_CHANNEL_PATIENT_FLOW);
  g_assert_cmpfloat_with_epsilon (flow->value, 0.47, 1e-9);
  g_assert_cmpuint (flow->flags & STEADY_SAMPLE_CALCULATED, !=, 0);
  g_assert_cmpuint (rig_get (&rig, STEADY_CHANNEL_FLOW_PER_KG)->flags &
                        STEADY_SAMPLE_CALCULATED,
                    !=,
                    0);
}

static void
test_probe_that_is_off_makes_the_flow_doubtful (void)
{
  Rig rig;

  rig_init (&rig);
  give_pump (&rig);
  rig_give (&rig, STEADY_CHANNEL_MEASURED_FLOW, 0, STEADY_QUALITY_SENSOR_OFF, 0);
  rig_step (&rig, 2);
  const SteadySample *flow = rig_get (&rig, STEADY_CHANNEL_PATIENT_FLOW);
  g_assert_cmpfloat_with_epsilon (
      flow->value, 0.47, 1e-9); /* never the 0 of the lost probe */
  g_assert_cmpuint (flow->quality, ==, STEADY_QUALITY_QUESTIONABLE);
}

static void
test_nothing_is_made_of_nothing (void)
{
  Rig rig;

  rig_init (&rig);
  rig_step (&rig, 2);
  g_assert_false (steady_sample_usable (rig_get (&rig, STEADY_CHANNEL_PATIENT_FLOW)));
  g_assert_false (steady_sample_usable (rig_get (&rig, STEADY_CHANNEL_FLOW_PER_KG)));
  g_assert_false (
      steady_sample_usable (rig_get (&rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX)));
  g_assert_false (
      steady_sample_usable (rig_get (&rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN)));
}

static void
test_oxygen_delivery_of_the_sheet (void)
{
  Rig rig;

  /* practice sheet 4.4: Hct 30 %, saturation 1, pO2 200 mmHg: CaO2 14.00; 0.512 L/min:
   * 340 */
  rig_init (&rig);
  rig_give (&rig, STEADY_CHANNEL_MEASURED_FLOW, 0.512, STEADY_QUALITY_VALID, 0);
  rig_give (&rig, STEADY_CHANNEL_HAEMOGLOBIN, 10, STEADY_QUALITY_VALID, 0);
  rig_give (&rig, STEADY_CHANNEL_ARTERIAL_SATURATION, 100, STEADY_QUALITY_VALID, 0);
  rig_give (&rig, STEADY_CHANNEL_ARTERIAL_PO2, 200, STEADY_QUALITY_VALID, 0);
  rig_step (&rig, 2);
  g_assert_cmpfloat_with_epsilon (
      rig_get (&rig, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX)->value, 340, 1);
}

static void
test_times_to_the_stop_level (void)
{
  Rig rig;

  rig_init (&rig);
  rig_give (&rig, STEADY_CHANNEL_MEASURED_FLOW, 0.6, STEADY_QUALITY_VALID, 0);
  rig_give (&rig, STEADY_CHANNEL_RESERVOIR_VOLUME, 180, STEADY_QUALITY_VALID, 0);
  rig_step (&rig, 2);
  g_assert_cmpfloat_with_epsilon (
      rig_get (&rig, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN)->value, 13, 1e-6);
  g_assert_false (steady_sample_usable (
      rig_get (&rig, STEADY_CHANNEL_RESERVOIR_TIME_TREND))); /* steady */
  for (unsigned second = 0; second < 90; second++)
    {
      rig_give (
          &rig, STEADY_CHANNEL_RESERVOIR_VOLUME, 180 - second, STEADY_QUALITY_VALID, 0);
      rig_step (&rig, 1);
    }
  const SteadySample *trend = rig_get (&rig, STEADY_CHANNEL_RESERVOIR_TIME_TREND);
  g_assert_true (steady_sample_usable (trend));
  g_assert_cmpfloat_with_epsilon (trend->value, 180 - 89 - 50, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/flow/probe-minus-shunts-is-the-patients",
                   test_probe_minus_shunts_is_the_patients);
  g_test_add_func ("/measure/flow/without-a-probe-it-is-calculated",
                   test_without_a_probe_it_is_calculated);
  g_test_add_func ("/measure/flow/probe-that-is-off-makes-the-flow-doubtful",
                   test_probe_that_is_off_makes_the_flow_doubtful);
  g_test_add_func ("/measure/flow/nothing-is-made-of-nothing",
                   test_nothing_is_made_of_nothing);
  g_test_add_func ("/measure/oxygen/delivery-of-the-sheet",
                   test_oxygen_delivery_of_the_sheet);
  g_test_add_func ("/measure/reservoir/times-to-the-stop-level",
                   test_times_to_the_stop_level);
  return g_test_run ();
}
