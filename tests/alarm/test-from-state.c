/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-playback.h"
#include "alarm/steady-alarm-system-private.h"
#include "random-day.h"

/*
 * A journal can be read from any state within it: what is shown, heard and asked for
 * from there on is what was then, to the last bit, as if it had been told from its
 * beginning.
 */

#define CASE_START (70 * STEADY_NSEC_PER_SEC)

enum
{
  DAYS = 8,
  MOST_DAYS = 80,
  TICKS = 6500 /* about eleven minutes: two states */
};

/* One row of a case. */
typedef struct Piece
{
  GByteArray *bytes;
  bool        begins;
  unsigned    first_tick;
} Piece;

typedef struct Day
{
  GArray     *pieces; /* of Piece */
  GByteArray *said;   /* all that was shown, heard and asked for */
  size_t      said_at[TICKS + 1];
  unsigned    standing[STEADY_ALARM_LATCHED + 1]; /* at the states within */
  unsigned    paused;
  unsigned    states;
  unsigned    tick; /* how far it has come */
} Day;

/* What a playback reads of it. */
typedef struct Reading
{
  const Day *day;
  unsigned   next;
  unsigned   ended; /* times that there was no piece */
} Reading;

static bool
next_piece (void *data, const uint8_t **ret_bytes, size_t *ret_size)
{
  Reading *self = data;

  if (self->next == self->day->pieces->len)
    {
      self->ended++;
      *ret_size = 99; /* of what is not there nothing may be believed */
      return false;
    }
  const Piece *piece = &g_array_index (self->day->pieces, Piece, self->next++);
  *ret_bytes = piece->bytes->data;
  *ret_size = piece->bytes->len;
  return true;
}

/* Writes down what @system says at the end of a tick; times since @start. */
static void
listen (GByteArray        *said,
        SteadyAlarmSystem *system,
        SteadyInstant      start,
        SteadyInstant      real)
{
  SteadyAlarmRecord  records[128];
  SteadyIntervention wires[32];
  const SteadySound  sound = steady_alarm_system_sound (system, real);
  unsigned           n = steady_alarm_system_take_changes (system, records, 128);

  n += steady_alarm_system_present (system, records + n, 128 - n);
  g_assert_cmpuint (n, <=, 128);
  for (unsigned i = 0; i < n; i++)
    {
      records[i].t -= start;
      if (records[i].since != STEADY_INSTANT_NEVER)
        records[i].since -= start;
    }
  g_byte_array_append (said, (const uint8_t *) &n, sizeof n);
  g_byte_array_append (
      said, (const uint8_t *) records, (guint) (n * sizeof records[0]));
  n = steady_alarm_system_take_interventions (system, wires, 32);
  g_byte_array_append (said, (const uint8_t *) wires, (guint) (n * sizeof wires[0]));
  g_byte_array_append (said, (const uint8_t *) &sound, sizeof sound);
}

/* What stands where a state was written. */
static void
count_standing (Day *self, const SteadyAlarmSystem *system)
{
  for (unsigned i = 0; i < system->rules.count; i++)
    {
      self->standing[system->statuses[i].state]++;
      self->paused += system->statuses[i].paused;
    }
  self->states++;
}

static void
take (Day *self, const SteadyAlarmSystem *system, SteadyAlarmJournal *journal)
{
  size_t      size;
  Piece       piece = { .first_tick = self->tick };
  const void *bytes = steady_alarm_journal_take (journal, &size, &piece.begins);

  piece.bytes = g_byte_array_new ();
  g_byte_array_append (piece.bytes, bytes, (guint) size);
  if (piece.begins && self->pieces->len > 0)
    {
      g_assert_cmpuint (piece.bytes->data[0], ==, STEADY_ALARM_ENTRY_STATE);
      count_standing (self, system);
    }
  g_array_append_val (self->pieces, piece);
}

static void
press_hands (AlarmBench *bench)
{
  if (g_test_rand_int_range (0, 40) == 0)
    day_press (bench);
  if (g_test_rand_int_range (0, 300) == 0)
    steady_alarm_system_renew_interventions (bench->system);
  if (g_test_rand_int_range (0, 300) == 0)
    steady_alarm_system_set_limit (
        bench->system, "reservoir-stop", g_test_rand_double_range (5, 100));
  if (g_test_rand_int_range (0, 300) == 0)
    steady_alarm_system_set_plan_flow (bench->system, g_test_rand_double_range (0, 1));
}

