/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-playback.h"

/* The bytes of a journal as they stand in case files, worked out apart from this code:
 * a case of today must be readable for ever. */

#define START (1000 * STEADY_NSEC_PER_MSEC)

static const uint8_t vector[] = {
  /* begins: version 1, start, no state */
  0x01,
  0x01,
  0x80,
  0xa8,
  0xd6,
  0xb9,
  0x07,
  0x00,
  /* full bypass, cooling, since the start */
  0x05,
  0x04,
  0x08,
  0x00,
  /* two values: 40.5 and 120 */
  0x04,
  0x02,
  0x64,
  0x21,
  0xaa,
  0x06,
  0x06,
  0x11,
  0xf0,
  0x01,
  /* from now on 20 ms apart */
  0x03,
  0x80,
  0xb4,
  0x89,
  0x13,
  /* two ticks alike */
  0x02,
  0x02,
  /* 40.25 after 40.50 */
  0x04,
  0x01,
  0x64,
  0x31,
  0x31,
  /* rule 2 was seen */
  0x07,
  0x02,
  /* 5 ms later a pause; real time is 8 s ahead of case time */
  0x0c,
  0x80,
  0xad,
  0xe2,
  0x04,
  0x09,
  0x80,
  0xc0,
  0xb2,
  0xcd,
  0x3b,
  /* the limit of rule 1 is 250 */
  0x0d,
  0x01,
  0x00,
  0x00,
  0x00,
  0x00,
  0x00,
  0x40,
  0x6f,
  0x40,
  /* the plan is 0.48 L/min */
  0x0e,
  0xb8,
  0x1e,
  0x85,
  0xeb,
  0x51,
  0xb8,
  0xde,
  0x3f,
  /* frozen: no value */
  0x04,
  0x01,
  0x6a,
  0x04,
  /* a third to the last bit, and 120 again */
  0x04,
  0x02,
  0x64,
  0x61,
  0x55,
  0x55,
  0x55,
  0x55,
  0x55,
  0x55,
  0xd5,
  0x3f,
  0x06,
  0x01,
  /* a tenth as a float has it */
  0x04,
  0x01,
  0x6a,
  0x51,
  0xcd,
  0xcc,
  0xcc,
  0x3d,
  /* clamped, since 120 ms */
  0x05,
  0x04,
  0x01,
  0x80,
  0xb8,
  0xb8,
  0x72,
  /* one tick alike */
  0x02,
  0x01,
  /* interventions renewed */
  0x0b,
  /* asked what to hear, real time 1 ms further */
  0x06,
  0x80,
  0x89,
  0x7a,
};

static SteadyValueTable values;

static void
set (SteadyChannel channel, double value, SteadyQuality quality)
{
  values.latest[channel].channel = (uint16_t) channel;
  values.latest[channel].value = value;
  values.latest[channel].quality = (uint8_t) quality;
}

static void
tick (SteadyAlarmJournal *journal, int ms, const SteadySupport *support)
{
  steady_alarm_journal_tick (
      journal, START + ms * STEADY_NSEC_PER_MSEC, &values, support);
}

static SteadyAlarmJournal *
write_all (void)
{
  bool          channels[STEADY_CHANNEL_MAX] = { false };
  SteadySupport support = { .mode = STEADY_SUPPORT_FULL_BYPASS,
                            .flags = STEADY_FLAG_COOLING,
                            .mode_since = START };

  memset (&values, 0, sizeof values);
  channels[100] = channels[106] = true;
  SteadyAlarmJournal *journal = steady_alarm_journal_new (START, channels, 3, 0);
  g_assert_true (steady_alarm_journal_wants_state (journal));
  /* what comes before the beginning is in the state that it begins with */
  steady_alarm_journal_plan_flow (journal, 1);
  steady_alarm_journal_limit (journal, 1, 1);
  steady_alarm_journal_real (journal, STEADY_ALARM_ENTRY_PAUSE, START, START);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  steady_alarm_journal_begin (journal, 0);
  g_assert_false (steady_alarm_journal_wants_state (journal));
  set (100, 40.5, STEADY_QUALITY_VALID);
  set (106, 120, STEADY_QUALITY_VALID);
  tick (journal, 0, &support);
  tick (journal, 20, &support);
  tick (journal, 40, &support);
  set (100, 40.25, STEADY_QUALITY_VALID);
  tick (journal, 60, &support);
  steady_alarm_journal_act (
      journal, STEADY_ALARM_ENTRY_ACKNOWLEDGE, START + 60 * STEADY_NSEC_PER_MSEC, 2);
  steady_alarm_journal_real (journal,
                             STEADY_ALARM_ENTRY_PAUSE,
                             START + 65 * STEADY_NSEC_PER_MSEC,
                             START + 7065 * STEADY_NSEC_PER_MSEC);
  steady_alarm_journal_limit (journal, 1, 250);
  steady_alarm_journal_plan_flow (journal, 0.48);
  set (106, 99, STEADY_QUALITY_FROZEN);
  tick (journal, 80, &support);
  set (100, 1.0 / 3, STEADY_QUALITY_VALID);
  set (106, 120, STEADY_QUALITY_VALID);
  tick (journal, 100, &support);
  set (106, (double) 0.1F, STEADY_QUALITY_VALID);
  tick (journal, 120, &support);
  support.flags = STEADY_FLAG_CROSS_CLAMPED;
  support.mode_since = START + 120 * STEADY_NSEC_PER_MSEC;
  tick (journal, 140, &support);
  steady_alarm_journal_act (
      journal, STEADY_ALARM_ENTRY_RENEW, START + 140 * STEADY_NSEC_PER_MSEC, 0);
  steady_alarm_journal_real (journal,
                             STEADY_ALARM_ENTRY_SOUND,
                             START + 140 * STEADY_NSEC_PER_MSEC,
                             START + 7141 * STEADY_NSEC_PER_MSEC);
  return journal;
}

