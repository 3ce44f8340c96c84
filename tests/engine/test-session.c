/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"
#include "engine/steady-session.h"
#include "engine/steady-state-row.h"
#include "link/steady-link-client.h"
#include "link/steady-live-mark.h"
#include "tick-guard.h"

#define SEC STEADY_NSEC_PER_SEC

/* A training session in a folder of its own. */
typedef struct Fixture
{
  char         *folder;
  char         *case_file;
  char         *socket;
  char         *scenario;
  SteadyOptions options;
  SteadySession session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *scenario = data != NULL ? data : "scenarios/stuffy.json";
  fixture->folder = g_dir_make_tmp ("steady-engine-XXXXXX", NULL);
  fixture->case_file = g_build_filename (fixture->folder, "case.steady", NULL);
  fixture->socket = g_build_filename (fixture->folder, "link", NULL);
  fixture->scenario = steady_paths_data (scenario);
  fixture->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                      .file = fixture->scenario,
                                      .case_file = fixture->case_file,
                                      .socket = fixture->socket,
                                      .listen_fd = -1,
                                      .beat_fd = -1,
                                      .speed = 1,
                                      .until = STEADY_INSTANT_NEVER };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->case_file);
  g_free (fixture->socket);
  g_free (fixture->scenario);
}

static SteadyEngine *
open_session (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const bool fine = steady_session_open (&fixture->session, &fixture->options, &error);
  g_assert_no_error (error);
  g_assert_true (fine);
  return fixture->session.engine;
}

static void
close_session (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (steady_session_close (&fixture->session, &error));
  g_assert_no_error (error);
}

static void
test_tick_neither_allocates_locks_nor_writes (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = open_session (fixture);
  SteadyRequest request = { .type = STEADY_FRAME_MARK,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };

  tick_guarded (engine, 20 * SEC);
  request.mark.event = STEADY_EVENT_CLAMP_ON;
  g_assert_true (steady_ring_push (&engine->requests, &request, sizeof request));
  request.type = STEADY_FRAME_COMMAND;
  request.command = (SteadyCommand){ .id = 1,
                                     .issued = engine->moment.real,
                                     .value = 0.5,
                                     .control = STEADY_CONTROL_PUMP_FLOW };
  g_assert_true (steady_ring_push (&engine->requests, &request, sizeof request));
  request.type = STEADY_FRAME_ALARM_REQUEST;
  request.alarm = (SteadyAlarmRequest){ .kind = STEADY_ALARM_REQUEST_PAUSE };
  g_assert_true (steady_ring_push (&engine->requests, &request, sizeof request));
  /* the air alarm, its intervention and its record come at 60 s */
  tick_guarded (engine, 60 * SEC);
  g_assert_cmpuint (engine->phase.support.flags & STEADY_FLAG_CROSS_CLAMPED, !=, 0);
  g_assert_cmpuint (engine->tally.n_alarms, >, 0);
  close_session (fixture);
}

static void
test_guard_sees_an_allocation (Fixture *fixture, gconstpointer data)
{
  if (!tick_guard_works ())
    {
      g_test_skip ("a sanitizer stands between the test and its allocator");
      return;
    }
  tick_guard_only_count (true);
  tick_guard_arm ();
  void *volatile memory = malloc (100);
  free (memory);
  tick_guard_disarm ();
  tick_guard_only_count (false);
  g_assert_cmpuint (tick_guard_calls (), ==, 2);
}

static double
last_value (const SteadyEngine *engine, SteadyChannel channel)
{
  double value = -1;
  g_assert_true (steady_value_table_value (&engine->values, channel, &value));
  return value;
}

static unsigned
count_alarm (const SteadyEngine *engine, const char *id)
{
  SteadyAlarmRecord present[STEADY_ENGINE_ALARMS];
  unsigned          found = 0;
  const unsigned    n =
      steady_alarm_system_present (engine->alarms, present, STEADY_ENGINE_ALARMS);
  for (unsigned i = 0; i < n; i++)
    found += strcmp (present[i].id, id) == 0;
  return found;
}

