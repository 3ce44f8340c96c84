/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* Timers with segments, dated back, over a restart; and what oxygen was missing. */

#define SEC  STEADY_NSEC_PER_SEC
#define MIN_ (60 * SEC)
#define TICK (20 * STEADY_NSEC_PER_MSEC)

typedef struct Bench
{
  SteadyPhase   phase;
  SteadyConduct conduct;
  SteadyTimers  timers;
  SteadyInstant now;
} Bench;

static void
begin (Bench *bench)
{
  const SteadySupport start = { .mode = STEADY_SUPPORT_PRE_BYPASS };

  *bench = (Bench){ .now = 1000 * SEC };
  steady_phase_init (&bench->phase, bench->now, &start, 0.5);
  steady_conduct_init (&bench->conduct, 272);
}

static void
follow (Bench *bench, SteadySpan span)
{
  bench->now += span;
  bench->conduct.clamp_since = bench->phase.clamp.since;
  steady_timers_follow (&bench->timers, &bench->phase, &bench->conduct, bench->now);
}

static void
mark (Bench *bench, SteadyEvent event, SteadySpan ago)
{
  g_assert_true (
      steady_phase_mark_at (&bench->phase, bench->now, bench->now - ago, event));
  follow (bench, 0);
}

static unsigned
segments_of (const Bench *bench, unsigned kind)
{
  unsigned n = 0;
  for (unsigned i = 0; i < bench->timers.count; i++)
    n += bench->timers.all[i].kind == kind;
  return n;
}

static SteadySpan
total (const Bench *bench, unsigned kind)
{
  return steady_timers_total (&bench->timers, kind, bench->now);
}

/* Clamped again: another stretch, and their sum. */
static void
test_clamping_again_adds (void)
{
  Bench bench;

  begin (&bench);
  mark (&bench, STEADY_EVENT_CLAMP_ON, 0);
  follow (&bench, 10 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 10 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_OFF, 0);
  follow (&bench, 5 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 10 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_ON, 0);
  follow (&bench, 3 * MIN_);
  g_assert_cmpuint (segments_of (&bench, STEADY_TIMER_CLAMP), ==, 2);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 13 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP),
                   ==,
                   steady_timer_total (&bench.phase.clamp, bench.now));
  const SteadyTimerSegment *runs =
      steady_timers_running (&bench.timers, STEADY_TIMER_CLAMP);
  g_assert_cmpuint (runs->number, ==, 2);
  /* arrest and cerebral perfusion are totals of their own */
  g_assert_true (steady_phase_flag_at (
      &bench.phase, bench.now, bench.now, STEADY_FLAG_CIRCULATORY_ARREST, true));
  follow (&bench, 4 * MIN_);
  g_assert_true (steady_phase_flag_at (
      &bench.phase, bench.now, bench.now, STEADY_FLAG_CEREBRAL_PERFUSION, true));
  follow (&bench, 2 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_ARREST), ==, 6 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CEREBRAL), ==, 2 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 19 * MIN_);
}

/* What is said later is dated back, but no stretch reaches into the one before. */
static void
test_dated_back (void)
{
  Bench bench;

  begin (&bench);
  follow (&bench, 10 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_ON, 2 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 2 * MIN_);
  follow (&bench, 8 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_OFF, 3 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 7 * MIN_);
  g_assert_cmpint (steady_timer_total (&bench.phase.clamp, bench.now), ==, 7 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_ON, 60 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 10 * MIN_);
  /* off before it was on: nothing, not less than nothing */
  mark (&bench, STEADY_EVENT_CLAMP_OFF, 60 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_CLAMP), ==, 7 * MIN_);
}

static void
flow (Bench *bench, double l_min)
{
  static SteadyValueTable values;
  const SteadySample      sample = { .t = bench->now,
                                     .value = l_min,
                                     .channel = STEADY_CHANNEL_PATIENT_FLOW,
                                     .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&values, &sample);
  steady_phase_update (&bench->phase, bench->now, &values);
  follow (bench, 0);
}

