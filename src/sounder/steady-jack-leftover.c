/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-jack-leftover.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

/* Whether the process whose folder in /proc is @process has a file below @folder in its
 * memory. Those that may not be read belong to others, who may not open ours either. */
static bool
maps (const char *process, const char *folder)
{
  g_autofree char *path = g_build_filename (process, "maps", NULL);
  char             line[4096 + 200]; /* a path and what stands before it */
  bool             found = false;

  FILE *file = fopen (path, "re");
  if (file == NULL)
    return false;
  while (!found && fgets (line, sizeof line, file) != NULL)
    found = strstr (line, folder) != NULL;
  fclose (file);
  return found;
}

/* Whether @waiting has files of @folder in its memory, and no other process has. */
static bool
is_alone (const char *processes, const char *folder, pid_t waiting)
{
  g_autofree char *own = g_strdup_printf ("%d", (int) waiting);
  GDir            *all = g_dir_open (processes, 0, NULL);
  const char      *name;
  bool             waits = false, others = false;

  while (all != NULL && (name = g_dir_read_name (all)) != NULL)
    {
      g_autofree char *process = g_build_filename (processes, name, NULL);
      if (!g_ascii_isdigit (name[0]) || !maps (process, folder))
        continue;
      if (strcmp (name, own) == 0)
        waits = true;
      else
        others = true;
    }
  if (all != NULL)
    g_dir_close (all);
  return waits && !others;
}

/*
 * Removes what JACK clients of @user share in @shared_memory ("/dev/shm") where the
 * process @waiting hangs and, of all in @processes ("/proc"), is alone in having it in
 * memory. A client that was killed while it held the lock in there makes every later
 * one wait for ever, and with it Pa_Initialize (): all alarms would stay silent until
 * somebody knew what to delete. JACK makes it anew. Returns whether it is gone now.
 *
 * Thread: any but the audio callback; it reads files. Source: libjack's metadata, a
 * Berkeley DB in /dev/shm/jack_db-UID; the hang was seen with version 1.9.21.
 */
bool
steady_jack_leftover_remove (const char *shared_memory,
                             const char *processes,
                             uid_t       user,
                             pid_t       waiting)
{
  g_autofree char *name = g_strdup_printf ("jack_db-%u", (unsigned) user);
  g_autofree char *folder = g_build_filename (shared_memory, name, "/", NULL);
  const char      *file;

  GDir *files = g_dir_open (folder, 0, NULL);
  if (files == NULL)
    return false;
  const bool alone = is_alone (processes, folder, waiting);
  while (alone && (file = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      unlink (path);
    }
  g_dir_close (files);
  return alone && rmdir (folder) == 0;
}
