/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-new-output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "exchange/steady-csv-file.h"

enum
{
  MOST_PARTS = 100, /* left by programs that were killed */
  DEPTH = 2         /* of folders that we make */
};

static bool
is_empty_folder (const char *path)
{
  g_autoptr (GDir) list = g_dir_open (path, 0, NULL);
  return list != NULL && g_dir_read_name (list) == NULL;
}

/* A name beside @path that nothing has. NULL: too many are taken. */
static char *
free_part (const char *path)
{
  struct stat about;

  for (unsigned i = 1; i <= MOST_PARTS; i++)
    {
      g_autofree char *part = i == 1 ? g_strdup_printf ("%s.part", path)
                                     : g_strdup_printf ("%s.part%u", path, i);
      if (lstat (part, &about) != 0 && errno == ENOENT)
        return g_steal_pointer (&part);
      if (errno != ENOENT && lstat (part, &about) != 0)
        return g_steal_pointer (&part); /* making it will say why not */
    }
  return NULL;
}

/*
 * @path must not exist, or be an empty folder. On success make @self->part, then call
 * steady_new_output_keep () or _discard ().
 *
 * Thread: any but the tick.
 */
bool
steady_new_output_begin (SteadyNewOutput *self, const char *path, GError **error)
{
  struct stat about;
  size_t      length = strlen (path);

  while (length > 1 && path[length - 1] == '/')
    length--;
  g_autofree char *name = g_strndup (path, length);
  if (lstat (name, &about) == 0 && !is_empty_folder (name))
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_EXISTS,
                   "%s: exists already; name a new one",
                   name);
      return false;
    }
  g_autofree char *part = free_part (name);
  if (part == NULL)
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_EXISTS,
                   "%s.part: too many of these were left behind; remove them",
                   name);
      return false;
    }
  self->path = g_steal_pointer (&name);
  self->part = g_steal_pointer (&part);
  return true;
}

/* To the disk: whoever pulls out the stick after "done" finds all of it. */
static bool
sync_all (const char *path, unsigned depth)
{
  const int file = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  bool      fine = file >= 0;

  if (fine && fsync (file) != 0)
    fine = errno == EINVAL || errno == EROFS;
  if (file >= 0)
    close (file);
  g_autoptr (GDir) list = fine && depth > 0 ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;
  while (fine && list != NULL && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      fine = sync_all (below, depth - 1);
    }
  return fine;
}

/* Never over something that somebody put there meanwhile. */
static bool
rename_new (const char *from, const char *to)
{
  if (is_empty_folder (to))
    rmdir (to);
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return true;
  /* file systems of sticks may not know this */
  return (errno == EINVAL || errno == ENOSYS) && access (to, F_OK) != 0 &&
         rename (from, to) == 0;
}

/*
 * Writes all of it to the disk and gives it its name. When that fails, nothing of it is
 * left.
 *
 * Thread: any but the tick.
 */
bool
steady_new_output_keep (SteadyNewOutput *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  errno = 0;
  if (!sync_all (self->part, DEPTH) || !rename_new (self->part, self->path))
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_WRITE,
                   "%s: cannot be written (%s); check the medium and its room",
                   self->path,
                   g_strerror (errno));
      steady_new_output_discard (self);
      return false;
    }
  sync_all (folder, 0);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->part, g_free);
  return true;
}

static void
remove_all (const char *path, unsigned depth)
{
  if (unlink (path) == 0 || depth == 0)
    return;
  g_autoptr (GDir) list = g_dir_open (path, 0, NULL);
  const char *name;
  while (list != NULL && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      remove_all (below, depth - 1);
    }
  rmdir (path);
}

/* Removes what was made. Accepts one that was never begun. Thread: any but the tick. */
void
steady_new_output_discard (SteadyNewOutput *self)
{
  /* what SQLite may have beside a case */
  static const char *const also[] = { "", "-journal", "-wal", "-shm" };

  for (unsigned i = 0; self->part != NULL && i < G_N_ELEMENTS (also); i++)
    {
      g_autofree char *name = g_strconcat (self->part, also[i], NULL);
      remove_all (name, DEPTH);
    }
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->part, g_free);
}
