/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-limit.h"

/* What an operator may change of a rule while the case runs. */

static AlarmBench bench;

static double
limit_of (const char *id)
{
  SteadyAlarmLimit limit = { .value = NAN };
  g_assert_true (steady_alarm_system_limit (bench.system, id, &limit));
  g_assert_cmpfloat (limit.floor, <=, limit.value);
  g_assert_cmpfloat (limit.value, <=, limit.ceiling);
  return limit.value;
}

static void
test_limits_that_can_be_changed (void)
{
  SteadyAlarmLimit limit = { .value = 7 };

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  g_assert_cmpfloat (limit_of ("map-low"), >, 0);
  /* a share without bounds, states, a sensor, and what is not there */
  g_assert_false (steady_alarm_system_limit (bench.system, "fio2-wrong", &limit));
  g_assert_false (steady_alarm_system_limit (bench.system, "arterial-air", &limit));
  g_assert_false (steady_alarm_system_limit (bench.system, "no-such-rule", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 7, 1e-9);
  bench_stop (&bench);
}

/* A share with bounds is set in percent, and holds at its bounds to the last bit. */
static void
test_a_share_can_be_changed (void)
{
  SteadyAlarmLimit limit;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_normal (&bench);
  bench_run (&bench, 90);
  g_assert_true (steady_alarm_system_limit (bench.system, "flow-low", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 80, 1e-9);
  g_assert_cmpfloat_with_epsilon (limit.floor, 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (limit.ceiling, 95, 1e-9);
  g_assert_false (steady_alarm_system_set_limit (
      bench.system, "flow-low", nextafter (limit.floor, 0)));
  g_assert_false (steady_alarm_system_set_limit (
      bench.system, "flow-low", nextafter (limit.ceiling, 200)));
  g_assert_cmpfloat_with_epsilon (limit_of ("flow-low"), 80, 1e-12);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0.85 * BENCH_PLAN);
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_true (
      steady_alarm_system_set_limit (bench.system, "flow-low", limit.ceiling));
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_true (steady_alarm_system_set_limit (bench.system, "flow-low", limit.floor));
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-low"), ==, STEADY_ALARM_INACTIVE);
  bench_stop (&bench);
}

/* A level may let the pump go on where a person chose that; air never. */
static void
test_what_may_resume (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  g_assert_cmpint (steady_alarm_system_resume_span (bench.system, "reservoir-stop"),
                   ==,
                   5 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (
      steady_alarm_system_resume_span (bench.system, "arterial-air"), ==, 0);
  g_assert_cmpint (
      steady_alarm_system_resume_span (bench.system, "line-pressure-stop"), ==, 0);
  g_assert_cmpint (
      steady_alarm_system_resume_span (bench.system, "no-such-rule"), ==, 0);
  bench_stop (&bench);
}

/* What an alarm asks for again and again is wanted while its condition holds and the
 * alarm is present: not in its delay, not once it is over, not for a stranger. */
static void
test_holds (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_normal (&bench);
  bench_run (&bench, 5);
  g_assert_false (steady_alarm_system_holds (bench.system, "no-such-rule"));
  g_assert_true (steady_alarm_system_is_over (bench.system, "no-such-rule"));
  g_assert_true (steady_alarm_system_is_over (bench.system, "line-pressure-warn"));
  g_assert_false (steady_alarm_system_holds (bench.system, "line-pressure-warn"));
  bench_set (&bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 260);
  bench_run (&bench, 0.5);
  g_assert_false (steady_alarm_system_holds (bench.system, "line-pressure-warn"));
  bench_run (&bench, 1);
  g_assert_true (steady_alarm_system_holds (bench.system, "line-pressure-warn"));
  g_assert_false (steady_alarm_system_is_over (bench.system, "line-pressure-warn"));
  /* a short dropout: neither wanted nor over */
  bench_quality (
      &bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, STEADY_QUALITY_IMPLAUSIBLE);
  bench_run (&bench, 0.1);
  g_assert_false (steady_alarm_system_holds (bench.system, "line-pressure-warn"));
  g_assert_false (steady_alarm_system_is_over (bench.system, "line-pressure-warn"));
  /* back below its hysteresis the alarm stands out its off-delay, the wish does not */
  bench_set (&bench, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 200);
  bench_run (&bench, 0.1);
  g_assert_cmpint (bench_state (&bench, "line-pressure-warn"), ==, STEADY_ALARM_ACTIVE);
  g_assert_false (steady_alarm_system_holds (bench.system, "line-pressure-warn"));
  g_assert_true (steady_alarm_system_is_over (bench.system, "line-pressure-warn"));
  bench_stop (&bench);
}

/* The flow that shares of the plan are shares of may change with a signed plan. */
static void
test_another_plan_flow (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_normal (&bench);
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, -0.001));
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, nextafter (20, 21)));
  g_assert_false (steady_alarm_system_set_plan_flow (bench.system, NAN));
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-low"), ==, STEADY_ALARM_INACTIVE);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 20));
  bench_run (&bench, 60);
  g_assert_cmpint (bench_state (&bench, "flow-very-low"), ==, STEADY_ALARM_ACTIVE);
  /* 0: there is no plan, so there is no share of it */
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0));
  bench_run (&bench, 60);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "flow-low"),
                   ==,
                   STEADY_PROTECTION_NONE);
  bench_stop (&bench);
}

