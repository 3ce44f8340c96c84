/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "base/steady-next-case.h"
#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"
#include "engine/steady-instructor-desk.h"
#include "engine/steady-session.h"
#include "engine/steady-state-row.h"
#include "link/steady-link-client.h"
#include "link/steady-live-mark.h"
#include "tick-guard.h"

#define SEC STEADY_NSEC_PER_SEC

/* A training session with a trainee's console and an instructor joined to it. */
typedef struct Fixture
{
  char             *folder;
  char             *case_file;
  char             *socket;
  char             *scenario;
  SteadyOptions     options;
  SteadySession     session;
  SteadyEngine     *engine;
  SteadyLinkClient *trainee;
  SteadyLinkClient *instructor;
  unsigned          hidden_to_trainee; /* frames that it must never get */
} Fixture;

static bool
is_hidden (const SteadyFrame *frame)
{
  const SteadyEventFrame *event = frame->payload;
  if (frame->header.type == STEADY_FRAME_INSTRUCTOR)
    return true;
  return frame->header.type == STEADY_FRAME_EVENT &&
         (event->event == STEADY_EVENT_MECHANISM ||
          event->event == STEADY_EVENT_INSTRUCTOR);
}

/* One tick, and all that the trainee's console is told meanwhile; the frame that is
 * waited for, when it came. */
static bool
turn (Fixture *fixture, SteadyLinkClient *client, unsigned type, SteadyFrame *ret_frame)
{
  SteadyFrame frame;
  tick_guarded (fixture->engine, 20 * STEADY_NSEC_PER_MSEC);
  while (client != fixture->trainee &&
         steady_link_client_receive (fixture->trainee, &frame))
    fixture->hidden_to_trainee += is_hidden (&frame);
  while (client != NULL && steady_link_client_receive (client, &frame))
    {
      if (client == fixture->trainee)
        fixture->hidden_to_trainee += is_hidden (&frame);
      if (frame.header.type == type)
        {
          *ret_frame = frame;
          return true;
        }
    }
  return false;
}

