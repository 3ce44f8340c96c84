/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-command.h"
#include "random-day.h"

/*
 * What must hold whatever happens: random days at the machine, with values that jump,
 * sensors that fail, phases that change and hands on every button. G_TEST seeds print
 * with a failure.
 */

enum
{
  DAYS = 30,
  TICKS = 1500 /* 30 s each */
};

/* What is heard is seen, and the loudest of it decides. */
static SteadySound
check_seen (AlarmBench *bench)
{
  SteadyAlarmRecord present[256];
  const SteadySound sound = bench_sound (bench);
  const unsigned    n = steady_alarm_system_present (bench->system, present, 256);
  SteadyPriority    audible = STEADY_PRIORITY_NONE;

  for (unsigned i = 0; i < n; i++)
    {
      g_assert_cmpint (present[i].state, >=, STEADY_ALARM_ACTIVE);
      if (present[i].sounding)
        audible = MAX (audible, (SteadyPriority) present[i].priority);
    }
  g_assert_cmpuint (sound.present, ==, n);
  g_assert_cmpint (sound.priority, ==, audible);
  return sound;
}

/* … and every high onset of this tick is heard in it. */
static void
check_signals (AlarmBench *bench)
{
  const SteadySound sound = check_seen (bench);

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

/* What of each alarm is known from outside, by the order of the file. */
typedef struct Watched
{
  char          id[STEADY_ALARM_ID_SIZE];
  bool          there; /* present at the last look */
  bool          audible;
  bool          seen; /* a person acknowledged it */
  uint8_t       priority;
  SteadyInstant silent_until; /* 0: no pause covers it */
} Watched;

/* One day as somebody would follow it with the safety rules in hand. */
typedef struct Day
{
  AlarmBench     bench;
  Watched        all[256];
  unsigned       count;
  SteadyPriority level; /* the most urgent that the pause silenced */
  SteadyInstant  level_end;
  bool           pump_turns;
  DayHand        hand; /* since the last tick */
  char           hand_id[STEADY_ALARM_ID_SIZE];
  uint32_t       episode;
} Day;

static Day *
day_new (unsigned number)
{
  Day *day = g_new0 (Day, 1);
  bench_start (&day->bench, number % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
  day->episode = bench_sound (&day->bench).episode;
  return day;
}

static void
day_free (Day *day)
{
  bench_stop (&day->bench);
  g_free (day);
}

static Watched *
day_find (Day *day, const char *id)
{
  for (unsigned i = 0; i < day->count; i++)
    if (strcmp (day->all[i].id, id) == 0)
      return &day->all[i];
  g_assert_cmpuint (day->count, <, G_N_ELEMENTS (day->all));
  Watched *one = &day->all[day->count++];
  g_strlcpy (one->id, id, sizeof one->id);
  return one;
}

/* Whether a pump runs or should: what nobody knows may be running. */
static bool
pump_turns (const AlarmBench *bench)
{
  const SteadySample *speed = &bench->values.latest[STEADY_CHANNEL_PUMP_SPEED];
  const SteadySample *pump = &bench->values.latest[STEADY_CHANNEL_ARTERIAL_PUMP];

  switch (bench->support.mode)
    {
    case STEADY_SUPPORT_SET_UP:
    case STEADY_SUPPORT_PRIMING:
    case STEADY_SUPPORT_PRE_BYPASS:
    case STEADY_SUPPORT_POST_BYPASS:
    case STEADY_SUPPORT_MUF:
      break;
    default:
      return true;
    }
  if (steady_sample_usable (speed) && fabs (speed->value) > 0.5)
    return true;
  return !steady_sample_usable (pump) ||
         ((int) pump->value != STEADY_PUMP_STOPPED &&
          (int) pump->value != STEADY_PUMP_STOPPED_BY_INTERVENTION);
}

/* A tick, after something may have happened; then all pauses that are over end. */
static void
day_tick (Day *day)
{
  AlarmBench *bench = &day->bench;

  bench_forget (bench);
  if (g_test_rand_int_range (0, 25) == 0)
    day_happen (bench);
  if (g_test_rand_int_range (0, 400) == 0)
    bench->now += 31 * STEADY_NSEC_PER_SEC; /* so that pauses end */
  bench_tick (bench);
  day->pump_turns = pump_turns (bench);
}

/* Notes who is there and heard now. */
static void
day_look (Day *day)
{
  SteadyAlarmRecord present[256];
  const unsigned    n = steady_alarm_system_present (day->bench.system, present, 256);

  for (unsigned i = 0; i < day->count; i++)
    day->all[i].there = day->all[i].audible = false;
  for (unsigned i = 0; i < n; i++)
    {
      Watched *one = day_find (day, present[i].id);
      one->there = true;
      one->audible = present[i].sounding;
      one->priority = present[i].priority;
    }
}

/* By safety rule 13: what begins during a pause is heard when it is high, or as urgent
 * as what was silenced and not silenced itself. */
static void
follow_onsets (Day *day)
{
  for (unsigned i = 0; i < day->bench.n_changes; i++)
    {
      const SteadyAlarmRecord *change = &day->bench.changes[i];
      Watched                 *one = day_find (day, change->id);
      const bool               begins =
          change->state == STEADY_ALARM_ACTIVE && change->t == day->bench.now &&
          (change->before != STEADY_ALARM_ACTIVE || change->priority > one->priority);
      if (change->state == STEADY_ALARM_INACTIVE)
        one->seen = false;
      one->priority = change->priority;
      if (!begins)
        continue;
      one->seen = false;
      if (change->priority == STEADY_PRIORITY_HIGH)
        one->silent_until = 0;
      else if (one->silent_until == 0 && change->priority < day->level)
        one->silent_until = day->level_end;
    }
}

static void
follow_time (Day *day)
{
  if (day->bench.now >= day->level_end)
    day->level = STEADY_PRIORITY_NONE;
  for (unsigned i = 0; i < day->count; i++)
    if (day->bench.now >= day->all[i].silent_until)
      day->all[i].silent_until = 0;
}

static void
follow_pause (Day *day)
{
  SteadyPriority level = STEADY_PRIORITY_NONE;

  for (unsigned i = 0; i < day->count; i++)
    {
      Watched *one = &day->all[i];
      if (!one->there || one->seen)
        continue;
      const bool high = one->priority == STEADY_PRIORITY_HIGH;
      one->silent_until =
          day->bench.now + (high && day->pump_turns ? 30 : 120) * STEADY_NSEC_PER_SEC;
      if (one->priority > level)
        {
          level = one->priority;
          day->level_end = one->silent_until;
        }
    }
  if (level != STEADY_PRIORITY_NONE)
    day->level = level;
}

static void
follow_hand (Day *day)
{
  switch (day->hand)
    {
    case DAY_HAND_PAUSE:
      follow_pause (day);
      break;
    case DAY_HAND_END_PAUSE:
      day->level = STEADY_PRIORITY_NONE;
      for (unsigned i = 0; i < day->count; i++)
        day->all[i].silent_until = 0;
      break;
    case DAY_HAND_ACKNOWLEDGE:
      if (strcmp (day->hand_id, "none") != 0)
        day_find (day, day->hand_id)->seen = true;
      break;
    case DAY_HAND_RESET:
    case DAY_HAND_NONE:
    default:
      break;
    }
}

static void
day_hand (Day *day)
{
  day->hand = DAY_HAND_NONE;
  if (g_test_rand_int_range (0, 50) == 0)
    day->hand = day_press_on (&day->bench, day->hand_id);
}

static void
test_a_pause_follows_rule_13 (void)
{
  unsigned silent = 0, heard = 0;

  for (unsigned number = 0; number < day_count (DAYS); number++)
    {
      Day *day = day_new (number);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          day_tick (day);
          follow_onsets (day);
          follow_time (day);
          bench_sound (&day->bench);
          day_look (day);
          for (unsigned i = 0; i < day->count; i++)
            {
              const Watched *one = &day->all[i];
              const bool expected = one->there && !one->seen && one->silent_until == 0;
              if (one->audible != expected)
                g_error ("%s is %sheard, day %u, tick %u",
                         one->id,
                         one->audible ? "" : "not ",
                         number,
                         tick);
              heard += expected;
              silent += one->there && one->silent_until != 0;
            }
          day_hand (day);
          follow_hand (day);
        }
      day_free (day);
    }
  g_test_message ("%u heard, %u silent", heard, silent);
  g_assert_cmpuint (MIN (heard, silent), >, day_is_hasty () ? 0 : 100);
}

static void
test_visible_covers_audible (void)
{
  for (unsigned number = 0; number < day_count (DAYS); number++)
    {
      Day *day = day_new (number);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          day_tick (day);
          check_signals (&day->bench);
          day_hand (day);
          check_seen (&day->bench);
        }
      day_free (day);
    }
}

