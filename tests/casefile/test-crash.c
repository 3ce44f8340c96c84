/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

enum
{
  CANNOT = 77
};

/* Records as fast as a real engine under a fast clock, telling what is stored. */
static void
record_for_ever (const char *path, bool resume, int64_t from, int report)
{
  SteadyCaseSetup setup = steady_case_maker_setup (path);

  setup.resume = resume;
  setup.wait = false;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  if (writer == NULL)
    _exit (1);
  for (int64_t tick = from;; tick++)
    {
      steady_case_maker_tick (writer, tick);
      if (tick % 10 != 0)
        continue;
      const int64_t stored = steady_case_writer_progress (writer).committed_to;
      if (write (report, &stored, sizeof stored) != sizeof stored)
        _exit (1);
      g_usleep (4000);
    }
}

/* A process that records until it is killed, once more than @enough is stored. Returns
 * what it said last. */
static int64_t
record_and_kill (const char *path, bool resume, int64_t from, int64_t enough)
{
  int     ends[2];
  int64_t stored = 0, last = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  const pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (ends[0]);
      record_for_ever (path, resume, from, ends[1]);
    }
  close (ends[1]);
  while (last < enough && read (ends[0], &stored, sizeof stored) == sizeof stored)
    last = stored;
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  while (read (ends[0], &stored, sizeof stored) == sizeof stored)
    last = stored;
  int status;
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  close (ends[0]);
  return last;
}

/* The samples of the fast wave from @from on are whole up to @to at least. */
static void
check_wave (const char *path, int64_t from, SteadyInstant to)
{
  GError           *error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  float             values[4096];
  int64_t           index, next = from;
  SteadyInstant     t;
  unsigned          count = 1;

  g_assert_no_error (error);
  while (count > 0 && next * 4 * STEADY_NSEC_PER_MSEC < to)
    {
      g_assert_true (steady_case_reader_wave (reader,
                                              STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                              next,
                                              values,
                                              4096,
                                              &index,
                                              &t,
                                              &count,
                                              &error));
      g_assert_no_error (error);
      g_assert_true (count == 0 || index == next);
      for (unsigned i = 0; i < count; i++)
        g_assert_cmpfloat_with_epsilon (
            values[i],
            steady_case_maker_wave (STEADY_CHANNEL_ARTERIAL_PRESSURE, index + i),
            0.004);
      next += count;
    }
  g_assert_cmpint (next * 4 * STEADY_NSEC_PER_MSEC, >=, to);
  steady_case_reader_free (reader);
}

static void
test_killed_and_resumed (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  const int64_t     s = STEADY_NSEC_PER_SEC;
  GError           *error = NULL;
  SteadyCaseVerdict verdict;
  SteadyCaseEvent   events[100];
  SteadyCaseClock   clocks[100];
  SteadyEnvelope    columns[3];
  unsigned          count, gaps = 0;

  const int64_t first = record_and_kill (path, false, 0, 70 * s);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  g_assert_false (verdict.finished);
  check_wave (path, 0, first);
  /* 100 s later the engine is back, and killed again */
  const int64_t again = 200 * 50;
  const int64_t second = record_and_kill (path, true, again, 215 * s);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  check_wave (path, 0, first);
  check_wave (path, again * 5, second);

  SteadyCaseSetup setup = steady_case_maker_setup (path);
  setup.resume = true;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  steady_case_maker_run (writer, 300 * 50, 310 * 50);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  g_assert_true (verdict.finished);
  g_assert_cmpint (verdict.uncovered, ==, 0);

  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_true (steady_case_reader_events (reader, 0, events, 100, &count, &error));
  for (unsigned i = 0; i < count; i++)
    if (events[i].event == STEADY_EVENT_GAP)
      {
        gaps++;
        g_assert_cmpfloat (events[i].value, >, 50);
        g_assert_cmpfloat (events[i].value, <, 131);
      }
  g_assert_cmpuint (gaps, ==, 2);
  g_assert_true (steady_case_reader_clocks (reader, 0, clocks, 100, &count, &error));
  g_assert_cmpuint (count, >=, 4);
  /* before, in and after the first gap */
  g_assert_true (steady_case_reader_envelope (
      reader, STEADY_CHANNEL_ARTERIAL_MEAN, 150 * s, 180 * s, 3, columns, &error));
  for (unsigned i = 0; i < 3; i++)
    g_assert_cmpuint (columns[i].count, ==, 0);
  steady_case_reader_free (reader);
  steady_case_maker_remove (folder);
}

