/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-playback.h"
#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-command.h"
#include "small-rules.h"

/* The bytes of a journal, one by one, and when something is written at all. */

#define RULES                                                    \
  HEAD RULE ("one", "high", ALWAYS DELAY (0, 0) ", " BELOW (30)) \
      RULE ("two", "medium", ALWAYS DELAY (0, 0) ", " BELOW (30)) TAIL

typedef struct Tape
{
  uint8_t bytes[2048];
  size_t  size;
} Tape;

static void
put (Tape *tape, unsigned byte)
{
  g_assert_cmpuint (tape->size, <, sizeof tape->bytes);
  tape->bytes[tape->size++] = (uint8_t) byte;
}

/* Seven bits in a byte, in at least @least bytes. */
static void
put_number (Tape *tape, uint64_t number, unsigned least)
{
  for (unsigned i = 1; number >= 0x80 || i < least; i++)
    {
      put (tape, (unsigned) (number & 0x7f) | 0x80);
      number >>= 7;
    }
  put (tape, (unsigned) number);
}

static void
put_begin (Tape *tape)
{
  put (tape, STEADY_ALARM_ENTRY_BEGIN);
  put (tape, STEADY_ALARM_JOURNAL_VERSION);
  put_number (tape, 0, 1);
  put_number (tape, 0, 1);
  put (tape, STEADY_ALARM_ENTRY_STEP);
  put_number (tape, (uint64_t) BENCH_TICK << 1, 1);
}

static Tape
begun (void)
{
  Tape tape = { .size = 0 };
  put_begin (&tape);
  return tape;
}

static void
put_ticks (Tape *tape, uint64_t count)
{
  put (tape, STEADY_ALARM_ENTRY_TICKS);
  put_number (tape, count, 1);
}

static void
put_double (Tape *tape, double value)
{
  uint8_t bytes[8];
  memcpy (bytes, &value, 8);
  for (unsigned i = 0; i < 8; i++)
    put (tape, bytes[i]);
}

/* Plays all of it to a system of RULES. Returns how many ticks it told. */
static unsigned
play (const Tape *tape, SteadyAlarmPlayback *ret_playback, AlarmBench *bench)
{
  unsigned ticks = 0;

  small_start (bench, RULES);
  steady_alarm_system_free (bench->system);
  bench->system = small_make (RULES, (SteadyAlarmSetup){ 0 }, NULL);
  steady_alarm_playback_init (ret_playback, bench->system, 0, tape->bytes, tape->size);
  while (steady_alarm_playback_tick (ret_playback, INT64_MAX))
    ticks++;
  g_assert_true (steady_alarm_playback_at_end (ret_playback));
  return ticks;
}

static void
expect (const Tape *tape, unsigned ticks, bool damaged)
{
  SteadyAlarmPlayback playback;
  AlarmBench          bench;

  g_assert_cmpuint (play (tape, &playback, &bench), ==, ticks);
  g_assert_cmpint (playback.damaged, ==, damaged);
  bench_stop (&bench);
}

static void
test_how_many_ticks_alike (void)
{
  Tape tape = begun ();
  put_ticks (&tape, STEADY_ALARM_ALIKE_MAX);
  expect (&tape, STEADY_ALARM_ALIKE_MAX, false);
  tape = begun ();
  put_ticks (&tape, STEADY_ALARM_ALIKE_MAX + 1);
  put_ticks (&tape, 3); /* behind what is damaged nothing is told */
  expect (&tape, 0, true);
}

static void
test_how_many_samples (void)
{
  for (unsigned count = STEADY_CHANNEL_MAX - 1; count <= STEADY_CHANNEL_MAX + 1;
       count++)
    {
      Tape tape = begun ();
      put (&tape, STEADY_ALARM_ENTRY_TICK);
      put_number (&tape, count, 1);
      for (unsigned i = 0; i < count; i++)
        {
          put_number (&tape, i == 0 ? 1 : 0, 1);
          put (&tape, STEADY_QUALITY_VALID);
        }
      const bool fine = count <= STEADY_CHANNEL_MAX;
      expect (&tape, fine ? 1 : 0, !fine);
    }
}

