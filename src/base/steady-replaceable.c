/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-replaceable.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

enum
{
  BEGINNING_LONGEST = 16
};

static bool
begins_with (const char *path, const char *beginning)
{
  char         start[BEGINNING_LONGEST];
  const size_t length = MIN (strlen (beginning), sizeof start);
  FILE        *file = g_fopen (path, "rbe");

  if (file == NULL)
    return false;
  const bool same = fread (start, 1, length, file) == length &&
                    memcmp (start, beginning, length) == 0;
  fclose (file);
  return same;
}

/*
 * Whether a program may put its output in the place of what is at @path: nothing, an
 * empty file, or an earlier output, which starts with @beginning. A file of another
 * kind is somebody's work, and a device would be replaced by a file where the user is
 * root.
 *
 * Thread: any but the tick.
 */
bool
steady_replaceable (const char *path, const char *beginning)
{
  GStatBuf about;

  if (g_stat (path, &about) != 0)
    return true;
  return S_ISREG (about.st_mode) &&
         (about.st_size == 0 || begins_with (path, beginning));
}