/* Bypass: from the flow and what the operator says; no flow: by signal at once. */
static void
test_bypass_is_flow_and_word (void)
{
  Bench bench;

  begin (&bench);
  mark (&bench, STEADY_EVENT_ON_BYPASS, 0);
  follow (&bench, 2 * MIN_);
  g_assert_cmpuint (segments_of (&bench, STEADY_TIMER_BYPASS), ==, 0); /* no flow yet */
  flow (&bench, 0.4);
  follow (&bench, 5 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_BYPASS), ==, 5 * MIN_);
  flow (&bench, 0.0);
  g_assert_cmpuint (segments_of (&bench, STEADY_TIMER_NO_FLOW), ==, 1);
  follow (&bench, 1 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_NO_FLOW), ==, 1 * MIN_);
  flow (&bench, 0.4);
  follow (&bench, 1 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_NO_FLOW), ==, 1 * MIN_);
  mark (&bench, STEADY_EVENT_OFF_BYPASS, 2 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_BYPASS), ==, 5 * MIN_);
  /* prime had gone round before: the operator's later word counts, not the flow */
  begin (&bench);
  flow (&bench, 0.4);
  bench.phase.support.mode = STEADY_SUPPORT_PRIMING;
  follow (&bench, 10 * MIN_);
  mark (&bench, STEADY_EVENT_ON_BYPASS, 3 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_BYPASS), ==, 3 * MIN_);
}

/* The heart's time without blood: from the clamp, and again from the end of each dose.
 */
static void
test_ischaemia_by_dose (void)
{
  Bench bench;

  begin (&bench);
  mark (&bench, STEADY_EVENT_CLAMP_ON, 0);
  follow (&bench, 1 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_ISCHAEMIA), ==, 1 * MIN_);
  bench.conduct.dose_began = bench.now;
  follow (&bench, 0);
  follow (&bench, 2 * MIN_);
  bench.conduct.dose_began = STEADY_INSTANT_NEVER;
  bench.conduct.dose_end = bench.now;
  follow (&bench, 20 * MIN_);
  g_assert_cmpuint (segments_of (&bench, STEADY_TIMER_ISCHAEMIA), ==, 2);
  g_assert_cmpint (total (&bench, STEADY_TIMER_ISCHAEMIA), ==, 21 * MIN_);
  /* by hand, and recorded: it ended five minutes ago */
  bench.conduct.dose_end = bench.now - 5 * MIN_;
  follow (&bench, 0);
  g_assert_cmpuint (segments_of (&bench, STEADY_TIMER_ISCHAEMIA), ==, 3);
  const SteadyTimerSegment *runs =
      steady_timers_running (&bench.timers, STEADY_TIMER_ISCHAEMIA);
  g_assert_cmpint (bench.now - runs->since, ==, 5 * MIN_);
  mark (&bench, STEADY_EVENT_CLAMP_OFF, 0);
  g_assert_null (steady_timers_running (&bench.timers, STEADY_TIMER_ISCHAEMIA));
}

static bool
act (Bench *bench, unsigned kind, SteadyTimerAct what, const char *label)
{
  SteadyTimerRequest request = { .kind = kind, .act = what };
  g_strlcpy (request.label, label, sizeof request.label);
  return steady_timers_act (&bench->timers, &request, bench->now);
}