static void
test_which_channels (void)
{
  for (unsigned last = STEADY_CHANNEL_MAX - 1; last <= STEADY_CHANNEL_MAX; last++)
    {
      Tape tape = begun ();
      put (&tape, STEADY_ALARM_ENTRY_TICK);
      put_number (&tape, 2, 1);
      put_number (&tape, 200, 1);
      put (&tape, STEADY_QUALITY_VALID);
      put_number (&tape, last - 200, 1);
      put (&tape, STEADY_QUALITY_VALID);
      const bool fine = last < STEADY_CHANNEL_MAX;
      expect (&tape, fine ? 1 : 0, !fine);
    }
}

static void
test_which_mode_and_flags (void)
{
  for (unsigned i = 0; i < 4; i++)
    {
      Tape tape = begun ();
      put (&tape, STEADY_ALARM_ENTRY_SUPPORT);
      put_number (&tape, i == 1 ? UINT64_C (1) << 32 : UINT32_MAX, 1);
      put_number (&tape, i == 2 ? UINT64_C (1) << 32 : UINT32_MAX, 1);
      put_number (&tape, 0, 1);
      put_ticks (&tape, 1);
      SteadyAlarmPlayback playback;
      AlarmBench          bench;
      const bool          fine = i == 0 || i == 3;
      g_assert_cmpuint (play (&tape, &playback, &bench), ==, fine ? 1 : 0);
      g_assert_cmpint (playback.damaged, ==, !fine);
      if (fine)
        {
          g_assert_cmpuint (playback.support.mode, ==, UINT32_MAX);
          g_assert_cmpuint (playback.support.flags, ==, UINT32_MAX);
        }
      bench_stop (&bench);
    }
}

/* A number may be padded to ten bytes and no more. */
static void
test_how_long_a_number_is (void)
{
  for (unsigned bytes = 10; bytes <= 11; bytes++)
    {
      Tape tape = begun ();
      put (&tape, STEADY_ALARM_ENTRY_TICKS);
      put_number (&tape, 2, bytes);
      expect (&tape, bytes == 10 ? 2 : 0, bytes != 10);
    }
}

/* A journal that ends in the middle of an entry tells what stands before. */
static void
test_cut_anywhere (void)
{
  static const struct
  {
    unsigned entry;
    unsigned numbers;
    bool     value;
  } rows[] = {
    { STEADY_ALARM_ENTRY_TICKS, 1, false },
    { STEADY_ALARM_ENTRY_STEP, 1, false },
    { STEADY_ALARM_ENTRY_SUPPORT, 3, false },
    { STEADY_ALARM_ENTRY_SOUND, 1, false },
    { STEADY_ALARM_ENTRY_PAUSE, 1, false },
    { STEADY_ALARM_ENTRY_ACKNOWLEDGE, 1, false },
    { STEADY_ALARM_ENTRY_RESET, 1, false },
    { STEADY_ALARM_ENTRY_AT, 1, false },
    { STEADY_ALARM_ENTRY_LIMIT, 1, true },
    { STEADY_ALARM_ENTRY_PLAN_FLOW, 0, true },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Tape whole = begun ();
      put_ticks (&whole, 2);
      const size_t before = whole.size;
      put (&whole, rows[i].entry);
      for (unsigned k = 0; k < rows[i].numbers; k++)
        put_number (&whole, 1, 1);
      if (rows[i].value)
        put_double (&whole, 15);
      for (size_t size = before; size <= whole.size; size++)
        {
          Tape tape = whole;
          tape.size = size;
          memset (tape.bytes + size, 0, sizeof tape.bytes - size);
          const bool cut = size > before && size < whole.size;
          const bool told = rows[i].entry == STEADY_ALARM_ENTRY_TICKS;
          expect (&tape, told && size == whole.size ? 3 : 2, cut);
        }
    }
}

/* A sample that is cut off is no tick. */
static void
test_a_cut_sample (void)
{
  static const unsigned formats[] = { STEADY_ALARM_NUMBER_DECIMAL,
                                      STEADY_ALARM_NUMBER_FLOAT,
                                      STEADY_ALARM_NUMBER_DOUBLE };
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    for (unsigned cut = 0; cut < 4; cut++)
      {
        Tape tape = begun ();
        put_ticks (&tape, 1);
        put (&tape, STEADY_ALARM_ENTRY_TICK);
        if (cut > 0)
          put_number (&tape, 1, 1);
        if (cut > 1)
          put_number (&tape, STEADY_CHANNEL_ARTERIAL_MEAN, 1);
        if (cut > 2)
          put (&tape, STEADY_QUALITY_VALID | formats[i] << 4);
        expect (&tape, 1, true);
      }
}