static void
await (Fixture          *fixture,
       SteadyLinkClient *client,
       unsigned          type,
       SteadyFrame      *ret_frame)
{
  for (unsigned i = 0; i < 5000; i++)
    {
      if (turn (fixture, client, type, ret_frame))
        return;
      g_usleep (1000);
    }
  g_error ("No frame of type %u came.", type);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SteadyFrame frame;

  fixture->folder = g_dir_make_tmp ("steady-instructor-XXXXXX", NULL);
  fixture->case_file = g_build_filename (fixture->folder, "case.steady", NULL);
  fixture->socket = g_build_filename (fixture->folder, "link", NULL);
  fixture->scenario = steady_paths_data ("scenarios/stuffy.json");
  fixture->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                      .file = fixture->scenario,
                                      .case_file = fixture->case_file,
                                      .socket = fixture->socket,
                                      .listen_fd = -1,
                                      .beat_fd = -1,
                                      .speed = 1,
                                      .until = STEADY_INSTANT_NEVER };
  g_assert_true (steady_session_open (&fixture->session, &fixture->options, &error));
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
  fixture->hidden_to_trainee = 0;
  fixture->trainee = steady_link_client_new (fixture->socket, STEADY_ROLE_CONSOLE);
  fixture->instructor =
      steady_link_client_new (fixture->socket, STEADY_ROLE_INSTRUCTOR);
  g_assert_true (steady_link_client_connect (fixture->trainee));
  await (fixture, fixture->trainee, STEADY_FRAME_WELCOME, &frame);
  g_assert_true (steady_link_client_connect (fixture->instructor));
  await (fixture, fixture->instructor, STEADY_FRAME_WELCOME, &frame);
  g_assert_nonnull (strstr (frame.payload, "\"control\":false"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_assert_cmpuint (fixture->hidden_to_trainee, ==, 0);
  steady_link_client_free (fixture->trainee);
  steady_link_client_free (fixture->instructor);
  g_assert_true (steady_session_close (&fixture->session, NULL));
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

/* Asks, and returns what the answer says; free with json_object_put (). */
static struct json_object *
ask (Fixture *fixture, SteadyLinkClient *client, const SteadyTrainingRequest *request)
{
  SteadyFrame frame;
  g_assert_true (steady_link_client_send (
      client, STEADY_FRAME_TRAINING_REQUEST, request, sizeof *request));
  await (fixture, client, STEADY_FRAME_TRAINING_ANSWER, &frame);
  struct json_object *answer = json_tokener_parse (frame.payload);
  g_assert_nonnull (answer);
  turn (fixture, NULL, 0, &frame); /* the tick takes what was accepted */
  return answer;
}

static bool
is_accepted (Fixture                     *fixture,
             SteadyLinkClient            *client,
             const SteadyTrainingRequest *request)
{
  struct json_object *answer = ask (fixture, client, request);
  struct json_object *accepted = NULL, *text = NULL;
  g_assert_true (json_object_object_get_ex (answer, "accepted", &accepted));
  g_assert_true (json_object_object_get_ex (answer, "text", &text));
  const bool fine = json_object_get_boolean (accepted);
  /* a refusal always says why */
  g_assert_true (fine == (json_object_get_string_len (text) == 0));
  json_object_put (answer);
  return fine;
}

static double
value_of (const Fixture *fixture, SteadyChannel channel)
{
  double value = NAN;
  steady_value_table_value (&fixture->engine->values, channel, &value);
  return value;
}

/* How often the case says that the instructor did something with @words. */
static unsigned
recorded (Fixture *fixture, const char *words)
{
  SteadyFrame frame;
  unsigned    found = 0;
  /* what happens is committed at once, by a thread of its own */
  for (unsigned i = 0; i < 400 && found == 0; i++)
    {
      g_autoptr (GError) error = NULL;
      SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);
      g_assert_no_error (error);
      SteadyCaseEvent events[64];
      unsigned        n = 0;
      g_assert_true (steady_case_reader_events (
          reader, 0, events, G_N_ELEMENTS (events), &n, &error));
      for (unsigned k = 0; k < n; k++)
        found += events[k].event == STEADY_EVENT_INSTRUCTOR &&
                 strstr (events[k].text, words) != NULL;
      steady_case_reader_free (reader);
      turn (fixture, NULL, 0, &frame);
      g_usleep (1000);
    }
  return found;
}

static void
test_inject (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                    .value = 1,
                                    .id = "gas_line_off" };
  g_assert_cmpfloat (value_of (fixture, STEADY_CHANNEL_SWEEP), >, 0.2);
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  tick_guarded (fixture->engine, 5 * SEC);
  g_assert_cmpfloat (value_of (fixture, STEADY_CHANNEL_SWEEP), <, 0.05);
  g_assert_cmpuint (recorded (fixture, "gas_line_off to 1"), ==, 1);
}

static void
test_ramp (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                    .value = 1.6,
                                    .ramp_s = 20,
                                    .id = "arterial_cannula_resistance" };
  tick_guarded (fixture->engine, 5 * SEC);
  const double before = value_of (fixture, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN);
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  tick_guarded (fixture->engine, 10 * SEC);
  const double middle = value_of (fixture, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN);
  tick_guarded (fixture->engine, 20 * SEC);
  const double after = value_of (fixture, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN);
  g_assert_cmpfloat (middle, >, before + 3);
  g_assert_cmpfloat (after, >, middle + 3);
}

static void
test_freeze_and_go_on (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_FREEZE };
  SteadyFrame           frame;
  SteadyHeartbeat       beat;

  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  g_assert_cmpfloat (fixture->engine->speed, <=, 0);
  /* the run loop lets it stand: it lives, and its time does not pass */
  const SteadyMoment still = fixture->engine->moment;
  SteadyMoment       moment = still;
  bool               heard = false;
  for (unsigned i = 0; i < 2000 && !heard; i++)
    {
      moment.real += 20 * STEADY_NSEC_PER_MSEC;
      tick_guard_arm ();
      steady_engine_stand (fixture->engine, &moment);
      tick_guard_disarm ();
      g_usleep (500);
      while (!heard && steady_link_client_receive (fixture->trainee, &frame))
        if (frame.header.type == STEADY_FRAME_HEARTBEAT)
          {
            memcpy (&beat, frame.payload, sizeof beat);
            heard = beat.speed <= 0;
          }
    }
  g_assert_true (heard);
  g_assert_cmpint (fixture->engine->moment.now, ==, still.now);
  request.kind = STEADY_TRAINING_GO_ON;
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  g_assert_cmpfloat_with_epsilon (fixture->engine->speed, 1, 1e-9);
  g_assert_cmpuint (recorded (fixture, "frozen"), ==, 1);
  g_assert_cmpuint (recorded (fixture, "goes on"), ==, 1);
}