/* Runs @body where only it sees what it mounts; skips where that is not allowed. */
static void
run_apart (int (*body) (const char *folder))
{
  g_autofree char *folder = steady_case_maker_folder ();
  int              status = -1;

  const pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (unshare (CLONE_NEWNS) != 0 ||
          mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
          mount ("tmpfs", folder, "tmpfs", 0, "size=1500k") != 0)
        _exit (CANNOT);
      _exit (body (folder));
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  steady_case_maker_remove (folder);
  if (WIFEXITED (status) && WEXITSTATUS (status) == CANNOT)
    g_test_skip ("mounting is not allowed here");
  else
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static bool
make_read_only (const char *folder)
{
  return mount (NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0;
}

static int
read_crashed_case (const char *folder)
{
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char  *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char  *wal = g_strconcat (path, "-wal", NULL);
  GError           *error = NULL;
  SteadyCaseVerdict verdict;

  const int64_t stored = record_and_kill (path, false, 0, 5 * STEADY_NSEC_PER_SEC);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_unlink (shm);
  g_assert_true (make_read_only (folder));
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (steady_case_reader_copied (reader));
  steady_case_reader_free (reader);
  check_wave (path, 0, stored);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_true (verdict.copied);
  return 0;
}

static void
test_crashed_on_read_only_media (void)
{
  run_apart (read_crashed_case);
}

static int
read_finished_case (const char *folder)
{
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseVerdict verdict;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);

  g_assert_no_error (error);
  steady_case_maker_run (writer, 0, 500);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_true (make_read_only (folder));
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (steady_case_reader_copied (reader));
  steady_case_reader_free (reader);
  check_wave (path, 0, 10 * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  return 0;
}

static void
test_finished_on_read_only_media (void)
{
  run_apart (read_finished_case);
}

static int
write_into_read_only (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) error = NULL;
  SteadyCaseSetup setup = steady_case_maker_setup (path);

  g_assert_true (make_read_only (folder));
  g_assert_null (steady_case_writer_open (&setup, &error));
  g_assert_error (error, STEADY_CASE_ERROR, STEADY_CASE_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, path));
  return 0;
}

static void
test_a_read_only_folder (void)
{
  run_apart (write_into_read_only);
}

static int
fill_the_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseVerdict verdict;
  int64_t           tick = 0;

  setup.wait = false;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  g_assert_nonnull (writer);
  while (steady_case_writer_progress (writer).recorder != STEADY_RECORDER_FAILED)
    {
      steady_case_maker_tick (writer, tick++);
      if (tick % 50 == 0)
        g_usleep (2000);
      g_assert_cmpint (tick, <, 500000);
    }
  const SteadyCaseProgress progress = steady_case_writer_progress (writer);
  g_assert_false (steady_case_writer_close (writer, &error));
  g_assert_error (error, STEADY_CASE_ERROR, STEADY_CASE_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_cmpint (progress.committed_to, >, STEADY_NSEC_PER_SEC);
  check_wave (path, 0, progress.committed_to);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  return 0;
}

static void
test_a_full_disk (void)
{
  run_apart (fill_the_disk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/crash/killed-and-resumed", test_killed_and_resumed);
  g_test_add_func ("/casefile/crash/crashed-on-read-only-media",
                   test_crashed_on_read_only_media);
  g_test_add_func ("/casefile/crash/finished-on-read-only-media",
                   test_finished_on_read_only_media);
  g_test_add_func ("/casefile/crash/a-read-only-folder", test_a_read_only_folder);
  g_test_add_func ("/casefile/crash/a-full-disk", test_a_full_disk);
  return g_test_run ();
}
