/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "device/steady-device-list.h"
#include "engine/steady-annotate.h"
#include "engine/steady-options.h"
#include "engine/steady-rehearsal.h"
#include "engine/steady-session.h"
#include "engine/steady-summary.h"

#define _(text) gettext (text)

enum
{
  /* The case is to go on: the supervisor starts an engine that resumes it. */
  EXIT_AGAIN = 75
};

static void
set_language (void)
{
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, STEADY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Monitors that nobody is connected to make themselves known now and then. [GK] */
#define LISTENING (10 * STEADY_NSEC_PER_SEC)

static int
list_devices (void)
{
  g_autofree char *text = steady_device_list (isatty (STDERR_FILENO) == 1, LISTENING);
  fputs (text, stdout);
  return EXIT_SUCCESS;
}

static int
fail (const GError *error)
{
  fprintf (stderr, "steady-engine: %s\n", error->message);
  return EXIT_FAILURE;
}

static int
run (const SteadyOptions *options)
{
  SteadySession session;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;

  if (!steady_session_open (&session, options, &error))
    return fail (error);
  steady_session_stop_on_signals ();
  const SteadyInstant start = steady_clock_now ();
  const bool          whole = steady_session_run (&session);
  const bool          again = session.engine->restart;
  if (options->summary)
    summary = steady_summary_text (session.engine,
                                   steady_span_seconds (steady_clock_now () - start));
  if (!steady_session_close (&session, &error))
    return fail (error);
  if (summary != NULL)
    puts (summary);
  if (again)
    return EXIT_AGAIN;
  return whole ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
rehearse (const SteadyOptions *options)
{
  SteadySession session;
  g_autoptr (GError) error = NULL;

  if (!steady_session_open (&session, options, &error))
    return fail (error);
  g_autofree char *curves = steady_rehearsal_run (&session);
  if (!steady_session_close (&session, &error))
    return fail (error);
  puts (curves);
  return EXIT_SUCCESS;
}

static int
annotate (const SteadyOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;

  if (!steady_annotate_run (
          options->file, stdin, steady_clock_utc_ns (), &rows, &error))
    return fail (error);
  fputs (rows, stdout);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  SteadyOptions options;
  int           status;

  set_language ();
  if (!steady_options_parse (&options, argc, argv, &status))
    return status;
  if (options.source == STEADY_SOURCE_LIST_DEVICES)
    return list_devices ();
  if (options.source == STEADY_SOURCE_ANNOTATE)
    return annotate (&options);
  return options.source == STEADY_SOURCE_REHEARSE ? rehearse (&options)
                                                  : run (&options);
}
