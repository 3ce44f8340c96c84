/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-life-sign.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* What stands in the pipe: the supervisor reads the same letters. */
static const char ALIVE = '.';
static const char BYE = 'B';

/*
 * @fd is the number of --beat-fd, or -1. The pipe is made not to wait, and a broken
 * one must not end the program: the child goes on when its supervisor dies.
 *
 * Thread: at start, before other threads.
 */
void
steady_life_sign_init (SteadyLifeSign *self, int fd)
{
  *self = (SteadyLifeSign){ .fd = fd };
  if (fd < 0)
    return;
  signal (SIGPIPE, SIG_IGN);
  fcntl (fd, F_SETFD, FD_CLOEXEC);
  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
}

static void
put (SteadyLifeSign *self, char letter)
{
  if (self->fd >= 0 && write (self->fd, &letter, 1) < 0 && errno == EPIPE)
    self->lost = true;
}

/*
 * Beats when 200 ms of real time have passed since the last one: call it at least ten
 * times a second.
 *
 * Thread: the one that does the program's work. Does not allocate or wait.
 */
void
steady_life_sign_beat (SteadyLifeSign *self, SteadyInstant real_now)
{
  if (real_now - self->last < STEADY_LIFE_SIGN_INTERVAL_MS * STEADY_NSEC_PER_MSEC)
    return;
  self->last = real_now;
  put (self, ALIVE);
}

/* Says that this is a clean end, so that nobody starts the program again. Thread: as
 * steady_life_sign_beat (). */
void
steady_life_sign_bye (SteadyLifeSign *self)
{
  put (self, BYE);
}

/* Whether there was a supervisor and it has gone. Thread: as steady_life_sign_beat ().
 */
bool
steady_life_sign_lost (const SteadyLifeSign *self)
{
  return self->lost;
}