/* An act that is cut off is not done. */
static void
test_a_cut_act (void)
{
  SteadyAlarmPlayback playback;
  AlarmBench          bench;
  Tape                tape = begun ();

  put (&tape, STEADY_ALARM_ENTRY_TICK);
  put_number (&tape, 1, 1);
  put_number (&tape, STEADY_CHANNEL_RECORDER, 1);
  put (&tape, STEADY_QUALITY_SENSOR_OFF);
  put_ticks (&tape, 100);
  Tape cut = tape;
  put (&cut, STEADY_ALARM_ENTRY_ACKNOWLEDGE);
  play (&cut, &playback, &bench);
  g_assert_true (playback.damaged);
  g_assert_cmpint (bench.system->statuses[0].state, ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
  cut = tape;
  put (&cut, STEADY_ALARM_ENTRY_SOUND);
  play (&cut, &playback, &bench);
  g_assert_true (playback.damaged);
  g_assert_cmpint (steady_alarm_playback_real (&playback), ==, 0);
  bench_stop (&bench);
}

/* The end is where nothing is left to tell. */
static void
test_where_the_end_is (void)
{
  SteadyAlarmPlayback playback;
  Tape                tape = begun ();
  SteadyAlarmSystem  *system = small_make (RULES, (SteadyAlarmSetup){ 0 }, NULL);

  put_ticks (&tape, 2);
  steady_alarm_playback_init (&playback, system, 0, tape.bytes, tape.size);
  g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
  g_assert_false (steady_alarm_playback_at_end (&playback));
  g_assert_true (steady_alarm_playback_tick (&playback, INT64_MAX));
  g_assert_true (steady_alarm_playback_at_end (&playback));
  steady_alarm_system_free (system);
}

/* What no journal holds. */
static void
test_what_no_journal_holds (void)
{
  Tape tape = { .size = 0 };
  put_ticks (&tape, 2); /* no beginning */
  expect (&tape, 0, true);

  tape = begun (); /* a second beginning, of another version */
  put_ticks (&tape, 1);
  put (&tape, STEADY_ALARM_ENTRY_BEGIN);
  put (&tape, STEADY_ALARM_JOURNAL_VERSION + 1);
  put_number (&tape, 0, 1);
  put_number (&tape, 0, 1);
  put_ticks (&tape, 5);
  expect (&tape, 1, true);

  tape = begun (); /* a real time beyond all times */
  put_ticks (&tape, 1);
  for (unsigned i = 0; i < 2; i++)
    {
      put (&tape, STEADY_ALARM_ENTRY_SOUND);
      put_number (&tape, (uint64_t) STEADY_ALARM_SPAN_MAX << 1, 1);
    }
  put_ticks (&tape, 5);
  expect (&tape, 1, true);

  tape = (Tape){ .size = 0 };
  put (&tape, STEADY_ALARM_ENTRY_BEGIN);
  put (&tape, STEADY_ALARM_JOURNAL_VERSION + 1);
  put_number (&tape, 0, 1);
  put_number (&tape, 0, 1);
  put_ticks (&tape, 1);
  expect (&tape, 0, true);

  tape = (Tape){ .size = 0 }; /* a state of one byte */
  put (&tape, STEADY_ALARM_ENTRY_BEGIN);
  put (&tape, STEADY_ALARM_JOURNAL_VERSION);
  put_number (&tape, 0, 1);
  put_number (&tape, 1, 1);
  put (&tape, 0);
  put_ticks (&tape, 1);
  expect (&tape, 0, true);

  tape = begun ();
  put_ticks (&tape, 1);
  put (&tape, 99); /* no entry */
  put_ticks (&tape, 5);
  expect (&tape, 1, true);

  tape = begun (); /* no format of a number */
  put (&tape, STEADY_ALARM_ENTRY_TICK);
  put_number (&tape, 1, 1);
  put_number (&tape, STEADY_CHANNEL_ARTERIAL_MEAN, 1);
  put (&tape, STEADY_QUALITY_VALID | 7 << 4);
  put (&tape, 2);
  put_ticks (&tape, 5);
  expect (&tape, 0, true);

  tape = begun (); /* a rule that there is not */
  put_ticks (&tape, 1);
  put (&tape, STEADY_ALARM_ENTRY_ACKNOWLEDGE);
  put_number (&tape, 3, 1);
  put_ticks (&tape, 5);
  expect (&tape, 1, true);

  tape = begun (); /* a limit that nobody could have set */
  put_ticks (&tape, 1);
  put (&tape, STEADY_ALARM_ENTRY_LIMIT);
  put_number (&tape, 1, 1);
  put_double (&tape, 61);
  put_ticks (&tape, 5);
  expect (&tape, 1, true);

  tape = begun (); /* a flow that no plan has */
  put_ticks (&tape, 1);
  put (&tape, STEADY_ALARM_ENTRY_PLAN_FLOW);
  put_double (&tape, 21);
  put_ticks (&tape, 5);
  expect (&tape, 1, true);
}

/* Limits and plan flow are told, and a second beginning knows nothing of the first. */
static void
test_what_is_told (void)
{
  SteadyAlarmPlayback playback;
  SteadyAlarmLimit    limit;
  AlarmBench          bench;
  Tape                tape = begun ();

  put (&tape, STEADY_ALARM_ENTRY_TICK);
  put_number (&tape, 1, 1);
  put_number (&tape, STEADY_CHANNEL_ARTERIAL_MEAN, 1);
  put (&tape, STEADY_QUALITY_VALID | STEADY_ALARM_NUMBER_DOUBLE << 4);
  put_double (&tape, 35);
  put (&tape, STEADY_ALARM_ENTRY_LIMIT);
  put_number (&tape, 1, 1);
  put_double (&tape, 40);
  put (&tape, STEADY_ALARM_ENTRY_PLAN_FLOW);
  put_double (&tape, 1.5);
  put_ticks (&tape, 1);
  g_assert_cmpuint (play (&tape, &playback, &bench), ==, 2);
  g_assert_false (playback.damaged);
  g_assert_cmpint (playback.values.latest[STEADY_CHANNEL_ARTERIAL_MEAN].channel,
                   ==,
                   STEADY_CHANNEL_ARTERIAL_MEAN);
  g_assert_true (steady_alarm_system_limit (bench.system, "one", &limit));
  g_assert_cmpfloat_with_epsilon (limit.value, 40, 1e-12);
  g_assert_cmpfloat_with_epsilon (bench.system->plan_flow_l_min, 1.5, 1e-12);
  g_assert_nonnull (small_present (&bench, "one"));
  bench_stop (&bench);

  put_begin (&tape);
  put_ticks (&tape, 1);
  play (&tape, &playback, &bench);
  g_assert_false (playback.damaged);
  g_assert_cmpint (playback.values.latest[STEADY_CHANNEL_ARTERIAL_MEAN].quality,
                   ==,
                   STEADY_QUALITY_MISSING);
  bench_stop (&bench);
}

/* What is written, then told again to another system. */
typedef struct Story
{
  AlarmBench          bench;
  SteadyAlarmJournal *journal;
  Tape                tape;
} Story;

static void
story_start (Story *self)
{
  memset (self, 0, sizeof *self);
  small_start (&self->bench, RULES);
  steady_alarm_system_free (self->bench.system);
  self->bench.system = small_make (RULES, (SteadyAlarmSetup){ 0 }, NULL);
  self->bench.now = 0;
  self->journal = steady_alarm_system_keep_journal (self->bench.system, 0);
}

/* How many bytes were written since the last time. */
static size_t
story_take (Story *self)
{
  size_t      size;
  bool        begins;
  const void *bytes = steady_alarm_journal_take (self->journal, &size, &begins);
  if (begins)
    self->tape.size = 0;
  g_assert_cmpuint (self->tape.size + size, <=, sizeof self->tape.bytes);
  memcpy (self->tape.bytes + self->tape.size, bytes, size);
  self->tape.size += size;
  return size;
}

/* The other system stands as this one does, alarm by alarm. */
static void
story_check (Story *self)
{
  SteadyAlarmPlayback playback;
  AlarmBench          other;

  story_take (self);
  play (&self->tape, &playback, &other);
  g_assert_false (playback.damaged);
  const SteadyAlarmSystem *a = self->bench.system, *b = other.system;
  for (unsigned i = 0; i < a->rules.count; i++)
    {
      g_assert_cmpint (a->statuses[i].state, ==, b->statuses[i].state);
      g_assert_cmpint (a->statuses[i].changed, ==, b->statuses[i].changed);
      g_assert_cmpint (a->statuses[i].true_since, ==, b->statuses[i].true_since);
      g_assert_cmpint (a->statuses[i].paused, ==, b->statuses[i].paused);
      g_assert_cmpint (a->statuses[i].acknowledged, ==, b->statuses[i].acknowledged);
      g_assert_cmpint (a->statuses[i].sounding, ==, b->statuses[i].sounding);
    }
  g_assert_cmpint (a->common.pause_level, ==, b->common.pause_level);
  g_assert_cmpint (a->common.episode, ==, b->common.episode);
  g_assert_cmpint (a->common.pump_may_turn, ==, b->common.pump_may_turn);
  bench_stop (&other);
}

static void
test_a_day_is_told_again (void)
{
  Story story;

  story_start (&story);
  bench_run (&story.bench, 1);
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&story.bench, 1);
  story_check (&story);
  /* two hands between two ticks, the first some time after the last tick */
  steady_alarm_system_acknowledge (story.bench.system, story.bench.now + 5, "one");
  steady_alarm_system_acknowledge (story.bench.system, story.bench.now, "two");
  story_check (&story);
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 50);
  bench_run (&story.bench, 1);
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_run (&story.bench, 1);
  steady_alarm_system_pause (
      story.bench.system, story.bench.now, 1000 * STEADY_NSEC_PER_SEC);
  bench_tick (&story.bench);
  story_check (&story);
  /* the short pause ends by real time, the long one by a hand */
  steady_alarm_system_sound (story.bench.system, 1031 * STEADY_NSEC_PER_SEC);
  bench_tick (&story.bench);
  g_assert_true (story.bench.system->statuses[1].sounding);
  story_check (&story);
  steady_alarm_system_end_pause (story.bench.system, story.bench.now);
  story_check (&story);
  g_assert_true (story.bench.system->statuses[2].sounding);
  /* values with more decimals than are counted */
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 45 + 1.0 / 3);
  bench_tick (&story.bench);
  story_check (&story);
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, (double) 20.1f);
  bench_tick (&story.bench);
  story_check (&story);
  /* the ticks of another clock */
  for (unsigned i = 0; i < 5; i++)
    {
      story.bench.now += 7 * STEADY_NSEC_PER_MSEC;
      bench_tick (&story.bench);
    }
  story_check (&story);
  bench_stop (&story.bench);
}

