/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-playback.h"
#include "alarm/steady-alarm-system-private.h"
#include "random-day.h"

/*
 * What an alarm system was told is written down and told again: the second must show,
 * sound and ask for the same, to the last bit, at the same instants.
 */

#define CASE_START (70 * STEADY_NSEC_PER_SEC)

enum
{
  DAYS = 40,
  TICKS = 1500
};

/* All that a system said: what was taken, and what was to be seen and heard. */
typedef struct Account
{
  GByteArray *bytes;
} Account;

static void
account_add (Account *self, const void *bytes, size_t size)
{
  g_byte_array_append (self->bytes, bytes, (guint) size);
}

/* Writes down what @system says at the end of a tick; times since @start. */
static void
account_tick (Account           *self,
              SteadyAlarmSystem *system,
              SteadyInstant      start,
              SteadyInstant      real)
{
  SteadyAlarmRecord  records[128];
  SteadyIntervention wires[32];
  SteadySound        sound = steady_alarm_system_sound (system, real);
  unsigned           n = steady_alarm_system_take_changes (system, records, 128);
  const unsigned     n_changes = n;

  g_assert_cmpuint (n, <, 128);
  n += steady_alarm_system_present (system, records + n, 128 - n);
  g_assert_cmpuint (n, <=, 128);
  for (unsigned i = 0; i < n; i++)
    {
      records[i].t -= start;
      if (records[i].since != STEADY_INSTANT_NEVER)
        records[i].since -= start;
    }
  account_add (self, &n_changes, sizeof n_changes);
  account_add (self, &n, sizeof n);
  account_add (self, records, n * sizeof records[0]);
  n = steady_alarm_system_take_interventions (system, wires, 32);
  account_add (self, wires, n * sizeof wires[0]);
  account_add (self, &sound, sizeof sound);
}

/* Takes what waits into @whole, as the engine does into the case. */
static void
take (SteadyAlarmJournal *journal, GByteArray *whole)
{
  size_t      size;
  bool        begins;
  const void *bytes = steady_alarm_journal_take (journal, &size, &begins);

  g_assert_cmpint (begins, ==, whole->len == 0);
  g_byte_array_append (whole, bytes, (guint) size);
}

static GByteArray *
record_day (unsigned day, Account *account)
{
  AlarmBench  bench;
  GByteArray *whole = g_byte_array_new ();

  bench_start (&bench, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, CASE_START);
  for (unsigned tick = 0; tick < TICKS; tick++)
    {
      if (g_test_rand_int_range (0, 20) == 0)
        day_happen (&bench);
      /* a live engine is late now and then */
      bench.now += g_test_rand_int_range (0, 30) == 0
                       ? BENCH_TICK + g_test_rand_int_range (0, 40000000)
                       : BENCH_TICK;
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
      steady_alarm_system_sound (bench.system, bench.now + day);
      if (g_test_rand_int_range (0, 50) == 0)
        day_press (&bench);
      if (g_test_rand_int_range (0, 200) == 0)
        steady_alarm_system_renew_interventions (bench.system);
      if (g_test_rand_int_range (0, 100) == 0)
        steady_alarm_system_set_limit (
            bench.system, "reservoir-stop", g_test_rand_double_range (5, 100));
      if (g_test_rand_int_range (0, 100) == 0)
        steady_alarm_system_set_plan_flow (bench.system,
                                           g_test_rand_double_range (0, 1));
      account_tick (account, bench.system, CASE_START, bench.now + day);
      if (g_test_rand_int_range (0, 50) == 0)
        take (journal, whole);
    }
  take (journal, whole);
  bench_stop (&bench);
  return whole;
}

