/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

typedef enum SteadySource
{
  STEADY_SOURCE_NONE = 0,
  STEADY_SOURCE_TRAINING,
  STEADY_SOURCE_LIVE,
  STEADY_SOURCE_REPLAY,
  STEADY_SOURCE_RESUME,
  STEADY_SOURCE_LIST_DEVICES,
  STEADY_SOURCE_REHEARSE,
  STEADY_SOURCE_ANNOTATE
} SteadySource;

/* The command line of steady-engine. Texts are borrowed from it. */
typedef struct SteadyOptions
{
  SteadySource source;
  const char  *file;      /* scenario, site, recording, case or plan */
  const char  *case_file; /* NULL: no case is kept */
  const char  *socket;    /* NULL: none */
  int          listen_fd; /* -1: none */
  int          beat_fd;   /* -1: no supervisor */
  bool         manual;    /* --speed max */
  double       speed;
  SteadySpan   until; /* STEADY_INSTANT_NEVER: no end */
  SteadySpan   from;  /* a replay begins here */
  uint64_t     seed;  /* 0: the scenario's own */
  bool         summary;
  bool         progress; /* tells another program how far it is */
} SteadyOptions;

bool steady_options_parse (SteadyOptions *ret_options,
                           int            argc,
                           char         **argv,
                           int           *ret_status);