static void
test_bytes (void)
{
  SteadyAlarmJournal *journal = write_all ();
  size_t              size;
  bool                begins;

  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, sizeof vector);
  const void *bytes = steady_alarm_journal_take (journal, &size, &begins);
  g_assert_true (begins);
  g_assert_cmpmem (bytes, size, vector, sizeof vector);
  /* what was taken waits no more, and what follows does not stand by itself */
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 0);
  g_assert_false (begins);
  steady_alarm_journal_free (journal);
}

static SteadyAlarmJournal *
begin_one (SteadyChannel channel)
{
  bool                channels[STEADY_CHANNEL_MAX] = { false };
  SteadyAlarmJournal *journal;

  memset (&values, 0, sizeof values);
  channels[channel] = true;
  journal = steady_alarm_journal_new (START, channels, 1, 0);
  steady_alarm_journal_begin (journal, 0);
  return journal;
}

/* What @journal gives after its eight bytes of a beginning. */
static void
check_rest (SteadyAlarmJournal *journal, const uint8_t *rest, size_t n)
{
  size_t         size;
  bool           begins;
  const uint8_t *bytes = steady_alarm_journal_take (journal, &size, &begins);

  g_assert_true (begins);
  g_assert_cmpmem (bytes + 8, size - 8, rest, n);
  steady_alarm_journal_free (journal);
}

/* Ticks in which nothing was new stand before what follows them, a missing value is
 * said, the first channel counts, and three decimals are three. */
static void
test_order (void)
{
  const uint8_t       phase[] = { 0x04, 0x01, 0x01, 0x00, 0x02, 0x01, 0x05, 0x03,
                                  0x00, 0xff, 0xa7, 0xd6, 0xb9, 0x07, 0x02, 0x01 };
  const uint8_t       step[] = { 0x04, 0x01, 0x01, 0x41, 0xfa, 0x01, 0x02,
                                 0x01, 0x03, 0x80, 0x89, 0x7a, 0x02, 0x01 };
  SteadySupport       support = { .mode_since = START };
  SteadyAlarmJournal *journal = begin_one ((SteadyChannel) 1);

  tick (journal, 0, &support); /* it never came */
  tick (journal, 0, &support);
  support.mode = STEADY_SUPPORT_PARTIAL_BYPASS;
  support.mode_since = 0;
  tick (journal, 0, &support);
  check_rest (journal, phase, sizeof phase);
  support = (SteadySupport){ .mode_since = START };
  journal = begin_one ((SteadyChannel) 1);
  set ((SteadyChannel) 1, 0.125, STEADY_QUALITY_VALID);
  tick (journal, 0, &support);
  tick (journal, 0, &support);
  tick (journal, 1, &support);
  check_rest (journal, step, sizeof step);
}

/* What cannot be counted is none, and the bound belongs to it. */
static void
test_what_can_be_counted (void)
{
  g_assert_cmpint (steady_alarm_number_steps (1e12, 1), ==, 0);
  g_assert_cmpint (steady_alarm_number_steps (-1e12, 1), ==, 0);
  g_assert_cmpint (steady_alarm_number_steps (5e12, 1), ==, 0);
  g_assert_cmpint (steady_alarm_number_steps (999999999999.0, 1), ==, 999999999999);
}

/* Begun anew it forgets what waited: whoever reads it finds no half of anything. */
static void
test_begun_anew (void)
{
  SteadySupport       support = { .mode_since = START };
  SteadyAlarmJournal *journal = begin_one (STEADY_CHANNEL_ARTERIAL_MEAN);
  size_t              size;
  bool                begins;

  tick (journal, 0, &support);
  tick (journal, 20, &support);
  tick (journal, 40, &support);
  steady_alarm_journal_begin_anew (journal);
  g_assert_true (steady_alarm_journal_wants_state (journal));
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 0);
  steady_alarm_journal_take (journal, &size, &begins);
  g_assert_cmpuint (size, ==, 0);
  g_assert_false (begins);
  steady_alarm_journal_begin (journal, 0);
  tick (journal, 60, &support);
  tick (journal, 120, &support);
  tick (journal, 180, &support);
  /* a new beginning in the middle leaves no tick behind either */
  steady_alarm_journal_begin (journal, 0);
  g_assert_cmpuint (steady_alarm_journal_waiting (journal), ==, 8);
  steady_alarm_journal_free (journal);
}