static SteadyAlarmSystem *
same_system (unsigned day)
{
  AlarmBench bench;
  bench_start (&bench, day % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
  return bench.system;
}

static void
test_replay_reproduces_every_signal (void)
{
  size_t bytes = 0;

  for (unsigned day = 0; day < day_count (DAYS); day++)
    {
      Account             then = { g_byte_array_new () };
      Account             again = { g_byte_array_new () };
      SteadyAlarmPlayback playback;
      g_autoptr (GByteArray) whole = record_day (day, &then);
      SteadyAlarmSystem *system = same_system (day);
      unsigned           ticks = 0;
      /* the case is played at another time than it was */
      const SteadyInstant start = day % 3 * STEADY_NSEC_PER_SEC;

      bytes += whole->len;
      steady_alarm_playback_init (&playback, system, start, whole->data, whole->len);
      g_assert_false (steady_alarm_playback_at_end (&playback));
      while (steady_alarm_playback_tick (&playback, INT64_MAX))
        {
          account_tick (&again, system, start, steady_alarm_playback_real (&playback));
          ticks++;
        }
      g_assert_false (playback.damaged);
      g_assert_true (steady_alarm_playback_at_end (&playback));
      g_assert_cmpuint (ticks, ==, TICKS);
      /* until when a pause runs is told in the real time of then */
      g_assert_cmpmem (
          then.bytes->data, then.bytes->len, again.bytes->data, again.bytes->len);
      g_byte_array_unref (then.bytes);
      g_byte_array_unref (again.bytes);
      steady_alarm_system_free (system);
    }
  g_test_message ("%.1f bytes a tick", (double) bytes / DAYS / TICKS);
}

/* Only what lies before is told, and the rest when its time comes. */
static void
test_playback_waits_for_its_time (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  bench_run (&bench, 1);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_tick (&bench);
  take (journal, whole);
  bench_stop (&bench);

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  steady_alarm_playback_init (&playback, bench.system, 0, whole->data, whole->len);
  g_assert_false (steady_alarm_playback_tick (&playback, BENCH_TICK - 1));
  g_assert_false (steady_alarm_playback_at_end (&playback));
  for (unsigned i = 0; i < 50; i++)
    g_assert_true (steady_alarm_playback_tick (&playback, STEADY_NSEC_PER_SEC));
  g_assert_false (steady_alarm_playback_tick (&playback, STEADY_NSEC_PER_SEC));
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_INACTIVE);
  g_assert_true (
      steady_alarm_playback_tick (&playback, STEADY_NSEC_PER_SEC + BENCH_TICK));
  g_assert_cmpint (bench_state (&bench, "arterial-air"), ==, STEADY_ALARM_ACTIVE);
  g_assert_true (steady_alarm_playback_at_end (&playback));
  bench_stop (&bench);
}

/* What a quiet machine costs: a few bytes a minute. */
static void
test_a_quiet_minute_is_short (void)
{
  AlarmBench bench;
  size_t     size;
  bool       begins;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_true (begins);
  g_assert_cmpuint (size, <, 1500);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  bench_tick (&bench);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 1);
  bench_run (&bench, 60);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_false (begins);
  g_assert_cmpuint (size, <=, 3);
  /* longer than one entry tells */
  bench_run (&bench, 200);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 9);
  bench_stop (&bench);
}

/* Every value comes back to the last bit, however it is written. */
static void
test_values_to_the_last_bit (void)
{
  static const double values[] = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    -37.5,
    98.65,
    1.234,
    1234567.891,
    1.0 / 3,
    -2.0 / 7,
    0.00001,
    (double) 1.1f,
    1e-300,
    DBL_MAX,
    999999999999.,
    1e12,
    -1e12,
    1e15,
    (double) FLT_MAX,
    123456.75,
  };
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  const SteadyChannel channel = STEADY_CHANNEL_ARTERIAL_MEAN;

  const unsigned n = G_N_ELEMENTS (values);

  /* each after each */
  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  for (unsigned i = 0; i < 2 * n * n; i++)
    {
      bench_set (&bench, channel, values[i % 2 == 0 ? i / 2 / n : i / 2 % n]);
      bench_tick (&bench);
    }
  take (journal, whole);
  bench_stop (&bench);

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  steady_alarm_playback_init (&playback, bench.system, 0, whole->data, whole->len);
  for (unsigned i = 1; i < 2 * n * n; i++)
    {
      /* after a tick it has read what the next one will be told */
      g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
      g_assert_cmpmem (&playback.values.latest[channel].value,
                       sizeof (double),
                       &values[i % 2 == 0 ? i / 2 / n : i / 2 % n],
                       sizeof (double));
    }
  g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
  g_assert_true (steady_alarm_playback_at_end (&playback));
  bench_stop (&bench);
}

