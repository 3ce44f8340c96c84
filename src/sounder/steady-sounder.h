/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <signal.h>

/* What steady-sounder was asked to do. */
typedef struct SteadySounderSetup
{
  const char                  *socket_path;
  int                          beat_fd; /* -1: nobody watches */
  const volatile sig_atomic_t *quit;    /* set by a signal */
} SteadySounderSetup;

int steady_sounder_run (const SteadySounderSetup *setup);
int steady_sounder_test (const volatile sig_atomic_t *quit);
int steady_sounder_replay_mark (const volatile sig_atomic_t *quit);
