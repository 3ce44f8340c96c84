/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"
#include "engine/steady-rehearsal.h"
#include "engine/steady-session.h"
#include "engine/steady-state-row.h"
#include "link/steady-link-client.h"
#include "tick-guard.h"

#define SEC STEADY_NSEC_PER_SEC

/* A training session whose trainee's console listens. */
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
  unsigned          n_frames;
  unsigned          n_training;
  unsigned          n_debriefs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("scenarios/%s.json", (const char *) data);

  memset (fixture, 0, sizeof *fixture);
  fixture->folder = g_dir_make_tmp ("steady-training-XXXXXX", NULL);
  fixture->case_file = g_build_filename (fixture->folder, "case.steady", NULL);
  fixture->socket = g_build_filename (fixture->folder, "link", NULL);
  fixture->scenario = steady_paths_data (name);
  fixture->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                      .file = fixture->scenario,
                                      .case_file = fixture->case_file,
                                      .socket = fixture->socket,
                                      .listen_fd = -1,
                                      .beat_fd = -1,
                                      .manual = true,
                                      .speed = 1,
                                      .until = STEADY_INSTANT_NEVER };
  const bool fine = steady_session_open (&fixture->session, &fixture->options, &error);
  g_assert_no_error (error);
  g_assert_true (fine);
  fixture->engine = fixture->session.engine;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  steady_link_client_free (fixture->trainee);
  if (fixture->session.engine != NULL)
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

static void
assert_absent (const SteadyFrame *frame, const char *secret)
{
  if (memmem (frame->payload, frame->length, secret, strlen (secret)) != NULL)
    g_error ("a frame of type %u tells the trainee \"%s\"", frame->header.type, secret);
}

/* Neither a fault, nor what is expected, nor the title that gives it away. */
static void
assert_no_secret (const Fixture *fixture, const SteadyFrame *frame)
{
  const SteadyScenario *scenario = fixture->engine->scenario;

  if (frame->header.type == STEADY_FRAME_DEBRIEF)
    return;
  g_assert_cmpuint (frame->header.type, !=, STEADY_FRAME_COURSE);
  assert_absent (frame, "\"verdict\"");
  g_autofree char *title = g_strdup_printf ("\"title\":\"%s\"", scenario->title);
  assert_absent (frame, title);
  for (unsigned i = 0; i < scenario->n_steps; i++)
    {
      if (scenario->steps[i].effect.said)
        continue;
      assert_absent (frame, scenario->steps[i].effect.mechanism);
      assert_absent (frame, scenario->steps[i].effect.note);
    }
}

static void
listen_to_engine (Fixture *fixture)
{
  SteadyFrame frame;

  while (fixture->trainee != NULL &&
         steady_link_client_receive (fixture->trainee, &frame))
    {
      fixture->n_frames++;
      fixture->n_training += frame.header.type == STEADY_FRAME_TRAINING;
      fixture->n_debriefs += frame.header.type == STEADY_FRAME_DEBRIEF;
      assert_no_secret (fixture, &frame);
    }
}

static void
play (Fixture *fixture, double seconds)
{
  for (double done = 0; done < seconds; done += 0.2)
    {
      tick_guarded (fixture->engine, SEC / 5);
      g_usleep (200);
      listen_to_engine (fixture);
    }
}

static void
ask (Fixture *fixture, unsigned kind, const char *id)
{
  SteadyRequest request = { .type = STEADY_FRAME_TRAINING_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .training = { .kind = kind } };
  g_strlcpy (request.training.id, id, sizeof request.training.id);
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
}

static void
test_the_trainee_is_never_told_the_fault (Fixture *fixture, gconstpointer data)
{
  fixture->trainee = steady_link_client_new (fixture->socket, STEADY_ROLE_CONSOLE);
  for (unsigned i = 0; i < 500 && !steady_link_client_connect (fixture->trainee); i++)
    g_usleep (2000);
  play (fixture, 80);
  g_assert_true (fixture->engine->course->fault_given);
  ask (fixture, STEADY_TRAINING_DO, "tell-surgeon");
  play (fixture, 10);
  g_assert_cmpuint (fixture->n_frames, >, 100);
  g_assert_cmpuint (fixture->n_training, >, 1);
  ask (fixture, STEADY_TRAINING_END, "");
  for (unsigned i = 0; i < 500 && fixture->n_debriefs == 0; i++)
    play (fixture, 1);
  g_assert_cmpuint (fixture->n_debriefs, >, 0);
}

static void
test_the_debrief_is_kept_in_the_case (Fixture *fixture, gconstpointer data)
{
  play (fixture, 1);
  g_assert_true (steady_session_close (&fixture->session, NULL));
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, NULL);
  g_assert_nonnull (reader);
  g_autofree char *text = steady_case_reader_note (reader, "debrief");
  g_autofree char *none = steady_case_reader_note (reader, "weather");
  steady_case_reader_free (reader);
  g_assert_null (none);
  g_assert_nonnull (text);
  struct json_object *debrief = json_tokener_parse (text);
  struct json_object *member;
  g_assert_true (json_object_object_get_ex (debrief, "format", &member));
  g_assert_cmpstr (json_object_get_string (member), ==, "steady-debrief");
  g_assert_true (json_object_object_get_ex (debrief, "expected", &member));
  g_assert_cmpuint (json_object_array_length (member), >, 2);
  json_object_put (debrief);
}