/* Decimals as devices give them take three bytes, a quality alone two. */
static void
test_what_a_change_costs (void)
{
  AlarmBench bench;
  size_t     size;
  bool       begins;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 52.1);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 2 + 1 + 1 + 1); /* 521 from 520 tenths */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 52.3);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 2 + 1 + 1 + 1);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 2 + 1 + 1);
  /* what cannot be used is not written, however it moves */
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 77);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
  bench_tick (&bench);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 2);
  bench_stop (&bench);
}

/* A resumed case and a piece that the disk lost: each time it begins with the state. */
static void
test_goes_on_after_a_gap (void)
{
  for (unsigned day = 0; day < day_count (DAYS / 4); day++)
    {
      AlarmBench          first, second;
      SteadyAlarmPlayback playback;
      SteadyAlarmRecord   a[64], b[64];
      size_t              size;
      bool                begins;
      g_autoptr (GByteArray) whole = g_byte_array_new ();
      const SteadyInstant start = CASE_START;

      bench_start (&first, "neonate", BENCH_PLAN, NULL);
      bench_start (&second, "neonate", BENCH_PLAN, NULL);
      SteadyAlarmJournal *journal =
          steady_alarm_system_keep_journal (first.system, start);
      for (unsigned tick = 0; tick < 3 * TICKS; tick++)
        {
          if (g_test_rand_int_range (0, 10) == 0)
            day_happen (&first);
          bench_tick (&first);
          bench_sound (&first);
          if (g_test_rand_int_range (0, 40) == 0)
            day_press (&first);
          if (tick == TICKS)
            {
              /* cut off, and gone on with from its state, by another system */
              size = steady_alarm_system_state_size (first.system);
              g_autofree void *state = g_malloc (size);
              steady_alarm_system_save (first.system, state);
              take (journal, whole);
              steady_alarm_system_free (first.system);
              first.system = same_system (0);
              g_assert_true (steady_alarm_system_restore (first.system, state, size));
              g_assert_true (steady_alarm_system_set_limit (
                  first.system, "line-pressure-stop", 200));
              g_assert_true (steady_alarm_system_set_plan_flow (first.system, 0.9));
              journal = steady_alarm_system_keep_journal (first.system, start);
            }
          if (tick == 2 * TICKS)
            {
              steady_alarm_journal_take (journal, &size, &begins);
              g_assert_true (begins);
              steady_alarm_journal_begin_anew (journal); /* that was lost */
              /* before there is a beginning nothing is written */
              steady_alarm_system_pause (first.system, first.now, first.now);
              g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
            }
        }
      const void *rest = steady_alarm_journal_take (journal, &size, &begins);
      g_assert_true (begins);
      g_byte_array_append (whole, rest, (guint) size);
      steady_alarm_playback_init (
          &playback, second.system, start, whole->data, whole->len);
      while (steady_alarm_playback_tick (&playback, INT64_MAX))
        continue;
      g_assert_false (playback.damaged);
      const unsigned n = steady_alarm_system_present (first.system, a, 64);
      g_assert_cmpuint (n, ==, steady_alarm_system_present (second.system, b, 64));
      g_assert_cmpmem (a, n * sizeof a[0], b, n * sizeof b[0]);
      const SteadySound heard = steady_alarm_system_sound (
          second.system, steady_alarm_playback_real (&playback));
      g_assert_cmpuint (heard.episode, ==, bench_sound (&first).episode);
      bench_stop (&first);
      bench_stop (&second);
    }
}

