/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "engine/steady-session.h"

/* Marks of an operator become what alarms judge, and which rules a case begins with. */

typedef struct Fixture
{
  char         *folder;
  char         *scenario;
  SteadyOptions options;
  SteadySession session;
  SteadyEngine *engine;
} Fixture;

/* Stuffy as it stands, or with @data in place of its full bypass. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char      *mode = data;
  g_autofree char *file = steady_paths_data ("scenarios/stuffy.json");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_autoptr (GString) changed = g_string_new (text);
  if (mode != NULL)
    g_assert_cmpuint (
        g_string_replace (changed, "\"support_mode\": \"full-bypass\"", mode, 1),
        ==,
        1);
  fixture->folder = g_dir_make_tmp ("steady-marks-XXXXXX", NULL);
  fixture->scenario = g_build_filename (fixture->folder, "scenario.json", NULL);
  g_assert_true (g_file_set_contents (fixture->scenario, changed->str, -1, NULL));
  fixture->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                      .file = fixture->scenario,
                                      .listen_fd = -1,
                                      .beat_fd = -1,
                                      .speed = 1,
                                      .manual = true,
                                      .until = STEADY_INSTANT_NEVER };
  steady_session_open (&fixture->session, &fixture->options, &error);
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_true (steady_session_close (&fixture->session, NULL));
  g_unlink (fixture->scenario);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->scenario);
}

static void
run (Fixture *fixture, double seconds)
{
  SteadyMoment        moment = fixture->engine->moment;
  const SteadyInstant end = moment.now + steady_span_from_seconds (seconds);
  while (moment.now < end)
    {
      moment.now += 20 * STEADY_NSEC_PER_MSEC;
      moment.real += 20 * STEADY_NSEC_PER_MSEC;
      steady_engine_tick (fixture->engine, &moment);
    }
}

static void
mark (Fixture *fixture, SteadyEvent event, double value, const char *text)
{
  SteadyRequest request = { .type = STEADY_FRAME_MARK,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };
  request.mark.event = (uint16_t) event;
  request.mark.value = value;
  g_strlcpy (request.mark.text, text, sizeof request.mark.text);
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
  run (fixture, 1.1);
}

static SteadySample
latest (const Fixture *fixture, SteadyChannel channel)
{
  return *steady_value_table_get (&fixture->engine->values, channel);
}

static bool
alarms (const Fixture *fixture, const char *id)
{
  SteadyAlarmRecord present[64];
  const unsigned n = steady_alarm_system_present (fixture->engine->alarms, present, 64);
  for (unsigned i = 0; i < MIN (n, 64); i++)
    if (strcmp (present[i].id, id) == 0)
      return true;
  return false;
}

/* An ACT is a value of its channel, with its own age; too low a one alarms. */
static void
test_an_act_is_entered (Fixture *fixture, gconstpointer data)
{
  run (fixture, 10);
  g_assert_cmpint (
      latest (fixture, STEADY_CHANNEL_ACT).quality, ==, STEADY_QUALITY_NOT_APPLICABLE);
  mark (fixture, STEADY_EVENT_GAS_SAMPLE, 520, "");
  g_assert_cmpfloat_with_epsilon (
      latest (fixture, STEADY_CHANNEL_ACT).value, 520, 1e-9);
  g_assert_cmpint (
      latest (fixture, STEADY_CHANNEL_ACT).flags, ==, STEADY_SAMPLE_ENTERED);
  g_assert_false (alarms (fixture, "act-low"));
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, 430, "act");
  g_assert_true (alarms (fixture, "act-low"));
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, 2.6, "glucose");
  g_assert_true (alarms (fixture, "glucose-outside"));
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, 5, "glucose");
  g_assert_false (alarms (fixture, "glucose-outside"));
}

/* Where a device measures it, its value stays on the tile. */
static void
test_a_device_goes_before_an_entry (Fixture *fixture, gconstpointer data)
{
  run (fixture, 10);
  const double before = latest (fixture, STEADY_CHANNEL_POTASSIUM).value;
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, 9.5, "potassium");
  g_assert_cmpfloat_with_epsilon (
      latest (fixture, STEADY_CHANNEL_POTASSIUM).value, before, 1);
  /* what is none to enter, or cannot be, changes nothing */
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, 10, "arterial_mean");
  mark (fixture, STEADY_EVENT_VALUE_ENTERED, -5, "act");
  g_assert_cmpint (
      latest (fixture, STEADY_CHANNEL_ACT).quality, ==, STEADY_QUALITY_NOT_APPLICABLE);
  g_assert_cmpfloat (latest (fixture, STEADY_CHANNEL_ARTERIAL_MEAN).value, >, 20);
}

static void
test_a_baseline_is_taken (Fixture *fixture, gconstpointer data)
{
  run (fixture, 10);
  g_assert_cmpint (latest (fixture, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE).quality,
                   ==,
                   STEADY_QUALITY_NOT_APPLICABLE);
  mark (fixture, STEADY_EVENT_CEREBRAL_BASELINE, 0, "");
  run (fixture, 2);
  g_assert_cmpfloat_with_epsilon (
      latest (fixture, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE).value, 100, 5);
  g_assert_cmpfloat_with_epsilon (
      latest (fixture, STEADY_CHANNEL_CEREBRAL_BASELINE).value, STEADY_TAKEN_YES, 0.1);
}

static void
test_suction_after_protamine (Fixture *fixture, gconstpointer data)
{
  run (fixture, 10);
  g_assert_false (alarms (fixture, "suction-after-protamine"));
  mark (fixture, STEADY_EVENT_PROTAMINE, 10, "");
  g_assert_true (alarms (fixture, "suction-after-protamine"));
}

static void
test_bypass_has_its_rules (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (
      steady_alarm_system_protection (fixture->engine->alarms, "recirculation"),
      ==,
      STEADY_PROTECTION_NOT_FITTED);
  g_assert_nonnull (strstr (fixture->session.alarm_base, "suction-after-protamine"));
}

static void
test_ecmo_has_its_rules (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (strstr (fixture->session.alarm_base, "\"recirculation\""));
  g_assert_null (strstr (fixture->session.alarm_base, "suction-after-protamine"));
  g_assert_nonnull (strstr (fixture->session.alarm_profile, "\"ecmo-neonate\""));
  run (fixture, 5);
}

#define ADD(path, mode, test) \
  g_test_add ("/engine/marks/" path, Fixture, mode, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an-act-is-entered", NULL, test_an_act_is_entered);
  ADD ("a-device-goes-before-an-entry", NULL, test_a_device_goes_before_an_entry);
  ADD ("a-baseline-is-taken", NULL, test_a_baseline_is_taken);
  ADD ("suction-after-protamine", NULL, test_suction_after_protamine);
  ADD ("bypass-has-its-rules", NULL, test_bypass_has_its_rules);
  ADD ("ecmo-va-has-its-rules",
       "\"support_mode\": \"ecmo-va\"",
       test_ecmo_has_its_rules);
  ADD ("ecmo-vv-has-its-rules",
       "\"support_mode\": \"ecmo-vv\"",
       test_ecmo_has_its_rules);
  return g_test_run ();
}
