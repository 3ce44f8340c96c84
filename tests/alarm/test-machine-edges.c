/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-command.h"
#include "small-rules.h"

/* Where one thing ends and the next begins in the machine: the tick at which it happens
 * and what is written of it. */

#define MAP(value)   bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, value)
#define LOW_RULE(id) RULE (id, "low", ALWAYS DELAY (0, 0) ", " BELOW (30))

/* Runs exactly so many ticks. */
static void
ticks (AlarmBench *bench, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    bench_tick (bench);
}

/* A high alarm may be paused 30 s while a pump runs or should run, else 120 s. */
static void
test_how_long_a_pause_is (void)
{
  static const struct
  {
    uint32_t        mode;
    double          speed;
    SteadyPumpState pump;
    unsigned        seconds;
  } rows[] = {
    { STEADY_SUPPORT_SET_UP, 0, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_PRIMING, 0, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_PRE_BYPASS, 0, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_PARTIAL_BYPASS, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_FULL_BYPASS, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_WEANING, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_POST_BYPASS, 0, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_MUF, 0, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_RETURN_TO_BYPASS, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_ECMO_VA, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_ECMO_VV, 0, STEADY_PUMP_STOPPED, 30 },
    { 31, 0, STEADY_PUMP_STOPPED, 120 },
    { 32, 0, STEADY_PUMP_STOPPED, 30 },
    { 33, 0, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_SET_UP, 0.5, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_SET_UP, 0.51, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_SET_UP, -0.5, STEADY_PUMP_STOPPED, 120 },
    { STEADY_SUPPORT_SET_UP, -0.51, STEADY_PUMP_STOPPED, 30 },
    { STEADY_SUPPORT_SET_UP, 0, STEADY_PUMP_RUNNING, 30 },
    { STEADY_SUPPORT_SET_UP, 0, STEADY_PUMP_STOPPED_BY_INTERVENTION, 120 },
    { STEADY_SUPPORT_SET_UP, 0, STEADY_PUMP_LOCAL, 30 },
    { STEADY_SUPPORT_SET_UP, 0, STEADY_PUMP_UNKNOWN, 30 },
  };
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("one", "high", ALWAYS DELAY (0, 0) ", " BELOW (30))
                   RULE ("two", "medium", ALWAYS DELAY (0, 0) ", " BELOW (30)) TAIL);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      small_mode (&bench, rows[i].mode);
      bench_set (&bench, STEADY_CHANNEL_PUMP_SPEED, rows[i].speed);
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, rows[i].pump);
      MAP (20);
      bench_tick (&bench);
      steady_alarm_system_pause (bench.system, bench.now, bench.now);
      const SteadySpan span = bench_sound (&bench).pause_end - bench.now;
      if (span != rows[i].seconds * STEADY_NSEC_PER_SEC)
        g_error ("row %zu: %" G_GINT64_FORMAT " ns", i, span);
      steady_alarm_system_end_pause (bench.system, bench.now);
      MAP (50);
      bench_tick (&bench);
    }
  /* nobody knows of the pump: it may be running */
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_QUALITY_STALE);
  bench_quality (&bench, STEADY_CHANNEL_PUMP_SPEED, STEADY_QUALITY_STALE);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  MAP (20);
  bench_tick (&bench);
  steady_alarm_system_pause (bench.system, bench.now, bench.now);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 30 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

/* Of several pauses the screen counts down to the first that ends, whatever stands
 * first in the file. */