/* A case goes on while the audio pause runs: what is asked between the last tick of
 * then and the first one of now must neither end the pause nor be told of a wrong
 * phase. */
static void
test_a_pause_over_a_gap (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  SteadyAlarmRecord   record;
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autofree void *state = NULL;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  const size_t        size = steady_alarm_system_state_size (bench.system);
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (bench.system, 0);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_STOP);
  bench_tick (&bench);
  steady_alarm_system_pause (bench.system, bench.now, 1000 + bench.now);
  bench_tick (&bench);
  steady_alarm_system_sound (bench.system, 1000 + bench.now);
  state = g_malloc (size);
  steady_alarm_system_save (bench.system, state);
  take (journal, whole);
  steady_alarm_system_free (bench.system);
  bench.system = same_system (0);
  g_assert_true (steady_alarm_system_restore (bench.system, state, size));
  journal = steady_alarm_system_keep_journal (bench.system, 0);
  bench.support = (SteadySupport){ .mode = STEADY_SUPPORT_SET_UP };
  bench_tick (&bench);
  steady_alarm_system_sound (bench.system, 1000 + bench.now);
  size_t      rest_size;
  bool        begins;
  const void *rest = steady_alarm_journal_take (journal, &rest_size, &begins);
  g_assert_true (begins);
  g_byte_array_append (whole, rest, (guint) rest_size);
  bench_stop (&bench);

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  steady_alarm_playback_init (&playback, bench.system, 0, whole->data, whole->len);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    {
      const SteadyInstant real = steady_alarm_playback_real (&playback);
      const SteadySound   sound = steady_alarm_system_sound (bench.system, real);
      if (real != 0)
        g_assert_cmpint (sound.priority, ==, STEADY_PRIORITY_NONE);
      while (steady_alarm_system_take_changes (bench.system, &record, 1) == 1)
        g_assert_false (record.state == record.before && record.sounding);
    }
  g_assert_false (playback.damaged);
  g_assert_cmpuint (playback.support.mode, ==, STEADY_SUPPORT_SET_UP);
  bench_stop (&bench);
}

/* A journal that nobody takes gives up what it has and begins anew, and never ends the
 * engine. */
static void
test_nobody_takes_it (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  SteadyAlarmRecord   a[64], b[64];
  size_t              size;
  bool                begins;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, bench.now);
  for (unsigned i = 0; i < 20000; i++)
    {
      if (i % 3 == 0)
        day_happen (&bench);
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, g_test_rand_double ());
      bench_tick (&bench);
      if (i % 7 == 0)
        day_press (&bench);
    }
  /* hands alone fill it, too */
  for (unsigned i = 0; i < 70000; i++)
    {
      steady_alarm_system_end_pause (bench.system, bench.now);
      g_assert_cmpuint (
          steady_alarm_journal_waiting (journal), <=, STEADY_ALARM_JOURNAL_SIZE);
    }
  bench_run (&bench, 1);
  const void *bytes = steady_alarm_journal_take (journal, &size, &begins);
  g_assert_true (begins);
  SteadyAlarmSystem *system = same_system (0);
  steady_alarm_playback_init (&playback, system, 0, bytes, size);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    continue;
  g_assert_false (playback.damaged);
  const unsigned n = steady_alarm_system_present (bench.system, a, 64);
  g_assert_cmpuint (n, ==, steady_alarm_system_present (system, b, 64));
  for (unsigned i = 0; i < n; i++)
    g_assert_cmpstr (a[i].id, ==, b[i].id);
  steady_alarm_system_free (system);
  bench_stop (&bench);
}

