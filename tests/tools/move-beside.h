/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

/*
 * Pages start programs that lie beside their own. Where @first does not lie beside this
 * test, it is started again as a copy in a folder in which all programs of its command
 * line lie. Returns that folder, to be freed and, with what it holds, removed; NULL
 * where this was no run with programs. Before anything else.
 */
static inline char *
move_beside (int argc, char **argv, const char *first)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *place = g_path_get_dirname (own);
  g_autofree char *there = g_build_filename (place, first, NULL);
  g_autofree char *bytes = NULL;
  gsize            length = 0;

  if (g_file_test (there, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&place);
  /* Whoever lists the tests names no programs: a copy would start itself for ever. */
  if (argc < 2 || argv[1][0] == '-')
    return NULL;
  g_autofree char *folder = g_dir_make_tmp ("steady-beside-XXXXXX", NULL);
  g_autofree char *name = g_path_get_basename (own);
  g_autofree char *copy = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_get_contents (own, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents_full (
      copy, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  for (int i = 1; i < argc && argv[i][0] != '-'; i++)
    {
      g_autofree char *program = g_canonicalize_filename (argv[i], NULL);
      g_autofree char *base = g_path_get_basename (argv[i]);
      g_autofree char *link = g_build_filename (folder, base, NULL);
      g_assert_cmpint (symlink (program, link), ==, 0);
    }
  execv (copy, argv);
  g_error ("The test cannot be started again in %s.", folder);
  return NULL;
}

/* Removes a folder with all in it; links are not followed. */
static inline void
move_beside_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
          !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        move_beside_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}