static void
test_the_countdown_is_to_the_first_end (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("two", "medium", ALWAYS DELAY (0, 0) ", " BELOW (30))
                   RULE ("one", "high", ALWAYS DELAY (0, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  bench_tick (&bench);
  steady_alarm_system_pause (bench.system, bench.now, bench.now);
  g_assert_cmpint (
      bench_sound (&bench).pause_end - bench.now, ==, 30 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

/* Of one tick the most urgent onset is the first out, the upper one of equals. */
static void
test_first_out_of_one_tick (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("one", "low", ALWAYS DELAY (1, 0) ", " BELOW (30))
                   RULE ("two", "high", ALWAYS DELAY (1, 0) ", " BELOW (30))
                       RULE ("three", "high", ALWAYS DELAY (1, 0) ", " BELOW (30))
                           TAIL);
  MAP (20);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_true (small_present (&bench, "two")->first_out);
  g_assert_false (small_present (&bench, "one")->first_out);
  g_assert_false (small_present (&bench, "three")->first_out);
  g_assert_false (small_present (&bench, "lost")->first_out);
  bench_stop (&bench);

  /* the very first rule and the very first onset count, too */
  small_start (&bench,
               HEAD RULE ("one", "low", ALWAYS DELAY (1, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_true (small_present (&bench, "lost")->first_out);
  g_assert_false (small_present (&bench, "one")->first_out);
  /* it comes again while the cascade runs: it is no first any more */
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_VALID);
  bench_run (&bench, 1.1);
  g_assert_null (small_present (&bench, "lost"));
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_false (small_present (&bench, "lost")->first_out);
  bench_stop (&bench);
}

/* A system that has only just begun knows of no onset and of no condition before. */
static void
test_a_fresh_system (void)
{
  g_autoptr (GError) error = NULL;
  AlarmBench bench;

  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench.system);
  bench.now = 0;
  bench.system = small_make (HEAD TAIL, (SteadyAlarmSetup){ 0 }, &error);
  g_assert_no_error (error);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  ticks (&bench, 50);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_tick (&bench);
  g_assert_true (small_present (&bench, "lost")->first_out);
  bench_stop (&bench);
}

#define INSISTS                              \
  "'again': {'every_s': 5, 'source': 's'}, " \
  "'escalates': {'to': 'high', 'after_s': 12, 'source': 's'}, "

/* What was seen is heard again after its time, and what has been there long enough is
 * more urgent: at the tick, once, and never as an onset. */
static void
test_heard_again_and_more_urgent (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("first", "high", ALWAYS DELAY (0, 0) ", " BELOW (30))
                   RULE ("one", "medium", ALWAYS INSISTS DELAY (0, 0) ", " BELOW (30))
                       TAIL);
  MAP (20);
  bench_tick (&bench);
  g_assert_true (small_present (&bench, "first")->first_out);
  steady_alarm_system_acknowledge (bench.system, bench.now, "first");
  steady_alarm_system_acknowledge (bench.system, bench.now, "one");
  bench_forget (&bench);
  const SteadyInstant seen = bench.now;
  ticks (&bench, 249);
  g_assert_cmpint (small_present (&bench, "one")->state, ==, STEADY_ALARM_ACKNOWLEDGED);
  bench_forget (&bench);
  bench_tick (&bench);
  g_assert_cmpint (bench.now - seen, ==, 5 * STEADY_NSEC_PER_SEC);
  const SteadyAlarmRecord *again = bench_change (&bench, "one", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (again);
  g_assert_cmpint (again->before, ==, STEADY_ALARM_ACKNOWLEDGED);
  g_assert_cmpint (again->priority, ==, STEADY_PRIORITY_MEDIUM);
  g_assert_cmpint (again->t, ==, bench.now);
  g_assert_true (again->sounding);
  /* nobody sees it this time: it is there, and nothing more is said of it */
  bench_forget (&bench);
  ticks (&bench, 349);
  g_assert_cmpuint (bench.n_changes, ==, 0);
  bench_tick (&bench);
  const SteadyAlarmRecord *more = bench_change (&bench, "one", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (more);
  g_assert_cmpint (more->priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_cmpint (more->t, ==, seen + 12 * STEADY_NSEC_PER_SEC);
  g_assert_false (more->first_out);
  bench_forget (&bench);
  ticks (&bench, 600);
  g_assert_cmpuint (bench.n_changes, ==, 0);
  bench_stop (&bench);
}

/* What grows more urgent without a pause is heard. */
static void
test_more_urgent_is_heard (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("one",
                          "low",
                          ALWAYS "'escalates': {'to': 'medium', 'after_s': 2, "
                                 "'source': 's'}, " DELAY (0, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  bench_run (&bench, 2.1);
  g_assert_cmpint (bench_sound (&bench).priority, ==, STEADY_PRIORITY_MEDIUM);
  bench_stop (&bench);
}

/* An advisory becomes what the rule says when the phase takes it seriously. */
static void
test_an_advisory_becomes_serious (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("one",
                          "medium",
                          "'armed': {'modes': ['full-bypass'], 'advisory': ['weaning', "
                          "'set-up'], 'source': 's'}, " DELAY (0, 5) ", " BELOW (30))
                   TAIL);
  small_mode (&bench, STEADY_SUPPORT_WEANING);
  MAP (20);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "one")->priority, ==, STEADY_PRIORITY_LOW);
  small_mode (&bench, STEADY_SUPPORT_FULL_BYPASS);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "one")->priority, ==, STEADY_PRIORITY_MEDIUM);
  /* a phase that disarms it ends it at once; a phase that no build knows is none */
  small_mode (&bench, STEADY_SUPPORT_PRIMING);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "one"));
  small_mode (&bench, 32);
  ticks (&bench, 3);
  g_assert_null (small_present (&bench, "one"));
  bench_stop (&bench);
}

/* What is written of each step. */
static void
test_records (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD LOW_RULE ("now")
                   RULE ("later", "high", ALWAYS DELAY (2, 1) ", " BELOW (30)) TAIL);
  bench_forget (&bench);
  MAP (20);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 1); /* a delay that runs is no record */
  const SteadyAlarmRecord *now = bench_change (&bench, "now", STEADY_ALARM_ACTIVE);
  g_assert_cmpint (now->before, ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (now->t, ==, bench.now);
  g_assert_cmpint (now->category, ==, STEADY_CATEGORY_CARDIAC);
  g_assert_false (now->technical);
  ticks (&bench, 100);
  const SteadyAlarmRecord *later = bench_change (&bench, "later", STEADY_ALARM_ACTIVE);
  g_assert_cmpint (later->before, ==, STEADY_ALARM_PENDING);
  g_assert_cmpint (later->t, ==, bench.now);
  MAP (50);
  bench_tick (&bench);
  const SteadyAlarmRecord *gone = bench_change (&bench, "now", STEADY_ALARM_INACTIVE);
  g_assert_nonnull (gone);
  g_assert_cmpint (gone->before, ==, STEADY_ALARM_ACTIVE);
  g_assert_cmpint (gone->t, ==, bench.now);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  const SteadyAlarmRecord *lost = bench_change (&bench, "lost", STEADY_ALARM_ACTIVE);
  g_assert_cmpint (lost->category, ==, STEADY_CATEGORY_EQUIPMENT);
  g_assert_true (lost->technical);
  /* seen, then gone: that is written, too */
  g_assert_true (steady_alarm_system_acknowledge (bench.system, bench.now, "lost"));
  g_assert_cmpint (
      small_present (&bench, "lost")->state, ==, STEADY_ALARM_ACKNOWLEDGED);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_VALID);
  bench_forget (&bench);
  bench_run (&bench, 1.1);
  g_assert_nonnull (bench_change (&bench, "lost", STEADY_ALARM_INACTIVE));
  bench_stop (&bench);
}

