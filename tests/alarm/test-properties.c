/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"
#include "measure/steady-command.h"

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

static const SteadyChannel channels[] = {
  STEADY_CHANNEL_ENGINE_LATENESS,
  STEADY_CHANNEL_DEVICE_LINK,
  STEADY_CHANNEL_SOUNDER_LINK,
  STEADY_CHANNEL_SUPERVISOR_LINK,
  STEADY_CHANNEL_RECORDER,
  STEADY_CHANNEL_ARTERIAL_AIR,
  STEADY_CHANNEL_LEVEL_DETECTOR,
  STEADY_CHANNEL_RESERVOIR_VOLUME,
  STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
  STEADY_CHANNEL_ARTERIAL_PUMP,
  STEADY_CHANNEL_PUMP_SPEED,
  STEADY_CHANNEL_SET_PUMP_FLOW,
  STEADY_CHANNEL_MEASURED_FLOW,
  STEADY_CHANNEL_PATIENT_FLOW,
  STEADY_CHANNEL_SWEEP,
  STEADY_CHANNEL_ARTERIAL_MEAN,
  STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
};

/* Something happens to the circuit. */
static void
happen (AlarmBench *bench)
{
  const SteadyChannel channel =
      channels[g_test_rand_int_range (0, G_N_ELEMENTS (channels))];
  const SteadyChannelInfo *info = steady_channel_info (channel);

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      bench_quality (bench, channel, (SteadyQuality) g_test_rand_int_range (0, 9));
      break;
    case 1:
      bench_normal (bench);
      break;
    case 2:
      bench->support.mode = (uint32_t) g_test_rand_int_range (0, 11);
      bench->support.mode_since = bench->now;
      break;
    case 3:
      bench->support.flags = (uint32_t) g_test_rand_int_range (0, 32);
      break;
    case 4:
      bench_set (bench,
                 channel,
                 info->kind == STEADY_CHANNEL_KIND_STATE
                     ? g_test_rand_int_range (0, (gint32) info->high + 1)
                     : g_test_rand_double_range (0, 1) * info->high * 0.1);
      break;
    default:
      bench_set (bench, channel, g_test_rand_double_range (0, 400));
      break;
    }
}

static const char *
any_id (const AlarmBench *bench)
{
  static SteadyAlarmRecord present[64];
  const unsigned           n = steady_alarm_system_present (bench->system, present, 64);
  return n > 0 ? present[g_test_rand_int_range (0, (gint32) n)].id : "none";
}

/* Somebody presses something. */
static void
press (AlarmBench *bench)
{
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      steady_alarm_system_pause (bench->system, bench->now, bench->now);
      break;
    case 1:
      steady_alarm_system_end_pause (bench->system, bench->now);
      break;
    case 2:
      steady_alarm_system_acknowledge (bench->system, bench->now, any_id (bench));
      break;
    default:
      steady_alarm_system_reset (bench->system, bench->now, any_id (bench));
      break;
    }
}

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
      if (onset && (strcmp (change->id, "arterial-air") == 0 ||
                    strcmp (change->id, "backflow") == 0))
        expected += 3;
      if (onset && (strcmp (change->id, "line-pressure-stop") == 0 ||
                    strcmp (change->id, "reservoir-stop") == 0 ||
                    strcmp (change->id, "pump-runaway") == 0))
        expected += 2;
      if (onset && (strcmp (change->id, "cardioplegia-pressure-high") == 0 ||
                    strcmp (change->id, "cardioplegia-pressure-low") == 0))
        expected += 1;
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
  for (unsigned day = 0; day < DAYS; day++)
    {
      AlarmBench bench;
      LostTicks  lost = { 0 };
      bench_start (&bench, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          bench_forget (&bench);
          if (g_test_rand_int_range (0, 25) == 0)
            happen (&bench);
          bench_tick (&bench);
          check_signals (&bench);
          check_wires (&bench);
          check_sources (&bench, &lost);
          if (g_test_rand_int_range (0, 50) == 0)
            press (&bench);
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
  for (unsigned day = 0; day < DAYS; day++)
    {
      AlarmBench        quiet, loud;
      SteadyAlarmRecord a[64], b[64];
      bench_start (&quiet, "neonate", BENCH_PLAN, NULL);
      bench_start (&loud, "neonate", BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          if (g_test_rand_int_range (0, 25) == 0)
            happen (&loud);
          quiet.values = loud.values;
          quiet.support = loud.support;
          bench_tick (&quiet);
          bench_tick (&loud);
          if (g_test_rand_int_range (0, 40) == 0)
            steady_alarm_system_acknowledge (quiet.system, quiet.now, any_id (&quiet));
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
  for (unsigned day = 0; day < DAYS / 3; day++)
    {
      AlarmBench        first, second;
      SteadyAlarmRecord a[64], b[64];
      bench_start (&first, "neonate", BENCH_PLAN, NULL);
      bench_start (&second, "neonate", BENCH_PLAN, NULL);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          if (g_test_rand_int_range (0, 10) == 0)
            happen (&first);
          bench_tick (&first);
          if (g_test_rand_int_range (0, 40) == 0)
            press (&first);
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
            happen (&first);
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