/* Cuts a case off by leaving a copy of its file as it was, with its log. */
static void
cut_off (Fixture *fixture)
{
  g_autofree char *log = g_strconcat (fixture->case_file, "-wal", NULL);
  g_autofree char *bytes = NULL, *log_bytes = NULL;
  gsize            length, log_length;
  SteadyEngine    *engine = fixture->session.engine;

  const SteadyInstant stored = engine->state_case;
  for (unsigned i = 0; i < 3000; i++)
    {
      if (steady_case_writer_progress (engine->writer).committed_to > stored)
        break;
      tick_guarded (engine, 20 * STEADY_NSEC_PER_MSEC);
      g_usleep (5000);
    }
  g_assert_true (g_file_get_contents (fixture->case_file, &bytes, &length, NULL));
  g_assert_true (g_file_get_contents (log, &log_bytes, &log_length, NULL));
  close_session (fixture);
  g_assert_true (
      g_file_set_contents (fixture->case_file, bytes, (gssize) length, NULL));
  g_assert_true (g_file_set_contents (log, log_bytes, (gssize) log_length, NULL));
}

static void
resume (Fixture *fixture)
{
  fixture->options.source = STEADY_SOURCE_RESUME;
  fixture->options.file = fixture->case_file;
  fixture->options.case_file = NULL;
}

static void
test_resume_goes_on_where_it_was (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = open_session (fixture);

  tick_guarded (engine, 30 * SEC);
  steady_phase_mark (&engine->phase, engine->moment.now, STEADY_EVENT_CLAMP_ON);
  /* the air alarm comes at 60 s, stops the pump and stays */
  tick_guarded (engine, 61 * SEC);
  g_assert_cmpuint (count_alarm (engine, "arterial-air"), ==, 1);
  g_assert_true (steady_alarm_system_holds_pump (engine->alarms));
  const double        volume = last_value (engine, STEADY_CHANNEL_RESERVOIR_VOLUME);
  const double        map = last_value (engine, STEADY_CHANNEL_ARTERIAL_MEAN);
  const SteadyInstant before = engine->moment.now;
  const SteadySpan    clamp =
      steady_timer_total (&engine->phase.clamp, engine->moment.now);
  cut_off (fixture);

  resume (fixture);
  engine = open_session (fixture);
  g_assert_true (fixture->session.resumed);
  g_assert_cmpint (fixture->session.begin, >, before - 5 * SEC);
  g_assert_cmpuint (engine->phase.support.mode, ==, (guint) STEADY_SUPPORT_FULL_BYPASS);
  g_assert_true (steady_alarm_system_holds_pump (engine->alarms));
  tick_guarded (engine, 1 * SEC);
  g_assert_cmpuint (count_alarm (engine, "arterial-air"), ==, 1);
  g_assert_cmpint (lround (last_value (engine, STEADY_CHANNEL_ARTERIAL_PUMP)),
                   ==,
                   STEADY_PUMP_STOPPED_BY_INTERVENTION);
  g_assert_cmpfloat_with_epsilon (
      last_value (engine, STEADY_CHANNEL_RESERVOIR_VOLUME), volume, 0.05 * volume);
  g_test_message ("MAP %g before, reservoir %g mL", map, volume);
  g_assert_cmpint (steady_timer_total (&engine->phase.clamp, engine->moment.now),
                   >=,
                   clamp - 2 * SEC);
  /* no command was sent again: the pump stays as the child's last moment had it */
  g_assert_cmpuint (engine->gate.n_answers, ==, 0);
  close_session (fixture);
}

static void
test_a_damaged_state_is_refused (Fixture *fixture, gconstpointer data)
{
  SteadyEngine       *engine = open_session (fixture);
  const size_t        room = steady_state_row_size (engine);
  g_autofree uint8_t *state = g_malloc0 (room);
  SteadyStateHead     head;

  tick_guarded (engine, 2 * SEC);
  /* settings take only the room of those that there are */
  const size_t size = steady_state_row_save (engine, state, room);
  g_assert_cmpuint (size, <, room);
  g_assert_true (steady_state_row_head (state, size, &head));
  for (size_t length = 0; length < size; length += 1 + length / 16)
    {
      g_assert_false (steady_state_row_head (state, length, &head));
      g_assert_false (
          steady_state_row_restore (engine, state, length, engine->moment.now));
    }
  state[offsetof (SteadyStateHead, build)] ^= 1;
  g_assert_false (steady_state_row_head (state, size, &head));
  state[offsetof (SteadyStateHead, build)] ^= 1;
  /* sizes that point beyond the end */
  state[sizeof (SteadyStateHead) + engine->n_tracks * sizeof (SteadyWaveAnchor) + 6] =
      0xff;
  g_assert_false (steady_state_row_restore (engine, state, size, engine->moment.now));
  close_session (fixture);
}

