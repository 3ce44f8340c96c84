/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "alarm/steady-alarm-added.h"
#include "engine/steady-state-row.h"
#include "steady-engine-fixture.h"

/* Stops that an operator adds to the matrix: they act like the file's, take nothing
 * from those, and outlive the engine. */

#define WARN "reservoir-warn"

typedef SteadyEngineFixture Fixture;

static void
propose (Fixture          *fixture,
         SteadySettingKind kind,
         const char       *rule,
         unsigned          control,
         double            value)
{
  SteadyRequest request = { .type = STEADY_FRAME_SETTING,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .setting = { .id = 1,
                                         .issued = fixture->engine->moment.real,
                                         .kind = kind,
                                         .control = control,
                                         .value = value } };
  g_strlcpy (request.setting.rule, rule, sizeof request.setting.rule);
  g_strlcpy (request.setting.who, rule, sizeof request.setting.who);
  steady_engine_fixture_push (fixture, &request);
}

static void
add (Fixture *fixture, const char *rule, SteadyControl control)
{
  propose (fixture, STEADY_SETTING_ADDED_WIRE, rule, control, 1);
}

static bool
is_added (const Fixture *fixture, const char *rule, SteadyControl control)
{
  return steady_alarm_settings_is_added (&fixture->engine->settings, rule, control);
}

static bool
is_present (const Fixture *fixture, const char *id)
{
  return !steady_alarm_system_is_over (fixture->engine->alarms, id);
}

static void
run_until (Fixture *fixture, const char *id)
{
  for (unsigned i = 0; i < 2400 && !is_present (fixture, id); i++)
    steady_engine_fixture_run (fixture, 0.1);
  g_assert_true (is_present (fixture, id));
}

static int
state_of (const Fixture *fixture, SteadyChannel channel)
{
  return (int) lround (steady_engine_fixture_value (fixture, channel));
}

static void
begin (Fixture *fixture)
{
  steady_engine_fixture_run (fixture, 2);
  steady_engine_fixture_sign_in (fixture, "Anna B.");
}

/* A warning that only warned stops and clamps, in this order, and says who wanted it.
 */
static void
test_it_stops_and_clamps (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  add (fixture, WARN, STEADY_CONTROL_ARTERIAL_CLAMP);
  add (fixture, WARN, STEADY_CONTROL_VENOUS_CLAMP);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 1);
  g_assert_cmpstr (fixture->engine->settings.all[0].who, ==, "Anna B.");
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_ARTERIAL_PUMP), ==, STEADY_PUMP_RUNNING);
  run_until (fixture, WARN);
  steady_engine_fixture_run (fixture, 3);
  g_assert_cmpint (state_of (fixture, STEADY_CHANNEL_ARTERIAL_PUMP),
                   ==,
                   STEADY_PUMP_STOPPED_BY_INTERVENTION);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_ARTERIAL_CLAMP), ==, STEADY_CLAMP_CLOSED);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_VENOUS_CLAMP), ==, STEADY_CLAMP_CLOSED);
  g_assert_false (fixture->engine->gate.intervention_failed);
  /* the file alone holds a pump: what a person added, a person may undo at once */
  steady_engine_fixture_command (fixture, STEADY_CONTROL_ARTERIAL_CLAMP, 0);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_PUMP_START, 0);
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_ARTERIAL_PUMP), ==, STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (fixture,
                                                 STEADY_EVENT_WIRE_ADDED,
                                                 STEADY_CONTROL_PUMP_STOP,
                                                 "reservoir-warn pump-stop by Anna B."),
                    ==,
                    1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_INTERVENTION, STEADY_CONTROL_PUMP_STOP, WARN),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_INTERVENTION, STEADY_CONTROL_ARTERIAL_CLAMP, WARN),
      ==,
      1);
}