/* An act some time after the last tick keeps its instant. */
static void
test_an_act_between_ticks (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  SteadyAlarmRecord   then, again;
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (bench.system, 0);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_STOP);
  bench_tick (&bench);
  g_assert_true (
      steady_alarm_system_acknowledge (bench.system, bench.now + 7, "reservoir-stop"));
  g_assert_false (steady_alarm_system_reset (bench.system, bench.now, "no-such-rule"));
  g_assert_cmpuint (steady_alarm_system_take_changes (bench.system, &then, 1), ==, 1);
  take (journal, whole);
  const SteadyInstant now = bench.now;
  bench_stop (&bench);

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  steady_alarm_playback_init (&playback, bench.system, 0, whole->data, whole->len);
  g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
  while (steady_alarm_system_take_changes (bench.system, &again, 1) == 1)
    continue;
  g_assert_cmpmem (&then, sizeof then, &again, sizeof again);
  g_assert_cmpint (again.t, ==, now + 7);
  bench_stop (&bench);
}

/* Plays what may be damaged to its end; nothing may be read that is not there. */
static bool
play (const uint8_t *bytes, size_t size)
{
  SteadyAlarmPlayback playback;
  SteadyAlarmSystem  *system = same_system (0);
  g_autofree uint8_t *copy = g_memdup2 (bytes, size); /* its end is watched */
  SteadyAlarmRecord   record;

  steady_alarm_playback_init (&playback, system, 0, copy, size);
  while (steady_alarm_playback_tick (&playback, 3600 * STEADY_NSEC_PER_SEC))
    {
      while (steady_alarm_system_take_changes (system, &record, 1) == 1)
        continue;
      steady_alarm_system_sound (system, steady_alarm_playback_real (&playback));
    }
  steady_alarm_system_free (system);
  return !playback.damaged;
}

static GByteArray *
short_day (void)
{
  AlarmBench  bench;
  GByteArray *whole = g_byte_array_new ();

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (bench.system, 0);
  bench_set (&bench, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_STOP);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 1.0 / 3);
  bench_tick (&bench);
  steady_alarm_system_pause (bench.system, bench.now, bench.now);
  steady_alarm_system_sound (bench.system, bench.now);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 1);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, (double) 1.1f);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_ARTERIAL_AIR, 0);
  bench_tick (&bench);
  steady_alarm_system_acknowledge (bench.system, bench.now + 1, "arterial-air");
  steady_alarm_system_reset (bench.system, bench.now, "arterial-air");
  steady_alarm_system_end_pause (bench.system, bench.now);
  steady_alarm_system_renew_interventions (bench.system);
  bench.support.mode = STEADY_SUPPORT_WEANING;
  bench_run (&bench, 1);
  take (journal, whole);
  bench_stop (&bench);
  return whole;
}

static void
test_cut_at_each_byte (void)
{
  g_autoptr (GByteArray) whole = short_day ();
  unsigned damaged = 0;

  g_assert_true (play (whole->data, whole->len));
  for (unsigned size = 0; size < whole->len; size += day_is_hasty () ? 17 : 1)
    damaged += !play (whole->data, size);
  g_assert_cmpuint (damaged, >, whole->len / 50);
}

static void
test_flipped_bits (void)
{
  g_autoptr (GByteArray) whole = short_day ();
  unsigned damaged = 0;

  for (unsigned bit = 0; bit < 8 * whole->len; bit += day_is_hasty () ? 83 : 5)
    {
      whole->data[bit / 8] ^= (uint8_t) (1u << bit % 8);
      damaged += !play (whole->data, whole->len);
      whole->data[bit / 8] ^= (uint8_t) (1u << bit % 8);
    }
  g_assert_cmpuint (damaged, >, whole->len / 100);
}

static void
assert_refused (const uint8_t *bytes, size_t size)
{
  g_assert_false (play (bytes, size));
}

