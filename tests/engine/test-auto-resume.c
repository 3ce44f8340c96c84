/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* A level may let the pump go on, where an operator chose that and nowhere else; and
 * who overrides is asked why. */

#define TICK (20 * STEADY_NSEC_PER_MSEC)

typedef SteadyEngineFixture Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, "scenarios/venous-return-lost.json");
}

static void
propose (Fixture *fixture, SteadySettingKind kind, const char *rule, double value)
{
  SteadyRequest request = { .type = STEADY_FRAME_SETTING,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .setting = { .id = 1,
                                         .issued = fixture->engine->moment.real,
                                         .kind = kind,
                                         .control = STEADY_CONTROL_PUMP_STOP,
                                         .value = value } };
  g_strlcpy (request.setting.rule, rule, sizeof request.setting.rule);
  g_strlcpy (request.setting.who, rule, sizeof request.setting.who);
  steady_engine_fixture_push (fixture, &request);
}

static bool
holds (const Fixture *fixture)
{
  return steady_alarm_system_holds (fixture->engine->alarms, "reservoir-stop");
}

static bool
turns (const Fixture *fixture)
{
  return lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_PUMP)) ==
         STEADY_PUMP_RUNNING;
}

/* Until the reservoir has stopped the pump. */
static void
run_dry (Fixture *fixture)
{
  for (unsigned i = 0; i < 120 && !holds (fixture); i++)
    steady_engine_fixture_run (fixture, 1);
  g_assert_true (holds (fixture));
  steady_engine_fixture_run (fixture, 1);
  g_assert_false (turns (fixture));
}

/* Until the venous line is open again and the level has been fine for long. */
static void
run_full (Fixture *fixture)
{
  for (unsigned i = 0; i < 180 && holds (fixture); i++)
    steady_engine_fixture_run (fixture, 1);
  g_assert_false (holds (fixture));
  steady_engine_fixture_run (fixture, 25);
}

static void
choose (Fixture *fixture)
{
  steady_engine_fixture_run (fixture, 2);
  propose (fixture, STEADY_SETTING_OPERATOR, "Anna B.", 0);
  propose (fixture, STEADY_SETTING_AUTO_RESUME, "reservoir-stop", 1);
  g_assert_true (
      steady_alarm_settings_resumes (&fixture->engine->settings, "reservoir-stop"));
}

/* Nobody chose it: the pump stands until a person starts it (safety rule 3). */
static void
test_off_by_default (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
  run_dry (fixture);
  run_full (fixture);
  g_assert_false (turns (fixture));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_RESUME, NAN, "by itself"),
      ==,
      0);
}

static void
test_goes_on_where_chosen (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  const double flow =
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW);
  run_dry (fixture);
  run_full (fixture);
  g_assert_true (turns (fixture));
  g_assert_cmpfloat_with_epsilon (
      steady_engine_fixture_value (fixture, STEADY_CHANNEL_SET_PUMP_FLOW), flow, 1e-3);
  propose (fixture, STEADY_SETTING_AUTO_RESUME, "reservoir-stop", 0);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_RESUME, NAN, "as was chosen"),
      >=,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_AUTO_RESUME, NAN, "reservoir-stop by Anna B."),
      ==,
      2);
}

/* Whoever touches the pump while it stands has it. */
static void
test_a_hand_on_the_pump_ends_it (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  run_dry (fixture);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_STOP, 0);
  run_full (fixture);
  g_assert_false (turns (fixture));
  steady_engine_fixture_close (fixture);
}

static void
test_taken_back_meanwhile (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  run_dry (fixture);
  propose (fixture, STEADY_SETTING_AUTO_RESUME, "reservoir-stop", 0);
  run_full (fixture);
  g_assert_false (turns (fixture));
  steady_engine_fixture_close (fixture);
}

/* A clamp that was closed meanwhile is not opened by a machine. */
static void
test_a_closed_clamp_stays_closed (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  run_dry (fixture);
  const SteadyAutoResume waits = fixture->engine->auto_resume;
  g_assert_cmpstr (waits.alarm, ==, "reservoir-stop");
  steady_engine_fixture_command (fixture, STEADY_CONTROL_ARTERIAL_CLAMP, 1);
  g_assert_cmpstr (fixture->engine->auto_resume.alarm, ==, "");
  /* as if it had been closed at the clamp itself */
  fixture->engine->auto_resume = waits;
  run_full (fixture);
  g_assert_false (turns (fixture));
  g_assert_cmpint (
      lround (steady_engine_fixture_value (fixture, STEADY_CHANNEL_ARTERIAL_CLAMP)),
      ==,
      STEADY_CLAMP_CLOSED);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_RESUME, NAN, "clamp is not open"),
                    ==,
                    1);
}

