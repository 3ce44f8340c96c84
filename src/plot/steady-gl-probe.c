/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/steady-gl-probe.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <epoxy/gl.h>
#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "base/steady-clock.h"
#include "plot/steady-plot-renderer.h"

/* What the child prints before the driver's name. */
#define ANSWER "renderer="

/* What a child that is asked may print at most. */
#define ANSWER_SIZE 512

/*
 * The whole of `steady-console --probe-gl`: opens the display, makes a context,
 * compiles the shaders and prints who draws. It runs in a process of its own because
 * drivers are known to crash or to hang in just this.
 *
 * Returns: the exit status. Thread: main, before any other use of GTK.
 */
int
steady_gl_probe_main (void)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _ ("There is no display; start Steady on a screen."));
      return 1;
    }
  g_autoptr (GdkGLContext) context =
      gdk_display_create_gl_context (gdk_display_get_default (), &error);
  if (!context || !gdk_gl_context_realize (context, &error))
    {
      g_printerr (_ ("There is no OpenGL here: %s\n"), error->message);
      return 1;
    }
  gdk_gl_context_make_current (context);
  bool                es = gdk_gl_context_get_api (context) == GDK_GL_API_GLES;
  SteadyPlotRenderer *renderer = steady_gl_renderer_new (es, &error);
  if (!renderer)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print (ANSWER "%s; %s\n",
           (const char *) glGetString (GL_RENDERER),
           (const char *) glGetString (GL_VERSION));
  renderer->interface->free (renderer);
  return 0;
}

/* Reads what the child prints until it closes its end or the time is over. */
static bool
read_answer (int fd, int limit_ms, char *answer)
{
  SteadyInstant end = steady_clock_now () + limit_ms * STEADY_NSEC_PER_MSEC;
  size_t        length = 0;

  while (length < ANSWER_SIZE - 1)
    {
      struct pollfd waiting = { .fd = fd, .events = POLLIN };
      int64_t       left = (end - steady_clock_now ()) / STEADY_NSEC_PER_MSEC;
      if (left <= 0 || poll (&waiting, 1, (int) left) <= 0)
        return false;
      ssize_t got = read (fd, answer + length, ANSWER_SIZE - 1 - length);
      if (got < 0)
        return false;
      if (got == 0)
        break;
      length += (size_t) got;
    }
  answer[length] = '\0';
  return true;
}

/*
 * Asks a child, @program with --probe-gl, who draws; it is killed after @limit_ms.
 *
 * Returns: true and *@ret_name, to be freed, or false and @error.
 * Thread: main, blocks for the limit at most.
 */
bool
steady_gl_probe_run (const char *program, int limit_ms, char **ret_name, GError **error)
{
  char *arguments[] = { (char *) program, (char *) "--probe-gl", NULL };
  char  answer[ANSWER_SIZE] = "";
  GPid  child = 0;
  int   output = -1;
  int   status = 0;

  if (!g_spawn_async_with_pipes (NULL,
                                 arguments,
                                 NULL,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                                 NULL,
                                 NULL,
                                 &child,
                                 NULL,
                                 &output,
                                 NULL,
                                 error))
    return false;

  bool in_time = read_answer (output, limit_ms, answer);
  close (output);
  if (!in_time)
    kill (child, SIGKILL);
  waitpid (child, &status, 0);
  g_spawn_close_pid (child);

  char *name = strstr (answer, ANSWER);
  if (!in_time || !WIFEXITED (status) || WEXITSTATUS (status) != 0 || !name)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   in_time ? _ ("The graphics driver failed when it was tried.")
                           : _ ("The graphics driver did not answer within %d ms."),
                   limit_ms);
      return false;
    }
  *ret_name = g_strdup (g_strchomp (name + strlen (ANSWER)));
  return true;
}

/* Whether the driver called @name is a graphics card and not a program that plays one.
 * Thread: any. */
bool
steady_gl_probe_is_hardware (const char *name)
{
  static const char *const software[] = { "llvmpipe",    "softpipe",    "swrast",
                                          "Software",    "SwiftShader", "software",
                                          "GDI Generic", "Mesa X11" };

  for (size_t i = 0; i < G_N_ELEMENTS (software); i++)
    if (strstr (name, software[i]))
      return false;
  return *name != '\0';
}
