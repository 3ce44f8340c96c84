/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "engine/steady-phase.h"

#define SEC STEADY_NSEC_PER_SEC

typedef struct Case
{
  SteadyPhase      phase;
  SteadyValueTable values;
  unsigned         armed;
} Case;

static void
begin (Case *test, SteadySupportMode mode, uint32_t flags)
{
  const SteadySupport start = { .mode = mode, .flags = flags };
  *test = (Case){ 0 };
  steady_phase_init (&test->phase, 0, &start, 0.5);
}

static void
set (Case *test, SteadyChannel channel, SteadyInstant t, double value)
{
  const SteadySample sample = { .t = t,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&test->values, &sample);
}

/* Flow of @flow from @from to @to. */
static void
flow (Case *test, SteadyInstant from, SteadyInstant to, double l_min)
{
  for (SteadyInstant t = from; t <= to; t += SEC / 5)
    {
      set (test, STEADY_CHANNEL_PATIENT_FLOW, t, l_min);
      test->armed += steady_phase_update (&test->phase, t, &test->values) ==
                     STEADY_PHASE_ARMED_BY_FLOW;
    }
}

static void
test_flow_arms_by_itself (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_PRE_BYPASS, 0);
  flow (&test, 0, 9 * SEC, 0.06);
  g_assert_cmpuint (test.armed, ==, 0);
  flow (&test, 9 * SEC, 11 * SEC, 0.06);
  g_assert_cmpuint (test.armed, ==, 1);
  g_assert_true (steady_phase_on_bypass (&test.phase));
  /* nothing disarms but a person */
  flow (&test, 12 * SEC, 60 * SEC, 0);
  g_assert_true (steady_phase_on_bypass (&test.phase));
}

static void
test_a_short_or_small_flow_arms_nothing (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_POST_BYPASS, 0);
  flow (&test, 0, 9 * SEC, 0.4);
  flow (&test, 9 * SEC, 10 * SEC, 0);
  flow (&test, 10 * SEC, 19 * SEC, 0.4);
  flow (&test, 20 * SEC, 60 * SEC, 0.049);
  g_assert_cmpuint (test.armed, ==, 0);
  begin (&test, STEADY_SUPPORT_PRIMING, 0);
  flow (&test, 0, 60 * SEC, 0.4);
  g_assert_cmpuint (test.armed, ==, 0);
}

static void
test_flow_ends_an_arrest (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_FULL_BYPASS, STEADY_FLAG_CIRCULATORY_ARREST);
  flow (&test, 0, 100 * SEC, 0);
  g_assert_cmpuint (
      test.phase.support.flags, ==, (guint) STEADY_FLAG_CIRCULATORY_ARREST);
  flow (&test, 100 * SEC, 111 * SEC, 0.3);
  g_assert_cmpuint (test.phase.support.flags, ==, 0);
  g_assert_cmpint (steady_timer_total (&test.phase.arrest, 500 * SEC) / SEC, ==, 110);
}

static void
test_bypass_time_is_dated_back_to_flow (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_PRE_BYPASS, 0);
  flow (&test, 10 * SEC, 15 * SEC, 0.4);
  g_assert_true (steady_phase_mark (&test.phase, 15 * SEC, STEADY_EVENT_ON_BYPASS));
  g_assert_false (steady_phase_mark (&test.phase, 16 * SEC, STEADY_EVENT_ON_BYPASS));
  g_assert_cmpint (steady_timer_total (&test.phase.bypass, 20 * SEC), ==, 10 * SEC);
  flow (&test, 20 * SEC, 30 * SEC, 0.4);
  flow (&test, 40 * SEC, 41 * SEC, 0);
  g_assert_true (steady_phase_mark (&test.phase, 50 * SEC, STEADY_EVENT_OFF_BYPASS));
  g_assert_cmpint (steady_timer_total (&test.phase.bypass, 99 * SEC), ==, 30 * SEC);
  /* said before blood flows: it counts from the flow */
  g_assert_true (steady_phase_mark (&test.phase, 60 * SEC, STEADY_EVENT_ON_BYPASS));
  g_assert_cmpint (steady_timer_total (&test.phase.bypass, 70 * SEC), ==, 30 * SEC);
  flow (&test, 70 * SEC, 71 * SEC, 0.4);
  g_assert_cmpint (steady_timer_total (&test.phase.bypass, 75 * SEC), ==, 35 * SEC);
}

