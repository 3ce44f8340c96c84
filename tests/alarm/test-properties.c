/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "measure/steady-command.h"
#include "random-day.h"

/*
 * What must hold whatever happens: random days at the machine, with values that jump,
 * sensors that fail, phases that change and hands on every button. G_TEST seeds print
 * with a failure.
 */

enum
{
  DAYS = 60,
  TICKS = 1500 /* 30 s each */
};

/* What is heard is seen; every high onset of this tick is heard in it. */
static void
check_signals (AlarmBench *bench)
{
  SteadyAlarmRecord present[64];
  const unsigned    n = steady_alarm_system_present (bench->system, present, 64);
  const SteadySound sound = bench_sound (bench);
  SteadyPriority    audible = STEADY_PRIORITY_NONE;

  for (unsigned i = 0; i < n; i++)
    {
      g_assert_cmpint (present[i].state, >=, STEADY_ALARM_ACTIVE);
      if (present[i].sounding)
        audible = MAX (audible, (SteadyPriority) present[i].priority);
    }
  g_assert_cmpuint (sound.present, ==, n);
  g_assert_cmpint (sound.priority, ==, audible);
  for (unsigned i = 0; i < bench->n_changes; i++)
    {
      const SteadyAlarmRecord *change = &bench->changes[i];
      if (change->t == bench->now && change->state == STEADY_ALARM_ACTIVE &&
          change->before != STEADY_ALARM_ACTIVE &&
          change->priority == STEADY_PRIORITY_HIGH)
        g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_HIGH);
    }
}

/* Wires come with their onset, whole and with every stop before every clamp. */
static void
check_wires (const AlarmBench *bench)
{
  unsigned expected = 0;

  for (unsigned i = 0; i < bench->n_changes; i++)
    {
      const SteadyAlarmRecord *change = &bench->changes[i];
      const bool               onset =
          change->state == STEADY_ALARM_ACTIVE && change->before != STEADY_ALARM_ACTIVE;
      if (onset)
        expected += bench_rule_wires (bench, change->id);
    }
  g_assert_cmpuint (bench->n_wires, ==, expected);
  for (unsigned i = 1; i < bench->n_wires; i++)
    g_assert_cmpint (bench->wires[i - 1].order, <=, bench->wires[i].order);
}

/* For how many ticks the air detector has been of no use, and of no use by itself. */
typedef struct LostTicks
{
  unsigned all;
  unsigned alone;
} LostTicks;

/* A source that cannot be used for 3 s is a technical alarm or goes with its device,
 * and nothing of it is called armed. When it stops going with its device, its own delay
 * begins. */
static void
check_sources (const AlarmBench *bench, LostTicks *lost)
{
  const SteadySample *sample = &bench->values.latest[STEADY_CHANNEL_ARTERIAL_AIR];
  const bool          fine =
      steady_sample_usable (sample) || sample->quality == STEADY_QUALITY_NOT_APPLICABLE;
  const bool with_device = sample->quality == STEADY_QUALITY_LINK_LOST ||
                           sample->quality == STEADY_QUALITY_STALE;

  lost->all = fine ? 0 : lost->all + 1;
  lost->alone = fine || with_device ? 0 : lost->alone + 1;
  if (lost->all >= 150)
    g_assert_cmpint (steady_alarm_system_protection (bench->system, "arterial-air"),
                     ==,
                     STEADY_PROTECTION_NONE);
  if (lost->alone >= 150)
    g_assert_cmpint (bench_state (bench, "sensor-lost-air"), >=, STEADY_ALARM_ACTIVE);
}

static void
test_random_days (void)
{
  for (unsigned day = 0; day < day_count (DAYS); day++)
    {
      AlarmBench bench;
      LostTicks  lost = { 0 };
      bench_start (&bench, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          bench_forget (&bench);
          if (g_test_rand_int_range (0, 25) == 0)
            day_happen (&bench);
          bench_tick (&bench);
          check_signals (&bench);
          check_wires (&bench);
          check_sources (&bench, &lost);
          if (g_test_rand_int_range (0, 50) == 0)
            day_press (&bench);
        }
      bench_stop (&bench);
    }
}