/* Any speed but that of life is silent. */
static void
test_speed (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_SPEED, .value = 20 };
  SteadyTrainingRequest air = { .kind = STEADY_TRAINING_INJECT,
                                .value = 2,
                                .id = "arterial_air_ml" };
  if (steady_live_mark_is_set ())
    {
      g_test_skip ("a live case runs on this machine: training is silent");
      return;
    }
  g_assert_true (is_accepted (fixture, fixture->instructor, &air));
  tick_guarded (fixture->engine, 4 * SEC);
  g_assert_cmpuint (fixture->engine->sound.priority, ==, STEADY_PRIORITY_HIGH);
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  g_assert_cmpfloat_with_epsilon (fixture->engine->speed, 20, 1e-9);
  tick_guarded (fixture->engine, SEC / 10);
  g_assert_cmpuint (fixture->engine->sound.priority, ==, STEADY_PRIORITY_NONE);
  request.value = 1;
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  tick_guarded (fixture->engine, SEC / 10);
  g_assert_cmpuint (fixture->engine->sound.priority, ==, STEADY_PRIORITY_HIGH);
  request.value = 61;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.value = 0.05;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.value = NAN;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  g_assert_cmpfloat_with_epsilon (fixture->engine->speed, 1, 1e-9);
}

static void
test_hidden_state (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                    .value = 40,
                                    .id = "arterial_pressure_drift" };
  SteadyFrame           frame;
  bool                  changed = false;
  double                truth = NAN;

  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  tick_guarded (fixture->engine, 10 * SEC);
  await (fixture, fixture->instructor, STEADY_FRAME_INSTRUCTOR, &frame);
  await (fixture, fixture->instructor, STEADY_FRAME_INSTRUCTOR, &frame);
  struct json_object *root = json_tokener_parse (frame.payload);
  struct json_object *list = NULL, *member = NULL;
  g_assert_true (json_object_object_get_ex (root, "mechanisms", &list));
  for (size_t i = 0; i < json_object_array_length (list); i++)
    {
      struct json_object *one = json_object_array_get_idx (list, i);
      json_object_object_get_ex (one, "name", &member);
      if (strcmp (json_object_get_string (member), request.id) != 0)
        continue;
      json_object_object_get_ex (one, "value", &member);
      changed = fabs (json_object_get_double (member) - 40) < 1e-6;
    }
  g_assert_true (json_object_object_get_ex (root, "truths", &list));
  for (size_t i = 0; i < json_object_array_length (list); i++)
    {
      struct json_object *one = json_object_array_get_idx (list, i);
      json_object_object_get_ex (one, "channel", &member);
      if (json_object_get_int (member) != STEADY_CHANNEL_ARTERIAL_MEAN)
        continue;
      json_object_object_get_ex (one, "value", &member);
      truth = json_object_get_double (member);
    }
  json_object_put (root);
  g_assert_true (changed);
  /* what is shown lies by what was injected */
  g_assert_cmpfloat_with_epsilon (
      value_of (fixture, STEADY_CHANNEL_ARTERIAL_MEAN) - truth, 40, 6);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                    .value = 1,
                                    .id = "gas_line_off" };
  /* the trainee is no instructor */
  g_assert_false (is_accepted (fixture, fixture->trainee, &request));
  request.kind = STEADY_TRAINING_FREEZE;
  g_assert_false (is_accepted (fixture, fixture->trainee, &request));
  g_assert_cmpfloat_with_epsilon (fixture->engine->speed, 1, 1e-9);
  /* the instructor does not answer for the trainee */
  request.kind = STEADY_TRAINING_REPLY;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.kind = STEADY_TRAINING_INJECT;
  request.value = 2;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.value = NAN;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.value = 1;
  request.ramp_s = 1e9;
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  request.ramp_s = 0;
  g_strlcpy (request.id, "no_such_thing", sizeof request.id);
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  /* nobody is there who could start another engine */
  request = (SteadyTrainingRequest){ .kind = STEADY_TRAINING_START, .id = "stuffy" };
  g_assert_false (is_accepted (fixture, fixture->instructor, &request));
  tick_guarded (fixture->engine, 5 * SEC);
  g_assert_false (fixture->engine->leave);
  g_assert_cmpfloat (value_of (fixture, STEADY_CHANNEL_SWEEP), >, 0.2);
}

