/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-progress.h"

#include <stddef.h>

/* Tells @told (may be NULL), with @data, how far the work is. Thread: the one that
 * works. */
void
steady_progress_init (SteadyProgress *self, SteadyProgressTold told, void *data)
{
  *self = (SteadyProgress){ .told = told, .data = data, .from = 0, .to = 1 };
}

static bool
tell_whole (void *data, double part)
{
  return steady_progress_tell (data, part);
}

/*
 * What takes @whole (may be NULL) from @from to @to, each from 0 to 1. It points to
 * @whole, which has to outlive it.
 *
 * Thread: the one that works.
 */
SteadyProgress
steady_progress_part (SteadyProgress *whole, double from, double to)
{
  return (SteadyProgress){ .told = whole != NULL ? tell_whole : NULL,
                           .data = whole,
                           .from = from,
                           .to = to,
                           .stopped = steady_progress_stopped (whole) };
}

/* Tells that @part, from 0 to 1, of the work is done. False: it shall stop. @self may
 * be NULL. Thread: the one that works. */
bool
steady_progress_tell (SteadyProgress *self, double part)
{
  if (self == NULL || self->told == NULL)
    return true;
  if (!self->stopped)
    self->stopped =
        !self->told (self->data, self->from + (self->to - self->from) * part);
  return !self->stopped;
}

/* Whether it shall stop, as far as it was asked. @self may be NULL. Thread: the one
 * that works. */
bool
steady_progress_stopped (const SteadyProgress *self)
{
  return self != NULL && self->stopped;
}
