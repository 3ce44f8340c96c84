/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <getopt.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/steady-text.h"
#include "engine/steady-options.h"

#define _(text) gettext (text)

enum
{
  EXIT_USAGE = 2,
  OPTION_TRAINING = 256,
  OPTION_LIVE,
  OPTION_REPLAY,
  OPTION_RESUME,
  OPTION_REHEARSE,
  OPTION_ANNOTATE,
  OPTION_LIST_DEVICES,
  OPTION_SPEED,
  OPTION_UNTIL,
  OPTION_FROM,
  OPTION_CASE,
  OPTION_SEED,
  OPTION_SUMMARY,
  OPTION_PROGRESS,
  OPTION_SOCKET,
  OPTION_LISTEN_FD,
  OPTION_BEAT_FD,
  OPTION_HELP,
  OPTION_VERSION
};

static const double SPEED_MAX = 1000;

static const struct option options[] = {
  /* clang-format off */
  { "training", required_argument, NULL, OPTION_TRAINING },
  { "live", required_argument, NULL, OPTION_LIVE },
  { "replay", required_argument, NULL, OPTION_REPLAY },
  { "resume", required_argument, NULL, OPTION_RESUME },
  { "rehearse", required_argument, NULL, OPTION_REHEARSE },
  { "annotate", required_argument, NULL, OPTION_ANNOTATE },
  { "list-devices", no_argument, NULL, OPTION_LIST_DEVICES },
  { "speed", required_argument, NULL, OPTION_SPEED },
  { "until", required_argument, NULL, OPTION_UNTIL },
  { "from", required_argument, NULL, OPTION_FROM },
  { "case", required_argument, NULL, OPTION_CASE },
  { "seed", required_argument, NULL, OPTION_SEED },
  { "summary", no_argument, NULL, OPTION_SUMMARY },
  { "progress", no_argument, NULL, OPTION_PROGRESS },
  { "socket", required_argument, NULL, OPTION_SOCKET },
  { "listen-fd", required_argument, NULL, OPTION_LISTEN_FD },
  { "beat-fd", required_argument, NULL, OPTION_BEAT_FD },
  { "help", no_argument, NULL, OPTION_HELP },
  { "version", no_argument, NULL, OPTION_VERSION },
  { NULL, 0, NULL, 0 }
  /* clang-format on */
};

static const char *
help_text (void)
{
  return _ (
      "Usage: steady-engine (--training SCENARIO.json | --live SITE.json |\n"
      "                      --replay RECORDING | --resume CASE |\n"
      "                      --rehearse PLAN.json | --annotate CASE | --list-devices)\n"
      "                     [OPTION...]\n"
      "\n"
      "Watches, alarms and records, without a screen.\n"
      "\n"
      "  --training SCENARIO.json  a simulated patient\n"
      "  --live SITE.json          the devices of a site\n"
      "  --replay RECORDING        plays a recording or a case\n"
      "  --resume CASE             goes on with a case that was cut off\n"
      "  --rehearse PLAN.json      plays a plan through a usual case and prints the\n"
      "                            predicted curves as one JSON object\n"
      "  --annotate CASE           adds what stands on the standard input, a JSON "
      "object a\n"
      "                            line, to a case that is over; see "
      "src/engine/README.md\n"
      "  --list-devices            drivers and ports, then leaves\n"
      "\n"
      "  --speed N|max             case seconds in a second; max: as fast as it goes\n"
      "  --until DURATION          ends at this case time: 90s, 20min, 1.5h\n"
      "  --from DURATION           a replay begins at this case time\n"
      "  --case OUT.steady         keeps a case; the file must not exist\n"
      "  --seed N                  another course of chance than the scenario's own\n"
      "  --summary                 prints one JSON object at the end\n"
      "  --socket PATH             serves screens and sounders there\n"
      "  --listen-fd N, --beat-fd N  given by the supervisor\n"
      "  --help, --version\n"
      "\n"
      "Steady is for training, research and engineering. It is not a medical "
      "device.\n");
}

static int
wrong_usage (const char *what)
{
  fprintf (stderr, _ ("steady-engine: %s; see steady-engine --help\n"), what);
  return EXIT_USAGE;
}

static bool
take_source (SteadyOptions *self, SteadySource source, const char *file)
{
  if (self->source != STEADY_SOURCE_NONE)
    return false;
  self->source = source;
  self->file = file;
  return true;
}

static bool
take_speed (SteadyOptions *self, const char *text)
{
  self->manual = strcmp (text, "max") == 0;
  return self->manual || (steady_text_to_number (text, &self->speed) &&
                          self->speed > 0 && self->speed <= SPEED_MAX);
}

static bool
take_seed (SteadyOptions *self, const char *text)
{
  return g_ascii_string_to_unsigned (text, 10, 1, INT64_MAX, &self->seed, NULL);
}

static bool
take_fd (const char *text, int *ret_fd)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned (text, 10, 3, 65535, &number, NULL) ||
      fcntl ((int) number, F_GETFD) < 0)
    return false;
  *ret_fd = (int) number;
  return true;
}

