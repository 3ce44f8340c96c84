/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-added.h"
#include "alarm/steady-alarm-limit.h"
#include "random-day.h"

/* Stops that a person adds to a rule: which, when they are asked for, in what order. */

#define BIT(control) (UINT32_C (1) << STEADY_CONTROL_##control)
#define STOPS        (BIT (PUMP_STOP) | BIT (CARDIOPLEGIA_STOP))
#define CLAMPS       (BIT (ARTERIAL_CLAMP) | BIT (VENOUS_CLAMP))

enum
{
  DAYS = 12,
  TICKS = 1500
};

static AlarmBench bench;

/* The controls that may be added to @id, as bits. */
static uint32_t
addable (const char *id)
{
  uint32_t controls = 0;
  for (unsigned i = 0; i < 32; i++)
    if (steady_alarm_system_may_add (bench.system, id, (SteadyControl) i))
      controls |= UINT32_C (1) << i;
  return controls;
}

static void
test_what_may_be_added (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  g_assert_cmphex (addable ("venous-air"), ==, STOPS | CLAMPS);
  g_assert_cmphex (addable ("reservoir-warn"), ==, STOPS | CLAMPS);
  /* what the file asks for stays the file's, wherever it stands in its list */
  g_assert_cmphex (addable ("arterial-air"), ==, BIT (VENOUS_CLAMP));
  g_assert_cmphex (addable ("reservoir-stop"), ==, CLAMPS);
  g_assert_cmphex (addable ("cardioplegia-air"), ==, BIT (PUMP_STOP) | CLAMPS);
  /* a pump that is slowed down has its response */
  g_assert_cmphex (
      addable ("line-pressure-warn"), ==, BIT (CARDIOPLEGIA_STOP) | CLAMPS);
  /* a sensor, what a phase disarms, what is of low priority, and a stranger */
  g_assert_cmphex (addable ("sensor-lost-air"), ==, 0);
  g_assert_cmphex (addable ("map-very-low"), ==, 0);
  g_assert_cmphex (addable ("cardioplegia-due"), ==, 0);
  g_assert_cmphex (addable ("no-such-rule"), ==, 0);
  bench_stop (&bench);
}