/* What the trainee has done so far goes with the state row. */
static void
test_the_course_goes_on_after_a_crash (Fixture *fixture, gconstpointer data)
{
  SteadyEngine *engine = fixture->engine;

  play (fixture, 70);
  ask (fixture, STEADY_TRAINING_DO, "call-help");
  play (fixture, 5);
  const size_t             size = steady_state_row_size (engine);
  g_autofree void         *row = g_malloc0 (size);
  const size_t             used = steady_state_row_save (engine, row, size);
  g_autofree SteadyCourse *before = g_memdup2 (engine->course, sizeof *engine->course);

  g_assert_cmpuint (before->n_log, >, 0);
  g_assert_true (before->fault_given);
  steady_course_init (engine->course);
  g_assert_true (steady_state_row_restore (engine, row, used, engine->moment.now));
  g_assert_cmpmem (before, sizeof *before, engine->course, sizeof *engine->course);
}

static void
test_a_plan_is_rehearsed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-rehearsal-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "plan.json", NULL);
  g_autoptr (GError) error = NULL;
  static const char plan[] =
      "{\"format\":\"steady-plan\",\"version\":1,"
      "\"patient\":{\"weight_kg\":3.5,\"height_cm\":50,\"age_days\":6,\"bsa_m2\":0.22,"
      "\"profile\":\"neonate\",\"haematocrit_pct\":42},\"blood_volume_ml\":298,"
      "\"prime_total_ml\":250,\"hct_planned_pct\":30,\"flow_l_min\":{\"plan\":0.63},"
      "\"temperature\":{\"planned_c\":30},\"gas\":{\"sweep_l_min\":0.47,\"fio2_pct\":"
      "60},"
      "\"targets\":{\"map_low_mmhg\":30,\"map_high_mmhg\":60,\"svo2_low_pct\":65},"
      "\"cardioplegia\":{\"first_ml\":70},\"circuit\":{\"model\":\"neonate\"}}";
  SteadyOptions       options = { .source = STEADY_SOURCE_REHEARSE,
                                  .file = file,
                                  .listen_fd = -1,
                                  .beat_fd = -1,
                                  .manual = true,
                                  .speed = 1,
                                  .until = STEADY_INSTANT_NEVER };
  SteadySession       session;
  struct json_object *result, *curves, *list;

  g_assert_true (g_file_set_contents (file, plan, -1, NULL));
  const bool fine = steady_session_open (&session, &options, &error);
  g_assert_no_error (error);
  g_assert_true (fine);
  g_autofree char *text = steady_rehearsal_run (&session);
  g_assert_true (steady_session_close (&session, NULL));
  result = json_tokener_parse (text);
  g_assert_true (json_object_object_get_ex (result, "curves", &curves));
  g_assert_true (json_object_object_get_ex (curves, "haematocrit_pct", &list));
  /* The prime was made so that the planned mixture comes out. */
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double (json_object_array_get_idx (list, 2)), 30, 2);
  g_assert_true (
      json_object_object_get_ex (curves, "nasopharyngeal_temperature_c", &list));
  double lowest = 99;
  for (size_t i = 0; i < json_object_array_length (list); i++)
    lowest = MIN (lowest, json_object_get_double (json_object_array_get_idx (list, i)));
  g_assert_cmpfloat_with_epsilon (lowest, 30, 1.5);
  json_object_put (result);

  g_assert_true (g_file_set_contents (
      file, "{\"format\":\"steady-plan\",\"version\":1}", -1, NULL));
  g_assert_null (steady_rehearsal_scenario (file, &error));
  g_assert_nonnull (strstr (error->message, "patient"));
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, scenario, function) \
  g_test_add ("/engine/training/" path, Fixture, scenario, set_up, function, tear_down)
  ADD ("no-fault-is-told/gas", "gas-failure", test_the_trainee_is_never_told_the_fault);
  ADD ("no-fault-is-told/heater",
       "heater-failure",
       test_the_trainee_is_never_told_the_fault);
  ADD ("no-fault-is-told/runaway",
       "pump-runaway",
       test_the_trainee_is_never_told_the_fault);
  ADD ("no-fault-is-told/leak", "water-leak", test_the_trainee_is_never_told_the_fault);
  ADD ("the-debrief-is-kept-in-the-case",
       "gas-failure",
       test_the_debrief_is_kept_in_the_case);
  ADD ("the-course-goes-on-after-a-crash",
       "pump-failure",
       test_the_course_goes_on_after_a_crash);
#undef ADD
  g_test_add_func ("/engine/training/a-plan-is-rehearsed", test_a_plan_is_rehearsed);
  return g_test_run ();
}