/* Heard within the tick, and as a burst that begins now: not with the one that runs. */
static void
test_a_high_starts_a_burst_within_one_tick (void)
{
  unsigned bursts = 0;

  for (unsigned number = 0; number < day_count (DAYS); number++)
    {
      Day *day = day_new (number);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          Watched before[256];
          memcpy (before, day->all, sizeof before);
          const unsigned known = day->count;
          day_tick (day);
          const SteadySound sound = bench_sound (&day->bench);
          day_look (day);
          for (unsigned i = 0; i < day->count; i++)
            {
              const Watched *one = &day->all[i];
              if (!one->audible || one->priority != STEADY_PRIORITY_HIGH)
                continue;
              g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_HIGH);
              const bool new = i >= known || !before[i].audible ||
                               before[i].priority < STEADY_PRIORITY_HIGH;
              if (new)
                g_assert_cmpuint (sound.episode, >, day->episode);
              bursts += new;
            }
          day->episode = sound.episode;
          day_hand (day);
          const SteadySound after = bench_sound (&day->bench);
          day_look (day); /* who a hand lets be heard begins a burst, too */
          if (after.priority == STEADY_PRIORITY_HIGH &&
              sound.priority != STEADY_PRIORITY_HIGH)
            g_assert_cmpuint (after.episode, >, day->episode);
          day->episode = after.episode;
        }
      day_free (day);
    }
  g_assert_cmpuint (bursts, >, day_is_hasty () ? 0 : 100);
}