/* More ticks alike than one entry holds. */
static void
test_a_long_quiet_time (void)
{
  Story story;

  story_start (&story);
  bench_run (&story.bench, 170);
  story_check (&story);
  bench_stop (&story.bench);
}

/* Nobody takes what is written: before the room is full it begins anew, with the next
 * tick or with what a person does, and not sooner than it must. */
static void
test_what_nobody_takes (void)
{
  enum
  {
    HEAD_ROOM = 128, /* for any one entry */
    OF_A_RULE = 12,
    OF_A_CHANNEL = 16,
    CHANNELS = 8 /* of "lost", of the arming flow, of the pump */
  };
  Story  story;
  size_t most = 0;

  story_start (&story);
  bench_tick (&story.bench);
  const size_t of_a_tick = steady_alarm_system_state_size (story.bench.system) +
                           HEAD_ROOM + OF_A_RULE * 3 + OF_A_CHANNEL * CHANNELS;
  for (unsigned i = 0; i < STEADY_ALARM_JOURNAL_SIZE; i++)
    {
      steady_alarm_system_end_pause (story.bench.system, story.bench.now);
      const size_t waits = steady_alarm_journal_waiting (story.journal);
      if (waits > 0)
        g_assert_cmpint (steady_alarm_journal_wants_state (story.journal),
                         ==,
                         waits + of_a_tick > STEADY_ALARM_JOURNAL_SIZE);
      most = MAX (most, waits);
      if (waits == 0)
        break;
    }
  g_assert_cmpuint (most, ==, STEADY_ALARM_JOURNAL_SIZE - HEAD_ROOM + 1);
  g_assert_cmpuint (steady_alarm_journal_waiting (story.journal), ==, 0);
  bench_run (&story.bench, 1);
  story_check (&story);
  bench_stop (&story.bench);
}

