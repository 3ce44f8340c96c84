/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "sounder/steady-jack-leftover.h"

enum
{
  USER = 1234,
  WAITING = 77
};

typedef struct Machine
{
  char *folder; /* stands for /dev/shm */
  char *processes;
  char *database;
} Machine;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A process that has @file in its memory. */
static void
add_process (const Machine *machine, const char *number, const char *file)
{
  g_autofree char *folder = g_build_filename (machine->processes, number, NULL);
  g_autofree char *text =
      g_strdup_printf ("7f01-7f02 r-xp 00000000 fe:00 12 /usr/lib/libjack.so.0\n"
                       "7f03-7f04 rw-s 00000000 00:19 3 %s\n",
                       file);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  write_file (folder, "maps", text);
}

static void
set_up (Machine *machine, gconstpointer data)
{
  machine->folder = g_dir_make_tmp ("steady-jack-XXXXXX", NULL);
  machine->processes = g_build_filename (machine->folder, "proc", NULL);
  machine->database = g_build_filename (machine->folder, "jack_db-1234", NULL);
  g_assert_cmpint (g_mkdir (machine->processes, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (machine->database, 0700), ==, 0);
  write_file (machine->database, "__db.001", "locked");
  write_file (machine->database, "metadata.db", "");
  add_process (machine, "1", "/lib/libc.so.6");
}

static void
remove_all (const char *folder)
{
  GDir       *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_all (path);
      else
        g_unlink (path);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
}

static void
tear_down (Machine *machine, gconstpointer data)
{
  remove_all (machine->folder);
  g_free (machine->folder);
  g_free (machine->processes);
  g_free (machine->database);
}

static bool
is_removed (const Machine *machine)
{
  const bool said =
      steady_jack_leftover_remove (machine->folder, machine->processes, USER, WAITING);
  const bool there = g_file_test (machine->database, G_FILE_TEST_EXISTS);

  g_assert_true (said != there);
  return said;
}

/* Who waits alone waits for somebody who is dead. */
static void
test_alone (Machine *machine, gconstpointer data)
{
  g_autofree char *file = g_build_filename (machine->database, "__db.001", NULL);

  add_process (machine, "77", file);
  g_assert_true (is_removed (machine));
  /* and there is nothing to remove another time */
  g_assert_false (
      steady_jack_leftover_remove (machine->folder, machine->processes, USER, WAITING));
}

/* Another program lives with it: a JACK server that is frozen, say. */
static void
test_used (Machine *machine, gconstpointer data)
{
  g_autofree char *file = g_build_filename (machine->database, "__db.002", NULL);

  add_process (machine, "77", file);
  add_process (machine, "4711", file);
  g_assert_false (is_removed (machine));
}

/* It hangs over something else: a sound server that is frozen, say. */
static void
test_waits_for_another (Machine *machine, gconstpointer data)
{
  add_process (machine, "77", "/dev/shm/pulse-shm-1");
  g_assert_false (is_removed (machine));
}

/* What another user shares is not ours, whose name merely begins alike. */
static void
test_of_another_user (Machine *machine, gconstpointer data)
{
  g_autofree char *file =
      g_build_filename (machine->folder, "jack_db-12345", "__db.001", NULL);

  add_process (machine, "77", file);
  g_assert_false (is_removed (machine));
}

/* Who cannot look at the processes removes nothing. */
static void
test_blind (Machine *machine, gconstpointer data)
{
  remove_all (machine->processes);
  g_assert_false (is_removed (machine));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add (
      "/sounder/jack-leftover/alone", Machine, NULL, set_up, test_alone, tear_down);
  g_test_add (
      "/sounder/jack-leftover/used", Machine, NULL, set_up, test_used, tear_down);
  g_test_add ("/sounder/jack-leftover/waits-for-another",
              Machine,
              NULL,
              set_up,
              test_waits_for_another,
              tear_down);
  g_test_add ("/sounder/jack-leftover/of-another-user",
              Machine,
              NULL,
              set_up,
              test_of_another_user,
              tear_down);
  g_test_add (
      "/sounder/jack-leftover/blind", Machine, NULL, set_up, test_blind, tear_down);
  return g_test_run ();
}