static Day *
live_through (unsigned number)
{
  AlarmBench bench;
  Day       *day = g_new0 (Day, 1);

  day->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  day->said = g_byte_array_new ();
  bench_start (&bench, number % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
  SteadyAlarmJournal *journal =
      steady_alarm_system_keep_journal (bench.system, CASE_START);
  for (unsigned tick = 0; tick < TICKS; tick++)
    {
      if (g_test_rand_int_range (0, 25) == 0)
        day_happen (&bench);
      bench.now += 80 * STEADY_NSEC_PER_MSEC + g_test_rand_int_range (0, 40000000);
      steady_alarm_system_update (
          bench.system, bench.now, &bench.values, &bench.support);
      steady_alarm_system_sound (bench.system, bench.now);
      press_hands (&bench);
      day->said_at[tick] = day->said->len;
      listen (day->said, bench.system, CASE_START, bench.now);
      if (tick % 10 == 9)
        {
          take (day, bench.system, journal);
          day->tick = tick + 1;
        }
    }
  day->said_at[TICKS] = day->said->len;
  bench_stop (&bench);
  return day;
}

static void
day_free (Day *self)
{
  for (guint i = 0; i < self->pieces->len; i++)
    g_byte_array_unref (g_array_index (self->pieces, Piece, i).bytes);
  g_array_unref (self->pieces);
  g_byte_array_unref (self->said);
  g_free (self);
}

static SteadyAlarmSystem *
same_system (unsigned number)
{
  AlarmBench bench;
  bench_start (&bench, number % 2 == 0 ? "neonate" : NULL, BENCH_PLAN, NULL);
  return bench.system;
}

/* Tells it from @piece on; what it says must be what was said from there on. */
static void
assert_same_from (const Day           *day,
                  unsigned             number,
                  unsigned             piece,
                  SteadyInstant        start,
                  SteadyAlarmPlayback *ret_playback)
{
  SteadyAlarmSystem *system = same_system (number);
  Reading            reading = { .day = day, .next = piece };
  unsigned           tick = g_array_index (day->pieces, Piece, piece).first_tick;
  g_autoptr (GByteArray) said = g_byte_array_new ();

  steady_alarm_playback_init_pieces (ret_playback, system, start, next_piece, &reading);
  g_assert_false (steady_alarm_playback_at_end (ret_playback));
  while (steady_alarm_playback_tick (ret_playback, INT64_MAX))
    {
      const size_t from = day->said_at[tick], to = day->said_at[tick + 1];
      g_byte_array_set_size (said, 0);
      listen (said, system, start, steady_alarm_playback_real (ret_playback));
      g_assert_cmpmem (day->said->data + from, to - from, said->data, said->len);
      tick++;
    }
  g_assert_cmpuint (tick, ==, TICKS);
  g_assert_false (steady_alarm_playback_tick (ret_playback, INT64_MAX));
  g_assert_cmpuint (reading.ended, ==, 1);
  g_assert_false (ret_playback->damaged);
  g_assert_true (steady_alarm_playback_at_end (ret_playback));
  steady_alarm_system_free (system);
}

/* Whether some states were such that it was worth beginning with them. */
static bool
is_worth_it (const unsigned *standing, unsigned paused)
{
  return standing[STEADY_ALARM_PENDING] > 0 && standing[STEADY_ALARM_ACTIVE] > 0 &&
         standing[STEADY_ALARM_ACKNOWLEDGED] > 0 &&
         standing[STEADY_ALARM_LATCHED] > 0 && paused > 0;
}

static void
test_from_every_state (void)
{
  unsigned standing[STEADY_ALARM_LATCHED + 1] = { 0 };
  unsigned paused = 0;

  /* days are random, and of few nothing latched just when a state was written */
  for (unsigned number = 0;
       number < DAYS || (number < MOST_DAYS && !is_worth_it (standing, paused));
       number++)
    {
      SteadyAlarmPlayback playback;
      Day                *day = live_through (number);

      g_assert_cmpuint (day->states, ==, 2);
      assert_same_from (day, number, 0, CASE_START, &playback);
      g_assert_cmpuint (playback.checked, ==, day->states);
      g_assert_cmpuint (playback.differing, ==, 0);
      for (unsigned i = 1; i < day->pieces->len; i++)
        if (g_array_index (day->pieces, Piece, i).begins)
          {
            /* the case is played at another time than it was */
            assert_same_from (
                day, number, i, number % 3 * STEADY_NSEC_PER_SEC, &playback);
            g_assert_cmpuint (playback.differing, ==, 0);
          }
      for (unsigned i = 0; i < G_N_ELEMENTS (standing); i++)
        standing[i] += day->standing[i];
      paused += day->paused;
      day_free (day);
    }
  g_assert_true (is_worth_it (standing, paused));
}

/* The first piece after the beginning that can be read by itself. */
static unsigned
a_state (const Day *day)
{
  for (unsigned i = 1; i < day->pieces->len; i++)
    if (g_array_index (day->pieces, Piece, i).begins)
      return i;
  g_assert_not_reached ();
}

/* The last status within the state that stands in @piece. */
static uint8_t *
last_status (GByteArray *piece)
{
  SteadyAlarmSystem *system = same_system (0);
  const size_t       size = steady_alarm_system_state_size (system);
  uint8_t           *at = piece->data;

  while (!steady_alarm_system_fits (system, at, size))
    g_assert_cmpuint (++at - piece->data + size, <=, piece->len);
  steady_alarm_system_free (system);
  return at + size - sizeof (SteadyAlarmStatus);
}

/* Who was told all from the beginning believes himself, and counts what differs. */
static void
test_a_state_that_differs (void)
{
  SteadyAlarmPlayback playback;
  Day                *day = live_through (0);
  const Piece        *piece = &g_array_index (day->pieces, Piece, a_state (day));

  last_status (piece->bytes)[offsetof (SteadyAlarmStatus, onset)] ^= 1;
  assert_same_from (day, 0, 0, CASE_START, &playback);
  g_assert_cmpuint (playback.checked, ==, 2);
  g_assert_cmpuint (playback.differing, ==, 1);
  day_free (day);
}

/* The state within @piece that is common to all its alarms. */
static uint8_t *
common_of (GByteArray *piece)
{
  SteadyAlarmSystem *system = same_system (0);
  uint8_t           *end = last_status (piece) + sizeof (SteadyAlarmStatus);
  uint8_t           *common = end - system->rules.count * sizeof (SteadyAlarmStatus) -
                    sizeof (SteadyAlarmCommon);

  steady_alarm_system_free (system);
  return common;
}

/* Whatever stands in a state within, who was told all goes on: one that differs in what
 * is common, one in which nothing can be, and one of other rules, which is none. */
static void
test_states_that_nobody_needs (void)
{
  SteadyAlarmPlayback playback;
  Day                *day = live_through (0);
  GByteArray         *state = g_array_index (day->pieces, Piece, a_state (day)).bytes;
  uint8_t            *common = common_of (state), *last = last_status (state);

  common[offsetof (SteadyAlarmCommon, episode)] ^= 1;
  assert_same_from (day, 0, 0, CASE_START, &playback);
  g_assert_cmpuint (playback.checked, ==, 2);
  g_assert_cmpuint (playback.differing, ==, 1);
  common[offsetof (SteadyAlarmCommon, episode)] ^= 1;

  uint8_t *first = common + sizeof (SteadyAlarmCommon);
  first[offsetof (SteadyAlarmStatus, onset)] ^= 1;
  assert_same_from (day, 0, 0, CASE_START, &playback);
  g_assert_cmpuint (playback.differing, ==, 1);
  first[offsetof (SteadyAlarmStatus, onset)] ^= 1;

  const uint8_t before = last[offsetof (SteadyAlarmStatus, state)];
  last[offsetof (SteadyAlarmStatus, state)] = 99;
  assert_same_from (day, 0, 0, CASE_START, &playback);
  g_assert_cmpuint (playback.checked, ==, 1);
  g_assert_cmpuint (playback.differing, ==, 1);
  last[offsetof (SteadyAlarmStatus, state)] = before;

  common[-1] ^= 1; /* the last of the head, which names the rules */
  assert_same_from (day, 0, 0, CASE_START, &playback);
  g_assert_cmpuint (playback.checked, ==, 1);
  g_assert_cmpuint (playback.differing, ==, 0);
  day_free (day);
}

/* A journal that has not begun has no state to come, nor one without a tick yet. */
static void
test_when_a_state_is_due (void)
{
  const SteadyInstant late = CASE_START + 100 * STEADY_ALARM_STATE_EVERY;
  SteadyAlarmSystem  *system = same_system (0);
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (system, CASE_START);
  size_t              size;
  bool                begins;

  g_assert_true (steady_alarm_journal_wants_state (journal));
  g_assert_false (steady_alarm_journal_is_due (journal, late));
  steady_alarm_journal_begin (journal, 0);
  g_assert_false (steady_alarm_journal_is_due (journal, late));
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, >, 0);
  g_assert_true (begins);
  g_assert_false (steady_alarm_journal_wants_state (journal));
  g_assert_false (steady_alarm_journal_is_due (journal, late));

  /* it counts from the first tick that is told, and to the nanosecond */
  const SteadyInstant    told = CASE_START + STEADY_NSEC_PER_SEC;
  const SteadySupport    support = { .mode_since = CASE_START };
  const SteadyValueTable values = { .latest = { { .t = 0 } } };
  steady_alarm_journal_tick (journal, told, &values, &support);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_false (begins);
  g_assert_false (
      steady_alarm_journal_is_due (journal, told + STEADY_ALARM_STATE_EVERY - 1));
  g_assert_true (
      steady_alarm_journal_is_due (journal, told + STEADY_ALARM_STATE_EVERY));
  steady_alarm_system_free (system);
}

