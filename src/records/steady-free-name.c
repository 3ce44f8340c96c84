/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/steady-free-name.h"

#include <string.h>

#include <glib.h>

/*
 * "FOLDER/BASE ENDING", or "FOLDER/BASE 2 ENDING" and so on where that is taken:
 * nothing is ever written over. Free with g_free ().
 */
char *
steady_free_name (const char *folder, const char *base, const char *ending)
{
  for (unsigned i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strconcat (base, ending, NULL)
                                     : g_strdup_printf ("%s-%u%s", base, i, ending);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/* The name of a file without its folder and its ending. Free with g_free (). */
char *
steady_free_name_base (const char *path)
{
  char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  return base;
}
