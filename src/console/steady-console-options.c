/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-console-options.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-text.h"
#include "review/steady-review-timeline.h"

/* The words of --help. Thread: main. */
const char *
steady_console_options_help (void)
{
  return _ (
      "Usage: steady-console [OPTION…]\n"
      "The screen of Steady. It is started by steady.\n"
      "\n"
      "  --socket PATH            the engine's socket\n"
      "  --review CASE            look at a case afterwards, without an engine\n"
      "  --at SECS, --span SECS   where the review begins, and how much it shows\n"
      "  --play N                 play it at N times the pace of life (1, 2, 5 … 60)\n"
      "  --renderer gl|cpu        draw waveforms with the graphics card or without\n"
      "  --fullscreen             fill the screen\n"
      "  --size WIDTHxHEIGHT      the size of the window\n"
      "  --role console|instructor|team  who sits here; a team only reads\n"
      "  --theme day|dim          colours for a bright or a dimmed room\n"
      "  --no-clock               leave out the time of day\n"
      "  --screenshot PAGE OUT    write a picture of PAGE (live, alarms …) and leave\n"
      "  --after SECS             waveforms that a screenshot waits for (3)\n"
      "  --patience SECS          a screenshot gives up after this (60)\n"
      "  --bench-w1 SECS          measure drawing and leave\n"
      "  --bench-w2 CASE          measure the review of a case and leave\n"
      "  --probe-gl               say which graphics driver there is and leave\n"
      "  --beat-fd N              sign of life to the supervisor\n"
      "  --help, --version\n");
}

static bool
wrong (char **ret_wrong, const char *format, const char *what)
{
  *ret_wrong = g_strdup_printf (format, what);
  return false;
}

static bool
parse_size (const char *text, SteadyConsoleOptions *options)
{
  int  width, height;
  char rest;
  if (sscanf (text, "%dx%d%c", &width, &height, &rest) != 2 || width < 640 ||
      height < 480 || width > 16384 || height > 16384)
    return false;
  options->width = width;
  options->height = height;
  return true;
}

static bool
parse_beat (const char *text, SteadyConsoleOptions *options)
{
  double value;
  if (!steady_text_to_number (text, &value) || value < 0 || value > 1e6)
    return false;
  options->beat_fd = (int) value;
  return true;
}

static bool
parse_theme (const char *text, SteadyConsoleOptions *options)
{
  options->theme = text;
  return strcmp (text, "dim") == 0 || strcmp (text, "day") == 0;
}

static bool
parse_renderer (const char *text, SteadyConsoleOptions *options)
{
  options->renderer = text;
  return strcmp (text, "gl") == 0 || strcmp (text, "cpu") == 0;
}

static bool
parse_socket (const char *text, SteadyConsoleOptions *options)
{
  options->socket = text;
  return text[0] != '\0';
}

static bool
parse_role (const char *text, SteadyConsoleOptions *options)
{
  options->instructor = strcmp (text, "instructor") == 0;
  options->team = strcmp (text, "team") == 0;
  return options->instructor || options->team || strcmp (text, "console") == 0;
}

static bool
parse_review (const char *text, SteadyConsoleOptions *options)
{
  options->review = text;
  return text[0] != '\0';
}

static bool
parse_at (const char *text, SteadyConsoleOptions *options)
{
  return steady_text_to_number (text, &options->at) && options->at >= 0 &&
         options->at <= 1e9;
}

static bool
parse_span (const char *text, SteadyConsoleOptions *options)
{
  return steady_text_to_number (text, &options->span) && options->span >= 1 &&
         options->span <= 1e9;
}

static bool
parse_play (const char *text, SteadyConsoleOptions *options)
{
  return steady_text_to_number (text, &options->play) &&
         steady_review_timeline_has_speed (options->play);
}

static bool
parse_after (const char *text, SteadyConsoleOptions *options)
{
  return steady_text_to_number (text, &options->after) && options->after >= 0 &&
         options->after <= 3600;
}

static bool
parse_patience (const char *text, SteadyConsoleOptions *options)
{
  return steady_text_to_number (text, &options->patience) && options->patience > 0 &&
         options->patience <= 3600;
}

static bool
parse_bench (const char *text, SteadyConsoleOptions *options)
{
  options->task = STEADY_CONSOLE_BENCH_W1;
  return steady_text_to_number (text, &options->seconds) && options->seconds > 0;
}

static bool
parse_bench_case (const char *text, SteadyConsoleOptions *options)
{
  options->task = STEADY_CONSOLE_BENCH_W2;
  options->case_file = text;
  return text[0] != '\0';
}

/* Options that take one value, and who reads it. */
static const struct
{
  const char *name;
  bool (*parse) (const char *text, SteadyConsoleOptions *options);
} valued[] = {
  { "--socket", parse_socket },
  { "--renderer", parse_renderer },
  { "--role", parse_role },
  { "--size", parse_size },
  { "--theme", parse_theme },
  { "--after", parse_after },
  { "--patience", parse_patience },
  { "--bench-w1", parse_bench },
  { "--beat-fd", parse_beat },
  { "--review", parse_review },
  { "--at", parse_at },
  { "--span", parse_span },
  { "--play", parse_play },
  { "--bench-w2", parse_bench_case },
};

static bool
parse_flag (const char *name, SteadyConsoleOptions *options)
{
  if (strcmp (name, "--help") == 0)
    options->task = STEADY_CONSOLE_HELP;
  else if (strcmp (name, "--version") == 0)
    options->task = STEADY_CONSOLE_VERSION;
  else if (strcmp (name, "--probe-gl") == 0)
    options->task = STEADY_CONSOLE_PROBE_GL;
  else if (strcmp (name, "--fullscreen") == 0)
    options->fullscreen = true;
  else if (strcmp (name, "--no-clock") == 0)
    options->no_clock = true;
  else
    return false;
  return true;
}

static int
find_valued (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (valued); i++)
    if (strcmp (valued[i].name, name) == 0)
      return (int) i;
  return -1;
}

static bool
parse_screenshot (
    int argc, char **argv, int at, SteadyConsoleOptions *options, char **ret_wrong)
{
  if (at + 2 >= argc)
    return wrong (ret_wrong, _ ("%s needs a page and a file to write"), argv[at]);
  options->task = STEADY_CONSOLE_SCREENSHOT;
  options->page = argv[at + 1];
  options->picture = argv[at + 2];
  return true;
}

/*
 * Reads the command line. False, with one sentence to free in @ret_wrong, when it is
 * wrong.
 *
 * Thread: main.
 */
bool
steady_console_options_parse (int                   argc,
                              char                **argv,
                              SteadyConsoleOptions *ret_options,
                              char                **ret_wrong)
{
  SteadyConsoleOptions options = { .beat_fd = -1, .after = 3, .patience = 60 };
  for (int i = 1; i < argc; i++)
    {
      const int at = find_valued (argv[i]);
      if (strcmp (argv[i], "--screenshot") == 0)
        {
          if (!parse_screenshot (argc, argv, i, &options, ret_wrong))
            return false;
          i += 2;
        }
      else if (at >= 0 && i + 1 >= argc)
        return wrong (ret_wrong, _ ("%s needs a value"), argv[i]);
      else if (at >= 0 && !valued[at].parse (argv[i + 1], &options))
        return wrong (ret_wrong, _ ("the value of %s is not right"), argv[i]);
      else if (at >= 0)
        i++;
      else if (!parse_flag (argv[i], &options))
        return wrong (ret_wrong, _ ("there is no option “%s”"), argv[i]);
    }
  *ret_options = options;
  return true;
}