/* Cardioplegia drawn from the arterial line stops with the pump that was stopped. */
static void
test_cardioplegia_stops_too (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  steady_engine_fixture_command (fixture, STEADY_CONTROL_CARDIOPLEGIA_DOSE, 900);
  steady_engine_fixture_run (fixture, 1);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_CARDIOPLEGIA_PUMP), ==, STEADY_PUMP_RUNNING);
  run_until (fixture, WARN);
  steady_engine_fixture_run (fixture, 2);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_CARDIOPLEGIA_PUMP), !=, STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
}

static bool
deaf (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  return true;
}

/* It did not take effect: that is a high alarm of its own, as with any other stop. */
static void
test_what_fails_is_an_alarm (Fixture *fixture, gconstpointer data)
{
  static SteadyDeviceClass class;
  SteadyDevice *device = fixture->engine->simulated;

  begin (fixture);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  class = *device->class;
  class.command = deaf; /* takes every command and does nothing */
  device->class = &class;
  run_until (fixture, WARN);
  g_assert_false (is_present (fixture, "reservoir-stop"));
  run_until (fixture, "intervention-failed");
  steady_engine_fixture_close (fixture);
}

/* Taken out it does nothing, and the list is as it was. */
static void
test_removed_it_does_nothing (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP); /* twice is once */
  add (fixture, WARN, STEADY_CONTROL_ARTERIAL_CLAMP);
  /* the clamp would close on a pump that runs */
  propose (fixture, STEADY_SETTING_ADDED_WIRE, WARN, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_true (is_added (fixture, WARN, STEADY_CONTROL_PUMP_STOP));
  propose (fixture, STEADY_SETTING_ADDED_WIRE, WARN, STEADY_CONTROL_ARTERIAL_CLAMP, 0);
  propose (fixture, STEADY_SETTING_ADDED_WIRE, WARN, STEADY_CONTROL_PUMP_STOP, 0);
  propose (fixture, STEADY_SETTING_ADDED_WIRE, WARN, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
  run_until (fixture, WARN);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_ARTERIAL_PUMP), ==, STEADY_PUMP_RUNNING);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_WIRE_ADDED, STEADY_CONTROL_PUMP_STOP, "by Anna B."),
      ==,
      1);
  g_assert_cmpuint (
      steady_engine_fixture_count (
          fixture, STEADY_EVENT_WIRE_REMOVED, STEADY_CONTROL_PUMP_STOP, "by Anna B."),
      ==,
      1);
}

/* Nobody's, a stranger's, a speed, a phase's, a clamp's alone, and what is there now.
 */
static void
test_what_is_refused (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;

  steady_engine_fixture_run (fixture, 2);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP); /* nobody is signed in */
  g_assert_cmpuint (engine->settings.count, ==, 0);
  begin (fixture);
  add (fixture, "no-such-rule", STEADY_CONTROL_PUMP_STOP);
  add (fixture, "map-very-low", STEADY_CONTROL_PUMP_STOP);
  add (fixture, "arterial-air", STEADY_CONTROL_PUMP_STOP);
  add (fixture, WARN, STEADY_CONTROL_PUMP_FLOW);
  add (fixture, WARN, STEADY_CONTROL_PUMP_START);
  add (fixture, WARN, STEADY_CONTROL_SWEEP);
  add (fixture, WARN, STEADY_CONTROL_NONE);
  add (fixture, WARN, STEADY_CONTROL_MAX);
  add (fixture, WARN, (SteadyControl) 31);
  add (fixture, WARN, STEADY_CONTROL_ARTERIAL_CLAMP);
  add (fixture, WARN, STEADY_CONTROL_VENOUS_CLAMP);
  g_assert_cmpuint (engine->settings.count, ==, 0);
  /* no device: ALARM ONLY; and a clamp on a pump that nothing stops */
  SteadyDevice *clamp = engine->gate.controls[STEADY_CONTROL_ARTERIAL_CLAMP].device;
  SteadyDevice *pump = engine->gate.controls[STEADY_CONTROL_PUMP_STOP].device;
  engine->gate.controls[STEADY_CONTROL_PUMP_STOP].device = NULL;
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  add (fixture, "reservoir-stop", STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpuint (engine->settings.count, ==, 0);
  engine->gate.controls[STEADY_CONTROL_PUMP_STOP].device = pump;
  engine->gate.controls[STEADY_CONTROL_ARTERIAL_CLAMP].device = NULL;
  add (fixture, "reservoir-stop", STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_cmpuint (engine->settings.count, ==, 0);
  engine->gate.controls[STEADY_CONTROL_ARTERIAL_CLAMP].device = clamp;
  run_until (fixture, WARN);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP); /* it would not act on what is there */
  g_assert_cmpuint (engine->settings.count, ==, 0);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_WIRE_ADDED, STEADY_CONTROL_PUMP_STOP, ""),
                    ==,
                    0);
}