#define BIG_AND_SMALL                                                              \
  HEAD RULE ("none", "high", ALWAYS DELAY (0, 0) ", " BELOW (10))                  \
      RULE ("big", "high", ALWAYS DELAY (0, 0) ", " BELOW (20))                    \
          RULE ("small",                                                           \
                "medium",                                                          \
                ALWAYS                                                             \
                "'suppressed_by': ['none', 'big'], " DELAY (1, 0) ", " BELOW (30)) \
              TAIL

/* The severe alarm takes the place of the mild one, and gives it back. */
static void
test_suppressed (void)
{
  AlarmBench bench;

  small_start (&bench, BIG_AND_SMALL);
  MAP (25);
  bench_run (&bench, 1.1);
  g_assert_nonnull (small_present (&bench, "small"));
  MAP (15);
  bench_forget (&bench);
  bench_tick (&bench);
  const SteadyAlarmRecord *gone = bench_change (&bench, "small", STEADY_ALARM_INACTIVE);
  g_assert_nonnull (gone);
  g_assert_cmpint (gone->before, ==, STEADY_ALARM_ACTIVE);
  MAP (25); /* its delay is long over: it is back at once */
  bench_forget (&bench);
  bench_tick (&bench);
  const SteadyAlarmRecord *back = bench_change (&bench, "small", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (back);
  g_assert_cmpint (back->before, ==, STEADY_ALARM_INACTIVE);
  bench_stop (&bench);

  small_start (&bench, BIG_AND_SMALL);
  MAP (25);
  bench_run (&bench, 0.5);
  MAP (15); /* while its delay runs */
  bench_run (&bench, 2);
  g_assert_null (small_present (&bench, "small"));
  MAP (25);
  bench_forget (&bench);
  bench_tick (&bench);
  back = bench_change (&bench, "small", STEADY_ALARM_ACTIVE);
  g_assert_nonnull (back);
  g_assert_cmpint (back->before, ==, STEADY_ALARM_INACTIVE);
  MAP (15);
  bench_run (&bench, 1);
  MAP (50); /* both are over: its delay begins anew */
  bench_tick (&bench);
  MAP (25);
  ticks (&bench, 50);
  g_assert_null (small_present (&bench, "small"));
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "small"));
  bench_stop (&bench);
}

