/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

typedef enum SteadyConsoleTask
{
  STEADY_CONSOLE_SHOW,
  STEADY_CONSOLE_HELP,
  STEADY_CONSOLE_VERSION,
  STEADY_CONSOLE_PROBE_GL,
  STEADY_CONSOLE_BENCH_W1,
  STEADY_CONSOLE_SCREENSHOT,
  STEADY_CONSOLE_BENCH_W2
} SteadyConsoleTask;

/* What the command line asked for. Texts are borrowed from argv. */
typedef struct SteadyConsoleOptions
{
  SteadyConsoleTask task;
  const char       *socket;   /* NULL: the usual place */
  const char       *renderer; /* NULL: find out */
  const char       *page;
  const char       *review; /* a case to look at, without an engine; NULL: none */
  const char       *picture;
  double            seconds;   /* of a bench */
  double            at;        /* s of the case where a review begins */
  double            span;      /* s that it shows; 0: all of it */
  double            play;      /* how fast it is played at once; 0: it stands still */
  const char       *case_file; /* that a bench shows */
  int               beat_fd;   /* -1: none */
  int               width;     /* 0: as the monitor */
  int               height;
  bool              fullscreen;
  bool              instructor; /* --role */
  bool              team;  /* the read-only display for the team, and nothing else */
  const char       *theme; /* "day", "dim"; NULL: as set for the site */
  bool              no_clock;
  double            patience; /* s that a screenshot waits at most */
  double            after;    /* s of waveforms before a screenshot */
} SteadyConsoleOptions;

bool        steady_console_options_parse (int                   argc,
                                          char                **argv,
                                          SteadyConsoleOptions *ret_options,
                                          char                **ret_wrong);
const char *steady_console_options_help (void);
