/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-clock.h"
#include "base/steady-paths.h"
#include "base/steady-text.h"
#include "supervisor/steady-supervisor.h"

enum
{
  EXIT_USAGE = 2,
  OPTION_TRAINING = 256,
  OPTION_LIVE,
  OPTION_REVIEW,
  OPTION_REPLAY,
  OPTION_CASE,
  OPTION_LIST_DEVICES,
  OPTION_RENDERER,
  OPTION_FULLSCREEN,
  OPTION_HELP,
  OPTION_VERSION
};

static const struct option options[] = {
  { "training", required_argument, NULL, OPTION_TRAINING },
  { "live", required_argument, NULL, OPTION_LIVE },
  { "review", required_argument, NULL, OPTION_REVIEW },
  { "replay", required_argument, NULL, OPTION_REPLAY },
  { "case", required_argument, NULL, OPTION_CASE },
  { "list-devices", no_argument, NULL, OPTION_LIST_DEVICES },
  { "renderer", required_argument, NULL, OPTION_RENDERER },
  { "fullscreen", no_argument, NULL, OPTION_FULLSCREEN },
  { "help", no_argument, NULL, OPTION_HELP },
  { "version", no_argument, NULL, OPTION_VERSION },
  { NULL, 0, NULL, 0 },
};

static const char help[] =
    "Usage: steady [OPTION…]\n"
    "The perfusion console. Without options: TRAINING with the simulated bear Stuffy.\n"
    "\n"
    "  --training SCENARIO.json  practise on another simulated case\n"
    "  --live SITE.json          the devices of this operating room\n"
    "  --replay RECORDING        play a recording: a case, a WFDB header or a CSV "
    "file\n"
    "  --review CASE.steady      look at a case afterwards\n"
    "  --case FILE.steady        keep the case in this new file\n"
    "  --list-devices            what could be attached, then leave\n"
    "  --renderer gl|cpu         draw with the graphics card, or without\n"
    "  --fullscreen              cover the whole screen\n"
    "  --help, --version\n"
    "\n"
    "Steady is for training, research and engineering. It is not a medical device.\n";

static int
wrong_usage (const char *what)
{
  fprintf (stderr, "steady: %s; see steady --help\n", what);
  return EXIT_USAGE;
}

static int
list_devices (void)
{
  g_autofree char *engine = steady_paths_program ("steady-engine");

  execl (engine, engine, "--list-devices", (char *) NULL);
  fprintf (stderr,
           "steady: %s cannot be started (%s); install Steady again\n",
           engine,
           strerror (errno));
  return EXIT_FAILURE;
}

/*
 * A case that is over is shown by the console alone: there is nothing to supervise. A
 * file that cannot be read is said here, where the person who named it sees it.
 */
static int
review (const SteadySupervisorSetup *setup)
{
  g_autofree char *console = steady_paths_program ("steady-console");
  const char      *words[8] = { console, "--review", setup->source };
  unsigned         n = 3;

  if (setup->case_file != NULL)
    return wrong_usage ("--review records nothing; leave out --case");
  if (access (setup->source, R_OK) != 0)
    {
      fprintf (stderr,
               "steady: %s: cannot be read (%s); check the name and the permissions\n",
               setup->source,
               strerror (errno));
      return EXIT_FAILURE;
    }
  if (setup->renderer != NULL)
    {
      words[n++] = "--renderer";
      words[n++] = setup->renderer;
    }
  if (setup->fullscreen)
    words[n++] = "--fullscreen";
  execv (console, (char *const *) words);
  fprintf (stderr,
           "steady: %s cannot be started (%s); install Steady again\n",
           console,
           strerror (errno));
  return EXIT_FAILURE;
}

/* A new file in the user's folder of cases, named by the time. */
static char *
default_case (void)
{
  g_autofree char *folder = steady_paths_user_data ("cases");
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (steady_clock_utc_ns () / STEADY_NSEC_PER_SEC);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fprintf (stderr,
               "steady: %s cannot be made (%s); name a file with --case\n",
               folder,
               strerror (errno));
      return NULL;
    }
  g_autofree char *name = g_date_time_format (now, "%Y-%m-%d-%H%M%S.steady");
  return g_build_filename (folder, name, NULL);
}

typedef struct Arguments
{
  SteadySupervisorSetup setup;
  unsigned              sources;
} Arguments;

static void
take_source (Arguments *arguments, const char *option, const char *file)
{
  arguments->setup.source_option = option;
  arguments->setup.source = file;
  arguments->sources++;
}

/* Returns -1 to go on, else the exit status. */
static int
take_option (Arguments *arguments, int option)
{
  switch (option)
    {
    case OPTION_TRAINING:
      take_source (arguments, "--training", optarg);
      return -1;
    case OPTION_LIVE:
      take_source (arguments, "--live", optarg);
      return -1;
    case OPTION_REPLAY:
      take_source (arguments, "--replay", optarg);
      return -1;
    case OPTION_REVIEW:
      take_source (arguments, "--review", optarg);
      return -1;
    case OPTION_CASE:
      arguments->setup.case_file = optarg;
      return -1;
    case OPTION_LIST_DEVICES:
      return list_devices ();
    case OPTION_RENDERER:
      arguments->setup.renderer = optarg;
      return strcmp (optarg, "gl") == 0 || strcmp (optarg, "cpu") == 0
                 ? -1
                 : wrong_usage ("--renderer is gl or cpu");
    case OPTION_FULLSCREEN:
      arguments->setup.fullscreen = true;
      return -1;
    case OPTION_HELP:
      fputs (help, stdout);
      return EXIT_SUCCESS;
    case OPTION_VERSION:
      puts ("steady " STEADY_VERSION);
      return EXIT_SUCCESS;
    default:
      return -1;
    }
}

int
main (int argc, char **argv)
{
  Arguments        arguments = { 0 };
  g_autofree char *stuffy = steady_paths_data ("scenarios/stuffy.json");
  g_autofree char *made = NULL;
  int              option;

  opterr = 0;
  while ((option = getopt_long (argc, argv, "", options, NULL)) != -1)
    {
      const int status = take_option (&arguments, option);
      if (status >= 0)
        return status;
      if (option == '?')
        {
          g_autofree char *name = steady_text_wrong_option (argv);
          g_autofree char *what =
              g_strdup_printf ("there is no option %s, or its value is missing", name);
          return wrong_usage (what);
        }
    }
  if (optind < argc)
    return wrong_usage ("there is a word too many");
  if (arguments.sources > 1)
    return wrong_usage (
        "only one of --training, --live, --replay and --review can be given");
  if (arguments.sources == 1 && strcmp (arguments.setup.source_option, "--review") == 0)
    return review (&arguments.setup);
  if (arguments.sources == 0)
    take_source (&arguments, "--training", stuffy);
  /* a replay writes a case only where one was asked for */
  if (arguments.setup.case_file == NULL &&
      strcmp (arguments.setup.source_option, "--replay") != 0)
    {
      arguments.setup.case_file = made = default_case ();
      if (made == NULL)
        return EXIT_FAILURE;
    }
  return steady_supervisor_run (&arguments.setup);
}