/* Runs ticks until a frame of @type came to @client. */
static bool
await (SteadyEngine     *engine,
       SteadyLinkClient *client,
       unsigned          type,
       SteadyFrame      *frame)
{
  for (unsigned i = 0; i < 3000; i++)
    {
      tick_guarded (engine, 20 * STEADY_NSEC_PER_MSEC);
      while (steady_link_client_receive (client, frame))
        if (frame->header.type == type)
          return true;
      g_usleep (1000);
    }
  return false;
}

static void
test_a_console_sets_the_flow (Fixture *fixture, gconstpointer data)
{
  SteadyEngine     *engine = open_session (fixture);
  SteadyLinkClient *client =
      steady_link_client_new (fixture->socket, STEADY_ROLE_CONSOLE);
  SteadyFrame         frame;
  SteadyCommand       command = { .id = 77,
                                  .value = 0.45,
                                  .expected = 0.48,
                                  .control = STEADY_CONTROL_PUMP_FLOW,
                                  .flags = STEADY_COMMAND_HAS_EXPECTED };
  const SteadyAnswer *answer;

  tick_guarded (engine, 2 * SEC);
  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (engine, client, STEADY_FRAME_WELCOME, &frame));
  g_assert_nonnull (strstr (frame.payload, "\"control\":true"));
  g_assert_nonnull (strstr (frame.payload, "\"Stuffy\""));
  g_assert_true (await (engine, client, STEADY_FRAME_SNAPSHOT, &frame));
  g_assert_true (await (engine, client, STEADY_FRAME_WAVES, &frame));
  g_assert_true (await (engine, client, STEADY_FRAME_HEARTBEAT, &frame));
  command.issued = engine->moment.real;
  g_assert_true (
      steady_link_client_send (client, STEADY_FRAME_COMMAND, &command, sizeof command));
  g_assert_true (await (engine, client, STEADY_FRAME_ANSWER, &frame));
  answer = frame.payload;
  g_assert_cmpuint (answer->id, ==, 77);
  g_assert_cmpint (answer->status, ==, STEADY_ANSWER_ACCEPTED);
  g_assert_true (await (engine, client, STEADY_FRAME_ANSWER, &frame));
  answer = frame.payload;
  g_assert_cmpint (answer->status, ==, STEADY_ANSWER_CONFIRMED);
  g_assert_cmpfloat_with_epsilon (answer->value, 0.45, 0.01);
  steady_link_client_free (client);
  close_session (fixture);
}