static bool
is_cut (const Fixture *fixture, const char *rule, SteadyControl control)
{
  return steady_alarm_settings_is_cut (&fixture->engine->settings, rule, control);
}

/* A default clamp does not outlive its stop, nor the stop that was added to it. */
static void
test_no_clamp_without_its_stop (Fixture *fixture, gconstpointer data)
{
  static const char *const level = "reservoir-stop";

  begin (fixture);
  propose (fixture, STEADY_SETTING_WIRE, "arterial-air", STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_false (is_cut (fixture, "arterial-air", STEADY_CONTROL_PUMP_STOP));
  /* nothing was changed, so nothing stands in the list */
  g_assert_cmpuint (fixture->engine->settings.count, ==, 0);
  add (fixture, level, STEADY_CONTROL_ARTERIAL_CLAMP);
  g_assert_true (is_added (fixture, level, STEADY_CONTROL_ARTERIAL_CLAMP));
  propose (fixture, STEADY_SETTING_WIRE, level, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_false (is_cut (fixture, level, STEADY_CONTROL_PUMP_STOP));
  propose (fixture, STEADY_SETTING_ADDED_WIRE, level, STEADY_CONTROL_ARTERIAL_CLAMP, 0);
  propose (fixture, STEADY_SETTING_WIRE, level, STEADY_CONTROL_PUMP_STOP, 0);
  g_assert_true (is_cut (fixture, level, STEADY_CONTROL_PUMP_STOP));
  add (fixture, level, STEADY_CONTROL_VENOUS_CLAMP);
  g_assert_false (is_added (fixture, level, STEADY_CONTROL_VENOUS_CLAMP));
  /* air off, from the clamp down, and on again from the stop up */
  propose (
      fixture, STEADY_SETTING_WIRE, "arterial-air", STEADY_CONTROL_ARTERIAL_CLAMP, 0);
  g_assert_true (is_cut (fixture, "arterial-air", STEADY_CONTROL_ARTERIAL_CLAMP));
  propose (fixture, STEADY_SETTING_WIRE, "arterial-air", STEADY_CONTROL_PUMP_STOP, 0);
  /* on bypass the last response to air stays */
  g_assert_false (is_cut (fixture, "arterial-air", STEADY_CONTROL_PUMP_STOP));
  steady_engine_fixture_close (fixture);
}

static size_t
save (const Fixture *fixture, uint8_t **ret_row)
{
  const size_t size = steady_state_row_size (fixture->engine);
  *ret_row = g_malloc0 (size);
  return steady_state_row_save (fixture->engine, *ret_row, size);
}

/* An engine that goes on has what was added, and it acts. */
static void
test_it_outlives_the_engine (Fixture *fixture, gconstpointer data)
{
  g_autofree uint8_t *row = NULL;

  begin (fixture);
  add (fixture, WARN, STEADY_CONTROL_PUMP_STOP);
  add (fixture, WARN, STEADY_CONTROL_ARTERIAL_CLAMP);
  const size_t size = save (fixture, &row);
  steady_engine_fixture_close (fixture);
  g_unlink (fixture->case_file);
  steady_engine_fixture_open (fixture);
  g_assert_true (steady_state_row_restore (
      fixture->engine, row, size, fixture->engine->moment.now));
  g_assert_true (is_added (fixture, WARN, STEADY_CONTROL_PUMP_STOP));
  g_assert_true (is_added (fixture, WARN, STEADY_CONTROL_ARTERIAL_CLAMP));
  run_until (fixture, WARN);
  steady_engine_fixture_run (fixture, 3);
  g_assert_cmpint (state_of (fixture, STEADY_CHANNEL_ARTERIAL_PUMP),
                   ==,
                   STEADY_PUMP_STOPPED_BY_INTERVENTION);
  g_assert_cmpint (
      state_of (fixture, STEADY_CHANNEL_ARTERIAL_CLAMP), ==, STEADY_CLAMP_CLOSED);
  steady_engine_fixture_close (fixture);
}

/* A row that says what no operator could have done is not gone on with. */
static void
test_a_forged_row_is_refused (Fixture *fixture, gconstpointer data)
{
  const uint32_t     stop = UINT32_C (1) << STEADY_CONTROL_PUMP_STOP;
  const uint32_t     clamp = UINT32_C (1) << STEADY_CONTROL_ARTERIAL_CLAMP;
  SteadyAlarmSetting forged[] = {
    { .id = "no-such-rule", .added = stop },
    { .id = "map-very-low", .added = stop },
    { .id = "arterial-air", .added = stop },
    { .id = WARN, .added = UINT32_C (1) << STEADY_CONTROL_PUMP_START },
    { .id = WARN, .added = clamp },
    { .id = "arterial-air", .cut = stop },
  };
  SteadyAlarmSetting  fine = { .id = WARN, .added = stop | clamp };
  SteadyAlarmSettings settings = { .count = 0 };

  steady_engine_fixture_run (fixture, 1);
  for (unsigned i = 0; i < G_N_ELEMENTS (forged); i++)
    g_assert_false (steady_alarm_settings_restore (
        &settings, fixture->engine->alarms, &forged[i], sizeof forged[i]));
  g_assert_true (steady_alarm_settings_restore (
      &settings, fixture->engine->alarms, &fine, sizeof fine));
  steady_engine_fixture_close (fixture);
}

/* A list that is full says so, and one limit more of a rule costs no place. */
static void
test_a_full_list_is_busy (Fixture *fixture, gconstpointer data)
{
  SteadyAlarmSettings *settings = &fixture->engine->settings;

  begin (fixture);
  settings->count = STEADY_ALARM_SETTINGS;
  for (unsigned i = 0; i < settings->count; i++)
    g_snprintf (settings->all[i].id, sizeof settings->all[i].id, "rule-%u", i);
  g_assert_cmpint (
      steady_alarm_settings_add_wire (
          settings, fixture->engine->alarms, WARN, STEADY_CONTROL_PUMP_STOP, true),
      ==,
      STEADY_REFUSAL_BUSY);
  settings->count = 0;
  steady_engine_fixture_close (fixture);
}

#define ADD(path, test)                            \
  g_test_add ("/engine/added-wires/" path,         \
              Fixture,                             \
              "scenarios/venous-return-lost.json", \
              steady_engine_fixture_set_up,        \
              test,                                \
              steady_engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stops-and-clamps", test_it_stops_and_clamps);
  ADD ("cardioplegia-too", test_cardioplegia_stops_too);
  ADD ("failed", test_what_fails_is_an_alarm);
  ADD ("removed", test_removed_it_does_nothing);
  ADD ("refused", test_what_is_refused);
  ADD ("no-clamp-alone", test_no_clamp_without_its_stop);
  ADD ("outlives-the-engine", test_it_outlives_the_engine);
  ADD ("forged", test_a_forged_row_is_refused);
  ADD ("full", test_a_full_list_is_busy);
  return g_test_run ();
}