/* A severe alarm whose delay runs has taken no place yet. */
static void
test_pending_takes_no_place (void)
{
  AlarmBench bench;

  small_start (
      &bench,
      HEAD RULE ("big", "high", ALWAYS DELAY (3, 0) ", " BELOW (30))
          RULE ("small",
                "medium",
                ALWAYS "'suppressed_by': ['big'], " DELAY (0, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "small"));
  ticks (&bench, 150);
  g_assert_null (small_present (&bench, "small"));
  bench_stop (&bench);
}

/* Each time the condition begins its delay does, latched or not. */
static void
test_a_delay_begins_anew (void)
{
  AlarmBench bench;

  small_start (&bench,
               HEAD RULE ("latch",
                          "high",
                          ALWAYS "'latching': true, " DELAY (3, 0) ", " BELOW (30))
                   RULE ("plain", "low", ALWAYS DELAY (3, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  bench_run (&bench, 2);
  MAP (50);
  bench_run (&bench, 1);
  MAP (20);
  bench_run (&bench, 2);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_run (&bench, 1.1);
  g_assert_cmpuint (bench_present (&bench), ==, 2);
  MAP (50);
  bench_tick (&bench);
  g_assert_cmpint (small_present (&bench, "latch")->state, ==, STEADY_ALARM_LATCHED);
  MAP (20);
  bench_run (&bench, 2);
  MAP (50);
  bench_tick (&bench);
  MAP (20);
  bench_run (&bench, 2);
  g_assert_cmpint (small_present (&bench, "latch")->state, ==, STEADY_ALARM_LATCHED);
  bench_run (&bench, 1.1);
  g_assert_cmpint (small_present (&bench, "latch")->state, ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* The source is lost: what is pending or present steps back, what latched stays as it
 * is, and each delay begins anew. */
static void
test_a_lost_source (void)
{
  AlarmBench bench;

  small_start (
      &bench,
      HEAD RULE ("stop",
                 "high",
                 ALWAYS DELAY (0, 0) ", 'condition': {'all': [{'channel': 'recorder', "
                                     "'is': 'one-of', 'states': [3]}]}")
          RULE (
              "latch", "high", ALWAYS "'latching': true, " DELAY (3, 0) ", " BELOW (30))
              RULE ("hidden",
                    "low",
                    ALWAYS "'suppressed_by': ['stop'], " DELAY (0, 0) ", " BELOW (30))
                  TAIL);
  const SteadyAlarmStatus *latch = &bench.system->statuses[2];
  const SteadyAlarmStatus *hidden = &bench.system->statuses[3];
  MAP (20);
  bench_set (&bench, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_FAILED);
  bench_run (&bench, 1);
  g_assert_cmpint (latch->state, ==, STEADY_ALARM_PENDING);
  g_assert_true (steady_alarm_system_is_over (bench.system, "latch")); /* not there */
  g_assert_cmpint (hidden->state, ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (hidden->true_since, !=, STEADY_INSTANT_NEVER);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
  ticks (&bench, 50);
  g_assert_cmpint (latch->state, ==, STEADY_ALARM_PENDING); /* a dropout so far */
  bench_tick (&bench);
  g_assert_cmpint (latch->state, ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (latch->true_since, ==, STEADY_INSTANT_NEVER);
  g_assert_cmpint (hidden->true_since, ==, STEADY_INSTANT_NEVER);

  MAP (20);
  bench_run (&bench, 3.1);
  MAP (50);
  bench_tick (&bench);
  g_assert_cmpint (latch->state, ==, STEADY_ALARM_LATCHED);
  const SteadyInstant since = small_present (&bench, "latch")->t;
  MAP (20);
  bench_run (&bench, 1);
  g_assert_cmpint (latch->true_since, !=, STEADY_INSTANT_NEVER);
  bench_quality (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 3);
  g_assert_cmpint (latch->state, ==, STEADY_ALARM_LATCHED);
  g_assert_cmpint (latch->true_since, ==, STEADY_INSTANT_NEVER);
  g_assert_cmpint (small_present (&bench, "latch")->t, ==, since);
  bench_stop (&bench);
}

/* A share is lost with what it is a share of. */
static void
test_a_lost_whole (void)
{
  AlarmBench bench;

  small_start (
      &bench,
      HEAD RULE (
          "lost-set",
          "low",
          "'technical': true, " ALWAYS DELAY (1, 1) ", 'watches': ['set_pump_flow']")
          RULE ("share",
                "low",
                ALWAYS DELAY (
                    0, 0) ", 'condition': {'all': [{'channel': 'measured_flow', 'is': "
                          "'below', 'percent': {'value': 50, 'of': 'set_pump_flow', "
                          "'at_least': 0.01, 'hysteresis': 0.01, 'source': 's'}}]}")
              TAIL);
  bench_set (&bench, STEADY_CHANNEL_MEASURED_FLOW, 0.1);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "share"));
  bench_quality (&bench, STEADY_CHANNEL_SET_PUMP_FLOW, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 0.9);
  g_assert_nonnull (small_present (&bench, "share"));
  bench_run (&bench, 0.2);
  g_assert_nonnull (small_present (&bench, "lost-set"));
  g_assert_null (small_present (&bench, "share"));
  bench_stop (&bench);
}

#define LINKED                                                                         \
  HEAD RULE ("lost-link",                                                              \
             "low",                                                                    \
             "'technical': true, " ALWAYS DELAY (1, 1) ", 'watches': ['device_link']") \
      RULE ("link",                                                                    \
            "high",                                                                    \
            "'technical': true, " ALWAYS DELAY (                                       \
                2, 1) ", 'condition': {'all': [{'channel': 'device_link', 'is': "      \
                      "'one-of', 'states': [3]}]}")                                    \
          RULE ("lost-sweep",                                                          \
                "high",                                                                \
                "'technical': true, " ALWAYS DELAY (                                   \
                    1, 1) ", 'watches': ['sweep'], 'suppressed_by': ['link']")         \
              RULE ("sweep",                                                           \
                    "high",                                                            \
                    ALWAYS DELAY (                                                     \
                        0, 0) ", 'condition': {'all': [{'channel': 'sweep', 'is': "    \
                              "'below', 'limit': {'value': 0.1, 'floor': 0, "          \
                              "'ceiling': 1, 'hysteresis': 0.01, 'source': 's'}}]}")   \
                  TAIL

/* A loss is known when a person has been told of it, not while a delay runs. */
static void
test_a_loss_is_known_when_it_is_told (void)
{
  AlarmBench bench;

  small_start (&bench, LINKED);
  bench_set (&bench, STEADY_CHANNEL_SWEEP, 0);
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "sweep"));
  bench_set (&bench, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_LOST);
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_STALE);
  ticks (&bench, 100);
  g_assert_null (small_present (&bench, "link"));
  g_assert_nonnull (small_present (&bench, "sweep"));
  ticks (&bench, 2);
  g_assert_nonnull (small_present (&bench, "link"));
  g_assert_null (small_present (&bench, "sweep"));
  bench_stop (&bench);
}

/* What is not fitted explains nothing. */
static void
test_not_fitted_explains_nothing (void)
{
  g_autoptr (GError) error = NULL;
  bool       fitted[STEADY_CHANNEL_MAX];
  AlarmBench bench;

  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    fitted[i] = i != STEADY_CHANNEL_DEVICE_LINK;
  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench.system);
  bench.system = small_make (LINKED, (SteadyAlarmSetup){ .fitted = fitted }, &error);
  g_assert_no_error (error);
  bench_set (&bench, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_LOST);
  bench_quality (&bench, STEADY_CHANNEL_SWEEP, STEADY_QUALITY_STALE);
  bench_run (&bench, 1.1);
  g_assert_nonnull (small_present (&bench, "lost-sweep"));
  bench_stop (&bench);
}

#define PHASE(modes) "'armed': {'modes': [" modes "], 'source': 's'}, "

/* Flow that nobody declared arms after its time, to the tick; a new word of the
 * operator, also the same one, begins it anew. */
static void
test_flow_arms_to_the_tick (void)
{
  AlarmBench bench;

  small_start (
      &bench,
      HEAD RULE ("low", "low", PHASE ("'full-bypass'") DELAY (0, 0) ", " BELOW (30))
          RULE ("up", "low", PHASE ("'set-up'") DELAY (0, 0) ", " BELOW (30)) TAIL);
  MAP (20);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  ticks (&bench, 500);
  g_assert_null (small_present (&bench, "low"));
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "low"));
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "low"));
  ticks (&bench, 300);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  ticks (&bench, 500);
  g_assert_null (small_present (&bench, "low"));
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "low"));
  /* what was declared to go without blood is not armed by flow */
  bench.support.flags = STEADY_FLAG_CIRCULATORY_ARREST;
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "low"));
  bench.support.flags = STEADY_FLAG_COOLING;
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "low"));
  bench.support.flags = STEADY_FLAG_CEREBRAL_PERFUSION;
  bench_tick (&bench);
  g_assert_null (small_present (&bench, "low"));
  bench.support.flags = 0;
  /* the flow falls away in between */
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  ticks (&bench, 300);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0);
  bench_tick (&bench);
  bench_set (&bench, STEADY_CHANNEL_PATIENT_FLOW, 0.47);
  ticks (&bench, 500);
  g_assert_null (small_present (&bench, "low"));
  bench_tick (&bench);
  g_assert_nonnull (small_present (&bench, "low"));
  /* a mode that no build knows is armed by nothing */
  small_mode (&bench, 32);
  ticks (&bench, 600);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* The first rule of a file and one that there is not. */
