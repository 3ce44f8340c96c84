/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "widgets/steady-history.h"

#define PATIENCE_S 60

/* A case of a minute and a half, kept by the engine that stands beside the console. */
static char *case_folder;
static char *case_file;

static SteadyHistoryAnswer *got;
static GThread             *asker; /* answers come to nobody else */

static void
on_answer (SteadyHistoryAnswer *answer, void *data)
{
  g_assert_true (g_thread_self () == asker);
  if (got != NULL)
    steady_history_answer_free (got);
  got = answer;
}

static void
make_case (const char *engine)
{
  g_autofree char *scenario = g_build_filename (
      g_getenv ("STEADY_DATA_DIR"), "scenarios", "arterial-air.json", NULL);
  const char *argv[] = { engine,    "--training", scenario, "--speed", "max",
                         "--until", "90s",        "--case", NULL,      NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;
  case_folder = g_dir_make_tmp ("steady-history-XXXXXX", NULL);
  case_file = g_build_filename (case_folder, "a.steady", NULL);
  argv[8] = case_file;
  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static SteadyHistoryAnswer *
wait_for_answer (void)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  while (got == NULL)
    {
      g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, PATIENCE_S);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  return g_steal_pointer (&got);
}

static SteadyHistoryQuestion
question (void)
{
  return (SteadyHistoryQuestion){ .case_start = 0,
                                  .now = 90 * STEADY_NSEC_PER_SEC,
                                  .span = 90 * STEADY_NSEC_PER_SEC,
                                  .columns = 90,
                                  .n_channels = 2,
                                  .channels = { STEADY_CHANNEL_PATIENT_FLOW,
                                                STEADY_CHANNEL_ARTERIAL_MEAN } };
}

/* Flow runs for a minute and stops with the air; the trends and marks tell it. */
static void
test_case_is_told (void)
{
  SteadyHistory              *history = steady_history_new (on_answer, NULL);
  const SteadyHistoryQuestion asked = question ();
  unsigned                    alarms = 0;
  steady_history_open (history, case_file);
  steady_history_ask (history, &asked);
  SteadyHistoryAnswer *answer = wait_for_answer ();
  g_assert_null (answer->error);
  g_assert_cmpuint (answer->columns, ==, 90);
  for (unsigned i = 5; i < 85; i++)
    g_assert_cmpuint (answer->data[i].count, >, 0);
  g_assert_cmpfloat (answer->data[30].low, >, 0.4);
  g_assert_cmpfloat (answer->data[80].high, <, 0.05);
  for (unsigned i = 0; i < answer->n_marks; i++)
    {
      /* when the fault came is nothing that a trainee may read off the trends */
      g_assert_cmpint (answer->marks[i].event, !=, STEADY_EVENT_MECHANISM);
      g_assert_cmpint (answer->marks[i].event, !=, STEADY_EVENT_INSTRUCTOR);
      if (answer->marks[i].priority == STEADY_PRIORITY_HIGH)
        alarms++;
      if (i > 0)
        g_assert_cmpint (answer->marks[i].t, >=, answer->marks[i - 1].t);
    }
  g_assert_cmpuint (alarms, >, 0);
  steady_history_answer_free (answer);
  steady_history_free (history);
}

/* No file, or not yet: an answer without data, and no end of the program. */
static void
test_no_case (void)
{
  SteadyHistory              *history = steady_history_new (on_answer, NULL);
  const SteadyHistoryQuestion asked = question ();
  steady_history_open (history, NULL);
  steady_history_ask (history, &asked);
  SteadyHistoryAnswer *answer = wait_for_answer ();
  for (unsigned i = 0; i < answer->columns; i++)
    g_assert_cmpuint (answer->data[i].count, ==, 0);
  steady_history_answer_free (answer);
  /* and now there is one */
  steady_history_open (history, case_file);
  steady_history_ask (history, &asked);
  answer = wait_for_answer ();
  g_assert_cmpuint (answer->data[30].count, >, 0);
  steady_history_answer_free (answer);
  steady_history_free (history);
}

/* The answer is ready while nobody turns the main loop: it waits for that, and is not
 * handed over in the reading thread. */
static void
test_answer_waits_for_the_loop (void)
{
  SteadyHistory              *history = steady_history_new (on_answer, NULL);
  const SteadyHistoryQuestion asked = question ();
  steady_history_open (history, case_file);
  steady_history_ask (history, &asked);
  g_usleep (G_USEC_PER_SEC / 4);
  g_assert_null (got);
  steady_history_answer_free (wait_for_answer ());
  steady_history_free (history);
}

/* Leaving while a question waits neither hangs nor answers. */
static void
test_leaving (void)
{
  const SteadyHistoryQuestion asked = question ();
  for (unsigned i = 0; i < 50; i++)
    {
      SteadyHistory *history = steady_history_new (on_answer, NULL);
      steady_history_open (history, case_file);
      steady_history_ask (history, &asked);
      if (i % 2 == 0)
        g_usleep (500);
      steady_history_free (history);
    }
  g_clear_pointer (&got, steady_history_answer_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  asker = g_thread_self ();
  make_case (argv[1]);
  g_test_add_func ("/console/history/case-is-told", test_case_is_told);
  g_test_add_func ("/console/history/no-case", test_no_case);
  g_test_add_func ("/console/history/answer-waits", test_answer_waits_for_the_loop);
  g_test_add_func ("/console/history/leaving", test_leaving);
  const int status = g_test_run ();
  g_unlink (case_file);
  g_rmdir (case_folder);
  g_free (case_file);
  g_free (case_folder);
  return status;
}
