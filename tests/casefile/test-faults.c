/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"
#include "steady-fault-vfs.h"

enum
{
  TICKS = 1000,
  CHUNK = 50
};

/* What a person does after the power came back: look at what is on the disk. */
typedef struct After
{
  SteadySpan committed_to; /* as the writer said last */
  bool       closed;       /* … and that it had closed the case */
  bool       opened;
} After;

static void
forget_shared_memory (const char *path)
{
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_unlink (shm);
}

/* Records with small pauses, so that there are several transactions. */
static After
record (const char *path, int64_t cut_at, bool torn, unsigned seed)
{
  SteadyCaseSetup setup = steady_case_maker_setup (path);
  g_autoptr (GError) error = NULL;
  After after = { 0 };

  setup.vfs = STEADY_FAULT_VFS;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  if (writer == NULL)
    {
      g_assert_nonnull (strstr (error->message, path));
      return after;
    }
  after.opened = true;
  for (int64_t tick = 0; tick < TICKS; tick += CHUNK)
    {
      if (tick == cut_at)
        {
          after.committed_to = steady_case_writer_progress (writer).committed_to;
          steady_fault_vfs_cut_power (torn, seed);
        }
      steady_case_maker_run (writer, tick, tick + CHUNK);
      g_usleep (1500);
    }
  if (cut_at < 0)
    after.committed_to = steady_case_writer_progress (writer).committed_to;
  after.closed = steady_case_writer_close (writer, &error);
  g_assert_true (after.closed == (error == NULL));
  return after;
}

/* Everything that the writer called stored must be there, and nothing else be wrong. */
static void
check_case (const char *path, const After *after)
{
  SteadyCaseVerdict verdict;
  GError           *error = NULL;
  float             values[4096];
  int64_t           index, next = 0;
  SteadyInstant     t;
  unsigned          count;

  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_no_error (error);
  steady_case_reader_hold (reader);
  do
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
      if (count == 0)
        break;
      g_assert_cmpint (index, ==, next);
      for (unsigned i = 0; i < count; i++)
        g_assert_cmpfloat_with_epsilon (
            values[i],
            steady_case_maker_wave (STEADY_CHANNEL_ARTERIAL_PRESSURE, index + i),
            0.004);
      next = index + count;
    }
  while (count > 0);
  g_assert_cmpint (next * 4 * STEADY_NSEC_PER_MSEC, >=, after->committed_to);
  if (after->closed)
    g_assert_cmpint (next, ==, TICKS * 5);
  g_assert_true (verdict.finished == after->closed || !after->closed);
  steady_case_reader_release (reader);
  steady_case_reader_free (reader);
}

/* A case that could not even be begun says so, and holds nothing that looks whole. */
static void
check_not_begun (const char *path)
{
  SteadyCaseVerdict verdict;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (!steady_case_verify (path, &verdict, &error))
    g_assert_nonnull (strstr (error->message, path));
}

static unsigned
count_operations (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);

  steady_fault_vfs_reset ();
  const After after = record (path, -1, false, 0);
  g_assert_true (after.closed);
  check_case (path, &after);
  const unsigned count = steady_fault_vfs_count ();
  steady_case_maker_remove (folder);
  return count;
}

static void
run_anomalies (SteadyFault fault, bool for_ever, unsigned step)
{
  const unsigned operations = count_operations ();
  unsigned       hits = 0;

  for (unsigned n = 1; n <= operations; n += step)
    {
      g_autofree char *folder = steady_case_maker_folder ();
      g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
      steady_fault_vfs_reset ();
      steady_fault_vfs_fail_at (fault, n, for_ever);
      const After after = record (path, -1, false, 0);
      const bool  hit = steady_fault_vfs_hit ();
      steady_fault_vfs_heal ();
      if (after.opened)
        check_case (path, &after);
      else
        check_not_begun (path);
      /* a fault that passes costs nothing */
      if (after.opened && !for_ever)
        g_assert_true (after.closed);
      hits += hit;
      steady_case_maker_remove (folder);
      if (!hit)
        break;
    }
  g_test_message ("%u faults among %u operations", hits, operations);
  g_assert_cmpuint (hits, >, step == 1 ? 10 : 1);
}

static void
test_a_write_fails_once (void)
{
  run_anomalies (STEADY_FAULT_WRITE, false, 1);
}

static void
test_a_sync_fails_once (void)
{
  run_anomalies (STEADY_FAULT_SYNC, false, 1);
}