static void
test_the_first_rule_and_none (void)
{
  AlarmBench bench;

  small_start (&bench, HEAD LOW_RULE ("one") TAIL);
  SteadyAlarmSystem *system = bench.system;
  g_assert_cmpint (
      steady_alarm_system_protection (system, "lost"), ==, STEADY_PROTECTION_ARMED);
  g_assert_cmpint (steady_alarm_system_protection (system, "none"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  g_assert_true (steady_alarm_system_is_over (system, "lost"));
  g_assert_true (steady_alarm_system_is_over (system, "none"));
  g_assert_false (steady_alarm_system_holds (system, "none"));
  g_assert_false (steady_alarm_system_holds (system, "lost"));
  bench_forget (&bench);
  g_assert_false (steady_alarm_system_acknowledge (system, bench.now, "one"));
  g_assert_false (steady_alarm_system_acknowledge (system, bench.now, "none"));
  g_assert_false (steady_alarm_system_reset (system, bench.now, "none"));
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 0);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_false (steady_alarm_system_is_over (system, "lost"));
  g_assert_true (steady_alarm_system_holds (system, "lost"));
  g_assert_true (steady_alarm_system_acknowledge (system, bench.now, "lost"));
  g_assert_false (steady_alarm_system_acknowledge (system, bench.now, "lost"));
  g_assert_false (steady_alarm_system_has_wire (system, "lost", STEADY_CONTROL_NONE));
  bench_forget (&bench);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_changes, ==, 1); /* one of the two */
  bench_stop (&bench);
}