/* Damage of each kind, one by one: said, and nothing else. */
static void
test_damage_is_said (void)
{
#define HEAD STEADY_ALARM_ENTRY_BEGIN, STEADY_ALARM_JOURNAL_VERSION, 0, 0
#define REFUSED(...)                           \
  do                                           \
    {                                          \
      const uint8_t bytes[] = { __VA_ARGS__ }; \
      assert_refused (bytes, sizeof bytes);    \
    }                                          \
  while (0)
#define LONG 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff
  const uint8_t fine[] = {
    HEAD, STEADY_ALARM_ENTRY_STEP, 2, STEADY_ALARM_ENTRY_TICKS, 1
  };
  g_assert_true (play (fine, sizeof fine));
  g_assert_true (play (fine, 0));
  REFUSED (STEADY_ALARM_ENTRY_TICKS, 1); /* without a beginning */
  REFUSED (STEADY_ALARM_ENTRY_BEGIN, 9, 0, 0);
  REFUSED (STEADY_ALARM_ENTRY_BEGIN, 1, LONG, 1, 0); /* a start beyond all time */
  REFUSED (STEADY_ALARM_ENTRY_BEGIN, 1, 0, 5, 1, 2, 3, 4, 5); /* no state */
  REFUSED (STEADY_ALARM_ENTRY_BEGIN, 1, 0, 50, 1, 2, 3);
  REFUSED (STEADY_ALARM_ENTRY_BEGIN, 1, 0, LONG, 1);
  REFUSED (HEAD, 0);
  REFUSED (HEAD, 13);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICKS, 0x81, 0x20); /* 4097 */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICKS, LONG, 0xff); /* never ends */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_STEP, LONG, 1);
  REFUSED (HEAD,
           STEADY_ALARM_ENTRY_STEP,
           0xfe,
           0xff,
           0xff,
           0xff,
           0xff,
           0xff,
           0xff,
           0xff,
           0x7f);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 0x81, 2);             /* 257 channels */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 0x80, 2, 0x11, 0); /* channel 256 */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 2, 100, 0x11, 0, 0x9c, 1, 0x11, 0);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100, 0x71); /* no such number */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100, 0xf1);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100, 0x51, 1, 2, 3);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100, 0x61, 1, 2, 3, 4, 5, 6, 7);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100, 0x11);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_TICK, 1, 100);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_SUPPORT, 0x80, 0x80, 0x80, 0x80, 0x10, 0, 0);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_SUPPORT, 0, 0x80, 0x80, 0x80, 0x80, 0x10, 0);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_SUPPORT, 0, 0, LONG, 1);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_ACKNOWLEDGE, 0xff, 0x7f); /* no such rule */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_RESET, 0xff, 0x7f);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_LIMIT, 0xff, 0x7f);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_LIMIT, 0, 0, 0, 0, 0, 0, 0, 0, 0); /* has none */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_LIMIT, 0, 0);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_PLAN_FLOW, 0, 0, 0, 0, 0, 0, 0); /* cut */
  REFUSED (HEAD, STEADY_ALARM_ENTRY_PLAN_FLOW, 0, 0, 0, 0, 0, 0, 0, 0xc0);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_PLAN_FLOW, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_PAUSE);
  REFUSED (HEAD, STEADY_ALARM_ENTRY_AT, LONG, 1);
#undef LONG
#undef REFUSED
#undef HEAD
}

static void
put_span (GByteArray *bytes, uint8_t entry, int64_t span)
{
  uint64_t bits = span < 0 ? ~((uint64_t) span << 1) : (uint64_t) span << 1;

  g_byte_array_append (bytes, &entry, 1);
  do
    {
      const uint8_t byte = (uint8_t) (bits & 0x7f) | (bits >= 0x80 ? 0x80 : 0);
      g_byte_array_append (bytes, &byte, 1);
      bits >>= 7;
    }
  while (bits > 0);
}