static void
test_the_disk_is_full_once (void)
{
  run_anomalies (STEADY_FAULT_FULL, false, 3);
}

static void
test_the_disk_fails_for_ever (void)
{
  run_anomalies (STEADY_FAULT_WRITE, true, 41);
  run_anomalies (STEADY_FAULT_SYNC, true, 8);
  run_anomalies (STEADY_FAULT_FULL, true, 53);
}

static void
test_power_cuts (void)
{
  for (unsigned seed = 0; seed < 16; seed++)
    {
      g_autofree char *folder = steady_case_maker_folder ();
      g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
      const bool       torn = seed % 2 == 1;
      steady_fault_vfs_reset ();
      After after = record (path, (seed / 2 * 2 + 1) * CHUNK, torn, seed);
      g_assert_true (after.opened);
      g_assert_false (after.closed);
      forget_shared_memory (path);
      check_case (path, &after);
      steady_case_maker_remove (folder);
    }
}

/* Full for a while, then room again: all is there, and the operator was told. */
static void
test_room_comes_back (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  GError           *error = NULL;
  SteadyCaseWriter *writer;
  unsigned          waited = 0;

  steady_fault_vfs_reset ();
  setup.vfs = STEADY_FAULT_VFS;
  setup.wait = false;
  writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  steady_case_maker_run (writer, 0, 500);
  steady_fault_vfs_fail_at (STEADY_FAULT_FULL, 1, true);
  steady_case_maker_run (writer, 500, 700);
  while (steady_case_writer_progress (writer).recorder != STEADY_RECORDER_FAILED)
    {
      g_usleep (10000);
      g_assert_cmpuint (++waited, <, 3000);
    }
  g_assert_cmpint (
      steady_case_writer_progress (writer).sqlite_error & 0xff, ==, SQLITE_FULL);
  steady_case_maker_run (writer, 700, TICKS);
  steady_fault_vfs_heal ();
  for (waited = 0;
       steady_case_writer_progress (writer).recorder != STEADY_RECORDER_WRITING;
       waited++)
    {
      g_usleep (10000);
      g_assert_cmpuint (waited, <, 3000);
    }
  g_assert_cmpint (steady_case_writer_progress (writer).dropped, ==, 0);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  const After after = { .closed = true };
  check_case (path, &after);
  steady_case_maker_remove (folder);
}

/* More than the ring holds: waves are dropped and marked, alarms and events kept. */
static void
test_alarms_outlast_a_dead_disk (void)
{
  g_autofree char  *folder = steady_case_maker_folder ();
  g_autofree char  *path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  GError           *error = NULL;
  SteadyAlarmRecord alarms[600];
  SteadyCaseVerdict verdict;
  int64_t           last;
  unsigned          count, waited = 0;
  const int64_t     ticks = 500 * 500;

  steady_fault_vfs_reset ();
  setup.vfs = STEADY_FAULT_VFS;
  setup.wait = false;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);
  g_assert_no_error (error);
  steady_fault_vfs_fail_at (STEADY_FAULT_WRITE, 1, true);
  steady_case_maker_run (writer, 0, ticks);
  g_assert_cmpint (steady_case_writer_progress (writer).dropped, >, 0);
  steady_fault_vfs_heal ();
  while (steady_case_writer_progress (writer).recorder != STEADY_RECORDER_WRITING)
    {
      g_usleep (10000);
      g_assert_cmpuint (++waited, <, 3000);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  g_assert_no_error (error);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_true (
      steady_case_reader_alarms (reader, 0, alarms, 600, &count, &last, &error));
  g_assert_cmpuint (count, ==, 500);
  steady_case_reader_free (reader);
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  steady_fault_vfs_register ();
  g_test_add_func ("/casefile/faults/a-write-fails-once", test_a_write_fails_once);
  g_test_add_func ("/casefile/faults/a-sync-fails-once", test_a_sync_fails_once);
  g_test_add_func ("/casefile/faults/the-disk-is-full-once",
                   test_the_disk_is_full_once);
  g_test_add_func ("/casefile/faults/the-disk-fails-for-ever",
                   test_the_disk_fails_for_ever);
  g_test_add_func ("/casefile/faults/power-cuts", test_power_cuts);
  g_test_add_func ("/casefile/faults/room-comes-back", test_room_comes_back);
  g_test_add_func ("/casefile/faults/alarms-outlast-a-dead-disk",
                   test_alarms_outlast_a_dead_disk);
  return g_test_run ();
}
