/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#include "console/steady-console-application.h"
#include "console/steady-console-options.h"
#include "plot/steady-bench-w1.h"
#include "plot/steady-gl-probe.h"
#include "plot/steady-plot-choice.h"
#include "review/steady-bench-w2.h"

/* Drawing yields to everything else: the engine, the sound, the disk. */
#define NICE 5

static int
show (const SteadyConsoleOptions *options)
{
  const SteadyPlotBackend backend = steady_plot_choose_backend (options->renderer);
  if (!gtk_init_check ())
    {
      fprintf (stderr,
               "steady-console: %s\n",
               _ ("There is no display; start Steady on a screen."));
      return EXIT_FAILURE;
    }
  setpriority (PRIO_PROCESS, 0, NICE);
  g_autoptr (SteadyConsoleApplication) application =
      steady_console_application_new (options, backend);
  const int status = g_application_run (G_APPLICATION (application), 0, NULL);
  return status != 0 ? status : steady_console_application_status (application);
}

/* GTK takes and frees memory as large as the window for each frame; given back to the
 * system it would be fetched anew, page by page, with each frame that follows a pause.
 */
static void
keep_frame_memory (void)
{
  enum
  {
    MOST = 32 << 20 /* a frame of 3840 x 2160; the C library takes no more */
  };

  mallopt (M_MMAP_THRESHOLD, MOST);
  mallopt (M_TRIM_THRESHOLD, MOST);
}

int
main (int argc, char **argv)
{
  SteadyConsoleOptions options;
  g_autofree char     *wrong = NULL;

  keep_frame_memory ();
  setlocale (LC_ALL, "");
  const char *words = g_getenv ("STEADY_LOCALE_DIR");
  bindtextdomain (GETTEXT_PACKAGE, words != NULL ? words : STEADY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (!steady_console_options_parse (argc, argv, &options, &wrong))
    {
      fprintf (stderr, _ ("steady-console: %s; see steady-console --help\n"), wrong);
      return 2;
    }
  switch (options.task)
    {
    case STEADY_CONSOLE_HELP:
      fputs (steady_console_options_help (), stdout);
      return 0;
    case STEADY_CONSOLE_VERSION:
      puts ("steady-console " STEADY_VERSION);
      return 0;
    case STEADY_CONSOLE_PROBE_GL:
      return steady_gl_probe_main ();
    case STEADY_CONSOLE_BENCH_W1:
      return steady_bench_w1 (options.seconds,
                              steady_plot_choose_backend (options.renderer));
    case STEADY_CONSOLE_BENCH_W2:
      steady_plot_choose_backend (options.renderer);
      return steady_bench_w2 (options.case_file, 40);
    case STEADY_CONSOLE_SCREENSHOT:
    case STEADY_CONSOLE_SHOW:
    default:
      return show (&options);
    }
}