/* What was asked for again is asked for again. */
static void
test_renewed_wires (void)
{
  g_autofree char *rules = small_with_first (
      "'did': 'd', 'interventions': [{'control': 'pump-stop'}]", RULES);
  Story      story = { .tape.size = 0 };
  AlarmBench other;

  small_start (&story.bench, rules);
  story.journal = steady_alarm_system_keep_journal (story.bench.system, 0);
  bench_quality (&story.bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&story.bench, 1.1);
  steady_alarm_system_renew_interventions (story.bench.system);
  story_take (&story);
  small_start (&other, rules);
  SteadyAlarmPlayback playback;
  SteadyIntervention  wires[4];
  unsigned            asked = 0;
  steady_alarm_playback_init (
      &playback, other.system, 0, story.tape.bytes, story.tape.size);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    if (!steady_alarm_playback_at_end (&playback))
      asked += steady_alarm_system_take_interventions (other.system, wires, 4);
  g_assert_cmpuint (asked, ==, 1);
  g_assert_cmpuint (
      steady_alarm_system_take_interventions (other.system, wires, 4), ==, 1);
  bench_stop (&other);
  bench_stop (&story.bench);
}

/* The first rule is seen and reset as any other. */
static void
test_hands_on_the_first_rule (void)
{
  g_autofree char *rules = small_with_first ("'latching': true", RULES);
  Story            story = { .tape.size = 0 };
  AlarmBench       other;

  small_start (&story.bench, rules);
  story.journal = steady_alarm_system_keep_journal (story.bench.system, 0);
  bench_tick (&story.bench);
  bench_quality (&story.bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&story.bench, 1.1);
  steady_alarm_system_acknowledge (story.bench.system, story.bench.now, "lost");
  bench_quality (&story.bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_VALID);
  bench_run (&story.bench, 1.1);
  g_assert_true (
      steady_alarm_system_reset (story.bench.system, story.bench.now, "lost"));
  bench_tick (&story.bench);
  story_take (&story);
  small_start (&other, rules);
  SteadyAlarmPlayback playback;
  steady_alarm_playback_init (
      &playback, other.system, 0, story.tape.bytes, story.tape.size);
  while (steady_alarm_playback_tick (&playback, INT64_MAX))
    continue;
  g_assert_false (playback.damaged);
  g_assert_cmpint (other.system->statuses[0].state, ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (
      other.system->statuses[0].changed, ==, story.bench.system->statuses[0].changed);
  bench_stop (&other);
  bench_stop (&story.bench);
}

/* A pause by what the pump does, although no rule judges the pump. */
static void
test_the_pump_is_told (void)
{
  for (unsigned i = 0; i < 2; i++)
    {
      Story story;
      story_start (&story);
      small_mode (&story.bench, STEADY_SUPPORT_SET_UP);
      bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
      bench_set (&story.bench, STEADY_CHANNEL_PUMP_SPEED, i == 0 ? 0 : 70);
      bench_run (&story.bench, 0.1);
      g_assert_cmpint (story.bench.system->common.pump_may_turn, ==, i == 1);
      story_check (&story);
      bench_stop (&story.bench);
    }
}

/* Nothing is written of channels that nobody judges, nor of what must be heard while
 * no pause runs; ticks alike are one byte until they are taken. */
static void
test_what_is_not_written (void)
{
  Story story;

  story_start (&story);
  bench_tick (&story.bench);
  story_take (&story);
  g_assert_cmpuint (steady_alarm_journal_waiting (story.journal), ==, 0);
  bench_tick (&story.bench);
  bench_tick (&story.bench);
  story_take (&story);
  bench_set (&story.bench, STEADY_CHANNEL_HEART_RATE, 1.23456);
  bench_set (&story.bench, STEADY_CHANNEL_LACTATE, 7);
  bench_tick (&story.bench);
  g_assert_cmpuint (steady_alarm_journal_waiting (story.journal), ==, 1);
  g_assert_cmpuint (story_take (&story), ==, 2);
  bench_sound (&story.bench);
  g_assert_cmpuint (steady_alarm_journal_waiting (story.journal), ==, 0);
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
  bench_tick (&story.bench);
  steady_alarm_system_pause (story.bench.system, story.bench.now, story.bench.now);
  story_take (&story);
  bench_sound (&story.bench);
  g_assert_cmpuint (story_take (&story), >, 0);
  /* the high one ends, the other is paused on */
  steady_alarm_system_sound (story.bench.system,
                             story.bench.now + 31 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (story.bench.system->common.pause_level, ==, STEADY_PRIORITY_NONE);
  g_assert_true (story.bench.system->statuses[2].paused);
  story_take (&story);
  steady_alarm_system_sound (story.bench.system,
                             story.bench.now + 32 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (story_take (&story), >, 0);
  steady_alarm_system_sound (story.bench.system,
                             story.bench.now + 121 * STEADY_NSEC_PER_SEC);
  story_take (&story);
  steady_alarm_system_sound (story.bench.system,
                             story.bench.now + 122 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (story_take (&story), ==, 0);
  /* by hand */
  steady_alarm_system_pause (story.bench.system, story.bench.now, story.bench.now);
  steady_alarm_system_end_pause (story.bench.system, story.bench.now);
  g_assert_cmpuint (story_take (&story), >, 0);
  bench_sound (&story.bench);
  g_assert_cmpuint (story_take (&story), ==, 0);
  bench_stop (&story.bench);
}

/* While the sensor of the first rule alone is paused, that is written, too; and so is
 * what the level of a pause silences when nothing present is paused any more. */
static void
test_a_pause_of_one (void)
{
  Story story;

  story_start (&story);
  bench_tick (&story.bench);
  bench_quality (&story.bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&story.bench, 1.1);
  steady_alarm_system_pause (story.bench.system, story.bench.now, story.bench.now);
  story.bench.system->common.pause_level = STEADY_PRIORITY_NONE;
  story_take (&story);
  bench_sound (&story.bench);
  g_assert_cmpuint (story_take (&story), >, 0);
  steady_alarm_system_end_pause (story.bench.system, story.bench.now);
  story.bench.system->common.pause_level = STEADY_PRIORITY_HIGH;
  story.bench.system->common.pause_end = story.bench.now + STEADY_NSEC_PER_SEC;
  story_take (&story);
  bench_sound (&story.bench);
  g_assert_cmpuint (story_take (&story), >, 0);
  bench_stop (&story.bench);
}

/* A piece is lost: the next one stands by itself, plan flow and limits included. */
static void
test_a_lost_piece (void)
{
  Story story;

  story_start (&story);
  bench_run (&story.bench, 1);
  g_assert_true (steady_alarm_system_set_plan_flow (story.bench.system, 1.25));
  g_assert_true (steady_alarm_system_set_limit (story.bench.system, "one", 40));
  bench_set (&story.bench, STEADY_CHANNEL_ARTERIAL_MEAN, 35);
  bench_run (&story.bench, 1);
  story_take (&story);
  steady_alarm_journal_begin_anew (story.journal);
  bench_run (&story.bench, 1);
  story_check (&story);
  SteadyAlarmPlayback playback;
  AlarmBench          other;
  play (&story.tape, &playback, &other);
  g_assert_cmpfloat_with_epsilon (other.system->plan_flow_l_min, 1.25, 1e-12);
  g_assert_nonnull (small_present (&other, "one"));
  bench_stop (&other);
  bench_stop (&story.bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/journal-edges/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("how-many-ticks-alike", test_how_many_ticks_alike);
  ADD ("how-many-samples", test_how_many_samples);
  ADD ("which-channels", test_which_channels);
  ADD ("which-mode-and-flags", test_which_mode_and_flags);
  ADD ("how-long-a-number-is", test_how_long_a_number_is);
  ADD ("cut-anywhere", test_cut_anywhere);
  ADD ("a-cut-sample", test_a_cut_sample);
  ADD ("a-cut-act", test_a_cut_act);
  ADD ("where-the-end-is", test_where_the_end_is);
  ADD ("what-no-journal-holds", test_what_no_journal_holds);
  ADD ("what-is-told", test_what_is_told);
  ADD ("a-day-is-told-again", test_a_day_is_told_again);
  ADD ("a-long-quiet-time", test_a_long_quiet_time);
  ADD ("what-nobody-takes", test_what_nobody_takes);
  ADD ("renewed-wires", test_renewed_wires);
  ADD ("hands-on-the-first-rule", test_hands_on_the_first_rule);
  ADD ("the-pump-is-told", test_the_pump_is_told);
  ADD ("what-is-not-written", test_what_is_not_written);
  ADD ("a-pause-of-one", test_a_pause_of_one);
  ADD ("a-lost-piece", test_a_lost_piece);
  return g_test_run ();
}