/* The first rule may latch and stop pumps like any other. */
static void
test_the_first_rule_stops_and_latches (void)
{
  g_autofree char *rules = small_with_first (
      "'latching': true, 'holds_pump': true, 'did': 'd', 'interventions': "
      "[{'control': 'pump-stop'}, {'control': 'cardioplegia-stop'}]",
      HEAD LOW_RULE ("one") TAIL);
  AlarmBench bench;

  small_start (&bench, rules);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_SENSOR_OFF);
  bench_run (&bench, 1.1);
  g_assert_cmpuint (bench.n_wires, ==, 2);
  g_assert_true (steady_alarm_system_holds_pump (bench.system));
  bench_forget (&bench);
  steady_alarm_system_renew_interventions (bench.system);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 2);
  bench_quality (&bench, STEADY_CHANNEL_RECORDER, STEADY_QUALITY_VALID);
  bench_run (&bench, 1.1);
  g_assert_cmpint (small_present (&bench, "lost")->state, ==, STEADY_ALARM_LATCHED);
  g_assert_true (small_present (&bench, "lost")->sounding);
  bench_forget (&bench);
  const SteadyInstant later = bench.now + 7;
  g_assert_true (steady_alarm_system_reset (bench.system, later, "lost"));
  bench_tick (&bench);
  const SteadyAlarmRecord *reset = bench_change (&bench, "lost", STEADY_ALARM_INACTIVE);
  g_assert_nonnull (reset);
  g_assert_cmpint (reset->t, ==, later);
  g_assert_cmpint (reset->before, ==, STEADY_ALARM_LATCHED);
  g_assert_false (reset->sounding);
  g_assert_false (steady_alarm_system_holds_pump (bench.system));
  bench_stop (&bench);
}