/* A file is read before a case is ended for it. */
static void
test_start (Fixture *fixture, gconstpointer data)
{
  const SteadyInstructorDesk desk = { .mode = STEADY_MODE_TRAINING,
                                      .folder = fixture->folder };
  static const char *const   wrong[] = { "", "../stuffy", "/etc/passwd", "nothing" };
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_START, .id = "stuffy" };
  char                  text[200];

  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_strlcpy (request.id, wrong[i], sizeof request.id);
      g_assert_false (
          steady_instructor_desk_start (&desk, &request, text, sizeof text));
      g_assert_cmpstr (text, !=, "");
      g_assert_null (steady_next_case_take (fixture->folder));
    }
  g_strlcpy (request.id, "stuffy", sizeof request.id);
  g_assert_true (steady_instructor_desk_start (&desk, &request, text, sizeof text));
  g_autofree char *next = steady_next_case_take (fixture->folder);
  g_assert_cmpstr (next, ==, fixture->scenario);
  g_assert_null (steady_next_case_take (fixture->folder));
}

/* Where the patient is real nobody plays with the machine. */
static void
test_live_has_no_instructor (Fixture *fixture, gconstpointer data)
{
  const SteadyInstructorDesk  desk = { .mode = STEADY_MODE_LIVE, .simulated = true };
  const SteadyLinkPeer        peer = { .role = STEADY_ROLE_INSTRUCTOR };
  const SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                          .value = 1,
                                          .id = "gas_line_off" };
  SteadyRequest               smuggled = { .type = STEADY_FRAME_TRAINING_REQUEST,
                                           .role = STEADY_ROLE_INSTRUCTOR,
                                           .training = request };
  SteadyFrame                 frame;
  char                        text[200];
  SteadyLinkClient           *late =
      steady_link_client_new (fixture->socket, STEADY_ROLE_INSTRUCTOR);

  g_assert_false (
      steady_instructor_desk_judge (&desk, &peer, &request, text, sizeof text));
  g_assert_cmpstr (text, !=, "");
  fixture->engine->mode = STEADY_MODE_LIVE;
  g_assert_true (steady_link_client_connect (late));
  await (fixture, late, STEADY_FRAME_REFUSED, &frame);
  g_assert_nonnull (strstr (frame.payload, "training"));
  steady_link_client_free (late);
  /* … and the tick trusts nobody either */
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &smuggled, sizeof smuggled));
  tick_guarded (fixture->engine, SEC / 10);
  fixture->engine->mode = STEADY_MODE_TRAINING;
  tick_guarded (fixture->engine, 5 * SEC);
  g_assert_cmpfloat (value_of (fixture, STEADY_CHANNEL_SWEEP), >, 0.2);
}

/* What is under way when the engine is cut off: frozen stays frozen. */
static void
test_resume_keeps_the_freeze (Fixture *fixture, gconstpointer data)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_FREEZE };
  g_assert_true (is_accepted (fixture, fixture->instructor, &request));
  g_assert_true (fixture->engine->state_size > sizeof (SteadyStateHead));
  const size_t size = steady_state_row_save (
      fixture->engine, fixture->engine->state, fixture->engine->state_size);
  fixture->engine->speed = 1;
  g_assert_true (steady_state_row_restore (
      fixture->engine, fixture->engine->state, size, fixture->engine->moment.now));
  g_assert_cmpfloat (fixture->engine->speed, <=, 0);
}

#define ADD(path, function) \
  g_test_add ("/engine/instructor/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("inject", test_inject);
  ADD ("ramp", test_ramp);
  ADD ("freeze-and-go-on", test_freeze_and_go_on);
  ADD ("speed", test_speed);
  ADD ("hidden-state", test_hidden_state);
  ADD ("refusals", test_refusals);
  ADD ("start", test_start);
  ADD ("live-has-no-instructor", test_live_has_no_instructor);
  ADD ("resume-keeps-the-freeze", test_resume_keeps_the_freeze);
  return g_test_run ();
}
