/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-next-case.h"

#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#define FILE_NAME "next-case"

/* Longer paths are no scenario of anybody's. */
#define PATH_LONGEST 500

/* Names the file @scenario as the one to come. Thread: any but the tick. */
bool
steady_next_case_name (const char *folder, const char *scenario)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  return strlen (scenario) <= PATH_LONGEST &&
         g_file_set_contents (path, scenario, -1, NULL);
}

/*
 * Takes the name away; NULL where none was left, or where it is no absolute path of a
 * file that is there. Free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_next_case_take (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *scenario = NULL;
  gsize            length = 0;

  const bool found = g_file_get_contents (path, &scenario, &length, NULL);
  g_unlink (path);
  if (!found || length == 0 || length > PATH_LONGEST || strlen (scenario) != length ||
      !g_path_is_absolute (scenario) || !g_file_test (scenario, G_FILE_TEST_IS_REGULAR))
    return NULL;
  return g_steal_pointer (&scenario);
}
