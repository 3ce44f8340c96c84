/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "supervisor/steady-child.h"

/* What to run, from the command line. Texts are borrowed. */
typedef struct SteadySupervisorSetup
{
  const char *source_option; /* "--training", "--live", "--replay" */
  const char *source;        /* its file */
  const char *case_file;     /* NULL: no case is kept */
  const char *renderer;      /* "gl", "cpu" or NULL */
  bool        fullscreen;
} SteadySupervisorSetup;

int steady_supervisor_run (const SteadySupervisorSetup *setup);