static void
test_free_timers (void)
{
  Bench bench;

  begin (&bench);
  g_assert_true (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_START, "shunt open"));
  g_assert_false (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_START, ""));
  follow (&bench, 3 * MIN_);
  g_assert_true (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_STOP, ""));
  g_assert_false (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_STOP, ""));
  follow (&bench, 3 * MIN_);
  g_assert_true (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_START, ""));
  follow (&bench, 1 * MIN_);
  g_assert_cmpint (total (&bench, STEADY_TIMER_FREE), ==, 4 * MIN_);
  g_assert_true (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_RESET, ""));
  g_assert_false (act (&bench, STEADY_TIMER_FREE, STEADY_TIMER_RESET, ""));
  g_assert_cmpint (total (&bench, STEADY_TIMER_FREE), ==, 0);
  g_assert_false (act (&bench, STEADY_TIMER_CLAMP, STEADY_TIMER_START, ""));
  g_assert_false (
      act (&bench, STEADY_TIMER_FREE + STEADY_TIMERS_FREE, STEADY_TIMER_START, ""));
  g_assert_false (act (&bench, STEADY_TIMER_FREE, (SteadyTimerAct) 9, ""));
  /* as many as there is room for, and more: what runs is never forgotten */
  mark (&bench, STEADY_EVENT_CLAMP_ON, 0);
  for (unsigned i = 0; i < 2 * STEADY_TIMER_SEGMENTS; i++)
    {
      g_assert_true (act (&bench, STEADY_TIMER_FREE + 1, STEADY_TIMER_START, ""));
      follow (&bench, SEC);
      g_assert_true (act (&bench, STEADY_TIMER_FREE + 1, STEADY_TIMER_STOP, ""));
    }
  g_assert_cmpuint (bench.timers.count, ==, STEADY_TIMER_SEGMENTS);
  g_assert_nonnull (steady_timers_running (&bench.timers, STEADY_TIMER_CLAMP));
}

/* --- in the whole engine --- */

typedef SteadyEngineFixture Fixture;

static void
ask (Fixture *fixture, unsigned kind, SteadyTimerAct what, double ago_s)
{
  SteadyRequest message = { .type = STEADY_FRAME_TIMER_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .timer = { .issued = fixture->engine->moment.real,
                                       .ago_s = ago_s,
                                       .kind = kind,
                                       .act = what } };
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &message, sizeof message));
  steady_engine_fixture_run (fixture, 0.04);
}

static double
minutes (const Fixture *fixture, unsigned kind)
{
  return steady_span_seconds (steady_timers_total (
             &fixture->engine->timers, kind, fixture->engine->moment.now)) /
         60;
}

/* Clamped 90 s ago, arrested, killed for two minutes, and everything counts on. */
static void
test_over_a_restart (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_engine_fixture_run (fixture, 100);
  ask (fixture, STEADY_TIMER_CLAMP, STEADY_TIMER_START, 90);
  g_assert_cmpfloat_with_epsilon (minutes (fixture, STEADY_TIMER_CLAMP), 1.5, 0.01);
  ask (fixture, STEADY_TIMER_FREE + 2, STEADY_TIMER_START, 0);
  ask (fixture, STEADY_TIMER_CLAMP, STEADY_TIMER_STOP, 9000); /* too far back */
  ask (fixture, STEADY_TIMER_CLAMP, STEADY_TIMER_STOP, NAN);
  steady_engine_fixture_run (fixture, 60);
  g_assert_cmpfloat_with_epsilon (minutes (fixture, STEADY_TIMER_CLAMP), 2.5, 0.01);
  const size_t        size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t *row = g_malloc0 (size);
  const size_t        used = steady_state_row_save (fixture->engine, row, size);
  const SteadyMoment  then = fixture->engine->moment;
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  g_assert_true (
      steady_state_row_restore (fixture->engine, row, used, then.now + 120 * SEC));
  fixture->engine->moment = then;
  fixture->engine->moment.now += 120 * SEC;
  steady_engine_fixture_run (fixture, 1);
  g_assert_cmpfloat_with_epsilon (minutes (fixture, STEADY_TIMER_CLAMP), 4.5, 0.03);
  g_assert_cmpfloat_with_epsilon (minutes (fixture, STEADY_TIMER_FREE + 2), 3, 0.03);
  ask (fixture, STEADY_TIMER_CLAMP, STEADY_TIMER_STOP, 0);
  g_assert_null (steady_timers_running (&fixture->engine->timers, STEADY_TIMER_CLAMP));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_TIMER, NAN, "clamp 1 from"),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_CLAMP_OFF, NAN, ""), ==, 1);
}