/* Stops of all alarms of a tick stand before the clamps of any; what each asks for is
 * as the file says. */
static void
test_wires_in_order (void)
{
  static const uint16_t order[] = { STEADY_CONTROL_PUMP_STOP,
                                    STEADY_CONTROL_CARDIOPLEGIA_STOP,
                                    STEADY_CONTROL_PUMP_FLOW,
                                    STEADY_CONTROL_ARTERIAL_CLAMP };
  AlarmBench            bench;

  small_start (
      &bench,
      HEAD RULE ("air",
                 "high",
                 ALWAYS "'did': 'd', 'interventions': [{'control': 'pump-stop'}, "
                        "{'control': 'arterial-clamp', 'value': 1}], " DELAY (
                            0, 0) ", " BELOW (30))
          RULE ("pleg",
                "high",
                ALWAYS "'did': 'd', 'interventions': [{'control': "
                       "'cardioplegia-stop'}], " DELAY (0, 0) ", " BELOW (30))
              RULE ("slow",
                    "high",
                    ALWAYS
                    "'did': 'd', 'interventions': [{'control': 'pump-flow', "
                    "'value': 0.5, 'step': 0.1, 'every_s': 2, 'source': 's'}], " DELAY (
                        0, 0) ", " BELOW (30)) TAIL);
  bench_forget (&bench);
  MAP (20);
  bench_tick (&bench);
  g_assert_cmpuint (bench.n_wires, ==, 4);
  for (unsigned i = 0; i < 4; i++)
    g_assert_cmpuint (bench.wires[i].control, ==, order[i]);
  g_assert_cmpfloat_with_epsilon (bench.wires[2].value, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (bench.wires[2].step, 0.1, 1e-12);
  g_assert_cmpint (bench.wires[2].every, ==, 2 * STEADY_NSEC_PER_SEC);
  bench_stop (&bench);
}

/* Records that nobody takes give way from the oldest on, and those that are left come
 * in order. */
static void
test_records_that_nobody_takes (void)
{
  AlarmBench        bench;
  SteadyInstant     all[64];
  SteadyAlarmRecord taken[64];
  unsigned          n = 0;
  SteadyAlarmState  last = STEADY_ALARM_INACTIVE;

  small_start (&bench, HEAD TAIL);
  for (unsigned i = 0; i < 23; i++)
    {
      bench_quality (&bench,
                     STEADY_CHANNEL_RECORDER,
                     i % 2 == 0 ? STEADY_QUALITY_SENSOR_OFF : STEADY_QUALITY_VALID);
      for (unsigned k = 0; k < 60; k++)
        {
          bench.now += BENCH_TICK;
          steady_alarm_system_update (
              bench.system, bench.now, &bench.values, &bench.support);
          if (bench_state (&bench, "lost") != last)
            all[n++] = bench.now;
          last = bench_state (&bench, "lost");
        }
    }
  g_assert_cmpuint (n, ==, 23);
  g_assert_cmpuint (steady_alarm_system_take_changes (bench.system, taken, 64), ==, 16);
  for (unsigned i = 0; i < 16; i++)
    g_assert_cmpint (taken[i].t, ==, all[n - 16 + i]);
  g_assert_cmpuint (steady_alarm_system_take_changes (bench.system, taken, 64), ==, 0);
  bench_stop (&bench);
}

#define ADD(path, test) g_test_add_func ("/alarm/machine-edges/" path, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("how-long-a-pause-is", test_how_long_a_pause_is);
  ADD ("the-countdown-is-to-the-first-end", test_the_countdown_is_to_the_first_end);
  ADD ("first-out-of-one-tick", test_first_out_of_one_tick);
  ADD ("a-fresh-system", test_a_fresh_system);
  ADD ("heard-again-and-more-urgent", test_heard_again_and_more_urgent);
  ADD ("more-urgent-is-heard", test_more_urgent_is_heard);
  ADD ("an-advisory-becomes-serious", test_an_advisory_becomes_serious);
  ADD ("records", test_records);
  ADD ("suppressed", test_suppressed);
  ADD ("pending-takes-no-place", test_pending_takes_no_place);
  ADD ("a-delay-begins-anew", test_a_delay_begins_anew);
  ADD ("a-lost-source", test_a_lost_source);
  ADD ("a-lost-whole", test_a_lost_whole);
  ADD ("a-loss-is-known-when-it-is-told", test_a_loss_is_known_when_it_is_told);
  ADD ("not-fitted-explains-nothing", test_not_fitted_explains_nothing);
  ADD ("flow-arms-to-the-tick", test_flow_arms_to_the_tick);
  ADD ("the-first-rule-and-none", test_the_first_rule_and_none);
  ADD ("the-first-rule-stops-and-latches", test_the_first_rule_stops_and_latches);
  ADD ("wires-in-order", test_wires_in_order);
  ADD ("records-that-nobody-takes", test_records_that_nobody_takes);
  return g_test_run ();
}
