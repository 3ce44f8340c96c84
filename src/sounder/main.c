/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <getopt.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/steady-text.h"
#include "sounder/steady-sound-settings.h"
#include "sounder/steady-sound-stream.h"
#include "sounder/steady-sounder.h"

#define _(text)  gettext (text)
#define N_(text) (text)

enum
{
  EXIT_USAGE = 2,
  OPTION_SOCKET = 256,
  OPTION_BEAT_FD,
  OPTION_TEST,
  OPTION_PROBE,
  OPTION_REPLAY_MARK,
  OPTION_HOST_API,
  OPTION_HELP,
  OPTION_VERSION
};

static const struct option options[] = {
  { "socket", required_argument, NULL, OPTION_SOCKET },
  { "beat-fd", required_argument, NULL, OPTION_BEAT_FD },
  { "test", no_argument, NULL, OPTION_TEST },
  { "probe", no_argument, NULL, OPTION_PROBE },
  { "replay-mark", no_argument, NULL, OPTION_REPLAY_MARK },
  { "host-api", required_argument, NULL, OPTION_HOST_API },
  { "help", no_argument, NULL, OPTION_HELP },
  { "version", no_argument, NULL, OPTION_VERSION },
  { NULL, 0, NULL, 0 },
};

static const char *const help = N_ (
    "Usage: steady-sounder (--socket PATH [--beat-fd N] | --test | --replay-mark)\n"
    "The alarm sounds of Steady. Started by steady.\n"
    "\n"
    "  --socket PATH   sound what the engine behind this socket decides\n"
    "  --beat-fd N     write a byte here five times a second: proof of life\n"
    "  --test          play a low, a medium and a high alarm, then leave\n"
    "  --replay-mark   play the sound that stands before alarms of a recorded case\n"
    "  --probe         leave with 0 when there is a sound device\n"
    "  --host-api NAME the sound system: default, alsa or jack; also STEADY_SOUND_API\n"
    "  --help, --version\n"
    "\n"
    "When the engine falls silent for 1 s the sounder sounds by itself.\n"
    "STEADY_SOUND_VOLUME sets the volume in dB, from 0 down to the floor of the "
    "site;\nSTEADY_SOUND_SET names a folder of recorded sounds "
    "(high-perfusion.wav ...).\n");

static volatile sig_atomic_t quit;

static void
on_signal (int number)
{
  quit = 1;
}

static int
wrong_usage (const char *what)
{
  fprintf (stderr, _ ("steady-sounder: %s; see steady-sounder --help\n"), _ (what));
  return EXIT_USAGE;
}

static void
prepare_signals (void)
{
  struct sigaction end = { .sa_handler = on_signal };
  struct sigaction ignore = { .sa_handler = SIG_IGN };

  sigaction (SIGINT, &end, NULL);
  sigaction (SIGTERM, &end, NULL);
  sigaction (SIGPIPE, &ignore, NULL);
}

/* The descriptor of the supervisor's pipe, made so that writing never blocks. */
static int
beat_descriptor (const char *text)
{
  double number;
  if (!steady_text_to_number (text, &number) || number < 0 || number > 65535)
    return -1;
  const int flags = fcntl ((int) number, F_GETFL);
  if (flags < 0)
    return -1;
  fcntl ((int) number, F_SETFL, flags | O_NONBLOCK);
  fcntl ((int) number, F_SETFD, FD_CLOEXEC);
  return (int) number;
}

/* By the environment, so that the probing child sees it too. */
static bool
take_api (const char *text)
{
  SteadySoundApi api;
  return steady_sound_settings_parse_api (text, &api) &&
         setenv (STEADY_SOUND_API_VARIABLE, text, 1) == 0;
}

int
main (int argc, char **argv)
{
  SteadySounderSetup setup = { .beat_fd = -1, .quit = &quit };
  bool               test = false, probe = false, mark = false;
  int                option;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, STEADY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  opterr = 0;
  while ((option = getopt_long (argc, argv, "", options, NULL)) != -1)
    switch (option)
      {
      case OPTION_SOCKET:
        setup.socket_path = optarg;
        break;
      case OPTION_BEAT_FD:
        setup.beat_fd = beat_descriptor (optarg);
        if (setup.beat_fd < 0)
          return wrong_usage (N_ ("--beat-fd needs the number of an open descriptor"));
        break;
      case OPTION_TEST:
        test = true;
        break;
      case OPTION_PROBE:
        probe = true;
        break;
      case OPTION_REPLAY_MARK:
        mark = true;
        break;
      case OPTION_HOST_API:
        if (!take_api (optarg))
          return wrong_usage (N_ ("--host-api is default, alsa or jack"));
        break;
      case OPTION_HELP:
        fputs (_ (help), stdout);
        return EXIT_SUCCESS;
      case OPTION_VERSION:
        puts ("steady-sounder " STEADY_VERSION);
        return EXIT_SUCCESS;
      default:
        return wrong_usage (N_ ("an option is not known or lacks its value"));
      }
  if (optind < argc)
    return wrong_usage (N_ ("it takes options only"));
  if (probe)
    return steady_sound_stream_probe ();
  if (test + mark + (setup.socket_path != NULL) != 1)
    return wrong_usage (N_ ("give either --socket PATH, --test or --replay-mark"));
  prepare_signals ();
  const int status = test   ? steady_sounder_test (&quit)
                     : mark ? steady_sounder_replay_mark (&quit)
                            : steady_sounder_run (&setup);
  /* not exit (): the thread of the stream may hang in the sound server */
  fflush (stdout);
  _exit (status);
}