/* All or nothing, and only what may be added. */
static void
test_what_is_refused (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmSystem *system = bench.system;
  g_assert_false (steady_alarm_system_add (system, "no-such-rule", 0));
  g_assert_false (steady_alarm_system_add (system, "map-very-low", BIT (PUMP_STOP)));
  g_assert_false (
      steady_alarm_system_add (system, "venous-air", STOPS | BIT (PUMP_FLOW)));
  g_assert_false (steady_alarm_system_add (system, "venous-air", STOPS | 1));
  g_assert_false (
      steady_alarm_system_add (system, "venous-air", STOPS | UINT32_C (1) << 31));
  g_assert_true (steady_alarm_system_add (system, "system-state-unknown", 0));
  bench_set (&bench, STEADY_CHANNEL_VENOUS_AIR, STEADY_DETECTOR_TRIPPED);
  bench_run (&bench, 5);
  g_assert_cmpint (bench_state (&bench, "venous-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (bench.n_wires, ==, 0);
  bench_stop (&bench);
}

static void
check_wire (unsigned i, const char *alarm, SteadyControl control, double value)
{
  g_assert_cmpuint (i, <, bench.n_wires);
  g_assert_cmpstr (bench.wires[i].alarm, ==, alarm);
  g_assert_cmpuint (bench.wires[i].control, ==, control);
  g_assert_cmpfloat_with_epsilon (bench.wires[i].value, value, 1e-12);
  g_assert_cmpfloat_with_epsilon (bench.wires[i].step, 0, 1e-12);
  g_assert_cmpint (bench.wires[i].every, ==, 0);
}

static void
air_comes (void)
{
  bench_set (&bench, STEADY_CHANNEL_VENOUS_AIR, STEADY_DETECTOR_CLEAR);
  bench_run (&bench, 30);
  bench_forget (&bench);
  bench_set (&bench, STEADY_CHANNEL_VENOUS_AIR, STEADY_DETECTOR_TRIPPED);
  bench_run (&bench, 5);
  g_assert_cmpint (bench_state (&bench, "venous-air"), ==, STEADY_ALARM_ACTIVE);
}

/* Once for each onset, when an override ends, and never for what is there already. */
static void
test_asked_for_at_the_onset (void)
{
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  air_comes ();
  g_assert_true (steady_alarm_system_add (bench.system, "venous-air", STOPS | CLAMPS));
  bench_run (&bench, 5);
  g_assert_cmpuint (bench.n_wires, ==, 0);
  air_comes ();
  g_assert_cmpuint (bench.n_wires, ==, 4);
  check_wire (0, "venous-air", STEADY_CONTROL_PUMP_STOP, 0);
  check_wire (1, "venous-air", STEADY_CONTROL_CARDIOPLEGIA_STOP, 0);
  check_wire (2, "venous-air", STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  check_wire (3, "venous-air", STEADY_CONTROL_VENOUS_CLAMP, 1);
  bench_run (&bench, 60);
  g_assert_cmpuint (bench.n_wires, ==, 4);
  /* the file alone says what holds the pump, and whose stop is inspected */
  g_assert_false (steady_alarm_system_holds_pump (bench.system));
  g_assert_false (steady_alarm_system_has_wire (
      bench.system, "venous-air", STEADY_CONTROL_PUMP_STOP));
  bench_forget (&bench);
  steady_alarm_system_renew_interventions (bench.system);
  steady_alarm_system_renew_interventions (bench.system); /* none stands there twice */
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 4);
  g_assert_true (
      steady_alarm_system_add (bench.system, "venous-air", BIT (CARDIOPLEGIA_STOP)));
  air_comes ();
  g_assert_cmpuint (bench.n_wires, ==, 1);
  check_wire (0, "venous-air", STEADY_CONTROL_CARDIOPLEGIA_STOP, 0);
  g_assert_true (steady_alarm_system_add (bench.system, "venous-air", 0));
  air_comes ();
  g_assert_cmpuint (bench.n_wires, ==, 0);
  bench_stop (&bench);
}

/* What is added stops before any clamp, the file's too, and clamps after any stop. */
static void
test_stops_before_every_clamp (void)
{
  static const uint16_t order[] = {
    STEADY_CONTROL_PUMP_STOP,         STEADY_CONTROL_PUMP_STOP,
    STEADY_CONTROL_CARDIOPLEGIA_STOP, STEADY_CONTROL_CARDIOPLEGIA_STOP,
    STEADY_CONTROL_ARTERIAL_CLAMP,    STEADY_CONTROL_ARTERIAL_CLAMP,
    STEADY_CONTROL_VENOUS_CLAMP,      STEADY_CONTROL_VENOUS_CLAMP
  };
  unsigned seen = 0;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 5);
  bench_forget (&bench);
  g_assert_true (
      steady_alarm_system_add (bench.system, "arterial-air", BIT (VENOUS_CLAMP)));
  g_assert_true (steady_alarm_system_add (
      bench.system, "suction-after-protamine", STOPS | CLAMPS));
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  bench_set (&bench, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 1);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, G_N_ELEMENTS (order));
  for (unsigned i = 0; i < bench.n_wires; i++)
    {
      const uint16_t control = bench.wires[i].control;
      const bool     clamp = control == STEADY_CONTROL_ARTERIAL_CLAMP ||
                         control == STEADY_CONTROL_VENOUS_CLAMP;
      const bool added = strcmp (bench.wires[i].alarm, "arterial-air") != 0;
      g_assert_cmpuint (bench.wires[i].order, >=, i > 0 ? bench.wires[i - 1].order : 0);
      /* only the file's own cardioplegia stop may stand behind the file's own clamp */
      if (!clamp && added)
        g_assert_false (seen & (BIT (ARTERIAL_CLAMP) | BIT (VENOUS_CLAMP)));
      if (clamp && (added || control == STEADY_CONTROL_VENOUS_CLAMP))
        g_assert_cmphex (seen & STOPS, ==, STOPS);
      seen |= UINT32_C (1) << control;
    }
  bench_stop (&bench);
}

static void
trip_much (void)
{
  bench_set (&bench, STEADY_CHANNEL_VENOUS_AIR, STEADY_DETECTOR_TRIPPED);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, 1);
  bench_set (&bench, STEADY_CHANNEL_SWEEP, 0);
  bench_set (&bench, STEADY_CHANNEL_VENOUS_VACUUM, 90);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 38);
  bench_set (&bench, STEADY_CHANNEL_WATER_TEMPERATURE, 42);
  bench_set (&bench, STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 1);
  bench_set (&bench, STEADY_CHANNEL_FIO2, 10);
  bench_set (&bench, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 1);
  bench_set (&bench, STEADY_CHANNEL_ARREST_TIME, 60);
}