static unsigned
states_of (const AlarmBench *bench, SteadyAlarmRecord *ret_present)
{
  return steady_alarm_system_present (bench->system, ret_present, 64);
}

/* Silencing one alarm changes nothing of another: two days alike, but for one hand. */
static void
test_silencing_one_changes_no_other (void)
{
  for (unsigned day = 0; day < day_count (DAYS); day++)
    {
      AlarmBench        quiet, loud;
      SteadyAlarmRecord a[64], b[64];
      bench_start (&quiet, "neonate", BENCH_PLAN, NULL);
      bench_start (&loud, "neonate", BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          if (g_test_rand_int_range (0, 25) == 0)
            day_happen (&loud);
          quiet.values = loud.values;
          quiet.support = loud.support;
          bench_tick (&quiet);
          bench_tick (&loud);
          if (g_test_rand_int_range (0, 40) == 0)
            steady_alarm_system_acknowledge (
                quiet.system, quiet.now, day_any_id (&quiet));
          const unsigned n = states_of (&quiet, a);
          g_assert_cmpuint (n, ==, states_of (&loud, b));
          for (unsigned i = 0; i < n; i++)
            {
              g_assert_cmpstr (a[i].id, ==, b[i].id);
              g_assert_cmpint (a[i].since, ==, b[i].since);
              g_assert_cmpint (a[i].condition, ==, b[i].condition);
              if (a[i].state == STEADY_ALARM_ACTIVE)
                g_assert_cmpint (a[i].sounding, ==, b[i].sounding);
            }
          g_assert_cmpint (steady_alarm_system_holds_pump (quiet.system),
                           ==,
                           steady_alarm_system_holds_pump (loud.system));
        }
      bench_stop (&quiet);
      bench_stop (&loud);
    }
}

/* A case that is resumed in the middle goes on as if nothing had been. */
static void
test_restore_reproduces (void)
{
  for (unsigned day = 0; day < day_count (DAYS / 3); day++)
    {
      AlarmBench        first, second;
      SteadyAlarmRecord a[64], b[64];
      bench_start (&first, "neonate", BENCH_PLAN, NULL);
      bench_start (&second, "neonate", BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          if (g_test_rand_int_range (0, 10) == 0)
            day_happen (&first);
          bench_tick (&first);
          if (g_test_rand_int_range (0, 40) == 0)
            day_press (&first);
        }
      const size_t     size = steady_alarm_system_state_size (first.system);
      g_autofree void *state = g_malloc (size);
      steady_alarm_system_save (first.system, state);
      g_assert_true (steady_alarm_system_restore (second.system, state, size));
      const unsigned n = states_of (&first, a);
      g_assert_cmpuint (n, ==, states_of (&second, b));
      g_assert_cmpmem (a, n * sizeof a[0], b, n * sizeof b[0]);
      second.now = first.now;
      /* what a last press left to be taken is not part of the state */
      steady_alarm_system_take_changes (first.system, a, 64);
      bench_forget (&first);
      bench_forget (&second);
      for (unsigned tick = 0; tick < 300; tick++)
        {
          if (g_test_rand_int_range (0, 10) == 0)
            day_happen (&first);
          second.values = first.values;
          second.support = first.support;
          bench_tick (&first);
          bench_tick (&second);
          g_assert_cmpint (
              bench_sound (&first).priority, ==, bench_sound (&second).priority);
        }
      g_assert_cmpmem (first.changes,
                       first.n_changes * sizeof first.changes[0],
                       second.changes,
                       second.n_changes * sizeof second.changes[0]);
      g_assert_cmpmem (first.wires,
                       first.n_wires * sizeof first.wires[0],
                       second.wires,
                       second.n_wires * sizeof second.wires[0]);
      bench_stop (&first);
      bench_stop (&second);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/properties/random-days", test_random_days);
  g_test_add_func ("/alarm/properties/silencing-one-changes-no-other",
                   test_silencing_one_changes_no_other);
  g_test_add_func ("/alarm/properties/restore-reproduces", test_restore_reproduces);
  return g_test_run ();
}