static void
put (Fixture *fixture, SteadyValueTable *values, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = fixture->engine->moment.now,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (values, &sample);
}

/* Ten minutes at 300 below 340 is an area of 400 mL/m²; cold and arrested count not. */
static void
test_what_was_missing (Fixture *fixture, gconstpointer data)
{
  SteadyValueTable values = { 0 };
  SteadyGoals      goals;
  SteadySample     samples[STEADY_GOALS_SAMPLES];
  SteadyGoalsView  view = { .now = 100 * SEC,
                            .values = &values,
                            .area_m2 = 0.211,
                            .target = 340,
                            .warm_c = 32,
                            .on_bypass = true };
  (void) data;
  steady_goals_init (&goals);
  put (fixture, &values, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 300);
  put (fixture, &values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 36);
  put (fixture, &values, STEADY_CHANNEL_OXYGEN_EXTRACTION, 25);
  put (fixture, &values, STEADY_CHANNEL_SWEEP, 0.4);
  put (fixture, &values, STEADY_CHANNEL_EXHAUST_CO2, 40);
  for (unsigned i = 0; i <= 600; i++, view.now += SEC)
    steady_goals_update (&goals, &view, samples);
  g_assert_cmpfloat_with_epsilon (goals.area, 400, 1e-6);
  g_assert_cmpfloat_with_epsilon (goals.below_s, 600, 1e-6);
  g_assert_cmpfloat_with_epsilon (goals.nadir, 300, 1e-9);
  /* the samples say it, with consumption 75 and 0.4 × 40 × 1.15 / 0.211 = 87 of CO2 */
  const unsigned n = steady_goals_update (&goals, &view, samples);
  g_assert_cmpuint (n, ==, 6);
  for (unsigned i = 0; i < n; i++)
    g_assert_cmpint (samples[i].quality, ==, STEADY_QUALITY_VALID);
  g_assert_cmpfloat_with_epsilon (samples[0].value, 75, 1e-9);
  g_assert_cmpfloat_with_epsilon (samples[1].value, 87, 1e-9);
  g_assert_cmpfloat_with_epsilon (samples[2].value, 3.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (samples[5].value, 10, 0.11);
  /* cold, arrested, off bypass, and an hour that nobody saw */
  const double area = goals.area;
  put (fixture, &values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 31.9);
  for (unsigned i = 0; i < 60; i++, view.now += SEC)
    steady_goals_update (&goals, &view, samples);
  put (fixture, &values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 36);
  view.arrested = true;
  for (unsigned i = 0; i < 60; i++, view.now += SEC)
    steady_goals_update (&goals, &view, samples);
  view.arrested = false;
  view.now += 3600 * SEC;
  steady_goals_update (&goals, &view, samples);
  g_assert_cmpfloat_with_epsilon (goals.area, area, 1);
  view.on_bypass = false;
  view.now += SEC;
  steady_goals_update (&goals, &view, samples);
  g_assert_cmpfloat_with_epsilon (goals.area, area, 1);
  steady_engine_fixture_close (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/timers/clamping-again-adds", test_clamping_again_adds);
  g_test_add_func ("/engine/timers/dated-back", test_dated_back);
  g_test_add_func ("/engine/timers/bypass-is-flow-and-word",
                   test_bypass_is_flow_and_word);
  g_test_add_func ("/engine/timers/ischaemia-by-dose", test_ischaemia_by_dose);
  g_test_add_func ("/engine/timers/free-timers", test_free_timers);
  g_test_add ("/engine/timers/over-a-restart",
              Fixture,
              "scenarios/stuffy.json",
              steady_engine_fixture_set_up,
              test_over_a_restart,
              steady_engine_fixture_tear_down);
  g_test_add ("/engine/timers/what-was-missing",
              Fixture,
              "scenarios/stuffy.json",
              steady_engine_fixture_set_up,
              test_what_was_missing,
              steady_engine_fixture_tear_down);
  return g_test_run ();
}
