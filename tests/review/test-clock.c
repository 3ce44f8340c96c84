/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "casefile/steady-case-wall.h"
#include "casefile/steady-case-writer.h"
#include "console/steady-wall-times.h"
#include "ecmo/steady-ecmo-words.h"
#include "print/steady-case-sheets.h"
#include "print/steady-sheet-words.h"
#include "quality/steady-case-story.h"
#include "review/steady-review-case.h"

/* The computer's clock is set by an hour in the middle of a case: what people saw on
 * the wall is what stands in the record, and the step itself is told. */

#define AT(s) ((SteadyInstant) (s) *STEADY_NSEC_PER_SEC)

/* 2023-11-14 22:00:00 */
#define START (INT64_C (1699999200) * STEADY_NSEC_PER_SEC)

enum
{
  STEP_AT = 150, /* s of the case */
  STEP_BY = 3600 + 20,
  LENGTH = 400
};

static char *folder;

/* One numeric a second. With @wait the writer is told the time, and knows no step; the
 * rows of the clock, one a minute, show it all the same. */
static char *
make (const char *name, SteadyMode mode, bool wait)
{
  static const SteadyCaseChannel channel = { .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                             .kind = STEADY_CHANNEL_KIND_NUMERIC,
                                             .name = "arterial_mean",
                                             .label = "MAP",
                                             .unit = "mmHg",
                                             .source = "test" };
  char                          *path = g_build_filename (folder, name, NULL);
  const SteadyCaseSetup          setup = { .path = path,
                                           .wait = wait,
                                           .mode = mode,
                                           .start_utc = START,
                                           .meta_json = "{}",
                                           .rules_json = "{\"rules\": []}",
                                           .channels = &channel,
                                           .n_channels = 1 };
  GError                        *error = NULL;
  SteadyCaseWriter              *writer = steady_case_writer_open (&setup, &error);

  g_assert_no_error (error);
  for (int s = 0; s <= LENGTH; s++)
    {
      const SteadySample sample = { .t = AT (s),
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = 50,
                                    .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                    .quality = STEADY_QUALITY_VALID,
                                    .source = 1 };
      steady_case_writer_numeric (writer, &sample);
      if (s == 100 || s == 200)
        steady_case_writer_event (
            writer, STEADY_EVENT_NOTE, AT (s), (double) NAN, "seen");
      steady_case_writer_tick (
          writer, AT (s), START + AT (s) + (s >= STEP_AT ? AT (STEP_BY) : 0));
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  return path;
}

static const SteadyCaseEvent *
only_step (const SteadyCaseStory *story)
{
  const SteadyCaseEvent *found = NULL;

  for (guint i = 0; i < story->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (event->event != STEADY_EVENT_CLOCK_SET)
        continue;
      g_assert_null (found);
      found = event;
    }
  g_assert_nonnull (found);
  return found;
}

static void
check_clock (const SteadyCaseStory *story, int second, const char *shown)
{
  g_autofree char *text = steady_sheet_clock (story, AT (second));

  g_assert_cmpstr (text, ==, shown);
}

/* @from: from when on the case knows. */
static void
check_story (const char *path, int from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (path, NULL, &error);

  g_assert_no_error (error);
  check_clock (story, 0, "22:00:00");
  check_clock (story, 100, "22:01:40");
  check_clock (story, from - 1, from == STEP_AT ? "22:02:29" : "22:02:59");
  check_clock (story, from, from == STEP_AT ? "23:02:50" : "23:03:20");
  check_clock (story, 200, "23:03:40");
  check_clock (story, LENGTH, "23:07:00");
  const SteadyCaseEvent *step = only_step (story);
  g_assert_cmpint (step->t, ==, AT (from));
  g_assert_cmpfloat_with_epsilon (step->value, STEP_BY, 1e-6);
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  g_autofree char *line = steady_sheet_event_line (story, lists, step);
  g_assert_nonnull (strstr (line, from == STEP_AT ? "22:02:30" : "22:03:00"));
  g_assert_nonnull (strstr (line, from == STEP_AT ? "23:02:50" : "23:03:20"));
}

/* The flow sheet's hours are cut by the clock as it stands at the end, and dated by
 * what it showed. */
static void
check_ecmo (const char *path, int from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (path, NULL, &error);

  g_assert_no_error (error);
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (story);
  g_clear_pointer (&story, steady_case_story_free);
  g_autofree char *before = steady_ecmo_words_clock (course, AT (100));
  g_autofree char *last = steady_ecmo_words_clock (course, AT (from) - 1);
  g_autofree char *after = steady_ecmo_words_clock (course, AT (200));
  g_autofree char *day = steady_ecmo_words_day (course, AT (200));
  g_assert_cmpstr (before, ==, "22:01");
  g_assert_cmpstr (last, ==, "22:02");
  g_assert_cmpstr (after, ==, "23:03");
  g_assert_cmpstr (day, ==, "11-14");
  g_assert_cmpint (
      steady_ecmo_course_utc (course, AT (LENGTH)), ==, START + AT (LENGTH + STEP_BY));
  /* 23:07:00 at the end: its hour began seven minutes before */
  g_assert_cmpint (steady_ecmo_hour_of (&course->hours, 0, AT (LENGTH) - 1),
                   ==,
                   AT (LENGTH - 7 * 60));
}

/* What the console writes beside acts: it counts instants by another start than the
 * file. */
static void
check_console (const char *path, int from)
{
  SteadyWallTimes    *times = steady_wall_times_new ();
  const SteadyInstant mine = AT (7000);

  steady_wall_times_set_case (times, path, mine, START);
  while (steady_wall_times_utc (times, mine + AT (from)) == START + AT (from))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (
      steady_wall_times_utc (times, mine + AT (from) - 1), ==, START + AT (from) - 1);
  g_assert_cmpint (
      steady_wall_times_utc (times, mine + AT (200)), ==, START + AT (200 + STEP_BY));
  /* another case: nothing of the one before, also not of a reading that is under way */
  steady_wall_times_refresh (times);
  steady_wall_times_set_case (times, NULL, 0, START);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpint (steady_wall_times_utc (times, AT (200)), ==, START + AT (200));
  steady_wall_times_free (times);
}

static void
check_review (const char *path, int from)
{
  g_autoptr (GError) error = NULL;
  SteadyReviewCase *review = steady_review_case_load (path, &error);
  unsigned          steps = 0;

  g_assert_no_error (error);
  g_assert_cmpint (steady_review_case_utc (review, AT (100)), ==, START + AT (100));
  g_assert_cmpint (
      steady_review_case_utc (review, AT (200)), ==, START + AT (200 + STEP_BY));
  for (guint i = 0; i < review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      if (mark->from != AT (from) || mark->lane != STEADY_TIMELINE_EVENTS)
        continue;
      g_assert_nonnull (strstr (mark->text, from == STEP_AT ? "23:02:50" : "23:03:20"));
      steps++;
    }
  g_assert_cmpuint (steps, ==, 1);
  steady_review_case_free (review);
}

/* Both sheets say it, read by a program that is not ours. */
static void
check_sheet (const char *path, SteadyCaseSheet sheet)
{
  const SteadyCaseSheetOrder order = { .sheet = sheet, .row_minutes = 1 };
  g_autofree char           *out = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char           *program = g_find_program_in_path ("pdftotext");
  const char *const          arguments[] = { "pdftotext", "-raw", out, "-", NULL };
  g_autofree char           *text = NULL;
  SteadyPaperResult          result;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    return;
  steady_case_sheet_print (path, &order, out, &result, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL,
                               (char **) arguments,
                               NULL,
                               G_SPAWN_SEARCH_PATH,
                               NULL,
                               NULL,
                               &text,
                               NULL,
                               NULL,
                               &error));
  g_assert_no_error (error);
  g_strdelimit (text, "\n", ' ');
  g_assert_nonnull (strstr (text, "it showed 22:02:30"));
  g_assert_nonnull (strstr (text, "from here on 23:02:50"));
  /* rows stand on the round minutes of the clock, before and after */
  if (sheet == STEADY_CASE_SHEET_RECORD)
    {
      g_assert_nonnull (strstr (text, "22:02:00"));
      g_assert_nonnull (strstr (text, "23:05:00"));
      g_assert_null (strstr (text, "22:04:00"));
    }
}