/* Silence without a cause is the worst that a machine like this can do. */
static void
test_sound_ends_only_with_a_cause (void)
{
  unsigned ends = 0;

  for (unsigned number = 0; number < day_count (DAYS); number++)
    {
      Day *day = day_new (number);
      for (unsigned tick = 0; tick < TICKS; tick++)
        {
          Watched before[256];
          day_tick (day);
          bench_sound (&day->bench);
          memcpy (before, day->all, sizeof before);
          unsigned known = day->count;
          day_look (day);
          /* between two hands: only what is gone falls silent */
          for (unsigned i = 0; i < known; i++)
            {
              if (before[i].audible && !day->all[i].audible)
                g_assert_false (day->all[i].there);
              ends += before[i].audible && !day->all[i].audible;
            }
          memcpy (before, day->all, sizeof before);
          known = day->count;
          day_hand (day);
          bench_sound (&day->bench);
          day_look (day);
          for (unsigned i = 0; i < known; i++)
            if (before[i].audible && !day->all[i].audible)
              g_assert_true (
                  day->hand == DAY_HAND_PAUSE ||
                  ((day->hand == DAY_HAND_ACKNOWLEDGE || day->hand == DAY_HAND_RESET) &&
                   strcmp (day->hand_id, before[i].id) == 0));
        }
      day_free (day);
    }
  g_assert_cmpuint (ends, >, day_is_hasty () ? 0 : 100);
}

/* Every rule, every channel that it needs, everything that is no value. */
static bool
is_normal (const AlarmBench *bench, const char *id)
{
  const int index = steady_alarm_rules_find (&bench->system->rules, id);
  return steady_alarm_system_protection (bench->system, id) ==
             STEADY_PROTECTION_ARMED &&
         bench->system->statuses[index].truth == STEADY_ALARM_FALSE &&
         bench_present (bench) == 0;
}

