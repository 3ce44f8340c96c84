/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-program-progress.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <glib.h>

static volatile sig_atomic_t stopped;

static void
on_signal (int number)
{
  stopped = 1;
}

/*
 * Catches the signals that stop the work. @part is what would have to be removed by
 * hand if the program itself were killed; another program is told. NULL: nothing.
 *
 * Thread: main.
 */
void
steady_program_progress_begin (SteadyProgramProgress *self, const char *part)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  self->shown = -1;
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, &action, NULL);
  /* whoever started this may have them blocked */
  sigset_t set;
  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  sigprocmask (SIG_UNBLOCK, &set, NULL);
  if (!self->lines)
    return;
  /* whoever listened may be gone; the work is finished all the same */
  action.sa_handler = SIG_IGN;
  sigaction (SIGPIPE, &action, NULL);
  if (part != NULL)
    fprintf (stderr, "writing %s\n", part);
}

/* Whether the per cent have changed. */
static bool
is_other_figure (const SteadyProgramProgress *self, int thousandths)
{
  return self->shown < 0 || thousandths / 10 != self->shown / 10;
}

/* A SteadyProgressTold. Thread: main. */
bool
steady_program_progress_tell (void *data, double part)
{
  SteadyProgramProgress *self = data;
  const int thousandths = part > 0 ? (int) (1000 * MIN (part, 1.0)) : 0; /* no NaN */

  if (self->lines && thousandths != self->shown)
    fprintf (stderr, "progress %d.%03d\n", thousandths / 1000, thousandths % 1000);
  else if (!self->lines && is_other_figure (self, thousandths) &&
           isatty (STDERR_FILENO))
    fprintf (stderr, "\r%3d %%\r", thousandths / 10);
  self->shown = thousandths;
  return !stopped;
}

/* Takes the figure off the terminal, for what is said next. Thread: main. */
void
steady_program_progress_end (SteadyProgramProgress *self)
{
  if (!self->lines && self->shown >= 0 && isatty (STDERR_FILENO))
    fputs ("\r     \r", stderr);
  self->shown = -1;
}

/* Whether one of the signals came, also during work that does not tell. Thread: main.
 */
bool
steady_program_progress_stopped (void)
{
  return stopped != 0;
}