/* The choice outlives a crash of the engine; what was about to start does not. */
static void
test_nothing_starts_after_a_crash (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  run_dry (fixture);
  const size_t        size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t *row = g_malloc0 (size);
  const size_t        used = steady_state_row_save (fixture->engine, row, size);
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  g_assert_true (steady_state_row_restore (
      fixture->engine, row, used, fixture->engine->moment.now));
  g_assert_true (
      steady_alarm_settings_resumes (&fixture->engine->settings, "reservoir-stop"));
  run_full (fixture);
  g_assert_false (turns (fixture));
  steady_engine_fixture_close (fixture);
}

/* Air and pressure never go on by themselves, and nobody can choose it. */
static void
test_only_what_the_file_allows (Fixture *fixture, gconstpointer data)
{
  static const char *const never[] = {
    "arterial-air", "line-pressure-stop", "map-low", "no-such-rule"
  };
  steady_engine_fixture_run (fixture, 1);
  propose (fixture, STEADY_SETTING_AUTO_RESUME, "reservoir-stop", 1);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0); /* nobody signed in */
  propose (fixture, STEADY_SETTING_OPERATOR, "Anna B.", 0);
  for (unsigned i = 0; i < G_N_ELEMENTS (never); i++)
    {
      propose (fixture, STEADY_SETTING_AUTO_RESUME, never[i], 1);
      g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
    }
  SteadyAlarmSetting forged = { .id = "arterial-air", .resumes = 1 };
  g_assert_false (steady_alarm_settings_restore (
      &fixture->engine->settings, fixture->engine->alarms, &forged, sizeof forged));
  steady_engine_fixture_close (fixture);
}

/* One hold, no typing; the reason afterwards, and never lost (safety rule 7). */
static void
test_the_reason_is_asked_afterwards (Fixture *fixture, gconstpointer data)
{
  const SteadyRequest global = {
    .type = STEADY_FRAME_ALARM_REQUEST,
    .role = STEADY_ROLE_CONSOLE,
    .in_control = 1,
    .alarm = { .kind = STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, .id = "Anna B." }
  };
  SteadyDesk *desk = &fixture->engine->desk;

  steady_engine_fixture_run (fixture, 1);
  propose (fixture, STEADY_SETTING_OPERATOR, "Anna B.", 0);
  g_assert_cmpuint (desk->reason_due, ==, 0);
  propose (fixture, STEADY_SETTING_REASON, "", STEADY_REASON_SURGEON);
  steady_engine_fixture_push (fixture, &global);
  g_assert_cmpuint (desk->reason_due, ==, 1U << STEADY_OVERRIDE_GLOBAL);
  propose (fixture, STEADY_SETTING_WIRE, "reservoir-stop", 0);
  g_assert_cmpuint (
      desk->reason_due, ==, 1U << STEADY_OVERRIDE_GLOBAL | 1U << STEADY_OVERRIDE_WIRE);
  propose (fixture, STEADY_SETTING_REASON, "", 0);
  propose (fixture, STEADY_SETTING_REASON, "", STEADY_REASON_OTHER + 1);
  g_assert_cmpuint (desk->reason_due, !=, 0);
  /* a crash does not answer it */
  const size_t        size = steady_state_row_size (fixture->engine);
  g_autofree uint8_t *row = g_malloc0 (size);
  const size_t        used = steady_state_row_save (fixture->engine, row, size);
  desk->reason_due = 0;
  g_assert_true (steady_state_row_restore (
      fixture->engine, row, used, fixture->engine->moment.now));
  g_assert_cmpuint (desk->reason_due, !=, 0);
  propose (fixture, STEADY_SETTING_REASON, "", STEADY_REASON_SURGEON);
  g_assert_cmpuint (desk->reason_due, ==, 0);
  /* switching a stop on again needs none */
  propose (fixture, STEADY_SETTING_WIRE, "reservoir-stop", 1);
  g_assert_cmpuint (desk->reason_due, ==, 0);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_OVERRIDE_REASON, NAN, "surgeon"),
                    ==,
                    1);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_OVERRIDE_REASON, NAN, "by Anna B."),
                    ==,
                    1);
}

#define ADD(name, function)           \
  g_test_add ("/engine/resume/" name, \
              Fixture,                \
              NULL,                   \
              set_up,                 \
              function,               \
              steady_engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("off-by-default", test_off_by_default);
  ADD ("goes-on-where-chosen", test_goes_on_where_chosen);
  ADD ("a-hand-on-the-pump", test_a_hand_on_the_pump_ends_it);
  ADD ("taken-back", test_taken_back_meanwhile);
  ADD ("closed-clamp", test_a_closed_clamp_stays_closed);
  ADD ("crash", test_nothing_starts_after_a_crash);
  ADD ("only-what-is-allowed", test_only_what_the_file_allows);
  ADD ("reason", test_the_reason_is_asked_afterwards);
  return g_test_run ();
}