/* The farthest times that are allowed, and one more. */
static void
test_times_have_an_end (void)
{
  static const struct
  {
    uint8_t entry;
    int64_t first;
    int64_t then; /* 0: no second one */
    bool    fine;
  } cases[] = {
    { STEADY_ALARM_ENTRY_STEP, STEADY_ALARM_SPAN_MAX, 0, true },
    { STEADY_ALARM_ENTRY_STEP, STEADY_ALARM_SPAN_MAX + 1, 0, false },
    { STEADY_ALARM_ENTRY_STEP, -STEADY_ALARM_SPAN_MAX, 0, true },
    { STEADY_ALARM_ENTRY_STEP, -STEADY_ALARM_SPAN_MAX - 1, 0, false },
    { STEADY_ALARM_ENTRY_PAUSE, STEADY_ALARM_SPAN_MAX, 0, true },
    { STEADY_ALARM_ENTRY_PAUSE, STEADY_ALARM_SPAN_MAX, 1, false },
    { STEADY_ALARM_ENTRY_PAUSE, -STEADY_ALARM_SPAN_MAX, 0, true },
    { STEADY_ALARM_ENTRY_PAUSE, -STEADY_ALARM_SPAN_MAX, -1, false },
    { STEADY_ALARM_ENTRY_SOUND, STEADY_ALARM_SPAN_MAX, 1, false },
  };
  static const uint8_t head[] = {
    STEADY_ALARM_ENTRY_BEGIN, STEADY_ALARM_JOURNAL_VERSION, 0, 0
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_byte_array_append (bytes, head, sizeof head);
      put_span (bytes, cases[i].entry, cases[i].first);
      if (cases[i].then != 0)
        put_span (bytes, cases[i].entry, cases[i].then);
      g_assert_cmpint (play (bytes->data, bytes->len), ==, cases[i].fine);
    }
  /* a tick at the end of time, and one beyond it on either side */
  for (int side = -1; side <= 1; side += 2)
    {
      static const uint8_t two[] = { STEADY_ALARM_ENTRY_TICKS, 2 };
      static const uint8_t one[] = { STEADY_ALARM_ENTRY_TICKS, 1 };
      SteadyAlarmPlayback  playback;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      SteadyAlarmSystem *system = same_system (0);
      g_byte_array_append (bytes, head, sizeof head);
      put_span (bytes, STEADY_ALARM_ENTRY_STEP, side * STEADY_ALARM_SPAN_MAX);
      g_byte_array_append (bytes, one, sizeof one);
      put_span (bytes, STEADY_ALARM_ENTRY_STEP, side);
      g_byte_array_append (bytes, two, sizeof two);
      steady_alarm_playback_init (&playback, system, 0, bytes->data, bytes->len);
      g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
      g_assert_false (playback.damaged);
      g_assert_false (steady_alarm_playback_tick (&playback, INT64_MAX));
      g_assert_true (playback.damaged);
      g_assert_true (steady_alarm_playback_at_end (&playback));
      steady_alarm_system_free (system);
    }
}

#define ADD(path, test) g_test_add_func ("/alarm/journal/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/properties/replay-reproduces-every-signal",
                   test_replay_reproduces_every_signal);
  ADD ("playback-waits-for-its-time", test_playback_waits_for_its_time);
  ADD ("a-quiet-minute-is-short", test_a_quiet_minute_is_short);
  ADD ("values-to-the-last-bit", test_values_to_the_last_bit);
  ADD ("what-a-change-costs", test_what_a_change_costs);
  ADD ("goes-on-after-a-gap", test_goes_on_after_a_gap);
  ADD ("a-pause-over-a-gap", test_a_pause_over_a_gap);
  ADD ("nobody-takes-it", test_nobody_takes_it);
  ADD ("an-act-between-ticks", test_an_act_between_ticks);
  ADD ("cut-at-each-byte", test_cut_at_each_byte);
  ADD ("flipped-bits", test_flipped_bits);
  ADD ("damage-is-said", test_damage_is_said);
  ADD ("times-have-an-end", test_times_have_an_end);
  return g_test_run ();
}