/* What is damaged ends it: the pieces behind are good, and not told. */
static void
test_a_damaged_piece (void)
{
  SteadyAlarmPlayback playback;
  Day                *day = live_through (0);
  SteadyAlarmSystem  *system = same_system (0);
  const Piece        *piece = &g_array_index (day->pieces, Piece, 3);
  Reading             reading = { .day = day };
  unsigned            ticks = 0;

  piece->bytes->data[0] = 0xff; /* no entry */
  steady_alarm_playback_init_pieces (
      &playback, system, CASE_START, next_piece, &reading);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    ticks++;
  g_assert_cmpuint (ticks, ==, piece->first_tick);
  g_assert_true (playback.damaged);
  g_assert_true (steady_alarm_playback_at_end (&playback));
  g_assert_false (steady_alarm_playback_tick (&playback, INT64_MAX));
  steady_alarm_system_free (system);
  day_free (day);
}

/* What one can begin with, and why not. */
static void
test_can_start (void)
{
  Day               *day = live_through (0);
  SteadyAlarmSystem *mine = same_system (0);
  AlarmBench         other;
  GByteArray        *state = g_array_index (day->pieces, Piece, a_state (day)).bytes;
  const GByteArray  *first = g_array_index (day->pieces, Piece, 0).bytes;
  const GByteArray  *second = g_array_index (day->pieces, Piece, 1).bytes;

  bench_start_on (&other, "ecmo", NULL, BENCH_PLAN, NULL);
#define CAN(bytes, size) (int) steady_alarm_playback_can_start (mine, bytes, size)
  g_assert_cmpint (CAN (first->data, first->len), ==, STEADY_ALARM_START_HERE);
  g_assert_cmpint (CAN (state->data, state->len), ==, STEADY_ALARM_START_HERE);
  g_assert_cmpint (CAN (second->data, second->len), ==, STEADY_ALARM_START_DAMAGED);
  for (unsigned size = 0; size <= 100; size++) /* cut in the head, then in the state */
    g_assert_cmpint (CAN (state->data, size), ==, STEADY_ALARM_START_DAMAGED);
  g_assert_cmpint (
      (int) steady_alarm_playback_can_start (other.system, state->data, state->len),
      ==,
      STEADY_ALARM_START_OTHER);
  state->data[1]++; /* the version */
  g_assert_cmpint (CAN (state->data, state->len), ==, STEADY_ALARM_START_OTHER);
  state->data[1]--;
  /* nothing can be in that state */
  last_status (state)[offsetof (SteadyAlarmStatus, state)] = 99;
  g_assert_cmpint (CAN (state->data, state->len), ==, STEADY_ALARM_START_DAMAGED);
#undef CAN
  steady_alarm_system_free (mine);
  bench_stop (&other);
  day_free (day);
}