/* As in an operating room: the writer itself sees the step and writes an event. */
static void
test_step_is_told (void)
{
  g_autofree char *path = make ("live.steady", STEADY_MODE_LIVE, false);

  check_story (path, STEP_AT);
  check_sheet (path, STEADY_CASE_SHEET_RECORD);
  check_sheet (path, STEADY_CASE_SHEET_DEBRIEF);
  check_review (path, STEP_AT);
  check_ecmo (path, STEP_AT);
  check_console (path, STEP_AT);
}

/* Without the event, as in cases of before and after a pause: the rows of the clock say
 * it, from the next minute on. */
static void
test_step_is_found (void)
{
  g_autofree char *path = make ("found.steady", STEADY_MODE_LIVE, true);

  check_story (path, 180);
  check_review (path, 180);
  check_ecmo (path, 180);
  check_console (path, 180);
}

/* Simulated time goes as fast as it is told; when it was computed is nobody's time. */
static void
test_training_has_its_own_time (void)
{
  g_autofree char *path = make ("training.steady", STEADY_MODE_TRAINING, true);
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (path, NULL, NULL);

  check_clock (story, 200, "22:03:20");
  for (guint i = 0; i < story->events->len; i++)
    g_assert_cmpint (g_array_index (story->events, SteadyCaseEvent, i).event,
                     !=,
                     STEADY_EVENT_CLOCK_SET);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("steady-clock-XXXXXX", NULL);
  g_test_add_func ("/review/clock/step-is-told", test_step_is_told);
  g_test_add_func ("/review/clock/step-is-found", test_step_is_found);
  g_test_add_func ("/review/clock/training-has-its-own-time",
                   test_training_has_its_own_time);
  const int result = g_test_run ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