/* As many as there can be at once find room, and are taken in pieces, stops first. */
static void
test_all_at_once (void)
{
  static const char *const ids[] = { "venous-air",      "reservoir-warn",
                                     "sweep-zero",      "vacuum-strong",
                                     "water-hot",       "arterial-outlet-too-hot",
                                     "hypoxic-gas",     "gas-supply-low",
                                     "arrest-too-long", "suction-after-protamine" };
  SteadyIntervention       wires[64];
  unsigned                 n, taken = 0;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 5);
  bench_forget (&bench);
  for (unsigned i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (steady_alarm_system_add (bench.system, ids[i], STOPS | CLAMPS));
  trip_much ();
  for (unsigned i = 0; i < 6000; i++)
    {
      bench.now += BENCH_TICK;
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
    }
  while ((n = steady_alarm_system_take_interventions (
              bench.system, wires + taken, MIN (16, G_N_ELEMENTS (wires) - taken))) > 0)
    taken += n;
  g_assert_cmpuint (taken, >=, 4 * G_N_ELEMENTS (ids));
  for (unsigned i = 1; i < taken; i++)
    g_assert_cmpuint (wires[i].order, >=, wires[i - 1].order);
  bench_stop (&bench);
}

/* How many wires the rule @id has on this day, its file's among them. */
static unsigned
wires_of (const char *id, GHashTable *added)
{
  const uint32_t controls = GPOINTER_TO_UINT (g_hash_table_lookup (added, id));
  return bench_rule_wires (&bench, id) + (unsigned) __builtin_popcount (controls);
}

/* Adds something to a rule, or takes something back. */
static void
add_something (GHashTable *added)
{
  static const char *const ids[] = { "venous-air",   "reservoir-warn", "sweep-zero",
                                     "arterial-air", "reservoir-stop", "backflow",
                                     "water-hot",    "pump-runaway",   "map-very-low" };
  const char              *id = ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))];
  const uint32_t           controls = (uint32_t) g_test_rand_int_range (0, 1 << 12) &
                            (g_test_rand_bit () ? STOPS | CLAMPS : UINT32_MAX);

  if (steady_alarm_system_add (bench.system, id, controls))
    {
      g_assert_cmphex (controls & ~addable (id), ==, 0);
      g_hash_table_insert (added, (gpointer) id, GUINT_TO_POINTER (controls));
    }
  else
    g_assert_cmphex (controls & ~addable (id), !=, 0);
}

/* On any day each onset asks for what its file says and what was added, in order, and
 * the alarms are those of a day without any of it. */
static void
test_random_days (void)
{
  for (unsigned day = 0; day < day_count (DAYS); day++)
    {
      g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);
      bench_start (&bench, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
      SteadyAlarmSystem *with = bench.system;
      AlarmBench         plain;
      bench_start (&plain, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          unsigned expected = 0;
          bench_forget (&bench);
          bench_forget (&plain);
          if (g_test_rand_int_range (0, 20) == 0)
            add_something (added);
          if (g_test_rand_int_range (0, 25) == 0)
            day_happen (&bench);
          plain.values = bench.values;
          plain.support = bench.support;
          bench_tick (&bench);
          bench_tick (&plain);
          for (unsigned i = 0; i < bench.n_changes; i++)
            if (bench.changes[i].state == STEADY_ALARM_ACTIVE &&
                bench.changes[i].before != STEADY_ALARM_ACTIVE)
              expected += wires_of (bench.changes[i].id, added);
          g_assert_cmpuint (bench.n_wires, ==, MIN (expected, 16));
          for (unsigned i = 1; i < bench.n_wires; i++)
            g_assert_cmpuint (bench.wires[i].order, >=, bench.wires[i - 1].order);
          g_assert_cmpmem (bench.changes,
                           bench.n_changes * sizeof bench.changes[0],
                           plain.changes,
                           plain.n_changes * sizeof plain.changes[0]);
          while (expected > 16) /* what found no room in this tick */
            {
              bench_forget (&bench);
              SteadyIntervention rest[16];
              expected -=
                  MAX (1, steady_alarm_system_take_interventions (with, rest, 16));
            }
        }
      bench_stop (&bench);
      bench_stop (&plain);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/added/what-may-be-added", test_what_may_be_added);
  g_test_add_func ("/alarm/added/what-is-refused", test_what_is_refused);
  g_test_add_func ("/alarm/added/asked-for-at-the-onset", test_asked_for_at_the_onset);
  g_test_add_func ("/alarm/added/stops-before-every-clamp",
                   test_stops_before_every_clamp);
  g_test_add_func ("/alarm/added/all-at-once", test_all_at_once);
  g_test_add_func ("/alarm/added/random-days", test_random_days);
  return g_test_run ();
}