static void
test_clamp_segments_add_up (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_FULL_BYPASS, 0);
  g_assert_true (steady_phase_mark (&test.phase, 10 * SEC, STEADY_EVENT_CLAMP_ON));
  g_assert_true (steady_phase_mark (&test.phase, 20 * SEC, STEADY_EVENT_CLAMP_OFF));
  g_assert_true (steady_phase_mark (&test.phase, 30 * SEC, STEADY_EVENT_CLAMP_ON));
  g_assert_cmpint (steady_timer_total (&test.phase.clamp, 45 * SEC), ==, 25 * SEC);
}

static void
test_no_flow_runs_from_the_stop (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_FULL_BYPASS, 0);
  flow (&test, 0, 5 * SEC, 0.4);
  g_assert_cmpint (test.phase.no_flow_since, ==, STEADY_INSTANT_NEVER);
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, 6 * SEC, STEADY_PUMP_STOPPED);
  flow (&test, 6 * SEC, 8 * SEC, 0.03);
  g_assert_cmpint (test.phase.no_flow_since, ==, 6 * SEC);
  set (&test, STEADY_CHANNEL_ARTERIAL_PUMP, 9 * SEC, STEADY_PUMP_RUNNING);
  flow (&test, 9 * SEC, 10 * SEC, 0.4);
  g_assert_cmpint (test.phase.no_flow_since, ==, STEADY_INSTANT_NEVER);
  begin (&test, STEADY_SUPPORT_PRE_BYPASS, 0);
  flow (&test, 0, 10 * SEC, 0);
  g_assert_cmpint (test.phase.no_flow_since, ==, STEADY_INSTANT_NEVER);
}

static void
test_wrong_modes_and_flags_change_nothing (void)
{
  Case test;
  begin (&test, STEADY_SUPPORT_FULL_BYPASS, 0);
  const double wrong[] = { -1, 11, 4.5, (double) NAN, 1e9 };
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (steady_phase_set_mode (&test.phase, 1, wrong[i]));
      if (i != 1)
        g_assert_false (steady_phase_set_flags (&test.phase, 1, wrong[i]));
    }
  g_assert_cmpuint (test.phase.support.mode, ==, (guint) STEADY_SUPPORT_FULL_BYPASS);
  g_assert_true (steady_phase_set_mode (&test.phase, 1, STEADY_SUPPORT_POST_BYPASS));
  g_assert_false (steady_phase_on_bypass (&test.phase));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/phase/flow-arms-by-itself", test_flow_arms_by_itself);
  g_test_add_func ("/engine/phase/a-short-or-small-flow-arms-nothing",
                   test_a_short_or_small_flow_arms_nothing);
  g_test_add_func ("/engine/phase/flow-ends-an-arrest", test_flow_ends_an_arrest);
  g_test_add_func ("/engine/phase/bypass-time-is-dated-back-to-flow",
                   test_bypass_time_is_dated_back_to_flow);
  g_test_add_func ("/engine/phase/clamp-segments-add-up", test_clamp_segments_add_up);
  g_test_add_func ("/engine/phase/no-flow-runs-from-the-stop",
                   test_no_flow_runs_from_the_stop);
  g_test_add_func ("/engine/phase/wrong-modes-and-flags-change-nothing",
                   test_wrong_modes_and_flags_change_nothing);
  return g_test_run ();
}