/* What is wrong with an option, or NULL. */
static const char *
take_value (SteadyOptions *self, int option)
{
  switch (option)
    {
    case OPTION_SPEED:
      return take_speed (self, optarg)
                 ? NULL
                 : _ ("--speed is a number above 0 and up to 1000, or max");
    case OPTION_UNTIL:
      return steady_text_to_span (optarg, &self->until)
                 ? NULL
                 : _ ("--until is a duration such as 90s, 20min or 1.5h");
    case OPTION_FROM:
      return steady_text_to_span (optarg, &self->from)
                 ? NULL
                 : _ ("--from is a duration such as 90s, 20min or 1.5h");
    case OPTION_SEED:
      return take_seed (self, optarg) ? NULL : _ ("--seed is a whole number above 0");
    case OPTION_LISTEN_FD:
      return take_fd (optarg, &self->listen_fd)
                 ? NULL
                 : _ ("--listen-fd is the number of an inherited socket");
    case OPTION_BEAT_FD:
      return take_fd (optarg, &self->beat_fd)
                 ? NULL
                 : _ ("--beat-fd is the number of an inherited pipe");
    case OPTION_CASE:
      self->case_file = optarg;
      return NULL;
    case OPTION_SOCKET:
      self->socket = optarg;
      return NULL;
    case OPTION_SUMMARY:
      self->summary = true;
      return NULL;
    case OPTION_PROGRESS:
      self->progress = true;
      return NULL;
    default:
      return NULL;
    }
}

static const char *
take_option (SteadyOptions *self, int option)
{
  static const struct
  {
    int          option;
    SteadySource source;
  } sources[] = { { OPTION_TRAINING, STEADY_SOURCE_TRAINING },
                  { OPTION_LIVE, STEADY_SOURCE_LIVE },
                  { OPTION_REPLAY, STEADY_SOURCE_REPLAY },
                  { OPTION_RESUME, STEADY_SOURCE_RESUME },
                  { OPTION_REHEARSE, STEADY_SOURCE_REHEARSE },
                  { OPTION_ANNOTATE, STEADY_SOURCE_ANNOTATE },
                  { OPTION_LIST_DEVICES, STEADY_SOURCE_LIST_DEVICES } };

  for (unsigned i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].option == option)
      return take_source (self, sources[i].source, optarg)
                 ? NULL
                 : _ ("only one of --training, --live, --replay, --resume, --rehearse, "
                      "--annotate and --list-devices can be given");
  return take_value (self, option);
}

static bool
is_empty (const char *name)
{
  return name != NULL && name[0] == '\0';
}

static const char *
check_together (const SteadyOptions *self)
{
  if (self->source == STEADY_SOURCE_NONE)
    return _ (
        "one of --training, --live, --replay, --resume, --rehearse, --annotate and "
        "--list-devices is needed");
  if (is_empty (self->file) || is_empty (self->case_file) || is_empty (self->socket))
    return _ ("a file has an empty name; name it");
  if (self->source == STEADY_SOURCE_LIVE &&
      (self->manual || self->speed < 1 || self->speed > 1))
    return _ ("--speed has no place in a live case");
  if (self->source == STEADY_SOURCE_RESUME && self->case_file != NULL)
    return _ ("--resume goes on in its own case; leave out --case");
  if (self->source == STEADY_SOURCE_ANNOTATE && self->case_file != NULL)
    return _ ("--annotate adds to its own case; leave out --case");
  if (self->progress && !self->manual)
    return _ ("--progress goes with --speed max only");
  if (self->from > 0 && self->source != STEADY_SOURCE_REPLAY)
    return _ ("--from goes with --replay only");
  if (self->seed != 0 && self->source != STEADY_SOURCE_TRAINING)
    return _ ("--seed goes with --training only");
  if (self->socket != NULL && self->listen_fd >= 0)
    return _ ("--socket and --listen-fd exclude each other");
  return NULL;
}

/*
 * Reads the command line. False: the program ends with @ret_status, and all has been
 * said.
 *
 * Thread: main.
 */
bool
steady_options_parse (SteadyOptions *ret_options,
                      int            argc,
                      char         **argv,
                      int           *ret_status)
{
  SteadyOptions self = {
    .listen_fd = -1, .beat_fd = -1, .speed = 1, .until = STEADY_INSTANT_NEVER
  };
  g_autofree char *refused = NULL;
  const char      *wrong = NULL;
  int              option;

  opterr = 0;
  while (wrong == NULL && (option = getopt_long (argc, argv, "", options, NULL)) != -1)
    {
      if (option == OPTION_HELP || option == OPTION_VERSION)
        {
          fputs (option == OPTION_HELP ? help_text ()
                                       : "steady-engine " STEADY_VERSION "\n",
                 stdout);
          if (option == OPTION_HELP)
            fputs (_ ("\n"
                      "For other programs:\n"
                      "  --progress                with --speed max: lines \"progress "
                      "0.250\" on stderr\n"),
                   stdout);
          *ret_status = EXIT_SUCCESS;
          return false;
        }
      wrong = take_option (&self, option);
      if (option == '?')
        {
          g_autofree char *name = steady_text_wrong_option (argv);
          wrong = refused = g_strdup_printf (
              _ ("there is no option %s, or its value is missing"), name);
        }
    }
  if (wrong == NULL && optind < argc)
    wrong = _ ("there is a word too many");
  if (wrong == NULL)
    wrong = check_together (&self);
  /* Nobody waits for a prediction at the pace of life. */
  if (self.source == STEADY_SOURCE_REHEARSE)
    self.manual = true;
  if (wrong != NULL)
    {
      *ret_status = wrong_usage (wrong);
      return false;
    }
  *ret_options = self;
  return true;
}