/* A journal that begins with a state is told to a system whose clock shows another
 * time: all of it moves along, and the phase stays the phase. */
static void
test_another_clock (void)
{
  AlarmBench          first, second;
  SteadyAlarmPlayback playback;
  SteadyAlarmRecord   record;
  size_t              size;
  bool                begins;
  const SteadySpan    by = 5000 * STEADY_NSEC_PER_SEC;

  bench_start (&first, "neonate", BENCH_PLAN, NULL);
  bench_start (&second, "neonate", BENCH_PLAN, NULL);
  bench_normal (&first);
  /* armed by flow, which only holds while the phase is the same one */
  first.support.mode = STEADY_SUPPORT_PRE_BYPASS;
  first.support.mode_since = first.now;
  bench_run (&first, 20);
  bench_set (&first, STEADY_CHANNEL_ARTERIAL_MEAN, 12);
  bench_run (&first, 2);
  const SteadyInstant start = first.now;
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (first.system, start);
  bench_run (&first, 15);
  g_assert_cmpint (bench_state (&first, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  const void *bytes = steady_alarm_journal_take (journal, &size, &begins);
  steady_alarm_playback_init (&playback, second.system, start + by, bytes, size);
  while (steady_alarm_playback_tick (&playback, 60 * STEADY_NSEC_PER_SEC))
    continue;
  g_assert_false (playback.damaged);
  g_assert_cmpint (bench_state (&second, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpuint (steady_alarm_system_present (second.system, &record, 1), >=, 1);
  SteadyAlarmRecord was;
  steady_alarm_system_present (first.system, &was, 1);
  g_assert_cmpstr (record.id, ==, was.id);
  g_assert_cmpint (record.since, ==, was.since + by);
  g_assert_cmpint (record.t, ==, was.t + by);
  bench_stop (&first);
  bench_stop (&second);
}

/* Told again it is the same: to the last value, instant and limit. */
static void
test_read_again (void)
{
  AlarmBench          bench;
  SteadyAlarmPlayback playback;
  unsigned            ticks = 0;

  bench_start (&bench, "neonate", 0.3, NULL);
  steady_alarm_playback_init (&playback, bench.system, START, vector, sizeof vector);
  while (steady_alarm_playback_tick (&playback, 70 * STEADY_NSEC_PER_MSEC))
    ticks++;
  g_assert_cmpuint (ticks, ==, 4);
  /* rule 1 has no limit that can be set: that is damage, but not before it is told */
  g_assert_true (playback.damaged);
  g_assert_cmpint (steady_alarm_playback_real (&playback), ==, START + 7065000000);
  bench_stop (&bench);
}

/* The plan that a journal tells is in force from there on. */
static void
test_the_plan_is_told (void)
{
  AlarmBench          first, second;
  SteadyAlarmPlayback playback;
  size_t              size;
  bool                begins;

  bench_start (&first, "neonate", BENCH_PLAN, NULL);
  bench_start (&second, "neonate", BENCH_PLAN, NULL);
  const SteadyInstant start = first.now;
  SteadyAlarmJournal *journal = steady_alarm_system_keep_journal (first.system, start);
  bench_normal (&first);
  bench_run (&first, 3);
  g_assert_true (steady_alarm_system_set_plan_flow (first.system, 4.8));
  bench_run (&first, 30);
  g_assert_cmpint (bench_state (&first, "flow-very-low"), ==, STEADY_ALARM_ACTIVE);
  const void *bytes = steady_alarm_journal_take (journal, &size, &begins);
  steady_alarm_playback_init (&playback, second.system, start, bytes, size);
  while (steady_alarm_playback_tick (&playback, 60 * STEADY_NSEC_PER_SEC))
    continue;
  g_assert_false (playback.damaged);
  g_assert_true (steady_alarm_playback_at_end (&playback));
  g_assert_cmpint (bench_state (&second, "flow-very-low"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&first);
  bench_stop (&second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/vector/bytes", test_bytes);
  g_test_add_func ("/alarm/vector/read-again", test_read_again);
  g_test_add_func ("/alarm/vector/order", test_order);
  g_test_add_func ("/alarm/vector/counted", test_what_can_be_counted);
  g_test_add_func ("/alarm/vector/anew", test_begun_anew);
  g_test_add_func ("/alarm/vector/another-clock", test_another_clock);
  g_test_add_func ("/alarm/vector/plan", test_the_plan_is_told);
  return g_test_run ();
}