/* @from: a neonate with nothing wrong, whose @state each try goes on from. */
static void
try_invalid (AlarmBench         *from,
             const void         *state,
             const char         *id,
             SteadyChannel       channel,
             const SteadySample *sample)
{
  AlarmBench bench = *from;

  g_assert_true (steady_alarm_system_restore (
      bench.system, state, steady_alarm_system_state_size (bench.system)));
  bench.values.latest[channel] = *sample;
  bench_run (&bench, 3);
  if (is_normal (&bench, id))
    g_error ("%s: %g of quality %u on %s reads as normal",
             id,
             sample->value,
             sample->quality,
             steady_channel_info (channel)->name);
}

static void
test_no_invalid_input_reads_as_normal (void)
{
  static const double no_values[] = { NAN, INFINITY, -INFINITY };
  static const double no_states[] = { -1, 0.5, 31, 32, 33, 1e9, -0.001 };
  AlarmBench          bench, normal;
  unsigned            tries = 0;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 2);
  bench_start (&normal, "neonate", BENCH_PLAN, NULL);
  g_autofree void *state = g_malloc (steady_alarm_system_state_size (normal.system));
  steady_alarm_system_save (normal.system, state);
  const SteadyAlarmRules *rules = &bench.system->rules;
  for (unsigned i = 0; i < rules->count; i++)
    for (unsigned k = 0; k < rules->rules[i].n_clauses; k++)
      {
        const SteadyAlarmClause *clause = &rules->rules[i].clauses[k];
        const char              *id = rules->rules[i].id;
        SteadySample             sample = bench.values.latest[clause->channel];
        if (!is_normal (&bench, id) || sample.quality != STEADY_QUALITY_VALID)
          continue; /* this phase does not watch it */
        for (unsigned q = 0; q < 16; q++)
          {
            sample.quality = (uint8_t) q;
            if (steady_sample_usable (&sample) || q == STEADY_QUALITY_NOT_APPLICABLE)
              continue;
            try_invalid (&normal, state, id, clause->channel, &sample);
            tries++;
          }
        sample.quality = STEADY_QUALITY_VALID;
        for (unsigned v = 0; v < G_N_ELEMENTS (no_values); v++, tries++)
          {
            sample.value = no_values[v];
            try_invalid (&normal, state, id, clause->channel, &sample);
          }
        /* where others must hold, too, a state alone decides nothing */
        if (clause->test != STEADY_ALARM_TEST_ONE_OF ||
            (!rules->rules[i].any && rules->rules[i].n_clauses > 1))
          continue;
        for (unsigned v = 0; v < G_N_ELEMENTS (no_states); v++, tries++)
          {
            sample.value = no_states[v];
            try_invalid (&normal, state, id, clause->channel, &sample);
          }
      }
  bench_stop (&bench);
  bench_stop (&normal);
  g_test_message ("%u tries", tries);
  g_assert_cmpuint (tries, >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/properties/random-days", test_random_days);
  g_test_add_func ("/alarm/properties/silencing-one-changes-no-other",
                   test_silencing_one_changes_no_other);
  g_test_add_func ("/alarm/properties/restore-reproduces", test_restore_reproduces);
  g_test_add_func ("/alarm/properties/a-pause-follows-rule-13",
                   test_a_pause_follows_rule_13);
  g_test_add_func ("/alarm/properties/visible-covers-audible",
                   test_visible_covers_audible);
  g_test_add_func ("/alarm/properties/a-high-starts-a-burst-within-one-tick",
                   test_a_high_starts_a_burst_within_one_tick);
  g_test_add_func ("/alarm/properties/sound-ends-only-with-a-cause",
                   test_sound_ends_only_with_a_cause);
  g_test_add_func ("/alarm/properties/no-invalid-input-reads-as-normal",
                   test_no_invalid_input_reads_as_normal);
  return g_test_run ();
}