/* A state whose tick is missing cannot be gone on from. */
static void
test_a_state_without_its_tick (void)
{
  SteadyAlarmPlayback playback;
  Day                *day = live_through (0);
  SteadyAlarmSystem  *system = same_system (0);
  const unsigned      at = a_state (day);
  GByteArray         *state = g_array_index (day->pieces, Piece, at).bytes;
  Reading             reading = { .day = day, .next = at };

  /* its head and the state itself, and then at once the next piece */
  g_byte_array_set_size (
      state, (guint) (last_status (state) - state->data + sizeof (SteadyAlarmStatus)));
  steady_alarm_playback_init_pieces (&playback, system, 0, next_piece, &reading);
  g_assert_false (steady_alarm_playback_tick (&playback, INT64_MAX));
  g_assert_true (playback.damaged);
  g_assert_true (steady_alarm_playback_at_end (&playback));
  g_assert_false (steady_alarm_playback_tick (&playback, INT64_MAX));
  g_assert_true (playback.damaged);
  steady_alarm_system_free (system);
  day_free (day);
}

#define ADD(path, test) g_test_add_func ("/alarm/from-state/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("from-every-state", test_from_every_state);
  ADD ("a-state-that-differs", test_a_state_that_differs);
  ADD ("states-that-nobody-needs", test_states_that_nobody_needs);
  ADD ("when-a-state-is-due", test_when_a_state_is_due);
  ADD ("a-damaged-piece", test_a_damaged_piece);
  ADD ("can-start", test_can_start);
  ADD ("a-state-without-its-tick", test_a_state_without_its_tick);
  return g_test_run ();
}
