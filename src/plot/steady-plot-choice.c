/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-choice.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "plot/steady-gl-probe.h"

#define CACHE_GROUP "probe"

/* Adds the content of the files that match @pattern to what stands for the driver. */
static void
add_files (GChecksum *sum, const char *pattern)
{
  glob_t found;

  if (glob (pattern, 0, NULL, &found) != 0)
    return;
  for (size_t i = 0; i < found.gl_pathc; i++)
    {
      g_autofree char *text = NULL;
      g_checksum_update (sum, (const guchar *) found.gl_pathv[i], -1);
      if (g_file_get_contents (found.gl_pathv[i], &text, NULL, NULL))
        g_checksum_update (sum, (const guchar *) text, -1);
    }
  globfree (&found);
}

/* Adds when the drivers that match @pattern were put there. */
static void
add_times (GChecksum *sum, const char *pattern)
{
  glob_t found;

  if (glob (pattern, 0, NULL, &found) != 0)
    return;
  for (size_t i = 0; i < found.gl_pathc; i++)
    {
      struct stat about;
      if (stat (found.gl_pathv[i], &about) == 0)
        g_checksum_update (sum, (const guchar *) &about.st_mtim, sizeof about.st_mtim);
    }
  globfree (&found);
}

/* Stands for kernel, card and user-space driver: a change of any asks again. */
static char *
driver_key (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  struct utsname kernel;

  if (uname (&kernel) == 0)
    g_checksum_update (sum, (const guchar *) kernel.release, -1);
  add_files (sum, "/sys/class/drm/renderD*/device/uevent");
  add_times (sum, "/usr/lib/*/dri");
  add_times (sum, "/usr/lib/*/GL/*");
  add_times (sum, "/usr/lib/*/libEGL*.so.*");
  add_times (sum, "/usr/lib*/libEGL*.so.*");
  const char *wish = g_getenv ("LIBGL_DRIVERS_PATH");
  if (wish)
    g_checksum_update (sum, (const guchar *) wish, -1);
  return g_strdup (g_checksum_get_string (sum));
}

static char *
read_cache (const char *path, const char *key)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *known = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  known = g_key_file_get_string (file, CACHE_GROUP, "driver", NULL);
  if (g_strcmp0 (known, key) != 0)
    return NULL;
  return g_key_file_get_string (file, CACHE_GROUP, "name", NULL);
}

/* A cache that cannot be written only costs time at the next start. */
static void
write_cache (const char *path, const char *key, const char *name)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_key_file_set_string (file, CACHE_GROUP, "driver", key);
  g_key_file_set_string (file, CACHE_GROUP, "name", name);
  g_mkdir_with_parents (folder, 0700);
  g_key_file_save_to_file (file, path, NULL);
}

static bool
has_card (const char *devices)
{
  g_autofree char *pattern = g_build_filename (devices, "renderD*", NULL);
  glob_t           found;
  bool             has = glob (pattern, 0, NULL, &found) == 0 && found.gl_pathc > 0;

  globfree (&found);
  return has;
}

static SteadyPlotBackend
find_out (const SteadyPlotHost *host)
{
  g_autofree char *key = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_card (host->devices))
    return STEADY_PLOT_BACKEND_CPU;
  key = driver_key ();
  name = read_cache (host->cache, key);
  if (!name)
    {
      /* A failure is not kept: it may have been the hour and not the driver. */
      if (!steady_gl_probe_run (host->program, STEADY_GL_PROBE_LIMIT_MS, &name, &error))
        {
          g_message ("Drawing without the graphics card: %s", error->message);
          return STEADY_PLOT_BACKEND_CPU;
        }
      write_cache (host->cache, key, name);
    }
  return steady_gl_probe_is_hardware (name) ? STEADY_PLOT_BACKEND_GL
                                            : STEADY_PLOT_BACKEND_CPU;
}

/* Tiles pay only where GTK itself draws in memory too. GTK would also take windows that
 * can be seen through, which none of ours can: an X server without a compositor lays
 * those on the screen itself, another copy of all that changed. */
static void
draw_in_memory (void)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("XLIB_SKIP_ARGB_VISUALS", "1", FALSE);
}

/* As steady_plot_choose_backend, but looking where @host says. Thread: main. */
SteadyPlotBackend
steady_plot_choose_backend_on (const SteadyPlotHost *host, const char *forced)
{
  SteadyPlotBackend backend;

  if (g_strcmp0 (forced, "gl") == 0)
    backend = STEADY_PLOT_BACKEND_GL;
  else if (g_strcmp0 (forced, "cpu") == 0)
    backend = STEADY_PLOT_BACKEND_CPU;
  else
    backend = find_out (host);
  if (backend == STEADY_PLOT_BACKEND_CPU)
    draw_in_memory ();
  return backend;
}

/*
 * Decides who draws. @forced is "gl" or "cpu", or NULL: without a graphics card GL is
 * not touched; with one a child tries the driver, and its answer is kept as long as the
 * driver stays the same. Sets what GTK and Xlib are told by the environment where that
 * is needed, so it is called before gtk_init.
 *
 * Thread: main, before there are others.
 */
SteadyPlotBackend
steady_plot_choose_backend (const char *forced)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *cache =
      g_build_filename (g_get_user_cache_dir (), "steady", "graphics.ini", NULL);
  SteadyPlotHost host = { "/dev/dri", program ? program : "steady-console", cache };

  return steady_plot_choose_backend_on (&host, forced);
}
