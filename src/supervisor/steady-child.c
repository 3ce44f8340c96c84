/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "supervisor/steady-child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "base/steady-paths.h"
#include "base/steady-require.h"

/* A cold start on a slow machine may take this long before the first beat. */
static const SteadySpan start_patience = 20 * STEADY_NSEC_PER_SEC;
static const SteadySpan shortest_back_off = 100 * STEADY_NSEC_PER_MSEC;
static const SteadySpan longest_back_off = 5 * STEADY_NSEC_PER_SEC;
/* Who has lived this long starts again at once. */
static const SteadySpan proven_life = 10 * STEADY_NSEC_PER_SEC;

/* Prepares a child that does not run yet. Thread: main. */
void
steady_child_init (SteadyChild *self, const char *program, SteadySpan patience)
{
  *self = (SteadyChild){ .program = program,
                         .patience = patience,
                         .inherited_fd = -1,
                         .beat_fd = -1,
                         .back_off = shortest_back_off };
}

/* Adds an argument for every later start. Thread: main. */
void
steady_child_argument (SteadyChild *self, const char *argument)
{
  steady_require (self->n_arguments < STEADY_CHILD_ARGUMENTS);
  const size_t length = strlen (argument);
  steady_require (length < STEADY_CHILD_TEXT);
  memcpy (self->arguments[self->n_arguments++], argument, length + 1);
}

static _Noreturn void
become (const SteadyChild *self, const char *path, int beat_fd)
{
  char *arguments[STEADY_CHILD_ARGUMENTS + 4];
  char  beat[16];
  int   n = 0;

  /* its own group: Ctrl+C at a terminal reaches the supervisor alone, who ends all in
   * order */
  setpgid (0, 0);
  sigset_t none;
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  fcntl (beat_fd, F_SETFD, 0);
  if (self->inherited_fd >= 0)
    fcntl (self->inherited_fd, F_SETFD, 0);
  snprintf (beat, sizeof beat, "%d", beat_fd);
  arguments[n++] = (char *) path;
  for (unsigned i = 0; i < self->n_arguments; i++)
    arguments[n++] = (char *) self->arguments[i];
  arguments[n++] = (char *) "--beat-fd";
  arguments[n++] = beat;
  arguments[n] = NULL;
  execv (path, arguments);
  fprintf (stderr,
           "steady: %s cannot be started (%s); install Steady again\n",
           path,
           strerror (errno));
  _exit (127);
}

/* Starts the program beside this one. False when no process could be made. Thread:
 * main. */
bool
steady_child_start (SteadyChild *self, SteadyInstant now)
{
  g_autofree char *path = steady_paths_program (self->program);
  int              beat[2];

  self->next_start = now + self->back_off;
  if (pipe2 (beat, O_CLOEXEC | O_NONBLOCK) != 0)
    return false;
  self->pid = fork ();
  if (self->pid == 0)
    become (self, path, beat[1]);
  close (beat[1]);
  if (self->pid < 0)
    {
      close (beat[0]);
      self->pid = 0;
      return false;
    }
  self->beat_fd = beat[0];
  self->beaten = self->frozen = false;
  self->started = self->last_beat = now;
  return true;
}

/* Takes all beats that have come. Thread: main. */
void
steady_child_read_beats (SteadyChild *self, SteadyInstant now)
{
  char bytes[64];
  while (self->beat_fd >= 0 && read (self->beat_fd, bytes, sizeof bytes) > 0)
    {
      self->beaten = true;
      self->last_beat = now;
    }
}

/* Kills a child that was silent for too long; it is restarted when it has ended.
 * Thread: main. */
void
steady_child_watch (SteadyChild *self, SteadyInstant now)
{
  const SteadySpan patience = self->beaten ? self->patience : start_patience;
  if (self->pid == 0 || self->frozen || now - self->last_beat <= patience)
    return;
  fprintf (stderr,
           "steady: %s was silent for %.1f s and is restarted\n",
           self->program,
           steady_span_seconds (now - self->last_beat));
  self->frozen = true;
  kill (self->pid, SIGKILL);
}

/*
 * Notes that the child has ended with @status of waitpid () and when it may start
 * again: after 0.1 s at first, up to 5 s for one that does not live long.
 *
 * Thread: main.
 */
SteadyChildEnd
steady_child_ended (SteadyChild *self, int status, SteadyInstant now)
{
  const bool beaten = self->beaten;

  close (self->beat_fd);
  self->beat_fd = -1;
  self->pid = 0;
  if (now - self->started >= proven_life)
    self->back_off = shortest_back_off;
  self->next_start = now + self->back_off;
  self->back_off = MIN (2 * self->back_off, longest_back_off);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return STEADY_CHILD_LEFT;
  return WIFEXITED (status) && !beaten ? STEADY_CHILD_REFUSED : STEADY_CHILD_CRASHED;
}

/* Asks the child to leave and kills it after @grace. Thread: main. */
void
steady_child_stop (SteadyChild *self, SteadySpan grace)
{
  const struct timespec nap = { .tv_nsec = 10 * STEADY_NSEC_PER_MSEC };

  if (self->pid == 0)
    return;
  kill (self->pid, SIGTERM);
  kill (self->pid, SIGCONT);
  for (SteadySpan waited = 0; waited < grace; waited += nap.tv_nsec)
    {
      if (waitpid (self->pid, NULL, WNOHANG) != 0)
        {
          self->pid = 0;
          return;
        }
      nanosleep (&nap, NULL);
    }
  fprintf (stderr, "steady: %s did not leave in time and was ended\n", self->program);
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
  self->pid = 0;
}
