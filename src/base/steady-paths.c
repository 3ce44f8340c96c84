/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/steady-paths.h"

#include <unistd.h>

#include <glib.h>

static char *
own_folder (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  return self != NULL ? g_path_get_dirname (self) : g_strdup (STEADY_BINDIR);
}

/*
 * A file that Steady ships, such as "alarms/base.json": below $STEADY_DATA_DIR where
 * set (tests, a site's own data), else where it was installed. Free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_paths_data (const char *name)
{
  const char *set = g_getenv ("STEADY_DATA_DIR");
  return g_build_filename (set != NULL ? set : STEADY_DATADIR, name, NULL);
}

/*
 * A program of Steady's: beside the running one, else where programs were installed.
 * Free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_paths_program (const char *name)
{
  g_autofree char *folder = own_folder ();
  g_autofree char *beside = g_build_filename (folder, name, NULL);
  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_build_filename (STEADY_BINDIR, name, NULL);
}

/*
 * A file of the user's, such as "cases": below $XDG_DATA_HOME/steady. Free with
 * g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_paths_user_data (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "steady", name, NULL);
}

/*
 * The folder for sockets: $XDG_RUNTIME_DIR, else the user's cache folder, as GLib has
 * it. Free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_paths_runtime (void)
{
  return g_strdup (g_get_user_runtime_dir ());
}
