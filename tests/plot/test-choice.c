/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-clock.h"
#include "plot/steady-gl-probe.h"
#include "plot/steady-plot-choice.h"

/* A machine of files: a folder of devices and a script that plays the driver. */
typedef struct Machine
{
  char          *folder;
  char          *devices;
  char          *program;
  char          *cache;
  char          *traces; /* the script leaves a line here at each call */
  SteadyPlotHost host;
} Machine;

static void
set_up (Machine *machine, gconstpointer data)
{
  machine->folder = g_dir_make_tmp ("steady-choice-XXXXXX", NULL);
  machine->devices = g_build_filename (machine->folder, "dri", NULL);
  machine->program = g_build_filename (machine->folder, "driver.sh", NULL);
  machine->cache = g_build_filename (machine->folder, "cache", "graphics.ini", NULL);
  machine->traces = g_build_filename (machine->folder, "calls", NULL);
  g_mkdir (machine->devices, 0700);
  machine->host.devices = machine->devices;
  machine->host.program = machine->program;
  machine->host.cache = machine->cache;
  g_unsetenv ("GSK_RENDERER");
  g_unsetenv ("XLIB_SKIP_ARGB_VISUALS");
}

static void
tear_down (Machine *machine, gconstpointer data)
{
  const char *arguments[] = { "rm", "-rf", machine->folder, NULL };

  g_spawn_sync (NULL,
                (char **) arguments,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL);
  g_free (machine->folder);
  g_free (machine->devices);
  g_free (machine->program);
  g_free (machine->cache);
  g_free (machine->traces);
}

static void
add_card (Machine *machine)
{
  g_autofree char *node = g_build_filename (machine->devices, "renderD128", NULL);
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
}

/* The driver does @what when it is asked. */
static void
set_driver (Machine *machine, const char *what)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\necho \"$1\" >> '%s'\n%s\n", machine->traces, what);
  g_assert_true (g_file_set_contents (machine->program, script, -1, NULL));
  g_assert_cmpint (chmod (machine->program, 0700), ==, 0);
}

static unsigned
calls (Machine *machine)
{
  g_autofree char *text = NULL;
  unsigned         count = 0;

  if (!g_file_get_contents (machine->traces, &text, NULL, NULL))
    return 0;
  for (const char *c = text; *c; c++)
    count += *c == '\n';
  return count;
}

static SteadyPlotBackend
choose (Machine *machine, const char *forced)
{
  return steady_plot_choose_backend_on (&machine->host, forced);
}

static void
test_no_card (Machine *machine, gconstpointer data)
{
  set_driver (machine, "echo 'renderer=Fast Card'");
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_CPU);
  g_assert_cmpuint (calls (machine), ==, 0);
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "cairo");
  g_assert_nonnull (g_getenv ("XLIB_SKIP_ARGB_VISUALS"));
}

static void
test_card (Machine *machine, gconstpointer data)
{
  add_card (machine);
  set_driver (machine, "echo 'renderer=Fast Card; 4.6'");
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_GL);
  g_assert_null (g_getenv ("GSK_RENDERER"));
  g_assert_null (g_getenv ("XLIB_SKIP_ARGB_VISUALS"));
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_GL);
  g_assert_cmpuint (calls (machine), ==, 1); /* the second answer was kept */
  g_setenv ("LIBGL_DRIVERS_PATH", "/elsewhere", TRUE);
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_GL);
  g_assert_cmpuint (calls (machine), ==, 2); /* another driver is asked anew */
  g_unsetenv ("LIBGL_DRIVERS_PATH");
}

static void
test_software (Machine *machine, gconstpointer data)
{
  add_card (machine);
  set_driver (machine, "echo 'renderer=llvmpipe (LLVM 15.0.6, 256 bits); 4.5'");
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_CPU);
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_CPU);
  g_assert_cmpuint (calls (machine), ==, 1);
}

static void
expect_failure (Machine *machine, const char *what)
{
  set_driver (machine, what);
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_CPU);
  g_assert_false (g_file_test (machine->cache, G_FILE_TEST_EXISTS));
}

static void
test_failing (Machine *machine, gconstpointer data)
{
  add_card (machine);
  expect_failure (machine, "exit 1");
  expect_failure (machine, "kill -SEGV $$");
  expect_failure (machine, "echo 'renderer=Fast Card'; kill -SEGV $$");
  expect_failure (machine, "echo nonsense");
  expect_failure (machine, "yes | head -c 100000; exit 0");
  g_remove (machine->program);
  g_assert_cmpint (choose (machine, NULL), ==, STEADY_PLOT_BACKEND_CPU);
}

static void
test_hanging (Machine *machine, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  set_driver (machine, "exec sleep 60");
  SteadyInstant start = steady_clock_now ();
  g_assert_false (steady_gl_probe_run (machine->program, 200, &name, &error));
  g_assert_null (name);
  g_assert_nonnull (strstr (error->message, "200 ms"));
  g_assert_cmpint (steady_clock_now () - start, <, 30 * STEADY_NSEC_PER_SEC);
}

static void
test_forced (Machine *machine, gconstpointer data)
{
  add_card (machine);
  set_driver (machine, "echo 'renderer=llvmpipe'");
  g_assert_cmpint (choose (machine, "gl"), ==, STEADY_PLOT_BACKEND_GL);
  g_assert_cmpint (choose (machine, "cpu"), ==, STEADY_PLOT_BACKEND_CPU);
  g_assert_cmpuint (calls (machine), ==, 0);
}

static void
test_names (void)
{
  g_assert_true (steady_gl_probe_is_hardware ("Mesa Intel(R) UHD Graphics 620"));
  g_assert_true (steady_gl_probe_is_hardware ("AMD Radeon Graphics (radeonsi)"));
  g_assert_false (steady_gl_probe_is_hardware ("llvmpipe (LLVM 15.0.6, 256 bits)"));
  g_assert_false (steady_gl_probe_is_hardware ("softpipe"));
  g_assert_false (steady_gl_probe_is_hardware ("Google SwiftShader"));
  g_assert_false (steady_gl_probe_is_hardware (""));
}

#define ADD(path, function) \
  g_test_add ("/plot/choice/" path, Machine, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("no-card-no-question", test_no_card);
  ADD ("card", test_card);
  ADD ("software", test_software);
  ADD ("failing-driver", test_failing);
  ADD ("hanging-driver", test_hanging);
  ADD ("forced", test_forced);
  g_test_add_func ("/plot/choice/names", test_names);
  return g_test_run ();
}