static void
test_errors_leave_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = steady_paths_data ("alarms/base.json");

  fixture->options.file = wrong;
  g_assert_false (steady_session_open (&fixture->session, &fixture->options, &error));
  g_assert_nonnull (strstr (error->message, "base.json"));
  g_assert_false (g_file_test (fixture->case_file, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  fixture->options.file = fixture->scenario;
  fixture->options.case_file = "/nowhere/case.steady";
  g_assert_false (steady_session_open (&fixture->session, &fixture->options, &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/case.steady"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (fixture->case_file, "mine", 4, NULL));
  fixture->options.case_file = fixture->case_file;
  g_assert_false (steady_session_open (&fixture->session, &fixture->options, &error));
  g_assert_nonnull (error);
  g_autofree char *kept = NULL;
  g_assert_true (g_file_get_contents (fixture->case_file, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");
}

static void
test_training_is_silent_beside_a_live_case (Fixture *fixture, gconstpointer data)
{
  SteadyLiveMark mark, other;
  SteadyEngine  *engine = open_session (fixture);

  steady_live_mark_init (&mark);
  steady_live_mark_init (&other);
  if (!steady_live_mark_hold (&mark))
    {
      g_test_skip ("a live case runs on this machine");
      close_session (fixture);
      return;
    }
  g_assert_true (steady_live_mark_is_set ());
  g_assert_false (steady_live_mark_hold (&other));
  tick_guarded (engine, 61 * SEC);
  for (unsigned i = 0; i < 5000 && !atomic_load (&engine->watch.live_elsewhere); i++)
    g_usleep (1000);
  tick_guarded (engine, SEC);
  g_assert_cmpuint (count_alarm (engine, "arterial-air"), ==, 1);
  g_assert_cmpuint (engine->sound.priority, ==, (guint) STEADY_PRIORITY_NONE);
  g_assert_cmpuint (engine->sound.present, >, 0);
  steady_live_mark_finish (&mark);
  for (unsigned i = 0; i < 5000 && atomic_load (&engine->watch.live_elsewhere); i++)
    g_usleep (1000);
  tick_guarded (engine, SEC);
  g_assert_cmpuint (engine->sound.priority, ==, (guint) STEADY_PRIORITY_HIGH);
  /* and so is one that runs faster than life */
  engine->speed = 60;
  tick_guarded (engine, SEC);
  g_assert_cmpuint (engine->sound.priority, ==, (guint) STEADY_PRIORITY_NONE);
  close_session (fixture);
}

static void
no_free (SteadyDevice *device)
{
  steady_ring_finish (&device->samples);
}

static void
test_live_refuses_what_is_simulated (Fixture *fixture, gconstpointer data)
{
  static const SteadyDeviceClass class = { .name = "pretender", .free = no_free };
  static const SteadyCaseChannel channels[] = {
    { .channel = STEADY_CHANNEL_MEASURED_FLOW, .kind = STEADY_CHANNEL_KIND_NUMERIC }
  };
  SteadyDevice  pretender = { .class = &class, .name = "pretender", .simulated = true };
  SteadyEngine *engine = open_session (fixture);
  SteadySample  sample = { .t = STEADY_NSEC_PER_SEC,
                           .value = 1.234,
                           .channel = STEADY_CHANNEL_MEASURED_FLOW,
                           .quality = STEADY_QUALITY_VALID,
                           .flags = STEADY_SAMPLE_SIMULATED };
  g_autoptr (GError) error = NULL;

  engine->mode = STEADY_MODE_LIVE;
  steady_ring_init (&pretender.samples, 4096);
  g_assert_false (steady_engine_attach (engine, &pretender, &error));
  g_assert_error (error, STEADY_ENGINE_ERROR, STEADY_ENGINE_ERROR_SOURCE);
  /* a device that hides what it is: its marked samples are refused one by one */
  SteadyDevice *hidden = g_new0 (SteadyDevice, 1);
  *hidden = (SteadyDevice){ .class = &class,
                            .name = "hidden",
                            .channels = channels,
                            .n_channels = G_N_ELEMENTS (channels) };
  steady_ring_init (&hidden->samples, 4096);
  g_assert_true (steady_engine_attach (engine, hidden, NULL));
  const uint64_t before = engine->tally.refused;
  steady_ring_push (&hidden->samples, &sample, sizeof sample);
  steady_engine_take_samples (engine);
  g_assert_cmpuint (engine->tally.refused, >, before);
  g_assert_cmpint (engine->values.latest[STEADY_CHANNEL_MEASURED_FLOW].quality,
                   !=,
                   STEADY_QUALITY_VALID);
  /* and two sources never share a channel: the simulated child gives this one */
  engine->mode = STEADY_MODE_TRAINING;
  sample.flags = 0;
  steady_ring_push (&hidden->samples, &sample, sizeof sample);
  const uint64_t again = engine->tally.refused;
  steady_engine_take_samples (engine);
  g_assert_cmpuint (engine->tally.refused, ==, again + 1);
  close_session (fixture);
  g_free (hidden);
}

#define ADD(name, scenario, function) \
  g_test_add ("/engine/" name, Fixture, scenario, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tick/neither-allocates-locks-nor-writes",
       "scenarios/arterial-air.json",
       test_tick_neither_allocates_locks_nor_writes);
  ADD ("tick/guard-sees-an-allocation", NULL, test_guard_sees_an_allocation);
  ADD ("resume/goes-on-where-it-was",
       "scenarios/arterial-air.json",
       test_resume_goes_on_where_it_was);
  ADD ("resume/a-damaged-state-is-refused", NULL, test_a_damaged_state_is_refused);
  ADD ("link/a-console-sets-the-flow", NULL, test_a_console_sets_the_flow);
  ADD ("session/training-is-silent-beside-a-live-case",
       "scenarios/arterial-air.json",
       test_training_is_silent_beside_a_live_case);
  ADD ("session/live-refuses-what-is-simulated",
       NULL,
       test_live_refuses_what_is_simulated);
  ADD ("session/errors-leave-nothing", NULL, test_errors_leave_nothing);
  return g_test_run ();
}