static void
test_a_change_holds_from_the_next_update (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_normal (&bench);
  bench_run (&bench, 90);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_INACTIVE);
  const double mean =
      steady_value_table_get (&bench.values, STEADY_CHANNEL_ARTERIAL_MEAN)->value;
  g_assert_true (steady_alarm_system_set_limit (bench.system, "map-low", mean + 1));
  bench_run (&bench, 90);
  g_assert_cmpint (bench_state (&bench, "map-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

static void
test_nobody_crosses_floor_and_ceiling (void)
{
  SteadyAlarmLimit limit;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  const double before = limit_of ("map-low");
  g_assert_true (steady_alarm_system_limit (bench.system, "map-low", &limit));
  g_assert_false (
      steady_alarm_system_set_limit (bench.system, "map-low", limit.floor - 0.5));
  g_assert_false (
      steady_alarm_system_set_limit (bench.system, "map-low", limit.ceiling + 0.5));
  g_assert_false (steady_alarm_system_set_limit (bench.system, "map-low", NAN));
  g_assert_false (steady_alarm_system_set_limit (bench.system, "no-such-rule", 1));
  g_assert_cmpfloat_with_epsilon (limit_of ("map-low"), before, 1e-9);
  g_assert_true (steady_alarm_system_set_limit (bench.system, "map-low", limit.floor));
  g_assert_true (
      steady_alarm_system_set_limit (bench.system, "map-low", limit.ceiling));
  g_assert_cmpfloat_with_epsilon (limit_of ("map-low"), limit.ceiling, 1e-9);
  bench_stop (&bench);
}

static void
test_wires (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  g_assert_true (steady_alarm_system_has_wire (
      bench.system, "arterial-air", STEADY_CONTROL_PUMP_STOP));
  g_assert_true (steady_alarm_system_has_wire (
      bench.system, "arterial-air", STEADY_CONTROL_ARTERIAL_CLAMP));
  g_assert_false (steady_alarm_system_has_wire (
      bench.system, "arterial-air", STEADY_CONTROL_SWEEP));
  g_assert_false (
      steady_alarm_system_has_wire (bench.system, "map-low", STEADY_CONTROL_PUMP_STOP));
  g_assert_false (steady_alarm_system_has_wire (
      bench.system, "no-such-rule", STEADY_CONTROL_PUMP_STOP));
  bench_stop (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/limit/that-can-be-changed", test_limits_that_can_be_changed);
  g_test_add_func ("/alarm/limit/holds-from-the-next-update",
                   test_a_change_holds_from_the_next_update);
  g_test_add_func ("/alarm/limit/floor-and-ceiling",
                   test_nobody_crosses_floor_and_ceiling);
  g_test_add_func ("/alarm/limit/share", test_a_share_can_be_changed);
  g_test_add_func ("/alarm/limit/may-resume", test_what_may_resume);
  g_test_add_func ("/alarm/limit/holds", test_holds);
  g_test_add_func ("/alarm/limit/plan-flow", test_another_plan_flow);
  g_test_add_func ("/alarm/limit/wires", test_wires);
  return g_test_run ();
}
