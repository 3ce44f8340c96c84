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
  /* a share of the plan, states, a sensor, and what is not there */
  g_assert_false (steady_alarm_system_limit (bench.system, "flow-low", &limit));
  g_assert_false (steady_alarm_system_limit (bench.system, "arterial-air", &limit));
  g_assert_false (steady_alarm_system_limit (bench.system, "no-such-rule", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 7, 1e-9);
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
  g_test_add_func ("/alarm/limit/wires", test_wires);
  return g_test_run ();
}
